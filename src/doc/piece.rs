//! The piece table: where in the file the characters of the text stand, in whatever order it was saved.

use super::sprm::{self, Characters, Paragraph};
use super::{Error, raw};
use crate::flow::MOST_PIECES;

/// A stretch of the text that lies in one piece in the stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The positions of its first character and of the one after its last.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The byte of its first character.
    at: u32,
    /// Its characters have two bytes each, not one.
    is_wide: bool,
    /// Changes that a quick save left with the piece.
    changes: Option<usize>,
}

impl Piece {
    /// The byte of a character in it.
    pub(super) fn byte(&self, position: u32) -> u32 {
        let before = position.saturating_sub(self.start);
        self.at.saturating_add(if self.is_wide { before.saturating_mul(2) } else { before })
    }

    /// The position before which a byte stands, at most the piece's end.
    pub(super) fn position(&self, byte: u32) -> u32 {
        let before = byte.saturating_sub(self.at);
        let before = if self.is_wide { before.div_ceil(2) } else { before };
        self.start.saturating_add(before).min(self.end)
    }

    /// The characters between two of its positions.
    pub(super) fn characters(&self, main: &[u8], start: u32, end: u32) -> Result<Vec<u16>, Error> {
        let bytes = main.get(self.byte(start) as usize..self.byte(end) as usize).ok_or(Error::Damaged)?;
        if self.is_wide {
            return Ok(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect());
        }
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
        Ok(text.encode_utf16().collect())
    }
}

/// All pieces in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    changes: Vec<(Paragraph, Characters)>,
}

impl Pieces {
    /// Reads the table `Clx`.
    pub(super) fn read(mut table: &[u8]) -> Result<Self, Error> {
        let mut pieces = Pieces::default();
        while table.first() == Some(&1) {
            let length = usize::from(raw::u16(table, 1).ok_or(Error::Damaged)?);
            pieces.change(table.get(3..3 + length).ok_or(Error::Damaged)?);
            table = &table[3 + length..];
        }
        let length = raw::u32(table, 1).filter(|_| table.first() == Some(&2)).ok_or(Error::Damaged)?;
        let plc = table.get(5..5 + length as usize).ok_or(Error::Damaged)?;
        let plc = raw::Plc::new(plc, 8);
        if plc.len() > MOST_PIECES {
            return Err(Error::TooLarge);
        }
        let long_forms = pieces.changes.len();
        let mut end_before = 0;
        for index in 0..plc.len() {
            let (start, end) = plc.position(index).zip(plc.position(index + 1)).ok_or(Error::Damaged)?;
            let place = raw::u32(plc.entry(index), 2).ok_or(Error::Damaged)?;
            let form = raw::u16(plc.entry(index), 6).unwrap_or_default();
            if start != end_before || end < start {
                return Err(Error::Damaged);
            }
            end_before = end;
            let is_wide = place & 0x4000_0000 == 0;
            let place = place & 0x3FFF_FFFF;
            let changes = match form {
                0 => None,
                _ if form & 1 != 0 => Some(usize::from(form >> 1)).filter(|&index| index < long_forms),
                _ => sprm::of_short_form(form).map(|change| pieces.change(&change)),
            };
            pieces.pieces.push(Piece { start, end, at: if is_wide { place } else { place / 2 }, is_wide, changes });
        }
        Ok(pieces)
    }

    /// The place of a list of changes among all.
    fn change(&mut self, changes: &[u8]) -> usize {
        let (mut paragraph, mut characters) = (Paragraph::default(), Characters::default());
        paragraph.take(changes);
        characters.take(changes);
        self.changes.push((paragraph, characters));
        self.changes.len() - 1
    }

    /// The pieces that hold the characters between two positions.
    pub(super) fn between(&self, start: u32, end: u32) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.end <= start);
        let after = self.pieces.partition_point(|piece| piece.start < end);
        self.pieces.get(first..after).unwrap_or_default()
    }

    /// What a quick save changed in a piece.
    pub(super) fn changes(&self, piece: &Piece) -> Option<&(Paragraph, Characters)> {
        self.changes.get(piece.changes?)
    }
}
