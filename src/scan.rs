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
                _ => {
                    let character = text[at..].chars().next()?;
                    at += character.len_utf8();
                    return Some((at - character.len_utf8(), character));
                }
            }
        }
    })
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
}

impl Pairs {
    pub(crate) fn of(text: &str) -> Self {
        let size = (text.len() * 4).next_power_of_two().clamp(1 << 12, 1 << 22);
        let mut pairs = Self { bits: vec![0; size / 64] };
        let mask = size - 1;
        each_pair(text, |hash| {
            pairs.bits[(hash & mask) / 64] |= 1 << (hash % 64);
            true
        });
        pairs
    }

    /// Whether a word may stand in the text; `false` is certain.
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        let mask = self.bits.len() * 64 - 1;
        each_pair(word, |hash| self.bits[(hash & mask) / 64] >> (hash % 64) & 1 == 1)
    }
}

/// Hands on a hash of each two neighbours of three bytes each, until one is not wanted; whether all were.
#[expect(clippy::cast_possible_truncation, reason = "22 bits at most are used")]
fn each_pair(text: &str, mut wanted: impl FnMut(usize) -> bool) -> bool {
    let mut rest = text.as_bytes();
    let mut before = 0;
    loop {
        rest = match rest {
            [one @ 0xE0..=0xEF, two, three, rest @ ..] => {
                let this = u64::from(*one) << 16 | u64::from(*two) << 8 | u64::from(*three);
                let hash = (before << 24 | this).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
                if before != 0 && !wanted(hash as usize) {
                    return false;
                }
                before = this;
                rest
            }
            [_, rest @ ..] => {
                before = 0;
                rest
            }
            [] => return true,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_all_but_han() {
        let text = "a法治，䷀一龥“㐀”𠮷é1";
        let slow = text.char_indices().filter(|(_, character)| !('\u{4E00}'..='\u{9FFF}').contains(character));
        assert!(signs(text).eq(slow));
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
