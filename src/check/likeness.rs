//! Passages that a report shares with an earlier one of its unit, or with another unit's.

use std::sync::OnceLock;

use serde::Deserialize;

use super::set_phrase::{SetPhrases, counts};
use super::{Check, Context, Finding, Target};
use crate::compare::{Difference, Kin, Passage, Relation};
use crate::diagnostic::Label;
use crate::document::Document;
use crate::scan;

/// Passages of at least `characters` that another report has too, where they make up at least `share` per cent of the
/// running text. Titles in 《》, the phrases of `rows` and what most reports of a folder say do not count. One finding
/// for each other report, at the longest passage; the others are related.
///
/// Values: `{other}` its path, `{place}` where in it, `{characters}` how long the longest passage is, `{passages}` and
/// `{all}` how many there are with how many characters, `{share}` per cent of the running text.
///
/// Variants: `figures` where the longest differs in figures and years alone, `place` where in the name of the place.
///
/// ```yaml
/// check: { likeness: { with: other, characters: 40, share: 5, table: set-phrases } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Likeness {
    /// Which reports.
    pub with: With,
    /// Fewest characters of a passage; less than 30 counts as 30.
    pub characters: usize,
    /// Smallest share of the running text that the passages make up together, in per cent.
    #[serde(default)]
    pub share: usize,
    /// Set phrases.
    #[serde(default)]
    pub rows: Vec<String>,
    #[serde(skip)]
    phrases: OnceLock<SetPhrases>,
}

/// Which reports are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum With {
    /// Earlier ones of the same unit.
    Earlier,
    /// Those of other units.
    Other,
}

impl With {
    pub(super) fn takes(self, relation: Relation) -> bool {
        (self == With::Earlier) == (relation == Relation::Earlier)
    }

    pub(super) fn excludes(self, context: &Context) -> Option<String> {
        let has = |likeness: &crate::compare::Likeness| match self {
            With::Earlier => likeness.had_earlier,
            With::Other => likeness.had_others,
        };
        let why = match self {
            With::Earlier => "没有本单位往年的报告可比对（可用 --against 指定）",
            With::Other => "没有其他单位的报告可比对",
        };
        (!context.likeness.as_deref().is_some_and(has)).then(|| why.to_owned())
    }
}

impl Check for Likeness {
    fn faults(&self) -> Vec<String> {
        if self.share > 100 { vec!["share 是百分比，应不大于 100".to_owned()] } else { Vec::new() }
    }

    fn excludes(&self, context: &Context) -> Option<String> {
        self.with.excludes(context)
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let Some(likeness) = target.context.likeness.as_deref() else { return };
        for kin in likeness.kin.iter().filter(|kin| self.with.takes(kin.relation)) {
            found.extend(self.finding(target, kin, likeness.characters));
        }
    }
}

impl Likeness {
    fn finding(&self, target: &Target<'_>, kin: &Kin, whole: usize) -> Option<Finding> {
        let long = self.long(target.document, kin);
        let (most, longest) = *long.iter().max_by_key(|(weight, passage)| (*weight, std::cmp::Reverse(passage.span)))?;
        let all: usize = long.iter().map(|(weight, _)| weight).sum();
        let share = (all * 100).checked_div(whole).unwrap_or(100);
        if share < self.share {
            return None;
        }
        let label = |(weight, passage): &(usize, &Passage)| {
            let differs = match passage.difference {
                Difference::Nothing => "",
                Difference::Figures => "，只有数字不同",
                Difference::Place => "，只换了地名",
            };
            let message = format!("与{}{}雷同{weight}字{differs}", kin.name, passage.place);
            Label { span: passage.span, message }
        };
        let finding = Finding {
            related: long.iter().filter(|(_, passage)| *passage != longest).map(label).collect(),
            ..Finding::at(longest.span)
        };
        let finding = finding
            .with("other", &*kin.name)
            .with("place", &*longest.place)
            .with("characters", most.to_string())
            .with("passages", long.len().to_string())
            .with("all", all.to_string())
            .with("share", share.to_string());
        Some(match longest.difference {
            Difference::Nothing => finding,
            Difference::Figures => finding.variant("figures"),
            Difference::Place => finding.variant("place"),
        })
    }

    /// The passages that are long enough, each with how many characters count.
    pub fn long<'k>(&self, document: &Document, kin: &'k Kin) -> Vec<(usize, &'k Passage)> {
        if !self.with.takes(kin.relation) {
            return Vec::new();
        }
        let weighed = kin.passages.iter().map(|passage| (self.weight(document, passage), passage));
        weighed.filter(|(weight, _)| *weight >= self.characters).collect()
    }

    /// The characters of a passage that count, set phrases taken off.
    fn weight(&self, document: &Document, passage: &Passage) -> usize {
        let phrases = self.phrases.get_or_init(|| SetPhrases::new(&self.rows));
        let counted: String = document.slice(passage.span).chars().filter(|character| counts(*character)).collect();
        let codes: Vec<u16> = scan::codes(&counted).collect();
        passage.characters.saturating_sub(phrases.mark(&codes).into_iter().filter(|set| *set).count())
    }
}
