//! The rules of a run: the built-in ones, those of `--rules`, and what the options choose of them.

use std::path::PathBuf;

use super::arguments::RuleArguments;
use super::{Failure, terminal};
use crate::diagnostic::Diagnostic;
use crate::judge::rule_files::sources;
use crate::report;
use crate::rule::{Choice, RuleSet};
use crate::source::Source;

/// Rules, and whether all of their files could be used.
pub(super) struct Loaded {
    pub(super) rules: RuleSet,
    /// What was read beside the built-in rules; [`crate::rule::Rule::source`] is an index into these.
    pub(super) files: Vec<Source>,
    pub(super) is_whole: bool,
}

/// The built-in rules and those of files and folders. A fault in a file is told on standard error.
pub(super) fn load(paths: &[PathBuf]) -> Result<Loaded, Failure> {
    if paths.is_empty() {
        return Ok(Loaded { rules: RuleSet::builtin(), files: Vec::new(), is_whole: true });
    }
    let files = sources(paths).map_err(Failure::Told)?;
    let (rules, faults) = RuleSet::with_files(&files);
    for fault in &faults {
        terminal::say(&drawn(&files[fault.file], &fault.diagnostic));
    }
    Ok(Loaded { rules, files, is_whole: faults.is_empty() })
}

/// A fault in a file of rules or in a configuration, as it is shown.
pub(super) fn drawn(file: &Source, fault: &Diagnostic) -> String {
    let options = report::Options { width: terminal::width(), ..report::Options::default() };
    report::fault(&options, file, fault).trim_end().to_owned()
}

/// The rules that the options leave in force.
pub(super) fn choose(rules: &RuleSet, arguments: &RuleArguments) -> Result<RuleSet, Failure> {
    rules.configured(&choice(arguments)).map_err(|unknown| Failure::Told(unknown.to_string()))
}

/// What the options choose of the rules.
pub(super) fn choice(arguments: &RuleArguments) -> Choice {
    let names = |lists: &[super::option::Names]| lists.iter().flat_map(|names| names.0.clone()).collect();
    let mut choice =
        Choice { select: names(&arguments.select), ignore: names(&arguments.ignore), severities: Vec::new() };
    for weight in &arguments.severity {
        match weight.severity {
            Some(severity) => choice.severities.push((weight.rule.clone(), severity)),
            None => choice.ignore.push(weight.rule.clone()),
        }
    }
    choice
}
