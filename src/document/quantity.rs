//! Numbers with what they count: 解答法律咨询4次, 开展5场大型法律宣传活动, 覆盖率达100%.

use super::block::{Block, BlockKind};
use super::numbering::{chinese_digit, chinese_value, is_arabic_digit};
use super::sentence::trim;
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

/// Counters, the longer before those they begin with.
const COUNTERS: [&str; 58] = [
    "人次", "场次", "件次", "户次", "台次", "批次", "车次", "班次", "次数", "次", "件", "人", "名", "个", "场", "起",
    "份", "条", "项", "家", "户", "期", "篇", "部", "册", "本", "辆", "台", "处", "所", "支", "套", "种", "类", "批",
    "轮", "幅", "张", "块", "则", "宗", "例", "组", "只", "间", "栋", "幢", "座", "对", "位", "小时", "学时", "课时",
    "节", "堂", "枚", "面", "余人",
];
const MEASURES: [&str; 17] = [
    "万元",
    "亿元",
    "元",
    "亩",
    "平方公里",
    "平方米",
    "立方米",
    "公里",
    "千米",
    "米",
    "公顷",
    "吨",
    "公斤",
    "千克",
    "千瓦",
    "余元",
    "里",
];
/// Counters that a plain Chinese numeral counts with; others make names (三项制度, 两个维护).
const PLAIN: [&str; 18] =
    ["次", "场", "件", "起", "份", "人次", "场次", "名", "人", "期", "户", "家", "篇", "辆", "块", "批次", "本", "节"];
const APPROXIMATE_BEFORE: [&str; 9] = ["不少于", "超过", "将近", "大约", "近", "约", "超", "逾", "至少"];
const APPROXIMATE_AFTER: [&str; 4] = ["以上", "左右", "上下", "之多"];
/// Marks at which a clause ends.
const CLAUSE: [char; 15] = ['，', '。', '；', '：', '、', '！', '？', ',', ';', ':', '（', '）', '(', ')', '\n'];

/// All figures in the language of the text, in order.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for block in blocks.iter().filter(|block| block.kind != BlockKind::Raw) {
        let first = figures.len();
        let mut at = block.span.start;
        while let Some(next) = next_number(&text[at..block.span.end]) {
            let start = at + next;
            match read(text, block.span, start) {
                Some(figure) => {
                    at = figure.span.end;
                    figures.push(figure);
                }
                None => at = past_number(text, start, block.span.end),
            }
        }
        name_what_is_counted(text, block.span, &mut figures[first..]);
    }
    figures
}

/// Where the first character stands that may begin a number.
fn next_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        match (*bytes.get(at)?, bytes.get(at + 1)) {
            (b'0'..=b'9', _) => return Some(at),
            (0..0x80, _) => at += 1,
            // 一七三两九二五, 六八十千四, 百, 零 have these first bytes, most 汉字 do not.
            (0xE4, Some(0xB8..=0xBA)) | (0xE5, Some(0x85 | 0x8D | 0x9B)) | (0xE7, Some(0x99)) | (0xE9, Some(0x9B))
            | (0..0xE4 | 0xEA.., _) => match text[at..].chars().next()? {
                character if starts_number(character) => return Some(at),
                character => at += character.len_utf8(),
            },
            _ => at += 3,
        }
    }
}

fn starts_number(character: char) -> bool {
    is_arabic_digit(character) || is_numeral(character)
}

fn is_numeral(character: char) -> bool {
    chinese_digit(character).is_some() || matches!(character, '十' | '百' | '千')
}

fn past_number(text: &str, start: usize, end: usize) -> usize {
    let slice = &text[start..end];
    let arabic = slice.starts_with(is_arabic_digit);
    let same = |character: char| if arabic { is_arabic_digit(character) } else { is_numeral(character) };
    start + slice.find(|character| !same(character)).unwrap_or(slice.len())
}

