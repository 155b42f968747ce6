//! Bundles the extension into out/extension.js; with --test, each test into out/test; with --minify, small.

import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const shared = { bundle: true, format: "cjs", platform: "node", target: "node20", logLevel: "warning" };

if (process.argv.includes("--test")) {
  await rm("out/test", { recursive: true, force: true });
  const tests = (await readdir("test")).filter((name) => name.endsWith(".test.ts"));
  await build({ ...shared, entryPoints: tests.map((name) => `test/${name}`), outdir: "out/test" });
} else {
  const { metafile } = await build({
    ...shared,
    entryPoints: ["src/extension.ts"],
    outfile: "out/extension.js",
    external: ["vscode"],
    metafile: true,
    minify: process.argv.includes("--minify"),
  });
  await writeFile("out/licenses.txt", await licenses(Object.keys(metafile.inputs)));
}

/** The licences of the packages that went into the bundle, which ask to be passed on with it. */
async function licenses(inputs) {
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const parts = [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .sort()
    .map(license);
  return (await Promise.all(parts)).join("\n");
}

async function license(folder) {
  const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
  const file = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
  if (file === undefined) {
    throw new Error(`${folder} carries no licence`);
  }
  return `${name} ${version}\n\n${await readFile(`${folder}/${file}`, "utf8")}`;
}
