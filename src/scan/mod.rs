//! Quick ways through Chinese text.

mod characters;
mod pairs;

pub(crate) use characters::{Characters, OTHER, code, codes, pair};
pub(crate) use pairs::{Head, Neighbours};

/// A character that is none of the 汉字 from U+4E00 to U+9FFF – a mark, a figure, a letter –, with its place; [`Characters`]
/// knows all of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sign {
    at: u32,
    /// Its index among all characters.
    pub(crate) index: u32,
    pub(crate) character: char,
}

impl Sign {
    /// Where it begins, in bytes.
    pub(crate) fn at(&self) -> usize {
        self.at as usize
    }

    /// Where it ends, in bytes.
    pub(crate) fn end(&self) -> usize {
        self.at() + self.character.len_utf8()
    }
}

/// Where in a few words a word stands first, in bytes; for long texts the standard library's own search is quicker.
pub(crate) fn find(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((probe, wanted)) = probe(word) else { return Some(0) };
    memchr::memchr_iter(wanted, text.get(probe..)?).find(|at| text[*at..].starts_with(word))
}

/// Where in a few words a word stands last, in bytes.
pub(crate) fn rfind(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some((probe, wanted)) = probe(word) else { return Some(text.len()) };
    memchr::memrchr_iter(wanted, text.get(probe..)?).find(|at| text[*at..].starts_with(word))
}

/// Whether a word stands in a text, which is mostly short.
pub(crate) fn holds(text: &str, word: &str) -> bool {
    if text.len() < SHORT { find(text, word).is_some() } else { text.contains(word) }
}

/// Texts of fewer bytes are looked through by [`find`].
const SHORT: usize = 64;

/// The byte by which a word is looked for, and which of its bytes that is: of the three of a 汉字 the last tells most.
fn probe(word: &[u8]) -> Option<(usize, u8)> {
    let probe = word.len().checked_sub(1)?.min(2);
    Some((probe, word[probe]))
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

/// A bit for each of 65,536.
pub(crate) type Bits = [u64; 1 << 10];

/// None of them.
pub(crate) const NO_BITS: Bits = [0; 1 << 10];

/// One of them.
#[inline]
pub(crate) fn bit(bits: &Bits, at: u16) -> bool {
    bits[usize::from(at / 64)] >> (at % 64) & 1 == 1
}

/// Sets one of them.
pub(crate) fn set(bits: &mut Bits, at: u16) {
    bits[usize::from(at / 64)] |= 1 << (at % 64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_all_but_han() {
        let text = "a法治，䷀一龥“㐀”𠮷é1";
        let slow = text.char_indices().filter(|(_, character)| !('\u{4E00}'..='\u{9FFF}').contains(character));
        let characters = Characters::of(text);
        assert!(characters.signs().iter().map(|sign| (sign.at(), sign.character)).eq(slow));
    }

    #[test]
    fn words_are_told_as_by_the_standard_library() {
        let words = ["", "a", "ab", "法", "法治", "治", "a法", "法a", "青禾镇", "禾镇", "法a法治"];
        for (text, word) in words.into_iter().flat_map(|text| words.map(|word| (text, word))) {
            assert_eq!(begins(text, word), text.starts_with(word), "{text} {word}");
            assert_eq!(ends(text, word), text.ends_with(word), "{text} {word}");
            assert_eq!((find(text, word), rfind(text, word)), (text.find(word), text.rfind(word)), "{text} {word}");
            assert_eq!(holds(text, word), text.contains(word), "{text} {word}");
        }
    }
}
