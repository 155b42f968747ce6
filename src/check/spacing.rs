//! White space inside Chinese text.

use serde::Deserialize;

use super::script::{self, is_han};
use super::{Check, Finding, Target};
use crate::document::{BlockKind, Mark};
use crate::span::Span;

/// White space between two 汉字, between a figure and a 汉字, or before a Chinese mark.
///
/// White space that carries sense is left: around foreign words, at the ends of a paragraph, after a number that opens
/// it, after the marks that end a sentence, in tables, in quotations, and between words of lines that are no sentences (titles, signatures, lists of names).
///
/// ```yaml
/// check: { spacing: {} }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Spacing {
    /// Longest run of white space taken for a slip; longer ones are meant to align.
    #[serde(default = "longest")]
    pub longest: usize,
}

fn longest() -> usize {
    2
}

impl Check for Spacing {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend([" ", "\u{a0}", "\u{2002}", "\u{2003}", "\u{2009}", "\u{3000}"]);
    }

    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let text = target.document.text();
        let mut line = None;
        let mut end = 0;
        for hit in target.hits.iter().map(|hit| hit.span) {
            let Some(block) = target.document.block_at(hit.start).filter(|block| block.is_prose()) else { continue };
            if hit.start < end || block.kind == BlockKind::Table {
                continue;
            }
            let line = match &mut line {
                Some(line) if Line::is(line, block.span) => line,
                line => line.insert(Line::read(text, block.span)),
            };
            let gap = run(text, hit, block.span);
            end = gap.end;
            let count = text[gap.range()].chars().count();
            // A slogan or a name in quotation marks may be set in two parts: “学宪法　讲宪法”.
            let in_quotation = || target.document.is_enclosed(gap, Mark::Quotation);
            if count <= self.longest && line.holds_slip(text, gap) && !in_quotation() {
                found.push(Finding::at(gap).replaced_by(""));
            }
        }
    }
}

/// The whole run of white space around a part of it.
fn run(text: &str, hit: Span, block: Span) -> Span {
    let after = &text[hit.end..block.end];
    Span::new(hit.start, block.end - after.trim_start_matches(is_space).len())
}

/// What kind of line white space stands in.
struct Line {
    span: Span,
    /// It has marks of running text.
    is_sentence: bool,
    /// It has a year with a gap before 年, so that its figures are set apart by habit.
    has_spaced_year: bool,
}

impl Line {
    fn is(line: &Line, span: Span) -> bool {
        line.span == span
    }

    fn read(text: &str, span: Span) -> Self {
        let slice = &text[span.range()];
        let is_sentence = slice.contains(['。', '，', '；', '！', '？']);
        let has_spaced_year = slice.match_indices('年').any(|(at, _)| {
            let before = slice[..at].trim_end_matches(is_space);
            before.len() < at && before.len() >= 4 && before.bytes().rev().take(4).all(|byte| byte.is_ascii_digit())
        });
        Self { span, is_sentence, has_spaced_year }
    }

    fn holds_slip(&self, text: &str, gap: Span) -> bool {
        let (before, after) = (&text[self.span.start..gap.start], &text[gap.end..self.span.end]);
        let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return false };
        if is_han(left) && is_han(right) {
            self.is_sentence && !is_heading_start(before) && !is_list_of_names(before, after)
        } else if left.is_ascii_digit() && is_han(right) {
            (self.is_sentence || self.has_spaced_year) && is_plain_number(before)
        } else if is_han(left) && right.is_ascii_digit() {
            (self.is_sentence || self.has_spaced_year) && is_plain_number_ahead(after) && !is_heading_start(before)
        } else if matches!(left, '，' | '、' | '；') {
            let goes_on = is_han(right) || right.is_ascii_digit();
            goes_on && self.is_sentence && !is_heading_start(before) && !is_heading_start(after)
        } else {
            is_han(left) && matches!(right, '，' | '。' | '；' | '、' | '：' | '）' | '》' | '”')
        }
    }
}

/// White space of either width.
fn is_space(character: char) -> bool {
    script::is_gap(character) || character == '\u{3000}'
}

