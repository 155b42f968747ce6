//! A paragraph while it is read.

use super::styles::Properties;
use crate::flow::{Finished, Piecework, StyleKind, TooMuch};
use crate::source::Segment;
use crate::span::Span;

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

impl Piecework {
    /// Adds text that stands byte for byte in the part.
    pub(super) fn words(&mut self, words: &str, node: usize, file: Span) -> Result<(), TooMuch> {
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
}
