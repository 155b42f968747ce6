//! Byte offset to line and column, counted in bytes, characters or UTF-16 units.

use memchr::memchr_iter;

/// The unit in which a column is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 bytes.
    Utf8,
    /// UTF-16 code units, as editors count.
    Utf16,
    /// Characters (Unicode scalar values), as people count.
    Character,
}

/// A place in a text; both numbers start at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Lines before this one.
    pub line: usize,
    /// Units before this one in the line.
    pub column: usize,
}

/// How many bytes lie between two counted places.
const STRIDE: usize = 256;

/// Where the lines of a text start, with counts at regular places, so that a
/// column costs the same in the middle of a line of 10 MB as in a short one.
#[derive(Clone, Debug)]
pub struct LineIndex {
    line_starts: Vec<usize>,
    counts: Vec<Counts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    characters: usize,
    utf16: usize,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut line_starts = Vec::with_capacity(text.len() / STRIDE + 8);
        line_starts.push(0);
        line_starts.extend(memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let mut counts = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut seen = Counts::default();
        for chunk in text.as_bytes().chunks(STRIDE) {
            counts.push(seen);
            seen = seen.plus(chunk);
        }
        counts.push(seen);
        Self { line_starts, counts }
    }

    /// The number of lines; a text without a line end has one.
    pub fn lines(&self) -> usize {
        self.line_starts.len()
    }

    /// The offset at which a line starts; past the last line, that of the last.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts[line.min(self.line_starts.len() - 1)]
    }

    /// The line that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset) - 1
    }

    /// The place of a byte offset. An offset past the end counts as the end.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(text.len());
        let line = self.line(offset);
        let start = self.line_starts[line];
        let column = match encoding {
            Encoding::Utf8 => offset - start,
            Encoding::Utf16 => self.counts_at(text, offset).utf16 - self.counts_at(text, start).utf16,
            Encoding::Character if offset - start <= 2 * STRIDE => characters(&text.as_bytes()[start..offset]),
            Encoding::Character => self.characters_at(text, offset) - self.characters_at(text, start),
        };
        Position { line, column }
    }

    /// The byte offset of a place. A column past the end of its line is that end, a line past the last one the end of the
    /// text; a place inside of a character is its beginning.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        if position.line >= self.lines() {
            return text.len();
        }
        let start = self.line_starts[position.line];
        let next = self.line_starts.get(position.line + 1);
        let line = &text[start..next.map_or(text.len(), |next| next - 1)];
        if encoding == Encoding::Utf8 {
            return start + line.floor_char_boundary(position.column);
        }
        let mut column = 0;
        let after = line.char_indices().find(|(_, character)| {
            column += if encoding == Encoding::Utf16 { character.len_utf16() } else { 1 };
            column > position.column
        });
        start + after.map_or(line.len(), |(at, _)| at)
    }

    fn characters_at(&self, text: &str, offset: usize) -> usize {
        let block = offset / STRIDE;
        self.counts[block].characters + characters(&text.as_bytes()[block * STRIDE..offset])
    }

    fn counts_at(&self, text: &str, offset: usize) -> Counts {
        let block = offset / STRIDE;
        self.counts[block].plus(&text.as_bytes()[block * STRIDE..offset])
    }
}

impl Counts {
    fn plus(self, bytes: &[u8]) -> Self {
        let characters = characters(bytes);
        Self { characters: self.characters + characters, utf16: self.utf16 + characters + wide(bytes) }
    }
}

/// How many characters begin in some bytes.
pub(crate) fn characters(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xC0 != 0x80)
}

/// Bytes that begin a character of two UTF-16 units.
fn wide(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte >= 0xF0)
}

/// Counts in single bytes as far as they reach, so that many are counted at a time.
fn count(bytes: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    bytes.chunks(128).map(|chunk| usize::from(chunk.iter().fold(0_u8, |sum, &byte| sum + u8::from(counts(byte))))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_in_each_unit() {
        let text = "青禾镇\n报𠮷告abc";
        let index = LineIndex::new(text);
        let after = text.find("告").expect("in the text");
        let column = |encoding| index.position(text, after, encoding).column;
        assert_eq!((column(Encoding::Utf8), column(Encoding::Utf16), column(Encoding::Character)), (7, 3, 2));
        assert_eq!(index.position(text, 0, Encoding::Character), Position { line: 0, column: 0 });
        assert_eq!(index.lines(), 2);
    }

    #[test]
    fn a_line_longer_than_many_strides_counts_right() {
        let text = format!("前\n{}末", "法治𠮷a".repeat(3000));
        let index = LineIndex::new(&text);
        for offset in [0, 4, 4 + 11 * 7, 4 + 11 * 2999, text.len() - "末".len(), text.len()] {
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let slow = &text[start..offset];
            assert_eq!(index.position(&text, offset, Encoding::Character).column, slow.chars().count());
            assert_eq!(index.position(&text, offset, Encoding::Utf16).column, slow.encode_utf16().count());
        }
    }

    #[test]
    fn places_lead_back_to_their_offsets() {
        let text = "青禾镇\n\n报𠮷告abc\n";
        let index = LineIndex::new(text);
        let encodings = [Encoding::Utf8, Encoding::Utf16, Encoding::Character];
        for encoding in encodings {
            for offset in (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)) {
                let position = index.position(text, offset, encoding);
                assert_eq!(index.offset(text, position, encoding), offset);
            }
            let offset = |line, column| index.offset(text, Position { line, column }, encoding);
            assert_eq!([offset(0, 99), offset(1, 1), offset(9, 0)], [9, 10, text.len()]);
        }
        assert_eq!(index.offset(text, Position { line: 2, column: 2 }, Encoding::Utf16), 14);
        assert_eq!(index.offset(text, Position { line: 2, column: 4 }, Encoding::Utf8), 14);
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let index = LineIndex::new("一\n");
        assert_eq!(index.position("一\n", 99, Encoding::Character), Position { line: 1, column: 0 });
        assert_eq!(LineIndex::new("").position("", 0, Encoding::Utf16), Position { line: 0, column: 0 });
    }
}
