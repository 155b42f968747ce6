//! Web pages: the article's text, with the way back to the page's source.

mod article;
mod element;
mod flow;
mod list;
mod tree;

use super::{Charset, Format, InputError, Reading, extension};
use crate::source::Source;

/// How far into a page its character set may be named, in bytes.
const HEAD: usize = 4096;

/// Reads a page whose source is known. The segments of what comes lead to bytes of that source, as it is with a byte order
/// mark dropped and line ends as `\n`; lines and columns are those of it.
///
/// # Errors
/// There is no text in it, or more of it than any page has.
pub(super) fn read(page: &Source, charset: Charset) -> Result<Reading, InputError> {
    let tree = tree::read(page.text()).ok_or(InputError::Crowded)?;
    let article = article::choose(&tree);
    let (text, segments, blocks) = flow::write(&tree, &article);
    if blocks.is_empty() {
        return Err(InputError::Empty);
    }
    let source = Source::with_origin(page.name(), text, segments).within(page.text().to_owned());
    Ok(Reading { source, blocks, format: Format::Html, charset: Some(charset), leftovers: Vec::new() })
}

/// The character set that a page names in its head; none where the bytes are no page.
pub(super) fn declared_charset(bytes: &[u8], name: &str) -> Option<Charset> {
    let start = bytes.trim_ascii_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word.as_bytes()));
    let is_page = begins("<!doctype html") || begins("<html") || begins("<?xml") || is_named_so(name);
    if !is_page {
        return None;
    }
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let at = memchr::memmem::find_iter(&head, b"charset").find_map(|at| {
        let rest = head[at + "charset".len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        Some(rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest))
    })?;
    let end = at.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_".contains(byte)).unwrap_or(at.len());
    Charset::from_label(std::str::from_utf8(&at[..end]).ok()?)
}

/// Whether a text is the source of a page: by how it begins, else by its name.
pub(super) fn is_page(text: &str, name: &str) -> bool {
    let start = text.trim_start();
    let begins = |word: &str| start.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
    let has_page = || start.chars().take(1000).collect::<String>().contains("<html");
    begins("<!doctype html") || begins("<html") || (begins("<?xml") && has_page()) || is_named_so(name)
}

