//! A document and the rules in force: diagnostics in order, contents, coverage.

use crate::diagnostic::Diagnostic;
use crate::rule_id::RuleId;
use crate::span::Span;

/// What checking one report gave.
#[derive(Debug, Default)]
pub struct Linted {
    /// By place, then by id.
    pub diagnostics: Vec<Diagnostic>,
    /// The prescribed contents in the norm's order.
    pub contents: Vec<Content>,
    /// What was checked and what was not.
    pub coverage: Coverage,
}

/// One prescribed content and how far the report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The role's key, such as `measures`.
    pub role: String,
    /// The role's name for users.
    pub name: String,
    /// How far it is there.
    pub state: State,
    /// Where it was found: headings with their numbers, or passages.
    pub places: Vec<Span>,
    /// The rules that make it partial or absent here.
    pub because: Vec<RuleId>,
}

/// How far a prescribed content is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 有.
    Present,
    /// 有但不完整.
    Partial,
    /// 未发现.
    Absent,
}

/// What was checked, what did not apply, what only a person can judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many rules ran.
    pub checked: usize,
    /// Rules that did not apply, and why; by id.
    pub not_applicable: Vec<(RuleId, String)>,
    /// Rules that only put a question, and the question; by id.
    pub needs_human: Vec<(RuleId, String)>,
}
