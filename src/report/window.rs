//! The part of a line that a diagnostic shows: the sentence, cut to the width, with marks at their places.

use crate::diagnostic::Label;
use crate::document::Document;
use crate::line_index::Encoding;
use crate::report::cell;
use crate::span::Span;

/// The least room in which a line is drawn.
const NARROWEST: usize = 24;
/// What miette draws between a mark and its words.
const ELBOW: usize = 4;
/// Text kept left of a mark that alone fills the line.
const LEAD: usize = 8;
/// White space that is looked through to tell whether a line has more text.
const INDENT: usize = 64;

/// One line, or two where a mark runs over a line end, ready to be drawn.
#[derive(Debug)]
pub(super) struct Window {
    /// The line and the character to name, from zero.
    pub(super) line: usize,
    pub(super) column: usize,
    /// What is drawn; each line ends with `\n`.
    pub(super) text: String,
    /// In the order of the text; they do not overlap.
    pub(super) marks: Vec<Mark>,
}

/// A stretch of a window's text to be underlined; empty for a caret.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) end: usize,
    /// What stands beside it, wrapped; may be empty.
    pub(super) words: String,
    pub(super) primary: bool,
}

/// The windows of a diagnostic, the primary place first. Places that are near to each other on one line share a
/// window. The cost depends on the width, not on the text.
pub(super) fn windows(document: &Document, primary: &Label, related: &[Label], width: usize) -> Vec<Window> {
    let cutter = Cutter { document, text: document.source.text(), width };
    let mut places: Vec<Place<'_>> = related.iter().map(|label| cutter.place(label, false)).collect();
    places.push(cutter.place(primary, true));
    places.sort_by_key(|place| (place.span.start, place.span.end, !place.primary));
    let mut groups: Vec<Vec<Place<'_>>> = Vec::new();
    for place in places {
        match groups.last_mut() {
            Some(group) if cutter.share(group, &place) => group.push(place),
            _ => groups.push(vec![place]),
        }
    }
    groups.sort_by_key(|group| !group.iter().any(|place| place.primary));
    groups.iter().map(|group| cutter.cut(group)).collect()
}

struct Place<'a> {
    span: Span,
    words: &'a str,
    primary: bool,
}

struct Cutter<'a> {
    document: &'a Document,
    text: &'a str,
    width: usize,
}

