//! The same word twice in a row.

use std::cell::OnceCell;

use serde::Deserialize;

use super::script::is_han;
use super::{Check, Finding, Target};
use crate::document::{BlockKind, Document};
use crate::scan::{self, Sign};
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
        let mut done = 0;
        while let Some(near) = self.doubles(&characters.codes()[done..]) {
            let index = done + near;
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
    let start = before.iter().rfind(is_mark).map_or(block.start, |sign| sign.at + sign.character.len_utf8());
    let end = behind.iter().find(is_mark).map_or(block.end, |sign| sign.at);
    Span::new(start, end)
}

/// So many characters are compared at once.
const STEP: usize = 64;

impl Repetition {
    /// Where in some codes a word first stands twice in a row.
    fn doubles(&self, codes: &[u16]) -> Option<usize> {
        (0..codes.len()).step_by(STEP).find_map(|start| {
            let near = &codes[start..];
            let lengths = (1..=self.longest).take_while(|length| 2 * length <= near.len());
            let first = |length| if length == 1 { self.first_single(near) } else { first_double(near, length) };
            lengths.filter_map(first).min().map(|at| start + at)
        })
    }

    /// Where among the first places one of the single characters stands twice.
    fn first_single(&self, codes: &[u16]) -> Option<usize> {
        let is_single = |code: u16| self.single.iter().any(|single| scan::code(*single) == code);
        codes.windows(2).take(STEP).position(|two| two[0] == two[1] && is_single(two[0]))
    }

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

/// Where among the first places a word of some length stands twice. Its first, middle and last character are compared at
/// many places at once, which tells most that it does not.
fn first_double(codes: &[u16], length: usize) -> Option<usize> {
    let count = STEP.min(codes.len() + 1 - 2 * length);
    let from = |start: usize| &codes[start..start + count];
    let (first, middle, last) = (from(0), from(length / 2), from(length - 1));
    let (first_again, middle_again, last_again) = (from(length), from(length + length / 2), from(2 * length - 1));
    let least = (0..count).fold(u16::MAX, |least, at| {
        let other = (first[at] ^ first_again[at]) | (middle[at] ^ middle_again[at]) | (last[at] ^ last_again[at]);
        least.min(other)
    });
    let is_doubled = |at: &usize| {
        let word = &codes[*at..at + length];
        *word == codes[at + length..at + 2 * length] && word.iter().all(|code| is_of_word(*code))
    };
    (least == 0).then(|| (0..count).find(is_doubled)).flatten()
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
    use super::Repetition;
    use crate::check::marked::{fixed, marks};

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
}
