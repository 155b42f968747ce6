//! The sheet of findings: one row a finding.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::sheet::{Cell, Column, Sheet, Style, Tone};
use super::{Report, excerpt};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::document::Document;
use crate::lint::Linted;
use crate::report::note;
use crate::report::places::Places;
use crate::rule_id::RuleId;

/// The most characters of a finding's words.
const WORDS: usize = 200;
/// What is printed: all that a reader on paper needs, and no more than a page is wide.
const PRINTED: usize = 10;
const COLUMNS: [Column<'static>; 15] = [
    Column::short("序号", 6),
    Column::text("文件", 20),
    Column::text("位置", 17),
    Column::short("级别", 7),
    Column::text("问题", 30),
    Column::text("原文", 26),
    Column::text("另见", 22),
    Column::text("建议", 36),
    Column::text("依据", 26),
    Column::text("豁免、基线", 14),
    Column::text("规则", 28),
    Column::short("处数", 7),
    Column::short("页", 6),
    Column::short("行", 6),
    Column::short("列", 6),
];

/// A row of the sheet of findings.
#[derive(Debug)]
pub(super) struct Finding {
    severity: Severity,
    rule: RuleId,
    message: String,
    place: String,
    page: Option<usize>,
    /// Counted from 1.
    line: usize,
    column: usize,
    words: String,
    elsewhere: String,
    advice: String,
    basis: String,
    /// How many places it stands for.
    count: usize,
    /// Why it does not count; empty where it does.
    excused: String,
}

/// Rows of findings, those that count first, then what is waived and what a baseline has; each in the order of the text.
pub(super) fn findings(document: &Document, linted: &Linted) -> Vec<Finding> {
    let places = &mut Places::new(document);
    let mut findings: Vec<Finding> = Vec::new();
    findings.extend(linted.diagnostics.iter().map(|one| finding(one, String::new(), places)));
    findings.extend(
        linted.waived.iter().map(|one| finding(&one.diagnostic, format!("已豁免：{}", note::reason(one)), places)),
    );
    findings.extend(linted.known.iter().map(|one| finding(one, "基线中原有".to_owned(), places)));
    findings
}

fn finding(diagnostic: &Diagnostic, excused: String, places: &mut Places<'_>) -> Finding {
    let document = places.document;
    let start = diagnostic.primary.span.start;
    let position = places.position(start);
    let elsewhere = if diagnostic.count > 1 { Vec::new() } else { places.beside(start, &diagnostic.related) };
    let mut advice = Vec::from_iter(diagnostic.help.clone());
    advice.extend(diagnostic.fix.as_ref().map(|fix| {
        let name = match fix.applicability {
            Applicability::Safe => "可自动修正",
            Applicability::Unsafe => "建议修改",
        };
        format!("{name}：{}", note::mending(document, fix))
    }));
    Finding {
        severity: diagnostic.severity,
        rule: diagnostic.rule.clone(),
        message: diagnostic.message.clone(),
        place: places.name(start).to_owned(),
        page: document.source.page(start),
        line: position.line + 1,
        column: position.column + 1,
        words: excerpt(document.text(), diagnostic.primary.span, WORDS),
        elsewhere: elsewhere.join("\n"),
        advice: advice.join("\n"),
        basis: note::norms(&diagnostic.basis).join("\n"),
        count: diagnostic.count.max(1),
        excused,
    }
}

/// Adds the sheet; how many rows had no room.
pub(super) fn write(reports: &[Report], book: &mut Workbook, style: &Style) -> Result<usize, XlsxError> {
    let rows = reports.iter().map(|report| report.findings.len()).sum();
    let mut sheet = Sheet::new(book, "问题", &COLUMNS, PRINTED, rows, style)?;
    let findings = reports.iter().flat_map(|report| report.findings.iter().map(|finding| (&report.row.path, finding)));
    for (number, (path, finding)) in (1..).zip(findings) {
        sheet.row(&[
            Cell::Number(number),
            Cell::Text(path),
            Cell::Text(&finding.place),
            Cell::Toned(tone(finding.severity), finding.severity.word()),
            Cell::Text(&finding.message),
            Cell::Text(&finding.words),
            Cell::Text(&finding.elsewhere),
            Cell::Text(&finding.advice),
            Cell::Text(&finding.basis),
            Cell::Text(&finding.excused),
            Cell::Text(finding.rule.as_str()),
            Cell::Number(finding.count),
            finding.page.map_or(Cell::Empty, Cell::Number),
            Cell::Number(finding.line),
            Cell::Number(finding.column),
        ])?;
    }
    sheet.finish()
}

/// How a severity is coloured.
pub(super) const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Caution,
        Severity::Info => Tone::Hint,
    }
}