/// Whether the sentence before the gap opens with a heading's number: the gap may be all that is left of a line end.
fn is_heading_start(before: &str) -> bool {
    let sentence = before.rfind(['。', '；', '！', '？']).map_or(before, |at| &before[at..]);
    let sentence = sentence.trim_start_matches(|character: char| !character.is_alphanumeric() && character != '（' && character != '(');
    let number = sentence.trim_start_matches(['第', '（', '(']);
    let rest = number.trim_start_matches(|character| {
        matches!(character, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '零' | '之')
    });
    if sentence.starts_with('第') && rest.starts_with(['部', '条', '章', '节']) {
        return true;
    }
    let digits = number[..number.len() - rest.len()].chars().count();
    (1..=3).contains(&digits) && rest.starts_with(['、', '）', ')', '.', '．', '是', ' '])
}

/// Three or more short words set apart by white space, as names of people are.
fn is_list_of_names(before: &str, after: &str) -> bool {
    let is_border = |character: char| !is_han(character) && !is_space(character);
    let head = before.rfind(is_border).map_or(before, |at| before[at..].trim_start_matches(is_border));
    let tail = after.find(is_border).map_or(after, |at| &after[..at]);
    let words: Vec<usize> =
        head.split(is_space).chain(tail.split(is_space)).filter(|word| !word.is_empty()).map(|word| word.chars().count()).collect();
    words.len() >= 3 && words.iter().all(|&length| (2..=4).contains(&length))
}

/// A figure by itself: no part of a foreign name or a standard's number, no short number that opens the line.
fn is_plain_number(before: &str) -> bool {
    let rest = before.trim_end_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | ','));
    let separated = rest.trim_end_matches(is_space);
    let opens_line = separated.is_empty() && before.len() < 4;
    !opens_line && !rest.ends_with(is_foreign) && !separated.ends_with(|last: char| last.is_ascii_alphabetic())
}

fn is_plain_number_ahead(after: &str) -> bool {
    let rest = after.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | ','));
    !rest.starts_with(is_foreign)
}

fn is_foreign(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '-' | '/' | '_' | ':' | '+')
}

#[cfg(test)]
mod tests {
    use super::Spacing;
    use crate::check::marked::{fixed, marks};

    #[test]
    fn white_space_in_sentences_is_found() {
        for marked in [
            "2024⟦ ⟧年开展学习⟦ ⟧2⟦ ⟧次。",
            "落⟦ ⟧实责任，推动⟦  ⟧工作⟦ ⟧。",
            "关于⟦ ⟧2024⟦ ⟧年法治政府建设情况的报告",
            "2025⟦ ⟧年⟦ ⟧1⟦ ⟧月⟦ ⟧9⟦ ⟧日",
            "全年培训\u{a0}WPS\u{a0}操作员⟦\u{a0}⟧3⟦\u{a0}⟧名。",
        ] {
            marks::<Spacing>("{}", marked);
        }
        assert_eq!(fixed::<Spacing>("{}", "2024 年学 习 2 次。"), "2024年学习2次。");
    }

    #[test]
    fn white_space_with_sense_is_left() {
        for quiet in [
            "中共青禾镇委员会 青禾镇人民政府",
            "一、2024年主要举措和成效 （一）夯实组织基础。",
            "四、主要安排 2024年，石桥乡将加强领导。",
            "二、存在的不足和原因 石桥乡的工作取得进展。",
            "一、 加强领导。二是　压实责任。",
            "第二条 本办法适用于青禾镇。",
            "第一百零二条 本办法自印发之日起施行。",
            "1 加强领导。",
            "1. 加强领导。",
            "# 标题。",
            "使用 WPS 办公软件编辑。",
            "执行GB/T 9704 的要求和GB/T 9704-2012 规定。",
            "成员：张三 李四 王小五 赵六等。",
            "姓名 12 人 3 件",
            "字体：大 中 小 打印",
            "青禾村    12件，柳溪村    3件。",
        ] {
            marks::<Spacing>("{}", quiet);
        }
    }
}
