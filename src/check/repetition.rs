//! The same word twice in a row.

use std::ops::Range;

use serde::Deserialize;

use super::script::is_han;
use super::{Check, Finding, Target};
use crate::document::BlockKind;
use crate::span::Span;

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
        let text = target.document.text();
        let characters = target.document.characters();
        let blocks = target.document.blocks.iter();
        let mut recent = Recent::new(self.longest);
        for block in blocks.filter(|block| !matches!(block.kind, BlockKind::Raw | BlockKind::Table)) {
            let signs = target.document.signs_in(block.span).iter().filter(|sign| !is_han(sign.character));
            let ends = signs.map(|sign| sign.index as usize).chain([characters.at(block.span.end)]);
            let mut start = characters.at(block.span.start);
            for end in ends {
                if recent.doubles(characters.codes(), start..end) {
                    let run = Span::new(characters.place(start), characters.place(end));
                    let placed = text[run.range()].char_indices().map(|(at, character)| (character, run.start + at));
                    self.in_run(text, &placed.collect::<Vec<Placed>>(), found);
                }
                start = end + 1;
            }
        }
    }
}

/// Which characters stood a short way back: tells most runs in which no word can stand twice.
struct Recent {
    longest: usize,
    /// By a few bits of the character's code, where it stood last.
    last: [usize; 256],
}

impl Recent {
    fn new(longest: usize) -> Self {
        Self { longest, last: [0; 256] }
    }

    /// Whether a run has some codes twice in a row; runs come in the order of the text.
    fn doubles(&mut self, codes: &[u16], run: Range<usize>) -> bool {
        let mut doubled = false;
        for (index, code) in run.clone().zip(&codes[run.clone()]) {
            // One more than the place, so that 0 stands for none.
            let last = std::mem::replace(&mut self.last[usize::from(code & 0xFF)], index + 1);
            if last > run.start && index < last + self.longest {
                let mut lengths = 1..=self.longest.min(index - run.start);
                doubled |= lengths.any(|length| {
                    let again = &codes[index - length..index];
                    again[0] == *code && index + length <= run.end && codes[index..index + length] == *again
                });
            }
        }
        doubled
    }
}

impl Repetition {
    /// Looks through characters that stand together without a mark between them.
    fn in_run(&self, text: &str, run: &[Placed], found: &mut Vec<Finding>) {
        let mut at = 0;
        while at + 1 < run.len() {
            let longest = self.longest.min((run.len() - at) / 2);
            let is_again = |length: &usize| run[at].0 == run[at + length].0;
            let doubled = (1..=longest).filter(is_again).find(|&length| self.is_doubled(text, run, at, length));
            let Some(length) = doubled else {
                at += 1;
                continue;
            };
            let place = |index: usize| run[index].1 + run[index].0.len_utf8();
            let span = Span::new(run[at].1, place(at + 2 * length - 1));
            let word = &text[run[at].1..place(at + length - 1)];
            found.push(Finding::at(span).with("word", word).replaced_by(word));
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
        marks::<Repetition>(CHECK, "⟦坚持坚持⟧依法行政，⟦进一步进一步⟧推进法治⟦工作工作⟧，⟦依法行政依法行政⟧水平⟦的的⟧");
        assert_eq!(fixed::<Repetition>(CHECK, "坚持坚持依法，进一步进一步"), "坚持依法，进一步");
    }

    #[test]
    fn reduplication_and_compounds_are_left() {
        for quiet in [
            "人人学法户户懂法，家家户户常常研究研究，许多许多", "信访工作工作专班", "一件一件办、一件事一件事办",
            "目的的确认", "哈哈哈哈", "坚持。坚持", "坚持\n坚持", "一步一步",
        ] {
            marks::<Repetition>(CHECK, quiet);
        }
    }
}
