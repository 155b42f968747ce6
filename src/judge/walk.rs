//! Paths of the command line to inputs: folders are walked, each file comes once, in the order of paths.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use globset::Glob;
use ignore::WalkBuilder;

use super::file::{self, STANDARD_INPUT};
use crate::input;

/// Names that are no reports, whatever their format.
const NOT_REPORTS: [&str; 4] = ["readme", "changelog", "license", "~$"];

/// How the names of annotated copies end.
pub(crate) const ANNOTATED: &str = ".hegui.docx";

/// Something to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// The file, or `-`.
    pub(crate) path: PathBuf,
    /// The command line names it, so it is checked whatever it is.
    pub(crate) named: bool,
    /// Why there is nothing to read.
    pub(crate) trouble: Option<String>,
}

impl Input {
    fn named(path: &Path) -> Self {
        Self { path: path.to_owned(), named: true, trouble: None }
    }
}

/// All inputs of some paths, standard input first.
pub(crate) fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    // One folder without links has no file twice.
    let mut may_meet = paths.len() > 1;
    for path in paths {
        if path == Path::new(STANDARD_INPUT) {
            inputs.push(Input::named(path));
        } else if path.is_dir() {
            may_meet |= walk(path, &mut inputs);
        } else if path.exists() {
            inputs.push(Input::named(path));
        } else {
            let found = matching(path);
            if found.is_empty() {
                inputs.push(Input::named(path));
            }
            inputs.extend(found.iter().map(|path| Input::named(path)));
        }
    }
    let mut inputs = if may_meet { once_each(inputs) } else { inputs };
    let is_file = |input: &Input| input.path != Path::new(STANDARD_INPUT);
    inputs.sort_by(|one, other| (is_file(one), &one.path).cmp(&(is_file(other), &other.path)));
    inputs
}

/// The files of a folder that may be reports. Tells whether some of them are links.
fn walk(root: &Path, inputs: &mut Vec<Input>) -> bool {
    let mut has_links = false;
    let walk = WalkBuilder::new(root).require_git(false).git_global(false).sort_by_file_path(Path::cmp).build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let name = entry.file_name().to_string_lossy();
                let is_link = entry.path_is_symlink();
                let is_file = || match entry.file_type() {
                    Some(kind) if !is_link => kind.is_file(),
                    _ => entry.path().is_file(),
                };
                if may_be_report(&name) && is_file() {
                    has_links |= is_link;
                    let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
                    inputs.push(Input { path, named: false, trouble: None });
                }
            }
            Err(error) => inputs.push(trouble(root, &error)),
        }
    }
    has_links
}

/// Whether a file of this name, found in a folder, may be a report.
pub(crate) fn may_be_report(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_copy = lower.ends_with(ANNOTATED);
    !is_copy && !NOT_REPORTS.iter().any(|start| lower.starts_with(start)) && input::may_be_report(name)
}

/// A folder or link that the walk could not enter.
fn trouble(root: &Path, error: &ignore::Error) -> Input {
    let path = match error {
        ignore::Error::WithPath { path, .. } => path.as_path(),
        ignore::Error::Loop { child, .. } => child.as_path(),
        ignore::Error::WithDepth { err, .. } => match &**err {
            ignore::Error::WithPath { path, .. } => path.as_path(),
            _ => root,
        },
        _ => root,
    };
    let why = error.io_error().map_or_else(|| error.to_string(), file::reason);
    Input { path: path.strip_prefix(".").unwrap_or(path).to_owned(), named: false, trouble: Some(why) }
}

/// The files that a name with `*` or `?` fits, where the shell has left that to the program, as on Windows.
fn matching(path: &Path) -> Vec<PathBuf> {
    let pattern = path.file_name().map(|name| name.to_string_lossy()).filter(|name| name.contains(['*', '?']));
    let glob = pattern.and_then(|pattern| Glob::new(&pattern).ok()).map(|glob| glob.compile_matcher());
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder == Path::new("") { Path::new(".") } else { folder };
    let (Some(glob), Ok(entries)) = (glob, fs::read_dir(listed)) else { return Vec::new() };
    let is_hidden = |name: &str| name.starts_with('.') || name.starts_with("~$");
    let names = entries.flatten().map(|entry| entry.file_name());
    let names = names.filter(|name| glob.is_match(name) && !is_hidden(&name.to_string_lossy()));
    names.map(|name| folder.join(name)).filter(|path| path.is_file()).collect()
}

/// The first of several names for one file, as they were given; a name from the command line comes before one that was found.
fn once_each(inputs: Vec<Input>) -> Vec<Input> {
    let file = |input: &Input| fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone());
    let named: HashSet<PathBuf> = inputs.iter().filter(|input| input.named).map(file).collect();
    let mut seen = HashSet::new();
    inputs
        .into_iter()
        .filter(|input| {
            let file = file(input);
            (input.named || !named.contains(&file)) && seen.insert(file)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::may_be_report;

    #[test]
    fn what_is_about_the_folder_is_no_report() {
        for name in
            ["README.md", "readme.txt", "CHANGELOG.md", "License.txt", "~$青禾镇.docx", "青禾镇.hegui.docx", "a.png"]
        {
            assert!(!may_be_report(name), "{name}");
        }
        assert!(may_be_report("青禾镇2024.md"));
    }
}
