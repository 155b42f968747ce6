//! What the command line says of rules and configurations, and what it is told of faults in them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{ConfigArguments, JudgementArguments, RuleArguments};
use super::{Failure, rule_files, terminal};
use crate::config::Config;
use crate::judge::terms::Terms;
use crate::judge::walk::Input;
use crate::judge::{self, Orders};
use crate::rule::Choice;

pub(super) use crate::judge::Case;

/// The configurations of cases, one after the other as they come.
pub(super) fn configs(cases: &[Case]) -> impl Iterator<Item = &Arc<Config>> {
    cases.iter().filter_map(|case| Some(&case.terms.as_ref()?.config.as_ref()?.0))
}

/// A judge whose faults in files are told on standard error.
pub(super) struct Judge(judge::Judge);

impl Judge {
    /// For a command that takes nothing but files of rules.
    pub(super) fn new(config: &ConfigArguments, paths: &[PathBuf]) -> Result<Self, Failure> {
        Self::by(Orders { rules: paths.to_vec(), ..orders(config)? })
    }

    /// With rules chosen by the command line.
    pub(super) fn choosing(config: &ConfigArguments, rules: &RuleArguments) -> Result<Self, Failure> {
        Self::by(Orders { rules: rules.paths.clone(), choice: rule_files::choice(rules), ..orders(config)? })
    }

    /// With all that the command line says.
    pub(super) fn judging(arguments: &JudgementArguments) -> Result<Self, Failure> {
        Self::by(Orders {
            rules: arguments.rules.paths.clone(),
            choice: rule_files::choice(&arguments.rules),
            baseline: arguments.baseline.clone(),
            on: arguments.on,
            stage: arguments.stage,
            year: arguments.year,
            level: arguments.level,
            least: arguments.min_severity,
            fail_on: arguments.fail_on.map(|fail_on| fail_on.0),
            ..orders(&arguments.config)?
        })
    }

    fn by(orders: Orders) -> Result<Self, Failure> {
        judge::Judge::new(orders).map(Self).map_err(Failure::Told)
    }

    /// Baselines are written, not read.
    pub(super) fn writing_baselines(self, is_writing: bool) -> Self {
        Self(self.0.writing_baselines(is_writing))
    }

    /// Standard input counts as a file of this path.
    pub(super) fn with_standard_input(self, path: Option<&Path>) -> Self {
        Self(self.0.with_standard_input(path))
    }

    /// Whether all files of rules could be used.
    pub(super) fn is_whole(&self) -> bool {
        self.0.is_whole()
    }

    /// What the command line chooses of the rules, as it is written there.
    pub(super) fn chosen(&self) -> String {
        let named = |option: &str, names: &[String]| {
            if names.is_empty() { None } else { Some(format!("{option} {}", names.join(","))) }
        };
        let Choice { select, ignore, severities } = self.0.choice();
        let severities = severities.iter().map(|(rule, severity)| format!("--severity {rule}={}", severity.key()));
        let names = [named("--select", select), named("--ignore", ignore)];
        names.into_iter().flatten().chain(severities).collect::<Vec<_>>().join(" ")
    }

    /// Inputs with what they are judged by, without those that their configuration leaves out.
    pub(super) fn cases(&mut self, inputs: Vec<Input>) -> Result<Vec<Case>, Failure> {
        let cases = self.0.cases(inputs);
        self.told(cases)
    }

    /// What holds where nothing is checked: in the current folder.
    pub(super) fn here(&mut self) -> Result<Arc<Terms>, Failure> {
        let terms = self.0.here();
        self.told(terms)
    }

    /// What holds for the one file that a command is about.
    pub(super) fn one(&mut self, path: &Path) -> Result<Arc<Terms>, Failure> {
        let terms = self.0.one(path);
        self.told(terms)
    }

    fn told<T>(&mut self, done: Result<T, String>) -> Result<T, Failure> {
        for fault in self.0.new_faults() {
            terminal::say(&rule_files::drawn(&fault.source, &fault.diagnostic));
        }
        done.map_err(Failure::Told)
    }
}

fn orders(config: &ConfigArguments) -> Result<Orders, Failure> {
    if config.no_config && config.config.is_some() {
        return Err(Failure::Told("--config 和 --no-config 不能同时使用".to_owned()));
    }
    Ok(Orders { config: config.config.clone(), without_config: config.no_config, ..Orders::default() })
}
