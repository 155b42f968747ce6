//! A table on a sheet of its own: its columns, what it looks like on a screen and on paper, the limits of the format.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::report::cell;

/// Rows of a sheet, the header among them.
pub(super) const ROWS: usize = 1_048_576;
/// Characters of a cell, as UTF-16 counts them.
const CHARACTERS: usize = 32_767;
/// What stands at the end of a text that a cell cannot hold.
const CUT: &str = "……（过长，其余未列出）";
/// What the button of a filter takes of a head, in half-width characters.
const MARK: usize = 1;
/// Sheets with more rows go through a file, so that memory does not grow with them.
const MANY: usize = 20_000;
/// A4, as the format counts papers.
const A4: u8 = 9;
/// The height of a line, what is above and below all lines of a row, and the highest row, in points.
const LINE: f64 = 14.0;
const AROUND: f64 = 3.0;
const HIGHEST: f64 = 409.0;

/// A column.
pub(super) struct Column<'a> {
    pub(super) head: &'a str,
    /// In half-width characters.
    pub(super) width: usize,
    pub(super) look: Look,
}

/// How a column's cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Text, broken into lines.
    Text,
    /// A few characters or a number, in the middle.
    Short,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Words; never a formula, whatever they begin with.
    Text(&'a str),
    /// A number.
    Number(usize),
    /// Words that are to be seen.
    Toned(Tone, &'a str),
    /// Nothing.
    Empty,
}

/// What a cell says by its colour too. Each has words of its own and differs in weight, so that grey paper tells as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Hint,
    Caution,
    Bad,
}

impl Column<'_> {
    pub(super) const fn text(head: &str, width: usize) -> Column<'_> {
        Column { head, width, look: Look::Text }
    }

    pub(super) const fn short(head: &str, width: usize) -> Column<'_> {
        Column { head, width, look: Look::Short }
    }
}

/// What all sheets of a workbook look like.
pub(super) struct Style {
    head: Format,
    text: Format,
    short: Format,
    tones: [Format; 4],
}

impl Style {
    pub(super) fn new() -> Self {
        let text = plain().set_align(FormatAlign::Top).set_text_wrap();
        let short = text.clone().set_align(FormatAlign::Center);
        let tone = |ink: u32, ground: u32| {
            short.clone().set_font_color(Color::RGB(ink)).set_background_color(Color::RGB(ground))
        };
        Self {
            head: short
                .clone()
                .set_align(FormatAlign::VerticalCenter)
                .set_bold()
                .set_background_color(Color::RGB(0xe7_e3_da))
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x8c_86_7a)),
            tones: [
                short.clone().set_font_color(Color::RGB(0x2f_6b_3a)),
                tone(0x2b_5a_86, 0xee_f3_f8),
                tone(0x7a_50_00, 0xfd_f3_d8).set_bold(),
                tone(0xa6_1b_1b, 0xfb_e6_e6).set_bold(),
            ],
            text,
            short,
        }
    }

    fn tone(&self, tone: Tone) -> &Format {
        &self.tones[match tone {
            Tone::Good => 0,
            Tone::Hint => 1,
            Tone::Caution => 2,
            Tone::Bad => 3,
        }]
    }
}

/// The type of all cells.
pub(super) fn plain() -> Format {
    Format::new().set_font_name("宋体").set_font_size(10).set_font_family(3).set_font_charset(134)
}

/// A sheet to which rows are added.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    style: &'a Style,
    /// How wide each column is, in half-width characters.
    widths: Vec<usize>,
    /// The next row.
    row: u32,
    /// Rows that there was no room for.
    left_out: usize,
    /// Rows that there is room for, the header among them.
    most: u32,
}

impl<'a> Sheet<'a> {
    /// A sheet with its header, for about so many rows. Printed are the first columns, as many as `printed` says.
    ///
    /// # Errors
    /// A file for the rows cannot be written; here and below.
    pub(super) fn new(
        book: &'a mut Workbook,
        name: &str,
        columns: &[Column<'_>],
        printed: usize,
        rows: usize,
        style: &'a Style,
    ) -> Result<Self, XlsxError> {
        let sheet = if rows > MANY { book.add_worksheet_with_low_memory()? } else { book.add_worksheet() };
        sheet.set_name(name)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
        sheet.set_header("&C合规检查结果　&A").set_footer("&C第 &P 页，共 &N 页");
        sheet.set_print_gridlines(true).set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
        for (index, column) in (0..).zip(columns) {
            let format = if column.look == Look::Text { &style.text } else { &style.short };
            let width = u32::try_from(column.width).unwrap_or(u32::MAX);
            sheet.set_column_width(index, f64::from(width))?.set_column_format(index, format)?;
        }
        let heads = columns.iter().map(|column| lines(column.head, column.width.saturating_sub(MARK)));
        sheet.set_row_height(0, height(heads.max().unwrap_or(1)) + AROUND)?;
        for (index, column) in (0..).zip(columns) {
            sheet.write_string_with_format(0, index, clean(column.head), &style.head)?;
        }
        let last = |count: usize| u16::try_from(count.saturating_sub(1)).unwrap_or(u16::MAX);
        let rows = u32::try_from(rows.min(ROWS - 1)).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows.max(1), last(columns.len()))?;
        if printed < columns.len() {
            sheet.set_print_area(0, 0, rows.max(1), last(printed))?;
        }
        let most = u32::try_from(ROWS).unwrap_or(u32::MAX);
        let widths = columns.iter().map(|column| column.width).collect();
        Ok(Self { sheet, style, widths, row: 1, left_out: 0, most })
    }

