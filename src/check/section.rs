//! Sections that must be there, named, apart from each other and filled.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, HeadingForm, RoleForm, Section as DocumentSection};
use crate::line_index::characters;
use crate::span::Span;

/// What is asked of sections.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The role asked about; without one, every prescribed role.
    #[serde(default)]
    pub role: Option<String>,
    /// What is required.
    pub require: Require,
    /// For `length`: the fewest characters.
    #[serde(default)]
    pub characters: usize,
    /// For `length`: the fewest sentences.
    #[serde(default)]
    pub sentences: usize,
}

/// What is required of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Require {
    /// A section has the role, or a passage tells the content. Values: `{name}`, `{standard}`.
    Present,
    /// A heading names it. Values: `{name}`, `{standard}`.
    Named,
    /// Its heading carries no other prescribed role. Values: `{first}`, `{second}`.
    Separate,
    /// A heading has text or sub-sections before the next heading.
    Text,
    /// It has enough characters and sentences. Values: `{name}`, `{characters}`, `{sentences}`.
    Length,
}

impl Check for Section {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        if self.require == Require::Text {
            return empty(document, found);
        }
        let asked = |form: &&RoleForm| self.role.as_ref().map_or(form.prescribed, |role| *role == form.role);
        for form in target.vocabulary.roles.iter().filter(asked) {
            match self.require {
                Require::Present => found.extend(missing(target, form)),
                Require::Named => found.extend(unnamed(target, form)),
                Require::Separate => merged(target, form, found),
                Require::Length => found.extend(self.thin(target, form)),
                Require::Text => {}
            }
        }
    }
}

fn words(target: &Target<'_>, form: &RoleForm, finding: Finding) -> Finding {
    finding.about(&form.role).with("name", &form.name).with("standard", form.standard_heading(target.context.year))
}

/// No section and no passage: points at the heading after which it belongs, with the nearest candidates.
fn missing(target: &Target<'_>, form: &RoleForm) -> Option<Finding> {
    let document = target.document;
    let told = document.with_role(&form.role).next().is_some()
        || document.evidence.iter().any(|evidence| evidence.role == form.role);
    if told {
        return None;
    }
    let mut finding = words(target, form, Finding::at(place_for(target, form)));
    finding.related = candidates(document, form);
    Some(finding)
}

/// The heading of the prescribed section before it, else the one after it, else the title, else the first block.
fn place_for(target: &Target<'_>, form: &RoleForm) -> Span {
    let document = target.document;
    let roles = &target.vocabulary.roles;
    let at = roles.iter().position(|other| other.role == form.role).unwrap_or(0);
    let mut top = document.sections.iter().filter(|section| section.level == 1);
    let last_of = |role: &RoleForm| document.sections.iter().rfind(|section| section.level == 1 && section.has_role(&role.role));
    let before = roles[..at].iter().rev().find_map(last_of);
    before
        .or_else(|| top.find(|section| roles[at + 1..].iter().any(|role| section.has_role(&role.role))))
        .map(|section| section.line)
        .or_else(|| document.title.as_ref().and_then(|title| title.lines.last().copied()))
        .or_else(|| document.blocks.first().map(|block| document.source.line_span(block.span.start)))
        .unwrap_or_default()
}

/// Up to three sentences that come near the content, and what each lacks.
fn candidates(document: &Document, form: &RoleForm) -> Vec<Label> {
    let mut labels = Vec::new();
    // For each way to tell it, the words of its first group that may stand in the text, and the other groups.
    let ways: Vec<(Vec<&str>, &[Vec<String>])> = form
        .content
        .iter()
        .filter_map(|content| {
            let (first, others) = content.words.split_first()?;
            let first: Vec<&str> = first.iter().map(String::as_str).filter(|word| document.may_hold(word)).collect();
            (!first.is_empty()).then_some((first, others))
        })
        .collect();
    if ways.is_empty() {
        return labels;
    }
    for sentence in document.sentences() {
        let slice = document.slice(*sentence);
        let near = ways.iter().find_map(|(first, others)| {
            let word = first.iter().find(|word| slice.contains(**word))?;
            let lacking = others.iter().find(|group| !group.iter().any(|word| slice.contains(word.as_str())))?;
            (lacking.len() > 1).then_some((word, lacking))
        });
        if let Some((word, lacking)) = near {
            let examples: Vec<&str> = lacking.iter().take(3).map(String::as_str).collect();
            let message = format!("提到“{word}”，但未见{}等内容", examples.join("、"));
            let start = sentence.start + slice.find(word).unwrap_or(0);
            labels.push(Label { span: Span::new(start, start + word.len()), message });
        }
        if labels.len() == 3 {
            break;
        }
    }
    labels
}

