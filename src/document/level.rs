//! The level of the unit that reports.

use serde::Deserialize;

/// The level of a unit; a rule may say 乡镇 for 乡 or 镇.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Level {
    /// 省、自治区、直辖市.
    #[serde(rename = "省")]
    Province,
    /// 设区的市、州、盟.
    #[serde(rename = "市")]
    City,
    /// 县、县级市、区、旗.
    #[serde(rename = "县")]
    County,
    /// A department of a government.
    #[serde(rename = "部门")]
    Department,
    /// 乡、民族乡.
    #[serde(rename = "乡")]
    Township,
    /// 镇.
    #[serde(rename = "镇")]
    Town,
    /// 街道办事处.
    #[serde(rename = "街道")]
    Street,
    /// The text does not tell.
    #[default]
    #[serde(skip)]
    Unknown,
}

impl Level {
    /// All levels that can be named.
    pub const ALL: [Level; 7] =
        [Level::Province, Level::City, Level::County, Level::Department, Level::Township, Level::Town, Level::Street];

    /// The word for it; 未知 where the text does not tell.
    pub const fn word(self) -> &'static str {
        match self {
            Level::Province => "省",
            Level::City => "市",
            Level::County => "县",
            Level::Department => "部门",
            Level::Township => "乡",
            Level::Town => "镇",
            Level::Street => "街道",
            Level::Unknown => "未知",
        }
    }

    /// The level of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}
