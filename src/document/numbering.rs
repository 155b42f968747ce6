//! Heading and list numbers: 一、 （一） 1. （1） 第一部分, and their damaged forms.

use std::borrow::Cow;

use crate::span::Span;

/// The style of a number, which gives its usual level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberStyle {
    /// 第一部分
    Part,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1. or 1、
    Arabic,
    /// （1）
    ArabicBracket,
    /// ①
    Circled,
}

/// A number at the start of a heading or list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number with its marks, such as `（一）` or `1.`, and a mark too many after it (`（一）、`); without white space after it.
    pub span: Span,
    /// The digits alone.
    pub digits: Span,
    /// Its style.
    pub style: NumberStyle,
    /// Its value, from 1.
    pub value: u32,
    /// A mark is missing: `一）`, `（一`, `2优化`.
    pub damaged: bool,
}

impl Number {
    /// The number that begins at `start`, if one does. `end` bounds what is looked at.
    ///
    /// A number without any mark (`2优化`, `一法治`) is not read here: only its neighbours can tell it from a figure.
    pub(super) fn read(text: &str, start: usize, end: usize) -> Option<Self> {
        let slice = &text[start..end];
        let first = slice.chars().next()?;
        match first {
            '（' | '(' => bracketed(text, start, end),
            '第' => part(text, start, end),
            '①'..='⑳' => {
                let span = Span::new(start, start + first.len_utf8());
                let value = first as u32 - '①' as u32 + 1;
                Some(Self { span, digits: span, style: NumberStyle::Circled, value, damaged: false })
            }
            _ if is_chinese_digit(first) => chinese(text, start, end),
            _ if is_arabic_digit(first) => arabic(text, start, end),
            _ => None,
        }
    }

    /// Digits without any mark at `start`, followed by Chinese text: `2优化`, `一法治`.
    pub(super) fn read_bare(text: &str, start: usize, end: usize) -> Option<Self> {
        let (digits, style) = leading_digits(text, start, end)?;
        let next = text[digits.end..end].chars().next()?;
        let value = value_of(&text[digits.range()])?;
        is_han(next).then_some(Self { span: digits, digits, style, value, damaged: true })
    }

    /// The level this style has in a text that uses all of them; `parts` when 第一部分 stands above 一、.
    pub(super) fn usual_level(self, parts: bool) -> u8 {
        let shift = u8::from(parts);
        match self.style {
            NumberStyle::Part => 1,
            NumberStyle::Chinese => 1 + shift,
            NumberStyle::ChineseBracket => 2 + shift,
            NumberStyle::Arabic => 3 + shift,
            NumberStyle::ArabicBracket => 4 + shift,
            NumberStyle::Circled => 5 + shift,
        }
    }
}

/// The value of a Chinese numeral below a hundred million, such as 三十二 or 一百零五; `None` if it is not one.
pub fn chinese_value(text: &str) -> Option<u64> {
    let (mut total, mut section, mut digit, mut any) = (0_u64, 0_u64, None, false);
    for character in text.chars() {
        any = true;
        match (chinese_digit(character), character) {
            (Some(0), _) => digit = None,
            (Some(value), _) if digit.is_none() => digit = Some(value),
            (Some(_), _) => return None,
            (None, '十' | '百' | '千') => {
                let unit = match character {
                    '十' => 10,
                    '百' => 100,
                    _ => 1000,
                };
                section += digit.take().unwrap_or(1) * unit;
            }
            (None, '万') => {
                total = (section + digit.take().unwrap_or(0)) * 10_000;
                section = 0;
            }
            _ => return None,
        }
    }
    any.then_some(total + section + digit.unwrap_or(0))
}

/// A number below a hundred in Chinese numerals; larger ones stay in Arabic digits.
pub fn chinese_numeral(value: u32) -> Cow<'static, str> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match value {
        1..=9 => DIGITS[value as usize].into(),
        10..=19 => format!("十{}", DIGITS[(value % 10) as usize]).into(),
        20..=99 => format!("{}十{}", DIGITS[(value / 10) as usize], DIGITS[(value % 10) as usize]).into(),
        _ => value.to_string().into(),
    }
}

