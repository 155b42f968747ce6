//! What each report is judged by: the configuration of its folder, rules, and what whoever runs the program says.

pub(crate) mod baseline;
pub(crate) mod discover;
pub(crate) mod file;
mod orders;
pub(crate) mod outcome;
pub(crate) mod rule_files;
pub(crate) mod terms;
mod today;
pub(crate) mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::baseline::Baselines;
use self::discover::{Discovery, Trouble, shown, whole};
use self::file::STANDARD_INPUT;
use self::terms::Terms;
use self::today::today;
use self::walk::Input;
use crate::check::{Context, Day};
use crate::config::{Config, Entry};
use crate::diagnostic::Diagnostic;
use crate::rule::{Choice, RuleSet};
use crate::source::Source;

pub(crate) use self::orders::Orders;

/// What is wrong with a file of rules or a configuration.
#[derive(Debug)]
pub(crate) struct FileFault {
    /// The file.
    pub(crate) source: Source,
    /// The fault, placed in it.
    pub(crate) diagnostic: Diagnostic,
}

/// Something to check, and by what; nothing for what cannot be checked.
pub(crate) struct Case {
    pub(crate) input: Input,
    /// The path from the root; that of standard input is the one it counts as.
    pub(crate) path: PathBuf,
    pub(crate) terms: Option<Arc<Terms>>,
}

/// Finds out what holds for each file; rules are made once for all files for which they are the same.
pub(crate) struct Judge {
    discovery: Discovery,
    orders: Orders,
    /// Files of rules that the orders name.
    files: Vec<Source>,
    standard_input: PathBuf,
    /// What is the same for all reports of a run.
    base: Context,
    rules: BTreeMap<(Option<PathBuf>, Vec<Entry>), Option<RuleSet>>,
    terms: BTreeMap<(Option<PathBuf>, Vec<Entry>), Arc<Terms>>,
    /// Faults that nobody has taken yet, after `told` others.
    faults: Vec<FileFault>,
    told: usize,
    is_whole: bool,
    baselines: Baselines,
    is_writing: bool,
    /// Today, once someone has asked.
    on: Option<Day>,
}

impl Judge {
    /// By what is ordered.
    ///
    /// # Errors
    /// What stands in the way of all that is to be done, in a sentence; here and below.
    pub(crate) fn new(orders: Orders) -> Result<Self, String> {
        Ok(Self {
            discovery: Discovery::new(orders.config.as_deref(), orders.without_config),
            files: rule_files::sources(&orders.rules)?,
            standard_input: PathBuf::from(STANDARD_INPUT),
            base: Context::default(),
            rules: BTreeMap::new(),
            terms: BTreeMap::new(),
            faults: Vec::new(),
            told: 0,
            is_whole: true,
            baselines: Baselines::new(orders.baseline.as_deref(), false),
            is_writing: false,
            on: orders.on,
            orders,
        })
    }

    /// Baselines are written, not read.
    pub(crate) fn writing_baselines(mut self, is_writing: bool) -> Self {
        self.baselines = Baselines::new(self.orders.baseline.as_deref(), is_writing);
        self.is_writing = is_writing;
        self
    }

    /// Standard input counts as a file of this path.
    pub(crate) fn with_standard_input(mut self, path: Option<&Path>) -> Self {
        self.standard_input = path.map_or(self.standard_input, Path::to_owned);
        self
    }

    /// Whether all files of rules could be used.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What is chosen of the rules.
    pub(crate) fn choice(&self) -> &Choice {
        &self.orders.choice
    }

    /// What was found wrong with configurations and rule files since this was last asked, each fault once in all.
    pub(crate) fn new_faults(&mut self) -> &[FileFault] {
        let before = std::mem::replace(&mut self.told, self.faults.len());
        &self.faults[before..]
    }

    /// Inputs with what they are judged by, without those that their configuration leaves out.
    pub(crate) fn cases(&mut self, inputs: Vec<Input>) -> Result<Vec<Case>, String> {
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
    pub(crate) fn here(&mut self) -> Result<Arc<Terms>, String> {
        self.one(Path::new(STANDARD_INPUT))
    }

    /// What holds for the one file that a command is about.
    pub(crate) fn one(&mut self, path: &Path) -> Result<Arc<Terms>, String> {
        self.terms(&self.whole(path))?
    }

    /// What holds for the file at a whole path, or why that cannot be told.
    fn terms(&mut self, path: &Path) -> Result<Result<Arc<Terms>, String>, String> {
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
        self.orders.set(&mut settings);
        let context = settings.context(&self.base);
        let before = match self.baselines.of(config.as_ref().and_then(|config| config.baseline())) {
            Ok(before) => before,
            Err(reason) if self.baselines.is_given() => return Err(reason),
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
    fn refused<T>(&self, reason: String) -> Result<Result<T, String>, String> {
        if self.discovery.is_given() { Err(reason) } else { Ok(Err(reason)) }
    }

    /// The rules under a configuration; none where it is wrong.
    fn rules(
        &mut self,
        own: &Option<PathBuf>,
        config: Option<&Config>,
        overrides: &[Entry],
    ) -> Result<Option<RuleSet>, String> {
        let overrides = config.map(|config| config.changing(overrides)).unwrap_or_default();
        let key = (own.clone(), overrides);
        if let Some(rules) = self.rules.get(&key) {
            return Ok(rules.clone());
        }
        let made = match config {
            None => Some(self.made_without()),
            Some(config) => self.made(config, &key.1),
        };
        let chosen = made.map(|rules| rules.configured(&self.orders.choice)).transpose();
        let chosen = chosen.map_err(|unknown| unknown.to_string())?;
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
            let file = copy(&self.files[fault.file]);
            self.say(file, fault.diagnostic);
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
                        self.say(copy(&part.source), part.fault(written, reason));
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
            self.say(copy(&files[fault.file]), fault.diagnostic);
        }
        is_sound.then_some(rules)
    }

    /// Notes what is wrong with a configuration; what to say of its files.
    fn tell(&mut self, own: &Path, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Unreadable(reason) => reason.clone(),
            Trouble::Broken(broken) => {
                for fault in &broken.faults {
                    self.say(copy(&broken.source), fault.clone());
                }
                unusable(Some(own))
            }
        }
    }

    fn say(&mut self, source: Source, diagnostic: Diagnostic) {
        let is_same = |told: &FileFault| told.source.name() == source.name() && told.diagnostic == diagnostic;
        if !self.faults.iter().any(is_same) {
            self.faults.push(FileFault { source, diagnostic });
        }
    }
}

fn copy(source: &Source) -> Source {
    Source::new(source.name(), source.text())
}

/// Adds files that are not there yet.
fn add(files: &mut Vec<Source>, more: &[Source]) {
    for file in more {
        let path = whole(Path::new(file.name()));
        if !files.iter().any(|known| whole(Path::new(known.name())) == path) {
            files.push(copy(file));
        }
    }
}

fn unusable(own: Option<&Path>) -> String {
    let name = own.map(shown).unwrap_or_default();
    format!("配置文件 {name} 有误，未检查")
}
