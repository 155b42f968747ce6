//! The article of a page as lines of text, with the way back to the source.

use super::article::{Article, is_furniture};
use super::list::List;
use super::tree::{Node, Piece, Tree};
use crate::document::{Block, BlockKind};
use crate::source::Segment;
use crate::span::Span;

/// The longest cell of a table, in bytes; what has longer ones is layout.
const LONGEST_CELL: usize = 1500;

/// The text of an article, its segments and its blocks.
pub(super) fn write(tree: &Tree, article: &Article) -> (String, Vec<Segment>, Vec<Block>) {
    let mut writer = Writer { rows: data_rows(tree), ..Writer::new(tree, article) };
    if let Some(title) = article.title {
        writer.element(title);
    }
    writer.element(article.root);
    writer.finish()
}

struct Writer<'a> {
    tree: &'a Tree,
    article: &'a Article,
    /// For each element: it is a row of a table, and no layout.
    rows: Vec<bool>,
    lists: Vec<List>,
    heading: Option<u8>,
    /// Text keeps its line ends.
    preformatted: usize,
    in_row: bool,
    /// Cells of the row that have come.
    cells: usize,
    text: String,
    segments: Vec<Segment>,
    blocks: Vec<Block>,
    /// Where the line began.
    line: usize,
    /// White space that has come after the last word, where it stands, and whether it has a line end.
    space: Option<(Span, bool)>,
}

impl<'a> Writer<'a> {
    fn new(tree: &'a Tree, article: &'a Article) -> Self {
        Self {
            tree,
            article,
            rows: Vec::new(),
            lists: Vec::new(),
            heading: None,
            preformatted: 0,
            in_row: false,
            cells: 0,
            text: String::new(),
            segments: Vec::new(),
            blocks: Vec::new(),
            line: 0,
            space: None,
        }
    }

    fn element(&mut self, index: usize) {
        let element = &self.tree.elements[index];
        self.heading = element.heading();
        let mut at = element.first;
        while at < element.after {
            match &self.tree.nodes[at] {
                Node::Open(inner) if self.article.dropped[*inner] => at = self.tree.elements[*inner].after,
                Node::Open(inner) => self.open(*inner),
                Node::Close(inner) => self.close(*inner),
                Node::Text(text) => text.pieces.iter().for_each(|piece| self.piece(piece)),
            }
            at += 1;
        }
        self.end_line();
        self.heading = None;
    }

    fn open(&mut self, index: usize) {
        let element = &self.tree.elements[index];
        match element.name.as_str() {
            "br" if !self.in_row => return self.end_line(),
            "td" | "th" if self.in_row => {
                self.cells += 1;
                if self.cells > 1 {
                    self.space = None;
                    self.text.push('\t');
                }
                return;
            }
            _ => {}
        }
        if self.in_row || !element.is_block() {
            return;
        }
        self.end_line();
        self.lists.extend(List::of(element));
        self.heading = element.heading().or(self.heading);
        self.preformatted += usize::from(element.name == "pre");
        if self.rows[index] {
            (self.in_row, self.cells) = (true, 0);
        }
        if element.name == "li"
            && let Some(number) = self.lists.last_mut().and_then(|list| list.number(element))
        {
            self.add(&number, Span::at(element.at), false);
        }
    }

    fn close(&mut self, index: usize) {
        let element = &self.tree.elements[index];
        if self.rows[index] {
            self.end_line();
            self.in_row = false;
        }
        if self.in_row || !element.is_block() {
            return;
        }
        self.end_line();
        if List::of(element).is_some() {
            self.lists.pop();
        }
        if element.heading().is_some() {
            self.heading = None;
        }
        self.preformatted -= usize::from(element.name == "pre");
    }

    fn piece(&mut self, piece: &Piece) {
        for (at, one) in piece.words.char_indices() {
            let file = if piece.exact {
                Span::new(piece.file.start + at, piece.file.start + at + one.len_utf8())
            } else {
                piece.file
            };
            match one {
                '\n' | '\r' if self.preformatted > 0 && !self.in_row => self.end_line(),
                ' ' | '\t' | '\n' | '\r' | '\u{C}' => {
                    let (start, has_end) = self.space.map_or((file.start, false), |(span, end)| (span.start, end));
                    self.space = Some((Span::new(start, file.end.max(start)), has_end || one == '\n'));
                }
                '\u{200B}' | '\u{FEFF}' | '\u{AD}' => {}
                _ => {
                    let is_first = self.text.len() == self.line || self.text.ends_with('\t');
                    if is_first && one.is_whitespace() {
                        continue;
                    }
                    self.write_space(one, is_first);
                    self.add(one.encode_utf8(&mut [0; 4]), file, piece.exact);
                }
            }
        }
    }

