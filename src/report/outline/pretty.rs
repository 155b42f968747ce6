//! An outline for people at a terminal.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::document::{Document, Figure, Level, Section, Vocabulary};
use crate::report::Options;
use crate::report::cell;
use crate::report::ink::Ink;
use crate::span::Span;

/// The longest text that is repeated, in cells.
const QUOTED: usize = 60;
/// The most dates that are listed.
const DATES: usize = 30;
/// What stands for what the text does not tell.
const UNKNOWN: &str = "未能判断";

/// Writes the title and what it tells, the sections as a tree, and the end of the report.
/// The vocabulary supplies the names of roles.
///
/// # Errors
/// Those of the writer.
pub fn pretty(document: &Document, vocabulary: &Vocabulary, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let shown = Shown { document, vocabulary, width: options.width.max(40), ink: Ink { color: options.color } };
    let mut text = String::new();
    shown.head(&mut text);
    shown.tree(&mut text);
    shown.evidence(&mut text);
    shown.tail(&mut text);
    out.write_all(text.as_bytes())
}

struct Shown<'a> {
    document: &'a Document,
    vocabulary: &'a Vocabulary,
    width: usize,
    ink: Ink,
}

impl Shown<'_> {
    fn head(&self, out: &mut String) {
        let document = self.document;
        let title = document.title.as_ref().map(|title| cell::cut_end(&title.joined(document.text()), 4 * QUOTED));
        self.line("标题：", title.as_deref().unwrap_or("未发现"), out);
        self.line("单位：", self.quoted(document.unit).as_deref().unwrap_or(UNKNOWN), out);
        self.line("层级：", if document.level == Level::Unknown { UNKNOWN } else { document.level.word() }, out);
        let year = document.year.map(|(year, span)| format!("{year}年（{}）", self.at(span)));
        self.line("年度：", year.as_deref().unwrap_or(UNKNOWN), out);
        let kind = &document.kind;
        let name = if kind.is_unknown() { UNKNOWN } else { &kind.name };
        self.line("文种：", &format!("{name}（{}）", kind.why), out);
        if let Some(salutation) = self.quoted(document.salutation) {
            self.line("主送：", &salutation, out);
        }
    }

    fn tree(&self, out: &mut String) {
        if self.document.sections.is_empty() {
            self.line("结构：", "未发现分部分的标题", out);
            return;
        }
        self.line("结构：", "（方括号内为该部分对应的规定内容）", out);
        let children = super::children(self.document);
        let mut open: Vec<(usize, usize)> =
            children.last().into_iter().flatten().rev().map(|&index| (index, 1)).collect();
        while let Some((index, depth)) = open.pop() {
            self.section(&self.document.sections[index], depth, out);
            open.extend(children[index].iter().rev().map(|&child| (child, depth + 1)));
        }
    }

    fn section(&self, section: &Section, depth: usize, out: &mut String) {
        let number = section.number.map(|number| self.document.slice(number.span)).unwrap_or_default();
        let heading = cell::cut_end(self.document.slice(section.heading), QUOTED);
        let space = if number.ends_with('.') { " " } else { "" };
        let mut line = format!("{number}{space}{heading}");
        let names: Vec<&str> = section.roles.iter().map(|role| self.role(role)).collect();
        if !names.is_empty() {
            let inferred = if section.inferred { "，推断" } else { "" };
            line.push_str(&format!(" [{}{inferred}]", names.join("、")));
        }
        let figures = self.figures(section.span).len();
        if figures > 0 {
            line.push_str(&format!(" 数据{figures}处"));
        }
        let indent = "  ".repeat(depth.min(self.width / 8));
        cell::hang(&indent, &indent, &line, self.width, out);
    }

    /// Contents that no heading names.
    fn evidence(&self, out: &mut String) {
        for evidence in &self.document.evidence {
            let text = cell::cut_end(self.document.slice(evidence.span), QUOTED);
            self.line("另有：", &format!("[{}] {}“{text}”", self.role(&evidence.role), self.at(evidence.span)), out);
        }
    }

    fn tail(&self, out: &mut String) {
        let document = self.document;
        let figures = document.figures();
        if figures.is_empty() {
            self.line("数据：", "未发现", out);
        } else {
            let approximate = figures.iter().filter(|figure| figure.approximate).count();
            let told = if approximate > 0 { format!("，其中约数{approximate}处") } else { String::new() };
            self.line("数据：", &format!("共{}处{told}", figures.len()), out);
        }
        self.line("日期：", &self.dates(), out);
        self.line("落款：", self.quoted(document.signature).as_deref().unwrap_or("未发现"), out);
        let date = self.quoted(document.date.as_ref().map(|date| date.span));
        self.line("成文日期：", date.as_deref().unwrap_or("未发现"), out);
    }

    /// Each date once, as written first.
    fn dates(&self) -> String {
        let mut dates: Vec<(String, usize)> = Vec::new();
        let mut known = HashMap::new();
        for date in self.document.dates() {
            let text = cell::one_line(self.document.slice(date.span));
            let index = *known.entry(text.clone()).or_insert(dates.len());
            if index == dates.len() {
                dates.push((text, 0));
            }
            dates[index].1 += 1;
        }
        let all = dates.len();
        let shown = dates.into_iter().take(DATES).map(|(text, count)| match count {
            1 => text,
            count => format!("{text}（{count}处）"),
        });
        let mut line = shown.collect::<Vec<_>>().join("、");
        if all > DATES {
            line.push_str(&format!("等{all}个"));
        }
        if all == 0 { "未发现".to_owned() } else { line }
    }

    fn line(&self, name: &str, text: &str, out: &mut String) {
        cell::hang(name, &self.ink.bold(name), text, self.width, out);
    }

    fn quoted(&self, span: Option<Span>) -> Option<String> {
        span.map(|span| cell::cut_end(self.document.slice(span), QUOTED))
    }

    fn at(&self, span: Span) -> String {
        self.document.source.page_or_line(span.start)
    }

    fn figures(&self, span: Span) -> &[Figure] {
        let figures = self.document.figures();
        let from = figures.partition_point(|figure| figure.span.start < span.start);
        let to = figures.partition_point(|figure| figure.span.start < span.end);
        figures.get(from..to).unwrap_or_default()
    }

    fn role<'a>(&'a self, key: &'a str) -> &'a str {
        self.vocabulary.role(key).map_or(key, |form| form.name.as_str())
    }
}
