//! HTML inside Markdown: `<h1 align="center">标题</h1>` holds language, comments and programs do not.

use super::line;
use crate::document::{Block, BlockKind};
use crate::span::Span;

/// Elements that may stand inside a sentence.
const INLINE: [&str; 14] =
    ["a", "b", "strong", "i", "em", "u", "s", "del", "ins", "span", "font", "sup", "sub", "code"];

/// Elements whose content is no language.
const RAW: [&str; 5] = ["script", "style", "pre", "textarea", "svg"];

/// A longer tag is text, so that a thousand `<` without `>` cost no more than other signs.
const LONGEST_TAG: usize = 1000;

/// The blocks of one stretch of HTML. Tags at the ends of a text lie outside it, tags inside it do not.
pub(super) fn blocks(text: &str, span: Span, blocks: &mut Vec<Block>) {
    let mut kind = BlockKind::Paragraph;
    let mut at = span.start;
    while at < span.end {
        let rest = &text[at..span.end];
        if rest.starts_with("<!--") || rest.starts_with("<?") || rest.starts_with("<!") {
            let close = if rest.starts_with("<!--") { "-->" } else { ">" };
            let end = rest.find(close).map_or(span.end, |found| at + found + close.len());
            push(text, Span::new(at, end), BlockKind::Raw, blocks);
            at = end;
        } else if let Some(tag) = tag(rest).filter(|tag| !is_inline(tag)) {
            if RAW.contains(&&*tag.name) && !tag.closing {
                let end = closing(rest, &tag.name).map_or(span.end, |end| at + end);
                push(text, Span::new(at, end), BlockKind::Raw, blocks);
                at = end;
                continue;
            }
            kind = kind_inside(&tag, kind);
            at += tag.length;
        } else {
            let end = at + run(rest);
            push(text, without_tags(text, Span::new(at, end)), kind, blocks);
            at = end;
        }
    }
}

/// The end of the first closing tag of this name.
fn closing(text: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</").find_map(|at| {
        let tag = tag(&text[at..]).filter(|tag| tag.name == name)?;
        Some(at + tag.length)
    })
}

struct Tag {
    name: String,
    closing: bool,
    length: usize,
}

/// The tag that a text begins with.
fn tag(text: &str) -> Option<Tag> {
    let inside = text.strip_prefix('<')?;
    let closing = inside.starts_with('/');
    let named = inside.trim_start_matches('/');
    let name: String = named.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let length = 1 + memchr::memchr(b'>', &text.as_bytes()[..text.len().min(LONGEST_TAG)])?;
    (!name.is_empty()).then_some(Tag { name, closing, length })
}

fn is_inline(tag: &Tag) -> bool {
    INLINE.contains(&&*tag.name)
}

fn kind_inside(tag: &Tag, outside: BlockKind) -> BlockKind {
    let level = tag.name.strip_prefix('h').and_then(|level| level.parse().ok()).filter(|level| (1..=6).contains(level));
    match (&*tag.name, level) {
        (_, Some(_)) | ("td" | "th", _) if tag.closing => BlockKind::Paragraph,
        (_, Some(level)) => BlockKind::Heading(level),
        ("td" | "th", _) => BlockKind::Table,
        _ => outside,
    }
}

/// How far running text goes: to the end of its line or the next tag that cannot stand in a sentence.
fn run(text: &str) -> usize {
    let mut at = 0;
    while let Some(found) = text[at..].find(['\n', '<']) {
        at += found;
        let ends = text[at..].starts_with('\n')
            || text[at..].starts_with("<!")
            || tag(&text[at..]).is_some_and(|tag| !is_inline(&tag));
        if ends && at > 0 {
            return at;
        }
        at += 1;
    }
    text.len()
}

/// Takes tags off both ends.
fn without_tags(text: &str, span: Span) -> Span {
    let mut span = line::trim(text, span);
    while let Some(tag) = tag(&text[span.range()]) {
        span = line::trim(text, Span::new(span.start + tag.length, span.end));
    }
    while text[span.range()].ends_with('>') {
        let Some(open) = text[span.range()].rfind('<') else { break };
        if tag(&text[span.start + open..span.end]).is_none_or(|tag| tag.length != span.len() - open) {
            break;
        }
        span = line::trim(text, Span::new(span.start, span.start + open));
    }
    span
}

fn push(text: &str, span: Span, kind: BlockKind, blocks: &mut Vec<Block>) {
    let span = line::trim(text, span);
    if !span.is_empty() {
        blocks.push(Block { span, kind });
    }
}
