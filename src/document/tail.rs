//! The end of a report: who signs, and the date of issue.

use super::block::{Block, BlockKind};
use super::date::{self, Date};
use super::residue;
use super::sentence::{ends_sentence, trim};
use super::unit;
use crate::span::Span;

/// Signature, date of issue, and where the text before them ends.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) signature: Option<Span>,
    pub(super) date: Option<Date>,
    pub(super) body_end: usize,
}

/// How many blocks at the end may hold them.
const REACH: usize = 16;
/// The longest line of a signature, in characters.
const LONGEST: usize = 45;

/// Endings of the names of those who sign.
const SIGNERS: [&str; 21] = [
    "人民政府",
    "委员会",
    "党委",
    "工委",
    "办事处",
    "政府",
    "局",
    "厅",
    "委",
    "办公室",
    "党组",
    "镇",
    "乡",
    "街道",
    "中心",
    "街道办",
    "宣传部",
    "组织部",
    "统战部",
    "武装部",
    "工作部",
];

pub(super) fn find(text: &str, blocks: &[Block], from: usize) -> Tail {
    let mut tail = Tail { signature: None, date: None, body_end: text.len() };
    if let Some(aside) = blocks.iter().find(|block| matches!(block.kind, BlockKind::Aside(_))) {
        tail.body_end = aside.span.start;
    }
    let last = blocks.iter().filter(|block| block.is_running() && block.span.end > from);
    // What stands below 抄送: the office that prints and the day of printing, unless nothing stands above.
    let mut imprint = None;
    for (index, block) in last.rev().take(REACH).enumerate() {
        let span = residue::strip(text, Span::new(block.span.start.max(from), block.span.end));
        if span.is_empty() || residue::is_residue(&text[span.range()]) {
            continue;
        }
        if sends(&text[span.range()]) {
            let body_end = tail.body_end.min(block.span.start);
            let below = std::mem::replace(&mut tail, Tail { signature: None, date: None, body_end });
            imprint.get_or_insert(below);
            continue;
        }
        let long = text[span.range()].chars().count() > LONGEST;
        if long {
            // 全文一段：落款在最后一句之后.
            if tail.date.is_none() && tail.signature.is_none() && index < REACH {
                at_end_of_paragraph(text, span, &mut tail);
            }
            break;
        }
        let piece = unbracketed(text, span);
        if take(text, piece, &mut tail) {
            tail.body_end = tail.body_end.min(block.span.start);
        } else if tail.signature.is_some() || text[piece.range()].ends_with(['。', '；']) {
            break;
        }
    }
    if let Some(imprint) = imprint.filter(|_| tail.signature.is_none() && tail.date.is_none()) {
        tail = imprint;
    }
    if tail.date.is_none() {
        tail.date = under_title(text, blocks, from);
    }
    tail
}

/// A line that tells to whom copies go: 抄送：县委依法治县办。
fn sends(line: &str) -> bool {
    let Some((label, _)) = line.split_once(['：', ':']) else { return false };
    let label: String = label.chars().filter(|character| !character.is_whitespace()).collect();
    ["抄送", "抄报", "主送", "分送"].contains(&label.as_str())
}

/// Takes a line that is a date, a signer, or both.
fn take(text: &str, piece: Span, tail: &mut Tail) -> bool {
    let dates: Vec<Date> = date::find(&text[piece.range()])
        .into_iter()
        .filter(|date| date.year.is_some() && date.month.is_some())
        .map(|date| Date { span: Span::new(date.span.start + piece.start, date.span.end + piece.start), ..date })
        .collect();
    if let [date] = dates[..] {
        let rest = trim(text, Span::new(date.span.end, piece.end));
        let before = trim(text, Span::new(piece.start, date.span.start));
        if tail.date.is_none() && rest.is_empty() && (before.is_empty() || signs(&text[before.range()])) {
            tail.date = Some(date);
            if !before.is_empty() {
                tail.signature = Some(before);
            }
            return true;
        }
        return false;
    }
    if !signs(&text[piece.range()]) {
        return false;
    }
    // Two signers stand on two lines.
    let end = tail.signature.map_or(piece.end, |signature| signature.end);
    tail.signature = Some(Span::new(piece.start, end));
    true
}

fn signs(line: &str) -> bool {
    let bare =
        line.trim_matches(|mark: char| mark.is_whitespace() || "（）()".contains(mark)).trim_end_matches("盖章").trim();
    let bare = bare.trim_matches(|mark: char| mark.is_whitespace() || "（）()".contains(mark));
    (2..=LONGEST).contains(&bare.chars().count())
        && !bare.contains(['，', '。', '；', '：', ',', ':'])
        && super::numbering::Number::read(bare, 0, bare.len()).is_none()
        && SIGNERS.iter().chain(&unit::BODIES).any(|signer| bare.ends_with(signer))
}

