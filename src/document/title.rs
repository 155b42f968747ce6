//! The title: one line or several, with its unit and year, or none at all.

use memchr::memmem;

use super::block::{Block, BlockKind};
use super::numbering::{Number, NumberStyle};
use super::residue;
use super::sentence::trim;
use super::unit;
use crate::span::Span;

/// A title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// From the first line to the last.
    pub span: Span,
    /// Its lines, without white space and residue at their ends.
    pub lines: Vec<Span>,
}

impl Title {
    /// The lines put together, with one space between two.
    pub fn joined(&self, text: &str) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| &text[line.range()]).collect();
        lines.join(" ")
    }
}

/// Words with which the title of an official document ends.
const GENRES: [&str; 14] = [
    "年度报告",
    "报告",
    "情况",
    "总结",
    "汇报",
    "要点",
    "方案",
    "计划",
    "解读",
    "述职",
    "述法",
    "通报",
    "年报",
    "工作安排",
];

/// How many blocks at the start may hold the title; as many more may be page furniture.
const REACH: usize = 16;

/// Finds the title. Also tells where the text after it begins.
pub(super) fn find(text: &str, blocks: &[Block]) -> (Option<Title>, usize) {
    let mut lines: Vec<Line> = Vec::new();
    let running = blocks.iter().filter(|block| block.is_running()).take(2 * REACH);
    let stripped = running.map(|block| (block, residue::strip(text, block.span)));
    let language = stripped.filter(|(_, span)| !span.is_empty() && !residue::is_residue(&text[span.range()]));
    for (block, span) in language.take(REACH) {
        let slice = &text[span.range()];
        if ends_the_search(text, span) {
            break;
        }
        if slice.chars().count() > 70 || (slice.ends_with('。') && (slice.contains('，') || !ends_with_genre(slice)))
        {
            lines.extend(leading(text, span).map(|line| Line { span: line, marked: false, whole: false }));
            break;
        }
        lines.push(Line { span, marked: block.kind == BlockKind::Heading(1), whole: true });
    }
    let Some(title) = choose(text, &lines) else {
        return (None, blocks.first().map_or(0, |block| block.span.start));
    };
    let end =
        lines.iter().map(|line| line.span.end).filter(|&end| end <= title.span.end).max().unwrap_or(title.span.end);
    (Some(title), end)
}

struct Line {
    span: Span,
    /// Marked as the document's title by its format.
    marked: bool,
    /// The line holds nothing else.
    whole: bool,
}

/// A numbered heading, a line that addresses someone, or one that opens the report.
fn ends_the_search(text: &str, span: Span) -> bool {
    let slice = &text[span.range()];
    let numbered = Number::read(text, span.start, span.end).is_some_and(|number| {
        matches!(number.style, NumberStyle::Chinese | NumberStyle::ChineseBracket | NumberStyle::Part)
    });
    numbered || leads_on(slice) || slice.starts_with("现将") || slice.starts_with("根据")
}

/// Ends in a colon and is more than a label of the page such as 今天是：.
fn leads_on(line: &str) -> bool {
    line.strip_suffix(['：', ':']).is_some_and(|words| {
        words.chars().count() > 4
            || ["委", "府", "局", "办", "会", "组", "厅", "院", "大", "室"].iter().any(|end| words.ends_with(end))
    })
}

/// The title at the head of a paragraph that goes on after it: up to the first genre word before white space or the opening words.
fn leading(text: &str, span: Span) -> Option<Span> {
    let slice = &text[span.range()];
    let reach: usize = slice.chars().take(70).map(char::len_utf8).sum();
    let head = &slice[..reach];
    let head = &head[..head.find(['，', '。', ',', '；']).unwrap_or(head.len())];
    let mut ends: Vec<usize> =
        GENRES.iter().flat_map(|genre| memmem::find_iter(head.as_bytes(), genre).map(|at| at + genre.len())).collect();
    ends.sort_unstable();
    let end = ends.into_iter().find(|&end| {
        let rest = &slice[end..];
        rest.starts_with(|next: char| next.is_whitespace() || next.is_ascii_digit() || matches!(next, '|' | '（' | '('))
            || ["现将", "根据", "一、", "为"].iter().any(|opening| rest.starts_with(opening))
    })?;
    (head[..end].contains('年') || head[..end].contains("法治")).then(|| Span::new(span.start, span.start + end))
}

