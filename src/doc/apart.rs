//! What stands apart from the running text: comments, notes, headers, footers, text boxes.

use std::collections::{BTreeMap, HashMap};

use super::Error;
use super::fib::{Fib, Table};
use super::raw::{self, Plc};
use super::walk::{Event, Walk};
use crate::flow::LineKind;

/// Bytes of the entries of tables.
const NOTE_MARK: usize = 2;
const COMMENT_MARK: usize = 30;
const COMMENT_START: usize = 4;
const COMMENT_TAG: usize = 12;
const SHAPE: usize = 26;
const BOX: usize = 22;
/// Texts before those of the first section: lines between notes and the text.
const BEFORE_SECTIONS: usize = 6;
/// The most comments that are looked at.
const MOST_COMMENTS: usize = 10_000;
/// The most characters of one comment that are read; what speaks to a program is short.
const LONGEST_COMMENT: u32 = 2000;

/// What stands at positions of the running text.
pub(super) fn events(fib: &Fib, tables: &[u8]) -> BTreeMap<u32, Vec<Event>> {
    let mut events: BTreeMap<u32, Vec<Event>> = BTreeMap::new();
    let mut add = |position: Option<u32>, event: Event| {
        if let Some(position) = position {
            events.entry(position).or_default().push(event);
        }
    };
    for marks in [Table::FootnoteMarks, Table::EndnoteMarks] {
        let marks = Plc::new(fib.table(tables, marks), NOTE_MARK);
        (0..marks.len()).for_each(|index| add(marks.position(index), Event::Note));
    }
    let marks = Plc::new(fib.table(tables, Table::CommentMarks), COMMENT_MARK);
    let starts = Plc::new(fib.table(tables, Table::CommentStarts), COMMENT_START);
    let ends = Plc::new(fib.table(tables, Table::CommentEnds), 0);
    for index in 0..starts.len().min(MOST_COMMENTS) {
        let end = raw::u16(starts.entry(index), 0).map_or(index, usize::from);
        add(starts.position(index), Event::Comment(index));
        add(ends.position(end).filter(|_| end < ends.len()), Event::Comment(index));
    }
    for index in 0..marks.len().min(MOST_COMMENTS) {
        // A comment on no words stands at its mark alone.
        if raw::u32(marks.entry(index), 26) == Some(u32::MAX) {
            add(marks.position(index), Event::Comment(starts.len() + index));
        }
    }
    let shapes = shapes(fib, tables);
    for (start, end, shape) in boxes(fib, tables) {
        add(shape.and_then(|shape| shapes.get(&shape).copied()), Event::Box(start, end));
    }
    events
}

/// What the comments say, by the names that their places have.
pub(super) fn comments(walk: &mut Walk<'_>, fib: &Fib, tables: &[u8]) -> Result<HashMap<String, String>, Error> {
    let stories = fib.stories;
    let first = stories.main + stories.footnotes + stories.around;
    let marks = Plc::new(fib.table(tables, Table::CommentMarks), COMMENT_MARK);
    let texts = Plc::new(fib.table(tables, Table::Comments), 0);
    let starts = Plc::new(fib.table(tables, Table::CommentStarts), COMMENT_START).len();
    // Comments on words name a tag; at the same place in the list of tags stands the start of the words.
    let tags = fib.table(tables, Table::CommentTags).get(6..).unwrap_or_default().chunks_exact(COMMENT_TAG);
    let places: HashMap<u32, usize> =
        tags.enumerate().filter_map(|(place, tag)| Some((raw::u32(tag, 4)?, place))).collect();
    let mut said = HashMap::new();
    for index in 0..marks.len().min(MOST_COMMENTS) {
        let place = match raw::u32(marks.entry(index), 26) {
            Some(u32::MAX) => Some(starts + index),
            tag => tag.and_then(|tag| places.get(&tag).copied()),
        };
        let span = texts.position(index).zip(texts.position(index + 1));
        let Some((place, (start, end))) = place.zip(span) else { continue };
        let end = end.min(stories.comments).min(start.saturating_add(LONGEST_COMMENT));
        if start < end {
            let lines = walk.boxed(first + start, first + end)?;
            let words: Vec<&str> = lines.iter().map(|line| line.own.text.as_str()).collect();
            said.insert(place.to_string(), words.join(" "));
        }
    }
    Ok(said)
}

