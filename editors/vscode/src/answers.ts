//! What the program and the server answer to commands, told apart from anything else.

/** One file of a workspace: how much was found in it, or why it could not be read. */
export interface FileTally {
  uri: string;
  error: number;
  warning: number;
  info: number;
  reason: string | undefined;
}

/** A rule as a list shows it. */
export interface Rule {
  id: string;
  /** What the rule says when it finds something; `…` for what comes from the report. */
  message: string;
}

/** The files in the answer to `hegui.checkWorkspace`, if it is one. */
export function files(answer: unknown): FileTally[] | undefined {
  const list = field(answer, "files");
  if (!Array.isArray(list)) {
    return undefined;
  }
  return list.map((one) => ({
    uri: text(one, "uri") ?? "",
    error: count(one, "error"),
    warning: count(one, "warning"),
    info: count(one, "info"),
    reason: text(one, "reason"),
  }));
}

/** The page in the answer to `hegui.explain`, if it is one. */
export function explanation(answer: unknown): string | undefined {
  return text(answer, "markdown");
}

/** The text in the answer to `hegui.newReport`, if it is one. */
export function skeleton(answer: unknown): string | undefined {
  return text(answer, "text");
}

/** The rules in what `hegui rules --format json` prints; none where it is something else. */
export function rules(printed: string): Rule[] {
  const list = field(parsed(printed), "rules");
  if (!Array.isArray(list)) {
    return [];
  }
  return list.flatMap((one) => {
    const id = text(one, "rule");
    return id === undefined ? [] : [{ id, message: (text(one, "message") ?? "").replace(/\{\w+\}/g, "…") }];
  });
}

function parsed(printed: string): unknown {
  try {
    return JSON.parse(printed);
  } catch {
    return undefined;
  }
}

function count(value: unknown, key: string): number {
  const found = field(value, key);
  return typeof found === "number" ? found : 0;
}

function text(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === "string" ? found : undefined;
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