fn choose(text: &str, lines: &[Line]) -> Option<Title> {
    let slice = |line: &Line| &text[line.span.range()];
    let score = |line: &Line| {
        let own = slice(line);
        let genre = ends_with_genre(own);
        let subject = ["法治", "法制", "依法行政", "政府信息公开"].iter().any(|word| own.contains(word));
        4 * i32::from(line.marked) + 2 * i32::from(genre) + 2 * i32::from(subject) + i32::from(names_year(own))
    };
    let best = (0..lines.len()).max_by_key(|&index| (score(&lines[index]), std::cmp::Reverse(index)))?;
    if score(&lines[best]) < 3 {
        return None;
    }
    let has_organ_above = |index: usize| {
        let above =
            index.checked_sub(1).map(|above| &lines[above]).filter(|above| above.whole && goes_on(slice(above)));
        // A page header names the organ that the title begins with.
        above.is_some_and(|above| !slice(&lines[index]).starts_with(slice(above)))
    };
    // The page's name for the document has the same words without the organ.
    let again =
        (best + 1..lines.len()).find(|&later| slice(&lines[later]) == slice(&lines[best]) && has_organ_above(later));
    let best = again.filter(|_| !has_organ_above(best)).unwrap_or(best);
    let (mut first, mut last) = (best, best);
    // 标题分行：机关在上，事由和文种在下.
    while has_organ_above(first) && last - first < 4 {
        first -= 1;
    }
    while !ends_with_genre(slice(&lines[last])) && last + 1 < lines.len() && ends_with_genre(slice(&lines[last + 1])) {
        last += 1;
    }
    let lines: Vec<Span> = lines[first..=last].iter().map(|line| line.span).collect();
    Some(Title { span: Span::new(lines[0].start, lines[lines.len() - 1].end), lines })
}

fn ends_with_genre(line: &str) -> bool {
    let bare = line.trim_end_matches(|mark: char| mark.is_ascii_punctuation() || "。，；：！、".contains(mark));
    let bare = if bare.ends_with(['）', ')']) || line.ends_with(['）', ')']) {
        &line[..line.rfind(['（', '(']).unwrap_or(line.len())]
    } else {
        bare
    };
    GENRES.iter().any(|genre| bare.ends_with(genre))
}

fn names_year(line: &str) -> bool {
    super::date::find(line).iter().any(|date| date.year.is_some()) || loose_year(line).is_some()
}

