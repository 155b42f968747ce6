//! What a report is judged by, and the judging.

use std::path::Path;
use std::sync::Arc;

use super::baseline::Before;
use super::outcome::{Fate, Outcome};
use crate::baseline::{self, Known};
use crate::check::{Context, Day};
use crate::config::file::FileWaiver;
use crate::config::{Config, Entry, Settings};
use crate::document::Document;
use crate::lint::{Exceptions, Linted, ReportWaiver, WaivedIn, lint_except};
use crate::rule::RuleSet;
use crate::rule_id::RuleId;

/// What reports are judged by; many may share it.
pub(crate) struct Terms {
    pub(crate) rules: RuleSet,
    pub(crate) context: Context,
    pub(crate) settings: Settings,
    /// The configuration, with the overrides that hold.
    pub(crate) config: Option<(Arc<Config>, Vec<Entry>)>,
    /// What was found before.
    pub(crate) before: Option<Arc<Before>>,
    /// Today, for waivers that expire.
    pub(crate) on: Day,
    /// The baseline is written, not read.
    pub(crate) is_writing: bool,
}

impl Terms {
    /// Whether a file that was found in a folder is to be checked.
    pub(crate) fn takes(&self, path: &Path) -> bool {
        self.config.as_ref().is_none_or(|(config, _)| config.takes(path))
    }

    /// Whether a day was looked at.
    pub(crate) fn expires(&self) -> bool {
        let parts = self.config.iter().flat_map(|(config, _)| &config.parts);
        parts.flat_map(|part| &part.file.waivers).any(|waiver| waiver.until.is_some())
    }

    /// What is waived in the report at a whole path, or was there before.
    pub(crate) fn exceptions(&self, path: &Path) -> Exceptions<'_> {
        let waivers = self.waivers(path).0.iter().filter_map(|entry| self.waiver(entry)).map(of_report).collect();
        Exceptions { waivers, known: self.known(path) }
    }

    /// Checks the report at a whole path, and tells what became of its waivers and of what was found before.
    pub(crate) fn lint(&self, document: &Document, path: &Path) -> (Linted, Outcome) {
        self.lint_in(document, path, &self.context)
    }

    /// The same, where more is known beside the text.
    pub(crate) fn lint_in(&self, document: &Document, path: &Path, context: &Context) -> (Linted, Outcome) {
        let exceptions = self.exceptions(path);
        let mut linted = lint_except(document, &self.rules, context, &exceptions);
        let least = self.settings.least.value;
        linted.diagnostics.retain(|diagnostic| diagnostic.severity >= least);
        linted.known.retain(|diagnostic| diagnostic.severity >= least);
        linted.waived.retain(|waived| waived.diagnostic.severity >= least);
        let mut outcome = self.became(path, &linted);
        if self.is_writing {
            let collapses = |rule: &RuleId| self.rules.rule(rule.as_str()).is_some_and(|rule| rule.file.collapse);
            outcome.records = baseline::records(&outcome.key, document, &linted.diagnostics, collapses);
            linted.known.append(&mut linted.diagnostics);
        }
        (linted, outcome)
    }

    /// What became of waivers and of what was found before on the report at a whole path, by what was found now.
    pub(crate) fn became(&self, path: &Path, linted: &Linted) -> Outcome {
        let fate = |index: usize| {
            if linted.waived.iter().any(|waived| waived.from == WaivedIn::Config(index)) {
                Fate::Used
            } else if linted.unused.contains(&index) {
                Fate::Unused
            } else {
                Fate::Idle
            }
        };
        let (hold, over) = self.waivers(path);
        let mut waivers: Vec<_> = hold.into_iter().enumerate().map(|(index, entry)| (entry, fate(index))).collect();
        waivers.extend(over.into_iter().map(|entry| (entry, self.expired(&entry, linted))));
        let known = self.known(path);
        let stale = linted.stale.iter().map(|&index| known[index].clone()).collect();
        let key = self.before.as_ref().map(|before| before.key(path)).unwrap_or_default();
        let config = self.config.as_ref().map(|(config, _)| Arc::clone(config));
        Outcome { config, waivers, before: self.before.clone(), key, stale, records: Vec::new() }
    }

    fn known(&self, path: &Path) -> &[Known] {
        let before = self.before.as_ref().filter(|_| !self.is_writing);
        before.map_or(&[], |before| before.findings(&before.key(path)))
    }

    /// The waivers for a report, those that hold and those that are over.
    fn waivers(&self, path: &Path) -> (Vec<Entry>, Vec<Entry>) {
        let entries = self.config.as_ref().map(|(config, _)| config.waivers(path)).unwrap_or_default();
        let until = |entry: &Entry| self.waiver(entry)?.until.as_ref().map(|until| until.value);
        entries.into_iter().partition(|entry| until(entry).is_none_or(|until| self.on <= until))
    }

    fn waiver(&self, (part, index): &Entry) -> Option<&FileWaiver> {
        self.config.as_ref()?.0.parts.get(*part)?.file.waivers.get(*index)
    }

    fn expired(&self, entry: &Entry, linted: &Linted) -> Fate {
        let Some(waiver) = self.waiver(entry) else { return Fate::Idle };
        let is_it = |rule: &RuleId| rule.as_str() == waiver.rule.value;
        let is_excluded = linted.coverage.not_applicable.iter().any(|(rule, _)| is_it(rule));
        if is_excluded || !self.rules.rules().any(|rule| is_it(rule.id())) {
            return Fate::Idle;
        }
        Fate::Expired(linted.diagnostics.iter().filter(|diagnostic| is_it(&diagnostic.rule)).count())
    }
}

fn of_report(waiver: &FileWaiver) -> ReportWaiver<'_> {
    ReportWaiver {
        rule: &waiver.rule.value,
        reason: &waiver.reason.value,
        by: waiver.by.as_deref(),
        until: waiver.until.as_ref().map(|until| until.value),
    }
}
