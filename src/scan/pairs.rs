//! What stands side by side in a text: tells most words that are not in it.

use super::characters::{codes, pair};

/// Which bytes stand side by side in a short text: tells most words that are not in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbours([u64; 4]);

impl Neighbours {
    pub(crate) fn of(text: &str) -> Self {
        let mut bits = [0; 4];
        for two in text.as_bytes().windows(2) {
            let bit = Self::bit(two);
            bits[usize::from(bit >> 6)] |= 1 << (bit & 63);
        }
        Self(bits)
    }

    /// Whether a word may stand in the text; `false` is certain.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        word.as_bytes().windows(2).rev().all(|two| {
            let bit = Self::bit(two);
            self.0[usize::from(bit >> 6)] >> (bit & 63) & 1 == 1
        })
    }

    /// Whether a word of which these are known may stand in the text; `false` is certain.
    #[inline]
    pub(crate) fn may_hold_all(&self, of_word: &Self) -> bool {
        let ([one, two, three, four], [first, second, third, fourth]) = (self.0, of_word.0);
        first & !one == 0 && (second & !two) | (third & !three) | (fourth & !four) == 0
    }

    fn bit(two: &[u8]) -> u8 {
        (two[0] << 2) ^ two[1]
    }
}

/// The first two characters of a word, to ask whether they stand side by side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head(Option<u32>);

impl Head {
    pub(crate) fn of(word: &str) -> Self {
        let mut codes = codes(word);
        Self(codes.next().zip(codes.next()).map(|(one, two)| pair(one, two)))
    }
}

/// Which characters stand side by side in a long text: tells most words that are not in it.
#[derive(Debug)]
pub(super) struct Pairs {
    bits: Vec<u64>,
    /// By how much a hash of 32 bits is shifted to tell its bit.
    shift: u32,
}

impl Pairs {
    /// None yet, of a text of so many characters.
    pub(super) fn for_characters(count: usize) -> Self {
        let size = (count * 12).clamp(1 << 12, 1 << 22).next_power_of_two().ilog2();
        Self { bits: vec![0; 1 << (size - 6)], shift: 32 - size }
    }

    /// Adds two characters by their codes.
    #[inline]
    pub(super) fn add(&mut self, one: u16, two: u16) {
        let bit = pair(one, two) >> self.shift;
        self.bits[bit as usize / 64] |= 1 << (bit % 64);
    }

    /// Whether a word may stand in the text; `false` is certain.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        let mut codes = codes(word);
        let Some(mut one) = codes.next() else { return true };
        codes.all(|two| self.may_stand(std::mem::replace(&mut one, two), two))
    }

    /// Whether two characters may stand side by side; `false` is certain.
    #[inline]
    pub(super) fn may_stand(&self, one: u16, two: u16) -> bool {
        self.has(pair(one, two))
    }

    /// Whether a word may begin in the text; `false` is certain.
    #[inline]
    pub(super) fn may_begin(&self, head: Head) -> bool {
        head.0.is_none_or(|pair| self.has(pair))
    }

    #[inline]
    fn has(&self, pair: u32) -> bool {
        let bit = pair >> self.shift;
        self.bits[bit as usize / 64] >> (bit % 64) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Characters;

    #[test]
    fn words_of_a_text_may_stand_in_it() {
        let text = "青禾镇2024年法治政府建设年度报告，“八五”普法";
        let (pairs, neighbours) = (Characters::of(text), Neighbours::of(text));
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                let word = &text[start..end];
                assert!(pairs.may_hold(word) && neighbours.may_hold(word));
                assert!(neighbours.may_hold_all(&Neighbours::of(word)));
            }
        }
        for word in ["主要举措", "治法", "工作", "述法"] {
            assert!(!pairs.may_hold(word), "{word}");
        }
        assert!(!neighbours.may_hold("主要举措") && !neighbours.may_hold_all(&Neighbours::of("主要举措")));
    }
}
