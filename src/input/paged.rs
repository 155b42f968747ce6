//! Formats of fixed pages: paragraphs as lines of the text, each with its pages.

use super::{Format, InputError, Reading};
use crate::document::{Block, BlockKind};
use crate::layout::{Page, ParagraphKind, paragraphs};
use crate::source::{Segment, Source};
use crate::span::Span;

/// Reads pages. The nodes of the source's segments are the numbers of the pages, from 1.
///
/// # Errors
/// There is no text on them.
pub(super) fn read(pages: Vec<Page>, name: &str, format: Format) -> Result<Reading, InputError> {
    let paragraphs = paragraphs(pages);
    if paragraphs.is_empty() {
        return Err(InputError::Empty);
    }
    let (mut text, mut blocks) = (String::new(), Vec::with_capacity(paragraphs.len()));
    let (mut segments, mut pages) = (Vec::new(), Vec::<(usize, usize)>::new());
    for paragraph in paragraphs {
        let start = text.len();
        text.push_str(&paragraph.text);
        let ends = paragraph.lines.iter().skip(1).map(|line| start + line.at).chain([text.len()]);
        for (line, end) in paragraph.lines.iter().zip(ends) {
            let own = Span::new(start + line.at, end);
            segments.push(Segment { text: own, node: line.page, file: Span::at(0), exact: false });
            if pages.last().is_none_or(|(_, page)| *page != line.page) {
                pages.push((own.start, line.page));
            }
        }
        let kind = match paragraph.kind {
            ParagraphKind::Text => BlockKind::Paragraph,
            ParagraphKind::Row => BlockKind::Table,
            ParagraphKind::Contents => BlockKind::Raw,
        };
        let words = text[start..].trim();
        let at = text.len() - text[start..].trim_start().len();
        if !words.is_empty() {
            blocks.push(Block { span: Span::new(at, at + words.len()), kind });
        }
        text.push('\n');
    }
    let source = Source::with_origin(name, text, segments).with_pages(pages);
    Ok(Reading { source, blocks, format, charset: None, leftovers: Vec::new() })
}
