//! Headings in the middle of a paragraph, as in a report pasted from a web page.

use super::{Heading, numbered};
use crate::document::numbering::{Number, NumberStyle, is_arabic_digit, is_chinese_digit};
use crate::document::role::Roles;
use crate::document::section::HeadingForm;
use crate::document::sentence::ends_sentence;
use crate::scan::{Characters, Sign};
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
    /// Those of the whole text.
    pub(super) characters: &'a Characters,
    /// 第一部分 may stand in the text.
    pub(super) parts: bool,
}

impl Scan<'_> {
    pub(super) fn inside(&self, from: usize, headings: &mut Vec<Heading>) {
        let mut free_at = if self.start_is_free { from } else { usize::MAX };
        let mut at = from;
        let mut signs = self.characters.signs_in(Span::new(from, self.span.end));
        while let Some(mark) = self.next_mark(at, &mut signs) {
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

    /// Whether a number of level 1 follows the end of a sentence: `。三、`.
    pub(super) fn may_hold(&self) -> bool {
        self.characters.signs_in(self.span).iter().filter(|sign| sign.character == '、').any(|sign| {
            let before = &self.text[self.span.start..sign.at()];
            let rest = before.trim_end_matches(is_chinese_digit);
            rest.len() < before.len() && rest.trim_end().ends_with(['。', '！', '？', '；'])
        })
    }

    /// Where, from an offset on, a mark stands that a number may have after it, or before it; `signs` are those that come.
    fn next_mark(&self, at: usize, signs: &mut &[Sign]) -> Option<usize> {
        let is_mark = |sign: &Sign| sign.at() >= at && matches!(sign.character, '、' | '（' | '(' | '.' | '．');
        *signs = &signs[signs.iter().position(is_mark).unwrap_or(signs.len())..];
        let sign = signs.first().map(Sign::at);
        // 第一部分: the one 汉字 among the marks.
        let part = self.parts.then(|| self.text[at..sign.unwrap_or(self.span.end)].find('部')).flatten();
        part.map(|part| at + part).or(sign)
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
            .take_while(|digit| is_arabic_digit(*digit) || is_chinese_digit(*digit))
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
        let heading = numbered(self.text, number, self.span.end, false, self.roles, self.characters)?;
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

/// Whether a number of a part with the 部 behind it may stand in a text: 第一部分.
pub(super) fn may_hold_parts(characters: &Characters) -> bool {
    let digits = "一二三四五六七八九十0123456789０１２３４５６７８９";
    digits.chars().any(|digit| characters.may_stand(digit, '部'))
}
