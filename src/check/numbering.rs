//! Heading numbers: gaps and repeats, mixed styles, skipped levels, wrong and missing marks.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, HeadingForm, Mark, Number, NumberStyle, Section, chinese_numeral};
use crate::span::Span;

/// What is wrong with heading numbers.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// Which fault.
    pub fault: Fault,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// A number is left out or stands twice. Values: `{found}`, `{expected}`, `{before}`.
    /// Variants: `repeat`; `running` (numbers of level 3 and below that run on over sections).
    Gap,
    /// Siblings in two styles. Values: `{found}`, `{other}`.
    Style,
    /// A level is skipped. Values: `{found}`, `{expected}`. Variant: `throughout`.
    Level,
    /// Wrong mark after a number. Values: `{found}`, `{right}`.
    Punctuation,
    /// A mark of the number is missing. Values: `{found}`, `{right}`.
    Damaged,
}

impl Check for Numbering {
    fn mends(&self) -> bool {
        matches!(self.fault, Fault::Punctuation | Fault::Damaged)
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        match self.fault {
            Fault::Gap => gaps(document, found),
            Fault::Style => styles(document, found),
            Fault::Level => levels(document, found),
            Fault::Punctuation => {
                marks(document, found);
                enumerators(document, found);
            }
            Fault::Damaged => damaged(document, found),
        }
    }
}

fn numbered(document: &Document) -> impl Iterator<Item = (usize, &Section, Number)> {
    document.sections.iter().enumerate().filter_map(|(index, section)| Some((index, section, section.number?)))
}

/// The number as it should be written.
fn right_form(document: &Document, number: Number) -> String {
    let digits = document.slice(number.digits);
    match number.style {
        NumberStyle::Part => document.slice(number.span).trim_end_matches(['、', '：', ':', '，', ',']).to_owned(),
        NumberStyle::Chinese => format!("{digits}、"),
        NumberStyle::ChineseBracket | NumberStyle::ArabicBracket => format!("（{digits}）"),
        NumberStyle::Arabic => format!("{digits}."),
        NumberStyle::Circled => digits.to_owned(),
    }
}

/// A number of a style with another value.
fn with_value(document: &Document, like: Number, value: u32) -> String {
    let arabic = document.slice(like.digits).starts_with(|digit: char| digit.is_ascii_digit() || ('０'..='９').contains(&digit));
    let digits = if arabic { value.to_string().into() } else { chinese_numeral(value) };
    match like.style {
        NumberStyle::Part => format!("第{digits}部分"),
        NumberStyle::Chinese => format!("{digits}、"),
        NumberStyle::ChineseBracket | NumberStyle::ArabicBracket => format!("（{digits}）"),
        NumberStyle::Arabic => format!("{digits}."),
        NumberStyle::Circled => char::from_u32('①' as u32 + value - 1).map(String::from).unwrap_or_default(),
    }
}

