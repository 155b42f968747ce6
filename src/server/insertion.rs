//! What an action writes into a report: a waiver, a section that is missing.

use super::open::Report;
use crate::check::CheckKind;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::document::{BlockKind, Document, HeadingForm, NumberStyle, Section, chinese_numeral};
use crate::lint::State;
use crate::rule::SkeletonPart;
use crate::rule_id::RuleId;
use crate::skeleton::{self, Line, Subject};
use crate::span::Span;

/// The mark that waives a rule where something was found. Without a reason it waives nothing, and says so until one is
/// written.
pub(super) fn waiver(document: &Document, place: Span, rule: &RuleId, reason: &str) -> Fix {
    let text = document.source.text();
    let mark = |verb: &str| format!("<!-- hegui: {verb} {rule} {reason} -->");
    let block = document.block_at(place.start).filter(|_| !place.is_empty());
    let edit = match block {
        Some(block) => {
            let start = match block.kind {
                BlockKind::Heading(_) => document.source.line_span(block.span.start).start,
                _ => block.span.start,
            };
            let is_alone = start == 0 || text[..start].ends_with("\n\n");
            if is_alone && block.kind != BlockKind::Table && document.source.counts_own_lines() {
                Edit { span: Span::at(start), text: (mark("allow") + "\n").into() }
            } else {
                // Beside the text, it parts no rows and no list.
                Edit { span: Span::at(block.span.end), text: mark("allow").into() }
            }
        }
        None => {
            let end = text.trim_end().len();
            Edit { span: Span::at(end), text: format!("\n\n{}", mark("allow-file")).into() }
        }
    };
    fix(vec![edit])
}

/// The section that a finding misses, with its name, for the place where it belongs; the numbers of the sections after it go
/// up where they must.
pub(super) fn section(report: &Report, diagnostic: &Diagnostic) -> Option<(String, Fix)> {
    let role = diagnostic.role.as_deref()?;
    let content = report.linted.contents.iter().find(|content| content.role == role)?;
    let document = &report.document;
    let rule = report.terms.rules.rule(diagnostic.rule.as_str())?;
    let is_about_it = matches!(rule.file.check, CheckKind::Section(_)) && content.state == State::Absent;
    if !is_about_it || !document.source.counts_own_lines() {
        return None;
    }
    let rules = &report.terms.rules;
    let vocabulary = rules.vocabularies().get(document.vocabulary)?;
    let order = |role: &str| vocabulary.roles.iter().position(|form| form.role == role);
    let own = order(role)?;
    let top: Vec<&Section> = document.sections.iter().filter(|section| section.level == 1).collect();
    let comes_after = |section: &&&Section| section.roles.iter().any(|role| order(role).is_some_and(|at| at > own));
    let next = top.iter().position(|section| comes_after(&section));
    let before = next.unwrap_or(top.len()).checked_sub(1).map(|index| top[index]);
    let after = next.map(|index| top[index]);
    if top.iter().any(|section| section.form == HeadingForm::Inline) {
        return None;
    }
    let is_numbered = top.is_empty() || top.iter().any(|section| style(section) == Some(NumberStyle::Chinese));
    let number = before.and_then(|section| section.number).map_or(1, |number| number.value + 1);
    let year = document.year.map(|(year, _)| year).or(report.terms.context.year)?;
    let unit = document.unit.map(|unit| document.slice(unit)).unwrap_or("本单位").to_owned();
    let subject = Subject { unit, level: document.level, year };
    let pack = &rules.pack_of(document)?.file.pack;
    let lines = skeleton::section(rules, pack, role, &subject, is_numbered.then_some(number)).ok()?;
    if lines.is_empty() {
        return None;
    }
    let mut edits = vec![insertion(document, &lines, &top, before, after)];
    let follows = after.and_then(|section| section.number).is_some_and(|next| is_numbered && next.value == number);
    for section in top[next.unwrap_or(top.len())..].iter().filter(|_| follows) {
        if let Some(number) = section.number.filter(|number| number.style == NumberStyle::Chinese && !number.damaged) {
            edits.push(Edit { span: number.digits, text: chinese_numeral(number.value + 1) });
        }
    }
    Some((content.name.clone(), fix(edits)))
}

/// The lines as the report writes its own, put in before a section or after another.
fn insertion(
    document: &Document,
    lines: &[Line],
    top: &[&Section],
    before: Option<&Section>,
    after: Option<&Section>,
) -> Edit {
    let text = document.source.text();
    let line_start = |offset: usize| document.source.line_span(offset).start;
    // What marks a heading in Markdown.
    let sign = |section: &Section| text[line_start(section.line.start)..section.line.start].to_owned();
    let first = top.first().map(|section| sign(section)).unwrap_or_default();
    let second = document.sections.iter().find(|section| section.level == 2 && section.own_line()).map(sign);
    let second = second.unwrap_or_else(|| if first.starts_with('#') { format!("#{first}") } else { first.clone() });
    let written: Vec<String> = lines
        .iter()
        .map(|line| match line.part {
            SkeletonPart::Section => format!("{first}{}", line.text),
            SkeletonPart::Heading => format!("{second}{}", line.text),
            _ => line.text.clone(),
        })
        .collect();
    let is_loose = first.starts_with('#') || text.contains("\n\n");
    let gap = if is_loose { "\n\n" } else { "\n" };
    let written = written.join(gap);
    match after {
        Some(section) => Edit { span: Span::at(line_start(section.line.start)), text: (written + gap).into() },
        None => {
            let end = before.map_or(text.len(), |section| section.span.end);
            let end = text[..end].trim_end().len();
            Edit { span: Span::at(end), text: format!("{gap}{written}").into() }
        }
    }
}

fn style(section: &Section) -> Option<NumberStyle> {
    section.number.map(|number| number.style)
}

fn fix(edits: Vec<Edit>) -> Fix {
    Fix { title: String::new(), applicability: Applicability::Unsafe, edits }
}
