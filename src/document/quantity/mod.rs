//! Numbers with what they count: 解答法律咨询4次, 开展5场大型法律宣传活动, 覆盖率达100%.

mod counted;
mod counter;

use std::sync::OnceLock;

use super::block::{Block, BlockKind};
use super::numbering::{chinese_value, is_arabic_digit};
use crate::scan::{self, Bits, Characters, NO_BITS, begins, ends};
use crate::span::Span;

/// A number that counts or measures something.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Number and counter with the words of approximation: `近30余次`.
    pub span: Span,
    /// The digits or numerals alone, with 万 and 亿.
    pub number: Span,
    /// The value; of an approximate one, the number named.
    pub value: f64,
    /// What one unit of the last printed digit stands for: 1 in 12, 1000 in 1.2万.
    pub step: f64,
    /// 余 近 约 超 多 以上 …
    pub approximate: bool,
    /// The unit.
    pub unit: Unit,
    /// The counter or unit as written, such as 次 or 万元; `%` for rates.
    pub counter: Span,
    /// What is counted, where the clause tells.
    pub counts: Option<Span>,
}

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A count: 次 件 人 场 …
    Count,
    /// A measure: 元 亩 公里 …
    Measure,
    /// A rate: % 百分之
    Rate,
}

const APPROXIMATE_BEFORE: [&str; 12] =
    ["不少于", "不低于", "超过", "将近", "接近", "大约", "大概", "至少", "近", "约", "超", "逾"];
const APPROXIMATE_INSIDE: [&str; 4] = ["余", "多", "来", "几"];
const APPROXIMATE_AFTER: [&str; 4] = ["以上", "左右", "上下", "之多"];
/// Marks at which a clause ends.
const CLAUSE: [char; 15] = ['，', '。', '；', '：', '、', '！', '？', ',', ';', ':', '（', '）', '(', ')', '\n'];

/// All figures in the language of the text, in order.
pub(super) fn find(text: &str, blocks: &[Block], characters: &Characters) -> Vec<Figure> {
    let mut figures = Vec::with_capacity(text.len() / 256 + 4);
    for block in blocks.iter().filter(|block| block.kind != BlockKind::Raw) {
        let first = figures.len();
        let (mut at, end) = (characters.at(block.span.start), characters.at(block.span.end));
        let codes = &characters.codes()[..end];
        while let Some(next) = codes[at..].iter().position(|code| scan::bit(&STARTS, *code)) {
            at += next;
            if !may_count(&codes[at..]) {
                at = past_number(codes, at);
                continue;
            }
            let start = characters.place(at);
            let after = match read(text, block.span, start) {
                Some(figure) => {
                    let after = figure.span.end;
                    figures.push(figure);
                    after
                }
                None => {
                    at = past_number(codes, at);
                    continue;
                }
            };
            while at < end && characters.place(at) < after {
                at += 1;
            }
        }
        counted::name(text, block.span, characters, &mut figures[first..]);
    }
    figures
}

/// The characters of which something is true, as bits.
macro_rules! bits_of {
    ($is:path) => {{
        let mut bits = NO_BITS;
        let mut code = 0;
        while code < u16::MAX {
            if let Some(character) = char::from_u32(code as u32)
                && $is(character)
            {
                bits[code as usize / 64] |= 1 << (code % 64);
            }
            code += 1;
        }
        bits
    }};
}

/// Characters with which a number may begin.
static STARTS: Bits = bits_of!(starts_number);
static DIGITS: Bits = bits_of!(is_arabic_digit);
static NUMERALS: Bits = bits_of!(is_numeral);
/// Characters that may stand in a number whose counter follows.
static IN_NUMBER: Bits = bits_of!(is_in_number);
/// 百分之
const PER_HUNDRED: [u16; 3] = ['百' as u16, '分' as u16, '之' as u16];
const SPACES: [char; 3] = [' ', '\u{3000}', '\u{a0}'];

const fn starts_number(character: char) -> bool {
    is_arabic_digit(character) || is_numeral(character)
}

const fn is_in_number(character: char) -> bool {
    matches!(character, '.' | '．' | ',') || (starts_number(character) && character != '千')
}

