//! Dates as written.

use super::numbering::{chinese_digit, is_arabic_digit, value_of};
use crate::span::Span;

/// A date as the text has it; parts that it does not name are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The whole date.
    pub span: Span,
    /// The year, in full.
    pub year: Option<i32>,
    /// The month as written; it may not exist (13).
    pub month: Option<u32>,
    /// The day as written; it may not exist (2月30日).
    pub day: Option<u32>,
    /// How it is written.
    pub form: DateForm,
}

/// The form of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// 2025年1月9日
    Plain,
    /// 2025年01月09日
    Padded,
    /// 二〇二五年一月九日
    Chinese,
    /// 2025.1.9, 2025-01-09, 2025/1/9
    Numeric,
    /// 2025年1月9号
    Hao,
}

impl Date {
    /// Whether year, month and day are all named.
    pub fn is_full(&self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day.is_some()
    }

    /// Whether what it names is in the calendar; a day without a month or year is taken as the longest.
    pub fn exists(&self) -> bool {
        let month_exists = self.month.is_none_or(|month| (1..=12).contains(&month));
        let last = self.month.map_or(31, |month| days_in(self.year, month));
        month_exists && self.day.is_none_or(|day| (1..=last).contains(&day))
    }

    /// As year, month, day for comparison, if all three are named.
    pub fn ordered(&self) -> Option<(i32, u32, u32)> {
        Some((self.year?, self.month?, self.day?))
    }
}

fn days_in(year: Option<i32>, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_some_and(|year| year % 4 != 0 || (year % 100 == 0 && year % 400 != 0)) => 28,
        2 => 29,
        _ => 31,
    }
}

/// All dates of a text: those with a year, and `3月21日`, `3月` without one.
pub(super) fn find(text: &str) -> Vec<Date> {
    let mut dates = Vec::with_capacity(text.len() / 512);
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "月").chain([text.len()]) {
        // Years without a month, and numeric dates, lie between two 月.
        let month = (at < text.len()).then(|| with_month(text, at, from)).flatten();
        let until = month.map_or(at, |date| date.span.start);
        years_between(text, from, until, &mut dates);
        from = from.max(until);
        if let Some(date) = month {
            from = date.span.end;
            dates.push(date);
        }
    }
    dates
}

/// The date that begins at `start`, if the whole of `slice` up to `end` begins with one that has a year.
pub(super) fn read(text: &str, start: usize, end: usize) -> Option<Date> {
    let slice = &text[start..end];
    let date = find(slice).into_iter().next()?;
    (date.span.start == 0 && date.year.is_some()).then(|| shift(date, start))
}

fn shift(date: Date, by: usize) -> Date {
    Date { span: Span::new(date.span.start + by, date.span.end + by), ..date }
}

/// The digits that end at `end`, not before `from`: white space between them and `end` is passed over.
fn digits_before(text: &str, from: usize, end: usize) -> Option<Span> {
    let end = from + text[from..end].trim_end_matches([' ', '\u{3000}']).len();
    let slice = &text[from..end];
    let last = slice.chars().next_back()?;
    let same: fn(char) -> bool = if is_arabic_digit(last) { is_arabic_digit } else { is_date_numeral };
    let length: usize = slice.chars().rev().take(5).take_while(|digit| same(*digit)).map(char::len_utf8).sum();
    (length > 0).then(|| Span::new(end - length, end))
}

/// The 元 of 2025年元月.
fn first_month(text: &str, from: usize, end: usize) -> Option<Span> {
    let before = text[from..end].strip_suffix('元')?;
    before.ends_with('年').then(|| Span::new(from + before.len(), end))
}

fn digits_after(text: &str, start: usize) -> Option<Span> {
    let start = start + (text[start..].len() - text[start..].trim_start_matches([' ', '\u{3000}']).len());
    let first = text[start..].chars().next()?;
    let same: fn(char) -> bool = if is_arabic_digit(first) { is_arabic_digit } else { is_date_numeral };
    let length: usize = text[start..].chars().take(5).take_while(|digit| same(*digit)).map(char::len_utf8).sum();
    (length > 0).then(|| Span::new(start, start + length))
}

