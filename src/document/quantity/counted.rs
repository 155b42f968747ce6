//! What a figure counts: the noun after its counter, else the words before it in the clause.

use super::{CLAUSE, Figure, Unit};
use crate::document::sentence::trim;
use crate::scan::{begins, ends, signs, signs_back};
use crate::span::Span;

/// What each figure of a block counts: the noun after its counter, else the words before it in the clause.
pub(super) fn name(text: &str, block: Span, figures: &mut [Figure]) {
    let is_mark = |(_, character): &(usize, char)| CLAUSE.contains(character);
    for index in 0..figures.len() {
        let span = figures[index].span;
        let previous_end = index.checked_sub(1).map_or(block.start, |previous| figures[previous].span.end);
        let next_start = figures.get(index + 1).map_or(block.end, |next| next.span.start);
        let clause_end = signs(&text[span.end..next_start]).find(is_mark).map_or(next_start, |(at, _)| span.end + at);
        let after = noun_after(text, Span::new(span.end, clause_end));
        let mark = signs_back(&text[previous_end..span.start]).find(is_mark);
        let clause_start = mark.map_or(previous_end, |(at, mark)| previous_end + at + mark.len_utf8());
        let before = words_before(text, Span::new(clause_start, span.start));
        figures[index].counts = if figures[index].unit == Unit::Rate { before } else { after.or(before) };
    }
}

fn noun_after(text: &str, span: Span) -> Option<Span> {
    let span = trim(text, span);
    let slice = &text[span.range()];
    let starts_noun = slice.starts_with(crate::document::numbering::is_han)
        && ![
            "以上", "以下", "左右", "和", "及", "并", "已", "均", "都", "全部", "次", "的", "后", "等", "，", "为",
            "被", "由", "在", "到", "占",
        ]
        .iter()
        .any(|word| begins(slice, word));
    (starts_noun && slice.chars().count() <= 24).then_some(span)
}

fn words_before(text: &str, span: Span) -> Option<Span> {
    let mut span = trim(text, span);
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
    while let Some(word) = LEADING.iter().find(|word| begins(&text[span.range()], word)) {
        span = trim(text, Span::new(span.start + word.len(), span.end));
    }
    const TRAILING: [&str; 16] =
        ["累计", "共计", "总计", "合计", "达到", "均达", "均为", "共", "达", "为", "至", "到", "了", "有", "计", "数"];
    while let Some(word) = TRAILING.iter().find(|word| ends(&text[span.range()], word)) {
        span = trim(text, Span::new(span.start, span.end - word.len()));
    }
    (!span.is_empty()).then_some(span)
}
