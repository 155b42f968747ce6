//! The sheet of rules and norms: one row a rule in force, with what it found and why it asks.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::finding;
use super::sheet::{Cell, Column, Sheet, Style};
use crate::check::CheckKind;
use crate::diagnostic::Severity;
use crate::report::guide::words;
use crate::report::note;
use crate::report::statistics::Count;
use crate::rule::{Rule, RuleSet};
use crate::rule_id::RuleId;

const COLUMNS: [Column<'static>; 10] = [
    Column::text("规则", 28),
    Column::short("级别", 7),
    Column::short("发现处数", 9),
    Column::short("涉及份数", 9),
    Column::text("所查问题", 36),
    Column::text("建议", 40),
    Column::text("依据", 40),
    Column::text("依据的效力", 22),
    Column::text("条文核实情况", 22),
    Column::short("类别", 13),
];

/// A rule as the sheet tells it.
#[derive(Debug)]
pub(super) struct Norm {
    rule: RuleId,
    /// None for one that only asks.
    severity: Option<Severity>,
    headline: String,
    help: String,
    basis: String,
    strength: String,
    reading: String,
    group: String,
}

/// The rules in force, by id; a rule of several sets is that of the first.
pub(super) fn norms(sets: &[&RuleSet]) -> Vec<Norm> {
    let mut norms: Vec<Norm> = sets.iter().flat_map(|rules| rules.rules().map(|rule| norm(rules, rule))).collect();
    norms.sort_by(|one, other| one.rule.cmp(&other.rule));
    norms.dedup_by(|later, first| later.rule == first.rule);
    norms
}

fn norm(rules: &RuleSet, rule: &Rule) -> Norm {
    let (mut basis, mut strength, mut reading) = (Vec::new(), Vec::new(), Vec::new());
    for one in &*rule.basis {
        let norm = rules.norm(rule, one);
        basis.push(words::norm(norm, one));
        strength.extend(norm.map(words::strength));
        reading.extend(norm.and_then(|norm| words::reading(norm, &one.item)));
    }
    if basis.is_empty() {
        basis.push(note::FACT.to_owned());
    }
    let mut headlines = vec![words::headline(rule)];
    headlines.extend(words::variants(rules, rule).into_iter().map(|variant| format!("其中{variant}")));
    let asks = matches!(rule.file.check, CheckKind::Ask(_));
    Norm {
        rule: rule.id().clone(),
        severity: (!asks).then(|| rules.severity(rule)),
        headline: headlines.join("\n"),
        help: words::blank(&rule.file.help),
        basis: basis.join("\n"),
        strength: strength.join("\n"),
        reading: reading.join("\n"),
        group: rules.group_title(rule).to_owned(),
    }
}

/// Adds the sheet, the rules that found most first; how many rows had no room.
pub(super) fn write(
    norms: &[Norm],
    counts: &[(RuleId, &str, Count)],
    book: &mut Workbook,
    style: &Style,
) -> Result<usize, XlsxError> {
    let count = |norm: &Norm| {
        let found = counts.iter().find(|(rule, ..)| *rule == norm.rule);
        found.map_or((0, 0), |(_, _, count)| (count.places, count.reports))
    };
    let mut rows: Vec<((usize, usize), &Norm)> = norms.iter().map(|norm| (count(norm), norm)).collect();
    rows.sort_by(|((more, _), _), ((less, _), _)| less.cmp(more));
    let mut sheet = Sheet::new(book, "规则与依据", &COLUMNS, COLUMNS.len(), rows.len(), style)?;
    for ((places, reports), norm) in rows {
        let severity = norm
            .severity
            .map_or(Cell::Text("人工"), |severity| Cell::Toned(finding::tone(severity), severity.word()));
        let found = |count| if norm.severity.is_some() { Cell::Number(count) } else { Cell::Empty };
        sheet.row(&[
            Cell::Text(norm.rule.as_str()),
            severity,
            found(places),
            found(reports),
            Cell::Text(&norm.headline),
            Cell::Text(&norm.help),
            Cell::Text(&norm.basis),
            Cell::Text(&norm.strength),
            Cell::Text(&norm.reading),
            Cell::Text(&norm.group),
        ])?;
    }
    sheet.finish()
}