/// The figure whose number begins at `start`.
fn read(text: &str, block: Span, start: usize) -> Option<Figure> {
    let before = &text[block.start..start];
    let arabic = text[start..].starts_with(is_arabic_digit);
    let (number_end, mut value) =
        if arabic { arabic_number(text, start, block.end)? } else { chinese_number(text, start, block.end)? };
    let previous = before.trim_end_matches(' ').chars().next_back().unwrap_or(' ');
    if "第+＋-—.～~〔".contains(previous) || previous.is_ascii_alphabetic() || previous == '/' {
        return None;
    }
    let mut number = Span::new(start, number_end);
    let mut at = skip_spaces(text, number_end, block.end);
    let rest = |at: usize| &text[at..block.end];
    for (word, factor) in [("万", 1e4), ("亿", 1e8)] {
        if arabic && rest(at).starts_with(word) && !rest(at).starts_with("万元") && !rest(at).starts_with("亿元") {
            value *= factor;
            at += word.len();
            number.end = at;
        }
    }
    let mut approximate = false;
    if let Some(word) = ["余", "多", "来"].into_iter().find(|word| rest(at).starts_with(word)) {
        at += word.len();
        approximate = true;
        if rest(at).starts_with('万') && !rest(at).starts_with("万元") {
            value *= 1e4;
            at += '万'.len_utf8();
        }
    }
    at = skip_spaces(text, at, block.end);
    let (counter, unit) = counter(rest(at))?;
    let counter = Span::new(at, at + counter.len());
    if !arabic && !is_plain_count(text, before, counter, value, approximate) {
        return None;
    }
    let mut span = Span::new(start, counter.end);
    if let Some(word) = APPROXIMATE_BEFORE.into_iter().find(|word| before.trim_end_matches(' ').ends_with(word)) {
        span.start = block.start + before.trim_end_matches(' ').len() - word.len();
        approximate = true;
    }
    if let Some(word) = APPROXIMATE_AFTER.into_iter().find(|word| rest(span.end).starts_with(word)) {
        span.end += word.len();
        approximate = true;
    }
    if unit == Unit::Measure {
        value *= if text[counter.range()].starts_with('万') {
            1e4
        } else if text[counter.range()].starts_with('亿') {
            1e8
        } else {
            1.0
        };
    }
    Some(Figure { span, number, value, approximate, unit, counter, counts: None })
}

fn skip_spaces(text: &str, at: usize, end: usize) -> usize {
    end - text[at..end].trim_start_matches([' ', '\u{3000}', '\u{a0}']).len()
}

/// Digits of either width with a decimal part or thousands marks.
fn arabic_number(text: &str, start: usize, end: usize) -> Option<(usize, f64)> {
    let mut plain = String::new();
    let mut at = start;
    let digits_from = |at: usize| text[at..end].chars().take_while(|digit| is_arabic_digit(*digit)).count();
    while let Some(character) = text[at..end].chars().next() {
        let after = at + character.len_utf8();
        if is_arabic_digit(character) {
            let digit = character.to_digit(10).or_else(|| (character as u32).checked_sub('０' as u32))?;
            plain.push(char::from_digit(digit, 10)?);
        } else if matches!(character, '.' | '．') && !plain.contains('.') && digits_from(after) > 0 {
            plain.push('.');
        } else if matches!(character, ',' | '，') && digits_from(after) == 3 && character == ',' {
            // 1,200
        } else {
            break;
        }
        at = after;
    }
    (plain.len() <= 18).then(|| plain.parse().ok()).flatten().map(|value| (at, value))
}

fn chinese_number(text: &str, start: usize, end: usize) -> Option<(usize, f64)> {
    let slice = &text[start..end];
    let length = slice.find(|character| !is_numeral(character) && character != '万').unwrap_or(slice.len());
    let value = chinese_value(&slice[..length])?;
    #[expect(clippy::cast_precision_loss, reason = "numerals written out stay far below 2^53")]
    Some((start + length, value as f64))
}

