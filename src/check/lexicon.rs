//! A list of words of a rule that is asked for one word at a time.

use serde::{Deserialize, Deserializer};

/// Words in the order of their first bytes.
#[derive(Debug, Default)]
pub struct Lexicon(Vec<(u64, String)>);

impl Lexicon {
    /// The words, in any order.
    pub(super) fn of(words: impl IntoIterator<Item = String>) -> Self {
        let mut words: Vec<(u64, String)> = words.into_iter().map(|word| (key(&word), word)).collect();
        words.sort_unstable();
        Self(words)
    }

    /// Whether a word is one of them.
    pub(super) fn has(&self, word: &str) -> bool {
        let wanted = key(word);
        let first = self.0.partition_point(|(key, _)| *key < wanted);
        self.0[first..].iter().take_while(|(key, _)| *key == wanted).any(|(_, own)| own == word)
    }

    /// The words.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, word)| word.as_str())
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

impl<'de> Deserialize<'de> for Lexicon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of(Vec::<String>::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::Lexicon;

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
