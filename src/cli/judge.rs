//! What each report is judged by: the configuration of its folder, rules, and the options of the command line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::arguments::{ConfigArguments, JudgementArguments, RuleArguments};
use super::baseline::Baselines;
use super::discover::{Discovery, Trouble, shown, whole};
use super::read::STANDARD_INPUT;
use super::terms::Terms;
use super::today::today;
use super::walk::Input;
use super::{Failure, rule_files, terminal};
use crate::check::{Context, Day};
use crate::config::{Config, Entry};
use crate::rule::{Choice, RuleSet};
use crate::source::Source;

/// Something to check, and by what; nothing for what cannot be checked.
pub(super) struct Case {
    pub(super) input: Input,
    /// The path from the root; that of standard input is the one it counts as.
    pub(super) path: PathBuf,
    pub(super) terms: Option<Arc<Terms>>,
}

/// The configurations of cases, one after the other as they come.
pub(super) fn configs(cases: &[Case]) -> impl Iterator<Item = &Arc<Config>> {
    cases.iter().filter_map(|case| Some(&case.terms.as_ref()?.config.as_ref()?.0))
}

/// Finds out what holds for each file; rules are made once for all files for which they are the same.
pub(super) struct Judge<'a> {
    discovery: Discovery,
    judgement: Option<&'a JudgementArguments>,
    choice: Choice,
    /// Files of rules that the command line names.
    files: Vec<Source>,
    standard_input: PathBuf,
    /// What is the same for all reports of a run.
    base: Context,
    rules: BTreeMap<(Option<PathBuf>, Vec<Entry>), Option<RuleSet>>,
    terms: BTreeMap<(Option<PathBuf>, Vec<Entry>), Arc<Terms>>,
    told: BTreeSet<String>,
    is_whole: bool,
    baselines: Baselines,
    is_writing: bool,
    /// Today, once someone has asked.
    on: Option<Day>,
}

impl<'a> Judge<'a> {
    /// For a command that takes nothing but files of rules.
    pub(super) fn new(config: &ConfigArguments, paths: &[PathBuf]) -> Result<Self, Failure> {
        Ok(Self {
            discovery: Discovery::new(config)?,
            judgement: None,
            choice: Choice::default(),
            files: rule_files::sources(paths).map_err(Failure::Told)?,
            standard_input: PathBuf::from(STANDARD_INPUT),
            base: Context::default(),
            rules: BTreeMap::new(),
            terms: BTreeMap::new(),
            told: BTreeSet::new(),
            is_whole: true,
            baselines: Baselines::default(),
            is_writing: false,
            on: None,
        })
    }

    /// With rules chosen by the command line.
    pub(super) fn choosing(config: &ConfigArguments, rules: &RuleArguments) -> Result<Self, Failure> {
        Ok(Self { choice: rule_files::choice(rules), ..Self::new(config, &rules.paths)? })
    }

    /// With all that the command line says.
    pub(super) fn judging(arguments: &'a JudgementArguments) -> Result<Self, Failure> {
        let baselines = Baselines::new(arguments.baseline.as_deref(), false);
        let choosing = Self::choosing(&arguments.config, &arguments.rules)?;
        Ok(Self { judgement: Some(arguments), on: arguments.on, baselines, ..choosing })
    }

    /// Baselines are written, not read.
    pub(super) fn writing_baselines(mut self, is_writing: bool) -> Self {
        let given = self.judgement.and_then(|judgement| judgement.baseline.as_deref());
        self.baselines = Baselines::new(given, is_writing);
        self.is_writing = is_writing;
        self
    }

    /// Standard input counts as a file of this path.
    pub(super) fn with_standard_input(mut self, path: Option<&Path>) -> Self {
        self.standard_input = path.map_or(self.standard_input, Path::to_owned);
        self
    }

    /// Whether all files of rules could be used.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What the command line chooses of the rules, as it is written there.
    pub(super) fn chosen(&self) -> String {
        let named = |option: &str, names: &[String]| {
            if names.is_empty() { None } else { Some(format!("{option} {}", names.join(","))) }
        };
        let Choice { select, ignore, severities } = &self.choice;
        let severities = severities.iter().map(|(rule, severity)| format!("--severity {rule}={}", severity.key()));
        let names = [named("--select", select), named("--ignore", ignore)];
        names.into_iter().flatten().chain(severities).collect::<Vec<_>>().join(" ")
    }

    /// Inputs with what they are judged by, without those that their configuration leaves out.
    pub(super) fn cases(&mut self, inputs: Vec<Input>) -> Result<Vec<Case>, Failure> {
        if inputs.is_empty() {
            // What is wrong with the options is told whether or not there is anything to check.
            let _ = self.terms(&self.whole(Path::new(STANDARD_INPUT)))?;
        }
        let mut cases = Vec::with_capacity(inputs.len());
        for mut input in inputs {
            let path = self.whole(&input.path);
            let terms = match self.terms(&path)? {
                Ok(terms) => terms,
                Err(reason) => {
                    input.trouble = input.trouble.or(Some(reason));
                    cases.push(Case { input, path, terms: None });
                    continue;
                }
            };
            if input.named || terms.takes(&path) {
                cases.push(Case { input, path, terms: Some(terms) });
            }
        }
        Ok(cases)
    }

    /// What holds where nothing is checked: in the current folder.
    pub(super) fn here(&mut self) -> Result<Arc<Terms>, Failure> {
        self.one(Path::new(STANDARD_INPUT))
    }

