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
    /// A hash table, at most half full.
    slots: Vec<Slot>,
    /// Each literal once, those of a slot side by side.
    literals: Vec<Literal>,
    /// The bytes of all literals behind their first sixteen.
    tails: Vec<u8>,
    /// Who asked for a literal: the rule, and the literal's index among the rule's own.
    asked: Vec<(u32, u32)>,
}

/// A literal that was found: who asked for it, and where it stands. No file is longer than these can tell.
struct Found {
    rule: u32,
    literal: u32,
    start: u32,
    end: u32,
}

/// The literals that begin with the same characters: so many, from an index on. Small, as is [`Literal`]: what is looked
/// up for every other character should lie near.
#[derive(Clone, Debug, Default)]
struct Slot {
    key: u32,
    from: u32,
    count: u32,
}

#[derive(Debug)]
struct Literal {
    /// Its first bytes, up to sixteen.
    head: u128,
    /// How many bytes it has, and where those behind the first sixteen begin.
    length: u32,
    tail: u32,
    /// Who asked for it, by their indices.
    asked: Range<u32>,
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
                let key = two.map_or_else(|| alone(one), |two| scan::pair(one, two));
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
            if self.single.may_begin(alone(one)) {
                self.single.look(alone(one), bytes, characters.place(index), &mut found);
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
        found.iter().for_each(|found: &Found| ends[found.rule as usize] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        let mut sorted = vec![Hit { literal: 0, span: Span::at(0) }; found.len()];
        for Found { rule, literal, start, end } in found {
            let next = &mut ends[rule as usize];
            sorted[*next] = Hit { literal: literal as usize, span: Span::new(start as usize, end as usize) };
            *next += 1;
        }
        Hits { found: sorted, ends, led: &self.led }
    }
}

impl Table {
    fn new(mut asked: Vec<(u32, &str, usize, usize)>) -> Self {
        asked.sort_unstable();
        let mut table = Self {
            filter: Box::new(NO_BITS),
            slots: vec![Slot::default(); (asked.len() * 2 + 1).next_power_of_two()],
            literals: Vec::new(),
            tails: Vec::new(),
            asked: Vec::new(),
        };
        for alike in asked.chunk_by(|one, next| one.1 == next.1) {
            let from = table.asked.len();
            table.asked.extend(alike.iter().map(|(_, _, rule, index)| (small(*rule), small(*index))));
            table.add(alike[0].0, alike[0].1.as_bytes(), small(from)..small(table.asked.len()));
        }
        table
    }

    /// Adds a literal; they come in order, so that those of one slot lie side by side.
    fn add(&mut self, key: u32, literal: &[u8], asked: Range<u32>) {
        let place = self.place(key);
        let slot = &mut self.slots[place];
        if slot.count == 0 {
            *slot = Slot { key, from: small(self.literals.len()), count: 0 };
        }
        slot.count += 1;
        scan::set(&mut self.filter, high(key));
        let tail = small(self.tails.len());
        self.tails.extend_from_slice(literal.get(HEAD..).unwrap_or_default());
        self.literals.push(Literal { head: head(literal), length: small(literal.len()), tail, asked });
    }

    /// Whether a literal may begin with the characters of a key.
    #[inline]
    fn may_begin(&self, key: u32) -> bool {
        scan::bit(&self.filter, high(key))
    }

    #[expect(clippy::cast_possible_truncation, reason = "no file is as long")]
    fn look(&self, key: u32, text: &[u8], start: usize, found: &mut Vec<Found>) {
        let slot = &self.slots[self.place(key)];
        let rest = &text[start..];
        let head = head(rest);
        let from = slot.from as usize;
        for literal in &self.literals[from..from + slot.count as usize] {
            let length = literal.length as usize;
            // The bytes of the text behind the literal do not count.
            let differs = (head ^ literal.head) << (8 * HEAD.saturating_sub(length)) != 0;
            if differs || length > rest.len() || (length > HEAD && !self.ends(literal, &rest[HEAD..length])) {
                continue;
            }
            let (start, end) = (start as u32, (start + length) as u32);
            for &(rule, literal) in &self.asked[literal.asked.start as usize..literal.asked.end as usize] {
                found.push(Found { rule, literal, start, end });
            }
        }
    }

    /// Whether a long literal ends in some bytes.
    fn ends(&self, literal: &Literal, bytes: &[u8]) -> bool {
        self.tails[literal.tail as usize..].starts_with(bytes)
    }

    /// Where a key's slot is, or would be.
    fn place(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut place = (key.wrapping_mul(0x9E37_79B1) >> 12) as usize & mask;
        while self.slots[place].count > 0 && self.slots[place].key != key {
            place = (place + 1) & mask;
        }
        place
    }
}

/// A key of one character: no two have the same filter bit.
#[inline]
fn alone(one: u16) -> u32 {
    u32::from(one) << 16
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

/// Bytes of a literal that are compared as one number.
const HEAD: usize = 16;

/// Rules have some thousand literals.
#[expect(clippy::cast_possible_truncation, reason = "no rule file is as long")]
fn small(number: usize) -> u32 {
    number as u32
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
        const LITERALS: [&str; 11] =
            ["|", "X", "XX", "年", "X镇", "、等", "法x", "法治", "法治x", "法治政府建设", "法治政府建成"];
        let words = Words(&LITERALS);
        let matcher = Matcher::new([Some(&words as &dyn Check)].into_iter());
        let texts =
            ["年", "|X", "20XX年X镇、等", "法治法x法治x", "末|", "", "法治政府建设", "法治政府建", "法治政府建成年"];
        for text in texts {
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
