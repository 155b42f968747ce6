//! Where spans stand, for reports with many of them.

use memchr::memchr;

use crate::diagnostic::Label;
use crate::document::Document;
use crate::line_index::{Encoding, Position, characters};

/// Related places that are named.
const NAMED: usize = 5;
/// The longest text that is quoted of one, in characters.
const QUOTED: usize = 20;

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

    /// A number for the place of a byte: the same for all bytes of it.
    pub(super) fn index(&mut self, offset: usize) -> usize {
        let is_after = |index: usize| self.bounds.get(index).is_none_or(|bound| offset < *bound);
        let is_same =
            is_after(self.index) && self.index.checked_sub(1).is_none_or(|before| self.bounds[before] <= offset);
        let index = if is_same { self.index } else { self.bounds.partition_point(|&bound| bound <= offset) };
        self.index = index;
        index
    }

    /// The place of a byte by the outline; may be empty.
    pub(super) fn name(&mut self, offset: usize) -> &str {
        let index = self.index(offset);
        self.names[index].get_or_insert_with(|| self.document.place(offset))
    }

    /// The place for a reader: `第三部分第2段（第7行）`.
    pub(super) fn told(&mut self, offset: usize) -> String {
        let name = self.name(offset).to_owned();
        match self.document.source.page(offset) {
            // The name begins with the page.
            Some(_) => name,
            None => {
                let line = self.position(offset).line + 1;
                if name.is_empty() { format!("第{line}行") } else { format!("{name}（第{line}行）") }
            }
        }
    }

    /// Related places for a reader, each with its words: `第二部分第1段（第7行）“20次”：分项`. Where the place is that of the
    /// offset, beside which they are told, the words stand alone; of many places the first are named, and all counted.
    pub(super) fn beside(&mut self, offset: usize, labels: &[Label]) -> Vec<String> {
        let own = self.name(offset).to_owned();
        let mut named: Vec<String> = Vec::new();
        for label in labels.iter().take(NAMED) {
            let quoted = quoted(self.document, label);
            let is_there = !quoted.is_empty() && self.name(label.span.start) == own;
            let place = if is_there { String::new() } else { self.told(label.span.start) };
            let quoted = if quoted.is_empty() { quoted } else { format!("“{quoted}”") };
            let said = if label.message.is_empty() { String::new() } else { format!("：{}", label.message) };
            named.push(format!("{place}{quoted}{said}"));
        }
        if labels.len() > NAMED {
            named.push(format!("共{}处", labels.len()));
        }
        named
    }

    /// Line and column, counted from zero.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let (source, (last, mut position)) = (&self.document.source, self.last);
        let offset = offset.min(source.text().len());
        if source.counts_own_lines() && last <= offset && offset <= self.line_end {
            position.column += match &source.text().as_bytes()[last..offset] {
                [] => 0,
                // A character, as most places have one.
                [_] | [0xE0..=0xEF, _, _] => 1,
                bytes => characters(bytes),
            };
        } else {
            position = source.position(offset, Encoding::Character);
            let rest = &source.text().as_bytes()[offset..];
            self.line_end = offset + memchr(b'\n', rest).unwrap_or(rest.len());
        }
        self.last = (offset, position);
        position
    }
}

/// The first line of a label's text, cut.
fn quoted(document: &Document, label: &Label) -> String {
    let text = document.text().get(label.span.range()).unwrap_or_default().trim();
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
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
