//! Check kinds: each says where something is, and what it saw; none knows ids, severities or sentences.

mod arithmetic;
mod claim;
mod day;
mod lexicon;
mod literals;
#[cfg(test)]
pub(crate) mod marked;
mod part;
mod pattern;
mod phrase;
mod plain;
mod reach;
mod script;
mod set_phrase;
mod statute;
mod surroundings;
mod twice;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;
use smallvec::SmallVec;

use crate::diagnostic::{Edit, Label};
use crate::document::{Document, Level, Vocabulary};
use crate::span::Span;
use crate::word::Words;

pub use day::Day;
pub use lexicon::{Lexicon, WordList};
pub use pattern::{Groups, Pattern, literals_of_all};
pub use phrase::Unit;
pub use statute::Statutes;
pub use surroundings::Surroundings;
pub use waiver::WaiverFault;

/// The kinds. In YAML: `check: { existence: { … } }`.
macro_rules! kinds {
    ($($(#[$doc:meta])* $module:ident :: $name:ident),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::$name;)*

        /// One check with its parameters.
        #[derive(Debug, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum CheckKind {
            $($(#[$doc])* $name($name)),*
        }

        impl CheckKind {
            /// The check behind it.
            pub fn as_check(&self) -> &dyn Check {
                match self { $(CheckKind::$name(check) => check),* }
            }
        }
    };
}

kinds! {
    /// The same thing counted twice with different values.
    consistency::Consistency,
    /// Shortcomings that no sentence of the plan takes up.
    answer::Answer,
    /// Counters whose number is missing.
    blank::Blank,
    /// Parts of a section that tell no figure.
    quantified::Quantified,
    /// Changes from one figure to another.
    growth::Growth,
    /// Rates that their figures contradict, that are above the whole, or of nothing.
    rate::Rate,
    /// Enumerations 一是…二是….
    enumeration::Enumeration,
    /// Figures that are only estimated.
    estimate::Estimate,
    /// Parts that do not make up their total.
    total::Total,
    /// Numbers in tables that must add up.
    tabulation::Tabulation,
    /// A question that only a person can answer.
    ask::Ask,
    /// Characters that a report cannot mean.
    character::Character,
    /// Words and patterns that must not appear.
    existence::Existence,
    /// Laws that are no longer in force.
    law_status::LawStatus,
    /// Sections that must be there, named, filled.
    section::Section,
    /// Sections must come in order.
    sequence::Sequence,
    /// A section must tell of certain things.
    mention::Mention,
    /// Title, salutation, signature and date must be there.
    element::Element,
    /// What a title must name.
    title::Title,
    /// Tracked changes, comments, hidden text.
    leftover::Leftover,
    /// The document must be of the kind that the pack is for.
    genre::Genre,
    /// Heading numbers: gaps, styles, levels, marks.
    numbering::Numbering,
    /// How headings are written.
    heading::Heading,
    /// How long a sentence may be.
    occurrence::Occurrence,
    /// Marks that come in pairs.
    pairing::Pairing,
    /// Paragraphs that break off in the middle of a sentence.
    paragraph::Paragraph,
    /// White space inside Chinese text.
    spacing::Spacing,
    /// Use this wording instead of that.
    substitution::Substitution,
    /// The years in the titles of plans and outlines.
    title_years::TitleYears,
    /// The years that title, opening and headings name.
    year::Year,
    /// The date of issue, and dates that do not exist.
    date::Date,
    /// Sentences that tell of a year before the report year.
    stale::Stale,
    /// Meetings, plans and laws named at the wrong time.
    event::Event,
    /// Numbers that belong to one person.
    identifier::Identifier,
    /// The same word twice in a row.
    repetition::Repetition,
    /// Passages that stand twice.
    passage::Passage,
    /// Passages that other reports have too.
    likeness::Likeness,
    /// Figures that other reports have too.
    recount::Recount,
    /// Names of towns.
    town::Town,
    /// Titles of laws and the like.
    citation::Citation,
    /// Marks of half width in Chinese text, and figures of full width.
    width::Width,
    /// Waivers in the text that do not waive anything.
    waiver::Waiver,
}

impl CheckKind {
    /// Whether it reads what a report shares with others.
    pub fn compares(&self) -> bool {
        matches!(self, CheckKind::Likeness(_) | CheckKind::Recount(_))
    }

    /// Whether it reads which towns' reports are checked together.
    pub fn knows_neighbours(&self) -> bool {
        matches!(self, CheckKind::Town(town) if town.fault == town::TownFault::Foreign)
    }
}

/// Most places that a check of words or marks names in one report; no report that anyone wrote has as many.
pub(crate) const MOST: usize = 100_000;

/// A kind of check with its parameters.
pub trait Check: Send + Sync {
    /// Literals of which every finding of this check has one at its place; found for all rules in one pass over the text.
    /// A check without literals runs on every document; one with literals only where one of them stands.
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        let _ = literals;
    }

    /// What else is wrong in the parameters, in Chinese; asked once when a rule file is read, not for built-in rules.
    fn faults(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether what it finds by these parameters can carry edits; its rule then says what they are called and how safe
    /// they are.
    fn mends(&self) -> bool {
        false
    }

    /// Why there is nothing to check by what is known beside the text, in Chinese; none where there is.
    fn excludes(&self, context: &Context) -> Option<String> {
        let _ = context;
        None
    }

    /// Reports what it finds.
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>);
}

/// What a check looks at.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The report.
    pub document: &'a Document,
    /// Where this check's literals stand, in the order of their starts; overlapping ones too.
    pub hits: &'a [Hit],
    /// Year, level, stage.
    pub context: &'a Context,
    /// The words by which the report was read: roles, their names and headings.
    pub vocabulary: &'a Vocabulary,
}

/// A literal of a check, found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its index among the check's literals.
    pub literal: usize,
    /// Where it stands.
    pub span: Span,
}

