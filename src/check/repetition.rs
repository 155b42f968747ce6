//! The same word twice in a row.

use std::cell::OnceCell;

use serde::Deserialize;

use super::script::is_han;
use super::{Check, Finding, Target};
use crate::document::{BlockKind, Document};
use crate::scan::{self, Characters, Sign};
use crate::span::Span;
use crate::word::Words;

/// A word that stands twice in a row. Value: `{word}`; the edit leaves one of the two.
///
/// Reduplication is left: 研究研究 of `allowed`, 一件一件 with a numeral, 人人 and 的的 of one character but for `single`.
/// A word of two characters that may end one compound and begin the next (信访工作工作专班) is one of `joints`; it is
/// reported before the end of a clause only.
///
/// ```yaml
/// check: { repetition: { longest: 8, joints: [工作], allowed: [研究], single: [的], unless_after: [目] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Repetition {
    /// Most characters of a word.
    pub longest: usize,
    /// Words of two characters that may meet themselves.
    #[serde(default)]
    pub joints: Vec<String>,
    /// Words that may stand twice.
    #[serde(default)]
    pub allowed: Vec<String>,
    /// Characters that never stand twice.
    #[serde(default)]
    pub single: Vec<char>,
    /// Characters after which one of `single` may: 目的的.
    #[serde(default)]
    pub unless_after: Vec<char>,
}

/// A character and its place.
type Placed = (char, usize);

impl Check for Repetition {
    fn faults(&self) -> Vec<String> {
        let wrong = self.joints.iter().filter(|word| word.chars().count() != 2);
        wrong.map(|word| format!("joints 只写两个字的词，“{word}”不是")).collect()
    }

    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let (characters, blocks) = (document.characters(), &document.blocks);
        let mut doubles = Doubles::new(characters, self);
        let mut done = 0;
        while let Some(index) = doubles.next(done) {
            let at = characters.place(index);
            let block = blocks.get(blocks.partition_point(|block| block.span.end <= at));
            done = match block {
                Some(block) if at < block.span.start => characters.at(block.span.start),
                Some(block) if matches!(block.kind, BlockKind::Raw | BlockKind::Table) => characters.at(block.span.end),
                Some(block) => {
                    let run = run(document, block.span, index);
                    let placed = document.slice(run).char_indices().map(|(at, character)| (character, run.start + at));
                    self.in_run(document.text(), &target.context.words, &placed.collect::<Vec<Placed>>(), found);
                    characters.at(run.end)
                }
                None => break,
            }
            .max(index + 1);
        }
    }
}

/// Where words begin in a run, and where it ends.
fn starts_of_words(text: &str, words: &Words, run: Span) -> Vec<usize> {
    words.cut(text, run).into_iter().map(|word| word.span.start).chain([run.end]).collect()
}

/// What stands around a character without a mark, in one block.
fn run(document: &Document, block: Span, index: usize) -> Span {
    let signs = document.signs_in(block);
    let (before, behind) = signs.split_at(signs.partition_point(|sign| (sign.index as usize) < index));
    let is_mark = |sign: &&Sign| !is_han(sign.character);
    let start = before.iter().rfind(is_mark).map_or(block.start, Sign::end);
    let end = behind.iter().find(is_mark).map_or(block.end, Sign::at);
    Span::new(start, end)
}

/// Where words stand twice in a row, in order.
struct Doubles<'a> {
    characters: &'a Characters,
    rule: &'a Repetition,
    /// Where two characters last stood side by side, by a hash of the two.
    last: [u32; 1 << HASH],
    /// The first place that was not looked at.
    at: usize,
}

/// Bits of such a hash.
const HASH: u32 = 10;

/// Far before the first place.
const NOWHERE: u32 = 1 << 31;

impl<'a> Doubles<'a> {
    fn new(characters: &'a Characters, rule: &'a Repetition) -> Self {
        Self { characters, rule, last: [NOWHERE; 1 << HASH], at: 0 }
    }

    /// The next word that stands twice in a row, from a place on. Where it begins again, so do its first two characters,
    /// which stood side by side no further back than the longest word reaches; few other characters did.
    fn next(&mut self, from: usize) -> Option<usize> {
        self.at = self.at.max(from);
        loop {
            let again = self.at + self.likely()?;
            self.at = again + 1;
            if let Some(start) = self.begins_again(again, from) {
                return Some(start);
            }
        }
    }

    /// The next place that needs a look, counted from the first that was not looked at.
    #[expect(clippy::cast_possible_truncation, reason = "no file is as long")]
    fn likely(&mut self) -> Option<usize> {
        let longest = self.rule.longest as u32;
        let mut before = self.at.checked_sub(1).map_or(0, |before| self.characters.codes()[before]);
        self.characters.pairs_from(self.at).zip(self.at as u32..).position(|((one, two), at)| {
            let last = &mut self.last[(scan::pair(one, two) >> (32 - HASH)) as usize];
            let distance = at.wrapping_sub(std::mem::replace(last, at));
            let is_same = std::mem::replace(&mut before, one) == one;
            (distance <= longest) | is_same
        })
    }

    /// Where a word begins that begins again there.
    fn begins_again(&self, again: usize, from: usize) -> Option<usize> {
        let codes = self.characters.codes();
        (1..=self.rule.longest).filter_map(|length| again.checked_sub(length).filter(|start| *start >= from)).find(|&start| {
            let length = again - start;
            codes[start] == codes[again]
                && match length {
                    1 => self.rule.single.iter().any(|single| scan::code(*single) == codes[start]),
                    _ => {
                        codes.get(again..again + length) == Some(&codes[start..again])
                            && codes[start..again].iter().all(|code| is_of_word(*code))
                    }
                }
        })
    }
}