    /// Adds a row; one that there is no room for is counted.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        debug_assert!(cells.len() <= self.widths.len(), "a cell without a column");
        // The last row tells how many are missing.
        if self.row + 1 >= self.most {
            self.left_out += 1;
            return Ok(());
        }
        // Not all programs make a row as high as its text on their own.
        let lines = cells.iter().zip(&self.widths).map(|(cell, width)| match cell {
            Cell::Text(text) | Cell::Toned(_, text) => lines(text, *width),
            Cell::Number(_) | Cell::Empty => 1,
        });
        self.sheet.set_row_height(self.row, height(lines.max().unwrap_or(1)))?;
        for (column, cell) in (0..).zip(cells) {
            match *cell {
                Cell::Text("") | Cell::Toned(_, "") | Cell::Empty => {}
                Cell::Text(text) => {
                    self.sheet.write_string(self.row, column, clean(text))?;
                }
                Cell::Number(number) => {
                    self.sheet.write_number(self.row, column, number as f64)?;
                }
                Cell::Toned(tone, text) => {
                    self.sheet.write_string_with_format(self.row, column, clean(text), self.style.tone(tone))?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Ends the sheet; how many rows are not in it.
    pub(super) fn finish(self) -> Result<usize, XlsxError> {
        if self.left_out > 0 {
            let told = format!("另有{}行未列出：一张工作表最多{}行", self.left_out, self.most);
            self.sheet.write_string(self.row, 0, told)?;
        }
        Ok(self.left_out)
    }
}

/// How many lines a text takes in a column.
fn lines(text: &str, width: usize) -> usize {
    // A full-width character does not stand half in a line.
    let room = width.saturating_sub(1).max(2);
    text.split('\n').map(|line| line.chars().map(halves).sum::<usize>().div_ceil(room).max(1)).sum()
}

/// How wide a character is: Chinese type sets “ ” … — full-width.
fn halves(character: char) -> usize {
    if character.is_ascii() { 1 } else { 2 }
}

/// The height of a row with so many lines, in points.
fn height(lines: usize) -> f64 {
    (lines as f64 * LINE + AROUND).min(HIGHEST)
}

/// A text as it may stand in a cell: what steers a line becomes visible, and it is as long as a cell allows.
fn clean(text: &str) -> String {
    let shown = |character| match character {
        '\n' => Some('\n'),
        '\r' => None,
        '\u{fffe}' | '\u{ffff}' => Some('\u{fffd}'),
        other => cell::shown(other),
    };
    let mut cleaned = String::with_capacity(text.len());
    let (mut used, mut fits) = (0, 0);
    for character in text.chars().filter_map(shown) {
        used += character.len_utf16();
        if used > CHARACTERS {
            cleaned.truncate(fits);
            cleaned.push_str(CUT);
            return cleaned;
        }
        cleaned.push(character);
        if used + CUT.chars().count() <= CHARACTERS {
            fits = cleaned.len();
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_room_in_its_cell_and_steers_nothing() {
        assert_eq!(clean("甲\r\n乙\t\u{1b}\u{202e}\u{ffff}"), "甲\n乙 ␛\u{fffd}\u{fffd}");
        let wide = |text: &str| text.encode_utf16().count();
        for (character, count) in [("甲", CHARACTERS), ("𠮷", CHARACTERS / 2)] {
            assert_eq!(clean(&character.repeat(count)), character.repeat(count));
            let cut = clean(&character.repeat(count + 1));
            assert!(cut.ends_with(CUT) && wide(&cut) <= CHARACTERS && wide(&cut) > CHARACTERS - 2, "{}", wide(&cut));
        }
    }

    #[test]
    fn rows_without_room_are_counted_and_told() {
        let mut book = Workbook::new();
        let style = Style::new();
        let columns = [Column::text("甲", 10)];
        let mut sheet = Sheet::new(&mut book, "表", &columns, 1, 5, &style).expect("a sheet");
        sheet.most = 4;
        for _ in 0..5 {
            sheet.row(&[Cell::Text("=1+1")]).expect("a row");
        }
        assert_eq!((sheet.row, sheet.finish().expect("told")), (3, 3));
    }
}
