//! The table after many reports in the terminal: one row a report.

use crate::lint::State;
use crate::report::cell;
use crate::report::ink::Ink;
use crate::report::ledger::Row;

const INDENT: usize = 2;
const GAP: usize = 2;
/// The widest column of units.
const UNIT: usize = 16;
/// Paths in less room have a line of their own.
const PATH: usize = 16;
/// What is counted, in the order of the columns.
const COUNTS: [&str; 4] = ["错误", "提醒", "提示", "豁免"];
const CONTENTS: &str = "内容";
const UNREADABLE: &str = "无法读取";

/// Adds the table; nothing for fewer than two reports.
pub(super) fn write(rows: &[Row], width: usize, ink: Ink, out: &mut String) {
    if rows.len() < 2 {
        return;
    }
    let columns = Columns::new(rows, width);
    out.push_str("一览：\n");
    columns.head(out);
    for row in rows {
        columns.row(row, ink, out);
    }
    legend(rows, width, out);
    out.push('\n');
}

/// How wide each column is, in cells.
struct Columns {
    path: usize,
    unit: usize,
    contents: usize,
    counts: [usize; 4],
    /// The path stands on a line of its own.
    is_apart: bool,
    width: usize,
}

impl Columns {
    fn new(rows: &[Row], width: usize) -> Self {
        let widest = |cells: fn(&Row) -> usize| rows.iter().map(cells).max().unwrap_or(0);
        let contents = widest(|row| 2 * row.contents.len()).max(cell::cells(CONTENTS));
        let digits = |count: fn(&Row) -> usize| {
            let most = rows.iter().map(count).max().unwrap_or(0);
            most.to_string().len().max(cell::cells(COUNTS[0]))
        };
        let counts =
            [digits(|row| row.error), digits(|row| row.warning), digits(|row| row.info), digits(|row| row.waived)];
        let behind = contents + counts.iter().map(|count| count + GAP).sum::<usize>() + GAP;
        let room = width.saturating_sub(INDENT + behind);
        let unit = widest(|row| cell::cells(&row.unit)).clamp(4, UNIT);
        let is_apart = room < PATH + GAP + unit;
        let unit = match is_apart {
            true if room < cell::cells("单位") => 0,
            true => unit.min(room),
            false => unit,
        };
        let path = widest(|row| cell::cells(&row.path)).clamp(4, room.saturating_sub(GAP + unit).max(4));
        Self { path, unit, contents, counts, is_apart, width }
    }

    fn head(&self, out: &mut String) {
        out.push_str(&" ".repeat(INDENT));
        if !self.is_apart {
            left("文件", self.path, out);
        }
        left("单位", self.unit, out);
        left(CONTENTS, self.contents, out);
        let heads: Vec<String> = COUNTS.iter().zip(self.counts).map(|(name, width)| right(name, width)).collect();
        out.push_str(&heads.join(&" ".repeat(GAP)));
        out.push('\n');
    }

    fn row(&self, row: &Row, ink: Ink, out: &mut String) {
        let mut line = " ".repeat(INDENT);
        if self.is_apart {
            out.push_str(&format!("{line}{}\n", cell::cut_middle(&row.path, self.width - INDENT)));
        } else {
            left(&cell::cut_middle(&row.path, self.path), self.path, &mut line);
        }
        left(&cell::cut_end(&row.unit, self.unit), self.unit, &mut line);
        if row.unreadable.is_some() {
            line.push_str(UNREADABLE);
        } else {
            let marks = row.contents.iter().map(|(_, state)| ink.state(*state, mark(*state)));
            line.extend(marks);
            line.push_str(&" ".repeat(self.contents.saturating_sub(2 * row.contents.len()) + GAP));
            let counts = [row.error, row.warning, row.info, row.waived];
            let counts = counts.iter().zip(self.counts).map(|(count, width)| right(&count.to_string(), width));
            line.push_str(&counts.collect::<Vec<_>>().join(&" ".repeat(GAP)));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// A character for a state, of the same width on all terminals.
const fn mark(state: State) -> &'static str {
    match state {
        State::Present => "有",
        State::Partial => "欠",
        State::Absent => "缺",
    }
}

/// What the marks stand for: the contents of each kind of report in their order.
fn legend(rows: &[Row], width: usize, out: &mut String) {
    let mut told: Vec<Vec<&str>> = Vec::new();
    for row in rows.iter().filter(|row| !row.contents.is_empty()) {
        let names: Vec<&str> = row.contents.iter().map(|(name, _)| name.as_str()).collect();
        if !told.contains(&names) {
            if told.is_empty() {
                cell::hang("  ", "  ", "内容：有；欠（有但不完整）；缺（未发现）。", width, out);
            }
            let kind = if row.kind.is_empty() { "规定内容" } else { &row.kind };
            cell::hang("  ", "  ", &format!("{kind}依次为：{}。", names.join("、")), width, out);
            told.push(names);
        }
    }
}

/// A text with the blanks of its column and the gap behind it; nothing for a column that there is no room for.
fn left(text: &str, width: usize, out: &mut String) {
    if width == 0 {
        return;
    }
    out.push_str(text);
    out.push_str(&" ".repeat(width.saturating_sub(cell::cells(text)) + GAP));
}

fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(cell::cells(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, unit: &str, contents: &[State], error: usize) -> Row {
        let names = ["举措", "不足", "履职", "安排", "其他", "附件"];
        Row {
            path: path.to_owned(),
            unit: unit.to_owned(),
            level: "镇".to_owned(),
            year: Some(2024),
            kind: "年度报告".to_owned(),
            contents: names.iter().zip(contents).map(|(name, state)| ((*name).to_owned(), *state)).collect(),
            error,
            warning: 2,
            info: 0,
            waived: 1,
            unreadable: None,
        }
    }

    fn table(rows: &[Row], width: usize) -> String {
        let mut out = String::new();
        write(rows, width, Ink { color: false }, &mut out);
        out
    }

    #[test]
    fn each_report_has_its_row_and_one_report_has_none() {
        use State::{Absent, Partial, Present};
        let broken = Row { unreadable: Some("已损坏".to_owned()), ..row("报告/坏.docx", "", &[], 0) };
        let rows = [
            row("报告/青禾镇.txt", "青禾镇", &[Present, Partial, Absent, Present], 12345),
            row("报告/b.txt", "柳溪街道", &[Present; 4], 0),
            broken,
        ];
        assert_eq!(
            table(&rows, 80),
            "一览：
  文件             单位      内容       错误  提醒  提示  豁免
  报告/青禾镇.txt  青禾镇    有欠缺有  12345     2     0     1
  报告/b.txt       柳溪街道  有有有有      0     2     0     1
  报告/坏.docx               无法读取
  内容：有；欠（有但不完整）；缺（未发现）。
  年度报告依次为：举措、不足、履职、安排。

"
        );
        assert_eq!(table(&rows[..1], 80), "");
    }

    #[test]
    fn the_table_keeps_to_the_width() {
        let long = "很长的文件夹/".repeat(20);
        let rows = [row(&long, &"单位".repeat(30), &[State::Present; 6], 1), row(&long, "", &[], 99_999)];
        for width in 40..120 {
            let table = table(&rows, width);
            assert!(table.lines().all(|line| cell::cells(line) <= width), "{width}\n{table}");
        }
    }
}
