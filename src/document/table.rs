//! Tables: rows of plain text that are rows of a table, and the cells of all tables.

use memchr::{memchr, memchr2};

use super::block::{Block, BlockKind};
use super::sentence::trim;
use crate::span::Span;

/// A table: rows of cells as they stand in the text. One that was pasted a cell a line has rows of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The cells of each row, without white space and signs at their ends; an empty cell is an empty span.
    pub rows: Vec<Vec<Span>>,
}

/// What a line of plain text may be in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Cells with a number among them.
    Row,
    /// Cells of words.
    Cells,
    /// A number alone.
    Number,
    /// Bars between cells that stand on lines of their own.
    Bar,
    /// A few words that could be a label.
    Label,
    Other,
}

/// The longest label, in characters.
const LONGEST: usize = 45;
/// Most labels between two numbers of a table that was pasted a cell a line.
const LABELS: usize = 6;
/// The longest row, in bytes, and most rows of a text; no table that anyone wrote has more.
const LONGEST_ROW: usize = 8 * 1024;
const ROWS: usize = 50_000;
/// Numbers at the end of a line that make it a row without tabs and bars.
const NUMBERS: usize = 3;

/// Marks the paragraphs that are rows of a table.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let may_end_row = |block: &Block| {
        let last = text.as_bytes().get(block.span.end.wrapping_sub(1));
        block.kind == BlockKind::Paragraph
            && last.is_some_and(|last| last.is_ascii_digit() || matches!(*last, b'|' | b'%'))
    };
    if !blocks.iter().any(may_end_row) {
        return;
    }
    let shapes: Vec<Shape> = blocks.iter().map(|block| shape(text, *block)).collect();
    let mut of_table = vec![false; blocks.len()];
    for index in (0..shapes.len()).filter(|&index| shapes[index] == Shape::Row) {
        of_table[index] = true;
        let is_header = |&&shape: &&Shape| shape == Shape::Cells;
        let before = shapes[..index].iter().rev().take_while(is_header).count();
        let after = shapes[index + 1..].iter().take_while(is_header).count();
        of_table[index - before..=index + after].fill(true);
    }
    let mut at = 0;
    while let Some(start) = (at..shapes.len()).find(|&index| shapes[index] == Shape::Number) {
        let (end, numbers) = run(&shapes, start);
        at = end;
        if numbers < 2 {
            continue;
        }
        let label = shapes[..start].iter().rposition(|&shape| shape != Shape::Bar);
        let first = label.filter(|&label| shapes[label] == Shape::Label).unwrap_or(start);
        while let Some(next) = next_number(&shapes, at) {
            at = run(&shapes, next).0;
        }
        of_table[first..at].fill(true);
    }
    for (block, _) in blocks.iter_mut().zip(of_table).filter(|(_, of_table)| *of_table) {
        block.kind = BlockKind::Table;
    }
}

/// Where the numbers end that begin at an index, and how many they are.
fn run(shapes: &[Shape], start: usize) -> (usize, usize) {
    let among = shapes[start..].iter().take_while(|shape| matches!(shape, Shape::Number | Shape::Bar));
    let (mut length, mut numbers) = (0, 0);
    for (index, _) in among.enumerate().filter(|(_, shape)| **shape == Shape::Number) {
        (length, numbers) = (index + 1, numbers + 1);
    }
    (start + length, numbers)
}

/// The next number after a run, where nothing but a few labels stand between.
fn next_number(shapes: &[Shape], from: usize) -> Option<usize> {
    let mut labels = 0;
    for (index, shape) in shapes.iter().enumerate().skip(from) {
        match shape {
            Shape::Number => return Some(index),
            Shape::Bar => {}
            Shape::Label if labels < LABELS => labels += 1,
            _ => return None,
        }
    }
    None
}

fn shape(text: &str, block: Block) -> Shape {
    let slice = &text[block.span.range()];
    if block.kind != BlockKind::Paragraph || slice.len() > LONGEST_ROW || memchr(b'\n', slice.as_bytes()).is_some() {
        return Shape::Other;
    }
    if slice.bytes().all(|byte| matches!(byte, b'|' | b' ' | b'\t')) {
        return Shape::Bar;
    }
    // Most lines are sentences, with neither bars nor numbers at their ends.
    let may_have_cells = memchr2(b'|', b'\t', slice.as_bytes()).is_some()
        || slice.trim_end().ends_with(|last: char| last.is_ascii_digit());
    if !may_have_cells {
        let is_label = slice.chars().nth(LONGEST).is_none() && !slice.contains(['。', '；', '！', '？']);
        return if is_label { Shape::Label } else { Shape::Other };
    }
    let cells = cells(text, block.span);
    let numbers = cells.iter().filter(|cell| number(&text[cell.range()]).is_some()).count();
    match cells.len() {
        1 if numbers == 1 => Shape::Number,
        1 if slice.contains(['。', '；', '！', '？']) || slice.chars().count() > LONGEST => Shape::Other,
        1 => Shape::Label,
        _ if slice.contains(['。', '；']) => Shape::Other,
        _ if numbers > 0 => Shape::Row,
        _ => Shape::Cells,
    }
}

/// All tables, in order: rows that follow each other with nothing between.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut rows = 0;
    let is_row = |block: &&Block| block.kind == BlockKind::Table;
    let mut rest = blocks;
    while let Some(start) = rest.iter().position(|block| is_row(&block)).filter(|_| rows < ROWS) {
        let length = rest[start..].iter().take_while(is_row).take(ROWS - rows).count();
        let own = &rest[start..start + length];
        let cells = |row: &Block| if row.span.len() > LONGEST_ROW { Vec::new() } else { cells(text, row.span) };
        tables.push(Table { rows: own.iter().map(cells).collect() });
        rows += length;
        rest = &rest[start + length..];
    }
    tables
}

