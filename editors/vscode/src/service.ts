//! The server's life: started when it is needed, and anew when it has ended or what it was started with has changed.

import { commands, type Disposable, type LogOutputChannel, window, workspace } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  type DocumentSelector,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  State,
} from "vscode-languageclient/node";
import { explanation } from "./answers";
import * as host from "./host";
import { show } from "./page";
import { type Program, server, told } from "./settings";

/** Texts that the server looks at; what is a report among them it tells by itself. */
const DOCUMENTS: DocumentSelector = ["file", "untitled"].flatMap((scheme) =>
  ["plaintext", "markdown", "html", "yaml"].map((language) => ({ scheme, language })),
);

/** Settings with which the program is started; all others are told to the running server. */
const STARTING = ["hegui.path", "hegui.arguments"];

/** A server that ends more often than this within a few minutes is not started any more. */
const ENDS = 4;
const MINUTES = 3;

/** A client whose English errors go to the log; what a user must know is said by whoever uses it. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Service implements Disposable {
  private client: LanguageClient | undefined;
  private starting: Promise<LanguageClient | undefined> | undefined;
  private readonly listener: Disposable;

  constructor(private readonly output: LogOutputChannel) {
    this.listener = workspace.onDidChangeConfiguration(async (change) => {
      if (STARTING.some((name) => change.affectsConfiguration(name))) {
        await this.restart();
      } else if (change.affectsConfiguration("hegui") && this.client?.state === State.Running) {
        await this.client.sendNotification("workspace/didChangeConfiguration", { settings: { hegui: options() } });
      }
    });
  }

  /** The running server's client; nothing where it cannot be started, which the user has then been told. */
  async running(): Promise<LanguageClient | undefined> {
    if (this.client?.state === State.Running) {
      return this.client;
    }
    this.starting ??= this.start().finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  async restart(): Promise<void> {
    await this.starting;
    await this.stop();
    await this.running();
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that has ended by itself cannot be stopped any more.
    await client?.dispose().catch(() => undefined);
  }

  dispose(): void {
    this.listener.dispose();
    void this.stop();
  }

  private async start(): Promise<LanguageClient | undefined> {
    await this.stop();
    const program = server(host.settings(), host.places());
    const client = new QuietClient("hegui", "合规", program, this.clientOptions(program));
    try {
      await client.start();
    } catch (error) {
      this.output.error(error instanceof Error ? error : String(error));
      await client.dispose().catch(() => undefined);
      this.complain(`无法启动检查服务“${program.command}”。请安装 hegui，或者在设置 hegui.path 中写明程序的位置。`);
      return undefined;
    }
    this.client = client;
    return client;
  }

  private clientOptions(program: Program): LanguageClientOptions {
    const ends: number[] = [];
    return {
      documentSelector: DOCUMENTS,
      diagnosticCollectionName: "hegui",
      initializationOptions: options(),
      outputChannel: this.output,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.ended(ends, program),
      },
      // Whoever starts the server tells the user.
      initializationFailedHandler: () => false,
      middleware: {
        // What a command of the server answers is for the user to read.
        executeCommand: async (command, given, next) => {
          const answer: unknown = await next(command, given);
          const page = command === "hegui.explain" ? explanation(answer) : undefined;
          if (page !== undefined) {
            await show("解释规则", page);
          }
          return answer;
        },
      },
    };
  }

  private ended(ends: number[], program: Program): CloseHandlerResult {
    const now = Date.now();
    ends.push(now);
    const recent = ends.filter((end) => now - end < MINUTES * 60_000);
    if (this.client !== undefined && recent.length <= ENDS) {
      return { action: CloseAction.Restart, handled: true };
    }
    if (this.client !== undefined) {
      this.complain(`检查服务“${program.command}”多次意外退出，已停止检查。`);
    }
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  /** Tells the user; the message stays until it is answered, and nothing waits for that. */
  private complain(message: string): void {
    const settings = "打开设置";
    const log = "运行记录";
    void window.showErrorMessage(message, settings, log).then((answer) => {
      if (answer === settings) {
        void commands.executeCommand("workbench.action.openSettings", "hegui.path");
      } else if (answer === log) {
        this.output.show();
      }
    });
  }
}

function options() {
  return told(host.settings(), host.places());
}