/// 零 to 九, and 两.
pub(super) fn chinese_digit(character: char) -> Option<u64> {
    Some(match character {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

pub(super) const fn is_arabic_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '０'..='９')
}

pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The value of Arabic digits of either width, or of a Chinese numeral.
pub(super) fn value_of(digits: &str) -> Option<u32> {
    if digits.chars().all(is_arabic_digit) {
        digits.chars().try_fold(0_u32, |value, digit| {
            let digit = digit.to_digit(10).or_else(|| (digit as u32).checked_sub('０' as u32))?;
            value.checked_mul(10)?.checked_add(digit)
        })
    } else {
        chinese_value(digits).and_then(|value| u32::try_from(value).ok())
    }
}

pub(crate) fn is_chinese_digit(character: char) -> bool {
    matches!(character, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Up to three digits of one kind at `start`.
fn leading_digits(text: &str, start: usize, end: usize) -> Option<(Span, NumberStyle)> {
    let slice = &text[start..end];
    let first = slice.chars().next()?;
    let (same, style): (fn(char) -> bool, _) = if is_chinese_digit(first) {
        (is_chinese_digit, NumberStyle::Chinese)
    } else if is_arabic_digit(first) {
        (is_arabic_digit, NumberStyle::Arabic)
    } else {
        return None;
    };
    let length: usize = slice.chars().take(4).take_while(|digit| same(*digit)).map(char::len_utf8).sum();
    let digits = Span::new(start, start + length);
    (text[digits.range()].chars().count() <= 3).then_some((digits, style))
}

/// The character at `at`, and the offset after it.
fn mark_at(text: &str, at: usize, end: usize) -> Option<(char, usize)> {
    text[at..end].chars().next().map(|mark| (mark, at + mark.len_utf8()))
}

fn closes_bracket(mark: char) -> bool {
    matches!(mark, '）' | ')' | '〕' | ']' | '】')
}

/// `（一）`, `(1)`, and `（一` without its closing mark before Chinese text.
fn bracketed(text: &str, start: usize, end: usize) -> Option<Number> {
    let (_, after) = mark_at(text, start, end)?;
    let inner = after + (text[after..end].len() - text[after..end].trim_start_matches(' ').len());
    let (digits, style) = leading_digits(text, inner, end)?;
    let style = match style {
        NumberStyle::Chinese => NumberStyle::ChineseBracket,
        _ => NumberStyle::ArabicBracket,
    };
    let value = value_of(&text[digits.range()])?;
    let spaces = text[digits.end..end].len() - text[digits.end..end].trim_start_matches(' ').len();
    let (mark, close) = mark_at(text, digits.end + spaces, end)?;
    if closes_bracket(mark) {
        let close = mark_too_many(text, close, end);
        return Some(Number { span: Span::new(start, close), digits, style, value, damaged: false });
    }
    let bare = matches!(mark, '、') || is_han(mark) && style == NumberStyle::ChineseBracket && !is_counter_like(mark);
    let close = if mark == '、' { close } else { digits.end };
    bare.then_some(Number { span: Span::new(start, close), digits, style, value, damaged: true })
}

/// `一、` and its slips `一.` `一，` `一:`, and `一）` without its opening mark.
fn chinese(text: &str, start: usize, end: usize) -> Option<Number> {
    let (digits, _) = leading_digits(text, start, end)?;
    let value = value_of(&text[digits.range()])?;
    let (mark, after) = mark_at(text, digits.end, end)?;
    let (style, damaged) = match mark {
        '、' | '.' | '．' | '，' | ',' | '：' | ':' => (NumberStyle::Chinese, false),
        '）' | ')' => (NumberStyle::ChineseBracket, true),
        _ => return None,
    };
    // 一、二、三产业; 一，二: an enumeration of numerals, not a number.
    let enumeration = mark_at(text, after, end).is_some_and(|(next, _)| is_chinese_digit(next))
        && leading_digits(text, after, end)
            .and_then(|(more, _)| mark_at(text, more.end, end))
            .is_some_and(|(next, _)| matches!(next, '、' | '，' | ',' | '产' | '级' | '类'));
    (!enumeration).then(|| Number {
        span: Span::new(start, mark_too_many(text, after, end)),
        digits,
        style,
        value,
        damaged,
    })
}

/// `1.` `1．` `1、` and `1)`; no decimals (3.8), no times (12:30).
fn arabic(text: &str, start: usize, end: usize) -> Option<Number> {
    let (digits, _) = leading_digits(text, start, end)?;
    let value = value_of(&text[digits.range()]).filter(|value| (1..=99).contains(value))?;
    let (mark, after) = mark_at(text, digits.end, end)?;
    let style = match mark {
        '、' | '.' | '．' | '，' | ',' => NumberStyle::Arabic,
        '）' | ')' => NumberStyle::ArabicBracket,
        _ => return None,
    };
    let digits_follow = text[after..end].chars().take_while(|next| is_arabic_digit(*next)).count();
    let year_follows = digits_follow == 4 && text[after..end].chars().nth(4).is_some_and(|next| next == '年');
    (digits_follow == 0 || year_follows).then(|| Number {
        span: Span::new(start, after),
        digits,
        style,
        value,
        damaged: false,
    })
}

/// `第一部分`, `第二章`.
fn part(text: &str, start: usize, end: usize) -> Option<Number> {
    let (digits, _) = leading_digits(text, start + '第'.len_utf8(), end)?;
    let value = value_of(&text[digits.range()])?;
    let rest = &text[digits.end..end];
    let word = ["部分", "章", "编"].into_iter().find(|word| rest.starts_with(word))?;
    let after = digits.end + word.len();
    let next = text[after..end].chars().next();
    // 第一部分的内容: a mention.
    if next.is_some_and(|next| matches!(next, '的' | '内' | '中' | '所' | '规' | '明')) {
        return None;
    }
    Some(Number {
        span: Span::new(start, mark_too_many(text, after, end)),
        digits,
        style: NumberStyle::Part,
        value,
        damaged: false,
    })
}

/// Takes in a mark that does not belong after the number: `（一）、`, `第一部分：`.
fn mark_too_many(text: &str, at: usize, end: usize) -> usize {
    match mark_at(text, at, end) {
        Some(('、' | '，' | ',' | '.' | '．' | '：' | ':', after)) => after,
        _ => at,
    }
}

/// 一 before a counter is a figure, not a number that lost its mark.
fn is_counter_like(character: char) -> bool {
    "个次项件人名条家户场份年月日号站村镇乡期批届级类种些般定致".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberStyle::{Arabic, ArabicBracket, Chinese, ChineseBracket, Circled, Part};

    #[test]
    fn numbers_in_all_forms() {
        for (text, number, style, value, damaged) in [
            ("一、主要举措", "一、", Chinese, 1, false),
            ("十二、其他", "十二、", Chinese, 12, false),
            ("二.问题", "二.", Chinese, 2, false),
            ("三，安排", "三，", Chinese, 3, false),
            ("（一）加强", "（一）", ChineseBracket, 1, false),
            ("(二)加强", "(二)", ChineseBracket, 2, false),
            ("（三）、加强", "（三）、", ChineseBracket, 3, false),
            ("一）纵深推进", "一）", ChineseBracket, 1, true),
            ("（四加强", "（四", ChineseBracket, 4, true),
            ("1.健全", "1.", Arabic, 1, false),
            ("２．健全", "２．", Arabic, 2, false),
            ("3、健全", "3、", Arabic, 3, false),
            ("1.2024年健全", "1.", Arabic, 1, false),
            ("（5）健全", "（5）", ArabicBracket, 5, false),
            ("③健全", "③", Circled, 3, false),
            ("第一部分 主要举措", "第一部分", Part, 1, false),
        ] {
            let read = Number::read(text, 0, text.len()).unwrap_or_else(|| panic!("{text}"));
            let got = (&text[read.span.range()], read.style, read.value, read.damaged);
            assert_eq!(got, (number, style, value, damaged), "{text}");
        }
    }

    #[test]
    fn figures_and_names_are_no_numbers() {
        for text in [
            "3.8妇女节",
            "12.4国家宪法日",
            "1.5万元",
            "一、二、三产业",
            "一是加强",
            "一个指令",
            "2024年",
            "12345热线",
            "（一个）",
            "第一部分的内容",
            "第一责任人",
            "2优化",
        ] {
            assert_eq!(Number::read(text, 0, text.len()), None, "{text}");
        }
        assert!(Number::read_bare("2优化", 0, 7).is_some_and(|number| number.damaged && number.value == 2));
    }

    #[test]
    fn chinese_numerals_have_values() {
        for (text, value) in
            [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("三千二百", 3200), ("两万", 20_000)]
        {
            assert_eq!(chinese_value(text), Some(value), "{text}");
        }
        for text in ["", "一二", "人", "三人"] {
            assert_eq!(chinese_value(text), None, "{text}");
        }
    }
}
