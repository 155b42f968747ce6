//! Heading numbers: gaps and repeats, mixed styles, skipped levels, wrong and missing marks.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, HeadingForm, Mark, Number, NumberStyle, Section, chinese_numeral};

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
            Fault::Punctuation => marks(document, found),
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
    let digits = if arabic { value.to_string() } else { chinese_numeral(value) };
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
    for (index, section, number) in numbered(document) {
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
        let Some((.., before)) = family else {
            if number.value != 1 {
                let finding = gap(document, number, None);
                found.push(if continues && section.level >= 3 { finding.variant("running") } else { finding });
            }
            last.push((section.parent, number.style, number));
            continue;
        };
        // A second list, or a second document in the same file, starts again.
        let restarts = number.value == 1 && before.value > 1;
        if number.value != before.value + 1 && !restarts {
            let finding = gap(document, number, Some(*before));
            found.push(if number.value == before.value { finding.variant("repeat") } else { finding });
        }
        *before = number;
    }
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

/// Arabic numbers that stand where the next Chinese one is due: 一、二、3、四、. Each with the number it goes on from.
fn stand_ins(document: &Document) -> Vec<(usize, Number)> {
    let mut found = Vec::new();
    let mut previous: Option<(usize, Number)> = None;
    let mut last_arabic = 0;
    for (index, section, number) in numbered(document) {
        let runs_on = number.style == NumberStyle::Arabic && last_arabic + 1 == number.value;
        if number.style == NumberStyle::Arabic {
            last_arabic = number.value;
        }
        let first_child = previous.is_some_and(|(before, _)| section.parent == Some(before) || document.sections[before].parent != section.parent);
        previous = Some((index, number));
        if number.style != NumberStyle::Arabic || number.value < 2 || !first_child || runs_on {
            continue;
        }
        let Some((above, of_parent)) = section.parent.and_then(|parent| Some((parent, document.sections[parent].number?))) else {
            continue;
        };
        let level = document.sections[above].level;
        let next = document.sections[index + 1..].iter().find(|next| next.level <= level);
        let closes = next.is_none_or(|next| {
            next.level < level || next.number.is_some_and(|next| next.style == of_parent.style && next.value == number.value + 1)
        });
        let due = number.value == of_parent.value + 1 && matches!(of_parent.style, NumberStyle::Chinese | NumberStyle::ChineseBracket);
        if due && closes {
            found.push((index, of_parent));
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
    if uses(NumberStyle::Chinese) && !uses(NumberStyle::ChineseBracket) {
        let skipping = numbered(document).find(|(_, section, number)| {
            let above = section.parent.and_then(|parent| document.sections[parent].number);
            number.style == NumberStyle::Arabic && above.is_some_and(|above| above.style == NumberStyle::Chinese) && section.form != HeadingForm::Item
        });
        if let Some((_, _, number)) = skipping {
            found.push(Finding::at(number.span).variant("throughout").with("expected", "（一）"));
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

fn damaged(document: &Document, found: &mut Vec<Finding>) {
    for (_, _, number) in numbered(document).filter(|(_, _, number)| number.damaged) {
        let right = right_form(document, number);
        found.push(Finding::at(number.span).with("right", right.clone()).replaced_by(right));
    }
}
