//! The skeleton of a report, as a pack's table `<pack>-skeleton` lists its parts.

use serde::Deserialize;

use super::RuleSet;
use super::file::LevelWord;

/// A row of the table: one line of the report, or the beginning of a section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkeletonRow {
    /// What it is.
    pub part: SkeletonPart,
    /// Of a section: its role; `*` stands for prescribed roles that no row names.
    #[serde(default)]
    pub role: Option<String>,
    /// The line; `{unit}`, `{year}` and `{next}` are filled in. A section has the standard heading of its role.
    #[serde(default)]
    pub text: String,
    /// Only for units of these levels; empty: for all.
    #[serde(default)]
    pub level: Vec<LevelWord>,
    /// Only for units whose names end with one of these; empty: for all.
    #[serde(default)]
    pub ends: Vec<String>,
}

/// What a line of a skeleton is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SkeletonPart {
    /// 标题.
    Title,
    /// 主送机关.
    Salutation,
    /// A heading of level 1, numbered; the rows up to the next section or the closing are in it.
    Section,
    /// A heading of level 2, numbered.
    Heading,
    /// A paragraph.
    Text,
    /// A paragraph after the last section.
    Closing,
    /// 署名.
    Signature,
    /// 成文日期.
    Date,
}

impl RuleSet {
    /// The rows of a pack's skeleton; none where it has none.
    ///
    /// # Errors
    /// What is wrong with a row, in words for people who write packs.
    pub fn skeleton(&self, pack: &str) -> Option<Result<Vec<SkeletonRow>, String>> {
        let rows = self.table(&format!("{pack}-skeleton"))?;
        Some(serde_json::from_str(&rows).map_err(|error| error.to_string()))
    }
}
