//! The text of one document: what spans refer to, and the way back to the file.

use std::sync::OnceLock;

use crate::line_index::{Encoding, LineIndex, Position};
use crate::span::Span;

/// One document's text with its name, its lines and the way back to the file.
///
/// The text is what rules see: a BOM is dropped and line ends are `\n`; nothing else is rewritten.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<LineIndex>,
    origin: Vec<Segment>,
}

/// A stretch of the text that lies in one piece in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands in the text.
    pub text: Span,
    /// Which part of the file: a number that only the format understands. Plain text: the line.
    pub node: usize,
    /// The offset in that part at which the stretch begins. Plain text: bytes from the start of the file.
    pub start: usize,
}

impl Source {
    /// A text that is its own file: every offset is the file's.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let whole = Segment { text: Span::new(0, text.len()), node: 0, start: 0 };
        Self::with_origin(name, text, vec![whole])
    }

    /// A text read from a file of another shape; `origin` covers it in the order of the text.
    pub fn with_origin(name: impl Into<String>, text: impl Into<String>, origin: Vec<Segment>) -> Self {
        Self { name: name.into(), text: text.into(), lines: OnceLock::new(), origin }
    }

    /// The name to print: the path as it was given, or what stands for standard input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Where the lines start; found at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The place of a byte offset, counted from zero.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        self.lines().position(&self.text, offset, encoding)
    }

    /// The line that holds a byte, as a span without its line end.
    pub fn line_span(&self, offset: usize) -> Span {
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &self.text.as_bytes()[offset..]).map_or(self.text.len(), |at| offset + at);
        Span::new(start, end)
    }

    /// The stretches of the file that a span was read from, cut to the span.
    /// A stretch whose file bytes are not those of the text (another encoding) keeps the start of the whole stretch.
    pub fn origin(&self, span: Span) -> impl Iterator<Item = Segment> + '_ {
        let first = self.origin.partition_point(|segment| segment.text.end <= span.start);
        self.origin[first..]
            .iter()
            .take_while(move |segment| segment.text.start < span.end.max(span.start + 1))
            .copied()
    }
}
