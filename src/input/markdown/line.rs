//! Lines of one paragraph of Markdown: which of them are paragraphs of their own.

use crate::span::Span;

/// A line shorter than this was not broken for want of room.
const SHORT: usize = 20;

/// The paragraphs that the lines of a span make, without white space around them. Lines are put together where the
/// break looks like one for want of room: in the midst of a sentence, near the right edge.
pub(super) fn paragraphs(text: &str, span: Span) -> Vec<Span> {
    let lines = each(text, span);
    let longest = lines.iter().map(|line| text[line.range()].chars().count()).max().unwrap_or(0);
    let mut paragraphs: Vec<Span> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let next = text[line.range()].trim_start_matches(['>', ' ']);
        let joined = index > 0 && {
            let last = lines[index - 1];
            !breaks_hard(text, last) && !begins_paragraph(next) && !ends_paragraph(&text[last.range()], longest)
        };
        match paragraphs.last_mut().filter(|_| joined) {
            Some(paragraph) => paragraph.end = line.end,
            None => paragraphs.push(*line),
        }
    }
    paragraphs.iter().map(|paragraph| without_backslash(text, *paragraph)).collect()
}

/// Each line that has anything but white space, without the ASCII white space around it.
pub(super) fn each(text: &str, span: Span) -> Vec<Span> {
    let mut start = span.start;
    let mut lines = Vec::new();
    for line in text[span.range()].split_inclusive('\n') {
        let end = start + line.len();
        let own = Span::new(end - line.trim_ascii_start().len(), start + line.trim_ascii_end().len());
        if !line.trim().is_empty() {
            lines.push(own);
        }
        start = end;
    }
    lines
}

/// Takes off white space at both ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let start = span.end - slice.trim_start().len();
    Span::new(start, start + slice.trim().len())
}

/// `#标题`, which Markdown takes as a heading only with a space after the sign, but its writer as one.
pub(super) fn heading_without_space(text: &str, span: Span) -> Option<(Span, u8)> {
    let slice = &text[span.range()];
    let title = slice.trim_start_matches('#');
    let depth = u8::try_from(slice.len() - title.len()).ok().filter(|depth| (1..=6).contains(depth))?;
    let title = title.trim_start();
    let first = title.chars().next()?;
    let begins = super::is_han(first) || matches!(first, '（' | '(' | '“' | '《') || number(title);
    begins.then(|| (Span::new(span.end - title.len(), span.end), depth))
}

/// Whether a line ends with a mark after which a paragraph can end.
pub(super) fn ends_sentence(line: &str) -> bool {
    let line = without_signs(line);
    let inner = line.trim_end_matches(['”', '’', '）', ')', '》']);
    inner.ends_with(['。', '！', '？', '!', '?']) || line.ends_with(['：', '；', ':', ';'])
}

fn ends_paragraph(line: &str, longest: usize) -> bool {
    let bare = without_signs(line);
    let length = line.chars().count();
    let goes_on = bare.ends_with(['，', ',', '、', '（', '(', '“', '《', '—']);
    ends_sentence(line) || (!goes_on && (length < SHORT || length * 4 < longest * 3))
}

fn begins_paragraph(line: &str) -> bool {
    line.starts_with('\u{3000}') || line.starts_with('#') || number(line.trim_start_matches(['*', '_']))
}

/// Two spaces or a backslash at the end of a line: a break that the writer set.
fn breaks_hard(text: &str, line: Span) -> bool {
    text[line.range()].ends_with('\\') || text[line.end..].starts_with("  ")
}

fn without_backslash(text: &str, paragraph: Span) -> Span {
    let slice = &text[paragraph.range()];
    trim(text, Span::new(paragraph.start, paragraph.end - usize::from(slice.ends_with('\\'))))
}

fn without_signs(line: &str) -> &str {
    line.trim_end_matches(['*', '_', '\\', ' ', '\u{3000}'])
}

/// Whether a line begins with a heading or list number: 一、 （一） 1. 1、 第一部分 一是 ①
fn number(line: &str) -> bool {
    let chinese = |text: &str| text.trim_start_matches(|digit| "一二三四五六七八九十".contains(digit)).len();
    let arabic = |text: &str| text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    let after_digits = |text: &str, longest: usize| {
        let len = text.len();
        let rest = if chinese(text) < len { chinese(text) } else { arabic(text) };
        let digits = text[..len - rest].chars().count();
        (1..=longest).contains(&digits).then(|| len - rest)
    };
    if line.starts_with(|first| ('①'..='⑳').contains(&first)) {
        return true;
    }
    if let Some(inside) = line.strip_prefix(['（', '(']) {
        return after_digits(inside, 3).is_some_and(|end| inside[end..].starts_with(['）', ')']));
    }
    if let Some(part) = line.strip_prefix('第') {
        return after_digits(part, 3)
            .is_some_and(|end| ["部分", "章", "节"].iter().any(|unit| part[end..].starts_with(unit)));
    }
    after_digits(line, 3).is_some_and(|end| {
        let is_arabic = line.starts_with(|first: char| first.is_ascii_digit());
        let mut after = line[end..].chars();
        let (mark, next) = (after.next(), after.next());
        match mark {
            Some('、') => !next.is_some_and(|next| next.is_ascii_digit() || "一二三四五六七八九十".contains(next)),
            Some('.' | '．') => is_arabic && !next.is_some_and(|next| next.is_ascii_digit()),
            Some('）' | ')') => is_arabic,
            Some('是') => !is_arabic && end <= "十一".len(),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_figures() {
        for line in [
            "一、主要",
            "十二、其他",
            "（一）加强",
            "(三)加强",
            "1.加强",
            "1. 加强",
            "12、加强",
            "2）加强",
            "（3）加强",
            "第一部分 主要",
            "第2章",
            "一是加强",
            "十一是",
            "①加强",
        ] {
            assert!(number(line), "{line}");
        }
        for line in [
            "一、二、三产业",
            "1.5万元",
            "2024.1",
            "3、4月份",
            "12件",
            "第3次",
            "第十四条",
            "一项",
            "（试行）",
            "2024年",
            "2024、",
            "是一",
            "（",
            "第",
        ] {
            assert!(!number(line), "{line}");
        }
    }

    #[test]
    fn lines_stay_apart_unless_broken_for_want_of_room() {
        let cut = |text: &str| -> Vec<String> {
            let spans = paragraphs(text, Span::new(0, text.len()));
            spans.iter().map(|span| text[span.range()].replace('\n', "⏎")).collect()
        };
        let long = "青禾镇坚持以习近平法治思想为指导，全面推进依法行政，持续深化法治政府建设";
        for (text, expected) in [
            ("青禾镇人民政府\n2024年法治政府建设年度报告", vec!["青禾镇人民政府", "2024年法治政府建设年度报告"]),
            (&format!("{long}\n，成效明显。"), vec![&*format!("{long}⏎，成效明显。")]),
            (&format!("{long}，\n一是加强学习"), vec![&*format!("{long}，"), "一是加强学习"]),
            (&format!("{long}。\n{long}"), vec![&*format!("{long}。"), long]),
            (&format!("{long}“八五”\n普法规划"), vec![&*format!("{long}“八五”⏎普法规划")]),
            (&format!("{long}\n　　{long}"), vec![long, long]),
            (&format!("{long}  \n{long}\\\n{long}"), vec![long, long, long]),
            (&format!("在县委的领导下，\n{long}"), vec![&*format!("在县委的领导下，⏎{long}")]),
            ("", vec![]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
