//! Pages to read that are made by the server: the explanation of a rule.

import { commands, type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from "vscode";

const SCHEME = "hegui";
const PAGE = Uri.from({ scheme: SCHEME, path: "解释规则.md" });

class Pages implements TextDocumentContentProvider {
  text = "";
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(): string {
    return this.text;
  }

  put(text: string): void {
    this.text = text;
    this.changed.fire(PAGE);
  }
}

const pages = new Pages();

/** Makes pages known to the editor. */
export function register(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, pages);
}

/** Shows a page in Markdown beside the report, in the place of the one before it. */
export async function show(markdown: string): Promise<void> {
  pages.put(markdown);
  await commands.executeCommand("markdown.showPreviewToSide", PAGE);
}
