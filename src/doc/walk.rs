//! Through the characters of a document: runs to paragraphs, paragraphs to lines, cells and rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Error;
use super::format::Formats;
use super::lists::Lists;
use super::piece::{Piece, Pieces};
use super::raw::Plc;
use super::run::Run;
use super::sprm::Paragraph;
use super::style::Styles;
use crate::flow::{Content, Finished, LineKind, MOST_PIECES, Outflow, Piecework, StyleKind, TraceKind};
use crate::span::Span;

/// The deepest that tables may lie in each other.
const DEEPEST_TABLE: usize = 100;

/// What a document is made of.
pub(super) struct Parts<'a> {
    /// The stream `WordDocument`.
    pub(super) main: &'a [u8],
    pub(super) pieces: &'a Pieces,
    pub(super) formats: Formats<'a>,
    pub(super) styles: &'a Styles,
    pub(super) fonts: &'a [String],
    /// Where sections end.
    pub(super) sections: Plc<'a>,
}

/// Something that stands at a position of the text.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A comment, by its number, begins or ends.
    Comment(usize),
    /// A note has its mark here.
    Note,
    /// A text box, from one position to another, hangs here.
    Box(u32, u32),
}

/// A paragraph while it is read.
#[derive(Default)]
pub(super) struct Open {
    pub(super) own: Piecework,
    /// The paragraphs of text boxes that hang on it.
    pub(super) boxes: Vec<Finished>,
    /// Its first byte.
    start: usize,
}

