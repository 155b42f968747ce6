//! jieba itself, for runs over so many reports that loading it pays.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use fst::Streamer;
use jieba_rs::Jieba;

use super::cut::{self, Dictionary};
use super::{Class, Word, class};
use crate::span::Span;

/// How many bytes are cut in place before jieba is loaded. Loading took 0.15 s where a megabyte took 0.06 s in place and
/// 0.015 s with jieba, so that it begins to pay at three to four megabytes; who has cut as much will likely cut more.
const PAYS: usize = 4_000_000;

/// Loads jieba once enough text was cut. Its words are those of the dictionary in place, so what is found does not
/// depend on when.
#[derive(Debug, Default)]
pub(super) struct Bulk {
    cut: AtomicUsize,
    loading: AtomicBool,
    jieba: OnceLock<Jieba>,
}

impl Bulk {
    /// Adds the words of a piece of text; `false` where jieba is not there.
    pub(super) fn cut(&self, dictionary: &Dictionary, text: &str, within: Span, words: &mut Vec<Word>) -> bool {
        let Some(jieba) = self.jieba.get() else {
            let before = self.cut.fetch_add(within.len(), Ordering::Relaxed);
            // The others go on in place while one loads.
            if before > PAYS && !self.loading.swap(true, Ordering::Relaxed) {
                self.load(dictionary);
            }
            return false;
        };
        for token in jieba.tag(&text[within.range()], false) {
            let span = Span::new(within.start + token.byte_start, within.start + token.byte_end);
            let class = cut::class_of_letters(token.word)
                .or_else(|| class::CLASSES.get(token.tag.parse::<usize>().ok()?).copied());
            words.push(Word { span, class: class.unwrap_or(Class::Other) });
        }
        true
    }

    /// Loads jieba with the words of the dictionary; its tags are the numbers of classes.
    pub(super) fn load(&self, dictionary: &Dictionary) {
        let mut jieba = Jieba::empty();
        let mut entries = dictionary.stream();
        while let Some((word, packed)) = entries.next() {
            let Ok(word) = std::str::from_utf8(word) else { continue };
            let (frequency, class) = class::unpack(packed);
            let tag = class::CLASSES.iter().position(|one| *one == class).unwrap_or_default().to_string();
            // The empty word holds the sum; jieba takes no empty word.
            jieba.add_word(word, usize::try_from(frequency).ok(), Some(&tag));
        }
        // Only the one who set `loading` comes here.
        let _ = self.jieba.set(jieba);
    }
}
