//! Settings as the program and its server take them.

import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import manifest from "../package.json";
import { listing, type Settings, server, told } from "../src/settings";

const properties: Record<string, { default: unknown }> = manifest.contributes.configuration.properties;
const DEFAULTS = Object.fromEntries(
  Object.entries(properties).map(([key, property]) => [key.replace("hegui.", ""), property.default]),
) as unknown as Settings;
const PLACES = { home: "/home/张三", folder: "/县/报告" };

const CASES: { name: string; set: Partial<Settings>; folder?: string | undefined; is: object }[] = [
  { name: "nothing set", set: {}, is: { command: "hegui", args: ["lsp"], told: {} } },
  { name: "blank path", set: { path: "  " }, is: { command: "hegui", args: ["lsp"], told: {} } },
  { name: "home", set: { path: "~/bin/hegui" }, is: { command: "/home/张三/bin/hegui", args: ["lsp"], told: {} } },
  { name: "no home", set: { path: "~李四/hegui" }, is: { command: "~李四/hegui", args: ["lsp"], told: {} } },
  {
    name: "folder",
    set: { path: "${workspaceFolder}/hegui", rules: ["${workspaceFolder}/规则", " ", "甲.yaml"] },
    is: { command: "/县/报告/hegui", args: ["lsp"], told: { rules: ["/县/报告/规则", "甲.yaml"] } },
  },
  {
    name: "no folder",
    set: { path: "${workspaceFolder}/hegui" },
    folder: undefined,
    is: { command: "./hegui", args: ["lsp"], told: {} },
  },
  {
    name: "all",
    set: { arguments: ["--quiet"], stage: "publish", level: "镇", year: 2025, minSeverity: "warning" },
    is: {
      command: "hegui",
      args: ["lsp", "--quiet"],
      told: { stage: "publish", level: "镇", year: 2025, minSeverity: "warning" },
    },
  },
];

for (const { name, set, is, ...more } of CASES) {
  test(`settings: ${name}`, () => {
    const settings = { ...DEFAULTS, ...set };
    const places = { ...PLACES, ...more };
    deepEqual({ ...server(settings, places), told: told(settings, places) }, is);
  });
}

test("rules are listed with those of the settings", () => {
  const { args } = listing({ ...DEFAULTS, rules: ["甲.yaml"] }, PLACES);
  deepEqual(args, ["rules", "--format", "json", "--rules", "甲.yaml"]);
});
