//! Marks of half width in Chinese text, and figures of full width.

use std::borrow::Cow;

use serde::Deserialize;

use super::script::{is_chinese, is_gap, is_han};
use super::{MOST, Check, Finding, Target};
use crate::document::BlockKind;
use crate::span::Span;

/// Characters of the wrong width: half-width marks beside 汉字 become full-width, full-width figures half-width.
///
/// A half-width mark between figures (1,200, 12:30), in English or in an address is right. Brackets are looked at
/// in pairs; straight quotation marks in pairs within a paragraph, and only where their number is even.
///
/// ```yaml
/// check: { width: { characters: [",", ";", "(", ")"] } }
/// check: { width: { characters: [０, １, ２] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Width {
    /// The wrong characters, one each.
    pub characters: Vec<String>,
}

/// How far full-width forms stand behind their half-width ones in Unicode.
const DISTANCE: u32 = 0xfee0;

impl Check for Width {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.characters.iter().map(String::as_str));
    }

    fn faults(&self) -> Vec<String> {
        let wrong = self.characters.iter().filter(|entry| {
            let mut characters = entry.chars();
            !matches!((characters.next(), characters.next()), (Some(only), None) if other_width(only).is_some() || only == '"')
        });
        wrong.map(|entry| format!("“{entry}”不是单个有全角、半角之分的字符")).collect()
    }

    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let text = target.document.text();
        let mut at = 0;
        // In a text typed with such marks, nearly all are wrong.
        found.reserve(target.hits.len().min(1000));
        while let Some(hit) = target.hits.get(at).filter(|_| found.len() < MOST) {
            at += 1;
            let Some(character) = text[hit.span.start..].chars().next() else { continue };
            let is_language = target.document.block_at(hit.span.start);
            let Some(block) = is_language.filter(|block| block.kind != BlockKind::Raw) else { continue };
            if !character.is_ascii() {
                // Neighbours are one number: １２３, ３．５.
                let mut span = hit.span;
                while let Some(next) = target.hits.get(at).filter(|next| joins(text, span.end, next.span.start)) {
                    span.end = next.span.end;
                    at += 1;
                }
                let halved: String = text[span.range()].chars().map(|wide| other_width(wide).unwrap_or(wide)).collect();
                found.push(Finding::at(span).replaced_by(halved));
            } else if let Some(full) = full_form(text, block.span, hit.span, character) {
                found.push(Finding::at(hit.span).replaced_by(full));
            }
        }
    }
}

/// Whether nothing, or a full-width point, stands between two figures.
fn joins(text: &str, end: usize, start: usize) -> bool {
    end == start || text.get(end..start) == Some("．")
}

fn other_width(character: char) -> Option<char> {
    let code = u32::from(character);
    let other = match code {
        0x21..=0x7e => code + DISTANCE,
        0xff01..=0xff5e => code - DISTANCE,
        _ => return None,
    };
    char::from_u32(other)
}

/// The full-width form of a mark that should have it.
fn full_form(text: &str, block: Span, mark: Span, character: char) -> Option<Cow<'static, str>> {
    let wrong = match character {
        '(' | ')' => bracket_is_wrong(text, block, mark, character),
        '"' => return quotation(text, block, mark).map(Cow::from),
        '.' => return ends_chinese(text, block, mark).then(|| "。".into()),
        _ => stands_in_chinese(text, mark) && !belongs_to_markup(text, mark, character),
    };
    if wrong { full_width(character) } else { None }
}

/// The full-width form of a character; the marks that stand in every text are at hand.
fn full_width(character: char) -> Option<Cow<'static, str>> {
    Some(match character {
        ',' => "，".into(),
        ':' => "：".into(),
        ';' => "；".into(),
        '(' => "（".into(),
        ')' => "）".into(),
        '?' => "？".into(),
        '!' => "！".into(),
        _ => other_width(character)?.to_string().into(),
    })
}

/// Directly beside Chinese, or between Chinese with white space.
fn stands_in_chinese(text: &str, mark: Span) -> bool {
    let (before, after) = (before(text, mark.start), after(text, mark.end));
    let (far_before, far_after) = (text[..mark.start].trim_end_matches(is_gap), text[mark.end..].trim_start_matches(is_gap));
    before.is_some_and(is_chinese)
        || after.is_some_and(is_chinese)
        || (far_before.ends_with(is_chinese) && far_after.starts_with(is_chinese))
}

/// A point that ends a sentence of Chinese: after a 汉字 that is no numeral, before another or the end of the paragraph.
fn ends_chinese(text: &str, block: Span, mark: Span) -> bool {
    let numeral = |character: char| "一二三四五六七八九十".contains(character);
    let opens = text[block.start..mark.start].chars().count() < 8;
    let next = text[mark.end..block.end].chars().next();
    before(text, mark.start).is_some_and(|left| is_han(left) && !numeral(left))
        && !opens
        && next.is_none_or(|next| is_han(next) || next.is_ascii_digit() || "“”《".contains(next))
        && !text[..mark.start].ends_with(['表', '图', '附', '第'])
}

/// The end of `&nbsp;`, the start of `![](…)`.
fn belongs_to_markup(text: &str, mark: Span, character: char) -> bool {
    match character {
        ';' => {
            let before = text.as_bytes()[..mark.start].iter().rev();
            let name = before.clone().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').take(9).count();
            (2..=8).contains(&name) && before.clone().nth(name) == Some(&b'&')
        }
        '!' => text[mark.end..].starts_with('['),
        _ => false,
    }
}