/// Reads what stands apart from the running text, which has been read.
pub(super) fn read(walk: &mut Walk<'_>, fib: &Fib, tables: &[u8]) -> Result<(), Error> {
    let stories = fib.stories;
    // Boxes in groups of shapes: no table tells where a group hangs.
    let shapes = shapes(fib, tables);
    for (start, end, shape) in boxes(fib, tables) {
        if shape.is_some_and(|shape| !shapes.contains_key(&shape)) {
            let lines = walk.boxed(start, end)?;
            walk.add(lines)?;
        }
    }
    let footnotes = stories.main;
    let around = footnotes + stories.footnotes;
    let endnotes = around + stories.around + stories.comments;
    notes(walk, fib, tables, (Table::FootnoteMarks, Table::Footnotes), footnotes, LineKind::Footnote)?;
    notes(walk, fib, tables, (Table::EndnoteMarks, Table::Endnotes), endnotes, LineKind::Endnote)?;
    let texts = Plc::new(fib.table(tables, Table::Around), 0);
    for kind in [LineKind::Header, LineKind::Footer] {
        for index in BEFORE_SECTIONS..texts.len() {
            // Headers of even, odd, then footers of even, odd pages; header and footer of the first page.
            let own =
                if matches!((index - BEFORE_SECTIONS) % 6, 0 | 1 | 4) { LineKind::Header } else { LineKind::Footer };
            if let Some((start, end)) = texts.position(index).zip(texts.position(index + 1)).filter(|_| own == kind) {
                between(walk, around, stories.around, (start, end), kind)?;
            }
        }
    }
    Ok(())
}

/// Reads the notes whose marks are seen.
fn notes(
    walk: &mut Walk<'_>,
    fib: &Fib,
    tables: &[u8],
    (marks, texts): (Table, Table),
    start: u32,
    kind: LineKind,
) -> Result<(), Error> {
    let length = if kind == LineKind::Footnote { fib.stories.footnotes } else { fib.stories.endnotes };
    let marks = Plc::new(fib.table(tables, marks), NOTE_MARK);
    let texts = Plc::new(fib.table(tables, texts), 0);
    for index in 0..marks.len() {
        let is_seen = marks.position(index).is_some_and(|mark| walk.marks.contains(&mark));
        if let Some(span) = texts.position(index).zip(texts.position(index + 1)).filter(|_| is_seen) {
            between(walk, start, length, span, kind)?;
        }
    }
    Ok(())
}

/// Reads a stretch of a text that begins at a position and has a length.
fn between(walk: &mut Walk<'_>, first: u32, length: u32, span: (u32, u32), kind: LineKind) -> Result<(), Error> {
    let (start, end) = (span.0.min(length), span.1.min(length));
    if start < end { walk.story(first + start, first + end, Some(kind)) } else { Ok(()) }
}

/// The positions at which shapes hang, by their numbers.
fn shapes(fib: &Fib, tables: &[u8]) -> BTreeMap<u32, u32> {
    let shapes = Plc::new(fib.table(tables, Table::Shapes), SHAPE);
    let shape = |index: usize| Some((raw::u32(shapes.entry(index), 0)?, shapes.position(index)?));
    (0..shapes.len()).filter_map(shape).collect()
}

/// The texts of text boxes, from one position to another, and the shape of each; one that goes on in another box has
/// no shape after the first.
fn boxes(fib: &Fib, tables: &[u8]) -> Vec<(u32, u32, Option<u32>)> {
    let stories = fib.stories;
    let first = stories.main + stories.footnotes + stories.around + stories.comments + stories.endnotes;
    let boxes = Plc::new(fib.table(tables, Table::Boxes), BOX);
    let own = |index: usize| {
        let (start, end) = (boxes.position(index)?.min(stories.boxes), boxes.position(index + 1)?.min(stories.boxes));
        let is_used = raw::u16(boxes.entry(index), 8) == Some(0);
        let shape = raw::u32(boxes.entry(index), 14).filter(|shape| is_used && *shape != 0);
        (start < end).then_some((first + start, first + end, shape))
    };
    (0..boxes.len()).filter_map(own).collect()
}