    /// What holds for the one file that a command is about.
    pub(super) fn one(&mut self, path: &Path) -> Result<Arc<Terms>, Failure> {
        self.terms(&self.whole(path))?.map_err(Failure::Told)
    }

    /// What holds for the file at a whole path, or why that cannot be told.
    fn terms(&mut self, path: &Path) -> Result<Result<Arc<Terms>, String>, Failure> {
        let (own, config) = match self.discovery.of(path) {
            None => (None, None),
            Some((own, Ok(config))) => (Some(own), Some(config)),
            Some((own, Err(trouble))) => {
                let reason = self.tell(&own, &trouble);
                return self.refused(reason);
            }
        };
        let overrides = config.as_ref().map(|config| config.overrides(path)).unwrap_or_default();
        let key = (own, overrides);
        if let Some(terms) = self.terms.get(&key) {
            return Ok(Ok(Arc::clone(terms)));
        }
        let Some(rules) = self.rules(&key.0, config.as_deref(), &key.1)? else {
            return self.refused(unusable(key.0.as_deref()));
        };
        let mut settings = config.as_ref().map(|config| config.settings(&key.1)).unwrap_or_default();
        if let Some(judgement) = self.judgement {
            judgement.set(&mut settings);
        }
        let context = settings.context(&self.base);
        let before = match self.baselines.of(config.as_ref().and_then(|config| config.baseline())) {
            Ok(before) => before,
            Err(reason) if self.baselines.is_given() => return Err(Failure::Told(reason)),
            Err(reason) => return self.refused(reason),
        };
        let config = config.map(|config| (config, key.1.clone()));
        let on = *self.on.get_or_insert_with(today);
        let terms = Arc::new(Terms { rules, context, settings, config, before, on, is_writing: self.is_writing });
        self.terms.insert(key, Arc::clone(&terms));
        Ok(Ok(terms))
    }

    fn whole(&self, path: &Path) -> PathBuf {
        whole(if path == Path::new(STANDARD_INPUT) { &self.standard_input } else { path })
    }

    /// A wrong configuration stops its own files only, unless the command line wants it for all.
    fn refused<T>(&self, reason: String) -> Result<Result<T, String>, Failure> {
        if self.discovery.is_given() { Err(Failure::Told(reason)) } else { Ok(Err(reason)) }
    }

    /// The rules under a configuration; none where it is wrong.
    fn rules(
        &mut self,
        own: &Option<PathBuf>,
        config: Option<&Config>,
        overrides: &[Entry],
    ) -> Result<Option<RuleSet>, Failure> {
        let overrides = config.map(|config| config.changing(overrides)).unwrap_or_default();
        let key = (own.clone(), overrides);
        if let Some(rules) = self.rules.get(&key) {
            return Ok(rules.clone());
        }
        let made = match config {
            None => Some(self.made_without()),
            Some(config) => self.made(config, &key.1),
        };
        let chosen = made.map(|rules| rules.configured(&self.choice)).transpose();
        let chosen = chosen.map_err(|unknown| Failure::Told(unknown.to_string()))?;
        self.rules.insert(key, chosen.clone());
        Ok(chosen)
    }

    fn made_without(&mut self) -> RuleSet {
        if self.files.is_empty() {
            return RuleSet::builtin();
        }
        let (rules, faults) = RuleSet::with_files(&self.files);
        for fault in faults {
            self.is_whole = false;
            let drawn = rule_files::drawn(&self.files[fault.file], &fault.diagnostic);
            self.say(drawn);
        }
        rules
    }

    fn made(&mut self, config: &Config, overrides: &[Entry]) -> Option<RuleSet> {
        let mut files: Vec<Source> = Vec::new();
        for part in &config.parts {
            for written in &part.file.rule_files {
                let path = whole(&part.folder().join(&written.value));
                match rule_files::sources(&[PathBuf::from(shown(&path))]) {
                    Ok(own) => add(&mut files, &own),
                    Err(reason) => {
                        let drawn = rule_files::drawn(&part.source, &part.fault(written, reason));
                        self.say(drawn);
                        return None;
                    }
                }
            }
        }
        add(&mut files, &self.files);
        let count = files.len();
        let (rules, files, faults) = config.rules(files, overrides);
        let is_sound = faults.iter().all(|fault| fault.file < count);
        for fault in faults {
            self.is_whole &= fault.file >= count;
            let drawn = rule_files::drawn(&files[fault.file], &fault.diagnostic);
            self.say(drawn);
        }
        is_sound.then_some(rules)
    }

    /// Tells once what is wrong with a configuration; what to say of its files.
    fn tell(&mut self, own: &Path, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Unreadable(reason) => reason.clone(),
            Trouble::Broken(broken) => {
                for fault in &broken.faults {
                    let drawn = rule_files::drawn(&broken.source, fault);
                    self.say(drawn);
                }
                unusable(Some(own))
            }
        }
    }

    fn say(&mut self, told: String) {
        if !self.told.contains(&told) {
            terminal::say(&told);
            self.told.insert(told);
        }
    }
}

/// Adds files that are not there yet.
fn add(files: &mut Vec<Source>, more: &[Source]) {
    for file in more {
        let path = whole(Path::new(file.name()));
        if !files.iter().any(|known| whole(Path::new(known.name())) == path) {
            files.push(Source::new(file.name(), file.text()));
        }
    }
}

fn unusable(own: Option<&Path>) -> String {
    let name = own.map(shown).unwrap_or_default();
    format!("配置文件 {name} 有误，未检查")
}
