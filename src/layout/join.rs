//! Lines to paragraphs: a line that the margin ends goes on in the next one.

use super::line::{Cell, Line, begins_latin, ends_latin};
use super::margin::{Margin, Margins};
use super::{Paragraph, ParagraphKind, Start};

/// How much larger or smaller the letters of another paragraph are.
const OTHER_SIZE: f32 = 0.07;
/// The indent, in sizes, that begins a paragraph.
const INDENT: f32 = 0.8;
/// The indent from which a line is no beginning of a paragraph, but set apart.
const FURTHEST_INDENT: f32 = 4.5;
/// How much room, in sizes, a line may leave beside the word that did not fit.
const SLACK: f32 = 0.7;
/// The part of a line that may be left empty where lines are not filled.
const RAGGED: f32 = 0.35;
/// The distance of lines, in usual ones, that parts paragraphs.
const GAP: f32 = 1.6;
/// The distance of rows, in usual lines.
const ROWS: f32 = 2.6;
/// How far from the middle, in sizes, a centred line may stand, and how far from both margins it does.
const OFF_CENTRE: f32 = 1.0;
const BESIDE_CENTRED: f32 = 2.5;
/// Leaders of a table of contents.
const LEADERS: [&str; 4] = ["……", "....", "····", "．．．"];

/// The paragraphs of all pages.
pub(super) fn join(pages: Vec<Vec<Line>>, margins: &Margins) -> Vec<Paragraph> {
    let mut joiner = Joiner { found: Vec::new(), last: None, margins };
    for (index, lines) in pages.into_iter().enumerate() {
        let margin = margins.pages[index];
        let rows = rows(&lines, ROWS * margins.pitch);
        for (line, is_row) in lines.into_iter().zip(rows) {
            joiner.line(line, is_row, index + 1, margin);
        }
    }
    joiner.found
}

/// Which lines are rows: those of several cells that follow each other, not too far away and with a column in common.
fn rows(lines: &[Line], furthest: f32) -> Vec<bool> {
    let follow = |pair: &[Line]| {
        let overlap = |one: &Cell| pair[1].cells[1..].iter().any(|other| one.x < other.end && other.x < one.end);
        pair.iter().all(|line| line.cells.len() > 1)
            && pair[1].y - pair[0].y < furthest
            && pair[0].cells[1..].iter().any(overlap)
    };
    let mut are_rows = vec![false; lines.len()];
    for (index, _) in lines.windows(2).enumerate().filter(|(_, pair)| follow(pair)) {
        are_rows[index] = true;
        are_rows[index + 1] = true;
    }
    are_rows
}

struct Joiner<'a> {
    found: Vec<Paragraph>,
    /// The line before, which belongs to the last paragraph.
    last: Option<Last>,
    margins: &'a Margins,
}

/// What decides whether a line goes on in the next one.
struct Last {
    x: f32,
    end: f32,
    y: f32,
    size: f32,
    page: usize,
    margin: Margin,
    /// It begins its paragraph.
    is_first: bool,
    is_centred: bool,
    /// Its paragraph began further right than the margin.
    is_set_in: bool,
}

