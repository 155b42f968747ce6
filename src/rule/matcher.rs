//! One pass over the text for the literals of all rules.
//!
//! An index by first character rather than an automaton: for some 1600 Chinese literals it is built in 0.1 ms where
//! Aho-Corasick takes 2 ms, which is most of what checking one report costs, and it reads no slower.

use std::ops::Range;

use crate::check::{Check, Hit};
use crate::span::Span;

/// The literals of all rules, by their first character.
#[derive(Debug)]
pub(crate) struct Matcher {
    /// A hash table of twice as many places as there are literals at least.
    buckets: Vec<Option<Bucket>>,
    /// Each literal once, in order.
    literals: Vec<Literal>,
    /// The bytes of all literals.
    bytes: Vec<u8>,
    /// Who asked for a literal: the rule, and the literal's index among the rule's own.
    asked: Vec<(usize, usize)>,
    /// Which rules have literals at all.
    led: Vec<bool>,
}

/// The literals that begin with a character.
#[derive(Clone, Debug)]
struct Bucket {
    first: char,
    literals: Range<usize>,
}

#[derive(Debug)]
struct Literal {
    bytes: Range<usize>,
    asked: Range<usize>,
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
        let mut asked: Vec<(&str, usize, usize)> = Vec::new();
        let mut led = Vec::new();
        let mut own = Vec::new();
        for (rule, check) in checks.enumerate() {
            own.clear();
            if let Some(check) = check {
                check.literals(&mut own);
            }
            led.push(!own.is_empty());
            let listed = own.iter().enumerate().filter(|(_, literal)| !literal.is_empty());
            asked.extend(listed.map(|(index, literal)| (*literal, rule, index)));
        }
        asked.sort_unstable();
        let buckets = vec![None; (asked.len() * 2).next_power_of_two()];
        let mut matcher = Self { buckets, literals: Vec::new(), bytes: Vec::new(), asked: Vec::new(), led };
        for alike in asked.chunk_by(|one, next| one.0 == next.0) {
            let from = matcher.asked.len();
            matcher.asked.extend(alike.iter().map(|(_, rule, index)| (*rule, *index)));
            matcher.add(alike[0].0, from..matcher.asked.len());
        }
        matcher
    }

    /// Adds a literal; they come in order, so that those of one bucket lie side by side.
    fn add(&mut self, literal: &str, asked: Range<usize>) {
        let Some(first) = literal.chars().next() else { return };
        let index = self.literals.len();
        let place = self.place(first);
        self.buckets[place].get_or_insert(Bucket { first, literals: index..index }).literals.end = index + 1;
        let from = self.bytes.len();
        self.bytes.extend_from_slice(literal.as_bytes());
        self.literals.push(Literal { bytes: from..self.bytes.len(), asked });
    }

    /// Where a character's bucket is, or would be: half of the places at least stay free.
    fn place(&self, first: char) -> usize {
        let mask = self.buckets.len() - 1;
        let mut place = (u32::from(first).wrapping_mul(0x9E37_79B1) >> 12) as usize & mask;
        while self.buckets[place].as_ref().is_some_and(|bucket| bucket.first != first) {
            place = (place + 1) & mask;
        }
        place
    }

    /// Looks for all literals in a text; overlapping ones too.
    pub(crate) fn hits(&self, text: &str) -> Hits<'_> {
        let mut found = vec![Vec::new(); self.led.len()];
        for (start, character) in text.char_indices() {
            let Some(bucket) = &self.buckets[self.place(character)] else { continue };
            for literal in &self.literals[bucket.literals.clone()] {
                let bytes = &self.bytes[literal.bytes.clone()];
                if !text.as_bytes()[start..].starts_with(bytes) {
                    continue;
                }
                let span = Span::new(start, start + bytes.len());
                for &(rule, literal) in &self.asked[literal.asked.clone()] {
                    found[rule].push(Hit { literal, span });
                }
            }
        }
        Hits { found, led: &self.led }
    }
}

impl Hits<'_> {
    /// The hits of a rule by their starts; none where it has literals of which the text holds none, so that it need not
    /// run.
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
        assert_eq!(Matcher::new(std::iter::empty()).hits("法治").found, Vec::<Vec<Hit>>::new());
    }
}
