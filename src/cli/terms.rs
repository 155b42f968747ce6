//! What a report is judged by, and the judging.

use std::path::Path;
use std::sync::Arc;

use super::account::{Fate, Outcome};
use super::baseline::Before;
use crate::baseline;
use crate::check::{Context, Day};
use crate::config::file::FileWaiver;
use crate::config::{Config, Entry, Settings};
use crate::document::Document;
use crate::lint::{Exceptions, Linted, ReportWaiver, WaivedIn, lint_except};
use crate::rule::RuleSet;
use crate::rule_id::RuleId;

/// What reports are judged by; many may share it.
pub(super) struct Terms {
    pub(super) rules: RuleSet,
    pub(super) context: Context,
    pub(super) settings: Settings,
    /// The configuration, with the overrides that hold.
    pub(super) config: Option<(Arc<Config>, Vec<Entry>)>,
    /// What was found before.
    pub(super) before: Option<Arc<Before>>,
    /// Today, for waivers that expire.
    pub(super) on: Day,
    /// The baseline is written, not read.
    pub(super) is_writing: bool,
}

impl Terms {
    /// Whether a file that was found in a folder is to be checked.
    pub(super) fn takes(&self, path: &Path) -> bool {
        self.config.as_ref().is_none_or(|(config, _)| config.takes(path))
    }

    /// Whether a day was looked at.
    pub(super) fn expires(&self) -> bool {
        let parts = self.config.iter().flat_map(|(config, _)| &config.parts);
        parts.flat_map(|part| &part.file.waivers).any(|waiver| waiver.until.is_some())
    }

    /// Checks the report at a whole path, and tells what became of its waivers and of what was found before.
    pub(super) fn lint(&self, document: &Document, path: &Path) -> (Linted, Outcome) {
        self.lint_in(document, path, &self.context)
    }

    /// The same, where more is known beside the text.
    pub(super) fn lint_in(&self, document: &Document, path: &Path, context: &Context) -> (Linted, Outcome) {
        let key = self.before.as_ref().map(|before| before.key(path)).unwrap_or_default();
        let known = self.before.as_ref().filter(|_| !self.is_writing).map_or(&[][..], |before| before.findings(&key));
        let config = self.config.as_ref().map(|(config, _)| config);
        let entries = config.map(|config| config.waivers(path)).unwrap_or_default();
        let written = |&(part, index): &Entry| config.map(|config| &config.parts[part].file.waivers[index]);
        let is_over = |waiver: &FileWaiver| waiver.until.as_ref().is_some_and(|until| until.value < self.on);
        let (over, hold): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| written(entry).is_some_and(is_over));
        let waivers = hold.iter().filter_map(written).map(of_report).collect();
        let mut linted = lint_except(document, &self.rules, context, &Exceptions { waivers, known });
        let least = self.settings.least.value;
        linted.diagnostics.retain(|diagnostic| diagnostic.severity >= least);
        linted.known.retain(|diagnostic| diagnostic.severity >= least);
        linted.waived.retain(|waived| waived.diagnostic.severity >= least);
        let fate = |(index, entry): (usize, &Entry)| {
            let is_used = linted.waived.iter().any(|waived| waived.from == WaivedIn::Config(index));
            let is_unused = linted.unused.contains(&index);
            (
                *entry,
                if is_used {
                    Fate::Used
                } else if is_unused {
                    Fate::Unused
                } else {
                    Fate::Idle
                },
            )
        };
        let mut waivers: Vec<(Entry, Fate)> = hold.iter().enumerate().map(fate).collect();
        waivers.extend(over.iter().filter_map(|entry| {
            let rule = &written(entry)?.rule.value;
            let found = linted.diagnostics.iter().filter(|diagnostic| diagnostic.rule.as_str() == *rule).count();
            let is_excluded = linted.coverage.not_applicable.iter().any(|(other, _)| other.as_str() == *rule);
            let ran = !is_excluded && self.rules.rules().any(|other| other.id().as_str() == *rule);
            Some((*entry, if ran { Fate::Expired(found) } else { Fate::Idle }))
        }));
        let stale = linted.stale.iter().map(|&index| known[index].clone()).collect();
        let mut records = Vec::new();
        if self.is_writing {
            let collapses = |rule: &RuleId| self.rules.rule(rule.as_str()).is_some_and(|rule| rule.file.collapse);
            records = baseline::records(&key, document, &linted.diagnostics, collapses);
            linted.known.append(&mut linted.diagnostics);
        }
        let (config, before) = (config.cloned(), self.before.clone());
        (linted, Outcome { config, waivers, before, key, stale, records })
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