fn gaps(document: &Document, found: &mut Vec<Finding>) {
    let stand_ins = stand_ins(document);
    // For each style under each parent, the number before.
    let mut last: Vec<(Option<usize>, NumberStyle, Number)> = Vec::new();
    // The last number of a style in the whole text, to tell those that run on over sections.
    let mut running: Vec<(NumberStyle, u32)> = Vec::new();
    let all: Vec<(usize, &Section, Number)> = numbered(document).collect();
    for (place, &(index, section, number)) in all.iter().enumerate() {
        if document.is_enclosed(number.span, Mark::Quotation) {
            continue;
        }
        if let Some((_, of_parent)) = stand_ins.iter().find(|(stand_in, _)| *stand_in == index) {
            if let Some((.., before)) = last.iter_mut().rfind(|(.., before)| before.span == of_parent.span) {
                before.value = number.value;
            }
            continue;
        }
        let runs_on = running.iter_mut().find(|(style, _)| *style == number.style);
        let continues = runs_on.as_ref().is_some_and(|(_, value)| value + 1 == number.value);
        match runs_on {
            Some((_, value)) => *value = number.value,
            None => running.push((number.style, number.value)),
        }
        // Only the family that is open now can go on, and it stands near the end of the list.
        let family = last.iter_mut().rev().take(64).find(|(parent, style, _)| (*parent, *style) == (section.parent, number.style));
        let next = all[place + 1..].iter().take(64).find(|(_, next, other)| (next.parent, other.style) == (section.parent, number.style));
        let next = next.map(|(.., next)| next.value);
        let Some((.., before)) = family else {
            let mut number = number;
            if number.value != 1 && !is_told(document, section, number) {
                let runs_on = continues && section.level >= 3;
                let finding = gap(document, number, None);
                found.push(if runs_on { finding.variant("running") } else { finding });
                // The next one goes on as if this one were right: it alone is wrong.
                if !runs_on && next == Some(2) {
                    number.value = 1;
                }
            }
            last.push((section.parent, number.style, number));
            continue;
        };
        // A second list, or a second document in the same file, starts again.
        let restarts = number.value == 1 && before.value > 1;
        if number.value != before.value + 1 && !restarts {
            let finding = gap(document, number, Some(*before));
            found.push(if number.value == before.value { finding.variant("repeat") } else { finding });
            if next == Some(before.value + 2) {
                *before = Number { value: before.value + 1, ..number };
                continue;
            }
        }
        *before = number;
    }
}

/// Whether the number before stands inside a paragraph of the section above: （一）加强学习。1.领导带头学。….
fn is_told(document: &Document, section: &Section, number: Number) -> bool {
    let Some(above) = section.parent.map(|parent| document.sections[parent].line.start) else { return false };
    let slice = &document.text()[above.min(number.span.start)..number.span.start];
    let before = with_value(document, number, number.value - 1);
    section.level > 1 && slice.match_indices(before.as_str()).any(|(at, _)| slice[..at].trim_end().ends_with(['。', '：', '；']))
}

fn gap(document: &Document, number: Number, before: Option<Number>) -> Finding {
    let expected = with_value(document, number, before.map_or(1, |before| before.value + 1));
    let mut finding = Finding::at(number.span).with("expected", expected);
    if let Some(before) = before {
        finding = finding.with("before", document.slice(before.span));
        finding.related.push(Label { span: before.span, message: "前一个序号".to_owned() });
    }
    finding
}

fn styles(document: &Document, found: &mut Vec<Finding>) {
    for (index, of_parent) in stand_ins(document) {
        let Some(number) = document.sections[index].number else { continue };
        let mut finding = Finding::at(number.span)
            .with("other", document.slice(of_parent.span))
            .with("right", with_value(document, of_parent, number.value));
        finding.related.push(Label { span: of_parent.span, message: "同级序号是这种写法".to_owned() });
        found.push(finding);
    }
}

/// Numbers in another style than the sibling's before them: 一、二、3、四、. Each with the number it goes on from.
fn stand_ins(document: &Document) -> Vec<(usize, Number)> {
    let mut found: Vec<(usize, Number)> = Vec::new();
    // For each family that is open, the number before, in the style of the family.
    let mut last: Vec<(Option<usize>, u8, Number)> = Vec::new();
    for (index, section, number) in numbered(document) {
        last.retain(|(_, level, _)| *level <= section.level);
        let own = last.iter_mut().find(|(parent, level, _)| (*parent, *level) == (section.parent, section.level));
        match own {
            Some((.., before)) if before.style != number.style => {
                let goes_on = before.value + 1 == number.value;
                if goes_on && before.style != NumberStyle::Part && number.style != NumberStyle::Part {
                    found.push((index, *before));
                }
                before.value = number.value;
            }
            Some((.., before)) => *before = number,
            None => last.push((section.parent, section.level, number)),
        }
    }
    found
}

