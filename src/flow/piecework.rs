//! Text while it is read: the way back to the file, and what is left in it.

use std::collections::{BTreeMap, HashMap};

use super::{LineKind, TooMuch, Trace, TraceKind};
use crate::source::Segment;
use crate::span::Span;

/// The most pieces of text, and the most paragraphs, in one document; a report has some thousands.
pub(crate) const MOST_PIECES: usize = 300_000;
/// The most traces that are kept.
const MOST_TRACES: usize = 10_000;

/// Text with the way back to its part; all spans begin with the text's own.
#[derive(Debug, Default)]
pub(crate) struct Piecework {
    pub(crate) text: String,
    pub(crate) segments: Vec<Segment>,
    pub(crate) traces: Vec<Trace>,
    /// Where comments begin and end: which, and where.
    pub(crate) comments: Vec<(String, usize)>,
}

impl Piecework {
    /// Adds text that stands for a stretch of the part.
    pub(crate) fn instead(&mut self, text: &str, node: usize, file: Span) -> Result<(), TooMuch> {
        let start = self.text.len();
        self.text.push_str(text);
        self.piece(Segment { text: Span::new(start, self.text.len()), node, file, exact: false })
    }

    pub(crate) fn trace(&mut self, kind: TraceKind, span: Span) {
        if self.traces.len() < MOST_TRACES {
            self.traces.push(Trace { kind, span, text: String::new() });
        }
    }

    /// Notes that a comment begins or ends at an offset.
    pub(crate) fn comment(&mut self, id: String, at: usize) {
        if self.comments.len() < MOST_TRACES {
            self.comments.push((id, at));
        }
    }

    /// The paragraph after the automatic number that it shows; the number leads to a place in a part.
    pub(crate) fn numbered(self, number: Option<String>, node: usize, file: Span) -> Result<Self, TooMuch> {
        let Some(mut number) = number else { return Ok(self) };
        // What stands between number and words is layout; a space only where the two would run together.
        let runs_on = number.ends_with(|last: char| last.is_alphabetic() || last.is_ascii_digit());
        if runs_on && !self.text.is_empty() {
            number.push(' ');
        }
        let mut whole = Piecework::default();
        whole.instead(&number, node, file)?;
        whole.append(self)?;
        Ok(whole)
    }

    /// Adds another after this one.
    pub(crate) fn append(&mut self, mut other: Piecework) -> Result<(), TooMuch> {
        let shift = self.text.len();
        let moved = |span: Span| Span::new(span.start + shift, span.end + shift);
        if self.segments.len() + other.segments.len() > MOST_PIECES {
            return Err(TooMuch);
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

    /// Adds where the last stretch of text stands.
    pub(crate) fn piece(&mut self, piece: Segment) -> Result<(), TooMuch> {
        if self.segments.len() >= MOST_PIECES {
            return Err(TooMuch);
        }
        self.segments.push(piece);
        Ok(())
    }
}

/// A paragraph that is read.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) own: Piecework,
    pub(crate) kind: LineKind,
}

/// From the first to the last place at which the document speaks of each comment; `said` has their words by their ids.
pub(super) fn commented(places: &[(String, usize)], mut said: HashMap<String, String>) -> Vec<Trace> {
    let mut spans: BTreeMap<&str, Span> = BTreeMap::new();
    for (id, at) in places {
        let span = spans.entry(id).or_insert(Span::at(*at));
        *span = Span::new(span.start.min(*at), span.end.max(*at));
    }
    let mut comments: Vec<(Span, String)> =
        spans.into_iter().map(|(id, span)| (span, said.remove(id).unwrap_or_default())).collect();
    comments.sort();
    comments.into_iter().map(|(span, text)| Trace { kind: TraceKind::Comment, span, text }).collect()
}
