//! The sheet of what reports share: one row a passage, and one for the figures of two reports.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::sheet::{Cell, Column, Sheet, Style};
use super::{Report, excerpt};
use crate::report::likeness::{Comparison, clause, differs, whose};

/// The most characters of a passage that are quoted.
const PASSAGE: usize = 300;
/// The most figures that are quoted.
const FIGURES: usize = 20;
const COLUMNS: [Column<'static>; 14] = [
    Column::short("序号", 6),
    Column::text("文件", 18),
    Column::text("位置", 14),
    Column::text("原文", 40),
    Column::text("雷同的报告", 18),
    Column::short("单位", 10),
    Column::short("年度", 7),
    Column::short("关系", 10),
    Column::text("其位置", 14),
    Column::text("其原文", 40),
    Column::short("字数", 7),
    Column::text("异同", 12),
    Column::short("两份合计字数", 8),
    Column::short("占正文%", 8),
];

/// A row.
#[derive(Debug)]
pub(super) struct Similar {
    place: String,
    words: String,
    other: String,
    unit: String,
    year: Option<usize>,
    whose: &'static str,
    other_place: String,
    other_words: String,
    /// Characters that count; none for figures.
    characters: Option<usize>,
    differs: String,
    /// Characters of all passages that the two share, and how much of the report that is, in per cent; none where there
    /// are none.
    all: Option<(usize, usize)>,
}

/// What a report shares, by the other report, in the order of the text.
pub(super) fn similar(comparison: &Comparison<'_>) -> Vec<Similar> {
    let document = comparison.document;
    let mut rows = Vec::new();
    for shared in comparison.shared() {
        let kin = shared.kin;
        let other = comparison.index.report(kin.number);
        let text = other.map_or("", |report| report.text());
        let all = shared.characters();
        let row = || Similar {
            place: String::new(),
            words: String::new(),
            other: kin.name.clone(),
            unit: other.map(|report| report.unit.clone()).unwrap_or_default(),
            year: other.and_then(|report| usize::try_from(report.year?).ok()),
            whose: whose(kin.relation),
            other_place: String::new(),
            other_words: String::new(),
            characters: None,
            differs: String::new(),
            all: (all > 0).then(|| (all, comparison.share(all))),
        };
        for (characters, passage) in &shared.passages {
            rows.push(Similar {
                place: document.place(passage.span.start),
                words: excerpt(document.text(), passage.span, PASSAGE),
                other_place: passage.place.clone(),
                other_words: excerpt(text, passage.there, PASSAGE),
                characters: Some(*characters),
                differs: format!("文字{}", differs(passage.difference)),
                ..row()
            });
        }
        if let Some((first, there)) = shared.figures.first() {
            let own = shared.figures.iter().take(FIGURES).map(|(span, _)| clause(document, *span));
            let others =
                shared.figures.iter().take(FIGURES).map(|(_, span)| text.get(span.range()).unwrap_or_default());
            rows.push(Similar {
                place: document.place(first.start),
                words: own.collect::<Vec<_>>().join("、"),
                other_place: other.map(|report| report.place(there.start)).unwrap_or_default(),
                other_words: others.collect::<Vec<_>>().join("、"),
                differs: format!("都统计的{}项数据中{}项相同", kin.figures.both, shared.figures.len()),
                ..row()
            });
        }
    }
    rows
}

/// Adds the sheet; how many rows had no room.
pub(super) fn write<'a>(reports: &'a [Report], book: &mut Workbook, style: &Style) -> Result<usize, XlsxError> {
    let rows = reports.iter().flat_map(|report| &report.similar).map(Vec::len).sum();
    let mut sheet = Sheet::new(book, "雷同", &COLUMNS, COLUMNS.len(), rows, style)?;
    if rows == 0 {
        let said = if reports.iter().any(|report| report.similar.is_some()) {
            "与所比较的报告未发现雷同。"
        } else {
            "本次没有与其他报告比较；加 --against（往年报告的文件夹，或者本文件夹）可查找雷同。"
        };
        sheet.row(&[Cell::Empty, Cell::Empty, Cell::Empty, Cell::Text(said)])?;
    }
    let of = |report: &'a Report| report.similar.iter().flatten().map(|row| (&report.row.path, row));
    for (number, (path, row)) in (1..).zip(reports.iter().flat_map(of)) {
        sheet.row(&[
            Cell::Number(number),
            Cell::Text(path),
            Cell::Text(&row.place),
            Cell::Text(&row.words),
            Cell::Text(&row.other),
            Cell::Text(&row.unit),
            row.year.map_or(Cell::Empty, Cell::Number),
            Cell::Text(row.whose),
            Cell::Text(&row.other_place),
            Cell::Text(&row.other_words),
            row.characters.map_or(Cell::Empty, Cell::Number),
            Cell::Text(&row.differs),
            row.all.map_or(Cell::Empty, |(all, _)| Cell::Number(all)),
            row.all.map_or(Cell::Empty, |(_, share)| Cell::Number(share)),
        ])?;
    }
    sheet.finish()
}
