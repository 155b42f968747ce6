//! Sections must come in the order in which the norm lists them.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::span::Span;

/// Sections must come in order. Values: `{name}` stands before `{other}` but should follow it.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// Roles in their order.
    pub roles: Vec<String>,
}

impl Check for Sequence {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        // Each role by its first section; a heading with two roles is in order by itself.
        let mut places = Vec::new();
        for (rank, role) in self.roles.iter().enumerate() {
            // One nested in another part belongs to that part.
            if let Some(section) = document.with_role(role).find(|section| section.level == 1) {
                places.push((section.line, rank));
            }
        }
        // A heading with two roles stands in the place of the first of them; that it has two is told by another rule.
        places.sort_unstable();
        places.dedup_by_key(|(line, _)| *line);
        let mut highest: Option<(Span, usize)> = None;
        for (line, rank) in places {
            match highest {
                Some((other, before)) if before > rank && other != line => {
                    let name = |rank: usize| {
                        let role = &self.roles[rank];
                        target.vocabulary.role(role).map_or(role.as_str(), |form| form.name.as_str()).to_owned()
                    };
                    let mut finding = Finding::at(line).with("name", name(rank)).with("other", name(before));
                    finding.related.push(Label { span: other, message: "这一部分在前".to_owned() });
                    found.push(finding);
                    return;
                }
                Some((_, before)) if before >= rank => {}
                _ => highest = Some((line, rank)),
            }
        }
    }
}
