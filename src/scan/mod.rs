//! Quick ways through Chinese text.

/// The characters of a text but for the 汉字 from U+4E00 to U+9FFF, with their offsets: marks, figures, letters.
pub(crate) fn signs(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            match bytes.get(at)? {
                0xE5..=0xE9 => at += 3,
                0xE4 if bytes[at + 1] >= 0xB8 => at += 3,
                &ascii @ 0..0x80 => {
                    at += 1;
                    return Some((at - 1, char::from(ascii)));
                }
                &lead => {
                    let start = at;
                    let character = if lead & 0xF0 == 0xE0 {
                        let (two, three) = (bytes[at + 1] & 0x3F, bytes[at + 2] & 0x3F);
                        char::from_u32(u32::from(lead & 0xF) << 12 | u32::from(two) << 6 | u32::from(three))?
                    } else {
                        text[at..].chars().next()?
                    };
                    at += character.len_utf8();
                    return Some((start, character));
                }
            }
        }
    })
}

/// A character that [`signs`] tells, with its offset in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign {
    pub(crate) at: usize,
    pub(crate) character: char,
}

impl Sign {
    /// All of a text, in order.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let mut all = Vec::with_capacity(text.len() / 12);
        for (at, character) in signs(text) {
            all.push(Self { at, character });
        }
        all
    }
}

/// The same from the end of the text to its start.
pub(crate) fn signs_back(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    let mut at = text.len();
    std::iter::from_fn(move || {
        loop {
            let last = *bytes[..at].last()?;
            if last.is_ascii() {
                at -= 1;
                return Some((at, char::from(last)));
            }
            let is_han = |start: usize| matches!((bytes[start], bytes[start + 1]), (0xE5..=0xE9, _) | (0xE4, 0xB8..));
            match at.checked_sub(3) {
                Some(start) if is_han(start) => at = start,
                _ => {
                    let character = text[..at].chars().next_back()?;
                    at -= character.len_utf8();
                    return Some((at, character));
                }
            }
        }
    })
}

/// Whether a text begins with a word; the first three bytes tell most that it does not.
#[inline]
pub(crate) fn begins(text: &str, word: &str) -> bool {
    match (text.as_bytes().first_chunk::<3>(), word.as_bytes().first_chunk::<3>()) {
        (Some(own), Some(wanted)) if own != wanted => false,
        _ => text.starts_with(word),
    }
}

/// Whether a text ends with a word; the last three bytes tell most that it does not.
#[inline]
pub(crate) fn ends(text: &str, word: &str) -> bool {
    match (text.as_bytes().last_chunk::<3>(), word.as_bytes().last_chunk::<3>()) {
        (Some(own), Some(wanted)) if own != wanted => false,
        _ => text.ends_with(word),
    }
}

/// Which bytes stand side by side in a short text: tells most words that are not in it.
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

    fn bit(two: &[u8]) -> u8 {
        (two[0] << 2) ^ two[1]
    }
}

/// Which characters stand side by side in a long text: tells most words that are not in it.
#[derive(Debug)]
pub(crate) struct Pairs {
    bits: Vec<u64>,
    /// As a power of two, how many bits there are.
    size: u32,
}

impl Pairs {
    pub(crate) fn of(text: &str) -> Self {
        let size = (text.len() * 4).clamp(1 << 12, 1 << 22).next_power_of_two().ilog2();
        let mut bits = vec![0; 1 << (size - 6)];
        each_pair(text, size, |hash| {
            bits[hash / 64] |= 1 << (hash % 64);
            true
        });
        Self { bits, size }
    }

    /// Whether a word may stand in the text; `false` is certain.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        each_pair(word, self.size, |hash| self.bits[hash / 64] >> (hash % 64) & 1 == 1)
    }
}

/// Hands on a hash of each two neighbours of three bytes each, until one is not wanted; whether all were.
#[inline]
fn each_pair(text: &str, size: u32, mut wanted: impl FnMut(usize) -> bool) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at + 6 <= bytes.len() {
        if bytes[at] & 0xF0 != 0xE0 {
            at += 1;
            continue;
        }
        if bytes[at + 3] & 0xF0 == 0xE0 && !wanted(hash(first_bytes(&bytes[at..]), size)) {
            return false;
        }
        at += 3;
    }
    true
}

/// The first eight bytes as a number, the first in its lowest bits, with zeros where there are fewer.
#[inline]
pub(crate) fn first_bytes(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// The code of a character of three bytes, of its bytes as a number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "sixteen bits are left")]
pub(crate) fn character(word: u64) -> usize {
    ((word & 0xF) << 12 | (word >> 8 & 0x3F) << 6 | (word >> 16 & 0x3F)) as usize
}

/// A bit for each of 65,536.
pub(crate) type Bits = [u64; 1 << 10];

/// None of them.
pub(crate) const NO_BITS: Bits = [0; 1 << 10];

/// One of them.
#[inline]
pub(crate) fn bit(bits: &Bits, at: usize) -> bool {
    bits[at / 64 % bits.len()] >> (at % 64) & 1 == 1
}

/// Sets one of them.
pub(crate) fn set(bits: &mut Bits, at: usize) {
    bits[at / 64 % bits.len()] |= 1 << (at % 64);
}

/// A hash of the first six of eight bytes, of as many bits as `size` tells.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "few bits are asked for")]
pub(crate) fn hash(word: u64, size: u32) -> usize {
    ((word << 16).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - size)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_all_but_han() {
        let text = "a法治，䷀一龥“㐀”𠮷é1";
        let slow = text.char_indices().filter(|(_, character)| !('\u{4E00}'..='\u{9FFF}').contains(character));
        assert!(signs(text).eq(slow.clone()));
        assert!(signs_back(text).eq(slow.rev()));
    }

    #[test]
    fn beginnings_and_ends_are_told_as_by_the_standard_library() {
        let words = ["", "a", "ab", "法", "法治", "治", "a法", "法a", "青禾镇"];
        for (text, word) in words.into_iter().flat_map(|text| words.map(|word| (text, word))) {
            assert_eq!(begins(text, word), text.starts_with(word), "{text} {word}");
            assert_eq!(ends(text, word), text.ends_with(word), "{text} {word}");
        }
    }

    #[test]
    fn words_of_a_text_may_stand_in_it() {
        let text = "青禾镇2024年法治政府建设年度报告，“八五”普法";
        let (pairs, neighbours) = (Pairs::of(text), Neighbours::of(text));
        for (start, _) in text.char_indices() {
            for (end, _) in text.char_indices().filter(|(end, _)| *end >= start) {
                assert!(pairs.may_hold(&text[start..end]) && neighbours.may_hold(&text[start..end]));
            }
        }
        for word in ["主要举措", "治法", "工作", "述法"] {
            assert!(!pairs.may_hold(word), "{word}");
        }
        assert!(!neighbours.may_hold("主要举措"));
    }
}
