//! What the extension reads from the editor that it runs in.

import { homedir } from "node:os";
import { type Uri, workspace } from "vscode";
import type { Places, Settings } from "./settings";

/** The settings as they stand now. */
export function settings(): Settings {
  const section = workspace.getConfiguration("hegui");
  return {
    path: section.get("path", ""),
    arguments: section.get("arguments", []),
    rules: section.get("rules", []),
    stage: section.get("stage", ""),
    level: section.get("level", ""),
    year: section.get("year", null),
    minSeverity: section.get("minSeverity", ""),
  };
}

/** Where paths in settings begin. */
export function places(): Places {
  return { home: homedir(), folder: folder()?.fsPath };
}

/** The first folder of the workspace that lies on this machine. */
export function folder(): Uri | undefined {
  return workspace.workspaceFolders?.find((one) => one.uri.scheme === "file")?.uri;
}
