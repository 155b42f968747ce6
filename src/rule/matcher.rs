//! One pass over the text for the literals of all rules.
//!
//! Tables by the first one, two or four characters of a literal rather than an automaton: to build Aho-Corasick for some
//! 1600 Chinese literals takes 2 ms, a good part of what checking one report costs. Two characters tell nearly every
//! place where no literal stands.

use std::ops::Range;

use crate::check::{Check, Hit};
use crate::scan::{self, Bits, Characters, NO_BITS};
use crate::span::Span;

/// The literals of all rules, by their first characters.
#[derive(Debug)]
pub(crate) struct Matcher {
    /// Literals of one character below U+10000.
    single: Table,
    /// A bit for each hash of the first two characters of longer ones.
    heads: Box<Bits>,
    /// Those of two and three, by their first two.
    double: Table,
    /// Those of more, by their first four: many begin with 法治 or 依法.
    fourfold: Table,
    /// Which rules have literals at all.
    led: Vec<bool>,
}

/// Literals by a key of 32 bits.
#[derive(Debug)]
struct Table {
    /// A bit for each hash that a key has: most places need no further look.
    filter: Box<Bits>,
    /// A hash table, at most a quarter full.
    slots: Vec<Option<Slot>>,
    /// Each literal once, those of a slot side by side.
    literals: Vec<Literal>,
    /// The bytes of all literals.
    bytes: Vec<u8>,
    /// Who asked for a literal: the rule, and the literal's index among the rule's own.
    asked: Vec<(usize, usize)>,
}

/// The literals that begin with the same characters.
#[derive(Clone, Debug)]
struct Slot {
    key: u32,
    literals: Range<usize>,
}

#[derive(Debug)]
struct Literal {
    /// Its first bytes, up to sixteen, and which bits they fill.
    head: u128,
    mask: u128,
    bytes: Range<usize>,
    asked: Range<usize>,
}

/// Where the literals of each rule stand in one text.
#[derive(Debug)]
pub(crate) struct Hits<'m> {
    found: Vec<Hit>,
    /// Where the hits of each rule end.
    ends: Vec<usize>,
    led: &'m [bool],
}

impl Matcher {
    /// Collects the literals; a rule that takes no part is `None`.
    pub(crate) fn new<'a>(checks: impl Iterator<Item = Option<&'a dyn Check>>) -> Self {
        let (mut single, mut double, mut fourfold) = (Vec::new(), Vec::new(), Vec::new());
        let mut heads = Box::new(NO_BITS);
        let mut led = Vec::new();
        let mut own = Vec::new();
        for (rule, check) in checks.enumerate() {
            own.clear();
            if let Some(check) = check {
                check.literals(&mut own);
            }
            led.push(!own.is_empty());
            for (index, literal) in own.iter().enumerate() {
                let mut codes = scan::codes(literal);
                let (one, two, three, four) = (codes.next(), codes.next(), codes.next(), codes.next());
                let Some(one) = one else { continue };
                let key = scan::pair(one, two.unwrap_or(0));
                if two.is_some() {
                    scan::set(&mut heads, high(key));
                }
                match (two, three.zip(four)) {
                    (None, _) => single.push((key, *literal, rule, index)),
                    (_, None) => double.push((key, *literal, rule, index)),
                    (_, Some((three, four))) => fourfold.push((four_of(key, three, four), *literal, rule, index)),
                }
            }
        }
        let [single, double, fourfold] = [single, double, fourfold].map(Table::new);
        Self { single, heads, double, fourfold, led }
    }

    /// Looks for all literals in a text; overlapping ones too.
    pub(crate) fn hits(&self, text: &str, characters: &Characters) -> Hits<'_> {
        let mut found = Vec::with_capacity(text.len() / 16);
        let (bytes, codes) = (text.as_bytes(), characters.codes());
        for (index, (one, two)) in characters.pairs().enumerate() {
            let alone = scan::pair(one, 0);
            if self.single.may_begin(alone) {
                self.single.look(alone, bytes, characters.place(index), &mut found);
            }
            let key = scan::pair(one, two);
            if scan::bit(&self.heads, high(key)) {
                if self.double.may_begin(key) {
                    self.double.look(key, bytes, characters.place(index), &mut found);
                }
                if let Some(&[three, four]) = codes.get(index + 2..).and_then(<[u16]>::first_chunk)
                    && let four = four_of(key, three, four)
                    && self.fourfold.may_begin(four)
                {
                    self.fourfold.look(four, bytes, characters.place(index), &mut found);
                }
            }
        }
        // By rule, and within each rule as they were found.
        let mut ends = vec![0; self.led.len()];
        found.iter().for_each(|(rule, _)| ends[*rule] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut sorted = vec![Hit { literal: 0, span: Span::at(0) }; found.len()];
        for (rule, hit) in found {
            sorted[ends[rule]] = hit;
            ends[rule] += 1;
        }
        Hits { found: sorted, ends, led: &self.led }
    }
}

