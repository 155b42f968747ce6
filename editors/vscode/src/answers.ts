//! What the program and the server answer to commands, told apart from anything else, and in words.

/** How many reports were checked and what was found in them. */
export interface Tally {
  files: number;
  error: number;
  warning: number;
  info: number;
  unreadable: number;
}

/** A rule as a list shows it. */
export interface Rule {
  id: string;
  /** What the rule says when it finds something. */
  message: string;
}

/** The answer to `hegui.checkWorkspace`, if it is one. */
export function tally(answer: unknown): Tally | undefined {
  if (!isRecord(answer)) {
    return undefined;
  }
  const count = (key: keyof Tally) => (typeof answer[key] === "number" ? answer[key] : 0);
  return {
    files: count("files"),
    error: count("error"),
    warning: count("warning"),
    info: count("info"),
    unreadable: count("unreadable"),
  };
}

/** One sentence on a check of many reports. */
export function summary(tally: Tally): string {
  if (tally.files === 0 && tally.unreadable === 0) {
    return "工作区中未发现可以检查的报告。";
  }
  const found = [
    ["错误", tally.error],
    ["提醒", tally.warning],
    ["提示", tally.info],
  ] as const;
  const some = found.filter(([, count]) => count > 0).map(([word, count]) => `${word}${count}处`);
  const unreadable = tally.unreadable > 0 ? `；另有${tally.unreadable}个文件无法读取` : "";
  return `已检查${tally.files}份报告：${some.length > 0 ? some.join("、") : "未发现问题"}${unreadable}。`;
}

/** The rules in what `hegui rules --format json` prints; none where it is something else. */
export function rules(printed: string): Rule[] {
  const list = field(parsed(printed), "rules");
  if (!Array.isArray(list)) {
    return [];
  }
  return list.flatMap((one) => {
    const id = field(one, "rule");
    const message = field(one, "message");
    return typeof id === "string" ? [{ id, message: typeof message === "string" ? message : "" }] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
