//! An outline for other programs.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Number;

use crate::document::{self, Document, Level};
use crate::line_index::Encoding;
use crate::span;

/// Writes one JSON object.
///
/// # Errors
/// Those of the writer.
pub fn json(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let children = super::children(document);
    let top = children.last().map(Vec::as_slice).unwrap_or_default();
    let passage = |span: Option<span::Span>| span.map(|span| Passage::new(document, span));
    let outline = Outline {
        kind: &document.kind.name,
        why: &document.kind.why,
        title: document.title.as_ref().map(|title| title.joined(document.text())),
        unit: document.unit.map(|unit| document.slice(unit)),
        level: (document.level != Level::Unknown).then(|| document.level.word()),
        year: document.year.map(|(year, _)| year),
        salutation: passage(document.salutation),
        sections: top.iter().map(|&index| Section::new(document, &children, index)).collect(),
        figures: document.figures().iter().map(|figure| Figure::new(document, figure)).collect(),
        dates: document.dates().iter().map(|date| Date::new(document, date)).collect(),
        signature: passage(document.signature),
        date: document.date.as_ref().map(|date| Date::new(document, date)),
    };
    serde_json::to_writer_pretty(&mut *out, &outline)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Outline<'a> {
    kind: &'a str,
    why: &'a str,
    title: Option<String>,
    unit: Option<&'a str>,
    level: Option<&'static str>,
    year: Option<i32>,
    salutation: Option<Passage<'a>>,
    sections: Vec<Section<'a>>,
    figures: Vec<Figure<'a>>,
    dates: Vec<Date<'a>>,
    signature: Option<Passage<'a>>,
    date: Option<Date<'a>>,
}

#[derive(Serialize)]
struct Passage<'a> {
    text: &'a str,
    span: Span,
}

impl<'a> Passage<'a> {
    fn new(document: &'a Document, span: span::Span) -> Self {
        Self { text: document.slice(span), span: Span::new(document, span) }
    }
}

#[derive(Serialize)]
struct Section<'a> {
    level: u8,
    number: Option<&'a str>,
    heading: &'a str,
    roles: &'a [String],
    inferred: bool,
    span: Span,
    children: Vec<Section<'a>>,
}

impl<'a> Section<'a> {
    fn new(document: &'a Document, children: &[Vec<usize>], index: usize) -> Self {
        let section = &document.sections[index];
        Self {
            level: section.level,
            number: section.number.map(|number| document.slice(number.span)),
            heading: document.slice(section.heading),
            roles: &section.roles,
            inferred: section.inferred,
            span: Span::new(document, section.span),
            children: children[index].iter().map(|&child| Self::new(document, children, child)).collect(),
        }
    }
}

#[derive(Serialize)]
struct Figure<'a> {
    text: &'a str,
    value: Number,
    approximate: bool,
    counter: &'a str,
    counts: Option<&'a str>,
    span: Span,
}

impl<'a> Figure<'a> {
    fn new(document: &'a Document, figure: &document::Figure) -> Self {
        Self {
            text: document.slice(figure.span),
            value: number(figure.value),
            approximate: figure.approximate,
            counter: document.slice(figure.counter),
            counts: figure.counts.map(|counts| document.slice(counts)),
            span: Span::new(document, figure.span),
        }
    }
}

/// 12 rather than 12.0.
fn number(value: f64) -> Number {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        Number::from(value as i64)
    } else {
        Number::from_f64(value).unwrap_or_else(|| Number::from(0))
    }
}

#[derive(Serialize)]
struct Date<'a> {
    text: &'a str,
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    span: Span,
}

impl<'a> Date<'a> {
    fn new(document: &'a Document, date: &document::Date) -> Self {
        let document::Date { span, year, month, day, .. } = *date;
        Self { text: document.slice(span), year, month, day, span: Span::new(document, span) }
    }
}

/// Lines and columns from 1, columns in characters.
#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Span {
    fn new(document: &Document, span: span::Span) -> Self {
        let start = document.source.position(span.start, Encoding::Character);
        let end = document.source.position(span.end, Encoding::Character);
        Self {
            start: span.start,
            end: span.end,
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(number(12.0).to_string(), "12");
        assert_eq!(number(98.5).to_string(), "98.5");
        assert_eq!(number(f64::NAN).to_string(), "0");
    }
}
