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
    pages: Vec<(usize, usize)>,
    written: Option<Written>,
}

/// The file's own text, where it is text that the report is only a part of.
#[derive(Debug)]
struct Written {
    text: String,
    lines: OnceLock<LineIndex>,
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
        Self { name: name.into(), text: text.into(), lines: OnceLock::new(), origin, pages: Vec::new(), written: None }
    }

    /// The text with the pages it stands on: for each stretch of one page, in the order of the text, the offset at which it
    /// begins and the number of the page, from 1.
    #[must_use]
    pub fn with_pages(self, pages: Vec<(usize, usize)>) -> Self {
        Self { pages, ..self }
    }

    /// The text with that of the file it was read from, which the segments lead to: lines and columns are those of the file.
    #[must_use]
    pub fn within(self, written: String) -> Self {
        Self { written: Some(Written { text: written, lines: OnceLock::new() }), ..self }
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

    /// The place of a byte offset as a person looks for it, counted from zero: in the text, or in the file where the text is
    /// a part of one.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        match &self.written {
            Some(written) => {
                let lines = written.lines.get_or_init(|| LineIndex::new(&written.text));
                lines.position(&written.text, self.file_offset(offset), encoding)
            }
            None => self.lines().position(&self.text, offset, encoding),
        }
    }

    /// The byte offset of a place that was counted as [`Source::position`] does; where the text is a part of a file, what
    /// stands between its pieces belongs to the piece before.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let Some(written) = &self.written else { return self.lines().offset(&self.text, position, encoding) };
        let lines = written.lines.get_or_init(|| LineIndex::new(&written.text));
        let offset = lines.offset(&written.text, position, encoding);
        let before = self.origin.iter().rfind(|segment| segment.file.start <= offset);
        before.map_or(0, |segment| {
            let inside = if segment.exact { offset - segment.file.start } else { 0 };
            (segment.text.start + inside).min(segment.text.end)
        })
    }

    /// Whether lines and columns are those of the text itself.
    pub(crate) fn counts_own_lines(&self) -> bool {
        self.written.is_none()
    }

    /// The byte of the file's part that an offset was read from: the beginning of what stands for several.
    fn file_offset(&self, offset: usize) -> usize {
        let Some(stretch) = self.stretch(offset) else { return 0 };
        if stretch.exact {
            (stretch.file.start + offset - stretch.text.start).min(stretch.file.end)
        } else if offset < stretch.text.end {
            stretch.file.start
        } else {
            stretch.file.end
        }
    }

    /// The line that holds a byte, as a span without its line end.
    pub fn line_span(&self, offset: usize) -> Span {
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &self.text.as_bytes()[offset..]).map_or(self.text.len(), |at| offset + at);
        Span::new(start, end)
    }

    /// The page on which a byte stands, from 1; none where the format has no fixed pages.
    pub fn page(&self, offset: usize) -> Option<usize> {
        let after = self.pages.partition_point(|(start, _)| *start <= offset);
        after.checked_sub(1).map(|index| self.pages[index].1)
    }

    /// `第3页` where there are pages, else `第7行`.
    pub fn page_or_line(&self, offset: usize) -> String {
        match self.page(offset) {
            Some(page) => format!("第{page}页"),
            None => format!("第{}行", self.position(offset, Encoding::Character).line + 1),
        }
    }

    /// The offsets at which another page begins, in order.
    pub(crate) fn page_starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.pages.iter().map(|(start, _)| *start)
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
    fn an_offset_has_a_page_where_there_are_pages() {
        let source = Source::new("a", "甲\n乙丙").with_pages(vec![(0, 1), (7, 3)]);
        assert_eq!([0, 6, 7, 9].map(|at| source.page(at)), [Some(1), Some(1), Some(3), Some(3)]);
        assert_eq!(Source::new("a", "甲").page(0), None);
    }

    #[test]
    fn lines_are_those_of_the_file_around_the_text() {
        let piece = |text: std::ops::Range<usize>, file: std::ops::Range<usize>, exact| Segment {
            text: text.into(),
            node: 0,
            file: file.into(),
            exact,
        };
        let written = "<p>\n甲&amp;乙<b>丙</b>";
        let origin = vec![
            piece(0..3, 4..7, true),
            piece(3..4, 7..12, false),
            piece(4..7, 12..15, true),
            piece(7..10, 18..21, true),
        ];
        let source = Source::with_origin("a", "甲&乙丙", origin).within(written.to_owned());
        let columns = [0, 3, 4, 7, 10].map(|at| source.position(at, Encoding::Character));
        assert_eq!(columns.map(|place| (place.line, place.column)), [(1, 0), (1, 1), (1, 6), (1, 10), (1, 11)]);
        assert_eq!(source.page_or_line(4), "第2行");
        let offset = |line, column| source.offset(Position { line, column }, Encoding::Character);
        assert_eq!(
            [offset(0, 1), offset(1, 0), offset(1, 3), offset(1, 6), offset(1, 9), offset(1, 10)],
            [0, 0, 3, 4, 7, 7]
        );
    }

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
