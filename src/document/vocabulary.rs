//! The words by which a kind of document is read: plain data that a pack supplies.

use serde::Deserialize;

use crate::scan::Neighbours;

/// What a pack tells the reader of a report: kinds of document, roles and their headings.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Kinds of document, the surer first.
    #[serde(default)]
    pub kinds: Vec<KindForm>,
    /// Roles that sections have, in the order in which the norm lists them.
    #[serde(default)]
    pub roles: Vec<RoleForm>,
}

/// How a kind of document is told.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KindForm {
    /// The kind's name, such as 年度报告.
    pub name: String,
    /// Whether the pack's rules are made for this kind.
    #[serde(default)]
    pub expected: bool,
    /// Groups of words; a title has one of each group.
    #[serde(default)]
    pub title: Vec<Vec<String>>,
    /// Groups of words; the opening of a text whose title does not tell has one of each group. The last group announces
    /// the report, as 报告如下 does.
    #[serde(default)]
    pub opening: Vec<Vec<String>>,
    /// Groups of words; a text that neither title nor opening tells, but whose headings name two prescribed contents at
    /// least, has one of each group.
    #[serde(default)]
    pub body: Vec<Vec<String>>,
    /// Words that such a title, or the clause which announces the report, does not have.
    #[serde(default)]
    pub without: Vec<String>,
}

/// A role that a section can have.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleForm {
    /// The key, such as `measures`.
    pub role: String,
    /// What users call it, such as 主要举措和成效.
    pub name: String,
    /// Whether a norm prescribes the content.
    #[serde(default)]
    pub prescribed: bool,
    /// The norm's own heading; `{year}` and `{next}` stand for the years.
    #[serde(default)]
    pub standard: Option<String>,
    /// Words, one of which a heading in the norm's own words has.
    #[serde(default)]
    pub core: Vec<String>,
    /// Words with which headings of the role often end: where such a heading runs into its text without any mark, it ends there.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Which year a heading of this role names, counted from the report's: 0 or 1.
    #[serde(default)]
    pub year: i32,
    /// Forms of headings that have the role.
    #[serde(default)]
    pub headings: Vec<HeadingWords>,
    /// How a passage under no heading of its own tells this content.
    #[serde(default)]
    pub content: Vec<ContentForm>,
    /// Sections of level 1 without a role, taken together, have this one when no heading names it.
    #[serde(default)]
    pub from_themes: bool,
    /// Roles whose sections may stand before those themes.
    #[serde(default)]
    pub may_lead: Vec<String>,
}

/// A form of heading, told by words. All that is given must hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeadingWords {
    /// Groups of words; the heading has one of each group.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<Vec<String>>"))]
    pub words: Vec<Vec<Term>>,
    /// The heading ends with one of these.
    #[serde(default)]
    pub ends: Vec<String>,
    /// The heading has none of these.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub without: Vec<Term>,
    /// Levels at which the form counts; empty: level 1.
    #[serde(default)]
    pub levels: Vec<u8>,
    /// The heading has no comma: it is a noun phrase, not a slogan of two halves.
    #[serde(default)]
    pub plain: bool,
    /// The heading names the year this many years after the report's.
    #[serde(default)]
    pub names_year: Option<i32>,
    /// A section after the first of level 1 does not name the year this many years after the report's.
    #[serde(default)]
    pub not_year: Option<i32>,
    /// The section is not the first of level 1.
    #[serde(default)]
    pub later: bool,
    /// The section is the first of level 1.
    #[serde(default)]
    pub first: bool,
    /// Longest heading, in characters, years and marks not counted.
    #[serde(default)]
    pub longest: Option<usize>,
    /// Enough by itself for a line without number or mark to be taken as a heading.
    #[serde(default)]
    pub bare: bool,
    /// A heading of this form has this role and no other.
    #[serde(default)]
    pub only: bool,
}

/// A word that headings are asked for, with what tells most headings that do not have it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "String")]
pub struct Term {
    word: String,
    neighbours: Neighbours,
}

impl Term {
    /// The word.
    pub fn as_str(&self) -> &str {
        &self.word
    }

    /// What stands side by side in it.
    pub(crate) fn neighbours(&self) -> &Neighbours {
        &self.neighbours
    }
}

impl From<String> for Term {
    fn from(word: String) -> Self {
        Self { neighbours: Neighbours::of(&word), word }
    }
}

/// How a passage tells a content: a paragraph that has one word of each group.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContentForm {
    /// Groups of words.
    pub words: Vec<Vec<String>>,
    /// All groups must meet in one sentence; otherwise in one paragraph or sub-section.
    #[serde(default)]
    pub in_sentence: bool,
}

/// The vocabulary without a word.
pub static NO_VOCABULARY: Vocabulary = Vocabulary { kinds: Vec::new(), roles: Vec::new() };

impl Vocabulary {
    /// The form of a role.
    pub fn role(&self, role: &str) -> Option<&RoleForm> {
        self.roles.iter().find(|form| form.role == role)
    }
}

/// Characters that a heading may have beside the words it is accepted by.
const BESIDE: usize = 4;

impl RoleForm {
    /// Takes a heading of these words (`{next}年度工作谋划`) for this role, and for one in the norm's own words.
    pub fn accept(&mut self, heading: &str) {
        let without_years = ["{year}年度", "{next}年度", "{year}年", "{next}年", "{year}", "{next}"]
            .iter()
            .fold(heading.to_owned(), |rest, year| rest.replace(year, ""));
        let core: String = without_years.chars().filter(|character| !character.is_whitespace()).collect();
        let words = super::role::bare_words(&core);
        if words.is_empty() {
            return;
        }
        let longest = Some(words.chars().count() + BESIDE);
        self.headings.push(HeadingWords {
            words: vec![vec![words.into()]],
            longest,
            bare: true,
            only: true,
            ..HeadingWords::default()
        });
        self.core.push(core);
    }

    /// The norm's own heading with the years filled in; without them where the year is unknown.
    pub fn standard_heading(&self, year: Option<i32>) -> String {
        let standard = self.standard.as_deref().unwrap_or(&self.name);
        match year {
            Some(year) => standard.replace("{year}", &year.to_string()).replace("{next}", &(year + 1).to_string()),
            None => standard.replace("{year}年度", "").replace("{next}年度", ""),
        }
    }
}
