//! Answers to commands in words, and what is asked before them.

import { deepEqual, equal, notEqual } from "node:assert/strict";
import { test } from "node:test";
import { rules, summary, tally } from "../src/answers";
import { likelyYear, nameFault, yearFault } from "../src/unit";

const TALLIES: [unknown, string | undefined][] = [
  [{ files: 3, error: 1, warning: 0, info: 4, unreadable: 0 }, "已检查3份报告：错误1处、提示4处。"],
  [{ files: 2, error: 0, warning: 0, info: 0, unreadable: 1 }, "已检查2份报告：未发现问题；另有1个文件无法读取。"],
  [{ files: 0, unreadable: 2 }, "已检查0份报告：未发现问题；另有2个文件无法读取。"],
  [{ files: "3" }, "工作区中未发现可以检查的报告。"],
  [null, undefined],
  ["已检查", undefined],
];

test("a check of many reports is summed up", () => {
  for (const [answer, sentence] of TALLIES) {
    const told = tally(answer);
    equal(told && summary(told), sentence);
  }
});

const LISTINGS: [string, string[]][] = [
  [
    '{"rules":[{"rule":"late-report","message":"迟报"},{"rule":"extra-space"},{"other":1},null]}',
    ["late-report", "extra-space"],
  ],
  ['{"rules":{}}', []],
  ["[]", []],
  ["错误：", []],
];

test("rules are read from a listing, and nothing else", () => {
  for (const [printed, ids] of LISTINGS) {
    deepEqual(
      rules(printed).map((rule) => rule.id),
      ids,
    );
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
