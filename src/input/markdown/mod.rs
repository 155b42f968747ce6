//! Markdown: the blocks of a text that stays as it is, with positions in the file.

mod html;
mod line;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::document::{Block, BlockKind};
use crate::span::Span;

/// Headings, paragraphs and table rows; signs of Markdown at their ends lie outside, but the number of an ordered
/// list is the report's own and lies inside.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let body = front_matter(text);
    let mut reader =
        Reader { text, blocks: Vec::new(), leaf: None, number: None, lists: Vec::new(), skipping: false, quotes: 0 };
    reader.push(Span::new(0, body), BlockKind::Raw);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, Range { start, end }) in Parser::new_ext(&text[body..], options).into_offset_iter() {
        reader.event(&event, Span::new(body + start, body + end));
    }
    reader.close();
    in_order(text, reader.blocks)
}

/// In the order of the text, none reaching into the next.
fn in_order(text: &str, mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.sort_by_key(|block| (block.span.start, block.span.end));
    let mut end = 0;
    blocks.retain_mut(|block| {
        block.span = line::trim(text, Span::new(block.span.start.max(end), block.span.end.max(end)));
        end = end.max(block.span.end);
        !block.span.is_empty()
    });
    blocks
}

/// Follows the parser's events and gathers the text of one block after the other.
struct Reader<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    leaf: Option<Leaf>,
    /// Where the number of an ordered list's item stands, until its first block takes it in.
    number: Option<usize>,
    /// For each open list, whether it is ordered.
    lists: Vec<bool>,
    /// Inside a block that has been dealt with as a whole.
    skipping: bool,
    quotes: usize,
}

/// A block that is being gathered.
struct Leaf {
    kind: LeafKind,
    /// From its first text to its last.
    content: Option<Span>,
    signs: Signs,
    /// How deep inside pictures the parser is.
    pictures: usize,
    /// Whether there is text outside pictures.
    has_text: bool,
}