/// Reads the texts of one document one after the other.
pub(super) struct Walk<'a> {
    pub(super) parts: Parts<'a>,
    pub(super) events: BTreeMap<u32, Vec<Event>>,
    /// Positions of the marks of notes that a reader of the page sees.
    pub(super) marks: HashSet<u32>,
    /// Open fields: whether their result has begun.
    pub(super) fields: Vec<bool>,
    lists: Lists,
    /// Properties that lie in the stream `Data`, by their place there.
    more: &'a mut dyn FnMut(u32) -> Result<Vec<u8>, Error>,
    out: Outflow,
    /// What the lines of the present text are; none in the running text.
    apart: Option<LineKind>,
    /// Paragraphs of a text box, while one is read.
    boxed: Option<Vec<Finished>>,
    /// A paragraph whose end is deleted.
    carried: Option<Open>,
    /// Open rows of tables in each other: whether a cell is open.
    rows: Vec<bool>,
    /// How many paragraphs have been read.
    paragraphs: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        parts: Parts<'a>,
        lists: Lists,
        events: BTreeMap<u32, Vec<Event>>,
        more: &'a mut dyn FnMut(u32) -> Result<Vec<u8>, Error>,
    ) -> Self {
        Self {
            parts,
            events,
            marks: HashSet::new(),
            fields: Vec::new(),
            lists,
            more,
            out: Outflow::default(),
            apart: None,
            boxed: None,
            carried: None,
            rows: Vec::new(),
            paragraphs: 0,
        }
    }

    /// Reads the text between two positions; its lines are of one kind unless it is the running text.
    pub(super) fn story(&mut self, start: u32, end: u32, apart: Option<LineKind>) -> Result<(), Error> {
        self.apart = apart;
        self.fields.clear();
        let mut runs: Vec<Run> = Vec::new();
        let pieces = self.parts.pieces;
        for piece in pieces.between(start, end) {
            let (mut at, until) = (piece.start.max(start), piece.end.min(end));
            while at < until {
                let mut run = Run::read(&self.parts, piece, at, until)?;
                at = run.end();
                while let Some(mark) = run.units.iter().position(|unit| matches!(unit, 0x07 | 0x0C | 0x0D)) {
                    let position = run.start + mark as u32;
                    if run.units[mark] == 0x0C && !self.parts.sections.has(position + 1) {
                        // The end of a page inside a paragraph.
                        run.units[mark] = 0x0B;
                        continue;
                    }
                    let rest = run.split_off(mark + 1);
                    let unit = run.units.pop().unwrap_or_default();
                    runs.push(std::mem::replace(&mut run, rest));
                    self.end_of_paragraph(&mut runs, piece, position, unit)?;
                }
                if !run.units.is_empty() {
                    runs.push(run);
                }
            }
        }
        if let Some((last, piece)) = runs.last().zip(pieces.between(start, end).last()) {
            let position = last.end().saturating_sub(1);
            self.end_of_paragraph(&mut runs, piece, position, 0x0D)?;
        }
        if let Some(open) = self.carried.take() {
            self.push(open, LineKind::Text)?;
        }
        while self.rows.pop().is_some() {
            self.out.end_row();
        }
        Ok(())
    }

    /// The lines of the text between two positions, which stand in a text box.
    pub(super) fn boxed(&mut self, start: u32, end: u32) -> Result<Vec<Finished>, Error> {
        let before =
            (self.apart, std::mem::take(&mut self.fields), self.carried.take(), std::mem::take(&mut self.rows));
        self.boxed = Some(Vec::new());
        self.story(start, end, before.0)?;
        (self.apart, self.fields, self.carried, self.rows) = before;
        let mut lines = self.boxed.take().unwrap_or_default();
        // The end of a box is written as a paragraph of its own.
        while lines.pop_if(|last| last.own.text.is_empty()).is_some() {}
        Ok(lines)
    }

    /// Adds lines that stood in a text box of which no one knows where it hangs.
    pub(super) fn add(&mut self, lines: Vec<Finished>) -> Result<(), Error> {
        lines.into_iter().try_for_each(|line| Ok(self.out.push(line)?))
    }

    /// All that was read; `said` has the words of comments by the names of their places.
    pub(super) fn finish(self, said: HashMap<String, String>) -> Content {
        self.out.finish(said)
    }

    fn end_of_paragraph(&mut self, runs: &mut Vec<Run>, piece: &Piece, mark: u32, unit: u16) -> Result<(), Error> {
        self.paragraphs += 1;
        if self.paragraphs > MOST_PIECES {
            return Err(Error::TooLarge);
        }
        let byte = piece.byte(mark);
        let mut paragraph = self.parts.formats.paragraph(byte);
        if let Some(more) = paragraph.more {
            let changes = (self.more)(more)?;
            paragraph.take(&changes);
        }
        let (mut of_mark, _) = self.parts.formats.characters(byte);
        if let Some((of_paragraph, of_characters)) = self.parts.pieces.changes(piece) {
            paragraph.change(of_paragraph);
            of_mark.change(of_characters);
        }
        let (kind, hidden) = self.parts.styles.complete(&mut paragraph);
        let mut open = self.carried.take().unwrap_or_default();
        for run in runs.drain(..) {
            if open.own.text.is_empty() {
                open.start = run.byte as usize;
            }
            self.run(&mut open, &run, hidden)?;
        }
        if of_mark.is_deleted || of_mark.is_inserted || of_mark.is_changed || paragraph.is_changed {
            open.own.trace(TraceKind::Revision, Span::at(open.own.text.len()));
        }
        // A field whose code never ends would swallow the rest of the document.
        if let Some(first) = self.fields.iter().position(|has_result| !has_result) {
            self.fields.truncate(first);
        }
        let ends_row = paragraph.ends_row;
        if of_mark.is_deleted && unit == 0x0D && !ends_row && !paragraph.ends_inner_cell {
            self.carried = Some(open);
            return Ok(());
        }
        self.table(&paragraph);
        if ends_row && open.own.text.is_empty() {
            self.out.all.traces.append(&mut open.own.traces);
        } else {
            self.numbered(open, &paragraph, kind)?;
        }
        let ends_cell = unit == 0x07 || paragraph.ends_inner_cell;
        if let Some(cell) = self.rows.last_mut().filter(|_| ends_cell) {
            *cell = false;
        }
        if ends_row && self.rows.pop().is_some() {
            if of_mark.is_deleted {
                self.out.delete_row();
            }
            self.out.end_row();
        }
        Ok(())
    }

    /// Opens and closes rows until as many are open as tables lie around a paragraph.
    fn table(&mut self, paragraph: &Paragraph) {
        // A text box has its own lines, which are no cells.
        let depth = if self.boxed.is_some() { 0 } else { paragraph.depth().min(DEEPEST_TABLE) };
        while self.rows.len() > depth {
            self.rows.pop();
            self.out.end_row();
        }
        while self.rows.len() < depth {
            self.out.table();
            self.out.row();
            self.rows.push(false);
            self.open_cell(self.rows.len() < depth || !paragraph.ends_row);
        }
        self.open_cell(!paragraph.ends_row);
    }

    fn open_cell(&mut self, has_cell: bool) {
        if let Some(cell) = self.rows.last_mut().filter(|cell| has_cell && !**cell) {
            *cell = true;
            self.out.cell();
        }
    }

    fn numbered(&mut self, mut open: Open, paragraph: &Paragraph, kind: StyleKind) -> Result<(), Error> {
        let list = paragraph.list.filter(|list| *list != 0);
        let style = paragraph.style.unwrap_or_default();
        let number = list.and_then(|list| self.lists.next(list, paragraph.list_level, style));
        open.own = open.own.numbered(number, 0, Span::at(open.start))?;
        self.push(open, kind.line(paragraph.outline))
    }

    fn push(&mut self, open: Open, kind: LineKind) -> Result<(), Error> {
        let own = Finished { own: open.own, kind: self.apart.unwrap_or(kind) };
        let mut lines = std::iter::once(own).chain(open.boxes);
        match &mut self.boxed {
            Some(boxed) => boxed.extend(lines),
            None => lines.try_for_each(|line| self.out.push(line))?,
        }
        Ok(())
    }
}
