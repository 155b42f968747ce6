//! Answers to commands in words, and what is asked before them.

import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { test } from "node:test";
import { files, rules } from "../src/answers";
import { page, sentence } from "../src/summary";
import { likelyYear, nameFault, yearFault } from "../src/unit";

const FOLDER = "file:///%E5%8E%BF/2024";
const SOME = { error: 1, warning: 0, info: 4, reason: null };
const NONE = { error: 0, warning: 0, info: 0, reason: null };
const BROKEN = { ...NONE, reason: "不是有效的 Word 文档|已损坏" };

const SENTENCES: [unknown, string | undefined][] = [
  [{ files: [SOME, SOME, NONE] }, "已检查3份报告：错误2处、提示8处。"],
  [{ files: [NONE, BROKEN] }, "已检查1份报告：未发现问题；另有1个文件无法读取。"],
  [{ files: [{ error: "3" }, null] }, "已检查2份报告：未发现问题。"],
  [{ files: [] }, "工作区中未发现可以检查的报告。"],
  [{ files: 3 }, undefined],
  [null, undefined],
  ["已检查", undefined],
];

test("a check of many reports is summed up", () => {
  for (const [answer, wanted] of SENTENCES) {
    const found = files(answer);
    equal(found && sentence(found), wanted);
  }
});

test("a check of many reports is listed, whatever the files are called", () => {
  const named = (name: string, tally: object) => ({ ...tally, uri: `${FOLDER}/${name}` });
  const answer = { files: [named("%E7%94%B2(1)_%7C.txt", SOME), named("%zz.docx", BROKEN)] };
  const rows = page(files(answer) ?? [], FOLDER).split("\n");
  ok(rows.includes("| 甲(1)\\_\\|.txt | 1 | 0 | 4 |  |"), rows.join("\n"));
  ok(rows.includes("| %zz.docx |  |  |  | 不是有效的 Word 文档\\|已损坏 |"), rows.join("\n"));
});

const LISTINGS: [string, string[]][] = [
  [
    '{"rules":[{"rule":"late-report","message":"迟报：{found}"},{"rule":"extra-space"},{"other":1},null]}',
    ["late-report 迟报：…", "extra-space "],
  ],
  ['{"rules":{}}', []],
  ["[]", []],
  ["错误：", []],
];

test("rules are read from a listing, and nothing else", () => {
  for (const [printed, wanted] of LISTINGS) {
    const told = rules(printed).map(({ id, message }) => `${id} ${message}`);
    deepEqual(told, wanted);
  }
});

test("what is asked before a report is begun", () => {
  equal(nameFault("青禾镇"), undefined);
  notEqual(nameFault(" "), undefined);
  equal(yearFault(" 2025 "), undefined);
  for (const wrong of ["", "25", "20255", "1825", "今年"]) {
    notEqual(yearFault(wrong), undefined, wrong);
  }
  equal(likelyYear(new Date(2026, 0, 5)), 2025);
  equal(likelyYear(new Date(2026, 10, 5)), 2026);
});
