//! Lines that are no part of a report: what is left of a web page or a table around it.

use crate::span::Span;

use super::sentence::trim;

/// Labels that web pages print before a document's data.
const LABELS: [&str; 26] = [
    "索引号",
    "发文字号",
    "文号",
    "发文机关",
    "发布机构",
    "发布单位",
    "发布日期",
    "发布时间",
    "成文日期",
    "生成日期",
    "公开日期",
    "主题分类",
    "信息分类",
    "信息来源",
    "来源",
    "作者",
    "名称",
    "标题",
    "有效性",
    "浏览次数",
    "阅读次数",
    "点击数",
    "责任编辑",
    "字体",
    "字号",
    "当前位置",
];

/// Whether a line holds no language, or is page furniture such as `发布日期：…`.
pub(super) fn is_residue(line: &str) -> bool {
    let bare =
        line.trim_matches(|character: char| character.is_whitespace() || "|[]【】()（）<>-_*#.·".contains(character));
    if !bare.chars().any(char::is_alphanumeric) {
        return true;
    }
    let label = bare.split(['：', ':']).next().unwrap_or_default();
    (label.len() < bare.len() && LABELS.contains(&label.replace(char::is_whitespace, "").as_str()))
        || bare.starts_with("当前位置")
        || bare.starts_with("首页") && bare.contains('>')
}

/// Takes the residue off both ends of a line: `标题 |` → `标题`.
pub(super) fn strip(text: &str, span: Span) -> Span {
    let marks = |character: char| character.is_whitespace() || "|*#_!".contains(character);
    let slice = &text[span.range()];
    let end = span.start + slice.trim_end_matches(marks).len();
    let start = span.start + (slice.len() - slice.trim_start_matches(marks).len()).min(end - span.start);
    trim(text, Span::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_language() {
        for line in ["||||", "![]() ![]()", "发布日期：2025-01-09", "【字体： 大 中 小】", "当前位置: 首页 > 公开", "|"]
        {
            assert!(is_residue(line), "{line}");
        }
        for line in ["青禾镇2024年法治政府建设年度报告 |", "来源于群众的意见", "县委、县政府：", "主要做法："]
        {
            assert!(!is_residue(line), "{line}");
        }
    }
}
