//! What the user has set, as the program and its server take it.

/** The settings `hegui.*` as they stand; an empty string or list and `null` mean: not set. */
export interface Settings {
  path: string;
  arguments: string[];
  rules: string[];
  stage: string;
  level: string;
  year: number | null;
  minSeverity: string;
}

/** Where paths in settings begin. */
export interface Places {
  home: string;
  /** The first folder of the workspace, if one is open. */
  folder: string | undefined;
}

/** A program with the arguments that it is started with. */
export interface Program {
  command: string;
  args: string[];
}

/** What the server is told of the settings; what is not set is left to `hegui.yaml`. */
export interface ServerSettings {
  rules?: string[];
  stage?: string;
  level?: string;
  year?: number;
  minSeverity?: string;
}

/** How the server is started. */
export function server(settings: Settings, places: Places): Program {
  return { command: command(settings, places), args: ["lsp", ...settings.arguments] };
}

/** How the program is started to list its rules. */
export function listing(settings: Settings, places: Places): Program {
  const rules = paths(settings.rules, places).flatMap((path) => ["--rules", path]);
  return { command: command(settings, places), args: ["rules", "--format", "json", ...rules] };
}

/** What is told to the server when it starts and whenever the settings change. */
export function told(settings: Settings, places: Places): ServerSettings {
  const rules = paths(settings.rules, places);
  return {
    ...(rules.length > 0 && { rules }),
    ...(settings.stage !== "" && { stage: settings.stage }),
    ...(settings.level !== "" && { level: settings.level }),
    ...(settings.year !== null && { year: settings.year }),
    ...(settings.minSeverity !== "" && { minSeverity: settings.minSeverity }),
  };
}

function command(settings: Settings, places: Places): string {
  return expanded(settings.path.trim(), places) || "hegui";
}

function paths(given: string[], places: Places): string[] {
  return given.filter((path) => path.trim() !== "").map((path) => expanded(path.trim(), places));
}

/** `~` and `${workspaceFolder}` written out; all else stays as it is. */
function expanded(path: string, places: Places): string {
  const whole = path.replace(/^~(?=$|[/\\])/, () => places.home);
  return whole.replace(/\$\{workspaceFolder\}/g, () => places.folder ?? ".");
}
