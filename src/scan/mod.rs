//! Quick ways through Chinese text.

mod characters;
mod pairs;

pub(crate) use characters::{Characters, OTHER, code, codes, pair};
pub(crate) use pairs::Neighbours;

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
    /// Its index among all characters.
    pub(crate) index: u32,
    pub(crate) character: char,
}

impl Sign {
    /// All of a text, in order.
    pub(crate) fn all(text: &str, characters: &Characters) -> Vec<Self> {
        let mut all = Vec::with_capacity(text.len() / 12);
        for (index, &code) in characters.codes().iter().enumerate() {
            if !(0x4E00..=0x9FFF).contains(&code) {
                let at = characters.place(index);
                let character = characters.character(text, index);
                #[expect(clippy::cast_possible_truncation, reason = "no file is as long")]
                all.push(Self { at, index: index as u32, character });
            }
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

/// Where in a few words a word stands first, in bytes; for long texts the standard library's own search is quicker.
pub(crate) fn find(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let [first, ..] = word else { return Some(0) };
    let last = text.len().checked_sub(word.len())?;
    (0..=last).find(|at| text[*at] == *first && text[*at..].starts_with(word))
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
        assert!(signs(text).eq(slow.clone()));
        assert!(signs_back(text).eq(slow.clone().rev()));
        let all = Sign::all(text, &Characters::of(text));
        assert!(all.into_iter().map(|sign| (sign.at, sign.character)).eq(slow));
    }

    #[test]
    fn words_are_told_as_by_the_standard_library() {
        let words = ["", "a", "ab", "法", "法治", "治", "a法", "法a", "青禾镇", "禾镇", "法a法治"];
        for (text, word) in words.into_iter().flat_map(|text| words.map(|word| (text, word))) {
            assert_eq!(begins(text, word), text.starts_with(word), "{text} {word}");
            assert_eq!(ends(text, word), text.ends_with(word), "{text} {word}");
            assert_eq!(find(text, word), text.find(word), "{text} {word}");
        }
    }
}
