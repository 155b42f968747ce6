//! A text as numbers: decoded once, looked through many times.

use super::Sign;
use super::pairs::{Head, Pairs};
use crate::line_index;
use crate::span::Span;

/// The characters of a text by their codes, with their places.
#[derive(Debug)]
pub(crate) struct Characters {
    /// The code of each, [`OTHER`] for those above U+FFFF; behind them a zero.
    codes: Vec<u16>,
    /// Where each begins, in bytes; behind them where the text ends. No file is longer than these can tell.
    places: Vec<u32>,
    /// Which stand side by side.
    pairs: Pairs,
    /// Those that are none of most 汉字.
    signs: Vec<Sign>,
}

/// Stands for any character above U+FFFF; itself no character.
pub(crate) const OTHER: u16 = 0xFFFF;

impl Characters {
    #[expect(clippy::cast_possible_truncation, reason = "no file is as long")]
    pub(crate) fn of(text: &str) -> Self {
        let count = line_index::characters(text.as_bytes());
        let (mut codes, mut places) = (vec![0; count + 1], vec![text.len() as u32; count + 1]);
        let mut pairs = Pairs::for_characters(count);
        let mut signs = Vec::with_capacity(text.len() / 12);
        let (mut before, mut rest) = (0, text.as_bytes());
        for (index, (code, place)) in codes[..count].iter_mut().zip(&mut places).enumerate() {
            *place = (text.len() - rest.len()) as u32;
            (*code, rest) = first(rest);
            pairs.add(before, *code);
            before = *code;
            if !(0x4E00..=0x9FFF).contains(code) {
                let known = char::from_u32(u32::from(*code)).filter(|_| *code != OTHER);
                let character = known.or_else(|| text[*place as usize..].chars().next()).unwrap_or_default();
                signs.push(Sign { at: *place, index: index as u32, character });
            }
        }
        Self { codes, places, pairs, signs }
    }

    /// Whether a word may stand in the text; `false` is certain.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        self.pairs.may_hold(word)
    }

    /// Whether a word may begin in the text; `false` is certain.
    #[inline]
    pub(crate) fn may_begin(&self, head: Head) -> bool {
        self.pairs.may_begin(head)
    }

    /// Whether two characters may stand side by side; `false` is certain.
    pub(crate) fn may_stand(&self, one: char, two: char) -> bool {
        self.pairs.may_stand(code(one), code(two))
    }

    /// All that are none of the 汉字 from U+4E00 to U+9FFF, in order.
    pub(crate) fn signs(&self) -> &[Sign] {
        &self.signs
    }

    /// Those of them in a part of the text.
    pub(crate) fn signs_in(&self, span: Span) -> &[Sign] {
        let behind = &self.signs[self.signs.partition_point(|sign| sign.at() < span.start)..];
        // Most parts are short.
        let near = behind.iter().take(16).position(|sign| sign.at() >= span.end);
        let after = near.unwrap_or_else(|| behind.partition_point(|sign| sign.at() < span.end));
        &behind[..after]
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
        self.pairs_from(0)
    }

    /// The same from a character on.
    pub(crate) fn pairs_from(&self, index: usize) -> impl Iterator<Item = (u16, u16)> + '_ {
        self.codes[index.min(self.len())..].windows(2).map(|two| (two[0], two[1]))
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

/// The code of the first character of a text, given by its bytes, and what is behind it.
#[inline(always)]
fn first(text: &[u8]) -> (u16, &[u8]) {
    let low = |byte: u8| u16::from(byte & 0x3F);
    match text {
        [lead @ 0xE0..0xF0, two, three, rest @ ..] => (u16::from(*lead) << 12 | low(*two) << 6 | low(*three), rest),
        [ascii @ 0..0x80, rest @ ..] => (u16::from(*ascii), rest),
        [lead @ 0xC0..0xE0, two, rest @ ..] => (u16::from(lead & 0x1F) << 6 | low(*two), rest),
        [_, _, _, _, rest @ ..] => (OTHER, rest),
        _ => (0, &[]),
    }
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