/// The stage at which a report is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// 起草: being written.
    Draft,
    /// 报送: handed in.
    #[default]
    Submit,
    /// 公开: published.
    Publish,
}

impl Stage {
    /// The word used in files and options.
    pub const fn key(self) -> &'static str {
        match self {
            Stage::Draft => "draft",
            Stage::Submit => "submit",
            Stage::Publish => "publish",
        }
    }

    /// The word shown to users.
    pub const fn word(self) -> &'static str {
        match self {
            Stage::Draft => "起草",
            Stage::Submit => "报送",
            Stage::Publish => "公开",
        }
    }
}

/// What is known beside the text.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// The stage.
    pub stage: Stage,
    /// The report year: given, or read from the text.
    pub year: Option<i32>,
    /// The level: given, or read from the text.
    pub level: Level,
    /// Other towns that a report could be mixed up with, as the overlay lists them.
    pub towns: Vec<String>,
    /// The towns of all reports that are checked together.
    pub neighbours: Arc<BTreeSet<String>>,
    /// What the report shares with others that were given.
    pub likeness: Option<Arc<crate::compare::Likeness>>,
    /// The county of those towns; a town of the same name in another county is another town.
    pub county: Option<String>,
    /// Cuts text into words; shared by all reports of a run.
    pub words: Words,
}

/// One thing that a check saw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Where; for something missing, the place that should hold it.
    pub span: Span,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// Picks severity and words among the rule's variants.
    pub variant: Option<String>,
    /// The prescribed content it is about, where it is about one.
    pub role: Option<String>,
    /// Fill `{names}` in the rule's words; `{found}` is always there.
    pub values: Vec<(&'static str, String)>,
    /// How it can be mended; empty where only a person can.
    pub edits: SmallVec<[Edit; 1]>,
    /// Whether those edits need a look, whatever the rule says of its fix.
    pub unsure: bool,
}

impl Finding {
    /// A finding with nothing but its place.
    pub fn at(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    /// Adds a value for the rule's words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Chooses a variant.
    #[must_use]
    pub fn variant(mut self, name: impl Into<String>) -> Self {
        self.variant = Some(name.into());
        self
    }

    /// Names the prescribed content it is about.
    #[must_use]
    pub fn about(mut self, role: &str) -> Self {
        self.role = Some(role.to_owned());
        self
    }

    /// Adds a replacement of the finding's own text.
    #[must_use]
    pub fn replaced_by(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.edits.push(Edit { span: self.span, text: text.into() });
        self
    }
}
