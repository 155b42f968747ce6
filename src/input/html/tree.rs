//! The source of a page to elements and texts; html5gum tells what is a tag and what is text, and only this file knows it.

use std::convert::Infallible;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::element::Element;
use crate::span::Span;

/// Elements inside elements; what is deeper is read as if it lay at this depth.
const DEEPEST: usize = 256;
/// Most elements, texts and character references of a page.
const MOST: usize = 1_000_000;
/// How long a character reference can be, in bytes.
const LONGEST_REFERENCE: usize = 40;

/// A page.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// All elements in the order of their start tags; the first is the page itself.
    pub(super) elements: Vec<Element>,
    /// What stands in them, in order.
    pub(super) nodes: Vec<Node>,
}

/// Something in a page.
#[derive(Debug)]
pub(super) enum Node {
    Open(usize),
    Close(usize),
    Text(Text),
}

/// Text between tags.
#[derive(Debug)]
pub(super) struct Text {
    /// Pieces with where they stand in the source.
    pub(super) pieces: Vec<Piece>,
}

/// A piece of text that stands in the source as it is, or for which a character reference stands.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) words: String,
    pub(super) file: Span,
    pub(super) exact: bool,
}

/// Reads the source of a page; none where it holds more than any page does.
pub(super) fn read(source: &str) -> Option<Tree> {
    let mut builder =
        Builder { source, tree: Tree::default(), open: vec![0], attribute: Vec::new(), references: 0, is_full: false };
    builder.tree.elements.push(Element::default());
    builder.tree.nodes.push(Node::Open(0));
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
            builder.event(&event, Span::new(span.start, span.end.max(span.start)));
            None
        });
    emitter.naively_switch_states(true);
    // The emitter gives no tokens, so the first step leads to the end.
    let end = Tokenizer::new_with_emitter(source, emitter).next();
    debug_assert!(end.is_none(), "no token comes");
    builder.close_from(0);
    (!builder.is_full && builder.references <= MOST).then_some(builder.tree)
}

struct Builder<'a> {
    source: &'a str,
    tree: Tree,
    /// The elements that are open, the innermost last.
    open: Vec<usize>,
    /// The name of the attribute that is being read.
    attribute: Vec<u8>,
    /// How many character references there may have been.
    references: usize,
    is_full: bool,
}

impl Builder<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span) {
        self.is_full |= self.tree.nodes.len() + self.references > MOST;
        if self.is_full {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => self.start(name, span.start),
            CallbackEvent::AttributeName { name } => {
                self.keep(b"");
                self.attribute = name.to_vec();
            }
            CallbackEvent::AttributeValue { value } => self.keep(value),
            CallbackEvent::CloseStartTag { .. } => {
                self.keep(b"");
                self.finish_start();
            }
            CallbackEvent::EndTag { name } => self.end(name),
            CallbackEvent::String { value } => self.text(value, span),
            _ => {}
        }
    }

    /// Keeps the attribute that has been read.
    fn keep(&mut self, value: &[u8]) {
        let name = std::mem::take(&mut self.attribute);
        if let Some(element) = self.tree.elements.last_mut().filter(|_| !name.is_empty()) {
            element.attribute(&name, value);
        }
    }

    fn start(&mut self, name: &[u8], at: usize) {
        self.attribute.clear();
        let name = String::from_utf8_lossy(&name[..name.len().min(30)]).to_ascii_lowercase();
        self.tree.elements.push(Element::new(name, 0, at));
    }

    fn finish_start(&mut self) {
        let index = self.tree.elements.len() - 1;
        let (closed, bounds) = self.tree.elements[index].closes();
        let name = |&element: &usize| self.tree.elements[element].name.as_str();
        let level = self.open.iter().rposition(|open| closed.contains(&name(open)) || bounds.contains(&name(open)));
        if let Some(level) = level.filter(|&level| closed.contains(&name(&self.open[level]))) {
            self.close_from(level);
        }
        let parent = self.open.last().copied().unwrap_or_default();
        self.tree.nodes.push(Node::Open(index));
        let first = self.tree.nodes.len();
        let element = &mut self.tree.elements[index];
        (element.parent, element.first, element.after) = (parent, first, first);
        if element.is_void() || self.open.len() >= DEEPEST {
            self.tree.nodes.push(Node::Close(index));
        } else {
            self.open.push(index);
        }
    }

    fn end(&mut self, name: &[u8]) {
        let is_own = |&element: &usize| self.tree.elements[element].name.as_bytes().eq_ignore_ascii_case(name);
        let level = self.open.iter().rposition(is_own).filter(|&level| level > 0);
        // An end tag inside a cell ends nothing around the table.
        let is_cell = |&element: &usize| matches!(self.tree.elements[element].name.as_str(), "td" | "th");
        let cell = self.open.iter().rposition(is_cell).unwrap_or_default();
        let is_table = [&b"table"[..], b"tbody", b"thead", b"tfoot", b"tr", b"td", b"th"].contains(&name);
        if let Some(level) = level.filter(|&level| is_table || level > cell) {
            self.close_from(level);
        } else if name == b"br" {
            self.start(name, 0);
            self.finish_start();
        }
    }

    /// Closes the open elements from a level on.
    fn close_from(&mut self, level: usize) {
        for index in self.open.drain(level..).rev() {
            self.tree.elements[index].after = self.tree.nodes.len();
            self.tree.nodes.push(Node::Close(index));
        }
    }

    fn text(&mut self, value: &[u8], span: Span) {
        let value = String::from_utf8_lossy(value);
        let pieces = match self.source.get(span.range()) {
            Some(written) if written == value => {
                vec![Piece { words: value.into_owned(), file: span, exact: true }]
            }
            Some(written) => {
                self.references += memchr::memchr_iter(b'&', written.as_bytes()).count();
                if self.references > MOST {
                    return;
                }
                pieces(written, span.start, &value)
            }
            None => vec![Piece {
                words: value.into_owned(),
                file: Span::at(span.start.min(self.source.len())),
                exact: false,
            }],
        };
        self.tree.nodes.push(Node::Text(Text { pieces }));
    }
}

/// A text with character references as pieces; in one where it does not come out as it was read.
fn pieces(written: &str, start: usize, value: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < written.len() {
        let plain = memchr::memchr(b'&', &written.as_bytes()[at..]).map_or(written.len(), |amp| at + amp);
        if plain > at {
            let file = Span::new(start + at, start + plain);
            found.push(Piece { words: written[at..plain].to_owned(), file, exact: true });
        }
        let rest = &written[plain..];
        let name = rest
            .bytes()
            .skip(1)
            .take(LONGEST_REFERENCE)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let end = if rest.as_bytes().get(1 + name) == Some(&b';') { name + 2 } else { (name + 1).min(rest.len()) };
        at = plain + end;
        if !rest.is_empty() {
            let file = Span::new(start + plain, start + at);
            let words = meant(&rest[..end]);
            found.push(Piece { exact: words == rest[..end], words, file });
        }
    }
    if found.iter().map(|piece| piece.words.len()).sum::<usize>() == value.len() {
        return found;
    }
    vec![Piece { words: value.to_owned(), file: Span::new(start, start + written.len()), exact: false }]
}

/// What a character reference stands for.
fn meant(reference: &str) -> String {
    let mut words = String::new();
    for token in Tokenizer::new(reference) {
        match token {
            Ok(html5gum::Token::String(own)) => words.push_str(&String::from_utf8_lossy(&own.value)),
            Ok(_) => {}
            Err(never) => match never {},
        }
    }
    words
}