/// The content is there, but no heading names it.
fn unnamed(target: &Target<'_>, form: &RoleForm) -> Option<Finding> {
    let document = target.document;
    if document.with_role(&form.role).any(|section| !section.inferred) {
        return None;
    }
    let inferred = document.with_role(&form.role).next().map(|section| section.line);
    let told = document.evidence.iter().find(|evidence| evidence.role == form.role);
    let place = inferred.or_else(|| told.map(|evidence| document.sentence_at(evidence.span.start)))?;
    Some(words(target, form, Finding::at(place)))
}

/// One heading carries this role and a prescribed one after it.
fn merged(target: &Target<'_>, form: &RoleForm, found: &mut Vec<Finding>) {
    let roles = &target.vocabulary.roles;
    let later = roles.iter().skip_while(|other| other.role != form.role).skip(1).filter(|other| other.prescribed);
    for other in later {
        for section in target.document.with_role(&form.role).filter(|section| section.has_role(&other.role)) {
            found.push(Finding::at(section.line).with("first", &form.name).with("second", &other.name));
        }
    }
}

/// Headings of the first two levels with nothing under them. A list of nothing but such headings is a list.
fn empty(document: &Document, found: &mut Vec<Finding>) {
    let sections = &document.sections;
    let is_empty = |index: usize, section: &DocumentSection| {
        let has_child = sections.get(index + 1).is_some_and(|next| next.parent == Some(index));
        let has_text = without_closing(document.slice(section.body)).chars().any(char::is_alphanumeric);
        // （一）认真谋划…。 with nothing under it is a paragraph of one sentence.
        let is_sentence = document.slice(section.line).ends_with('。');
        section.form != HeadingForm::Item && !is_sentence && !has_child && !has_text
    };
    // For each section, how many sections of level 2 it has, and how many of them are empty.
    let mut families = vec![(0_usize, 0_usize); sections.len()];
    let mut empty = Vec::new();
    for (index, section) in sections.iter().enumerate().filter(|(_, section)| section.level <= 2) {
        let bare = is_empty(index, section);
        if bare {
            empty.push(section);
        }
        if let Some(parent) = section.parent.filter(|_| section.level == 2) {
            families[parent].0 += 1;
            families[parent].1 += usize::from(bare);
        }
    }
    for section in empty {
        let is_list = section.level == 2
            && section.parent.is_some_and(|parent| families[parent].0 > 1 && families[parent].0 == families[parent].1);
        if !is_list {
            found.push(Finding::at(section.line).with("heading", document.slice(section.heading)));
        }
    }
}

/// A body without the words that close a report.
fn without_closing(body: &str) -> &str {
    let bare = body.trim_end().trim_end_matches(['。', '.', '！']);
    let closing = ["特此报告", "专此报告", "以上报告，请审阅", "以上报告", "请审阅"];
    closing.iter().find_map(|words| bare.strip_suffix(words)).unwrap_or(bare)
}

impl Section {
    fn thin(&self, target: &Target<'_>, form: &RoleForm) -> Option<Finding> {
        let document = target.document;
        let own: Vec<&DocumentSection> =
            document.with_role(&form.role).filter(|section| !section.inferred).collect();
        let first = own.first()?;
        let characters: usize = own
            .iter()
            .map(|section| Span::new(section.line.end, section.span.end.max(section.line.end)))
            .map(|span| {
                let gaps = document.signs_in(span).iter().filter(|sign| sign.character.is_whitespace());
                characters(document.slice(span).as_bytes()) - gaps.count()
            })
            .sum();
        let all = document.sentences();
        // The first one may begin with the heading, where the report is one paragraph.
        let until = |offset: usize| all.partition_point(|sentence| sentence.start < offset);
        let after = |offset: usize| all.partition_point(|sentence| sentence.end <= offset);
        let sentences: usize =
            own.iter().map(|section| until(section.span.end).saturating_sub(after(section.line.end))).sum();
        // What is told member by member, between semicolons, is as much as so many sentences.
        let members: usize =
            own.iter().flat_map(|section| document.signs_in(section.span)).filter(|sign| matches!(sign.character, '；' | ';')).count();
        let sentences = if sentences > 0 { sentences + members } else { 0 };
        // An empty section is another matter.
        let thin = characters > 0 && (characters < self.characters || sentences < self.sentences);
        thin.then(|| {
            words(target, form, Finding::at(first.line))
                .with("characters", characters.to_string())
                .with("sentences", sentences.to_string())
        })
    }
}
