//! One pass over the text for the literals of all rules.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::check::{Check, Hit};
use crate::span::Span;

/// The literals of all rules in one automaton.
#[derive(Debug)]
pub(crate) struct Matcher {
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton, who asked for it: the rule, and the literal's index among the rule's own.
    asked: Vec<Vec<(usize, usize)>>,
    /// Which rules have literals at all.
    led: Vec<bool>,
}

/// Where the literals of each rule stand in one text.
#[derive(Debug)]
pub(crate) struct Hits<'m> {
    found: Vec<Vec<Hit>>,
    led: &'m [bool],
}

impl Matcher {
    /// Collects the literals; a rule that takes no part is `None`.
    pub(crate) fn new<'a>(checks: impl Iterator<Item = Option<&'a dyn Check>>) -> Self {
        let mut literals: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        let mut led = Vec::new();
        let mut own = Vec::new();
        for (rule, check) in checks.enumerate() {
            own.clear();
            if let Some(check) = check {
                check.literals(&mut own);
            }
            led.push(!own.is_empty());
            for (index, literal) in own.iter().enumerate().filter(|(_, literal)| !literal.is_empty()) {
                literals.entry(literal).or_default().push((rule, index));
            }
        }
        // The standard kind builds for any literals that fit into memory; without it no rule with literals speaks.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(literals.keys())
            .ok();
        Self { automaton, asked: literals.into_values().collect(), led }
    }

    /// Looks for all literals in a text.
    pub(crate) fn hits(&self, text: &str) -> Hits<'_> {
        let mut found = vec![Vec::new(); self.led.len()];
        for hit in self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(text)) {
            let span = Span::new(hit.start(), hit.end());
            for &(rule, literal) in &self.asked[hit.pattern().as_usize()] {
                found[rule].push(Hit { literal, span });
            }
        }
        for hits in &mut found {
            hits.sort_unstable_by_key(|hit| (hit.span, hit.literal));
        }
        Hits { found, led: &self.led }
    }
}

impl Hits<'_> {
    /// The hits of a rule; none where it has literals of which the text holds none, so that it need not run.
    pub(crate) fn of(&self, rule: usize) -> Option<&[Hit]> {
        let hits = self.found[rule].as_slice();
        (!hits.is_empty() || !self.led[rule]).then_some(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Finding, Target};

    struct Words(&'static [&'static str]);

    impl Check for Words {
        fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
            literals.extend(self.0);
        }

        fn check(&self, _: &Target<'_>, _: &mut Vec<Finding>) {}
    }

    #[test]
    fn each_rule_gets_its_own_hits_in_order() {
        let (first, second, none, away) =
            (Words(&["治政府", "法治"]), Words(&["法治", "法治政府"]), Words(&[]), Words(&["法制"]));
        let checks: [Option<&dyn Check>; 5] = [Some(&first), Some(&second), Some(&none), Some(&away), None];
        let matcher = Matcher::new(checks.into_iter());
        let hits = matcher.hits("建法治政府");
        let of = |rule| {
            hits.of(rule)
                .map(|hits| hits.iter().map(|hit| (hit.literal, hit.span.start, hit.span.end)).collect::<Vec<_>>())
        };
        assert_eq!(of(0), Some(vec![(1, 3, 9), (0, 6, 15)]));
        assert_eq!(of(1), Some(vec![(0, 3, 9), (1, 3, 15)]));
        assert_eq!(of(2), Some(vec![]));
        assert_eq!(of(3), None);
        assert_eq!(of(4), Some(vec![]));
    }

    #[test]
    fn without_literals_every_rule_runs() {
        let matcher = Matcher::new([Some(&Words(&[]) as &dyn Check)].into_iter());
        assert_eq!(matcher.hits("法治").of(0), Some(&[][..]));
    }
}
