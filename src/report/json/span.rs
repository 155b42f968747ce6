//! Where findings stand, in JSON: of a report with many, most of the output.

use super::{Writer, is_special};
use crate::report::numbers::Digits;
use crate::report::places::Places;
use crate::span::Span;

/// The most characters of a span's text that are repeated.
const TEXT: usize = 200;

impl Writer<'_> {
    pub(super) fn span(&mut self, places: &mut Places<'_>, span: Span) {
        let text = places.document.source.text().get(span.range()).unwrap_or_default();
        let start = places.position(span.start);
        let end = places.position(span.start + text.len());
        if self.line.0 != start.line {
            self.line = (start.line, Digits::of(start.line + 1));
        }
        let (numbers, line) = (&mut self.numbers, self.line.1);
        numbers.clear();
        numbers.member(br#"{"start":"#, span.start);
        numbers.member(br#","end":"#, span.end);
        numbers.known(br#","line":"#, line);
        numbers.member(br#","column":"#, start.column + 1);
        numbers.known(br#","end_line":"#, if end.line == start.line { line } else { Digits::of(end.line + 1) });
        numbers.member(br#","end_column":"#, end.column + 1);
        let is_mark = text.len() <= 3 && !text.bytes().any(is_special);
        if is_mark {
            numbers.between(br#","text":""#, text.as_bytes(), br#"","place":"#);
        }
        self.out.extend_from_slice(numbers.bytes());
        if !is_mark {
            self.raw(r#","text":"#);
            let is_short = text.len() <= TEXT;
            let cut = if is_short { None } else { text.char_indices().nth(TEXT) };
            self.string(cut.map_or(text, |(at, _)| &text[..at]));
            self.raw(r#","place":"#);
        }
        self.place(places, span.start);
        if let Some(page) = places.document.source.page(span.start) {
            self.raw(r#","page":"#);
            self.number(page);
        }
        self.raw("}");
    }

    /// Neighbouring findings are mostly at the same place.
    fn place(&mut self, places: &mut Places<'_>, offset: usize) {
        let index = places.index(offset);
        if let Some((_, written)) = self.place.as_ref().filter(|(known, _)| *known == index) {
            self.out.extend_from_within(written.clone());
            return;
        }
        let start = self.out.len();
        match places.name(offset) {
            "" => self.raw("null"),
            place => self.string(place),
        }
        self.place = Some((index, start..self.out.len()));
    }
}
