//! Running text as characters to compare: place names, years and figures each as one of its kind.

use std::collections::{BTreeMap, BTreeSet};

use crate::span::Span;

/// A character, or a name or number that stands for any of its kind, and where it stands; eight bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    start: u32,
    /// The key in the lower 22 bits, whether it is cited, the bytes above.
    rest: u32,
}

/// Nothing runs on over it.
pub(super) const BREAK: u32 = 0;
/// A number.
pub(super) const FIGURE: u32 = 0x20_0001;
/// The name of a town, or the word for one.
pub(super) const PLACE: u32 = 0x20_0002;

const KEY: u32 = (1 << 22) - 1;
const CITED: u32 = 1 << 22;
/// Most bytes of a token.
const LONGEST: usize = 255;

impl Token {
    fn new(key: u32, span: Span, cited: bool) -> Self {
        let length = u32::try_from(span.len().min(LONGEST)).unwrap_or_default();
        let start = u32::try_from(span.start).expect("no report is read that is longer");
        Self { start, rest: key | if cited { CITED } else { 0 } | length << 24 }
    }

    pub(super) fn key(self) -> u32 {
        self.rest & KEY
    }

    /// Whether it lies in a title in 《》.
    pub(super) fn is_cited(self) -> bool {
        self.rest & CITED != 0
    }

    pub(super) fn span(self) -> Span {
        let start = self.start as usize;
        Span::new(start, start + (self.rest >> 24) as usize)
    }
}

/// The names of the towns that report.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<char, Vec<String>>);

impl Names {
    pub(super) fn new(names: BTreeSet<String>) -> Self {
        let mut by_first: BTreeMap<char, Vec<String>> = BTreeMap::new();
        for name in names {
            if let Some(first) = name.chars().next().filter(|_| name.len() <= LONGEST) {
                by_first.entry(first).or_default().push(name);
            }
        }
        // The longest first: 大石桥镇 before 大石桥.
        by_first.values_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
        Self(by_first)
    }

    /// The bytes of the name that a text begins with.
    fn at(&self, first: char, text: &str) -> Option<usize> {
        self.0.get(&first)?.iter().find(|name| text.starts_with(name.as_str())).map(String::len)
    }
}

/// The words for a town, the longer ones first.
pub(super) const TOWNS: [&str; 4] = ["街道", "苏木", "镇", "乡"];

/// The tokens of some stretches of a text, with a break after each.
pub(super) fn tokens(text: &str, pieces: &[Span], cited: &[Span], names: &Names, own: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 3);
    let mut cited = cited.iter().peekable();
    for piece in pieces {
        let mut at = piece.start;
        while at < piece.end {
            let rest = &text[at..piece.end];
            let Some(character) = rest.chars().next() else { break };
            let (key, length) = token(rest, character, names, own);
            if key != BREAK {
                while cited.next_if(|span| span.end <= at).is_some() {}
                let is_cited = cited.peek().is_some_and(|span| span.start <= at);
                tokens.push(Token::new(key, Span::new(at, at + length), is_cited));
            }
            at += length;
        }
        tokens.push(Token::new(BREAK, Span::at(piece.end), false));
    }
    tokens
}

/// What a text begins with and how many bytes that takes; a mark is nothing.
fn token(text: &str, character: char, names: &Names, own: &str) -> (u32, usize) {
    if is_digit(character) {
        let is_number = |other: char| is_digit(other) || matches!(other, '.' | ',');
        let length = text.find(|other| !is_number(other)).unwrap_or(text.len());
        let whole = text[..length].trim_end_matches(['.', ',']).len();
        return (FIGURE, whole.min(LONGEST - 3));
    }
    if !own.is_empty() && text.starts_with(own) {
        let word = TOWNS.iter().find(|word| text[own.len()..].starts_with(**word));
        return (PLACE, own.len() + word.map_or(0, |word| word.len()));
    }
    let town = || TOWNS.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
    if let Some(length) = names.at(character, text).or_else(town) {
        return (PLACE, length);
    }
    let counts = matches!(character, '\u{4e00}'..='\u{9fff}') || character.is_alphanumeric();
    (if counts { u32::from(character) } else { BREAK }, character.len_utf8())
}

fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}
