//! A text as numbers: decoded once, looked through many times.

use super::pairs::Pairs;
use crate::line_index;

/// The characters of a text by their codes, with their places.
#[derive(Debug)]
pub(crate) struct Characters {
    /// The code of each, [`OTHER`] for those above U+FFFF; behind them a zero.
    codes: Vec<u16>,
    /// Where each begins, in bytes; behind them where the text ends. No file is longer than these can tell.
    places: Vec<u32>,
    /// Which stand side by side.
    pairs: Pairs,
}

/// Stands for any character above U+FFFF; itself no character.
pub(crate) const OTHER: u16 = 0xFFFF;

impl Characters {
    #[expect(clippy::cast_possible_truncation, reason = "no file is as long")]
    pub(crate) fn of(text: &str) -> Self {
        let count = line_index::characters(text.as_bytes());
        let (mut codes, mut places) = (vec![0; count + 1], vec![text.len() as u32; count + 1]);
        let mut pairs = Pairs::for_characters(count);
        let mut before = 0;
        for ((at, character), (code, place)) in text.char_indices().zip(codes.iter_mut().zip(&mut places)) {
            *place = at as u32;
            *code = self::code(character);
            pairs.add(before, *code);
            before = *code;
        }
        Self { codes, places, pairs }
    }

    /// Whether a word may stand in the text; `false` is certain.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        self.pairs.may_hold(word)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.codes.len() - 1
    }

    /// The codes, [`OTHER`] for those above U+FFFF.
    pub(crate) fn codes(&self) -> &[u16] {
        &self.codes[..self.len()]
    }

    /// Each code with the next one, the last with zero.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u16, u16)> + '_ {
        self.codes.windows(2).map(|two| (two[0], two[1]))
    }

    /// Where each begins, in bytes.
    pub(crate) fn places(&self) -> &[u32] {
        &self.places[..self.len()]
    }

    /// Where a character begins, in bytes; the end of the text for the one behind the last.
    pub(crate) fn place(&self, index: usize) -> usize {
        self.places[index] as usize
    }

    /// The first character at or behind a byte; the number of all where there is none.
    pub(crate) fn at(&self, byte: usize) -> usize {
        self.places[..self.len()].partition_point(|place| (*place as usize) < byte)
    }

    /// A character of the text that was read.
    pub(crate) fn character(&self, text: &str, index: usize) -> char {
        let known = char::from_u32(u32::from(self.codes[index])).filter(|_| self.codes[index] != OTHER);
        known.or_else(|| text[self.place(index)..].chars().next()).unwrap_or_default()
    }
}

/// The codes of a word.
pub(crate) fn codes(word: &str) -> impl Iterator<Item = u16> + '_ {
    word.chars().map(code)
}

/// The code of a character, [`OTHER`] above U+FFFF.
pub(crate) fn code(character: char) -> u16 {
    u16::try_from(u32::from(character)).unwrap_or(OTHER)
}

/// A hash of two characters side by side, best in its high bits.
#[inline]
pub(crate) fn pair(one: u16, two: u16) -> u32 {
    (u32::from(one) | u32::from(two) << 16).wrapping_mul(0x9E37_79B1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_its_code_and_place() {
        for text in ["", "法", "a法é𠮷治\n", "𠮷", "\u{FFFD}\u{FFFF}末"] {
            let characters = Characters::of(text);
            let found = (0..characters.len()).map(|index| (characters.place(index), characters.character(text, index)));
            assert!(found.eq(text.char_indices()), "{text}");
            assert_eq!(characters.place(characters.len()), text.len());
            assert!(characters.codes().iter().copied().eq(codes(text)), "{text}");
            assert_eq!(characters.pairs().count(), characters.len());
            for at in 0..=text.len() {
                assert_eq!(
                    characters.at(at),
                    text.char_indices().filter(|(place, _)| *place < at).count(),
                    "{text} {at}"
                );
            }
        }
    }
}