/// Signs such as `**` around parts of a block.
#[derive(Default)]
struct Signs {
    by_start: Vec<Span>,
    by_end: Vec<Span>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LeafKind {
    Paragraph,
    /// `underlined`: marked by a line of `=` or `-` below it.
    Heading {
        level: u8,
        underlined: bool,
    },
    Row,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(*tag),
            Event::Rule => self.close(),
            _ if self.skipping => {}
            Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                let slice = &self.text[span.range()];
                let ticks = slice.len() - slice.trim_start_matches('`').len();
                let leaf = self.leaf();
                leaf.take(span);
                leaf.has_text |= leaf.pictures == 0;
                if matches!(event, Event::Code(_)) {
                    leaf.sign(span, ticks, ticks);
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Paragraph => self.open(LeafKind::Paragraph),
            Tag::Heading { level, .. } => {
                let underlined = !self.text[span.range()].trim_start().starts_with('#');
                self.open(LeafKind::Heading { level: *level as u8, underlined });
            }
            Tag::TableHead | Tag::TableRow => self.open(LeafKind::Row),
            Tag::TableCell | Tag::Table(_) => {}
            Tag::Emphasis => self.leaf().sign(span, 1, 1),
            Tag::Strong => self.leaf().sign(span, 2, 2),
            Tag::Strikethrough => {
                let width = if self.text[span.range()].starts_with("~~") { 2 } else { 1 };
                self.leaf().sign(span, width, width);
            }
            Tag::Link { .. } => {
                let slice = &self.text[span.range()];
                let target = slice.rfind("](").or_else(|| slice.rfind("][")).map_or(1, |at| span.len() - at);
                self.leaf().sign(span, 1, target);
            }
            Tag::Image { .. } => {
                let leaf = self.leaf();
                leaf.take(span);
                leaf.pictures += 1;
            }
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes += 1;
            }
            Tag::List(first) => {
                self.close();
                self.lists.push(first.is_some());
            }
            Tag::Item => {
                self.close();
                self.number = self.lists.last().is_some_and(|ordered| *ordered).then_some(span.start);
            }
            Tag::CodeBlock(kind) => {
                self.close();
                self.number = None;
                self.skipping = true;
                // No one writes programs into a report: four spaces before Chinese are an indented paragraph.
                if *kind == CodeBlockKind::Indented && self.text[span.range()].chars().any(is_han) {
                    let lines = line::each(self.text, span);
                    lines.into_iter().for_each(|line| self.push(line, BlockKind::Paragraph));
                } else {
                    self.push(span, BlockKind::Raw);
                }
            }
            Tag::HtmlBlock => {
                self.close();
                self.number = None;
                self.skipping = true;
                html::blocks(self.text, span, &mut self.blocks);
            }
            _ => self.close(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::TableCell => {}
            TagEnd::Image => {
                if let Some(leaf) = &mut self.leaf {
                    leaf.pictures = leaf.pictures.saturating_sub(1);
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.skipping = false,
            TagEnd::Item => {
                self.close();
                self.number = None;
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            _ => self.close(),
        }
    }

    /// The block that takes what comes; a list item of one line opens none itself.
    fn leaf(&mut self) -> &mut Leaf {
        self.leaf.get_or_insert_with(|| Leaf::new(LeafKind::Paragraph))
    }

    fn open(&mut self, kind: LeafKind) {
        self.close();
        self.leaf = Some(Leaf::new(kind));
    }

    fn close(&mut self) {
        let Some(mut leaf) = self.leaf.take() else { return };
        let Some(mut content) = leaf.content else { return };
        if let Some(number) = self.number.take() {
            content.start = number;
        }
        if !leaf.has_text {
            self.push(content, BlockKind::Raw);
            return;
        }
        leaf.signs.by_start.sort_unstable();
        leaf.signs.by_end.sort_unstable_by_key(|sign| (sign.end, sign.start));
        match leaf.kind {
            LeafKind::Row => self.push(leaf.without_signs(self.text, content), BlockKind::Table),
            LeafKind::Heading { level, underlined: false } => {
                self.push(leaf.without_signs(self.text, content), BlockKind::Heading(level));
            }
            LeafKind::Heading { level, underlined: true } => self.push_lines(&leaf, content, Some(level)),
            LeafKind::Paragraph => self.push_lines(&leaf, content, None),
        }
    }

    /// Lines of one paragraph of Markdown, put together or kept apart.
    fn push_lines(&mut self, leaf: &Leaf, content: Span, level: Option<u8>) {
        for mut piece in line::paragraphs(self.text, content) {
            while self.quotes > 0 && piece.start > content.start && self.text[piece.range()].starts_with('>') {
                piece = line::trim(self.text, Span::new(piece.start + 1, piece.end));
            }
            let (piece, depth) = match line::heading_without_space(self.text, piece) {
                Some((heading, depth)) => (heading, Some(depth)),
                // A line of dashes right below a sentence was meant to divide, not to make a heading of it.
                None => (piece, level.filter(|_| !line::ends_sentence(&self.text[piece.range()]))),
            };
            let kind = depth.map_or(BlockKind::Paragraph, BlockKind::Heading);
            self.push(leaf.without_signs(self.text, piece), kind);
        }
    }

    fn push(&mut self, span: Span, kind: BlockKind) {
        let span = line::trim(self.text, span);
        if !span.is_empty() {
            self.blocks.push(Block { span, kind });
        }
    }
}

impl Leaf {
    fn new(kind: LeafKind) -> Self {
        Self { kind, content: None, signs: Signs::default(), pictures: 0, has_text: false }
    }

    fn take(&mut self, span: Span) {
        let content = self.content.get_or_insert(span);
        content.start = content.start.min(span.start);
        content.end = content.end.max(span.end);
    }

    /// Signs at both ends of a span that belongs to the block.
    fn sign(&mut self, span: Span, open: usize, close: usize) {
        self.take(span);
        for sign in [Span::new(span.start, span.start + open), Span::new(span.end - close, span.end)] {
            if !sign.is_empty() {
                self.signs.by_start.push(sign);
                self.signs.by_end.push(sign);
            }
        }
    }

    /// Takes signs and white space off both ends.
    fn without_signs(&self, text: &str, span: Span) -> Span {
        let Signs { by_start, by_end } = &self.signs;
        let mut span = line::trim(text, span);
        loop {
            let first = by_start.binary_search_by_key(&span.start, |sign| sign.start).map(|found| by_start[found]);
            let last = by_end.binary_search_by_key(&span.end, |sign| sign.end).map(|found| by_end[found]);
            if let Some(sign) = first.ok().filter(|sign| span.covers(*sign)) {
                span.start = sign.end;
            } else if let Some(sign) = last.ok().filter(|sign| span.covers(*sign)) {
                span.end = sign.start;
            } else {
                return span;
            }
            span = line::trim(text, span);
        }
    }
}

/// The end of a YAML head between two lines `---`; 0 where the text has none.
fn front_matter(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("---\n") else { return 0 };
    let mut at = "---\n".len();
    for (index, line) in rest.split_inclusive('\n').take(200).enumerate() {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return if index == 0 { 0 } else { at };
        }
        let is_yaml = line.is_empty() || line.starts_with([' ', '\t', '#', '-']) || line.contains(':');
        if !is_yaml {
            return 0;
        }
    }
    0
}

fn is_han(character: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let shown = blocks(text).into_iter().map(|block| {
            let kind = match block.kind {
                BlockKind::Paragraph => "文".to_owned(),
                BlockKind::Heading(level) => format!("题{level}"),
                BlockKind::Table => "表".to_owned(),
                BlockKind::Raw => "原".to_owned(),
                BlockKind::Aside(aside) => aside.word().to_owned(),
            };
            format!("{kind} {}", text[block.span.range()].replace('\n', "⏎"))
        });
        shown.collect()
    }

    #[test]
    fn signs_at_the_ends_lie_outside() {
        let text = "# 青禾镇2024年报告 #\n\n## **一、主要举措**\n\n**（一）加强领导。** 全年*召开会议*3次。\n\n***全部***\n\n\
                    > 引文一。\n> 引文二，\n> 未完\n\n[青禾镇](http://example.cn)\n\n`代码`";
        assert_eq!(
            shown(text),
            [
                "题1 青禾镇2024年报告",
                "题2 一、主要举措",
                "文 （一）加强领导。** 全年*召开会议*3次。",
                "文 全部",
                "文 引文一。",
                "文 引文二，⏎> 未完",
                "文 青禾镇",
                "文 代码"
            ]
        );
    }

    #[test]
    fn numbers_of_lists_lie_inside_and_bullets_outside() {
        let text = "- 甲\n- **乙**\n  - 丙\n\n1. 丁\n2. 戊\n\n   己\n3) 庚\n\n* * *\n\n1. ```\n   辛\n   ```\n   壬";
        assert_eq!(
            shown(text),
            ["文 甲", "文 乙", "文 丙", "文 1. 丁", "文 2. 戊", "文 己", "文 3) 庚", "原 ```⏎   辛⏎   ```", "文 壬"]
        );
    }

    #[test]
    fn lines_that_are_paragraphs_stay_apart() {
        let text = "青禾镇人民政府\n2024年法治政府建设年度报告\n\n县政府：\n现报告如下。\n一、主要举措\n（一）加强领导\n1.学习\n#标题\n";
        assert_eq!(
            shown(text),
            [
                "文 青禾镇人民政府",
                "文 2024年法治政府建设年度报告",
                "文 县政府：",
                "文 现报告如下。",
                "文 一、主要举措",
                "文 （一）加强领导",
                "文 1.学习",
                "题1 标题"
            ]
        );
    }

    #[test]
    fn underlined_headings_may_have_several_lines_but_are_no_sentences() {
        assert_eq!(shown("青禾镇\n年度报告\n===\n正文"), ["题1 青禾镇", "题1 年度报告", "文 正文"]);
        assert_eq!(shown("一、主要举措\n---\n全年完成。\n---\n"), ["题2 一、主要举措", "文 全年完成。"]);
    }

    #[test]
    fn only_language_is_prose() {
        let text = "---\ntitle: 青禾镇\n---\n<!-- hegui: allow a 理由 -->\n正文<br>一行\n\n```\n代码\n```\n\n    let a;\n\n    四格缩进的正文。\n\n![图](a.png)\n\n见![图](a.png)\n";
        assert_eq!(
            shown(text),
            [
                "原 ---⏎title: 青禾镇⏎---",
                "原 <!-- hegui: allow a 理由 -->",
                "文 正文<br>一行",
                "原 ```⏎代码⏎```",
                "文 let a;",
                "文 四格缩进的正文。",
                "原 ![图](a.png)",
                "文 见![图](a.png)"
            ]
        );
        assert_eq!(shown("---\n\n一、甲\n\n---\n\n二、乙"), ["文 一、甲", "文 二、乙"]);
    }

    #[test]
    fn tables_give_a_block_a_row() {
        let text = "| 指标 | 数量 |\n|---|---|\n| **会议** | 3次 |\n| `a\\|\\|法` | |\n\n注：[^1]\n\n[^1]: 脚注。\n";
        assert_eq!(shown(text), ["表 指标 | 数量", "表 会议** | 3次", "表 a\\|\\|法", "文 注：[^1]", "文 脚注。"]);
    }

    #[test]
    fn language_inside_html_is_found() {
        let text = "<h1 align=\"center\">青禾镇<b>年度</b>报告</h1>\n\n<center>\n<font size=4>2025年1月9日</font>\n</center>\n\n\
                    <table><tr><td>会议</td><td>3次</td></tr></table>\n\n<pre>\n原样\n</pre>\n\n<div>甲<br>乙 < 丙</div>\n";
        assert_eq!(
            shown(text),
            [
                "题1 青禾镇<b>年度</b>报告",
                "文 2025年1月9日",
                "表 会议",
                "表 3次",
                "原 <pre>⏎原样⏎</pre>",
                "文 甲",
                "文 乙 < 丙"
            ]
        );
    }

    #[test]
    fn hostile_texts_take_no_longer_than_long_ones() {
        for piece in
            ["<a", "<div><pre>", "<pre></pre>", "> ", "[", "*a*\n", "**", "- ", "`", "![", "1. a\n   ", "<!-", "| "]
        {
            for head in ["", "<div>", "|a|\n|-|\n"] {
                let text = format!("{head}{}", piece.repeat(20_000));
                blocks(&text);
            }
        }
    }
}