fn levels(document: &Document, found: &mut Vec<Finding>) {
    let uses = |style| numbered(document).any(|(_, _, number)| number.style == style);
    let first = numbered(document).next();
    if let Some((_, section, number)) = first
        && number.style == NumberStyle::ChineseBracket
        && section.parent.is_none()
    {
        // （一） before any 一、: only if 一、 comes later, or nothing stands above at all.
        found.push(Finding::at(number.span).with("expected", "一、"));
    }
    if uses(NumberStyle::Chinese) && uses(NumberStyle::ChineseBracket) {
        skipped(document, found);
    } else if uses(NumberStyle::Chinese) {
        let skipping = numbered(document).find(|(_, section, number)| {
            let above = section.parent.and_then(|parent| document.sections[parent].number);
            number.style == NumberStyle::Arabic && above.is_some_and(|above| above.style == NumberStyle::Chinese) && section.form != HeadingForm::Item
        });
        if let Some((_, _, number)) = skipping {
            found.push(Finding::at(number.span).variant("throughout").with("expected", "（一）"));
        }
    }
}

/// 1. or （1） straight under 一、 in a text that has （一） under others: the first of each section.
fn skipped(document: &Document, found: &mut Vec<Finding>) {
    let mut told = None;
    for (_, section, number) in numbered(document) {
        let above = section.parent.and_then(|parent| document.sections[parent].number);
        let under_top = above.is_some_and(|above| above.style == NumberStyle::Chinese);
        let is_lower = matches!(number.style, NumberStyle::Arabic | NumberStyle::ArabicBracket);
        let is_heading = section.form != HeadingForm::Item && section.level > 2;
        if is_lower && under_top && is_heading && number.value == 1 && told != section.parent {
            told = section.parent;
            found.push(Finding::at(number.span).variant("once").with("expected", "（一）"));
        }
    }
}

fn marks(document: &Document, found: &mut Vec<Finding>) {
    for (_, section, number) in numbered(document).filter(|(_, _, number)| !number.damaged) {
        let written = document.slice(number.span);
        let after_digits = &document.text()[number.digits.end..number.span.end];
        let wrong = match number.style {
            NumberStyle::Chinese => !after_digits.starts_with('、') || after_digits.chars().count() > 1,
            // 1、 is told here; 1．and 1. are both right.
            NumberStyle::Arabic => !after_digits.starts_with(['.', '．']),
            NumberStyle::ChineseBracket | NumberStyle::ArabicBracket => written.ends_with(['、', '，', ',', '.', '．', '：', ':']),
            NumberStyle::Part | NumberStyle::Circled => false,
        };
        // A level of its own numbered 1、 all through is the style of the text, told once by its level.
        if wrong && (section.level > 1 || number.style != NumberStyle::Arabic) {
            let right = right_form(document, number);
            found.push(Finding::at(number.span).with("right", right.clone()).replaced_by(right));
        }
    }
}

/// 一是， and 二是：: nothing stands after these.
fn enumerators(document: &Document, found: &mut Vec<Finding>) {
    const IS: &str = "是";
    let text = document.text();
    let numeral = |one: char| "一二三四五六七八九十".contains(one);
    for at in memchr::memmem::find_iter(text.as_bytes(), IS) {
        let Some(mark) = text[at + IS.len()..].chars().next().filter(|mark| "，、：,:".contains(*mark)) else { continue };
        let start = text[..at].trim_end_matches(numeral).len();
        let opens = text[..start].chars().next_back().is_none_or(|one| one.is_whitespace() || "。；：，、！？）)”*|".contains(one));
        if start == at || !opens {
            continue;
        }
        let right = text[start..at + IS.len()].to_owned();
        let span = Span::new(start, at + IS.len() + mark.len_utf8());
        if !document.is_enclosed(span, Mark::Quotation) {
            found.push(Finding::at(span).with("right", right.clone()).replaced_by(right));
        }
    }
}

fn damaged(document: &Document, found: &mut Vec<Finding>) {
    for (_, _, number) in numbered(document).filter(|(_, _, number)| number.damaged) {
        let right = right_form(document, number);
        found.push(Finding::at(number.span).with("right", right.clone()).replaced_by(right));
    }
}
