//! The real server through the protocol library that the extension is built on; HEGUI names the program.

import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  type CodeAction,
  CodeActionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { explanation, files, skeleton } from "../src/answers";
import { type Settings, server, told } from "../src/settings";
import { sentence } from "../src/summary";

const PROGRAM = process.env.HEGUI ?? resolve("../../target/debug/hegui");
const SETTINGS: Settings = {
  path: PROGRAM,
  arguments: [],
  rules: [],
  stage: "",
  level: "镇",
  year: null,
  minSeverity: "info",
};
const REPORT = `青禾镇2024年法治政府建设年度报告

县委、县政府：

2024年，青禾镇深入学习贯彻习近平法治思想。现将2024年度法治政府建设情况报告如下：

一、2024年度推进法治政府建设的主要举措和成效

（一）化解矛盾纠纷。🙂𠮷6月31日之前受理矛盾纠纷42件，其中邻里纠纷30件、土地纠纷16件。。
`;

let folder: string;
let child: ChildProcess;
let connection: ProtocolConnection;
let initialized: InitializeResult;

before(async () => {
  ok(existsSync(PROGRAM), `there is no ${PROGRAM}; build it, or name another by HEGUI`);
  folder = mkdtempSync(join(tmpdir(), "hegui-"));
  writeFileSync(join(folder, "盘上.txt"), REPORT);
  const places = { home: tmpdir(), folder };
  const { command, args } = server(SETTINGS, places);
  child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  ok(child.stdout && child.stdin);
  connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "报告" }],
    initializationOptions: told(SETTINGS, places),
    capabilities: {
      textDocument: {
        diagnostic: {},
        codeAction: {
          isPreferredSupport: true,
          codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } },
        },
      },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
});

after(() => {
  child?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function pull(uri: string): Promise<Diagnostic[]> {
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  ok(report.kind === DocumentDiagnosticReportKind.Full);
  return report.items;
}

test("the server is what the extension expects", () => {
  equal(initialized.serverInfo?.name, "hegui");
  const { capabilities } = initialized;
  equal(capabilities.positionEncoding ?? "utf-16", "utf-16");
  ok(capabilities.diagnosticProvider && capabilities.hoverProvider && capabilities.codeActionProvider);
  const commands = capabilities.executeCommandProvider?.commands ?? [];
  for (const command of ["hegui.explain", "hegui.checkWorkspace", "hegui.newReport"]) {
    ok(commands.includes(command), command);
  }
});

test("a report is checked, and its quick fixes mend it", async () => {
  const uri = pathToFileURL(join(folder, "青禾镇.txt")).href;
  const textDocument = { uri, languageId: "plaintext", version: 1, text: REPORT };
  await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  const found = await pull(uri);
  const document = TextDocument.create(uri, "plaintext", 1, REPORT);
  const at = (code: string) => found.filter((one) => one.code === code).map((one) => document.getText(one.range));
  deepEqual(at("impossible-date"), ["6月31日"]);

  const doubled = found.filter((one) => one.code === "doubled-punctuation");
  const [first] = doubled;
  ok(first);
  const asked = { textDocument: { uri }, range: first.range, context: { diagnostics: [first], only: ["quickfix"] } };
  const actions = (await connection.sendRequest(CodeActionRequest.type, asked)) ?? [];
  const fix = actions.find((action): action is CodeAction => "edit" in action && action.isPreferred === true);
  const edits = Object.values(fix?.edit?.changes ?? {}).flat();
  notEqual(edits.length, 0);
  const mended = TextDocument.applyEdits(document, edits.filter(TextEdit.is));
  match(mended, /16件。\n/);
  await connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: mended }],
  });
  ok((await pull(uri)).length < found.length);
});

test("the commands answer as the extension reads them", async () => {
  const run = (command: string, given: object) =>
    connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [given] });
  match(explanation(await run("hegui.explain", { rule: "parts-not-total" })) ?? "", /parts-not-total/);
  match(skeleton(await run("hegui.newReport", { unit: "青禾镇人民政府", year: 2025 })) ?? "", /【请填写/);
  match(sentence(files(await run("hegui.checkWorkspace", {})) ?? []), /^已检查1份报告：错误/);
});

test("the server ends in good order", async () => {
  const ended = once(child, "exit");
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  deepEqual(await ended, [0, null]);
});