const fn is_numeral(character: char) -> bool {
    matches!(character, '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '两' | '十' | '百' | '千')
}

/// The character behind the digits or numerals that stand there.
fn past_number(codes: &[u16], at: usize) -> usize {
    let same = if scan::bit(&DIGITS, codes[at]) { &DIGITS } else { &NUMERALS };
    at + codes[at..].iter().take_while(|code| scan::bit(same, **code)).count()
}

/// Whether the number that begins there can have a counter, told by the character behind it: after most numbers, those
/// of dates and of 一是, it cannot.
fn may_count(codes: &[u16]) -> bool {
    let next = codes.iter().find(|code| !scan::bit(&IN_NUMBER, **code));
    codes.starts_with(&PER_HUNDRED) || next.is_some_and(|next| scan::bit(behind_numbers(), *next))
}

/// Characters with which a counter may begin, or what stands between a number and its counter.
fn behind_numbers() -> &'static Bits {
    static BEHIND: OnceLock<Box<Bits>> = OnceLock::new();
    BEHIND.get_or_init(|| {
        let mut bits = Box::new(NO_BITS);
        let inside = APPROXIMATE_INSIDE.iter().filter_map(|word| word.chars().next());
        let all = inside.chain(SPACES).chain(counter::beginnings());
        all.for_each(|one| scan::set(&mut bits, scan::code(one)));
        bits
    })
}

/// The figure whose number begins at `start`.
fn read(text: &str, block: Span, start: usize) -> Option<Figure> {
    let before = text[block.start..start].trim_end_matches(' ');
    if let Some(rest) = text[start..block.end].strip_prefix("百分之") {
        return per_hundred(text, block, Span::new(start, block.end - rest.len()));
    }
    let arabic = text[start..].starts_with(is_arabic_digit);
    let Number { end, mut value, mut step } =
        if arabic { arabic_number(text, start, block.end)? } else { chinese_number(text, start, block.end)? };
    if is_other_number(before) {
        return None;
    }
    let mut number = Span::new(start, end);
    let mut at = skip_spaces(text, end, block.end);
    let rest = |at: usize| &text[at..block.end];
    for (word, factor) in [("万", 1e4), ("亿", 1e8)] {
        if arabic && rest(at).starts_with(word) && !rest(at).starts_with("万元") && !rest(at).starts_with("亿元") {
            value *= factor;
            step *= factor;
            at += word.len();
            number.end = at;
        }
    }
    let mut approximate = false;
    if let Some(word) = APPROXIMATE_INSIDE.into_iter().find(|word| begins(rest(at), word)) {
        at += word.len();
        approximate = true;
        if rest(at).starts_with('万') && !rest(at).starts_with("万元") {
            value *= 1e4;
            step *= 1e4;
            at += '万'.len_utf8();
        }
    }
    at = skip_spaces(text, at, block.end);
    let (word, unit) = counter::read(rest(at))?;
    let counter = Span::new(at, at + word.len());
    let counted = arabic || (approximate && value >= 10.0);
    if !counted && !counter::counts_by_numeral(before, value, word, rest(counter.end)) {
        return None;
    }
    for (sign, factor) in [('万', 1e4), ('亿', 1e8)] {
        if unit == Unit::Measure && word.starts_with(sign) {
            value *= factor;
            step *= factor;
        }
    }
    let value = as_written(value, step);
    let figure =
        Figure { span: Span::new(start, counter.end), number, value, step, approximate, unit, counter, counts: None };
    Some(with_approximation(text, block, before, figure))
}

/// A value without what reckoning with 万 has added behind its last digit: 1.36万 is 13600.
fn as_written(value: f64, step: f64) -> f64 {
    let scale = (1.0 / step).clamp(1.0, 1e12).round();
    (value * scale).round() / scale
}

/// 百分之九十五: the words before the numeral take the place of the sign.
fn per_hundred(text: &str, block: Span, sign: Span) -> Option<Figure> {
    let arabic = text[sign.end..].starts_with(is_arabic_digit);
    let Number { end, value, step } =
        if arabic { arabic_number(text, sign.end, block.end)? } else { chinese_number(text, sign.end, block.end)? };
    let number = Span::new(sign.end, end);
    let span = Span::new(sign.start, end);
    let figure =
        Figure { span, number, value, step, approximate: false, unit: Unit::Rate, counter: sign, counts: None };
    Some(with_approximation(text, block, &text[block.start..sign.start], figure))
}

/// Adds the words of approximation that stand before and after.
fn with_approximation(text: &str, block: Span, before: &str, mut figure: Figure) -> Figure {
    let mut before = before;
    // 大约近40份 has two.
    for _ in 0..2 {
        let word = APPROXIMATE_BEFORE.into_iter().find(|word| ends(before, word));
        let Some(word) = word.filter(|word| !ends_other_word(before, word)) else { break };
        before = &before[..before.len() - word.len()];
        figure.span.start = block.start + before.len();
        figure.approximate = true;
    }
    let rest = text[figure.span.end..block.end].trim_start_matches(' ');
    if let Some(word) = APPROXIMATE_AFTER.into_iter().find(|word| begins(rest, word)) {
        figure.span.end = block.end - rest.len() + word.len();
        figure.approximate = true;
    }
    figure
}