fn unbracketed(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let inner = slice.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']));
    inner.map_or(span, |inner| {
        let start = span.start + slice.find(inner).unwrap_or(0);
        trim(text, Span::new(start, start + inner.len()))
    })
}

/// What follows the last sentence of a paragraph: `… 氛围。 青禾镇人民政府 2025年1月9日`.
fn at_end_of_paragraph(text: &str, span: Span, tail: &mut Tail) {
    let slice = &text[span.range()];
    let Some(last) = slice.char_indices().rev().take(120).find(|(_, character)| ends_sentence(*character)) else {
        return;
    };
    let start = span.start + last.0 + last.1.len_utf8();
    let rest = trim(text, Span::new(start, span.end));
    let mut end = rest.end;
    for word in text[rest.range()].split_whitespace().rev() {
        let at = rest.start + text[rest.start..end].rfind(word).unwrap_or(0);
        if residue::is_residue(word) {
            end = at;
            continue;
        }
        if !take(text, Span::new(at, at + word.len()), tail) {
            break;
        }
        tail.body_end = at;
        end = at;
    }
}

/// `（2025年1月9日）` in the lines after the title.
fn under_title(text: &str, blocks: &[Block], from: usize) -> Option<Date> {
    blocks.iter().filter(|block| block.span.start >= from).take(3).find_map(|block| {
        let piece = unbracketed(text, block.span);
        let date = date::read(text, piece.start, piece.end)?;
        (piece != block.span && date.span == piece && date.month.is_some()).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;

    fn tail(text: &str) -> (Option<&str>, Option<&str>) {
        let tail = find(text, &plain_blocks(text), 0);
        (tail.signature.map(|span| &text[span.range()]), tail.date.map(|date| &text[date.span.range()]))
    }

    #[test]
    fn signatures_and_dates_in_all_places() {
        let body = "四、下一步安排\n继续努力，在全镇营造良好的法治氛围。\n";
        for (end, signature, date) in [
            ("青禾镇人民政府\n2025年1月9日", Some("青禾镇人民政府"), Some("2025年1月9日")),
            (
                "　　中共青禾镇委员会\n　　青禾镇人民政府\n　　2025年1月9日\n（此件公开发布）",
                Some("中共青禾镇委员会\n　　青禾镇人民政府"),
                Some("2025年1月9日"),
            ),
            ("青禾镇人民政府 2025年01月09日", Some("青禾镇人民政府"), Some("2025年01月09日")),
            ("二〇二五年一月九日", None, Some("二〇二五年一月九日")),
            ("2025.1.9\n责任编辑：某某", None, Some("2025.1.9")),
            ("青禾镇人民政府\n2025年1月9日\n抄送：县委依法治县办。", Some("青禾镇人民政府"), Some("2025年1月9日")),
            (
                "青禾镇人民政府\n2025年1月9日\n抄  送：县委依法治县办，县司法局。\n青禾镇党政办公室　2025年1月10日印发",
                Some("青禾镇人民政府"),
                Some("2025年1月9日"),
            ),
            ("2025年1月9日\n抄送：县委依法治县办。\n青禾镇党政办公室\n2025年1月10日印发", None, Some("2025年1月9日")),
            ("抄送：县委依法治县办。\n青禾镇人民政府\n2025年1月9日", Some("青禾镇人民政府"), Some("2025年1月9日")),
            ("云岭县残疾人联合会\n2025年1月9日", Some("云岭县残疾人联合会"), Some("2025年1月9日")),
            ("柳溪街道办\n2025年1月9日", Some("柳溪街道办"), Some("2025年1月9日")),
            ("", None, None),
            ("五、其他需要报告的情况\n无。", None, None),
        ] {
            assert_eq!(tail(&format!("{body}{end}")), (signature, date), "{end}");
        }
        let paragraph = "青禾镇2024年法治政府建设年度报告 一、主要举措和成效 全年组织学法4次，办理案件12件，各项工作按期完成，在全镇营造良好氛围。 青禾镇人民政府 2025年1月9日 ||";
        assert_eq!(tail(paragraph), (Some("青禾镇人民政府"), Some("2025年1月9日")));
        assert_eq!(
            tail("标题\n（2025年1月9日）\n现将有关情况报告如下。\n正文没有落款。"),
            (None, Some("2025年1月9日"))
        );
    }
}
