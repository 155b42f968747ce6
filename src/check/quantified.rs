//! Parts of a section that tell no figure.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::document::{Document, Mark, Section, cell_number};
use crate::span::Span;

/// Parts of a section that tell no figure: its sub-sections, a theme without sub-sections, or the whole section where it
/// has no parts. Values: `{heading}`, `{count}` is taken, so `{figures}`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Quantified {
    /// The role of the section.
    pub role: String,
    /// How many figures each part must tell.
    pub min: usize,
    /// Words that tell of a number without one: 没有发生.
    #[serde(default)]
    pub zero: Vec<String>,
    /// Words that tell of documents made; with their titles 《》 they are results too.
    #[serde(default)]
    pub made: Vec<String>,
    /// Words in headings of parts that tell of something else, such as problems.
    #[serde(default)]
    pub without: Vec<String>,
}

impl Check for Quantified {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let sections = &document.sections;
        for (index, section) in sections.iter().enumerate().filter(|(_, section)| section.has_role(&self.role)) {
            let children = |parent: usize| sections[parent + 1..].iter().filter(move |child| child.parent == Some(parent));
            let parts: Vec<&Section> = children(index).filter(|child| child.roles.is_empty()).collect();
            let own = [section];
            let parts = if children(index).next().is_none() { &own[..] } else { &parts[..] };
            found.extend(parts.iter().filter_map(|part| self.wanting(document, part)));
        }
    }
}

impl Quantified {
    fn wanting(&self, document: &Document, part: &Section) -> Option<Finding> {
        let body = Span::new(part.line.end, part.span.end.max(part.line.end));
        let text = document.slice(body);
        let figures = document.figures_in(body).len();
        let heading = document.slice(part.heading);
        let about_else = self.without.iter().any(|word| heading.contains(word.as_str()));
        let empty = !text.chars().any(char::is_alphanumeric);
        let told = || self.zero.iter().any(|word| text.contains(word.as_str())) || self.makes(document, body);
        let enough = figures >= self.min || (figures + 1 >= self.min && told());
        (!enough && !empty && !about_else && !tabulates(document, body)).then(|| {
            let place = if part.line.is_empty() { part.heading } else { part.line };
            Finding::at(place).about(&self.role).with("heading", heading).with("figures", figures.to_string())
        })
    }

    /// Whether a sentence tells of a document that was made, by its title.
    fn makes(&self, document: &Document, body: Span) -> bool {
        let enclosed = document.enclosed();
        let first = enclosed.partition_point(|entry| entry.span.start < body.start);
        let inside = enclosed[first..].iter().take_while(|entry| entry.span.end <= body.end);
        let mut titles = inside.filter(|entry| entry.mark == Mark::Citation && entry.closed);
        titles.any(|title| {
            let sentence = document.sentence_at(title.span.start);
            let before = document.text().get(sentence.start.max(body.start)..title.span.start).unwrap_or_default();
            self.made.iter().any(|word| before.contains(word.as_str()))
        })
    }
}

/// Whether a table in the part gives a number.
fn tabulates(document: &Document, body: Span) -> bool {
    let cells = document.tables().iter().flat_map(|table| &table.rows).flatten();
    cells.filter(|cell| body.covers(**cell)).any(|cell| cell_number(document.slice(*cell)).is_some())
}