impl Repetition {
    /// Looks through characters that stand together without a mark between them.
    fn in_run(&self, text: &str, words: &Words, run: &[Placed], found: &mut Vec<Finding>) {
        let place = |index: usize| run.get(index).map_or(run[run.len() - 1].1 + run[run.len() - 1].0.len_utf8(), |(_, at)| *at);
        let starts = OnceCell::new();
        let starts = || starts.get_or_init(|| starts_of_words(text, words, Span::new(place(0), place(run.len()))));
        let mut at = 0;
        while at + 1 < run.len() {
            let longest = self.longest.min((run.len() - at) / 2);
            let is_again = |length: &usize| run[at].0 == run[at + length].0;
            let is_doubled = |length: &usize| self.is_doubled(text, run, at, *length);
            // 构建共建共治: what stands twice is no word. Of 政务服务服务水平 one of the two may belong to a longer one.
            let begins = |index: &usize| starts().binary_search(&place(*index)).is_ok();
            let is_word = |length: &usize| {
                *length == 1 || [at, at + length, at + 2 * length].iter().filter(|end| begins(end)).count() >= 2
            };
            let doubled = (1..=longest).filter(is_again).filter(is_doubled).find(is_word);
            let Some(length) = doubled else {
                at += 1;
                continue;
            };
            let span = Span::new(place(at), place(at + 2 * length));
            let word = &text[place(at)..place(at + length)];
            found.push(Finding::at(span).with("word", word).replaced_by(word.to_owned()));
            at += 2 * length;
        }
    }

    fn is_doubled(&self, text: &str, run: &[Placed], at: usize, length: usize) -> bool {
        let same = |index: usize| run[at + index].0 == run[at + length + index].0;
        if !(0..length).all(same) {
            return false;
        }
        let end = |index: usize| run.get(index).map_or(text.len(), |(_, place)| *place);
        let word = &text[run[at].1..end(at + length)];
        let first = run[at].0;
        match length {
            1 => {
                let after = at.checked_sub(1).map(|before| run[before].0);
                self.single.contains(&first) && !after.is_some_and(|after| self.unless_after.contains(&after))
            }
            _ if word.chars().all(|one| one == first) || is_numeral(first) || self.is_allowed(word) => false,
            2 => at + 4 == run.len() || !self.joints.iter().any(|joint| joint == word),
            _ => true,
        }
    }

    fn is_allowed(&self, word: &str) -> bool {
        self.allowed.iter().any(|allowed| allowed == word)
    }
}

/// Whether a character may belong to a word; [`scan::OTHER`] may.
fn is_of_word(code: u16) -> bool {
    char::from_u32(u32::from(code)).is_some_and(is_han) || code == scan::OTHER
}

/// 一件一件, 每家每家, 第一第一.
fn is_numeral(character: char) -> bool {
    "一二三四五六七八九十百千万两几半每第各某".contains(character)
}

#[cfg(test)]
mod tests {
    use super::{Doubles, Repetition, is_of_word};
    use crate::check::marked::{fixed, marks};
    use crate::scan::{self, Characters};

    const CHECK: &str =
        "{ longest: 6, joints: [工作], allowed: [研究, 许多], single: [的], unless_after: [目] }";

    #[test]
    fn doubled_words_are_found() {
        marks::<Repetition>(CHECK, "⟦坚持坚持⟧依法行政，⟦进一步进一步⟧推进法治⟦工作工作⟧，⟦依法行政依法行政⟧水平⟦的的⟧，提升政务⟦服务服务⟧水平");
        assert_eq!(fixed::<Repetition>(CHECK, "坚持坚持依法，进一步进一步"), "坚持依法，进一步");
    }

    #[test]
    fn reduplication_and_compounds_are_left() {
        for quiet in [
            "人人学法户户懂法，家家户户常常研究研究，许多许多", "信访工作工作专班", "一件一件办、一件事一件事办",
            "目的的确认", "哈哈哈哈", "构建共建共治格局", "点对点对接", "面对面对话", "坚持。坚持", "坚持\n坚持", "一步一步",
        ] {
            marks::<Repetition>(CHECK, quiet);
        }
    }

    #[test]
    fn no_doubled_word_is_passed_over() {
        let rule: Repetition = serde_yaml::from_str(CHECK).expect("parameters");
        let letters: Vec<char> = "坚持推进法的，a𠮷".chars().collect();
        let mut state = 11_u64;
        for size in (0..400_u64).map(|round| 3 + round % (letters.len() as u64 - 2)) {
            let text: String = (0..24)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    letters[usize::try_from((state >> 33) % size).expect("small")]
                })
                .collect();
            let characters = Characters::of(&text);
            let codes = characters.codes();
            let is_double = |start: usize, length: usize| {
                let word = &codes[start..start + length];
                let may_stand = length > 1 && word.iter().all(|code| is_of_word(*code)) || word[0] == scan::code('的');
                codes[start + length..].starts_with(word) && may_stand
            };
            let begins = |start: &usize| {
                (1..=rule.longest.min((codes.len() - start) / 2)).any(|length| is_double(*start, length))
            };
            for from in 0..codes.len() {
                let found = Doubles::new(&characters, &rule).next(from);
                assert_eq!(found.is_some(), (from..codes.len()).any(|start| begins(&start)), "{text} from {from}");
                assert!(found.is_none_or(|start| start >= from && begins(&start)), "{text} from {from}");
            }
        }
    }
}