impl Table {
    fn new(mut asked: Vec<(u32, &str, usize, usize)>) -> Self {
        asked.sort_unstable();
        let mut table = Self {
            filter: Box::new(NO_BITS),
            slots: vec![None; (asked.len() * 4).next_power_of_two()],
            literals: Vec::new(),
            bytes: Vec::new(),
            asked: Vec::new(),
        };
        for alike in asked.chunk_by(|one, next| one.1 == next.1) {
            let from = table.asked.len();
            table.asked.extend(alike.iter().map(|(_, _, rule, index)| (*rule, *index)));
            table.add(alike[0].0, alike[0].1.as_bytes(), from..table.asked.len());
        }
        table
    }

    /// Adds a literal; they come in order, so that those of one slot lie side by side.
    fn add(&mut self, key: u32, literal: &[u8], asked: Range<usize>) {
        let index = self.literals.len();
        let place = self.place(key);
        self.slots[place].get_or_insert(Slot { key, literals: index..index }).literals.end = index + 1;
        scan::set(&mut self.filter, high(key));
        let from = self.bytes.len();
        self.bytes.extend_from_slice(literal);
        let mask = if literal.len() < 16 { (1 << (8 * literal.len())) - 1 } else { u128::MAX };
        self.literals.push(Literal { head: head(literal) & mask, mask, bytes: from..self.bytes.len(), asked });
    }

    /// Whether a literal may begin with the characters of a key.
    #[inline]
    fn may_begin(&self, key: u32) -> bool {
        scan::bit(&self.filter, high(key))
    }

    fn look(&self, key: u32, text: &[u8], start: usize, found: &mut Vec<(usize, Hit)>) {
        let Some(slot) = &self.slots[self.place(key)] else { return };
        let rest = &text[start..];
        let head = head(rest);
        for literal in &self.literals[slot.literals.clone()] {
            let length = literal.bytes.len();
            if head & literal.mask != literal.head
                || length > rest.len()
                || (length > 16 && rest[16..length] != self.bytes[literal.bytes.clone()][16..])
            {
                continue;
            }
            let span = Span::new(start, start + length);
            for &(rule, literal) in &self.asked[literal.asked.clone()] {
                found.push((rule, Hit { literal, span }));
            }
        }
    }

    /// Where a key's slot is, or would be.
    fn place(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = (key >> 12) as usize & mask;
        while self.slots[place].as_ref().is_some_and(|slot| slot.key != key) {
            place = (place + 1) & mask;
        }
        place
    }
}

/// A key of the first four characters: that of the first two, and the others.
#[inline]
fn four_of(two: u32, three: u16, four: u16) -> u32 {
    two.rotate_left(16) ^ scan::pair(three, four)
}

/// The better half of a key, which is a hash.
#[inline]
fn high(key: u32) -> u16 {
    (key >> 16) as u16
}

/// The first sixteen bytes as a number, with zeros where there are fewer.
#[inline]
fn head(bytes: &[u8]) -> u128 {
    match bytes.first_chunk::<16>() {
        Some(chunk) => u128::from_le_bytes(*chunk),
        None => bytes.iter().rev().fold(0, |head, byte| head << 8 | u128::from(*byte)),
    }
}

impl Hits<'_> {
    /// The hits of a rule by their starts; none where it has literals of which the text holds none, so that it need not
    /// run.
    pub(crate) fn of(&self, rule: usize) -> Option<&[Hit]> {
        let start = rule.checked_sub(1).map_or(0, |before| self.ends[before]);
        let hits = &self.found[start..self.ends[rule]];
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
        let hits = matcher.hits("建法治政府", &Characters::of("建法治政府"));
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
    fn literals_of_all_lengths_are_found_where_they_stand() {
        const LITERALS: [&str; 9] = ["|", "X", "XX", "年", "X镇", "、等", "法x", "法治", "法治x"];
        let words = Words(&LITERALS);
        let matcher = Matcher::new([Some(&words as &dyn Check)].into_iter());
        for text in ["年", "|X", "20XX年X镇、等", "法治法x法治x", "末|", ""] {
            let mut expected: Vec<(usize, usize)> = Vec::new();
            for (literal, word) in LITERALS.iter().enumerate() {
                // Overlapping ones too, as match_indices does not.
                let starts = text.char_indices().filter(|(at, _)| text[*at..].starts_with(word));
                expected.extend(starts.map(|(start, _)| (start, literal)));
            }
            let hits = matcher.hits(text, &Characters::of(text));
            let mut found: Vec<_> = hits.of(0).into_iter().flatten().map(|hit| (hit.span.start, hit.literal)).collect();
            assert!(found.is_sorted_by_key(|hit| hit.0));
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn without_literals_every_rule_runs() {
        let matcher = Matcher::new([Some(&Words(&[]) as &dyn Check)].into_iter());
        assert_eq!(matcher.hits("法治", &Characters::of("法治")).of(0), Some(&[][..]));
        assert_eq!(Matcher::new(std::iter::empty()).hits("法治", &Characters::of("法治")).found, []);
    }
}
