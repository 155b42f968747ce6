//! Pages to read: the explanation of a rule, the summary of a workspace.

import {
  commands,
  type Disposable,
  EventEmitter,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from "vscode";

const SCHEME = "hegui";

class Pages implements TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  put(uri: Uri, text: string): void {
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
  }
}

const pages = new Pages();

/** Makes pages known to the editor. */
export function register(): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, pages);
}

/** Shows a page in Markdown: beside the report, or where a page was read last. */
export async function show(title: string, markdown: string): Promise<void> {
  const uri = Uri.from({ scheme: SCHEME, path: `${title}.md` });
  pages.put(uri, markdown);
  const beside = window.activeTextEditor !== undefined;
  await commands.executeCommand(beside ? "markdown.showPreviewToSide" : "markdown.showPreview", uri);
}
