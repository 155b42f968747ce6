//! How often each rule spoke, over all reports.

use std::collections::BTreeMap;

use crate::lint::Linted;
use crate::report::guide::words;
use crate::rule::RuleSet;
use crate::rule_id::RuleId;

/// Counts by rule.
#[derive(Debug, Default)]
pub(super) struct Statistics {
    /// What each rule says, with `…` for what a finding fills in.
    titles: BTreeMap<RuleId, String>,
}

/// How many places each rule found in one report.
pub(super) type Places = BTreeMap<RuleId, usize>;

/// How often a rule spoke.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Places.
    pub(super) places: usize,
    /// Reports.
    pub(super) reports: usize,
}

impl Statistics {
    /// Over reports that are checked by these rules; of a rule that several sets have the first one's title counts.
    pub(super) fn new(sets: &[&RuleSet]) -> Self {
        let mut titles = BTreeMap::new();
        for rule in sets.iter().flat_map(|rules| rules.all()) {
            titles.entry(rule.id().clone()).or_insert_with(|| words::headline(rule));
        }
        Self { titles }
    }

    /// Counts the places of one report.
    pub(super) fn places(linted: &Linted) -> Places {
        let mut places = Places::new();
        for diagnostic in &linted.diagnostics {
            *places.entry(diagnostic.rule.clone()).or_default() += diagnostic.count.max(1);
        }
        places
    }

    /// Rule, title and counts over all reports; the most places first, then by id.
    pub(super) fn rows(&self, reports: impl IntoIterator<Item = Places>) -> Vec<(RuleId, &str, Count)> {
        let mut counts: BTreeMap<RuleId, Count> = BTreeMap::new();
        for (rule, places) in reports.into_iter().flatten() {
            let count = counts.entry(rule).or_default();
            count.places += places;
            count.reports += 1;
        }
        let mut rows: Vec<(RuleId, &str, Count)> = counts
            .into_iter()
            .map(|(rule, count)| {
                let title = self.titles.get(&rule).map_or("", String::as_str);
                (rule, title, count)
            })
            .collect();
        rows.sort_by(|(one, _, more), (other, _, less)| less.places.cmp(&more.places).then_with(|| one.cmp(other)));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::span::Span;

    #[test]
    fn places_and_reports_are_counted_by_rule() {
        let rule = |name| RuleId::new(name).expect("well-formed");
        let found = sample::diagnostic(Span::at(0));
        let mut other = found.clone();
        (other.rule, other.count) = (rule("vague-quantity"), 7);
        let statistics = Statistics::new(&[&RuleSet::builtin()]);
        let reports = [vec![found.clone(), other.clone(), found.clone()], vec![found]];
        let rows = statistics.rows(reports.map(|found| Statistics::places(&sample::linted(found))));
        let told: Vec<(&str, usize, usize)> =
            rows.iter().map(|(rule, _, count)| (rule.as_str(), count.places, count.reports)).collect();
        assert_eq!(told, [("vague-quantity", 7, 1), ("missing-date", 3, 2)]);
        assert!(rows.iter().all(|(_, title, _)| !title.is_empty()));
    }
}
