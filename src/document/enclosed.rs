//! What stands between “” and 《》.

use serde::Deserialize;

use super::Document;
use super::block::BlockKind;
use crate::span::Span;

/// A pair of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// “”
    Quotation,
    /// 《》
    Citation,
}

/// A text between a pair of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// Which marks.
    pub mark: Mark,
    /// The text with its marks; without the closing one where it is missing.
    pub span: Span,
    /// The text without its marks.
    pub inner: Span,
    /// Whether the closing mark stands there.
    pub closed: bool,
}

/// Pairs within each block; an opening mark without its closing one reaches to the next opening one of its kind or the end of the block.
pub(super) fn find(document: &Document) -> Vec<Enclosed> {
    let mut found = Vec::with_capacity(document.text().len() / 256);
    let mut open: Vec<(Mark, usize, usize)> = Vec::new();
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Raw) {
        open.clear();
        for sign in document.signs_in(block.span) {
            let (at, character) = (sign.at(), sign.character);
            let (mark, opens) = match character {
                '“' => (Mark::Quotation, true),
                '”' => (Mark::Quotation, false),
                '《' => (Mark::Citation, true),
                '》' => (Mark::Citation, false),
                _ => continue,
            };
            if opens {
                open.push((mark, at, found.len()));
                let inner = Span::new(at + character.len_utf8(), block.span.end);
                found.push(Enclosed { mark, span: Span::new(at, block.span.end), inner, closed: false });
            } else if let Some(index) = open.iter().rposition(|(opened, ..)| *opened == mark) {
                let (.., slot) = open[index];
                open.truncate(index);
                let entry = &mut found[slot];
                entry.inner.end = at;
                entry.span.end = at + character.len_utf8();
                entry.closed = true;
            }
        }
        for (_, _, slot) in open.drain(..) {
            let end = found[slot + 1..]
                .iter()
                .find(|next| next.mark == found[slot].mark)
                .map_or(block.span.end, |next| next.span.start);
            found[slot].span.end = end;
            found[slot].inner.end = end.max(found[slot].inner.start);
        }
    }
    found
}

/// Whether one of the pairs of this kind holds the span.
pub(super) fn holds(enclosed: &[Enclosed], span: Span, mark: Mark) -> bool {
    let after = enclosed.partition_point(|entry| entry.span.start <= span.start);
    // Pairs nest only a few deep, so the one that holds the span is near.
    enclosed[..after].iter().rev().take(16).any(|entry| entry.mark == mark && entry.closed && entry.inner.covers(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;
    use crate::source::Source;

    #[test]
    fn pairs_nest_and_unclosed_ones_end_with_the_block() {
        let text = "学习《关于“八五”普法的决议》和“两个维护，《民法典》";
        let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph };
        let document = Document::understand(Source::new("t", text), vec![block], &[]);
        let found = document.enclosed();
        let inner: Vec<_> = found.iter().map(|entry| (&text[entry.inner.range()], entry.closed)).collect();
        assert_eq!(
            inner,
            [("关于“八五”普法的决议", true), ("八五", true), ("两个维护，《民法典》", false), ("民法典", true)]
        );
        let law = text.find("民法典").expect("in the text");
        assert!(holds(found, Span::new(law, law + 9), Mark::Citation));
        assert!(!holds(found, Span::new(law, law + 9), Mark::Quotation));
    }
}
