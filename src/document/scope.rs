//! Which part of a report a rule reads.

use serde::Deserialize;

use super::{Block, BlockKind, Document, Mark};
use crate::span::Span;

/// Where a rule looks.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The parts of the document it reads.
    #[serde(default)]
    pub part: Part,
    /// Only sections with one of these roles, at any depth; empty: everywhere.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Not in sections with one of these roles.
    #[serde(default)]
    pub outside_roles: Vec<String>,
    /// Not inside these marks: `quotation` “”, `citation` 《》.
    #[serde(default)]
    pub outside: Vec<Mark>,
}

/// A part of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The whole text.
    #[default]
    Text,
    /// The title.
    Title,
    /// Headings of sections.
    Heading,
    /// Paragraphs without title, own-line headings, signature and date.
    Body,
}

impl Document {
    /// The spans of a part, in order.
    pub fn part(&self, part: Part) -> Vec<Span> {
        match part {
            Part::Text => vec![Span::new(0, self.text().len())],
            Part::Title => self.title.iter().flat_map(|title| title.lines.iter().copied()).collect(),
            Part::Heading => self.sections.iter().map(|section| section.heading).collect(),
            Part::Body => self.blocks.iter().filter(|block| self.is_body(block)).map(|block| block.span).collect(),
        }
    }

    /// Whether a rule of this scope may speak of a span.
    pub fn in_scope(&self, scope: &Scope, span: Span) -> bool {
        let role = |roles: &[String]| roles.iter().any(|role| self.in_role(span.start, role));
        let part = match scope.part {
            Part::Text => true,
            Part::Title => self.title.as_ref().is_some_and(|title| title.lines.iter().any(|line| line.covers(span))),
            Part::Heading => self.section_at(span.start).is_some_and(|at| self.sections[at].line.covers(span)),
            Part::Body => self.block_at(span.start).is_some_and(|block| self.is_body(block)),
        };
        part && (scope.roles.is_empty() || role(&scope.roles))
            && !role(&scope.outside_roles)
            && !scope.outside.iter().any(|&mark| self.is_enclosed(span, mark))
    }

    /// Whether a block is a paragraph of running text: no title or what stands before it, no own-line heading, salutation,
    /// signature or date of issue.
    pub fn is_body(&self, block: &Block) -> bool {
        let span = block.span;
        let meets = |own: Span| own.covers(span) || span.covers(own);
        let in_title =
            self.title.as_ref().is_some_and(|title| title.lines.contains(&span) || span.end <= title.span.start);
        let in_salutation = self.salutation.is_some_and(|own| own.covers(span));
        let in_tail = self.signature.is_some_and(meets) || self.date.as_ref().is_some_and(|date| meets(date.span));
        let is_heading = self.section_at(span.start).is_some_and(|at| {
            let section = &self.sections[at];
            section.own_line() && section.line.start == span.start
        });
        block.kind == BlockKind::Paragraph && !(in_title || in_salutation || in_tail || is_heading)
    }
}