fn counter(rest: &str) -> Option<(&str, Unit)> {
    if let Some(sign) = ["%", "％", "﹪"].into_iter().find(|sign| rest.starts_with(sign)) {
        return Some((sign, Unit::Rate));
    }
    if rest.starts_with("个百分点") || rest.starts_with("百分点") {
        let word = if rest.starts_with('个') { "个百分点" } else { "百分点" };
        return Some((word, Unit::Rate));
    }
    if let Some(word) = MEASURES.into_iter().find(|word| rest.starts_with(word)) {
        return Some((word, Unit::Measure));
    }
    let word = COUNTERS.into_iter().find(|word| rest.starts_with(word))?;
    let next = rest[word.len()..].chars().next();
    // 3人大代表, 2部门, 1本级, 8个月: the counter is part of another word.
    let other_word = match word {
        "人" => rest.starts_with("人大") || rest.starts_with("人民"),
        "本" => matches!(next, Some('级' | '地' | '人')),
        "个" => matches!(next, Some('月' | '百')),
        "期" => matches!(next, Some('间')),
        "条" => matches!(next, Some('例')),
        "项" => matches!(next, Some('目')),
        _ => false,
    };
    (!other_word).then_some((word, Unit::Count))
}

/// Whether a Chinese numeral counts here, and is not part of a name or a set phrase.
fn is_plain_count(text: &str, before: &str, counter: Span, value: f64, approximate: bool) -> bool {
    if approximate {
        return value >= 10.0;
    }
    let previous = before.chars().next_back().unwrap_or(' ');
    PLAIN.contains(&&text[counter.range()])
        && !"第每同统唯任某之如进不周“这那各另上下首逐".contains(previous)
        && !text[counter.end..].starts_with(['生', '性', '序', '要', '年', '类', '级', '般', '心'])
        && (value >= 2.0 || "次场起件份".contains(&text[counter.range()]))
}

/// What each figure of a block counts: the noun after its counter, else the words before it in the clause.
fn name_what_is_counted(text: &str, block: Span, figures: &mut [Figure]) {
    for index in 0..figures.len() {
        let span = figures[index].span;
        let previous_end = index.checked_sub(1).map_or(block.start, |previous| figures[previous].span.end);
        let next_start = figures.get(index + 1).map_or(block.end, |next| next.span.start);
        let clause_end = text[span.end..next_start].find(CLAUSE).map_or(next_start, |at| span.end + at);
        let after = noun_after(text, Span::new(span.end, clause_end));
        let clause_start = text[previous_end..span.start].rfind(CLAUSE).map_or(previous_end, |at| {
            let at = previous_end + at;
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
        let before = words_before(text, Span::new(clause_start, span.start));
        figures[index].counts = if figures[index].unit == Unit::Rate { before } else { after.or(before) };
    }
}

fn noun_after(text: &str, span: Span) -> Option<Span> {
    let span = trim(text, span);
    let slice = &text[span.range()];
    let starts_noun = slice.starts_with(super::numbering::is_han)
        && ![
            "以上", "以下", "左右", "和", "及", "并", "已", "均", "都", "全部", "次", "的", "后", "等", "，", "为",
            "被", "由", "在", "到", "占",
        ]
        .iter()
        .any(|word| slice.starts_with(word));
    (starts_noun && slice.chars().count() <= 24).then_some(span)
}

fn words_before(text: &str, span: Span) -> Option<Span> {
    let mut span = trim(text, span);
    const LEADING: [&str; 24] = [
        "截至目前",
        "截至年底",
        "截至",
        "目前",
        "全年度",
        "全年",
        "年内",
        "今年以来",
        "今年",
        "累计",
        "共计",
        "合计",
        "总计",
        "共",
        "全镇",
        "全乡",
        "全街道",
        "全县",
        "我镇",
        "我乡",
        "已",
        "先后",
        "其中",
        "同时",
    ];
    while let Some(word) = LEADING.iter().find(|word| text[span.range()].starts_with(**word)) {
        span = trim(text, Span::new(span.start + word.len(), span.end));
    }
    const TRAILING: [&str; 16] =
        ["累计", "共计", "总计", "合计", "达到", "均达", "均为", "共", "达", "为", "至", "到", "了", "有", "计", "数"];
    while let Some(word) = TRAILING.iter().find(|word| text[span.range()].ends_with(**word)) {
        span = trim(text, Span::new(span.start, span.end - word.len()));
    }
    (!span.is_empty()).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;

    fn figures(text: &str) -> Vec<String> {
        find(text, &plain_blocks(text))
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
        for character in '\0'..=char::MAX {
            assert_eq!(next_number(&format!("法{character}")).is_some(), starts_number(character), "{character}");
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
        ] {
            assert_eq!(figures(text), Vec::<String>::new(), "{text}");
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