/// Whether 近 约 超 are the end of another word: 最近3次, 节约2万元.
fn ends_other_word(before: &str, word: &str) -> bool {
    let previous = before[..before.len() - word.len()].chars().next_back().unwrap_or(' ');
    match word {
        "近" => "最附邻临靠亲就".contains(previous),
        "约" => "节公条预契合续违签履解邀特相之制民规盟誓租婚缔集简失毁".contains(previous),
        "超" => "赶反".contains(previous),
        _ => false,
    }
}

/// Whether what stands before makes the number an ordinal, a part of a name, or the end of a range: 第3次, 1+3, 3—5次, 3至5次.
fn is_other_number(before: &str) -> bool {
    let mut characters = before.chars().rev();
    let previous = characters.next().unwrap_or(' ');
    let range = matches!(previous, '至' | '到') && characters.next().is_some_and(starts_number);
    let joined = matches!(previous, '第' | '+' | '＋' | '-' | '—' | '–' | '.' | '～' | '~' | '〔' | '“' | '‘' | '/');
    range || joined || previous.is_ascii_alphabetic()
}

fn skip_spaces(text: &str, at: usize, end: usize) -> usize {
    end - text[at..end].trim_start_matches(SPACES).len()
}

/// A number with its end.
struct Number {
    end: usize,
    value: f64,
    step: f64,
}

/// Up to nine digits of half width and nothing else, as most numbers are.
fn plain_number(text: &str, start: usize, end: usize) -> Option<Number> {
    let bytes = &text.as_bytes()[start..end];
    let length = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    // A point, a comma or a digit of full width behind them may go on with the number.
    let ends = !matches!(bytes.get(length), Some(b'.' | b',' | 0xEF));
    let value = |value: u32, digit: &u8| value * 10 + u32::from(digit - b'0');
    ((1..10).contains(&length) && ends).then(|| {
        let value = bytes[..length].iter().fold(0, value);
        Number { end: start + length, value: value.into(), step: 1.0 }
    })
}

/// Digits of either width with a decimal part or thousands marks.
fn arabic_number(text: &str, start: usize, end: usize) -> Option<Number> {
    if let Some(number) = plain_number(text, start, end) {
        return Some(number);
    }
    let mut plain = String::new();
    let mut decimals = 0;
    let mut at = start;
    let digits_from = |at: usize| text[at..end].chars().take_while(|digit| is_arabic_digit(*digit)).count();
    while let Some(character) = text[at..end].chars().next() {
        let after = at + character.len_utf8();
        if is_arabic_digit(character) {
            let digit = character.to_digit(10).or_else(|| (character as u32).checked_sub('０' as u32))?;
            plain.push(char::from_digit(digit, 10)?);
        } else if matches!(character, '.' | '．') && decimals == 0 && digits_from(after) > 0 {
            plain.push('.');
            decimals = i32::try_from(digits_from(after).min(18)).ok()?;
        } else if character == ',' && decimals == 0 && digits_from(after) == 3 {
            // 1,200
        } else {
            break;
        }
        at = after;
    }
    let value = (plain.len() <= 18).then(|| plain.parse().ok()).flatten()?;
    Some(Number { end: at, value, step: 10_f64.powi(-decimals) })
}

