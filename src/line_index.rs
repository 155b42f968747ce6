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
        let mut line_starts = vec![0];
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
            Encoding::Character => self.counts_at(text, offset).characters - self.counts_at(text, start).characters,
        };
        Position { line, column }
    }

    fn counts_at(&self, text: &str, offset: usize) -> Counts {
        let block = offset / STRIDE;
        self.counts[block].plus(&text.as_bytes()[block * STRIDE..offset])
    }
}

impl Counts {
    fn plus(self, bytes: &[u8]) -> Self {
        let (mut characters, mut utf16) = (self.characters, self.utf16);
        for &byte in bytes {
            let leads = usize::from(byte & 0xC0 != 0x80);
            characters += leads;
            utf16 += leads + usize::from(byte >= 0xF0);
        }
        Self { characters, utf16 }
    }
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
    fn an_offset_past_the_end_is_the_end() {
        let index = LineIndex::new("一\n");
        assert_eq!(index.position("一\n", 99, Encoding::Character), Position { line: 1, column: 0 });
        assert_eq!(LineIndex::new("").position("", 0, Encoding::Utf16), Position { line: 0, column: 0 });
    }
}
