//! Lines that are no part of a report: what is left of a web page or a table around it.

use crate::span::Span;

use super::sentence::trim;

/// Labels that web pages print before a document's data.
const LABELS: [&str; 43] = [
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
    "时间",
    "日期",
    "时效",
    "效力状态",
    "成文时间",
    "发文时间",
    "公开方式",
    "公开范围",
    "公开目录",
    "公开形式",
    "内容分类",
    "组配分类",
    "体裁分类",
    "文章来源",
    "更新时间",
    "浏览量",
    "有效性/截止日期",
];

/// Whether a line holds no language, or is page furniture such as `发布日期：…`.
pub(super) fn is_residue(line: &str) -> bool {
    let bare =
        line.trim_matches(|character: char| character.is_whitespace() || "|[]【】()（）<>-_*#.·•".contains(character));
    if !bare.chars().any(char::is_alphanumeric) {
        return true;
    }
    let label = bare.split(['：', ':', ']', '】', '|']).next().unwrap_or_default();
    let label_is_all = label.len() == bare.len();
    // 标题 | 青禾镇2024年…: the title itself, in the table of a page.
    let names_title = label.starts_with("标题") && bare[label.len()..].starts_with('|');
    (!label_is_all && !names_title && LABELS.contains(&label.replace(char::is_whitespace, "").as_str()))
        || bare.starts_with("当前位置")
        || bare.contains('>')
            && (line.trim_start().starts_with('>') || ["首页", "位置"].iter().any(|word| bare.contains(word)))
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
        for line in [
            "||||",
            "![]() ![]()",
            "发布日期：2025-01-09",
            "【字体： 大 中 小】",
            "当前位置: 首页 > 公开",
            "|",
            "您当前的位置： 首页>政务公开>法治政府建设年度报告",
            "> 政务公开 > 法治政府建设",
            "文  号：",
            "• 有效性/截止日期：",
        ] {
            assert!(is_residue(line), "{line}");
        }
        for line in [
            "青禾镇2024年法治政府建设年度报告 |",
            "标题 | 青禾镇2024年法治政府建设年度报告 |",
            "来源于群众的意见",
            "县委、县政府：",
            "主要做法：",
        ] {
            assert!(!is_residue(line), "{line}");
        }
    }
}
