//! The packed extension: what an editor needs is in it, and nothing else.

import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";

const files = unzipSync(readFileSync("out/hegui.vsix"));
const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());

test("it holds its files and no others", () => {
  const names = Object.keys(files).filter((name) => name.startsWith("extension/"));
  const own = ["LICENSE.txt", "out/extension.js", "out/licenses.txt", "package.json", "readme.md"];
  deepEqual(names.sort(), own.map((name) => `extension/${name}`).sort());
  ok(files["extension.vsixmanifest"] && files["[Content_Types].xml"]);
});

test("its manifest leads to its entry, and every command is registered there", () => {
  const manifest = JSON.parse(text("extension/package.json"));
  const entry = text(`extension/${manifest.main.replace("./", "")}`);
  ok(entry.length > 0);
  for (const { command } of manifest.contributes.commands) {
    ok(entry.includes(`"${command}"`), command);
  }
  ok(text("extension.vsixmanifest").includes(`Version="${manifest.version}"`));
  equal(text("extension/package.json").includes("file:"), false);
});

test("its entry asks for nothing that the editor does not have", () => {
  const asked = [...text("extension/out/extension.js").matchAll(/\brequire\("([^"]+)"\)/g)].map(
    ([, name]) => name ?? "",
  );
  ok(asked.includes("vscode"));
  deepEqual(
    asked.filter((name) => name !== "vscode" && !isBuiltin(name)),
    [],
  );
});
