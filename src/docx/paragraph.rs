//! A paragraph while it is read: its text, the way back to the part, and what is left in it.

use super::Error;
use super::styles::{Properties, StyleKind};
use super::{Trace, TraceKind};
use crate::source::Segment;
use crate::span::Span;

/// The most pieces of text, and the most paragraphs, in one document; a report has some thousands.
pub(super) const MOST_PIECES: usize = 300_000;
/// The most traces that are kept.
const MOST_TRACES: usize = 10_000;

/// Text with the way back to its part; all spans begin with the text's own.
#[derive(Debug, Default)]
pub(super) struct Piecework {
    pub(super) text: String,
    pub(super) segments: Vec<Segment>,
    pub(super) traces: Vec<Trace>,
    /// Where comments begin and end: which, and where.
    pub(super) comments: Vec<(String, usize)>,
}

impl Piecework {
    /// Adds text that stands byte for byte in the part.
    pub(super) fn words(&mut self, words: &str, node: usize, file: Span) -> Result<(), Error> {
        let start = self.text.len();
        if words.contains(['\n', '\r', '\t']) {
            // Line ends between the words of a text are as spaces are.
            self.text.extend(words.chars().map(|one| if matches!(one, '\n' | '\r' | '\t') { ' ' } else { one }));
        } else {
            self.text.push_str(words);
        }
        let text = Span::new(start, self.text.len());
        match self.segments.last_mut().filter(|last| last.exact && last.node == node && last.file.end == file.start) {
            Some(last) if last.text.end == start => {
                last.text.end = text.end;
                last.file.end = file.end;
                Ok(())
            }
            _ => self.piece(Segment { text, node, file, exact: true }),
        }
    }

    /// Adds text that stands for a stretch of the part.
    pub(super) fn instead(&mut self, text: &str, node: usize, file: Span) -> Result<(), Error> {
        let start = self.text.len();
        self.text.push_str(text);
        self.piece(Segment { text: Span::new(start, self.text.len()), node, file, exact: false })
    }

    pub(super) fn trace(&mut self, kind: TraceKind, span: Span) {
        if self.traces.len() < MOST_TRACES {
            self.traces.push(Trace { kind, span, text: String::new() });
        }
    }

    /// Notes that a comment begins or ends at an offset.
    pub(super) fn comment(&mut self, id: String, at: usize) {
        if self.comments.len() < MOST_TRACES {
            self.comments.push((id, at));
        }
    }

    /// Takes white space off the end, but not before an offset.
    pub(super) fn trim_end(&mut self, from: usize) {
        let end = from + self.text[from..].trim_ascii_end().len();
        self.text.truncate(end);
        while let Some(last) = self.segments.last_mut().filter(|last| last.text.end > end) {
            if last.text.start >= end {
                self.segments.pop();
                continue;
            }
            if last.exact {
                last.file.end -= last.text.end - end;
            }
            last.text.end = end;
        }
    }

    /// Adds another after this one.
    pub(super) fn append(&mut self, mut other: Piecework) -> Result<(), Error> {
        let shift = self.text.len();
        let moved = |span: Span| Span::new(span.start + shift, span.end + shift);
        if self.segments.len() + other.segments.len() > MOST_PIECES {
            return Err(Error::TooLarge);
        }
        if shift == 0 && self.segments.is_empty() {
            std::mem::swap(&mut self.text, &mut other.text);
            std::mem::swap(&mut self.segments, &mut other.segments);
        }
        self.text.push_str(&other.text);
        self.segments.extend(other.segments.into_iter().map(|piece| Segment { text: moved(piece.text), ..piece }));
        let room = MOST_TRACES.saturating_sub(self.traces.len());
        let traces = other.traces.into_iter().take(room);
        self.traces.extend(traces.map(|trace| Trace { span: moved(trace.span), ..trace }));
        self.comments.extend(other.comments.into_iter().map(|(id, at)| (id, at + shift)));
        Ok(())
    }

    fn piece(&mut self, piece: Segment) -> Result<(), Error> {
        if self.segments.len() >= MOST_PIECES {
            return Err(Error::TooLarge);
        }
        self.segments.push(piece);
        Ok(())
    }
}

/// A paragraph whose end has not come.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) own: Piecework,
    pub(super) properties: Properties,
    pub(super) kind: StyleKind,
    /// Its end is deleted: the next paragraph goes on with it.
    pub(super) goes_on: bool,
    /// Where its content begins in the part; its automatic number leads there.
    pub(super) start: usize,
    /// Paragraphs of text boxes that hang on it.
    pub(super) boxes: Vec<Finished>,
}

/// A paragraph that is read.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) own: Piecework,
    pub(super) kind: super::LineKind,
}
