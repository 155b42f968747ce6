//! The commands of the palette: each asks for what it needs, has the server do it and shows the answer.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { commands, languages, ProgressLocation, type QuickPickItem, window, workspace } from "vscode";
import { ResponseError } from "vscode-languageclient/node";
import { explanation, files, type Rule, rules, skeleton } from "./answers";
import * as host from "./host";
import { show } from "./page";
import type { Service } from "./service";
import { listing } from "./settings";
import { page, sentence } from "./summary";
import { likelyYear, nameFault, yearFault } from "./unit";

/** All rules together are some hundred kilobytes. */
const LISTING_LIMIT = 16 * 1024 * 1024;

/** Checks all reports of the workspace; what is found goes where the editor lists problems. */
export async function checkWorkspace(service: Service): Promise<void> {
  const folder = host.folder();
  if (folder === undefined) {
    void window.showInformationMessage("请先打开存放报告的文件夹。");
    return;
  }
  const task = { location: ProgressLocation.Window, title: "正在检查工作区" };
  const found = files(await window.withProgress(task, () => ask(service, "hegui.checkWorkspace", {})));
  if (found === undefined) {
    return;
  }
  const problems = "查看问题";
  const table = "逐份列出";
  const chosen = await window.showInformationMessage(sentence(found), ...(found.length > 0 ? [problems, table] : []));
  if (chosen === problems) {
    await commands.executeCommand("workbench.actions.view.problems");
  } else if (chosen === table) {
    await show("检查工作区", page(found, folder.toString()));
  }
}

/** Explains a rule; the one of the finding at the cursor is offered first. */
export async function explain(service: Service): Promise<void> {
  const rule = await chosenRule();
  if (rule === undefined) {
    return;
  }
  const uri = window.activeTextEditor?.document.uri.toString();
  const answer = explanation(await ask(service, "hegui.explain", { rule, uri }));
  if (answer !== undefined) {
    await show("解释规则", answer);
  }
}

/** Begins a report in a new, unsaved document. */
export async function newReport(service: Service): Promise<void> {
  const unit = await window.showInputBox({
    prompt: "单位名称",
    placeHolder: "青禾镇人民政府",
    validateInput: nameFault,
  });
  if (unit === undefined) {
    return;
  }
  const value = String(likelyYear(new Date()));
  const year = await window.showInputBox({ prompt: "报告年度", value, validateInput: yearFault });
  if (year === undefined) {
    return;
  }
  const byName = "按单位名称判断";
  const levels = [byName, "省", "市", "县", "部门", "乡", "镇", "街道"];
  const level = await window.showQuickPick(levels, { placeHolder: "单位层级" });
  if (level === undefined) {
    return;
  }
  const subject = { unit: unit.trim(), year: Number(year), ...(level !== byName && { level }) };
  const content = skeleton(await ask(service, "hegui.newReport", subject));
  if (content !== undefined) {
    await window.showTextDocument(await workspace.openTextDocument({ language: "markdown", content }));
  }
}

/** What the server answers to a command; nothing where it cannot, which the user has then been told. */
async function ask(service: Service, command: string, given: object): Promise<unknown> {
  const client = await service.running();
  try {
    return await client?.sendRequest("workspace/executeCommand", { command, arguments: [given] });
  } catch (error) {
    const reason = error instanceof ResponseError || error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(reason);
    return undefined;
  }
}

async function chosenRule(): Promise<string | undefined> {
  const here = rulesAtCursor();
  const all = await listed();
  if (all.length === 0) {
    const value = here[0] ?? "";
    return window.showInputBox({ prompt: "规则的编号", placeHolder: "parts-not-total", value });
  }
  const rank = (rule: Rule) => (here.includes(rule.id) ? 0 : 1);
  const items = all
    .toSorted((one, other) => rank(one) - rank(other))
    .map((rule): QuickPickItem => ({ label: rule.id, description: rule.message }));
  const chosen = await window.showQuickPick(items, { placeHolder: "要解释的规则", matchOnDescription: true });
  return chosen?.label;
}

function rulesAtCursor(): string[] {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    return [];
  }
  const found = languages.getDiagnostics(editor.document.uri);
  const here = found.filter((one) => one.source === "hegui" && one.range.contains(editor.selection.active));
  return here.map((one) => String(typeof one.code === "object" ? one.code.value : one.code));
}

/** The rules in force; none where the program does not list them, so that the user can still name one. */
async function listed(): Promise<Rule[]> {
  const { command, args } = listing(host.settings(), host.places());
  const run = { maxBuffer: LISTING_LIMIT, ...(host.folder() && { cwd: host.folder()?.fsPath }) };
  try {
    return rules((await promisify(execFile)(command, args, run)).stdout);
  } catch {
    return [];
  }
}
