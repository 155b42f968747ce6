//! Words and patterns that must not appear.

use serde::Deserialize;

use super::phrase::{self, Owners, Phrase, Unit};
use super::surroundings::Surroundings;
use super::{Check, Finding, Pattern, Target};

/// Words and patterns that must not appear.
///
/// ```yaml
/// check:
///   existence:
///     terms: [妥否]
///     patterns: ["恳请[^。；]{0,20}(?:批准|拨付)"]
///     unless: { before: [批评指正] }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Existence {
    /// Words, as they are.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Regular expressions. A group `(?<found>…)` is the place to be shown, where the match takes in more.
    #[serde(default)]
    pub patterns: Vec<Pattern>,
    /// What the patterns are tried on: `sentence` (if not given) or `block`.
    #[serde(default)]
    pub unit: Unit,
    /// What stands around a place where the words are right after all.
    #[serde(default)]
    pub unless: Surroundings,
    /// What must stand around a place; nothing if not given.
    #[serde(default)]
    pub only: Surroundings,
    #[serde(skip)]
    owners: Owners,
}

impl Existence {
    fn phrase(&self) -> Phrase<'_> {
        Phrase { words: &self.terms, patterns: &self.patterns }
    }
}

impl Check for Existence {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        phrase::literals(std::iter::once(self.phrase()), literals);
    }

    fn faults(&self) -> Vec<String> {
        phrase::faults(std::iter::once(self.phrase()))
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let mut matches = phrase::find(target, std::slice::from_ref(self), Self::phrase, &self.owners, self.unit);
        matches.retain(|place| {
            !self.unless.hold(document, place.span) && (self.only.is_empty() || self.only.hold(document, place.span))
        });
        phrase::settle(&mut matches);
        found.extend(matches.into_iter().map(|place| Finding::at(place.span)));
    }
}

#[cfg(test)]
mod tests {
    use super::Existence;
    use crate::check::marked::marks;

    #[test]
    fn terms_and_patterns_are_found_where_they_stand() {
        let check = "{ terms: [妥否], patterns: ['恳请[^。；]{0,20}(?:批准|拨付)'] }";
        marks::<Existence>(check, "⟦妥否⟧，请批示。⟦恳请县政府批准⟧。恳请指正。请拨付。");
    }

    #[test]
    fn a_group_narrows_the_place() {
        marks::<Existence>("{ patterns: ['共[0-9]+(?<found>[X×]+)件'] }", "共12⟦××⟧件，共×件");
    }

    #[test]
    fn the_longest_of_overlapping_places_is_kept() {
        marks::<Existence>("{ terms: [总书记, 总书记法治, 法治思想] }", "⟦总书记法治⟧思想");
    }

    #[test]
    fn surroundings_let_words_pass() {
        let check = "{ terms: [我], unless: { after: [自], before: [镇, 们], inside: [我和我的祖国] } }";
        marks::<Existence>(check, "我镇、自我、我们合唱我和我的祖国，⟦我⟧负责。");
        marks::<Existence>("{ terms: ['12.4'], only: { near: [宣传日] } }", "增长12.4%。⟦12.4⟧宣传日。");
    }

    #[test]
    fn a_pattern_without_literals_is_tried_everywhere() {
        marks::<Existence>("{ patterns: ['[0-9]+(?:件|次)?$'], terms: [妥否] }", "共⟦12件⟧\n⟦3⟧\n⟦妥否⟧3个");
    }

    #[test]
    fn a_block_goes_on_over_sentences() {
        let check = "{ patterns: ['甲。乙'], unit: block }";
        marks::<Existence>(check, "⟦甲。乙⟧\n甲。");
        marks::<Existence>("{ patterns: ['甲。乙'] }", "甲。乙");
    }
}
