//! The title: one line or several, with its unit and year, or none at all.

use crate::source::Source;
use crate::span::Span;

/// A title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// From the first line to the last.
    pub span: Span,
    /// Its lines, without white space and residue at their ends.
    pub lines: Vec<Span>,
}

impl Title {
    /// The lines put together, with one space between two.
    pub fn joined(&self, source: &Source) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| source.slice(*line)).collect();
        lines.join(" ")
    }
}