fn chinese_number(text: &str, start: usize, end: usize) -> Option<Number> {
    let slice = &text[start..end];
    let length = slice.find(|character| !is_numeral(character) && character != '万').unwrap_or(slice.len());
    #[expect(clippy::cast_precision_loss, reason = "numerals written out stay far below 2^53")]
    let value = chinese_value(&slice[..length])? as f64;
    Some(Number { end: start + length, value, step: 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;

    fn figures(text: &str) -> Vec<String> {
        find(text, &plain_blocks(text), &Characters::of(text))
            .into_iter()
            .map(|figure| {
                let counts = figure.counts.map_or("-", |span| &text[span.range()]);
                let about = if figure.approximate { "~" } else { "" };
                format!(
                    "{}|{about}{}|{}|{counts}",
                    &text[figure.span.range()],
                    figure.value,
                    &text[figure.counter.range()]
                )
            })
            .collect()
    }

    #[test]
    fn every_character_that_begins_a_number_is_found() {
        for code in 0..=u16::MAX {
            let expected = char::from_u32(u32::from(code)).is_some_and(starts_number);
            assert_eq!(scan::bit(&STARTS, code), expected, "{code:x}");
        }
    }

    #[test]
    fn figures_with_what_they_count() {
        for (text, expected) in [
            ("解答法律咨询4次", "4次|4|次|解答法律咨询"),
            ("开展5场大型法律宣传活动。", "5场|5|场|大型法律宣传活动"),
            ("大型法律宣传活动 5 场", "5 场|5|场|大型法律宣传活动"),
            ("全年共发放宣传册近3000余份", "近3000余份|~3000|份|发放宣传册"),
            ("排查纠纷 60 余起", "60 余起|~60|起|排查纠纷"),
            ("法律顾问覆盖率达100%", "100%|100|%|法律顾问覆盖率"),
            ("投入资金1.5万元", "1.5万元|15000|万元|投入资金"),
            ("惠及群众2万余人次", "2万余人次|~20000|人次|惠及群众"),
            ("处罚金额1,200元", "1,200元|1200|元|处罚金额"),
            ("办理案件１２件", "１２件|12|件|办理案件"),
            ("开展宣传活动十余次", "十余次|~10|次|开展宣传活动"),
            ("召开专题会议三次", "三次|3|次|召开专题会议"),
            ("参加培训二十五人次", "二十五人次|25|人次|参加培训"),
            ("满意度提高2.2个百分点", "2.2个百分点|2.2|个百分点|满意度提高"),
            ("办结率百分之九十五", "百分之九十五|95|百分之|办结率"),
            ("出动车辆20余趟", "20余趟|~20|趟|出动车辆"),
            ("开展培训10几次", "10几次|~10|次|开展培训"),
            ("组织演练一次。", "一次|1|次|组织演练"),
            ("5支队伍", "5支|5|支|队伍"),
        ] {
            assert_eq!(figures(text), [expected], "{text}");
        }
    }

    #[test]
    fn names_dates_and_ordinals_are_no_figures() {
        for text in [
            "2024年12月31日",
            "第3次会议",
            "12345热线",
            "“1+3+N”模式",
            "“八五”普法",
            "一村一法律顾问",
            "一、二、三产业",
            "第二十条",
            "两个维护",
            "三项制度",
            "进一步",
            "26年来",
            "同一件事",
            "二十届三中全会",
            "一是加强",
            "A4纸",
            "3人大代表",
            "开展培训3至5次",
            "每月3—5次",
            "办成一件事",
            "在一起学习",
            "最近3月",
            "零件",
            "“1件事”",
            "12起诉",
        ] {
            assert_eq!(figures(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn near_is_not_recent() {
        assert_eq!(figures("最近3次会议"), ["3次|3|次|会议"]);
        assert_eq!(figures("节约2万元"), ["2万元|20000|万元|节约"]);
        assert_eq!(figures("村规民约4件"), ["4件|4|件|村规民约"]);
        assert_eq!(figures("接近30件"), ["接近30件|~30|件|-"]);
    }

    #[test]
    fn values_have_no_more_digits_than_are_written() {
        for (text, value) in [
            ("1.36万条", 13_600.0),
            ("1.36万元", 13_600.0),
            ("8.29万人次", 82_900.0),
            ("0.57亿元", 57_000_000.0),
            ("1.23456万元", 12_345.6),
            ("98.4%", 98.4),
            ("0.125元", 0.125),
        ] {
            let found = find(text, &plain_blocks(text), &Characters::of(text));
            assert!(found[0].value.to_bits() == f64::to_bits(value), "{text}: {}", found[0].value);
        }
    }

    #[test]
    fn the_last_printed_digit_has_a_weight() {
        for (text, step) in
            [("12件", 1.0), ("1.2万人次", 1000.0), ("2万份", 10_000.0), ("1.25%", 0.01), ("3.5亿元", 1e7)]
        {
            let found = find(text, &plain_blocks(text), &Characters::of(text));
            assert!((found[0].step - step).abs() < step / 1e6, "{text}: {}", found[0].step);
        }
    }

    #[test]
    fn each_part_of_a_list_counts_its_own() {
        assert_eq!(
            figures("调解156件，其中林权纠纷48件、邻里纠纷57件"),
            ["156件|156|件|调解", "48件|48|件|林权纠纷", "57件|57|件|邻里纠纷"]
        );
    }
}
