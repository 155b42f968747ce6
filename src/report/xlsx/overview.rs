//! The first sheet: one row a report.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Report;
use super::sheet::{Cell, Column, Sheet, Style, Tone};
use crate::lint::State;
use crate::report::cell;
use crate::report::ledger::{self, Row, Value};

/// The narrowest and the widest column of paths.
const PATH: (usize, usize) = (16, 36);
/// The column of a content.
const CONTENT: usize = 12;

/// Adds the sheet; how many rows had no room.
pub(super) fn write(reports: &[Report], book: &mut Workbook, style: &Style) -> Result<usize, XlsxError> {
    let rows: Vec<&Row> = reports.iter().map(|report| &report.row).collect();
    let contents = ledger::contents(rows.iter().copied());
    let path = rows.iter().map(|row| cell::cells(&row.path) + 2).max().unwrap_or(0).clamp(PATH.0, PATH.1);
    let is_any_unreadable = rows.iter().any(|row| row.unreadable.is_some());
    let columns: Vec<Column<'_>> = ledger::heads(&contents)
        .into_iter()
        .map(|head| match head {
            "文件" => Column::text(head, path),
            "单位" => Column::text(head, 12),
            "文种" => Column::short(head, 10),
            "结论" => Column::short(head, 11),
            "说明" => Column::text(head, if is_any_unreadable { 30 } else { 10 }),
            _ if contents.iter().any(|content| content == head) => Column::short(head, CONTENT),
            _ => Column::short(head, 7),
        })
        .collect();
    let mut sheet = Sheet::new(book, "一览", &columns, columns.len(), rows.len(), style)?;
    for row in rows {
        let cells: Vec<Cell<'_>> = row.values(&contents).into_iter().map(|value| shown(value, row)).collect();
        sheet.row(&cells)?;
    }
    sheet.finish()
}

fn shown<'a>(value: Value<'a>, row: &Row) -> Cell<'a> {
    match value {
        Value::Text(text) => Cell::Text(text),
        Value::Number(number) => Cell::Number(number),
        Value::State(state) => Cell::Toned(of_state(state), state.word()),
        Value::Verdict(verdict) => match row {
            Row { unreadable: Some(_), .. } | Row { error: 1.., .. } => Cell::Toned(Tone::Bad, verdict),
            Row { warning: 1.., .. } => Cell::Toned(Tone::Caution, verdict),
            _ => Cell::Text(verdict),
        },
        Value::Nothing => Cell::Empty,
    }
}

const fn of_state(state: State) -> Tone {
    match state {
        State::Present => Tone::Good,
        State::Partial => Tone::Caution,
        State::Absent => Tone::Bad,
    }
}
