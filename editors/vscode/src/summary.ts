//! A check of many reports in words: one sentence, and one page.

import type { FileTally } from "./answers";

const WEIGHTS = [
  ["错误", "error"],
  ["提醒", "warning"],
  ["提示", "info"],
] as const;

/** One sentence on a check of many reports. */
export function sentence(files: FileTally[]): string {
  if (files.length === 0) {
    return "工作区中未发现可以检查的报告。";
  }
  const unreadable = files.filter((file) => file.reason !== undefined).length;
  const sums = WEIGHTS.map(([word, key]) => [word, files.reduce((sum, file) => sum + file[key], 0)] as const);
  const some = sums.filter(([, sum]) => sum > 0).map(([word, sum]) => `${word}${sum}处`);
  const found = some.length > 0 ? some.join("、") : "未发现问题";
  const rest = unreadable > 0 ? `；另有${unreadable}个文件无法读取` : "";
  return `已检查${files.length - unreadable}份报告：${found}${rest}。`;
}

/** A page in Markdown with a row for each file, named by what follows the address of the folder. */
export function page(files: FileTally[], folder: string): string {
  const rows = files.map((file) => {
    const cells = file.reason === undefined ? WEIGHTS.map(([, key]) => String(file[key])) : ["", "", ""];
    return `| ${[name(file.uri, folder), ...cells, escaped(file.reason ?? "")].join(" | ")} |`;
  });
  const head = ["| 文件 | 错误 | 提醒 | 提示 | 说明 |", "| --- | --- | --- | --- | --- |"];
  const foot = [
    "Word、PDF、OFD 报告的问题不能标在编辑器中，请用 `hegui check` 查看，或者用 `hegui annotate` 写一份带批注的副本。",
  ];
  return ["# 检查工作区", "", sentence(files), "", ...head, ...rows, "", ...foot, ""].join("\n");
}

function name(uri: string, folder: string): string {
  const path = uri.startsWith(folder) ? uri.slice(folder.length).replace(/^\//, "") : uri;
  return escaped(decoded(path));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");
}
