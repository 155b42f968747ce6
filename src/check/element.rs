//! Title, salutation, signature and date of issue must be there.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::span::Span;

/// A part of the document that must be there.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Which part.
    pub require: Part,
}

/// The parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// 标题
    Title,
    /// 主送机关
    Salutation,
    /// 发文机关署名
    Signature,
    /// 成文日期
    Date,
}

impl Check for Element {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let there = match self.require {
            Part::Title => document.title.is_some(),
            Part::Salutation => document.salutation.is_some(),
            Part::Signature => document.signature.is_some(),
            Part::Date => document.date.is_some(),
        };
        if there {
            return;
        }
        let place = match self.require {
            Part::Title => first_words(target),
            Part::Salutation => {
                document.title.as_ref().and_then(|title| title.lines.last().copied()).or_else(|| first_words(target))
            }
            Part::Signature => document.date.map(|date| date.span).or_else(|| last_words(target)),
            Part::Date => document.signature.or_else(|| last_words(target)),
        };
        found.extend(place.map(Finding::at));
    }
}

/// The first sentence with words in it.
fn first_words(target: &Target<'_>) -> Option<Span> {
    let sentences = target.document.sentences();
    sentences.iter().find(|span| has_words(target, **span)).copied()
}

/// The last sentence that ends as one; what a web page leaves after the text does not.
fn last_words(target: &Target<'_>) -> Option<Span> {
    let sentences = target.document.sentences();
    let ends = |span: &Span| target.document.slice(*span).ends_with(['。', '！', '？', '”', '）']);
    let whole = sentences.iter().rev().find(|span| ends(span) && has_words(target, **span));
    whole.or_else(|| sentences.iter().rev().find(|span| has_words(target, **span))).copied()
}

fn has_words(target: &Target<'_>, span: Span) -> bool {
    target.document.slice(span).chars().any(char::is_alphanumeric)
}