fn is_named_so(name: &str) -> bool {
    matches!(extension(name).as_str(), "html" | "htm" | "shtml" | "xhtml")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use crate::line_index::Encoding;

    fn reading(page: &str) -> Reading {
        let source = Source::new("a.html", page);
        read(&source, Charset::UTF_8).expect("readable")
    }

    fn shown(page: &str) -> Vec<String> {
        let reading = reading(page);
        let shown = reading.blocks.iter().map(|block| {
            let kind = match block.kind {
                BlockKind::Heading(level) => format!("题{level}"),
                BlockKind::Table => "表".to_owned(),
                _ => "文".to_owned(),
            };
            format!("{kind} {}", reading.source.slice(block.span).replace('\t', "⇥"))
        });
        shown.collect()
    }

    #[test]
    fn blocks_are_paragraphs() {
        let page = "<h1>青禾镇<b>2024</b>年<br>年度报告</h1>\n<p>　　县委、县政府：</p><p>全镇\n召开会议 <span style='x'>12\n次</span>，&ldquo;按期&rdquo;A&amp;B完成。\n\
                    <p>&nbsp;&nbsp;未关的段落<div>一<div>二</div>三</div><pre>甲\n乙</pre><h3>（一）小标题</h3>尾";
        assert_eq!(
            shown(page),
            [
                "题1 青禾镇2024年",
                "题1 年度报告",
                "文 县委、县政府：",
                "文 全镇召开会议 12 次，“按期”A&B完成。",
                "文 未关的段落",
                "文 一",
                "文 二",
                "文 三",
                "文 甲",
                "文 乙",
                "题3 （一）小标题",
                "文 尾"
            ]
        );
    }

    #[test]
    fn tables_are_rows_unless_they_are_layout() {
        let page = "<table><tr><th>项目</th><th>件数</th></tr><tr><td><p>处罚</p></td><td>21</td></tr></table>\
                    <table><tr><td><p>外层一。</p><table><tr><td>甲</td><td>1</td></tr></table></td></tr></table>";
        assert_eq!(shown(page), ["表 项目⇥件数", "表 处罚⇥21", "文 外层一。", "表 甲⇥1"]);
    }

    #[test]
    fn lists_have_their_numbers() {
        let page = "<ol><li>甲<li value=5>乙</ol><ol start=3 style='list-style-type: cjk-ideographic'><li>丙</ol>\
                    <ul><li>丁</ul><ol type=a><li>戊</ol><ol style='list-style:none'><li>己<ol><li>庚</ol></ol>";
        assert_eq!(shown(page), ["文 1.甲", "文 5.乙", "文 三、丙", "文 丁", "文 a.戊", "文 己", "文 1.庚"]);
    }

    const PAGE: &str = "<!DOCTYPE html><html><head><title>青禾镇2024年法治政府建设年度报告_青禾县人民政府</title><style>p{}</style></head><body>\
        <div class=top><ul><li><a href=/>首页</a><li><a href=/zwgk>政务公开</a></ul><form><input value=搜索><button>搜索</button></form></div>\
        <div class=pos>当前位置：<a href=/>首页</a> &gt; <a>法治政府</a></div>\
        <div class=main><h1>青禾镇2024年法治政府建设年度报告</h1><div class=info>发布时间：2025-01-09　来源：青禾镇　浏览次数：<span>12</span>　字体：[<a>大</a> <a>中</a> <a>小</a>]　<a>打印</a></div>\
        <div id=zoom><p>县政府：</p><p>2024年，青禾镇依法行政，现报告如下。</p><p>一、主要举措</p><p>开展普法3次，办结案件2件，群众满意。</p>\
        <p style='text-align:right'>青禾镇人民政府</p><p>2025年1月9日</p><p>附件：<a href=1.docx>青禾镇2024年统计表</a></p></div>\
        <div class=share>分享到：<a>微信</a></div><div>上一篇：<a>甲</a></div></div>\
        <div class=footer><p>版权所有：青禾县人民政府</p></div><script>var a='<p>不是文字。</p>';</script></body></html>";

    #[test]
    fn the_article_is_told_from_the_page() {
        assert_eq!(
            shown(PAGE),
            [
                "题1 青禾镇2024年法治政府建设年度报告",
                "文 县政府：",
                "文 2024年，青禾镇依法行政，现报告如下。",
                "文 一、主要举措",
                "文 开展普法3次，办结案件2件，群众满意。",
                "文 青禾镇人民政府",
                "文 2025年1月9日",
            ]
        );
    }

    #[test]
    fn every_character_leads_back_to_the_source() {
        let page = "<p>\n甲 &amp;\n乙<b>丙</b>&nbsp;丁&#x4E00;</p>\n<p>戊\n己</p>";
        let reading = reading(page);
        assert_eq!(reading.source.text(), "甲 & 乙丙\u{a0}丁一\n戊己\n");
        for (at, one) in reading.source.text().char_indices().filter(|(_, one)| !one.is_whitespace()) {
            let file =
                reading.source.origin(crate::span::Span::new(at, at + one.len_utf8())).next().expect("a segment").file;
            let written = &page[file.range()];
            assert!(written == one.to_string() || ["&amp;", "&#x4E00;"].contains(&written), "{one} {written}");
        }
        let at = reading.source.text().find('丙').expect("a character");
        let place = reading.source.position(at, Encoding::Character);
        assert_eq!((place.line, place.column), (2, 4));
    }

    #[test]
    fn a_page_is_told_by_its_beginning_or_its_name() {
        assert!(!is_page("<p>青禾镇", "a.md"));
        assert!(is_page("<p>青禾镇", "a.html"));
        assert!(is_page("\n<!DOCTYPE HTML>", "a.txt"));
        assert!(is_page("<?xml version=\"1.0\"?><html>", "a.txt"));
        assert!(!is_page("<?xml version=\"1.0\"?><w:wordDocument>", "a.doc"));
    }

    #[test]
    fn the_character_set_is_what_the_head_says() {
        for head in ["<meta charset=gb2312>", "<META http-equiv='Content-Type' content='text/html; charset = \"GBK\"'>"]
        {
            assert_eq!(declared_charset(format!("<html>{head}").as_bytes(), "a"), Some(Charset::GB18030));
            assert_eq!(declared_charset(head.as_bytes(), "a.htm"), Some(Charset::GB18030));
            assert_eq!(declared_charset(head.as_bytes(), "a.txt"), None);
        }
        assert_eq!(declared_charset(b"<html>", "a.html"), None);
    }

    #[test]
    fn hostile_pages_take_no_longer_than_long_ones() {
        for piece in [
            "<div>",
            "</div>",
            "<p>",
            "<a",
            "<table><tr><td>",
            "<ol><li>",
            "&",
            "&#",
            "<!--",
            "<b><i>",
            "<svg>",
            "</p>",
            "<!",
            "<a a a a",
        ] {
            for head in ["", "<table>", "<script>", "<p>甲。"] {
                let page = format!("{head}{}乙", piece.repeat(4_000));
                let _ = read(&Source::new("a.html", page), Charset::UTF_8);
            }
        }
    }
}
