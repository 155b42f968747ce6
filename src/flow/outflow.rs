//! Paragraphs one after the other as lines, with the rows of tables put together.

use std::collections::{HashMap, HashSet};

use super::piecework::{Finished, Piecework, commented};
use super::{Content, Line, LineKind, TooMuch};
use crate::span::Span;

/// The most bytes of text in one document: a book of more than a thousand pages.
const MOST_TEXT: usize = 2 << 20;

/// The lines so far.
#[derive(Debug, Default)]
pub(crate) struct Outflow {
    pub(crate) all: Piecework,
    pub(crate) lines: Vec<Line>,
    rows: Vec<Row>,
    /// Lines of headers and footers so far.
    known: HashSet<String>,
}

/// A row of a table whose end has not come.
#[derive(Debug)]
struct Row {
    /// Text, pieces and lines before it.
    before: (usize, usize, usize),
    cells: usize,
    /// Lines with text in the present cell.
    in_cell: usize,
    /// Cells hold more than a word or a figure: they are read as paragraphs.
    is_layout: bool,
    is_deleted: bool,
}

impl Outflow {
    /// Adds a paragraph: each of its lines, if its writer broke it, is a line.
    pub(crate) fn push(&mut self, paragraph: Finished) -> Result<(), TooMuch> {
        if matches!(paragraph.kind, LineKind::Header | LineKind::Footer) {
            let own = &paragraph.own.text;
            // Page numbers, and what stands above other pages too.
            if !own.contains(char::is_alphabetic) || !self.known.insert(own.clone()) {
                return Ok(());
            }
        }
        let start = self.all.text.len();
        if start + paragraph.own.text.len() > MOST_TEXT {
            return Err(TooMuch);
        }
        self.all.append(paragraph.own)?;
        let mut at = start;
        for line in self.all.text[start..].split('\n') {
            let span = Span::new(at, at + line.len());
            at = span.end + 1;
            self.lines.push(Line { span, kind: paragraph.kind });
            if let Some(row) = self.rows.last_mut().filter(|_| !line.trim().is_empty()) {
                row.in_cell += 1;
                row.is_layout |= row.in_cell > 1;
            }
        }
        self.all.text.push('\n');
        Ok(())
    }

    /// A table begins; in a cell of another it makes that one's row a layout.
    pub(crate) fn table(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.is_layout = true;
        }
    }

    pub(crate) fn row(&mut self) {
        let before = (self.all.text.len(), self.all.segments.len(), self.lines.len());
        self.rows.push(Row { before, cells: 0, in_cell: 0, is_layout: false, is_deleted: false });
    }

    pub(crate) fn cell(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.cells += 1;
            row.in_cell = 0;
        }
    }

    pub(crate) fn delete_row(&mut self) {
        if let Some(row) = self.rows.last_mut() {
            row.is_deleted = true;
        }
    }

    /// A row ends. Cells of one line each are put on one line with tabs between them.
    pub(crate) fn end_row(&mut self) {
        let Some(Row { before: (text, segments, lines), cells, is_layout, is_deleted, .. }) = self.rows.pop() else {
            return;
        };
        if is_deleted {
            self.all.text.truncate(text);
            self.all.segments.truncate(segments);
            self.lines.truncate(lines);
            for trace in self.all.traces.iter_mut().rev().take_while(|trace| trace.span.end > text) {
                trace.span = Span::new(trace.span.start.min(text), text);
            }
            for (_, at) in self.all.comments.iter_mut().rev().take_while(|(_, at)| *at > text) {
                *at = text;
            }
        } else if !is_layout && cells > 1 && self.lines.len() > lines {
            let row = self.all.text.split_off(text);
            let end = text + row.len() - 1;
            self.all.text.push_str(&row[..row.len() - 1].replace('\n', "\t"));
            self.all.text.push('\n');
            let kind = self.lines[lines].kind;
            let kind = if kind.is_apart() { kind } else { LineKind::Row };
            self.lines.truncate(lines);
            self.lines.push(Line { span: Span::new(text, end), kind });
        }
    }

    /// All that was added; `said` has the words of comments by their ids.
    pub(crate) fn finish(self, said: HashMap<String, String>) -> Content {
        let Piecework { text, segments, mut traces, comments } = self.all;
        traces.extend(commented(&comments, said));
        Content { text, segments, lines: self.lines, traces }
    }
}
