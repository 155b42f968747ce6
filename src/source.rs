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
    /// Its bytes in that part; empty for what the part does not write out, such as an automatic number. Plain text:
    /// counted from the start of the file.
    pub file: Span,
    /// The part has the very bytes of the text, so that a piece of the one is the same piece of the other.
    pub exact: bool,
}

impl Source {
    /// A text that is its own file: every offset is the file's.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let all = Span::new(0, text.len());
        let whole = Segment { text: all, node: 0, file: all, exact: true };
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

    /// The last stretch of the file that begins at or before an offset, whole.
    pub fn stretch(&self, offset: usize) -> Option<Segment> {
        let after = self.origin.partition_point(|segment| segment.text.start <= offset);
        after.checked_sub(1).map(|index| self.origin[index])
    }

    /// The stretches of the file that a span was read from, cut to the span; for an empty span the one that holds or
    /// follows it. A stretch whose file bytes are not those of the text (another encoding, a reference) stays whole.
    pub fn origin(&self, span: Span) -> impl Iterator<Item = Segment> + '_ {
        let first = self.origin.partition_point(|segment| segment.text.end <= span.start);
        self.origin[first..]
            .iter()
            .take_while(move |segment| segment.text.start < span.end.max(span.start + 1))
            .map(move |segment| segment.cut(span))
    }
}

impl Segment {
    /// The part of it that lies in a span, where the file tells such a part.
    pub(crate) fn cut(self, span: Span) -> Self {
        let start = span.start.clamp(self.text.start, self.text.end);
        let end = span.end.clamp(start, self.text.end);
        if !self.exact {
            return self;
        }
        let file = Span::new(self.file.start + start - self.text.start, self.file.start + end - self.text.start);
        Self { text: Span::new(start, end), file, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_leads_to_its_own_bytes() {
        let piece = |text: std::ops::Range<usize>, file: std::ops::Range<usize>, exact| Segment {
            text: text.into(),
            node: 0,
            file: file.into(),
            exact,
        };
        let origin = vec![piece(0..3, 40..40, false), piece(3..9, 50..56, true), piece(10..13, 70..75, false)];
        let source = Source::with_origin("a", "一甲乙\n丙", origin.clone());
        let files = |start, end| -> Vec<(usize, usize)> {
            source.origin(Span::new(start, end)).map(|piece| (piece.file.start, piece.file.end)).collect()
        };
        assert_eq!(files(0, 13), [(40, 40), (50, 56), (70, 75)]);
        assert_eq!(files(6, 9), [(53, 56)]);
        assert_eq!(files(6, 11), [(53, 56), (70, 75)]);
        assert_eq!(files(6, 6), [(53, 53)]);
        assert_eq!(files(9, 9), []);
        assert_eq!(files(13, 13), []);
        assert_eq!(source.stretch(12).map(|piece| piece.text.start), Some(10));
    }
}