    /// Writes the white space before a character: one space, or none where a line of the source ends between characters
    /// that have none.
    fn write_space(&mut self, next: char, is_first: bool) {
        let Some((file, has_end)) = self.space.take().filter(|_| !is_first) else { return };
        let last = self.text.chars().next_back().unwrap_or(' ');
        if !(has_end && (is_wide(last) && is_wide(next))) {
            self.add(" ", file, false);
        }
    }

    fn add(&mut self, words: &str, file: Span, exact: bool) {
        let text = Span::new(self.text.len(), self.text.len() + words.len());
        self.text.push_str(words);
        match self.segments.last_mut() {
            Some(last) if exact && last.exact && last.file.end == file.start && last.text.end == text.start => {
                last.file.end = file.end;
                last.text.end = text.end;
            }
            _ => self.segments.push(Segment { text, node: 0, file, exact }),
        }
    }

    fn end_line(&mut self) {
        self.space = None;
        let end = self.line + self.text[self.line..].trim_end().len();
        self.text.truncate(end);
        while self.segments.last().is_some_and(|last| last.text.start >= end && end > 0 || last.text.is_empty()) {
            self.segments.pop();
        }
        if let Some(last) = self.segments.last_mut().filter(|last| last.text.end > end) {
            last.file.end -= if last.exact { last.text.end - end } else { 0 };
            last.text.end = end;
        }
        let start = end - self.text[self.line..].trim_start().len();
        if start == end {
            self.text.truncate(self.line);
            return;
        }
        let kind = match self.heading {
            _ if self.in_row => BlockKind::Table,
            Some(level) => BlockKind::Heading(level),
            None => BlockKind::Paragraph,
        };
        self.blocks.push(Block { span: Span::new(start, end), kind });
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// The whole without the lines of furniture before its first sentence and after its last.
    fn finish(mut self) -> (String, Vec<Segment>, Vec<Block>) {
        let is_sentence = |block: &Block| self.text[block.span.range()].contains('。');
        let first = self.blocks.iter().position(is_sentence).unwrap_or(self.blocks.len());
        let last = self.blocks.iter().rposition(is_sentence).unwrap_or_default();
        let mut kept = Writer::new(self.tree, self.article);
        let blocks = std::mem::take(&mut self.blocks);
        let mut segments = self.segments.iter().peekable();
        for (index, block) in blocks.into_iter().enumerate() {
            let words = &self.text[block.span.range()];
            let is_out = (index < first || index > last) && is_furniture(words);
            let start = kept.text.len();
            while let Some(segment) = segments.next_if(|segment| segment.text.start < block.span.end) {
                if !is_out && segment.text.start >= block.span.start {
                    let moved = |at: usize| at - block.span.start + start;
                    let text = Span::new(moved(segment.text.start), moved(segment.text.end));
                    kept.segments.push(Segment { text, ..*segment });
                }
            }
            if !is_out {
                kept.text.push_str(words);
                kept.blocks.push(Block { span: Span::new(start, kept.text.len()), ..block });
                kept.text.push('\n');
            }
        }
        (kept.text, kept.segments, kept.blocks)
    }
}

/// Which elements are rows of tables that are no layout: of two cells or more, without tables or long texts inside.
fn data_rows(tree: &Tree) -> Vec<bool> {
    let count = tree.elements.len();
    let (mut is_layout, mut is_wide) = (vec![false; count], vec![false; count]);
    let (mut tables, mut cells, mut lengths) = (Vec::<usize>::new(), vec![0_usize; count], Vec::<usize>::new());
    let mut rows = vec![None; count];
    for node in &tree.nodes {
        match node {
            Node::Open(index) => match tree.elements[*index].name.as_str() {
                "table" => {
                    tables.last().into_iter().for_each(|&outer| is_layout[outer] = true);
                    tables.push(*index);
                }
                "tr" => rows[*index] = tables.last().copied(),
                "td" | "th" => {
                    let row = tree.elements[*index].parent;
                    cells[row] += 1;
                    if let Some(table) = rows[row].filter(|_| cells[row] > 1) {
                        is_wide[table] = true;
                    }
                    lengths.push(0);
                }
                _ => {}
            },
            Node::Close(index) => match tree.elements[*index].name.as_str() {
                "table" => drop(tables.pop()),
                "td" | "th" => {
                    let length = lengths.pop().unwrap_or_default();
                    if let Some(&table) = tables.last().filter(|_| length > LONGEST_CELL) {
                        is_layout[table] = true;
                    }
                }
                _ => {}
            },
            Node::Text(text) => {
                if let Some(length) = lengths.last_mut() {
                    *length += text.pieces.iter().map(|piece| piece.words.trim().len()).sum::<usize>();
                }
            }
        }
    }
    rows.iter().map(|table| table.is_some_and(|table| is_wide[table] && !is_layout[table])).collect()
}

/// Whether a character takes no spaces beside it.
fn is_wide(one: char) -> bool {
    matches!(one, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
        || "“”‘’—…·".contains(one)
}
