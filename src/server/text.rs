//! The text of an open document as the editor has it, with whatever line ends.

use lsp_types::{Position, Range};
use memchr::memchr2_iter;

use crate::line_index::Encoding;

/// A text that an editor changes. Lines end with `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub(super) struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    pub(super) fn new(text: String) -> Self {
        let mut made = Self { text, starts: vec![0] };
        made.index(0);
        made
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether its first line ends with `\r\n`.
    pub(super) fn has_returns(&self) -> bool {
        self.starts.get(1).is_some_and(|&start| self.text[..start].ends_with("\r\n"))
    }

    /// Puts a text in the place of a range, or of all.
    pub(super) fn change(&mut self, range: Option<Range>, new: &str, encoding: Encoding) {
        let Some(range) = range else {
            *self = Self::new(new.to_owned());
            return;
        };
        let (one, other) = (self.offset(range.start, encoding), self.offset(range.end, encoding));
        let (start, end) = (one.min(other), one.max(other));
        self.text.replace_range(start..end, new);
        // The line that begins at the change may do so by a line end that it goes on.
        let kept = self.starts.partition_point(|&line| line < start).max(1);
        self.starts.truncate(kept);
        self.index(self.starts[kept - 1]);
    }

    /// The byte of a position. Past the end of a line it is that end, past the last line the end of the text; inside of a
    /// character its beginning.
    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let words = self.text[start..end].trim_end_matches(['\r', '\n']);
        let wanted = position.character as usize;
        if encoding == Encoding::Utf8 {
            return start + words.floor_char_boundary(wanted);
        }
        let mut column = 0;
        for (at, character) in words.char_indices() {
            column += if encoding == Encoding::Utf16 { character.len_utf16() } else { 1 };
            if column > wanted {
                return start + at;
            }
        }
        start + words.len()
    }

    /// The position of a byte.
    pub(super) fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
            Encoding::Character => before.chars().count(),
        };
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(column) }
    }

    /// Finds the lines that begin after a place.
    fn index(&mut self, from: usize) {
        let bytes = self.text.as_bytes();
        let ends = memchr2_iter(b'\n', b'\r', &bytes[from..]).map(|at| from + at);
        let whole = ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        self.starts.extend(whole.map(|at| at + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Character];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn positions_count_in_each_unit() {
        let text = Text::new("甲𠮷乙\r\n丙\r丁\n".to_owned());
        for (encoding, column, offset) in [
            (Encoding::Utf16, 3, 7),
            (Encoding::Utf16, 2, 3),
            (Encoding::Utf8, 7, 7),
            (Encoding::Utf8, 5, 3),
            (Encoding::Character, 2, 7),
            (Encoding::Character, 99, 10),
        ] {
            assert_eq!(text.offset(at(0, column), encoding), offset, "{encoding:?} {column}");
        }
        for encoding in ENCODINGS {
            assert_eq!(text.offset(at(1, 99), encoding), 15);
            assert_eq!(text.offset(at(3, 0), encoding), text.as_str().len());
            assert_eq!(text.offset(at(99, u32::MAX), encoding), text.as_str().len());
            assert_eq!(text.position(16, encoding), at(2, 0));
        }
    }

    #[test]
    fn edits_make_the_text_that_the_editor_has() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).expect("small")
        };
        let pieces = ["", "\r", "\n", "\r\n", "报告", "𠮷", "😀", "a", "一、主要举措\n", "\u{feff}"];
        for round in 0..3000 {
            let encoding = ENCODINGS[round % 3];
            let mut model = "青禾镇𠮷\r\n二〇二四年\r年度\n报告😀".to_owned();
            let mut text = Text::new(model.clone());
            for _ in 0..8 {
                let (one, other) = (random(model.len() + 1), random(model.len() + 1));
                let (start, end) =
                    (model.floor_char_boundary(one.min(other)), model.floor_char_boundary(one.max(other)));
                // No position of an editor lies between the two characters of one line end.
                let inside =
                    |offset: usize| model.as_bytes().get(offset) == Some(&b'\n') && model[..offset].ends_with('\r');
                if inside(start) || inside(end) {
                    continue;
                }
                let new = pieces[random(pieces.len())];
                let range = Range { start: text.position(start, encoding), end: text.position(end, encoding) };
                model.replace_range(start..end, new);
                text.change(Some(range), new, encoding);
                assert_eq!(text.as_str(), model);
                assert_eq!(text.starts, Text::new(model.clone()).starts);
            }
        }
    }

    #[test]
    fn ranges_outside_the_text_or_backwards_are_taken_as_they_can_be() {
        let mut text = Text::new("甲乙\n丙".to_owned());
        text.change(Some(Range { start: at(9, 9), end: at(0, 1) }), "丁", Encoding::Utf16);
        assert_eq!(text.as_str(), "甲丁");
        assert!(!text.has_returns() && Text::new("甲\r\n乙\n".to_owned()).has_returns());
        text.change(None, "", Encoding::Utf16);
        text.change(Some(Range { start: at(0, 5), end: at(0, 5) }), "戊", Encoding::Utf8);
        assert_eq!(text.as_str(), "戊");
    }
}
