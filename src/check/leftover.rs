//! What is left in a file of the work on it.

use serde::Deserialize;

use super::{Check, Finding, Stage, Target};
use crate::document::LeftoverKind;

/// Tracked changes, comments and hidden text in a file that can hold them. Variants say which: `revision`, `comment`,
/// `waiver` (a comment that waives findings; found only at the stage publish, where it must be gone), `hidden`. Each is found at the words it is about, else at its paragraph.
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
            if leftover.kind == LeftoverKind::Waiver && target.context.stage != Stage::Publish {
                continue;
            }
            let place = Some(leftover.span).filter(|span| !span.is_empty());
            let place = place.or_else(|| document.block_near(leftover.span.start));
            found.extend(place.map(|place| Finding::at(place).variant(leftover.kind.key())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Context;
    use crate::document::{self, Document, NO_VOCABULARY, plain_blocks};
    use crate::source::Source;
    use crate::span::Span;

    #[test]
    fn leftovers_stand_at_their_words_or_their_paragraph() {
        let text = "青禾镇\n\n一、甲\n";
        let mut document = Document::understand(Source::new("报告", text), plain_blocks(text), &[]);
        let left = |kind, start, end| document::Leftover { kind, span: Span::new(start, end), text: String::new() };
        document.leftovers = vec![
            left(LeftoverKind::Comment, 11, 14),
            left(LeftoverKind::Waiver, 0, 9),
            left(LeftoverKind::Revision, 10, 10),
            left(LeftoverKind::Hidden, 20, 20),
        ];
        let context = Context::default();
        let target = Target { document: &document, hits: &[], context: &context, vocabulary: &NO_VOCABULARY };
        let seen = |target: &Target<'_>| -> Vec<(String, String)> {
            let mut found = Vec::new();
            Leftover {}.check(target, &mut found);
            found.into_iter().map(|one| (one.variant.unwrap_or_default(), document.slice(one.span).to_owned())).collect()
        };
        let told = |seen: &[(String, String)]| seen.iter().map(|(kind, at)| format!("{kind} {at}")).collect::<Vec<_>>();
        assert_eq!(told(&seen(&target)), ["comment 一", "revision 青禾镇", "hidden 一、甲"]);
        let context = Context { stage: Stage::Publish, ..Context::default() };
        assert_eq!(told(&seen(&Target { context: &context, ..target })), ["comment 一", "waiver 青禾镇", "revision 青禾镇", "hidden 一、甲"]);
    }
}