fn is_date_numeral(character: char) -> bool {
    character == '十' || (character != '两' && chinese_digit(character).is_some())
}

/// The date around the 月 at `at`.
fn with_month(text: &str, at: usize, from: usize) -> Option<Date> {
    let month_digits = digits_before(text, from, at).or_else(|| first_month(text, from, at))?;
    let month = match &text[month_digits.range()] {
        "元" => 1,
        digits => value_of(digits)?,
    };
    let chinese = !text[month_digits.range()].chars().all(is_arabic_digit);
    let year = year_before(text, from, month_digits.start);
    let after_month = at + '月'.len_utf8();
    let after_share = text[after_month..].strip_prefix('份').map_or(after_month, |_| after_month + '份'.len_utf8());
    let day = digits_after(text, after_month).and_then(|digits| {
        let rest = text[digits.end..].trim_start_matches([' ', '\u{3000}']);
        let word = rest.chars().next().filter(|word| matches!(word, '日' | '号'))?;
        let end = text.len() - rest.len() + word.len_utf8();
        Some((value_of(&text[digits.range()])?, digits, end, word))
    });
    // 三月 alone may count: 历时三月.
    if chinese && year.is_none() && day.is_none() {
        return None;
    }
    let end = day.as_ref().map_or(after_share, |(_, _, end, _)| *end);
    let padded = [Some(month_digits), day.as_ref().map(|(_, digits, ..)| *digits)]
        .into_iter()
        .flatten()
        .any(|digits| text[digits.range()].starts_with(['0', '０']));
    let form = match () {
        () if chinese => DateForm::Chinese,
        () if day.as_ref().is_some_and(|(.., word)| *word == '号') => DateForm::Hao,
        () if padded => DateForm::Padded,
        () => DateForm::Plain,
    };
    let start = year.map_or(month_digits.start, |(_, span)| span.start);
    Some(Date {
        span: Span::new(start, end),
        year: year.map(|(year, _)| year),
        month: Some(month),
        day: day.map(|(day, ..)| day),
        form,
    })
}

/// The year with its 年 that ends at `end`.
fn year_before(text: &str, from: usize, end: usize) -> Option<(i32, Span)> {
    let end = from + text[from..end].trim_end_matches([' ', '\u{3000}']).len();
    let before = text[from..end].strip_suffix('年')?;
    let digits = digits_before(text, from, from + before.len())?;
    Some((year_value(&text[digits.range()])?, Span::new(digits.start, end)))
}

/// 2024, ２０２４, 二〇二四.
fn year_value(digits: &str) -> Option<i32> {
    let value = if digits.chars().all(is_arabic_digit) {
        value_of(digits)?
    } else {
        let mut value = 0;
        for digit in digits.chars() {
            value = value * 10 + u32::try_from(chinese_digit(digit)?).ok()?;
        }
        value
    };
    (digits.chars().count() == 4 && (1900..2100).contains(&value)).then(|| i32::try_from(value).ok()).flatten()
}

/// Years with 年 but no month, and dates such as 2025.1.9, between two offsets.
fn years_between(text: &str, from: usize, until: usize, dates: &mut Vec<Date>) {
    let mut at = from;
    while let Some(next) = text.get(at..until).and_then(year_or_digit) {
        let found = at + next;
        let character = text[found..].chars().next().unwrap_or(' ');
        at = found + character.len_utf8();
        if character == '年' {
            if let Some((year, span)) = year_before(text, from, at) {
                let chinese = !text[span.start..].starts_with(is_arabic_digit);
                let form = if chinese { DateForm::Chinese } else { DateForm::Plain };
                dates.push(Date { span, year: Some(year), month: None, day: None, form });
            }
        } else if let Some(date) = numeric(text, found, until) {
            at = date.span.end;
            dates.push(date);
        } else {
            while text[at..until].starts_with(|digit: char| digit.is_ascii_digit()) {
                at += 1;
            }
        }
    }
}

