//! What word processors' documents of all formats are made of: lines, rows of tables, list numbers, symbols.

pub(crate) mod list;
mod numeral;
mod outflow;
mod piecework;
pub(crate) mod symbol;

use crate::source::Segment;
use crate::span::Span;

pub(crate) use outflow::Outflow;
pub(crate) use piecework::{Finished, MOST_PIECES, Piecework};

/// More text, or in more pieces, than any report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// What a document says.
#[derive(Debug, Default)]
pub struct Content {
    /// One paragraph a line; what stands apart from the running text comes last.
    pub text: String,
    /// Where the text stands in the file, in its order. Line ends stand nowhere.
    pub segments: Vec<Segment>,
    /// All lines in the order of the text; empty ones too.
    pub lines: Vec<Line>,
    /// What is left of the work on the document, in the order of the file.
    pub traces: Vec<Trace>,
}

/// A line of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Without the line end.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Running text.
    Text,
    /// A heading by its style or outline level, from 1; the title by its style is 1.
    Heading(u8),
    /// A row of a table: the cells with tabs between them.
    Row,
    /// A line of a table of contents.
    Contents,
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// Above each page.
    Header,
    /// Below each page.
    Footer,
}

impl LineKind {
    /// Whether it stands apart from the running text.
    pub fn is_apart(self) -> bool {
        matches!(self, LineKind::Footnote | LineKind::Endnote | LineKind::Header | LineKind::Footer)
    }
}

/// Something left of the work on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What it is.
    pub kind: TraceKind,
    /// Where, in the text; empty for what is not part of the text.
    pub span: Span,
    /// What a comment says; empty for anything else, and where the format's reader leaves it out.
    pub text: String,
}

/// What can be left of the work on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceKind {
    /// A tracked insertion, deletion, move or change of form.
    Revision,
    /// A comment.
    Comment,
    /// Hidden text.
    Hidden,
}

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum StyleKind {
    /// Running text.
    #[default]
    Text,
    /// The document's title.
    Title,
    /// A line of the table of contents.
    Contents,
    /// A heading of a level from 1, by the name of its style.
    Heading(u8),
}

impl StyleKind {
    /// By its name, which is English for Word's own styles whatever the language, or Chinese in some files.
    pub(crate) fn of_name(name: &str) -> Self {
        let level = |rest: &str| rest.trim().parse().ok().filter(|level| (1..=9).contains(level));
        let name = name.to_lowercase();
        if let Some(level) = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题")).and_then(level) {
            return StyleKind::Heading(level);
        }
        if name.strip_prefix("toc").or_else(|| name.strip_prefix("目录")).and_then(level).is_some() {
            return StyleKind::Contents;
        }
        if matches!(name.as_str(), "title" | "标题" | "文档标题") { StyleKind::Title } else { StyleKind::Text }
    }

    /// What it makes of a line that has an outline level from 0, or none.
    pub(crate) fn line(self, outline: Option<u8>) -> LineKind {
        match (outline, self) {
            (_, StyleKind::Contents) => LineKind::Contents,
            (Some(level @ 0..=8), _) => LineKind::Heading(level + 1),
            (None, StyleKind::Heading(level)) => LineKind::Heading(level),
            (None, StyleKind::Title) => LineKind::Heading(1),
            _ => LineKind::Text,
        }
    }
}
