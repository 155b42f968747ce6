//! Sections to four levels, with their headings and roles.

use super::numbering::Number;
use crate::span::Span;

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// From 1; the level of its number or mark.
    pub level: u8,
    /// Its number, if it has one.
    pub number: Option<Number>,
    /// The heading without number and end punctuation.
    pub heading: Span,
    /// Number, heading and the punctuation after it.
    pub line: Span,
    /// How the heading stands in the text.
    pub form: HeadingForm,
    /// The text after the heading up to the next heading of any level; may be empty.
    pub body: Span,
    /// Heading, body and all sub-sections.
    pub span: Span,
    /// The section above, by its index.
    pub parent: Option<usize>,
    /// Keys of the roles it has.
    pub roles: Vec<String>,
    /// The roles were not told by a heading.
    pub inferred: bool,
}

/// How a heading stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// On its own line.
    OwnLine,
    /// At the start of a paragraph that goes on after it.
    RunIn,
    /// In the middle of a paragraph.
    Inline,
    /// A numbered paragraph without a heading: the heading is its first clause.
    Item,
}

impl Section {
    /// Whether it has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Whether the heading is alone on its line.
    pub fn own_line(&self) -> bool {
        self.form == HeadingForm::OwnLine
    }
}
