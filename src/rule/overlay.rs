//! Overlays: what a county adds to a pack and changes of it, without touching the pack.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml::Spanned;

use super::change::Changes;
use super::file::Norm;
use crate::document::{ContentForm, HeadingWords, RoleForm, Vocabulary};
use crate::rule_id::RuleId;

/// A file with the key `overlay`, called `pack.yaml` as a rule: it lies over a pack and leaves its files as they are. The
/// rules in its folder belong to it and run on the documents of that pack.
///
/// ```yaml
/// overlay: fazhi
/// pack: yunling
/// title: 云岭县法治政府建设年度报告要求
/// unit: { county: 云岭县, towns: [青禾镇, 石桥镇] }
/// roles:
///   - { role: plan, accept: ["{next}年度工作谋划"] }
/// rules:
///   late-report: { month: 2, day: 15, help: 县里要求2月15日之前报送。 }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OverlayFile {
    /// The pack that it lies over.
    #[cfg_attr(test, schemars(with = "String"))]
    pub overlay: Spanned<String>,
    /// Its own key, under which its rules are chosen.
    #[cfg_attr(test, schemars(with = "String"))]
    pub pack: Spanned<String>,
    /// What users call it.
    pub title: String,
    /// What users call the groups of its rules, by folder.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Norms by key, beside those of the pack.
    #[serde(default)]
    pub norms: BTreeMap<String, Norm>,
    /// The county and its towns.
    #[serde(default)]
    pub unit: Units,
    /// Prescribed contents that are added, and other headings for those that are there.
    #[serde(default)]
    pub roles: Vec<RoleChange>,
    /// Which rules make a prescribed content partial, by role; beside those of the pack.
    #[serde(default)]
    pub partial: BTreeMap<String, Vec<RuleId>>,
    /// Changes of rules that others wrote.
    #[serde(default)]
    pub rules: Changes,
}

/// Who reports here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Units {
    /// The county; a town of the same name in another one is another town.
    #[serde(default)]
    pub county: Option<String>,
    /// Its towns and streets, by their short names.
    #[serde(default)]
    pub towns: Vec<String>,
}

/// A role of the pack that is changed, or a new one.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// The key; one that the pack does not have is a new role.
    #[cfg_attr(test, schemars(with = "String"))]
    pub role: Spanned<String>,
    /// What users call it; a new role must have it.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether the content is prescribed and stands in the grid.
    #[serde(default)]
    pub prescribed: Option<bool>,
    /// The heading that is asked for; `{year}` and `{next}` stand for the years.
    #[serde(default)]
    pub standard: Option<String>,
    /// For a new role: the role after which it belongs. Without it, after the last prescribed one.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub after: Option<Spanned<String>>,
    /// Which year a heading of this role names, counted from the report's: 0 or 1.
    #[serde(default)]
    pub year: Option<i32>,
    /// Headings that are taken for it and are as good as the norm's own; `{year}` and `{next}` stand for the years.
    #[serde(default)]
    pub accept: Vec<String>,
    /// Other forms of headings that have the role.
    #[serde(default)]
    pub headings: Vec<HeadingWords>,
    /// How a passage under no heading of its own tells this content.
    #[serde(default)]
    pub content: Vec<ContentForm>,
}

/// What a change of a role lacks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lack {
    /// It is new and has no name.
    Name,
    /// It belongs after a role that is not there.
    Role(String),
}

impl RoleChange {
    /// Makes the change.
    ///
    /// # Errors
    /// What it lacks; then nothing is changed.
    pub(super) fn lay(self, vocabulary: &mut Vocabulary) -> Result<(), Lack> {
        let roles = &mut vocabulary.roles;
        let at = |key: &str, roles: &[RoleForm]| roles.iter().position(|form| form.role == key);
        let index = match at(&self.role.value, roles) {
            Some(index) => index,
            None => {
                let name = self.name.clone().ok_or(Lack::Name)?;
                let place = match &self.after {
                    Some(after) => at(&after.value, roles).ok_or_else(|| Lack::Role(after.value.clone()))? + 1,
                    None => roles.iter().rposition(|form| form.prescribed).map_or(0, |last| last + 1),
                };
                roles.insert(place, RoleForm { role: self.role.value, name, ..RoleForm::default() });
                place
            }
        };
        let form = &mut roles[index];
        form.name = self.name.unwrap_or_else(|| std::mem::take(&mut form.name));
        form.prescribed = self.prescribed.unwrap_or(form.prescribed);
        form.year = self.year.unwrap_or(form.year);
        if let Some(standard) = self.standard {
            form.accept(&standard);
            form.standard = Some(standard);
        }
        self.accept.iter().for_each(|heading| form.accept(heading));
        form.headings.extend(self.headings);
        form.content.extend(self.content);
        Ok(())
    }
}
