//! What formats with a list of rules say of each.

use crate::check::CheckKind;
use crate::diagnostic::Severity;
use crate::report::guide::words;
use crate::rule::{Rule, RuleSet};
use crate::rule_id::RuleId;

/// A rule for those who do not know hegui.
#[derive(Debug)]
pub(crate) struct Card {
    pub(super) id: RuleId,
    /// What it says, with `…` for what a finding fills in.
    pub(super) headline: String,
    pub(super) help: String,
    pub(super) group: String,
    pub(super) severity: Severity,
    pub(super) enabled: bool,
    /// Where its first norm that has a public address was read.
    pub(super) address: Option<String>,
    /// What it finds is named though it is no longer in force.
    pub(super) outdated: bool,
}

/// All rules of a run, in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Cards(pub(super) Vec<Card>);

impl Cards {
    /// Of all sets together; a rule that several have is that of the first.
    pub(crate) fn new(sets: &[&RuleSet]) -> Self {
        let all = sets.iter().flat_map(|rules| rules.all().iter().map(|rule| Card::new(rules, rule)));
        let mut cards: Vec<Card> = all.collect();
        cards.sort_by(|one, other| one.id.cmp(&other.id));
        cards.dedup_by(|later, first| later.id == first.id);
        Self(cards)
    }

    /// A rule by its place in the list.
    pub(super) fn index(&self, id: &RuleId) -> Option<usize> {
        self.0.binary_search_by(|card| card.id.cmp(id)).ok()
    }

    /// A rule by its id.
    pub(super) fn card(&self, id: &RuleId) -> Option<&Card> {
        self.index(id).map(|index| &self.0[index])
    }
}

impl Card {
    fn new(rules: &RuleSet, rule: &Rule) -> Self {
        let sources = rule.basis.iter().filter_map(|basis| rules.norm(rule, basis)?.source.as_deref());
        let mut addresses = sources.filter(|source| source.starts_with("http://") || source.starts_with("https://"));
        Self {
            id: rule.id().clone(),
            headline: words::headline(rule),
            help: words::blank(&rule.file.help),
            group: rule.group.to_string(),
            severity: rules.severity(rule),
            enabled: rules.is_in_force(rule),
            address: addresses.next().map(str::to_owned),
            outdated: matches!(rule.file.check, CheckKind::LawStatus(_)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_card() {
        let rules = RuleSet::builtin();
        let cards = Cards::new(&[&rules]);
        assert_eq!(cards.0.len(), rules.all().len());
        assert!(cards.0.iter().all(|card| cards.index(&card.id).is_some_and(|at| cards.0[at].id == card.id)));
        assert!(cards.0.iter().any(|card| card.address.is_some()));
        assert!(cards.0.iter().all(|card| !card.headline.contains('{') && !card.help.contains('{')));
    }
}
