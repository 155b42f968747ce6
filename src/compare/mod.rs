//! What a report shares with others beside what all reports say: passages and figures, with their places on both sides.

mod figure;
mod index;
mod pair;
mod running;
mod token;

use crate::span::Span;

pub use index::Index;
pub use running::{Running, town_of};

/// Fewest characters of a passage; titles in 《》 and what most reports say do not count.
pub const LEAST: usize = 30;

/// What one report shares with others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Characters of its running text, without titles in 《》 and what most reports say.
    pub characters: usize,
    /// Whether there was an earlier report of the same unit to compare with.
    pub had_earlier: bool,
    /// Whether there was a report of another unit to compare with.
    pub had_others: bool,
    /// The reports that it shares something with, in the order in which they were given.
    pub kin: Vec<Kin>,
}

/// A report that shares something with the one that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Which of the reports of the index.
    pub number: usize,
    /// Its path.
    pub name: String,
    /// How the two belong together.
    pub relation: Relation,
    /// Passages in the order of the report looked at; they do not overlap there.
    pub passages: Vec<Passage>,
    /// Figures that are the same.
    pub figures: Figures,
}

/// How another report belongs to the one looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The same unit's, of an earlier year.
    Earlier,
    /// Another unit's.
    Other,
}

/// A passage that stands in two reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// In the report looked at.
    pub span: Span,
    /// In the other.
    pub there: Span,
    /// Where that is: 第一部分（二）第3段.
    pub place: String,
    /// How many characters it has that count.
    pub characters: usize,
    /// In what the two differ.
    pub difference: Difference,
}

/// In what two passages differ, marks and white space apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In nothing.
    Nothing,
    /// In figures and years alone.
    Figures,
    /// In the name of the place, perhaps in figures too.
    Place,
}

/// Figures of two reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many things both count.
    pub both: usize,
    /// Those that have the same value: in the report looked at, and in the other; in the order of the former.
    pub same: Vec<(Span, Span)>,
    /// How many of them follow each other in both at most.
    pub in_a_row: usize,
}
