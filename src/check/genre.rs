//! The document must be of the kind that the pack is for.

use serde::Deserialize;

use super::{Check, Finding, Target};

/// The document is of a known kind that is not the one asked for. Values: `{kind}`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Genre {
    /// Kinds that are reported.
    pub kinds: Vec<String>,
}

impl Check for Genre {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        if !self.kinds.contains(&document.kind.name) {
            return;
        }
        let place = document.title.as_ref().map(|title| title.lines[title.lines.len() - 1]);
        let place = place.or_else(|| document.sentences().first().copied());
        found.extend(place.map(|place| Finding::at(place).with("kind", &document.kind.name)));
    }
}
