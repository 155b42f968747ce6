//! Characters that stand twice in one report.

use std::ops::Range;

use crate::document::Document;
use crate::scan;

/// The characters that count, in order, with [`BREAK`] where nothing may run on.
pub(super) struct Tokens<'d> {
    pub(super) document: &'d Document,
    pub(super) codes: Vec<u16>,
    /// Where each stands, in bytes; no file is longer than these can tell.
    pub(super) places: Vec<u32>,
}

/// No character that counts.
pub(super) const BREAK: u16 = 0;

impl Tokens<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "no file is as long")]
    pub(super) fn push_break(&mut self, at: usize) {
        self.codes.push(BREAK);
        self.places.push(at as u32);
    }

    pub(super) fn len(&self) -> usize {
        self.codes.len()
    }

    pub(super) fn is_break(&self, index: usize) -> bool {
        self.codes[index] == BREAK
    }

    /// Where a token begins.
    pub(super) fn start(&self, index: usize) -> usize {
        self.places[index] as usize
    }

    /// Where it ends.
    pub(super) fn end(&self, index: usize) -> usize {
        let character = || self.document.text()[self.start(index)..].chars().next();
        self.start(index) + if self.is_break(index) { 0 } else { character().map_or(0, char::len_utf8) }
    }
}

/// Two places of the same tokens.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) earlier: usize,
    pub(super) later: usize,
    pub(super) length: usize,
}

/// Every so many tokens a window is remembered: a run of `length` holds one of them whole.
const STRIDE: usize = 8;

/// Runs of at least `length` tokens that stood before, from left to right and apart from each other.
pub(super) fn runs(all: &Tokens<'_>, length: usize) -> Vec<Pair> {
    let tokens = &all.codes[..];
    let stride = if length > 2 * STRIDE { STRIDE } else { 1 };
    let window = length + 1 - stride;
    let regions = repeated(tokens, length);
    let count: usize = regions.iter().map(ExactSizeIterator::len).sum();
    let mut remembered = Places::for_entries(count / stride + regions.len());
    let mut neighbours = Neighbours::for_entries(count);
    let mut pairs = Vec::new();
    for region in regions {
        let mut start = region.start;
        while start < region.end {
            let mut next = region.end;
            // Where windows may begin of which every two neighbours stood side by side before; others cannot have stood.
            let mut known = start;
            for end in start..region.end {
                if end > start && !neighbours.stand(tokens[end - 1], tokens[end]) {
                    known = end;
                }
                let Some(later) = (end + 1).checked_sub(window).filter(|later| *later >= start) else { continue };
                // The stride is a power of two.
                let is_entered = later & (stride - 1) == 0;
                if later < known && !is_entered {
                    continue;
                }
                let hash = hash(&tokens[later..=end]);
                match remembered.get(hash) {
                    Ok(earlier) => {
                        if let Some(pair) = grown(all, earlier, later, start).filter(|pair| pair.length >= length) {
                            next = pair.later + pair.length;
                            pairs.push(pair);
                            break;
                        }
                    }
                    Err(free) if is_entered => remembered.insert(free, hash, later),
                    Err(_) => {}
                }
            }
            start = next;
        }
    }
    pairs
}

/// Where at least so many tokens stand together of which every two neighbours stand side by side elsewhere too: nothing
/// else can stand twice. Now and then one more.
fn repeated(tokens: &[u16], length: usize) -> Vec<Range<usize>> {
    let mut neighbours = Neighbours::for_entries(tokens.len());
    for two in tokens.windows(2) {
        neighbours.stand(two[0], two[1]);
    }
    let mut found = Vec::new();
    let mut start = 0;
    for (index, two) in tokens.windows(2).enumerate() {
        let ends = !neighbours.stood_twice(two[0], two[1]) | (two[0] == BREAK) | (two[1] == BREAK);
        if ends & (index + 1 - start >= length) {
            found.push(start..index + 1);
        }
        start = if ends { index + 1 } else { start };
    }
    if tokens.len() - start >= length {
        found.push(start..tokens.len());
    }
    found
}

/// Which characters stood side by side, once and twice; now and then it tells so of some that did not.
struct Neighbours {
    bits: Vec<[u64; 2]>,
    /// By how much a hash of 32 bits is shifted to tell its bit.
    shift: u32,
}

impl Neighbours {
    fn for_entries(count: usize) -> Self {
        let size = (count * 8).clamp(1 << 10, 1 << 26).next_power_of_two().ilog2();
        Self { bits: vec![[0; 2]; 1 << (size - 6)], shift: 32 - size }
    }

    /// Two stand side by side; whether they did before. Without branches: which two did, no processor can foretell.
    #[inline]
    fn stand(&mut self, one: u16, other: u16) -> bool {
        let (word, mask) = self.place(one, other);
        let [once, twice] = &mut self.bits[word];
        let before = *once & mask;
        *twice |= before;
        *once |= mask;
        before != 0
    }

    /// Whether the two did twice.
    #[inline]
    fn stood_twice(&self, one: u16, other: u16) -> bool {
        let (word, mask) = self.place(one, other);
        self.bits[word][1] & mask != 0
    }

    /// The word of the bit that stands for two characters, and the bit in it.
    fn place(&self, one: u16, other: u16) -> (usize, u64) {
        let bit = scan::pair(one, other) >> self.shift;
        (bit as usize / 64, 1 << (bit % 64))
    }
}

/// Of a window, four tokens at a time.
fn hash(window: &[u16]) -> u64 {
    let mix = |hash: u64, part: u64| (hash ^ part).wrapping_mul(BASE).rotate_left(29);
    let (fours, rest) = window.as_chunks::<4>();
    let word = |tokens: &[u16]| tokens.iter().rev().fold(0, |word, token| word << 16 | u64::from(*token));
    mix(fours.iter().fold(0, |hash, four| mix(hash, word(four))), word(rest))
}

/// Where windows stand, by their hashes.
struct Places {
    /// The hash, and one more than the place; 0 where nothing is.
    entries: Vec<(u64, usize)>,
}

impl Places {
    fn for_entries(count: usize) -> Self {
        Self { entries: vec![(0, 0); (count * 2 + 16).next_power_of_two()] }
    }

    /// The place, or where it can be entered.
    fn get(&self, hash: u64) -> Result<usize, usize> {
        let mask = self.entries.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "the mask takes less")]
        let mut at = (hash ^ (hash >> 32)).wrapping_mul(BASE).rotate_left(20) as usize & mask;
        loop {
            match self.entries[at] {
                (_, 0) => return Err(at),
                (known, place) if known == hash => return Ok(place - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn insert(&mut self, free: usize, hash: u64, place: usize) {
        self.entries[free] = (hash, place + 1);
    }
}

/// The run around two places that are the same, as far as they are; the later one does not reach back before `from`,
/// nor the earlier one into it.
fn grown(tokens: &Tokens<'_>, earlier: usize, later: usize, from: usize) -> Option<Pair> {
    let codes = &tokens.codes;
    let character = |index: usize| tokens.document.text()[tokens.start(index)..].chars().next();
    let same = |one: usize, other: usize| {
        let alike = codes.get(other).is_some_and(|code| *code != BREAK && *code == codes[one]);
        alike && (codes[one] != scan::OTHER || character(one) == character(other))
    };
    let most = (later - from).min(earlier);
    let back = (1..=most).take_while(|&step| same(earlier - step, later - step)).count();
    let (earlier, later) = (earlier - back, later - back);
    let length = (0..).take_while(|&step| earlier + step < later && same(earlier + step, later + step)).count();
    (length > back).then_some(Pair { earlier, later, length })
}

/// For hashes.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
