//! Runs to lines: what stands on one baseline, in the order in which it is read.

use super::Run;

/// How far from a baseline, in sizes, a run still belongs to its line: notes' marks stand higher.
const OFF_LINE: f32 = 0.4;
/// The gap, in sizes, from which two Latin words have a space between them.
const SPACE: f32 = 0.18;
/// The gap, in sizes, from which what follows is another cell.
const CELL: f32 = 1.9;
/// How far, in sizes, a second drawing of the same text may be moved; bold letters are made so.
const DOUBLE: f32 = 0.2;
/// The longest number of a list, in characters: （十二）.
const LONGEST_NUMBER: usize = 5;

/// What stands on one baseline.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Pieces with wide gaps between them; never none.
    pub(super) cells: Vec<Cell>,
    /// The baseline.
    pub(super) y: f32,
    /// The size of most of its characters.
    pub(super) size: f32,
}

/// A piece of a line without white space at its ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) x: f32,
    pub(super) end: f32,
    pub(super) text: String,
}

impl Line {
    pub(super) fn x(&self) -> f32 {
        self.cells.first().map_or(0.0, |cell| cell.x)
    }

    pub(super) fn end(&self) -> f32 {
        self.cells.last().map_or(0.0, |cell| cell.end)
    }
}

/// The lines of a page from top to bottom.
pub(super) fn lines(runs: Vec<Run>) -> Vec<Line> {
    let is_placed = |run: &Run| {
        let numbers = [run.x, run.y, run.width, run.size];
        // Far outside of any page, sums lose what they are sums of.
        numbers.iter().all(|number| number.abs() < 1e6) && run.size > 0.1 && !run.text.trim().is_empty()
    };
    let mut runs: Vec<Run> = runs.into_iter().filter(is_placed).map(without_ends).collect();
    runs.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut lines = Vec::new();
    let mut rest = runs.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut own = vec![first];
        while let Some(next) = rest.next_if(|next| belongs(&own, next)) {
            own.push(next);
        }
        lines.push(line(own));
    }
    lines
}

/// A run whose width is that of its words; those of white space are told by the usual widths.
fn without_ends(mut run: Run) -> Run {
    let wide = |text: &str| text.chars().map(|one| if one.is_ascii() { 0.5 } else { 1.0_f32 }).sum::<f32>();
    let words = run.text.trim();
    if words.len() < run.text.len() {
        let share = run.width / wide(&run.text).max(0.5);
        let start = run.text.len() - run.text.trim_start().len();
        run.x += share * wide(&run.text[..start]);
        run.width = share * wide(words);
        run.text = words.to_owned();
    }
    run
}

/// Whether a run, not higher than any of the line's, stands on the same baseline.
fn belongs(line: &[Run], run: &Run) -> bool {
    let tallest = line.iter().take(8).map(|one| one.size).fold(run.size, f32::max);
    run.y - line[0].y <= OFF_LINE * tallest
}

fn line(mut runs: Vec<Run>) -> Line {
    let (y, size) = (baseline(&runs), size(&runs));
    runs.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut cells: Vec<Cell> = Vec::new();
    let mut last: Option<Run> = None;
    for run in runs {
        let is_double = last.as_ref().is_some_and(|last| {
            last.text == run.text && (run.x - last.x).abs() < DOUBLE * run.size && (run.y - last.y).abs() < run.size
        });
        if is_double {
            continue;
        }
        let end = run.x + run.width.max(0.0);
        match cells.last_mut() {
            Some(cell) if run.x - cell.end < CELL * size || is_list_number(&cell.text) => {
                let between = run.x - cell.end >= SPACE * run.size;
                if between && ends_latin(&cell.text) && begins_latin(&run.text) {
                    cell.text.push(' ');
                }
                cell.text.push_str(&run.text);
                cell.end = cell.end.max(end);
            }
            _ => cells.push(Cell { x: run.x, end, text: run.text.clone() }),
        }
        last = Some(run);
    }
    Line { cells, y, size }
}

/// The baseline of the longest run.
fn baseline(runs: &[Run]) -> f32 {
    let longest = runs.iter().max_by_key(|run| run.text.len());
    longest.map_or(0.0, |run| run.y)
}

/// The size of the longest run.
fn size(runs: &[Run]) -> f32 {
    let longest = runs.iter().max_by_key(|run| run.text.len());
    longest.map_or(1.0, |run| run.size)
}

/// A number that a list puts before a line, with a tab after it.
fn is_list_number(text: &str) -> bool {
    let is_short = text.chars().nth(LONGEST_NUMBER).is_none();
    let inner = text.trim_start_matches(['（', '(']).trim_end_matches(['、', '.', '．', '）', ')']);
    let is_number = |one: char| one.is_ascii_digit() || "一二三四五六七八九十".contains(one);
    is_short && inner.len() < text.len() && !inner.is_empty() && inner.chars().all(is_number)
}

/// Whether a word between spaces may end a text.
pub(super) fn ends_latin(text: &str) -> bool {
    text.chars().next_back().is_some_and(|last| last.is_ascii_graphic())
}

/// Whether a word between spaces may begin a text.
pub(super) fn begins_latin(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_ascii_graphic())
}