impl Joiner<'_> {
    fn line(&mut self, line: Line, is_row: bool, page: usize, margin: Margin) {
        if is_row {
            let cells: Vec<&str> = line.cells.iter().map(|cell| cell.text.as_str()).collect();
            self.apart(cells.join("\t"), ParagraphKind::Row, page);
            return;
        }
        if is_contents(&line) {
            let cells: Vec<&str> = line.cells.iter().map(|cell| cell.text.as_str()).collect();
            self.apart(cells.join(" "), ParagraphKind::Contents, page);
            return;
        }
        if line.cells.len() > 1 {
            for cell in line.cells {
                self.apart(cell.text, ParagraphKind::Text, page);
            }
            return;
        }
        let Some(cell) = line.cells.first() else { return };
        let is_centred = self.is_centred(&line, margin);
        let goes_on = self.last.as_ref().is_some_and(|last| self.goes_on(last, &line, is_centred, page, margin));
        let own = Last {
            x: cell.x - margin.left,
            end: cell.end,
            y: line.y,
            size: line.size,
            page,
            margin,
            is_first: !goes_on,
            is_centred,
            is_set_in: match &self.last {
                Some(last) if goes_on => last.is_set_in,
                _ => (INDENT..FURTHEST_INDENT).contains(&((cell.x - margin.left) / line.size)),
            },
        };
        match self.found.last_mut() {
            Some(paragraph) if goes_on => {
                let is_word = ends_latin(&paragraph.text) && begins_latin(&cell.text) && !paragraph.text.ends_with('-');
                if is_word && !is_broken_number(&paragraph.text, &cell.text) {
                    paragraph.text.push(' ');
                }
                paragraph.lines.push(Start { at: paragraph.text.len(), page });
                paragraph.text.push_str(&cell.text);
            }
            _ => self.apart(cell.text.clone(), ParagraphKind::Text, page),
        }
        self.last = Some(own);
    }

    /// A paragraph that does not go on, as far as can be told yet.
    fn apart(&mut self, text: String, kind: ParagraphKind, page: usize) {
        self.found.push(Paragraph { text, kind, page, lines: vec![Start { at: 0, page }] });
        self.last = None;
    }

    fn is_centred(&self, line: &Line, margin: Margin) -> bool {
        let (before, after) = (line.x() - margin.left, margin.right - line.end());
        let size = self.margins.size;
        before > BESIDE_CENTRED * size && after > BESIDE_CENTRED * size && (before - after).abs() < OFF_CENTRE * size
    }

    fn goes_on(&self, last: &Last, line: &Line, is_centred: bool, page: usize, margin: Margin) -> bool {
        let size = line.size;
        let text = line.cells.first().map_or("", |cell| cell.text.as_str());
        if (last.size - size).abs() > OTHER_SIZE * size || last.is_centred || is_centred {
            return false;
        }
        if last.page == page && line.y - last.y > GAP * margin.pitch.max(size) {
            return false;
        }
        let before = self.found.last().map_or("", |paragraph| paragraph.text.as_str());
        let indent = line.x() - margin.left;
        let room = last.margin.right - last.end;
        let is_ended = before.ends_with(['。', '！', '？', '；', '：']);
        // Lines of a paragraph that is set in begin where its second line does, which is left of the first.
        let is_left = last.is_first && indent < last.x - INDENT * size;
        let usual = if last.is_first { last.x.min(INDENT * size) } else { last.x };
        let is_hanging = || last.is_first && begins_numbered(before) && !begins_numbered(text);
        // All lines of a block begin at one place; so do headings and single lines, which do not break off like that.
        let breaks_off =
            || !is_ended && (!begins_numbered(before) || before.contains('。') || before.ends_with(['，', '、']));
        let is_block = || last.is_first && (indent - last.x).abs() < 0.5 * size && breaks_off();
        if indent > usual + INDENT * size && !is_left && !is_hanging() && !is_block() {
            return false;
        }
        if last.is_first && last.x > INDENT * size && indent > last.x - 0.5 * size && !is_block() {
            return false;
        }
        // Where paragraphs are set in, what is not goes on, though lines may end anywhere.
        let is_ragged = !is_ended
            && last.is_set_in
            && indent < 0.5 * size
            && room < RAGGED * (last.margin.right - last.margin.left);
        if !is_ragged && room > first_word(text) * size + SLACK * size {
            return false;
        }
        !(is_ended && begins_numbered(text))
    }
}

/// Whether a line of Chinese text breaks off inside a number; between two numbers there would be a word.
fn is_broken_number(before: &str, text: &str) -> bool {
    let is_digit = |one: char| one.is_ascii_digit();
    before.ends_with(is_digit) && text.starts_with(is_digit) && before.chars().any(|one| one >= '\u{2E80}')
}

/// How wide the first word of a line is, in sizes, with the marks that must not stand at the beginning of a line.
fn first_word(text: &str) -> f32 {
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return 0.0 };
    let is_mark = |one: &char| "，。、；：？！”’》）】…—％%".contains(*one);
    if first.is_ascii_alphanumeric() {
        let word = 1 + characters.take_while(|one| one.is_ascii_alphanumeric() || ".,%-".contains(*one)).count();
        return 0.55 * word as f32;
    }
    let opening = if "“‘《（【".contains(first) { 1.0 + characters.clone().take(1).count() as f32 } else { 1.0 };
    let after = characters.skip(opening as usize - 1).take_while(is_mark).take(2).count();
    opening + after as f32
}

/// Whether a line begins as headings and items of lists do.
fn begins_numbered(text: &str) -> bool {
    let is_number = |one: char| one.is_ascii_digit() || "一二三四五六七八九十".contains(one);
    let bare = text.trim_start_matches(['（', '(']);
    let rest = bare.trim_start_matches(is_number);
    let has_number = rest.len() < bare.len() && bare.len() - rest.len() <= 12;
    has_number && rest.starts_with(['、', '.', '．', '）', ')'])
}

/// `一、主要举措……………3`
fn is_contents(line: &Line) -> bool {
    let last = line.cells.last().map_or("", |cell| cell.text.trim_end());
    let ends_with_number = last.ends_with(|one: char| one.is_ascii_digit());
    ends_with_number && line.cells.iter().any(|cell| LEADERS.iter().any(|leader| cell.text.contains(leader)))
}
