//! What is left in a file of the work on it.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::document::Document;
use crate::span::Span;

/// Tracked changes, comments and hidden text in a file that can hold them. Variants say which: `revision`, `comment`,
/// `hidden`. Each is found at the words it is about, else at its paragraph.
///
/// ```yaml
/// check: { leftover: {} }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Leftover {}

impl Check for Leftover {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        for leftover in &document.leftovers {
            let place = Some(leftover.span).filter(|span| !span.is_empty());
            let place = place.or_else(|| paragraph(document, leftover.span.start));
            found.extend(place.map(|place| Finding::at(place).variant(leftover.kind.key())));
        }
    }
}

/// The paragraph at an offset, else the last one before it, else the first.
fn paragraph(document: &Document, offset: usize) -> Option<Span> {
    let after = document.blocks.partition_point(|block| block.span.start <= offset);
    document.blocks.get(after.saturating_sub(1)).map(|block| block.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Context;
    use crate::document::{self, LeftoverKind, NO_VOCABULARY, plain_blocks};
    use crate::source::Source;

    #[test]
    fn leftovers_stand_at_their_words_or_their_paragraph() {
        let text = "青禾镇\n\n一、甲\n";
        let mut document = Document::understand(Source::new("报告", text), plain_blocks(text), &[]);
        let left = |kind, start, end| document::Leftover { kind, span: Span::new(start, end) };
        document.leftovers = vec![
            left(LeftoverKind::Comment, 11, 14),
            left(LeftoverKind::Revision, 10, 10),
            left(LeftoverKind::Hidden, 20, 20),
        ];
        let context = Context::default();
        let target = Target { document: &document, hits: &[], context: &context, vocabulary: &NO_VOCABULARY };
        let mut found = Vec::new();
        Leftover {}.check(&target, &mut found);
        let seen: Vec<_> =
            found.iter().map(|one| (one.variant.as_deref().unwrap_or_default(), document.slice(one.span))).collect();
        assert_eq!(seen, [("comment", "一"), ("revision", "青禾镇"), ("hidden", "一、甲")]);
    }
}
