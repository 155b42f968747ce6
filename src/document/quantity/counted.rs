//! What a figure counts: the noun after its counter, else the words before it in the clause.

use super::{CLAUSE, Figure, Unit};
use crate::document::numbering::is_han;
use crate::document::sentence::trim;
use crate::scan::{Characters, Sign, begins, ends};
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

/// With which characters those words begin, or end: most texts are told by one.
const fn begins_no_noun(first: char) -> bool {
    matches!(
        first,
        '以' | '左'
            | '和'
            | '及'
            | '并'
            | '已'
            | '均'
            | '都'
            | '全'
            | '次'
            | '的'
            | '后'
            | '等'
            | '，'
            | '为'
            | '被'
            | '由'
            | '在'
            | '到'
            | '占'
    )
}

const fn begins_leading(first: char) -> bool {
    matches!(first, '截' | '目' | '全' | '年' | '今' | '累' | '共' | '合' | '总' | '我' | '已' | '先' | '其' | '同')
}

const fn ends_trailing(last: char) -> bool {
    matches!(last, '计' | '到' | '达' | '为' | '共' | '至' | '了' | '有' | '数')
}

fn noun_after(text: &str, span: Span) -> Option<Span> {
    let span = trim(text, span);
    let slice = &text[span.range()];
    let first = slice.chars().next().filter(|first| is_han(*first))?;
    let is_other = begins_no_noun(first) && NO_NOUNS.iter().any(|word| begins(slice, word));
    (!is_other && slice.chars().nth(24).is_none()).then_some(span)
}

fn words_before(text: &str, span: Span) -> Option<Span> {
    let mut span = trim(text, span);
    let leading = |span: Span| {
        let slice = &text[span.range()];
        slice.chars().next().filter(|first| begins_leading(*first))?;
        LEADING.iter().find(|word| begins(slice, word))
    };
    while let Some(word) = leading(span) {
        span = trim(text, Span::new(span.start + word.len(), span.end));
    }
    let trailing = |span: Span| {
        let slice = &text[span.range()];
        slice.chars().next_back().filter(|last| ends_trailing(*last))?;
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
        let first = |word: &str| word.chars().next().expect("a word");
        assert!(NO_NOUNS.iter().all(|word| begins_no_noun(first(word))));
        assert!(LEADING.iter().all(|word| begins_leading(first(word))));
        assert!(TRAILING.iter().all(|word| ends_trailing(word.chars().next_back().expect("a word"))));
    }
}
