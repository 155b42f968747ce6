//! Where a person looks: 第一部分（二）第2段, with the page before it where there are pages.

use super::numbering::chinese_numeral;
use super::{BlockKind, Document, NumberStyle, Section};
use crate::span::Span;

/// Names the place of a byte offset by page and outline; counted from 1.
pub(super) fn name(document: &Document, offset: usize) -> String {
    let name = by_outline(document, offset);
    match document.source.page(offset) {
        Some(page) => format!("第{page}页，{name}"),
        None => name,
    }
}

/// By the outline alone.
pub(super) fn by_outline(document: &Document, offset: usize) -> String {
    let within =
        |span: Option<Span>| span.is_some_and(|span| span.start <= offset && offset < span.end.max(span.start + 1));
    if let Some(BlockKind::Aside(aside)) = document.block_at(offset).map(|block| block.kind) {
        return aside.word().to_owned();
    }
    if document.title.as_ref().is_some_and(|title| within(Some(title.span))) {
        return "标题".to_owned();
    }
    if within(document.salutation) {
        return "主送机关".to_owned();
    }
    if within(document.signature) {
        return "落款".to_owned();
    }
    if within(document.date.as_ref().map(|date| date.span)) {
        return "成文日期".to_owned();
    }
    let Some(index) = document.section_at(offset) else {
        let before = document.sections.first().is_none_or(|first| offset < first.line.start);
        let start = document.title.as_ref().map_or(0, |title| title.span.end);
        let start = document.salutation.map_or(start, |span| span.end);
        return match (before && offset >= start, document.sections.is_empty()) {
            (true, true) => format!("正文第{}段", paragraph(document, start, offset)),
            (true, false) => format!("开头第{}段", paragraph(document, start, offset)),
            (false, _) if before => "标题之前".to_owned(),
            (false, _) => "文末".to_owned(),
        };
    };
    let section = &document.sections[index];
    let mut name = String::with_capacity(64);
    push_path(document, section, &mut name);
    if offset < section.line.end {
        name.push_str("标题");
    } else {
        name.push('第');
        name.push_str(&paragraph(document, section.body.start, offset).to_string());
        name.push('段');
    }
    name
}

/// The offsets, in order, at which the place may change.
pub(super) fn bounds(document: &Document) -> Vec<usize> {
    let title = document.title.as_ref().map(|title| title.span);
    let date = document.date.as_ref().map(|date| date.span);
    let named = [title, document.salutation, document.signature, date].into_iter().flatten();
    let mut bounds: Vec<usize> = document.blocks.iter().map(|block| block.span.start).collect();
    bounds.extend(named.flat_map(|span| [span.start, span.end, span.end.max(span.start + 1)]));
    bounds.extend(
        document
            .sections
            .iter()
            .flat_map(|section| [section.span.start, section.line.start, section.line.end, section.body.end]),
    );
    bounds.extend(document.source.page_starts());
    bounds.sort();
    bounds.dedup();
    bounds
}

/// Adds `第一部分（二）1.`
fn push_path(document: &Document, section: &Section, path: &mut String) {
    if let Some(parent) = section.parent {
        push_path(document, &document.sections[parent], path);
    }
    let Some(number) = section.number else {
        path.extend(["“", &short(document.slice(section.heading)), "”部分"]);
        return;
    };
    let (before, after) = match number.style {
        _ if section.level == 1 => ("第", "部分"),
        NumberStyle::Part | NumberStyle::Chinese => ("", "、"),
        NumberStyle::ChineseBracket | NumberStyle::ArabicBracket => ("（", "）"),
        NumberStyle::Arabic => ("", "."),
        NumberStyle::Circled => {
            path.push_str(document.slice(number.span));
            return;
        }
    };
    let is_arabic = section.level > 1 && matches!(number.style, NumberStyle::Arabic | NumberStyle::ArabicBracket);
    let value = if is_arabic { number.value.to_string().into() } else { chinese_numeral(number.value) };
    path.extend([before, &value, after]);
}

fn short(heading: &str) -> String {
    let mut short: String = heading.chars().take(12).collect();
    if short.len() < heading.len() {
        short.push('…');
    }
    short
}

/// Which paragraph after `start` holds the offset, counted from 1.
fn paragraph(document: &Document, start: usize, offset: usize) -> usize {
    let before = document.blocks.partition_point(|block| block.span.end <= start);
    let until = document.blocks.partition_point(|block| block.span.start <= offset);
    let counts = document.lazy.paragraphs.get_or_init(|| counts(document));
    (counts[until.max(before)] - counts[before]).max(1)
}

/// For each block, how many blocks of language stand before it; and how many there are.
fn counts(document: &Document) -> Vec<usize> {
    let mut counts = Vec::with_capacity(document.blocks.len() + 1);
    let mut seen = 0;
    counts.push(seen);
    for block in &document.blocks {
        let language = block.is_running() && document.slice(block.span).chars().any(char::is_alphanumeric);
        seen += usize::from(language);
        counts.push(seen);
    }
    counts
}