/// Where the first 年, 1 or 2 stands.
fn year_or_digit(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let digit = memchr::memchr2(b'1', b'2', bytes);
    let before = &bytes[..digit.unwrap_or(bytes.len())];
    let last = "年".as_bytes()[2];
    let year = memchr::memchr_iter(last, before).find(|at| before[..=*at].ends_with("年".as_bytes()));
    year.map(|at| at - 2).or(digit)
}

/// `2025.1.9`, `2025-01-09`, `2025/1/9` at `start`.
fn numeric(text: &str, start: usize, until: usize) -> Option<Date> {
    let bytes = &text.as_bytes()[start..until];
    let digits = |from: usize, most: usize| {
        bytes[from.min(bytes.len())..].iter().take(most).take_while(|byte| byte.is_ascii_digit()).count()
    };
    let separator = *bytes.get(4).filter(|_| digits(0, 5) == 4)?;
    if !matches!(separator, b'.' | b'-' | b'/') {
        return None;
    }
    let month_length = digits(5, 3);
    let day_start = 5 + month_length + 1;
    let day_length = digits(day_start, 3);
    let same = bytes.get(day_start - 1) == Some(&separator);
    if !same || !(1..=2).contains(&month_length) || !(1..=2).contains(&day_length) {
        return None;
    }
    let end = start + day_start + day_length;
    Some(Date {
        span: Span::new(start, end),
        year: year_value(&text[start..start + 4]),
        month: value_of(&text[start + 5..start + 5 + month_length]),
        day: value_of(&text[start + day_start..end]),
        form: DateForm::Numeric,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_forms() {
        for (text, written, parts, form) in [
            ("于2025年1月9日报送", "2025年1月9日", (Some(2025), Some(1), Some(9)), DateForm::Plain),
            ("2025 年 3 月 21 日", "2025 年 3 月 21 日", (Some(2025), Some(3), Some(21)), DateForm::Plain),
            ("2025年01月09日", "2025年01月09日", (Some(2025), Some(1), Some(9)), DateForm::Padded),
            ("二〇二五年一月九日", "二〇二五年一月九日", (Some(2025), Some(1), Some(9)), DateForm::Chinese),
            ("2025.1.9", "2025.1.9", (Some(2025), Some(1), Some(9)), DateForm::Numeric),
            ("日期2025-02-30止", "2025-02-30", (Some(2025), Some(2), Some(30)), DateForm::Numeric),
            ("2025年1月9号", "2025年1月9号", (Some(2025), Some(1), Some(9)), DateForm::Hao),
            ("截至12月31日", "12月31日", (None, Some(12), Some(31)), DateForm::Plain),
            ("自2024年3月起", "2024年3月", (Some(2024), Some(3), None), DateForm::Plain),
            ("2024年度", "2024年", (Some(2024), None, None), DateForm::Plain),
        ] {
            let dates = find(text);
            assert_eq!(dates.len(), 1, "{text}: {dates:?}");
            let date = dates[0];
            assert_eq!(&text[date.span.range()], written);
            assert_eq!(((date.year, date.month, date.day), date.form), (parts, form), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in ["12345热线", "第3次", "26年来", "三月份", "1.5万", "每月2次", "20245年"] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn several_dates_stand_in_order() {
        let text = "2023年印发，2024年2月修订，3月1日施行，2025年1月9日报送";
        let found: Vec<_> = find(text).iter().map(|date| text[date.span.range()].to_owned()).collect();
        assert_eq!(found, ["2023年", "2024年2月", "3月1日", "2025年1月9日"]);
    }

    #[test]
    fn the_calendar_is_known() {
        let exists = |text| find(text)[0].exists();
        assert!(exists("2024年2月29日") && !exists("2023年2月29日") && !exists("2月30日") && !exists("2024年13月1日"));
    }
}