/// `2024` without its 年.
pub(super) fn loose_year(line: &str) -> Option<(i32, Span)> {
    let bytes = line.as_bytes();
    memchr::memmem::find_iter(bytes, "20").find_map(|at| {
        let four = line.get(at..at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        let alone = !bytes.get(at + 4).is_some_and(u8::is_ascii_digit) && (at == 0 || !bytes[at - 1].is_ascii_digit());
        alone.then(|| Some((four.parse().ok()?, Span::new(at, at + 4))))?
    })
}

/// A line of a title that the next one completes: who reports, or the year.
fn goes_on(line: &str) -> bool {
    let bare = line.trim_end_matches(|character: char| character.is_whitespace());
    line.chars().count() <= 50
        // 2025-01-09 17:01 | 云岭县水务局: the head of a page.
        && !line.contains(['|', ':', '：'])
        && !ends_with_genre(line)
        && [
            "人民政府",
            "委员会",
            "党委",
            "工委",
            "党工委",
            "办事处",
            "政府",
            "局",
            "镇",
            "乡",
            "街道",
            "县",
            "年",
            "年度",
            "关于",
            "委",
            "法治政府建设",
            "工作",
            "办公室",
            "街道办",
            "中队",
            "宣传部",
            "组织部",
            "统战部",
        ]
        .iter()
        .chain(&unit::BODIES)
        .any(|ending| bare.ends_with(ending))
}

/// The text after the title up to the first sentence end or number, for what a title may leave out.
pub(super) fn opening(text: &str, from: usize) -> Span {
    let reach: usize = text[from..].chars().take(600).map(char::len_utf8).sum();
    trim(text, Span::new(from, from + reach))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;

    fn title(text: &str) -> Option<String> {
        let (title, _) = find(text, &plain_blocks(text));
        title.map(|title| title.lines.iter().map(|line| &text[line.range()]).collect::<Vec<_>>().join("/"))
    }

    #[test]
    fn titles_in_all_forms() {
        for (text, expected) in [
            ("青禾镇2024年法治政府建设年度报告\n\n一、主要举措\n正文。", Some("青禾镇2024年法治政府建设年度报告")),
            (
                "中共青禾镇委员会 青禾镇人民政府\n关于2024年法治政府建设情况的报告\n县委、县政府：",
                Some("中共青禾镇委员会 青禾镇人民政府/关于2024年法治政府建设情况的报告"),
            ),
            ("青禾镇2024年\n法治政府建设年度报告\n", Some("青禾镇2024年/法治政府建设年度报告")),
            ("柳溪街道办\n2024年度法治政府建设情况报告\n", Some("柳溪街道办/2024年度法治政府建设情况报告")),
            ("云岭高新区管委会\n2024年度法治政府建设情况报告\n", Some("云岭高新区管委会/2024年度法治政府建设情况报告")),
            (
                "法治政府建设年度报告\n青禾镇2024年法治政府建设年度报告\n正文开始。",
                Some("青禾镇2024年法治政府建设年度报告"),
            ),
            (
                "索引号：123\n发布日期：2025-01-09\n青禾镇2024年度法治建设情况 |\n||||\n一、",
                Some("青禾镇2024年度法治建设情况"),
            ),
            (
                "青禾镇2024年法治政府建设年度报告 2024年，我镇坚持以习近平法治思想为指导，扎实推进法治政府建设各项工作，现将有关情况报告如下：一、主要举措和成效",
                Some("青禾镇2024年法治政府建设年度报告"),
            ),
            (
                "关于青禾镇2024年法治政府建设情况的报告（公开稿）\n正文。",
                Some("关于青禾镇2024年法治政府建设情况的报告（公开稿）"),
            ),
            (
                "您当前的位置：首页>公开>法治政府建设年度报告\n青禾镇人民政府\n青禾镇人民政府关于2024年法治政府建设情况的报告\n正文。",
                Some("青禾镇人民政府关于2024年法治政府建设情况的报告"),
            ),
            (
                "关于2024年法治政府建设情况的报告\n来源：青禾镇\n青禾镇人民政府\n关于2024年法治政府建设情况的报告\n县委、县政府：",
                Some("青禾镇人民政府/关于2024年法治政府建设情况的报告"),
            ),
            (
                "今天是：\n2025-01-09 17:01  |  云岭县青禾镇\n文号：\n时效：\n青禾镇2024年法治政府建设年度报告\n正文。",
                Some("青禾镇2024年法治政府建设年度报告"),
            ),
            ("县政府：\n青禾镇2024年法治政府建设年度报告", None),
            ("2024年，我镇坚持依法行政。现将情况报告如下。\n一、", None),
            ("一、主要举措和成效\n全年学习4次。", None),
            ("会议纪要\n今天讨论了天气。", None),
        ] {
            assert_eq!(title(text).as_deref(), expected, "{text}");
        }
    }
}
