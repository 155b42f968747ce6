//! Headings in the middle of a paragraph, as in a report pasted from a web page.

use super::{Heading, numbered};
use crate::document::numbering::{Number, NumberStyle, is_arabic_digit};
use crate::document::role::Roles;
use crate::document::section::HeadingForm;
use crate::document::sentence::ends_sentence;
use crate::scan::signs;
use crate::span::Span;

/// Looks for headings inside one paragraph.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    /// Other headings of level 1 stand on their own lines.
    pub(super) own_lines: bool,
    pub(super) roles: &'a Roles<'a>,
    /// A heading may follow at once, without white space or a full stop.
    pub(super) start_is_free: bool,
}

impl Scan<'_> {
    pub(super) fn inside(&self, from: usize, headings: &mut Vec<Heading>) {
        let mut free_at = if self.start_is_free { from } else { usize::MAX };
        let mut at = from;
        while let Some(next) = next_mark(&self.text[at..self.span.end]) {
            let mark = at + next;
            let character = self.text[mark..].chars().next().unwrap_or(' ');
            at = mark + character.len_utf8();
            let start = self.number_start(mark, character);
            let Some(number) = Number::read(self.text, start, self.span.end).filter(|number| !number.damaged) else {
                continue;
            };
            if start < from || headings.last().is_some_and(|last| start < last.line.end) {
                continue;
            }
            let Some(heading) = self.accept(number, free_at, headings) else { continue };
            at = heading.line.end.max(number.span.end);
            free_at = at;
            headings.push(heading);
        }
    }

    /// Where a number with this mark would begin.
    fn number_start(&self, mark: usize, character: char) -> usize {
        if matches!(character, '（' | '(') {
            return mark;
        }
        let before = &self.text[self.span.start..mark];
        let digits: usize = before
            .chars()
            .rev()
            .take(4)
            .take_while(|digit| is_arabic_digit(*digit) || "一二三四五六七八九十".contains(*digit))
            .map(char::len_utf8)
            .sum();
        let start = mark - digits;
        if character == '部' && self.text[self.span.start..start].ends_with('第') {
            start - '第'.len_utf8()
        } else {
            start
        }
    }

    fn accept(&self, number: Number, free_at: usize, headings: &[Heading]) -> Option<Heading> {
        let before = &self.text[self.span.start..number.span.start];
        let gap = before.ends_with(char::is_whitespace);
        let last = before.trim_end().chars().next_back();
        let after_sentence =
            last.is_some_and(|last| ends_sentence(last) || matches!(last, '|' | '”' if gap || last == '|'));
        let after_heading = self.text[free_at.min(number.span.start)..number.span.start].trim().is_empty();
        let after_colon = matches!(last, Some('：' | ':'));
        if !(gap || after_sentence || after_heading || after_colon) {
            return None;
        }
        let same_style = headings
            .iter()
            .rev()
            .take_while(|heading| !self.above(heading, number.style))
            .filter_map(|heading| heading.number)
            .find(|other| other.style == number.style);
        let expected = same_style.map_or(1, |other| other.value + 1);
        if number.value != 1 && !(expected..=expected + 1).contains(&number.value) {
            return None;
        }
        let heading = numbered(self.text, number, self.span.end, false, self.roles)?;
        let firm = match number.style {
            NumberStyle::Chinese | NumberStyle::Part => {
                let named = self.roles.is_level_one(&self.text[heading.words.range()]);
                named
                    || (!self.own_lines
                        && heading.form != HeadingForm::Item
                        && !after_colon
                        && number.value <= expected)
            }
            NumberStyle::ChineseBracket => {
                (gap || after_sentence || after_heading || self.list_of_sentences(number))
                    && heading.form != HeadingForm::Item
            }
            // A list 1. 2. 3. inside a paragraph says nothing about sections.
            NumberStyle::Arabic | NumberStyle::ArabicBracket | NumberStyle::Circled => {
                !self.own_lines
                    && (gap || after_sentence)
                    && heading.form != HeadingForm::Item
                    && number.style == NumberStyle::Arabic
                    && (number.value == expected)
            }
        };
        firm.then_some(heading)
    }

    /// Whether a heading stands above those of a style.
    fn above(&self, heading: &Heading, style: NumberStyle) -> bool {
        heading.number.is_none_or(|number| number.style < style)
    }

    /// After a colon: `（一）` begins a list of headings only if `（二）` follows a full stop.
    fn list_of_sentences(&self, number: Number) -> bool {
        let rest = &self.text[number.span.end..self.span.end];
        // The next item stands within a few thousand characters, or this is no list.
        let reach: usize = rest.chars().take(3000).map(char::len_utf8).sum();
        let rest = &rest[..reach];
        ["（二）", "(二)"]
            .iter()
            .filter_map(|next| rest.find(next))
            .min()
            .is_some_and(|at| rest[..at].trim_end().ends_with(['。', '！', '？']))
    }
}

/// Whether a number of level 1 follows the end of a sentence: `。三、`.
pub(super) fn may_hold(text: &str) -> bool {
    text.match_indices('、').any(|(at, _)| {
        let before = text[..at].trim_end_matches(|digit: char| "一二三四五六七八九十".contains(digit));
        before.len() < at && before.trim_end().ends_with(['。', '！', '？', '；'])
    })
}

/// Where a mark stands that a number may have after it, or before it.
fn next_mark(text: &str) -> Option<usize> {
    let sign = signs(text).find(|(_, sign)| matches!(sign, '、' | '（' | '(' | '.' | '．')).map(|(at, _)| at);
    // 第一部分: the one 汉字 among the marks.
    let part = text[..sign.unwrap_or(text.len())].find('部');
    part.or(sign)
}
