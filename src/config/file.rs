//! The shape of `hegui.yaml`.

use serde::Deserialize;
use serde_yaml::Spanned;

use crate::check::{Day, Stage};
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::rule::Changes;
use crate::rule::overlay::Units;

/// How the reports in a folder and below are checked. Paths and patterns are relative to the folder of the file in which
/// they stand; patterns part names by `/`, where `*` stands for any part of a name and `**` for any folders. What the
/// command line says goes before what stands here.
///
/// ```yaml
/// stage: submit
/// unit: { county: 云岭县, towns: [青禾镇, 石桥镇] }
/// rules:
///   vague-quantity: off
///   late-report: error
/// overrides:
///   - files: ["2023/**"]
///     year: 2023
/// waivers:
///   - { rule: late-report, files: ["2024/青禾镇.docx"], reason: 县里统一延期至3月31日, by: 司法所, until: 2027-04-01 }
/// ```
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConfigFile {
    /// Other configurations on which this one builds; what stands here goes before what stands there.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub extends: Vec<Spanned<String>>,
    /// The packs for kinds of documents, the first for documents of unknown kind. Without it, all that come with the program.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub packs: Vec<Spanned<String>>,
    /// Which files of a folder are checked; without it, all that can be read. A file that is named on the command line is
    /// always checked.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub include: Vec<Spanned<String>>,
    /// Which files of a folder are not checked; together with those of the configurations under `extends`.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub exclude: Vec<Spanned<String>>,
    /// draft, submit or publish; submit without it.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Stage>"))]
    pub stage: Option<Spanned<Stage>>,
    /// The report year; without it, as the text tells.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<i32>", range(min = 1949, max = 2100)))]
    pub year: Option<Spanned<i32>>,
    /// The unit's level; without it, as the text tells.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Level>"))]
    pub level: Option<Spanned<Level>>,
    /// The county and its towns.
    #[serde(default)]
    pub unit: Units,
    /// Files and folders of further rules, packs and overlays.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub rule_files: Vec<Spanned<String>>,
    /// Changes of rules: off, error, warning, info, or keys with new values. A severity holds whatever the norm's strength.
    #[serde(default)]
    pub rules: Changes,
    /// What is different for some files. Of two that fit a file, the later one decides.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Findings that are known and may stand.
    #[serde(default)]
    pub waivers: Vec<FileWaiver>,
    /// The baseline: a file that lists findings that were there before and are not told again.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub baseline: Option<Spanned<String>>,
    /// What weighs less is neither shown nor counted; info without it.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Severity>"))]
    pub min_severity: Option<Spanned<Severity>>,
    /// From which severity on the exit code is 1; error without it.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<FailOn>"))]
    pub fail_on: Option<Spanned<FailOn>>,
}

/// What is different for some files.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// For which.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub files: Vec<Spanned<String>>,
    /// As above.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Stage>"))]
    pub stage: Option<Spanned<Stage>>,
    /// As above.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<i32>", range(min = 1949, max = 2100)))]
    pub year: Option<Spanned<i32>>,
    /// As above.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Level>"))]
    pub level: Option<Spanned<Level>>,
    /// Changes of rules, made after those for all files.
    #[serde(default)]
    pub rules: Changes,
}

/// A rule whose findings in some files are known and may stand.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FileWaiver {
    /// The rule.
    #[cfg_attr(test, schemars(with = "String"))]
    pub rule: Spanned<String>,
    /// In which files.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub files: Vec<Spanned<String>>,
    /// Why they may stand.
    #[cfg_attr(test, schemars(with = "String"))]
    pub reason: Spanned<String>,
    /// Who says so.
    #[serde(default)]
    pub by: Option<String>,
    /// The last day on which it holds.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<Day>"))]
    pub until: Option<Spanned<Day>>,
}

/// From which severity on a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// On errors.
    Error,
    /// On warnings and errors.
    Warning,
    /// On anything.
    Info,
    /// Never.
    Never,
}

impl FailOn {
    /// The least severity that fails; none for never.
    pub const fn least(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Info => Some(Severity::Info),
            FailOn::Never => None,
        }
    }
}
