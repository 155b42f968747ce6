//! Where spans stand, for reports with many of them.

use memchr::memchr;

use crate::document::Document;
use crate::line_index::{Encoding, Position, characters};

/// Positions and places of spans that mostly come in the order of the text.
pub(super) struct Places<'a> {
    pub(super) document: &'a Document,
    /// Between two of these, every byte has the same place.
    bounds: Vec<usize>,
    /// The places that have been asked for.
    names: Vec<Option<String>>,
    /// The place asked for last, by its index.
    index: usize,
    /// The last position asked for, and where its line ends.
    last: (usize, Position),
    line_end: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let bounds = document.place_bounds();
        let names = vec![None; bounds.len() + 1];
        let last = (usize::MAX, Position { line: 0, column: 0 });
        Self { document, bounds, names, index: 0, last, line_end: 0 }
    }

    /// The place of a byte by the outline; may be empty.
    pub(super) fn name(&mut self, offset: usize) -> &str {
        let is_after = |index: usize| self.bounds.get(index).is_none_or(|bound| offset < *bound);
        let is_same =
            is_after(self.index) && self.index.checked_sub(1).is_none_or(|before| self.bounds[before] <= offset);
        let index = if is_same { self.index } else { self.bounds.partition_point(|&bound| bound <= offset) };
        self.index = index;
        self.names[index].get_or_insert_with(|| self.document.place(offset))
    }

    /// Line and column, counted from zero.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let (source, (last, mut position)) = (&self.document.source, self.last);
        let offset = offset.min(source.text().len());
        if source.counts_own_lines() && last <= offset && offset <= self.line_end {
            position.column += characters(&source.text().as_bytes()[last..offset]);
        } else {
            position = source.position(offset, Encoding::Character);
            let rest = &source.text().as_bytes()[offset..];
            self.line_end = offset + memchr(b'\n', rest).unwrap_or(rest.len());
        }
        self.last = (offset, position);
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;
    use crate::source::Source;

    #[test]
    fn all_bytes_have_the_position_and_place_that_the_document_tells() {
        let text = "青禾镇2024年法治政府建设年度报告\n县委、县政府：\n现将情况报告如下。\n\n一、主要举措\n（一）学习。甲\n乙\n\
            二、存在不足。丙\n三、主要安排\n丁\n青禾镇人民政府\n2025年1月9日\n";
        let document = Document::understand(Source::new("t", text), plain_blocks(text), &[]);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for starts in [starts.clone(), starts.into_iter().rev().collect()] {
            let mut places = Places::new(&document);
            for at in starts {
                assert_eq!(places.name(at), document.place(at), "{at}");
                assert_eq!(places.position(at), document.source.position(at, Encoding::Character), "{at}");
            }
        }
    }
}
