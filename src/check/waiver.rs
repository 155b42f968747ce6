//! Waivers in the text that do not do what they say.

use serde::Deserialize;

use super::{Check, Finding, Target};

/// Marks such as `<!-- hegui: allow vague-quantity 理由 -->` that do not waive anything. They are told after all other
/// rules have run, by what those found; the check alone finds nothing.
///
/// ```yaml
/// check: { waiver: { find: unused } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Which of them.
    pub find: WaiverFault,
}

/// Why a waiver does not waive anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum WaiverFault {
    /// It cannot. Variants say why: `malformed`, `no-reason`, `unknown-rule` (the rule in `{name}`, a nearer one in
    /// `{hint}`).
    Invalid,
    /// The rules ran, but found nothing there; they are in `{names}`.
    Unused,
}

impl Check for Waiver {
    fn check(&self, _: &Target<'_>, _: &mut Vec<Finding>) {}
}
