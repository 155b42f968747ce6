//! What a report shares with others, passage by passage: for people, and as JSON `hegui/compare@1`.

use std::io::{self, Write};

use serde::Serialize;

use crate::check::CheckKind;
use crate::compare::{Difference, Index, Kin, Likeness, Passage, Relation};
use crate::document::Document;
use crate::line_index::Encoding;
use crate::report::cell;
use crate::rule::RuleSet;
use crate::source::Source;
use crate::span::Span;

/// A report held against others.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// Its path.
    pub name: &'a str,
    /// The report.
    pub document: &'a Document,
    /// What it shares.
    pub likeness: &'a Likeness,
    /// The others.
    pub index: &'a Index,
    /// The rules in force say how long a passage must be, and how many figures.
    pub rules: &'a RuleSet,
}

/// Most characters of a passage that are shown at its beginning, and at its end.
const SHOWN: (usize, usize) = (90, 30);
/// Most figures that are shown.
const FIGURES: usize = 8;

/// What is told of one other report.
pub(super) struct Shared<'a> {
    pub(super) kin: &'a Kin,
    /// Each with how many characters count.
    pub(super) passages: Vec<(usize, &'a Passage)>,
    /// Figures that are the same: here, and there.
    pub(super) figures: &'a [(Span, Span)],
}

impl<'a> Comparison<'a> {
    /// What the rules in force tell of each of the others.
    pub(super) fn shared(&self) -> Vec<Shared<'a>> {
        let mut all = Vec::new();
        for kin in &self.likeness.kin {
            let (mut passages, mut figures): (_, &[_]) = (Vec::new(), &[]);
            for rule in self.rules.rules() {
                match &rule.file.check {
                    CheckKind::Likeness(check) => passages.extend(check.long(self.document, kin)),
                    CheckKind::Recount(check) if check.is_told(&kin.figures) => figures = &kin.figures.same,
                    _ => {}
                }
            }
            // Two rules may tell of the same passage.
            passages.sort_by_key(|(weight, passage)| (passage.span, *weight));
            passages.dedup_by_key(|(_, passage)| passage.span);
            if !passages.is_empty() || !figures.is_empty() {
                all.push(Shared { kin, passages, figures });
            }
        }
        all
    }

    /// So many characters of the report's running text in per cent.
    pub(super) fn share(&self, characters: usize) -> usize {
        (characters * 100).checked_div(self.likeness.characters).unwrap_or_default()
    }
}

impl Shared<'_> {
    /// The characters of all passages that count.
    pub(super) fn characters(&self) -> usize {
        self.passages.iter().map(|(weight, _)| weight).sum()
    }
}

/// For people: the two passages one under the other.
pub fn pretty(comparison: &Comparison<'_>, width: usize) -> String {
    let mut out = String::new();
    let shared = comparison.shared();
    let (mut passages, mut characters) = (0, 0);
    for other in &shared {
        let all = other.characters();
        passages += other.passages.len();
        characters += all;
        let whose = whose(other.kin.relation);
        let counts = match other.passages.len() {
            0 => String::new(),
            count => format!("：雷同{count}处，共{all}字，占正文的{}%", comparison.share(all)),
        };
        let line = format!("{} 与 {}（{whose}）{counts}", comparison.name, other.kin.name);
        push(&mut out, "", &line, width);
        for (number, (weight, passage)) in (1..).zip(&other.passages) {
            push(&mut out, "  ", &format!("{number}. {weight}字{}", differs(passage.difference)), width);
            let document = comparison.document;
            let there = comparison.index.report(other.kin.number).map_or("", |report| report.text());
            let sides = [
                ("本报告", document.place(passage.span.start), document.text(), passage.span),
                ("该报告", passage.place.clone(), there, passage.there),
            ];
            for (side, place, text, span) in sides {
                push(&mut out, "     ", &format!("{side}{place}："), width);
                push(&mut out, "       ", &excerpt(text.get(span.range()).unwrap_or_default()), width);
            }
        }
        if !other.figures.is_empty() {
            let told = other.figures.iter().take(FIGURES).map(|(span, _)| clause(comparison.document, *span));
            let told: Vec<String> = told.collect();
            let more = if other.figures.len() > FIGURES { "等" } else { "" };
            let (both, same) = (other.kin.figures.both, other.figures.len());
            let line = format!("数据：两份报告都统计的{both}项里，有{same}项相同：{}{more}", told.join("、"));
            push(&mut out, "  ", &line, width);
        }
        out.push('\n');
    }
    if passages == 0 && !shared.is_empty() {
        push(&mut out, "", &format!("数据与{}份报告雷同；文字未发现雷同。", shared.len()), width);
    } else if shared.is_empty() {
        push(&mut out, "", &format!("{} 与所给的报告比较，未发现雷同。", comparison.name), width);
    } else {
        let share = comparison.share(characters);
        let with = shared.iter().filter(|other| !other.passages.is_empty()).count();
        let line = format!("共与{with}份报告雷同{passages}处，{characters}字，占正文的{share}%。");
        push(&mut out, "", &line, width);
    }
    out
}

