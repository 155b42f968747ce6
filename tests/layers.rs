//! The order in which modules may use each other, and the size of files.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module may use only those before it, and itself.
const ORDER: [&str; 31] = [
    "span",
    "line_index",
    "scan",
    "source",
    "rule_id",
    "waiver",
    "diagnostic",
    "flow",
    "docx",
    "doc",
    "layout",
    "ofd",
    "pdf",
    "word",
    "document",
    "input",
    "compare",
    "check",
    "rule",
    "config",
    "suppress",
    "baseline",
    "lint",
    "fix",
    "example",
    "report",
    "skeleton",
    "schema",
    "judge",
    "server",
    "cli",
];

/// Most lines of code in a file, its tests and comments not counted.
const LINES: usize = 300;

#[test]
fn modules_use_only_those_before_them() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        let own = module(&path);
        let Some(own) = ORDER.iter().position(|module| *module == own) else { continue };
        for used in used(&code) {
            let place = ORDER.iter().position(|module| *module == used);
            if place.is_none_or(|place| place > own) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_module_has_its_place() {
    for (path, _) in sources() {
        let module = module(&path);
        assert!(["lib", "main"].contains(&module.as_str()) || ORDER.contains(&module.as_str()), "{}", path.display());
    }
}

#[test]
fn files_stay_small() {
    for (path, code) in sources() {
        let lines = code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count();
        assert!(lines <= LINES, "{} has {lines} lines of code", path.display());
    }
}

#[test]
fn uses_are_seen() {
    let code = "use crate::span::Span;\nuse crate::{diagnostic, rule::{RuleSet, file}};\nlet a = crate::lint::lint;\nuse super::x;";
    assert_eq!(used(code), ["span", "diagnostic", "rule", "lint"]);
}

/// All files of `src`, each without the tests at its foot.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("source text");
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
                found.push((path.strip_prefix(&root).expect("inside").to_owned(), code));
            }
        }
    }
    found.sort();
    found
}

/// The module that a file belongs to: its folder, or itself.
fn module(path: &Path) -> String {
    let first = path.components().next().expect("a name").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that some code names after `crate::`, those in a group too.
fn used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for after in code.join("\n").split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => used.push(word(after)),
            Some(group) => used.extend(outermost(group).into_iter().map(word)),
        }
    }
    used
}

/// The parts of a group up to its closing brace, split at the commas that lie in no inner group.
fn outermost(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            ',' | '}' if depth == 0 => {
                parts.push(group[start..at].trim());
                start = at + 1;
                if character == '}' {
                    break;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    parts
}

fn word(text: &str) -> String {
    text.chars().take_while(|one| one.is_ascii_alphanumeric() || *one == '_').collect()
}
