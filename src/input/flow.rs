//! Word processors' documents: their lines as blocks, with headings by style and what stands apart from the running text.

use super::{Format, InputError, Reading};
use crate::document::{Aside, Block, BlockKind, Leftover, LeftoverKind};
use crate::flow::{Content, Line, LineKind, TraceKind};
use crate::source::Source;
use crate::span::Span;

/// The longest line, in characters, that a style makes a heading; whole paragraphs often have the style by mistake.
const LONGEST_HEADING: usize = 60;

/// What a document says, as blocks.
pub(super) fn reading(content: Content, name: &str, format: Format) -> Result<Reading, InputError> {
    let Content { text, segments, lines, traces } = content;
    if text.trim().is_empty() {
        return Err(InputError::Empty);
    }
    let block = |line: &Line| {
        let slice = &text[line.span.range()];
        let start = line.span.end - slice.trim_start().len();
        let span = Span::new(start, start + slice.trim().len());
        (!span.is_empty()).then(|| Block { span, kind: kind(line.kind, slice.trim()) })
    };
    let blocks = lines.iter().filter_map(block).collect();
    let leftovers = traces.into_iter().map(|trace| {
        let kind = match trace.kind {
            TraceKind::Revision => LeftoverKind::Revision,
            TraceKind::Comment => LeftoverKind::Comment,
            TraceKind::Hidden => LeftoverKind::Hidden,
        };
        Leftover { kind, span: trace.span, text: trace.text }
    });
    let leftovers = leftovers.collect();
    let source = Source::with_origin(name, text, segments);
    Ok(Reading { source, blocks, format, charset: None, leftovers })
}

fn kind(line: LineKind, text: &str) -> BlockKind {
    match line {
        LineKind::Heading(level) if is_heading(text) => BlockKind::Heading(level),
        LineKind::Text | LineKind::Heading(_) => BlockKind::Paragraph,
        LineKind::Row => BlockKind::Table,
        LineKind::Contents => BlockKind::Raw,
        LineKind::Footnote => BlockKind::Aside(Aside::Footnote),
        LineKind::Endnote => BlockKind::Aside(Aside::Endnote),
        LineKind::Header => BlockKind::Aside(Aside::Header),
        LineKind::Footer => BlockKind::Aside(Aside::Footer),
    }
}

/// Whether a line in the style of headings can be one: short, and no sentence ends inside it.
fn is_heading(text: &str) -> bool {
    let inner = text.trim_end_matches(['。', '！', '？']);
    text.chars().nth(LONGEST_HEADING).is_none() && !inner.contains(['。', '！', '？', '；'])
}