impl Cutter<'_> {
    /// A label with its span brought inside the text.
    fn place<'b>(&self, label: &'b Label, primary: bool) -> Place<'b> {
        let start = self.text.floor_char_boundary(label.span.start);
        let end = self.text.ceil_char_boundary(label.span.end).max(start);
        let end = start + self.text[start..end].trim_end_matches('\n').len();
        Place { span: Span::new(start, end), words: &label.message, primary }
    }

    /// Cells for text on this line, after miette's margin; a caret after the last character has one of its own.
    fn room(&self, line: usize) -> usize {
        let number = (line + 1).to_string().len();
        self.width.saturating_sub(number + 5).max(NARROWEST)
    }

    /// Whether a place can be drawn on the line of a group, after its last mark.
    fn share(&self, group: &[Place<'_>], next: &Place<'_>) -> bool {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return false };
        let lines = self.document.source.lines();
        let line = lines.line(first.span.start);
        if line != lines.line(next.span.end) || next.span.start < last.span.end || next.span.start <= last.span.start {
            return false;
        }
        let room = self.room(self.document.source.position(first.span.start, Encoding::Character).line);
        let room = room.saturating_sub(ELBOW + 2 + words_room(next.words, room));
        self.reach_on(first.span.start, next.span.end, room) == next.span.end
    }

    fn cut(&self, group: &[Place<'_>]) -> Window {
        let lead = group.iter().find(|place| place.primary).unwrap_or(&group[0]);
        let position = self.document.source.position(lead.span.start, Encoding::Character);
        let mut window =
            Window { line: position.line, column: position.column, text: String::new(), marks: Vec::with_capacity(2) };
        match group {
            [place] if let Some((upper, lower)) = self.two_lines(place, position.line) => {
                self.draw(&[upper], &mut window);
                self.draw(&[lower], &mut window);
            }
            _ => self.draw(group, &mut window),
        }
        window
    }

    /// The halves of a place that runs over one line end and is short on both sides.
    fn two_lines<'b>(&self, place: &Place<'b>, line: usize) -> Option<(Place<'b>, Place<'b>)> {
        let room = self.room(line + 1).saturating_sub(2);
        let break_at = self.reach_on(place.span.start, place.span.end, room);
        let lower_start = break_at + 1;
        let halves = lower_start < place.span.end && self.text[break_at..].starts_with('\n');
        if !halves || self.reach_on(lower_start, place.span.end, room) != place.span.end {
            return None;
        }
        let half = |start, end, words| {
            let span = Span::new(start, end);
            (!self.text[span.range()].trim().is_empty()).then_some(Place { span, words, primary: place.primary })
        };
        let indent = self.text[lower_start..].chars().take_while(|character| character.is_whitespace());
        let indent: usize = indent.map(char::len_utf8).sum();
        let upper = half(place.span.start, break_at, "")?;
        let lower = half((lower_start + indent).min(place.span.end), place.span.end, place.words)?;
        Some((upper, lower))
    }

    /// Adds the line of a group: what surrounds its marks as far as the sentence and the room go.
    fn draw(&self, group: &[Place<'_>], window: &mut Window) {
        let (first, last) = (&group[0], &group[group.len() - 1]);
        let room = self.room(window.line);
        let start = first.span.start;
        let from = self.sentence_around(start).start;
        let behind = last.span.end.max(start + 1) - 1;
        let to = self.sentence_around(self.text.floor_char_boundary(behind)).end;
        let left = self.cells(self.reach_back(start, from, room), start);
        let marked_end = self.reach_on(start, last.span.end, room.saturating_sub(2 + left.min(LEAD)));
        let marked = self.cells(start, marked_end);
        let right = self.cells(marked_end, self.reach_on(marked_end, to, room));

        let spare = room.saturating_sub(marked + 2);
        let limit = group.iter().map(|place| self.lead_limit(start, marked_end, place, room)).min().unwrap_or(room);
        let before = left.min(limit).min(spare - right.min(spare / 3));
        let shown_start = self.reach_back(start, from, before);
        let shown_end = self.reach_on(marked_end, to, spare - before);

        let base = window.text.len();
        if self.text_before(shown_start) {
            window.text.push('…');
        }
        let text_at = window.text.len();
        window.text.extend(self.text[shown_start..shown_end].chars().filter_map(cell::shown));
        if marked_end < last.span.end || self.text_after(shown_end) {
            window.text.push('…');
        }
        for place in group {
            let at = |offset| text_at + self.shown_bytes(shown_start, offset);
            let mark_start = at(place.span.start.min(shown_end));
            // A mark that goes on past the cut takes the … with it.
            let mark_end = if place.span.end > marked_end { window.text.len() } else { at(place.span.end) };
            let left = cell::cells(&window.text[base..mark_start]);
            let middle = left + (cell::cells(&window.text[mark_start..mark_end]).max(1)) / 2;
            let words_room = (room + 1).saturating_sub(middle + ELBOW).max(2);
            let words = cell::wrap_even(place.words, words_room).join("\n");
            window.marks.push(Mark { start: mark_start, end: mark_end, words, primary: place.primary });
        }
        window.text.push('\n');
    }

    /// How many cells may stand left of the first mark so that the words of this place still fit.
    fn lead_limit(&self, start: usize, marked_end: usize, place: &Place<'_>, room: usize) -> usize {
        if place.words.is_empty() {
            return room;
        }
        let cells = |offset: usize| self.cells(start, offset.min(marked_end));
        let middle = (cells(place.span.start) + cells(place.span.end)) / 2;
        room.saturating_sub(1 + middle + ELBOW + words_room(place.words, room))
    }

    /// The sentence at an offset; between two sentences, both.
    fn sentence_around(&self, offset: usize) -> Span {
        let sentences = self.document.sentences();
        let after = sentences.partition_point(|sentence| sentence.start <= offset);
        let before = after.checked_sub(1).map(|index| sentences[index]);
        match before {
            Some(sentence) if offset < sentence.end => sentence,
            _ => Span::new(
                before.map_or(0, |sentence| sentence.start),
                sentences.get(after).map_or(self.text.len(), |sentence| sentence.end),
            ),
        }
    }

    /// How far back one gets in so many cells, at most to `bound`, on the same line.
    fn reach_back(&self, from: usize, bound: usize, room: usize) -> usize {
        let characters = self.text[bound.min(from)..from].char_indices().rev();
        let mut used = 0;
        let mut reached = from;
        for (at, character) in characters.take_while(|&(_, character)| character != '\n') {
            used += cells_shown(character);
            if used > room {
                break;
            }
            reached = bound.min(from) + at;
        }
        reached
    }

    /// How far on one gets in so many cells, at most to `bound`, on the same line.
    fn reach_on(&self, from: usize, bound: usize, room: usize) -> usize {
        let mut used = 0;
        let mut reached = from;
        for character in self.text[from..bound.max(from)].chars().take_while(|&character| character != '\n') {
            used += cells_shown(character);
            if used > room {
                break;
            }
            reached += character.len_utf8();
        }
        reached
    }

    fn cells(&self, start: usize, end: usize) -> usize {
        self.text[start..end.max(start)].chars().map(cells_shown).sum()
    }

    fn shown_bytes(&self, start: usize, end: usize) -> usize {
        self.text[start..end.max(start)].chars().filter_map(cell::shown).map(char::len_utf8).sum()
    }

    /// Whether the line has text before this place.
    fn text_before(&self, offset: usize) -> bool {
        let mut before = self.text[..offset].chars().rev().take(INDENT);
        matches!(before.find(|&character| character == '\n' || !character.is_whitespace()), Some(found) if found != '\n')
    }

    /// Whether the line has text after this place.
    fn text_after(&self, offset: usize) -> bool {
        let mut after = self.text[offset..].chars().take(INDENT);
        matches!(after.find(|&character| character == '\n' || !character.is_whitespace()), Some(found) if found != '\n')
    }
}

/// The cells that words get beside their mark before they wrap, at the cost of the text left of the mark.
fn words_room(words: &str, room: usize) -> usize {
    cell::cells(words).min(room * 2 / 5)
}

fn cells_shown(character: char) -> usize {
    cell::shown(character).map_or(0, cell::char_cells)
}
