//! What of a report is compared: its running text without headings, its figures, whose and of what year it is.

use super::token::{Names, TOWNS, Token, tokens};
use crate::document::{Document, HeadingForm, Level, Mark};
use crate::span::Span;

/// The running text of a report.
#[derive(Clone, Debug)]
pub struct Running {
    /// Its path.
    pub name: String,
    /// Who reports, by its short name; empty where that is not known.
    pub unit: String,
    /// Whether that is a town or a street office.
    pub is_town: bool,
    /// The report year.
    pub year: Option<i32>,
    /// It was given as what others are compared with, and not to be checked itself.
    pub given: bool,
    pub(super) text: Box<str>,
    /// Stretches between headings.
    pieces: Vec<Span>,
    /// Titles in 《》.
    cited: Vec<Span>,
    /// From which byte on a place has which name.
    places: Vec<(usize, Box<str>)>,
    pub(super) counted: Vec<Counted>,
}

/// A figure with what it counts.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) span: Span,
    /// What is counted, with the counter.
    pub(super) what: u64,
    /// That together with the value.
    pub(super) same: u64,
}

/// The smallest value that tells anything when it is the same twice.
const TELLING: f64 = 2.0;

impl Running {
    /// Takes out of a report what is compared.
    pub fn of(document: &Document, name: &str) -> Self {
        let text = document.text();
        let unit = document.unit.map(|unit| document.slice(unit).to_owned()).unwrap_or_default();
        let mut places: Vec<(usize, Box<str>)> = Vec::new();
        for bound in document.place_bounds() {
            let place = document.place(bound.min(text.len().saturating_sub(1)));
            if places.last().is_none_or(|(_, last)| **last != *place) {
                places.push((bound, place.into_boxed_str()));
            }
        }
        let cited = document.enclosed().iter().filter(|entry| entry.mark == Mark::Citation && entry.closed);
        let mut titles: Vec<Span> = Vec::new();
        for span in cited.map(|entry| entry.span) {
            if titles.last().is_none_or(|last| last.end <= span.start) {
                titles.push(span);
            }
        }
        Self {
            name: name.to_owned(),
            is_town: town_of(document).is_some(),
            unit,
            year: document.year.map(|(year, _)| year),
            given: false,
            text: text.into(),
            pieces: pieces(document),
            cited: titles,
            places,
            counted: counted(document),
        }
    }

    /// The report as one that others are compared with.
    #[must_use]
    pub fn given(self) -> Self {
        Self { given: true, ..self }
    }

    /// Its text, to which the spans on its side refer.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the byte at an offset stands: 第一部分（二）第3段.
    pub fn place(&self, offset: usize) -> String {
        let after = self.places.partition_point(|(start, _)| *start <= offset);
        after.checked_sub(1).map(|index| self.places[index].1.to_string()).unwrap_or_default()
    }

    pub(super) fn tokens(&self, names: &Names) -> Vec<Token> {
        tokens(&self.text, &self.pieces, &self.cited, names, stem(&self.unit))
    }
}

/// The name of a town without the word for one: 青禾 of 青禾镇; empty where that would be too short to be a name.
fn stem(unit: &str) -> &str {
    let stem = TOWNS.iter().find_map(|word| unit.strip_suffix(word)).unwrap_or(unit);
    if stem.chars().count() < 2 { "" } else { stem }
}

/// The name of the town or street office that reports.
pub fn town_of(document: &Document) -> Option<&str> {
    let is_town = matches!(document.level, Level::Township | Level::Town | Level::Street);
    let unit = document.unit.filter(|_| is_town).map(|unit| document.slice(unit))?;
    (TOWNS.iter().any(|word| unit.ends_with(word)) && !stem(unit).is_empty()).then_some(unit)
}

/// Stretches of running text between headings, title, salutation and signature.
fn pieces(document: &Document) -> Vec<Span> {
    let sections = document.sections.iter().filter(|section| section.form != HeadingForm::Item);
    let mut headings = sections.map(|section| section.line).peekable();
    let mut pieces: Vec<Span> = Vec::new();
    let mut joins = false;
    for block in &document.blocks {
        if !document.is_body(block) {
            joins = false;
            continue;
        }
        let mut at = block.span.start;
        while headings.next_if(|heading| heading.end <= at).is_some() {}
        while let Some(heading) = headings.next_if(|heading| heading.start < block.span.end) {
            push(&mut pieces, Span::new(at, heading.start.max(at)), joins);
            joins = false;
            at = heading.end.min(block.span.end).max(at);
        }
        push(&mut pieces, Span::new(at, block.span.end), joins);
        joins = true;
    }
    pieces
}

/// Adds a stretch; paragraphs that follow each other are one, so that a copy in other paragraphs is found whole.
fn push(pieces: &mut Vec<Span>, piece: Span, joins: bool) {
    match pieces.last_mut().filter(|_| joins) {
        Some(last) => last.end = piece.end,
        None if !piece.is_empty() => pieces.push(piece),
        None => {}
    }
}

fn counted(document: &Document) -> Vec<Counted> {
    let mut counted = Vec::new();
    for figure in document.figures().iter().filter(|figure| figure.value >= TELLING) {
        let Some(counts) = figure.counts else { continue };
        let words = document.slice(counts).chars().chain(document.slice(figure.counter).chars());
        let what = words.filter(|word| word.is_alphanumeric()).fold(0, |hash, word| mix(hash, u64::from(word)));
        let same = mix(what, figure.value.to_bits());
        counted.push(Counted { span: figure.span, what, same });
    }
    counted
}

/// For sums of what follows each other.
pub(super) fn mix(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(23) ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
