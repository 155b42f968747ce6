//! Where the editor starts and ends the extension.

import { commands, type ExtensionContext, window } from "vscode";
import { checkWorkspace, explain, newReport } from "./commands";
import * as page from "./page";
import { Service } from "./service";

let running: Service | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("合规", { log: true });
  const service = new Service(output);
  running = service;
  context.subscriptions.push(
    output,
    service,
    page.register(),
    commands.registerCommand("hegui.ui.checkWorkspace", () => checkWorkspace(service)),
    commands.registerCommand("hegui.ui.explain", () => explain(service)),
    commands.registerCommand("hegui.ui.newReport", () => newReport(service)),
    commands.registerCommand("hegui.ui.restart", () => service.restart()),
    commands.registerCommand("hegui.ui.showOutput", () => output.show()),
  );
  await service.running();
}

/** Lets the server end in good order; the editor waits for it. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
