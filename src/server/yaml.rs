//! Configurations and rule files that are open, checked as they are written.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Server;
use super::open::Checked;
use crate::config::{self, Config, Part};
use crate::diagnostic::Diagnostic;
use crate::example;
use crate::judge::rule_files;
use crate::report::Cards;
use crate::rule::{Fault, RuleSet, example_place};
use crate::source::Source;
use crate::span::Span;

/// Most files of a pack that are read beside the open one.
const MOST: usize = 2000;

/// What an open YAML file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `hegui.yaml`.
    Config,
    /// One rule.
    Rule,
    /// A pack or an overlay.
    Pack,
}

impl Kind {
    /// Told by the name, or by keys that no other files have together.
    pub(super) fn of(path: &Path, text: &str) -> Option<Self> {
        if path.file_name().is_some_and(|name| name == config::NAME) {
            return Some(Self::Config);
        }
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
        if !extension.is_some_and(|extension| extension == "yaml" || extension == "yml") {
            return None;
        }
        let has = |key: &str| text.lines().any(|line| line.starts_with(key));
        if has("pack:") && (has("title:") || has("overlay:")) {
            Some(Self::Pack)
        } else if has("id:") && has("message:") && (has("check:") || has("basis:") || has("severity:")) {
            Some(Self::Rule)
        } else {
            None
        }
    }
}

impl Server {
    /// What is wrong with an open YAML file; nothing to say of one that is not ours.
    pub(super) fn check_yaml(&self, address: &str) -> Checked {
        let Some(open) = self.open.get(address) else { return Checked::Nothing };
        let text = open.text.as_str();
        let Some(kind) = Kind::of(&open.path, text) else { return Checked::Nothing };
        let view = self.client.view(text.starts_with('\u{feff}'));
        let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let source = Source::new(open.path.to_string_lossy(), plain);
        let faults = match kind {
            Kind::Config => of_config(&source, &open.path),
            Kind::Rule | Kind::Pack => of_rules(&source, &open.path),
        };
        let said = faults.iter().map(|fault| view.diagnostic(address, &source, &Cards::default(), fault));
        Checked::Other(said.collect::<Vec<Value>>())
    }
}

fn copy(source: &Source) -> Source {
    Source::new(source.name(), source.text())
}

fn of_config(source: &Source, path: &Path) -> Vec<Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let part = match Part::read(copy(source), folder) {
        Ok(part) => part,
        Err(broken) => return broken.faults,
    };
    let mut faults = Vec::new();
    let mut files: Vec<Source> = Vec::new();
    for written in &part.file.rule_files {
        match rule_files::sources(&[config::clean(&folder.join(&written.value))]) {
            Ok(own) => files.extend(own),
            Err(reason) => faults.push(part.fault(written, reason)),
        }
    }
    let count = files.len();
    let builds = !part.file.extends.is_empty();
    let config = Config { parts: vec![part] };
    let entries: Vec<_> = (0..config.parts[0].file.overrides.len()).map(|entry| (0, entry)).collect();
    let (_, _, found) = config.rules(files, &entries);
    // What a base brings in may be what the file speaks of.
    let own = found.into_iter().filter(|fault| fault.file >= count && !builds).map(|fault| fault.diagnostic);
    faults.extend(own);
    faults
}

/// Faults of a rule or a pack among the files of its pack, and examples that the rule does not keep to.
fn of_rules(source: &Source, path: &Path) -> Vec<Diagnostic> {
    let mut files: Vec<Source> = match root(path) {
        Some(root) => rule_files::sources(&[root]).unwrap_or_default(),
        None => Vec::new(),
    };
    files.truncate(MOST);
    let is_own = |file: &Source| Path::new(file.name()) == path;
    let own = match files.iter().position(is_own) {
        Some(own) => {
            files[own] = copy(source);
            own
        }
        None => {
            files.push(copy(source));
            files.len() - 1
        }
    };
    let (rules, faults) = RuleSet::with_files(&files);
    let mut faults: Vec<Diagnostic> =
        faults.into_iter().filter(|fault| fault.file == own).map(|fault| fault.diagnostic).collect();
    if faults.is_empty() {
        for rule in rules.all().iter().filter(|rule| rule.source == Some(own)) {
            faults.extend(example::failures(&rules, rule).into_iter().map(|failure| {
                let span = example_place(source, failure.good, failure.number).unwrap_or(Span::at(0));
                Fault::new("broken-example", 0, span, failure.to_string(), None).diagnostic
            }));
        }
    }
    faults
}

/// The folder of the pack that a file belongs to.
fn root(path: &Path) -> Option<PathBuf> {
    let folders = path.ancestors().skip(1).take(3);
    let mut with_pack = folders.filter(|folder| fs::exists(folder.join("pack.yaml")).unwrap_or(false));
    with_pack.next().map(Path::to_owned)
}