/// The cells of a line: between bars, else between tabs, else before each of the numbers at its end, else the line.
fn cells(text: &str, line: Span) -> Vec<Span> {
    let slice = &text[line.range()];
    let mark = if slice.contains('|') { Some('|') } else { slice.contains('\t').then_some('\t') };
    let Some(mark) = mark else { return before_numbers(text, line) };
    let mut cells = Vec::new();
    let mut start = line.start;
    for (at, _) in slice.match_indices(mark) {
        cells.push(cell(text, Span::new(start, line.start + at)));
        start = line.start + at + mark.len_utf8();
    }
    cells.push(cell(text, Span::new(start, line.end)));
    // Bars at the ends of a line are no cells.
    if slice.starts_with('|') {
        cells.remove(0);
    }
    if slice.ends_with('|') {
        cells.pop();
    }
    cells
}

fn cell(text: &str, span: Span) -> Span {
    let span = trim(text, span);
    let inner = text[span.range()].trim_end_matches('*');
    let start = span.start + inner.len() - inner.trim_start_matches('*').len();
    Span::new(start, span.start + inner.len())
}

fn before_numbers(text: &str, line: Span) -> Vec<Span> {
    let slice = &text[line.range()];
    let mut words: Vec<Span> = Vec::new();
    for word in slice.split_whitespace() {
        let start = word.as_ptr() as usize - slice.as_ptr() as usize + line.start;
        words.push(Span::new(start, start + word.len()));
    }
    let numbers = words.iter().rev().take_while(|word| number(&text[word.range()]).is_some()).count();
    if numbers < NUMBERS {
        return vec![line];
    }
    words
}

/// The value of a cell that is a number and nothing else.
pub(crate) fn number(cell: &str) -> Option<f64> {
    let plain = cell.trim();
    if !plain.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let mut digits = plain.bytes().filter(|byte| byte.is_ascii_digit()).count();
    let others = plain.bytes().filter(|byte| !byte.is_ascii_digit() && !matches!(byte, b',' | b'.')).count();
    if plain.bytes().filter(|byte| *byte == b'.').count() > 1 {
        digits = 0;
    }
    let is_number = digits > 0 && others == 0;
    is_number.then(|| plain.replace(',', "").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;

    /// The rows of all tables, their cells between bars.
    fn tables(text: &str) -> Vec<Vec<String>> {
        let mut blocks = plain_blocks(text);
        mark(text, &mut blocks);
        let row = |row: &Vec<Span>| row.iter().map(|cell| &text[cell.range()]).collect::<Vec<_>>().join("|");
        find(text, &blocks).iter().map(|table| table.rows.iter().map(row).collect()).collect()
    }

    #[test]
    fn rows_between_tabs_bars_and_spaces() {
        for text in [
            "二、情况\n信息内容\t本年制发件数\t现行有效件数\n规章\t0\t6\n其他\t\t2\n全年公开12条。\n",
            "二、情况\n| 信息内容 | 本年制发件数 | 现行有效件数 |\n| **规章** | 0 | 6 |\n其他 | | 2\n全年公开12条。\n",
        ] {
            assert_eq!(tables(text), [["信息内容|本年制发件数|现行有效件数", "规章|0|6", "其他||2"]], "{text}");
        }
        assert_eq!(
            tables("申请人情况\n一、本年新收 申请 3 0 1 4\n四、结转 0 0 0 0\n"),
            [["一、本年新收|申请|3|0|1|4", "四、结转|0|0|0|0"]]
        );
    }

    #[test]
    fn cells_on_lines_of_their_own() {
        let text = "三、收到申请情况\n申请人情况\n自然人\n总计\n一、本年新收\n 3\n|\n3\n三、办理结果\n（一）予以公开\n2\n2\n四、复议情况\n结果维持\n结果纠正\n其他\n未结\n甲\n乙\n丙\n";
        assert_eq!(tables(text), [["一、本年新收", "3", "", "3", "三、办理结果", "（一）予以公开", "2", "2"]]);
    }

    #[test]
    fn other_lines_are_no_rows() {
        for text in [
            "青禾镇人民政府\t2025年1月9日\n",
            "二、存在的不足\n3\n人员偏少。\n",
            "浏览次数：25\n发布日期 2025 01 09\n",
            "一、\t加强学习\n全年4次。\n",
            "2024年开展3次、5场，共8\n",
            "",
        ] {
            let expected: &[Vec<String>] =
                if text.contains("发布日期") { &[vec!["发布日期|2025|01|09".to_owned()]] } else { &[] };
            assert_eq!(tables(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_texts_take_no_longer_than_long_ones() {
        for piece in
            ["1\n", "|", "|\n", "1\t1\n", "甲\n1\n1\n", "甲\t乙\n", "1 1 1 ", "甲\n", "| 1 |\n甲\t乙\n", "*\t*\n"]
        {
            let text = format!("{}\n甲\t1\n", piece.repeat(20_000));
            assert!(tables(&text).iter().map(Vec::len).sum::<usize>() <= ROWS, "{piece}");
        }
    }

    #[test]
    fn numbers_are_told_from_words() {
        for (cell, value) in [("12", Some(12.0)), ("1,204", Some(1204.0)), ("3.5", Some(3.5)), (" 0 ", Some(0.0))] {
            assert_eq!(number(cell), value);
        }
        for cell in ["", "3件", "2025年", "1.2.3", ".", "/", "—", "-3", "12%"] {
            assert_eq!(number(cell), None, "{cell}");
        }
    }
}
