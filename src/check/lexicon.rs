//! Lists of words of a rule: one that is asked for a word at a time, and one of which few words stand in a report.

use serde::{Deserialize, Deserializer};

use crate::document::Document;
use crate::scan;

/// Words in the order of their first bytes.
#[derive(Debug, Default)]
pub struct Lexicon {
    words: Vec<(u64, String)>,
    /// A bit for each hash of these bytes: most words that are asked for are none of them.
    hashes: Box<[u64; 16]>,
}

impl Lexicon {
    /// The words, in any order.
    pub(super) fn of(words: impl IntoIterator<Item = String>) -> Self {
        let mut words: Vec<(u64, String)> = words.into_iter().map(|word| (key(&word), word)).collect();
        words.sort_unstable();
        let mut hashes = Box::new([0; 16]);
        for (key, _) in &words {
            let (word, bit) = hash(*key);
            hashes[word] |= bit;
        }
        Self { words, hashes }
    }

    /// Whether a word is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        let wanted = key(word);
        let (at, bit) = hash(wanted);
        if self.hashes[at] & bit == 0 {
            return false;
        }
        let first = self.words.partition_point(|(key, _)| *key < wanted);
        self.words[first..].iter().take_while(|(key, _)| *key == wanted).any(|(_, own)| own == word)
    }

    /// The words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|(_, word)| word.as_str())
    }
}

/// The first eight bytes as a number: two 汉字 and a part of the third.
fn key(word: &str) -> u64 {
    let bytes = word.as_bytes();
    match bytes.first_chunk::<8>() {
        Some(chunk) => u64::from_be_bytes(*chunk),
        None => bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)),
    }
}

/// One of 1,024 bits for a key: its word and the bit in it.
#[inline]
fn hash(key: u64) -> (usize, u64) {
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
    (hash as usize / 64, 1 << (hash % 64))
}

/// Words of which few stand in a report.
#[derive(Debug, Default)]
pub struct WordList {
    words: Vec<String>,
    /// What tells of each word that it does not; side by side, so that the words themselves need not be looked at.
    heads: Vec<scan::Head>,
}

impl WordList {
    /// Those that may stand in a report.
    pub(super) fn in_report<'w>(&'w self, document: &Document) -> impl Iterator<Item = &'w str> {
        let characters = document.characters();
        let words = self.heads.iter().zip(&self.words).filter(|(head, _)| characters.may_begin(**head));
        words.map(|(_, word)| word.as_str()).filter(|word| characters.may_hold(word))
    }
}

impl<'de> Deserialize<'de> for WordList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        let heads = words.iter().map(|word| scan::Head::of(word)).collect();
        Ok(Self { words, heads })
    }
}

impl<'de> Deserialize<'de> for Lexicon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of(Vec::<String>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;
    use crate::source::Source;

    #[test]
    fn words_that_stand_in_a_report_are_told() {
        let text = "青禾镇2024年，全年开展普法宣传12次。";
        let document = Document::understand(Source::new("a", text), plain_blocks(text), &[]);
        let words: WordList =
            serde_yaml::from_str("[次, 普法, 普法宣传, 镇, 法普, 宣讲, 年2024, 24年]").expect("words");
        let found: Vec<&str> = words.in_report(&document).filter(|word| text.contains(word)).collect();
        assert_eq!(found, ["次", "普法", "普法宣传", "镇", "24年"]);
        assert!(words.in_report(&document).all(|word| !["法普", "宣讲", "年2024"].contains(&word)));
    }

    #[test]
    fn words_are_found_whole() {
        let words: Lexicon = serde_yaml::from_str("[开展, 开展活动, 件, 活动]").expect("words");
        for (word, there) in
            [("开展", true), ("开展活动", true), ("件", true), ("开展活", false), ("", false), ("动", false)]
        {
            assert_eq!(words.has(word), there, "{word}");
        }
        assert_eq!(words.iter().count(), 4);
    }
}