/// How another report belongs to the one looked at.
pub(super) const fn whose(relation: Relation) -> &'static str {
    match relation {
        Relation::Earlier => "往年报告",
        Relation::Other => "其他单位的报告",
    }
}

/// In what two passages differ.
pub(super) const fn differs(difference: Difference) -> &'static str {
    match difference {
        Difference::Nothing => "相同",
        Difference::Figures => "相同，只有数字不同",
        Difference::Place => "相同，只换了地名",
    }
}

fn push(out: &mut String, indent: &str, text: &str, width: usize) {
    cell::hang(indent, indent, text, width.max(40), out);
}

/// The words of a figure with what it counts.
pub(super) fn clause(document: &Document, span: Span) -> String {
    let figure = document.figures_in(span).first();
    let counts = figure.and_then(|figure| figure.counts).map(|counts| document.slice(counts)).unwrap_or_default();
    format!("{counts}{}", document.slice(span))
}

/// A passage on one line, its middle left out where it is long.
fn excerpt(text: &str) -> String {
    let line: Vec<char> = text.chars().filter(|character| !character.is_control()).collect();
    let (head, tail) = SHOWN;
    if line.len() <= head + tail {
        return line.into_iter().collect();
    }
    let head: String = line[..head].iter().collect();
    let tail: String = line[line.len() - tail..].iter().collect();
    format!("{head}……{tail}")
}

#[derive(Serialize)]
struct Out<'a> {
    schema: &'a str,
    tool: Tool<'a>,
    path: &'a str,
    unit: Option<&'a str>,
    year: Option<i32>,
    characters: usize,
    others: Vec<Other<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Other<'a> {
    path: &'a str,
    unit: Option<&'a str>,
    year: Option<i32>,
    relation: &'a str,
    characters: usize,
    share: usize,
    passages: Vec<Both<'a>>,
    counted_by_both: usize,
    same_figures: Vec<Sides<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    characters: usize,
    difference: &'a str,
    here: Place<'a>,
    there: Place<'a>,
}

#[derive(Serialize)]
struct Sides<'a> {
    here: Place<'a>,
    there: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
    place: String,
}

#[derive(Serialize)]
struct Summary {
    others: usize,
    passages: usize,
    characters: usize,
    share: usize,
}

/// For programs.
///
/// # Errors
/// Those of the writer.
pub fn json(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let shared = comparison.shared();
    let document = comparison.document;
    let sources: Vec<Source> = shared
        .iter()
        .map(|other| {
            let text = comparison.index.report(other.kin.number).map_or("", |report| report.text());
            Source::new(other.kin.name.as_str(), text)
        })
        .collect();
    let here = |span: Span| place(&document.source, span, document.place(span.start));
    let mut others = Vec::new();
    for (other, source) in shared.iter().zip(&sources) {
        let report = comparison.index.report(other.kin.number);
        let there = |span: Span| place(source, span, report.map(|report| report.place(span.start)).unwrap_or_default());
        let both = |(characters, passage): &(usize, &Passage)| Both {
            characters: *characters,
            difference: match passage.difference {
                Difference::Nothing => "none",
                Difference::Figures => "figures",
                Difference::Place => "place",
            },
            here: here(passage.span),
            there: there(passage.there),
        };
        let characters = other.characters();
        others.push(Other {
            path: &other.kin.name,
            unit: report.map(|report| report.unit.as_str()).filter(|unit| !unit.is_empty()),
            year: report.and_then(|report| report.year),
            relation: match other.kin.relation {
                Relation::Earlier => "earlier",
                Relation::Other => "other",
            },
            characters,
            share: comparison.share(characters),
            passages: other.passages.iter().map(both).collect(),
            counted_by_both: other.kin.figures.both,
            same_figures: other
                .figures
                .iter()
                .map(|(own, others)| Sides { here: here(*own), there: there(*others) })
                .collect(),
        });
    }
    let characters = others.iter().map(|other| other.characters).sum();
    let summary = Summary {
        others: others.len(),
        passages: others.iter().map(|other| other.passages.len()).sum(),
        characters,
        share: comparison.share(characters),
    };
    let written = Out {
        schema: "hegui/compare@1",
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        path: comparison.name,
        unit: document.unit.map(|unit| document.slice(unit)),
        year: document.year.map(|(year, _)| year),
        characters: comparison.likeness.characters,
        others,
        summary,
    };
    serde_json::to_writer(&mut *out, &written)?;
    writeln!(out)
}

fn place(source: &Source, span: Span, place: String) -> Place<'_> {
    let one_based = |offset: usize| {
        let position = source.position(offset, Encoding::Character);
        (position.line + 1, position.column + 1)
    };
    let ((line, column), (end_line, end_column)) = (one_based(span.start), one_based(span.end));
    let text = source.text().get(span.range()).unwrap_or_default();
    Place { start: span.start, end: span.end, line, column, end_line, end_column, text, place }
}
