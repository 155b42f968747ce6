//! How headings are written.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use super::{Check, Finding, Pattern, Target};
use crate::diagnostic::Label;
use crate::document::{Document, HeadingForm, Section};
use crate::scan;
use crate::span::Span;

/// What is wrong with headings.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Which fault.
    pub fault: Fault,
    /// For `words`: words that a heading should not keep.
    #[serde(default)]
    pub words: Vec<String>,
    /// For `words`: instructions of the outline anywhere in the text. Variant: `instruction`.
    #[serde(default)]
    pub instruction_patterns: Vec<Pattern>,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// A heading on its own line ends in punctuation. Variant: `stop` for 。.
    EndPunctuation,
    /// Sibling headings partly on their own lines, partly run into their text.
    MixedForm,
    /// A heading of level 1 that is not on its own line; the first place, others related.
    Inline,
    /// A prescribed section under other words than the norm's. Values: `{name}`, `{standard}`.
    NotStandard,
    /// Words of the outline are left. Values: `{found}`, `{right}`.
    Words,
}

impl Check for Heading {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        if self.is_led() {
            literals.extend(self.words.iter().map(String::as_str));
            literals.extend(self.instruction_patterns.iter().flat_map(Pattern::literals).map(String::as_str));
        }
    }

    fn mends(&self) -> bool {
        matches!(self.fault, Fault::EndPunctuation | Fault::Words)
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        match self.fault {
            Fault::EndPunctuation => end_punctuation(document, found),
            Fault::MixedForm => mixed_form(document, found),
            Fault::Inline => inline(document, found),
            Fault::NotStandard => not_standard(target, found),
            Fault::Words => self.words(target, found),
        }
    }
}

fn end_punctuation(document: &Document, found: &mut Vec<Finding>) {
    let marked = |section: &Section| {
        let last = document.slice(section.line).chars().next_back();
        last.filter(|mark| matches!(mark, '；' | '：' | '，' | '。' | ';' | ':' | ',' | '、'))
    };
    let may_be_item = |section: &Section, mark| section.level > 2 || mark == '。';
    let family = |section: &Section| (section.parent, section.level);
    // 1. … ； is an item of a list, （一）…。 with nothing under it a paragraph of one sentence; and so is the last of them,
    // under which the text goes on.
    let is_item = |section: &&Section| {
        !section.has_text() && marked(section).is_some_and(|mark| may_be_item(section, mark))
    };
    let own_lines = || document.sections.iter().filter(|section| section.own_line());
    let lists: BTreeSet<_> = own_lines().filter(is_item).map(family).collect();
    for section in own_lines() {
        let Some(mark) = marked(section) else { continue };
        if may_be_item(section, mark) && (!section.has_text() || lists.contains(&family(section))) {
            continue;
        }
        let span = Span::new(section.line.end - mark.len_utf8(), section.line.end);
        let finding = Finding::at(span).with("heading", document.slice(section.heading)).replaced_by("");
        found.push(if mark == '。' { finding.variant("stop") } else { finding });
    }
}

fn mixed_form(document: &Document, found: &mut Vec<Finding>) {
    // For each family that is open, its first heading; and whether it has been told of.
    let mut families: Vec<(Option<usize>, u8, &Section, bool)> = Vec::new();
    for section in &document.sections {
        families.retain(|(.., first, _)| first.level <= section.level);
        if !matches!(section.form, HeadingForm::OwnLine | HeadingForm::RunIn) || !section.has_text() {
            continue;
        }
        let own = families.iter_mut().find(|(parent, level, ..)| (*parent, *level) == (section.parent, section.level));
        match own {
            Some((.., first, told)) if first.form != section.form && !*told => {
                let mut finding = Finding::at(section.line);
                finding.related.push(Label { span: first.line, message: "同级标题是这种排法".to_owned() });
                found.push(finding);
                *told = true;
            }
            Some(_) => {}
            None => families.push((section.parent, section.level, section, false)),
        }
    }
}

fn inline(document: &Document, found: &mut Vec<Finding>) {
    let mut lines = document
        .sections
        .iter()
        .filter(|section| section.level == 1 && matches!(section.form, HeadingForm::RunIn | HeadingForm::Inline))
        .map(|section| Span::new(section.line.start, section.heading.end));
    let Some(first) = lines.next() else { return };
    let mut finding = Finding::at(first);
    finding.related = lines.map(|span| Label { span, message: String::new() }).collect();
    found.push(finding);
}

fn not_standard(target: &Target<'_>, found: &mut Vec<Finding>) {
    let document = target.document;
    for section in document.sections.iter().filter(|section| section.level == 1 && !section.inferred) {
        let forms: Vec<_> = target.vocabulary.roles.iter().filter(|form| section.has_role(&form.role) && !form.core.is_empty()).collect();
        let [form] = forms[..] else { continue };
        let mut heading = document.slice(section.heading).to_owned();
        heading.retain(|character| !character.is_whitespace());
        if !form.core.iter().any(|core| heading.contains(core.as_str())) {
            let finding = Finding::at(section.heading)
                .with("name", &form.name)
                .with("standard", form.standard_heading(target.context.year));
            found.push(finding);
        }
    }
}

impl Heading {
    /// Whether literals lead to all that is looked for.
    fn is_led(&self) -> bool {
        self.fault == Fault::Words && self.instruction_patterns.iter().all(|pattern| !pattern.literals().is_empty())
    }

    fn words(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let is_led = self.is_led();
        let stands = |literals: Range<usize>| !is_led || target.hits.iter().any(|hit| literals.contains(&hit.literal));
        let mut literals = self.words.len();
        for pattern in &self.instruction_patterns {
            let first = literals;
            literals += pattern.literals().len();
            if !stands(first..literals) {
                continue;
            }
            let blocks = document.blocks.iter().filter(|block| block.is_prose());
            let places = blocks.flat_map(|block| pattern.find_iter(document.text(), block.span));
            found.extend(places.map(|span| Finding::at(span).variant("instruction")));
        }
        let words = self.words.iter().enumerate().filter(|(index, _)| stands(*index..index + 1));
        let words: Vec<&String> = words.map(|(_, word)| word).collect();
        for section in document.sections.iter().filter(|_| !words.is_empty()) {
            let heading = document.slice(section.heading);
            for word in &words {
                let Some(at) = scan::find(heading, word) else { continue };
                let span = Span::new(section.heading.start + at, section.heading.start + at + word.len());
                let next = word.starts_with('下') || word.starts_with('次');
                let right = target.context.year.map(|year| format!("{}年度", if next { year + 1 } else { year }));
                let mut finding = Finding::at(span).with("right", right.clone().unwrap_or_else(|| "具体年度".to_owned()));
                if let Some(right) = right {
                    finding = finding.replaced_by(right);
                }
                found.push(finding);
                break;
            }
        }
    }
}