/// A bracket is wrong where its pair stands in Chinese: after it, around it, or at the start before it.
fn bracket_is_wrong(text: &str, block: Span, mark: Span, character: char) -> bool {
    let other = if character == '(' { closing(text, block, mark) } else { opening(text, block, mark) };
    let Some(other) = other else { return false };
    let (open, close) = if character == '(' { (mark, other) } else { (other, mark) };
    if text[..open.start].ends_with(']') {
        return false;
    }
    let chinese = |character: Option<char>| character.is_some_and(is_chinese);
    chinese(before(text, open.start))
        || chinese(after(text, open.end))
        || chinese(before(text, close.start))
        || (open.start == block.start && chinese(after(text, close.end)))
}

/// The longest paragraph in which straight quotation marks are paired, in bytes.
const LONGEST_QUOTED: usize = 100_000;
/// How far apart two brackets of a pair may stand, in characters.
const BRACKETED: usize = 500;

fn closing(text: &str, block: Span, open: Span) -> Option<Span> {
    let mut depth = 0_u32;
    for (at, character) in text[open.end..block.end].char_indices().take(BRACKETED) {
        match character {
            '(' | '（' => depth += 1,
            ')' | '）' if depth == 0 => {
                let start = open.end + at;
                return Some(Span::new(start, start + character.len_utf8()));
            }
            ')' | '）' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn opening(text: &str, block: Span, close: Span) -> Option<Span> {
    let mut depth = 0_u32;
    for (at, character) in text[block.start..close.start].char_indices().rev().take(BRACKETED) {
        match character {
            ')' | '）' => depth += 1,
            '(' | '（' if depth == 0 => {
                let start = block.start + at;
                return Some(Span::new(start, start + character.len_utf8()));
            }
            '(' | '（' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// “ or ” for a straight mark with Chinese on one of its sides; none where the marks of the block do not pair up.
fn quotation(text: &str, block: Span, mark: Span) -> Option<&'static str> {
    let slice = &text[block.range()];
    // In a paragraph that is longer than any report no one can say which mark opens.
    if slice.len() > LONGEST_QUOTED || slice.contains("=\"") || slice.matches('"').count() % 2 == 1 {
        return None;
    }
    let opens = text[block.start..mark.start].matches('"').count().is_multiple_of(2);
    let other = if opens {
        mark.end + text[mark.end..block.end].find('"')?
    } else {
        block.start + text[block.start..mark.start].rfind('"')?
    };
    let inner = if opens { Span::new(mark.end, other) } else { Span::new(other + 1, mark.start) };
    let quoted = &text[inner.range()];
    quoted.contains(is_chinese).then_some(if opens { "“" } else { "”" })
}

/// The character before, past curved quotation marks.
fn before(text: &str, offset: usize) -> Option<char> {
    text[..offset].chars().rev().find(|character| !is_quotation(*character))
}

fn after(text: &str, offset: usize) -> Option<char> {
    text[offset..].chars().find(|character| !is_quotation(*character))
}

fn is_quotation(character: char) -> bool {
    matches!(character, '“' | '”' | '‘' | '’')
}

#[cfg(test)]
mod tests {
    use super::Width;
    use crate::check::marked::{fixed, marks};

    const MARKS: &str = r#"characters: [",", ";", ":", "(", ")", "?", "!", '"']"#;
    const FIGURES: &str = "characters: [０, １, ２, ３, ４, ５, ６, ７, ８, ９]";

    #[test]
    fn half_width_marks_beside_chinese_are_found() {
        for marked in [
            "2024年⟦,⟧我镇⟦:⟧一是⟦;⟧“八五”⟦,⟧为何⟦?⟧",
            "⟦(⟧一⟦)⟧加强学习",
            "明白人⟦(⟧13⟦)⟧名",
            "⟦(⟧1⟦)⟧加强",
            "部署 ⟦,⟧ 推动",
            "规定（2012⟦)⟧执行",
            "推行⟦\"⟧一网通办⟦\"⟧，优化",
        ] {
            marks::<Width>(MARKS, marked);
        }
    }

    #[test]
    fn figures_english_addresses_and_markup_are_left() {
        for quiet in [
            "发放1,200余份，比例3:1，上午12:30开始。",
            "见http://www.example.cn/a?b=1,2;c 网页",
            "使用OA(ERP, CRM)系统和 Word,Excel 软件",
            "[说明](https://example.cn/x)见前",
            "![](a.png)",
            "甲&nbsp;乙",
            "Hello, 世界",
            "1)加强",
            "<a href=\"青禾\">",
            "屏幕5\"大",
        ] {
            marks::<Width>(MARKS, quiet);
        }
    }

    #[test]
    fn marks_become_full_width() {
        let text = "2024年,\"一网通办\"(线上)1,200件;";
        assert_eq!(fixed::<Width>(MARKS, text), "2024年，“一网通办”（线上）1,200件；");
    }

    #[test]
    fn figures_become_half_width() {
        marks::<Width>(FIGURES, "⟦２０２４⟧年，提高⟦３．５⟧%，〇、①、3");
        assert_eq!(fixed::<Width>(FIGURES, "２０２４年提高３．５%"), "2024年提高3.5%");
    }
}
