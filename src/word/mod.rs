//! The words of Chinese text, by jieba's dictionary with the words of official documents added to it.

mod bulk;
mod class;
mod cut;
mod head;
mod known;

use std::sync::Arc;

use crate::span::Span;

pub use class::Class;

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where.
    pub span: Span,
    /// What sort of word it is.
    pub class: Class,
}

/// Cuts text into words. Clones share what was loaded; nothing is loaded before text is cut, and for one report
/// nothing then: its dictionary lies in the program and is read in place.
///
/// The words are those of jieba without its guesses at unknown ones.
#[derive(Clone, Debug, Default)]
pub struct Words {
    bulk: Arc<bulk::Bulk>,
}

/// The dictionary: an automaton over the bytes of words, each with its frequency and class.
const DICTIONARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.fst"));

/// Where the words of each character go on in it.
const HEADS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/heads.bin"));

/// With which two characters words begin.
const PAIRS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pairs.bin"));

/// The dictionary in place; opening it reads its first and last bytes.
fn dictionary() -> cut::Dictionary {
    fst::Map::new(DICTIONARY).expect("the build script wrote it")
}

/// The sum of all frequencies, which the dictionary has under the empty word.
fn total(dictionary: &cut::Dictionary) -> u64 {
    dictionary.get("").unwrap_or(1)
}

impl Words {
    /// The words of a piece of text, one after another; what is no word is cut into characters.
    pub fn cut(&self, text: &str, within: Span) -> Vec<Word> {
        let mut words = Vec::with_capacity(within.len() / 3 + 1);
        let dictionary = dictionary();
        if !self.bulk.cut(&dictionary, text, within, &mut words) {
            #[expect(clippy::cast_precision_loss, reason = "the sum stays far below 2^53")]
            let log_total = (total(&dictionary) as f64).ln();
            cut::cut(&dictionary, log_total, text, within, &mut words);
        }
        words
    }

    /// Whether the dictionary has a word.
    pub fn has(&self, word: &str) -> bool {
        !word.is_empty() && dictionary().contains_key(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// jieba with its own dictionary and the domain words.
    fn jieba() -> jieba_rs::Jieba {
        let table: serde_json::Value =
            serde_yaml::from_str(include_str!("../../rules/gongwen/data/words.yaml")).expect("a table");
        let mut jieba = jieba_rs::Jieba::new();
        for word in
            table["rows"].as_array().expect("rows").iter().flat_map(|row| row["words"].as_array().expect("words"))
        {
            let word = word.as_str().expect("a word");
            let packed = dictionary().get(word).expect("the build script added it");
            let (frequency, _) = class::unpack(packed);
            assert!(frequency >= 1000, "{word}");
            jieba.add_word(word, usize::try_from(frequency).ok(), None);
        }
        jieba
    }

    fn words<'t>(words: &Words, text: &'t str) -> Vec<&'t str> {
        words.cut(text, Span::new(0, text.len())).into_iter().map(|word| &text[word.span.range()]).collect()
    }

    /// Invented text of every sort: reports, their pieces in any order, letters, marks, rare characters.
    fn texts() -> Vec<String> {
        let reports = [
            include_str!("../../examples/qinghe-2024.txt"),
            include_str!("../../examples/shuiwuju-2023.txt"),
            include_str!("../../examples/yunfeng-2024-pasted.txt"),
            include_str!("../../examples/liuxi-street-2024.md"),
            include_str!("../../rules/fazhi/pack.yaml"),
        ];
        let mut texts: Vec<String> = reports.map(str::to_owned).to_vec();
        texts.extend(
            ["", "\r\n\r\r\n\n", "C++ a+b 3.6% A-1_b v1.2", "１２件", "𠮷野家㐂", "a", "5", "+", "件次"]
                .map(str::to_owned),
        );
        let all: Vec<char> = reports.concat().chars().chain("𠮷㐀\u{f900}éКю🙂\r\n\tAa+&%".chars()).collect();
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).expect("31 bits") % below
        };
        for _ in 0..3000 {
            let mut text = String::new();
            for _ in 0..=next(8) {
                let start = next(all.len());
                text.extend(&all[start..(start + 1 + next(6)).min(all.len())]);
            }
            texts.push(text);
        }
        texts
    }

    #[test]
    fn words_are_those_of_jieba() {
        let (own, jieba) = (Words::default(), jieba());
        for text in texts() {
            let expected: Vec<&str> = jieba.cut(&text, false).into_iter().map(|token| token.word).collect();
            assert_eq!(words(&own, &text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_the_same_once_jieba_is_loaded() {
        let (own, loaded) = (Words::default(), Words::default());
        loaded.bulk.load(&dictionary());
        for text in texts() {
            let whole = Span::new(0, text.len());
            assert_eq!(own.cut(&text, whole), loaded.cut(&text, whole), "{text}");
        }
    }

    #[test]
    fn a_piece_is_cut_at_its_own_ends() {
        let text = "全年解答法律咨询4次";
        let within = Span::new("全年".len(), "全年解答法律咨询".len());
        let found = Words::default().cut(text, within);
        let found: Vec<_> = found.iter().map(|word| (&text[word.span.range()], word.class)).collect();
        assert_eq!(found, [("解答", Class::Verb), ("法律咨询", Class::Noun)]);
    }

    #[test]
    fn domain_words_have_their_class() {
        for (text, class) in [("法律明白人", Class::Noun), ("办理", Class::Verb)] {
            let found = Words::default().cut(text, Span::new(0, text.len()));
            assert_eq!(found, [Word { span: Span::new(0, text.len()), class }]);
        }
    }

    #[test]
    fn the_dictionary_knows_words_and_domain_words() {
        let own = Words::default();
        for (word, known) in [("案件", true), ("法律明白人", true), ("访件", false), ("", false)] {
            assert_eq!(own.has(word), known, "{word}");
        }
    }
}
