//! Characters of one form: what they are, and what a reader of the page sees of them.

use super::Error;
use super::piece::Piece;
use super::sprm::Characters;
use super::walk::{Event, Open, Parts, Walk};
use crate::flow::{TraceKind, symbol};
use crate::span::Span;

/// The deepest that fields may lie in each other.
const DEEPEST_FIELD: usize = 100;

/// Characters that stand together in the file and have one form.
#[derive(Debug)]
pub(super) struct Run {
    /// The position of the first.
    pub(super) start: u32,
    /// The byte of the first.
    pub(super) byte: u32,
    /// UTF-16, one for each position.
    pub(super) units: Vec<u16>,
    /// Bytes of each.
    width: u32,
    characters: Characters,
}

impl Run {
    /// The characters from a position on that have one form, at least one of them and none after another position.
    pub(super) fn read(parts: &Parts<'_>, piece: &Piece, start: u32, until: u32) -> Result<Self, Error> {
        let byte = piece.byte(start);
        let (mut characters, end) = parts.formats.characters(byte);
        let end = end.map_or(until, |end| piece.position(end)).clamp(start + 1, until);
        if let Some((_, change)) = parts.pieces.changes(piece) {
            characters.change(change);
        }
        let units = piece.characters(parts.main, start, end)?;
        if units.len() != (end - start) as usize {
            return Err(Error::Damaged);
        }
        Ok(Self { start, byte, units, width: piece.byte(start + 1).saturating_sub(byte), characters })
    }

    /// The position after the last.
    pub(super) fn end(&self) -> u32 {
        self.start + self.units.len() as u32
    }

    /// Takes off all from an index on.
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let units = self.units.split_off(at);
        let (start, byte) = (self.start + at as u32, self.byte + self.width * at as u32);
        Self { start, byte, units, ..*self }
    }

    fn place(&self, start: usize, end: usize) -> Span {
        let byte = |index: usize| self.byte as usize + self.width as usize * index;
        Span::new(byte(start), byte(end))
    }
}

impl Walk<'_> {
    /// Adds what is seen of a run to a paragraph whose style hides its text or does not.
    pub(super) fn run(&mut self, open: &mut Open, run: &Run, by_paragraph: bool) -> Result<(), Error> {
        let before = open.own.text.len();
        let characters = &run.characters;
        let is_hidden = self.parts.styles.hides(characters, by_paragraph);
        if characters.is_deleted || characters.is_changed {
            open.own.trace(TraceKind::Revision, Span::at(before));
        }
        if is_hidden && !run.units.is_empty() {
            open.own.trace(TraceKind::Hidden, Span::at(before));
        }
        let own = characters.font.and_then(|font| self.parts.fonts.get(usize::from(font)));
        let font = own.filter(|font| symbol::is_symbolic(font));
        let mut from = 0;
        let mut seen: Vec<u16> = Vec::new();
        for (index, &unit) in run.units.iter().enumerate() {
            match unit {
                0x13 if self.fields.len() >= DEEPEST_FIELD => return Err(Error::TooDeep),
                0x13 => self.fields.push(false),
                0x14 => self.fields.last_mut().into_iter().for_each(|has_result| *has_result = true),
                0x15 => drop(self.fields.pop()),
                _ => {}
            }
            let is_shown = !characters.is_deleted && !is_hidden && !self.fields.contains(&false);
            let position = run.start + index as u32;
            if let Some(events) = self.events.remove(&position) {
                flush(open, &mut seen, run.place(from, index))?;
                from = index;
                for event in events {
                    self.event(open, event, position, is_shown)?;
                }
            }
            if !is_shown {
                continue;
            }
            let shown = match (unit, characters.symbol) {
                (0x0B | 0x0E, _) => Some('\n'),
                (0x1E, _) => Some('-'),
                (0x28, Some((font, code))) if characters.is_special => {
                    let font = self.parts.fonts.get(usize::from(font)).map_or("", String::as_str);
                    let of_font = if code < 0x100 && symbol::is_symbolic(font) { 0xF000 } else { 0 };
                    symbol::of_font(font, u32::from(code) + of_font)
                }
                (0x09, _) => Some('\t'),
                (0x00..0x20, _) => None,
                _ => match font {
                    Some(font) => symbol::of_font(font, u32::from(unit)),
                    None => {
                        seen.push(unit);
                        continue;
                    }
                },
            };
            seen.extend(shown.into_iter().flat_map(|one| one.encode_utf16(&mut [0; 2]).to_vec()));
        }
        flush(open, &mut seen, run.place(from, run.units.len()))?;
        let inserted = Span::new(before, open.own.text.len());
        if characters.is_inserted && !inserted.is_empty() {
            match open.own.traces.last_mut().filter(|last| last.span.end == before && !last.span.is_empty()) {
                Some(last) if last.kind == TraceKind::Revision => last.span.end = inserted.end,
                _ => open.own.trace(TraceKind::Revision, inserted),
            }
        }
        Ok(())
    }

    fn event(&mut self, open: &mut Open, event: Event, position: u32, is_shown: bool) -> Result<(), Error> {
        match event {
            Event::Comment(number) => open.own.comment(number.to_string(), open.own.text.len()),
            Event::Note if is_shown => drop(self.marks.insert(position)),
            Event::Box(start, end) if is_shown => open.boxes.extend(self.boxed(start, end)?),
            _ => {}
        }
        Ok(())
    }
}

/// Adds characters that stand for a stretch of the file.
fn flush(open: &mut Open, seen: &mut Vec<u16>, file: Span) -> Result<(), Error> {
    if !seen.is_empty() {
        open.own.instead(&String::from_utf16_lossy(seen), 0, file)?;
        seen.clear();
    }
    Ok(())
}
