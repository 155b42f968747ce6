//! What a figure counts: the noun after its counter, else the words before it in the clause.

use super::{CLAUSE, Figure, Unit};
use crate::document::numbering::is_han;
use crate::document::sentence::trim;
use crate::scan::{self, Bits, Characters, NO_BITS, Sign, begins, ends};
use crate::span::Span;

/// What each figure of a block counts: the noun after its counter, else the words before it in the clause.
pub(super) fn name(text: &str, block: Span, characters: &Characters, figures: &mut [Figure]) {
    let is_mark = |sign: &&Sign| CLAUSE.contains(&sign.character);
    for index in 0..figures.len() {
        let span = figures[index].span;
        let previous_end = index.checked_sub(1).map_or(block.start, |previous| figures[previous].span.end);
        let next_start = figures.get(index + 1).map_or(block.end, |next| next.span.start);
        let between = characters.signs_in(Span::new(span.end, next_start));
        let clause_end = between.iter().find(is_mark).map_or(next_start, Sign::at);
        let after = noun_after(text, Span::new(span.end, clause_end));
        let between = characters.signs_in(Span::new(previous_end, span.start));
        let mark = between.iter().rev().find(is_mark);
        let clause_start = mark.map_or(previous_end, Sign::end);
        let before = words_before(text, Span::new(clause_start, span.start));
        figures[index].counts = if figures[index].unit == Unit::Rate { before } else { after.or(before) };
    }
}

/// Words that go on after a counter without naming what is counted.
const NO_NOUNS: [&str; 21] = [
    "以上", "以下", "左右", "和", "及", "并", "已", "均", "都", "全部", "次", "的", "后", "等", "，", "为", "被", "由",
    "在", "到", "占",
];
/// Words before what is counted that say nothing of it.
const LEADING: [&str; 24] = [
    "截至目前",
    "截至年底",
    "截至",
    "目前",
    "全年度",
    "全年",
    "年内",
    "今年以来",
    "今年",
    "累计",
    "共计",
    "合计",
    "总计",
    "共",
    "全镇",
    "全乡",
    "全街道",
    "全县",
    "我镇",
    "我乡",
    "已",
    "先后",
    "其中",
    "同时",
];
/// Words between what is counted and its number.
const TRAILING: [&str; 16] =
    ["累计", "共计", "总计", "合计", "达到", "均达", "均为", "共", "达", "为", "至", "到", "了", "有", "计", "数"];

/// The characters with which those words begin, or end: most texts are told by one.
static BEGIN_NO_NOUN: Bits = outermost(&NO_NOUNS, false);
static BEGIN_LEADING: Bits = outermost(&LEADING, false);
static END_TRAILING: Bits = outermost(&TRAILING, true);

/// The first or the last characters of words of 汉字 and full-width marks, which have three bytes each.
const fn outermost(words: &[&str], last: bool) -> Bits {
    let mut bits = NO_BITS;
    let mut index = 0;
    while index < words.len() {
        let bytes = words[index].as_bytes();
        let at = if last { bytes.len() - 3 } else { 0 };
        let code = (bytes[at] as u16) << 12 | (bytes[at + 1] as u16 & 0x3F) << 6 | (bytes[at + 2] as u16 & 0x3F);
        bits[code as usize / 64] |= 1 << (code % 64);
        index += 1;
    }
    bits
}

fn noun_after(text: &str, span: Span) -> Option<Span> {
    let span = trim(text, span);
    let slice = &text[span.range()];
    let first = slice.chars().next().filter(|first| is_han(*first))?;
    let is_other = scan::bit(&BEGIN_NO_NOUN, scan::code(first)) && NO_NOUNS.iter().any(|word| begins(slice, word));
    (!is_other && slice.chars().nth(24).is_none()).then_some(span)
}

fn words_before(text: &str, span: Span) -> Option<Span> {
    let mut span = trim(text, span);
    let leading = |span: Span| {
        let slice = &text[span.range()];
        slice.chars().next().filter(|first| scan::bit(&BEGIN_LEADING, scan::code(*first)))?;
        LEADING.iter().find(|word| begins(slice, word))
    };
    while let Some(word) = leading(span) {
        span = trim(text, Span::new(span.start + word.len(), span.end));
    }
    let trailing = |span: Span| {
        let slice = &text[span.range()];
        slice.chars().next_back().filter(|last| scan::bit(&END_TRAILING, scan::code(*last)))?;
        TRAILING.iter().find(|word| ends(slice, word))
    };
    while let Some(word) = trailing(span) {
        span = trim(text, Span::new(span.start, span.end - word.len()));
    }
    (!span.is_empty()).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_by_their_first_or_last_character() {
        let code = |one: Option<char>| scan::code(one.expect("a word"));
        assert!(NO_NOUNS.iter().all(|word| scan::bit(&BEGIN_NO_NOUN, code(word.chars().next()))));
        assert!(LEADING.iter().all(|word| scan::bit(&BEGIN_LEADING, code(word.chars().next()))));
        assert!(TRAILING.iter().all(|word| scan::bit(&END_TRAILING, code(word.chars().next_back()))));
    }
}
