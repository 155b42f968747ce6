//! Rules: packs of YAML files that pick a check and supply its words, norm and examples.

mod adapt;
mod builtin;
mod change;
pub mod file;
mod lay;
mod load;
mod matcher;
mod message;
mod nearest;
pub mod overlay;
mod place;
mod set;
mod skeleton;
mod speak;
mod table;
mod when;
pub mod yaml;

use std::sync::Arc;

use crate::check::Context;
use crate::diagnostic::{Basis, Severity};
use crate::rule_id::RuleId;

pub use adapt::Wishes;
pub use change::Changes;
pub use load::Fault;
pub use message::{Message, Values};
pub use nearest::nearest;
pub use place::example_place;
pub use set::{Choice, Pack, RuleSet, UnknownName};
pub use skeleton::{SkeletonPart, SkeletonRow};

pub(crate) use load::perhaps;
pub(crate) use matcher::Matcher;
pub(crate) use speak::Speaker;

use file::{Norm, Reading, RuleFile, Strength};

/// A rule of a set: its file with the norms looked up.
#[derive(Debug)]
pub struct Rule {
    /// As written.
    pub file: RuleFile,
    /// The folder it lies in, such as `structure`; `local` for a file without one.
    pub group: Arc<str>,
    /// The pack it belongs to; none for a file that belongs to no pack.
    pub pack: Option<String>,
    /// The norms behind it; empty for a plain fact. An article number that was not read in an official text is left out.
    pub basis: Arc<[Basis]>,
    /// The most that the norms' strength allows; none for a plain fact.
    pub most: Option<Severity>,
    /// It comes with the program.
    pub builtin: bool,
    /// The severity that an overlay gives it, whatever the norms' strength.
    pub set: Option<Severity>,
    /// The file it was read from, by its index among those given; none for a rule that comes with the program.
    pub source: Option<usize>,
}

impl Rule {
    /// Its name.
    pub fn id(&self) -> &RuleId {
        &self.file.id
    }

    /// Why it does not apply to a report, in Chinese; none where it does.
    pub(crate) fn excludes(&self, context: &Context) -> Option<String> {
        self.file.when.excludes(context).or_else(|| self.file.check.as_check().excludes(context))
    }

    /// A severity held down to what the norms' strength allows.
    pub fn capped(&self, severity: Severity) -> Severity {
        self.most.map_or(severity, |most| severity.min(most))
    }
}

impl Strength {
    /// The most that a rule of such a norm may weigh.
    pub const fn most(self) -> Severity {
        match self {
            Strength::Binding => Severity::Error,
            Strength::Standard | Strength::Local => Severity::Warning,
            Strength::Team => Severity::Info,
        }
    }
}

impl Norm {
    /// How a part of the norm was read: an article may have been read in an official text though the whole was not.
    pub fn reading(&self, item: &str) -> Reading {
        if self.seen_items.iter().any(|seen| seen == item) { Reading::Seen } else { self.read }
    }

    /// A part of the norm as it may be printed: a number of an article or a clause only where it was read in an
    /// official text, a description in words always.
    pub fn printable<'a>(&self, item: &'a str) -> &'a str {
        if self.reading(item) == Reading::Seen || !is_number(item) { item } else { "" }
    }
}

/// Whether an item is 第十五条 or 7.3.5.4 or A.9.2 rather than a description.
fn is_number(item: &str) -> bool {
    let article = item.starts_with('第') && item.contains(['条', '款']);
    article || item.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b' '))
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn numbers_are_told_from_descriptions() {
        for number in ["7.3.5.4", "A.9.2", "第十五条", "第十五条第（四）项", "第二十四条第一款"] {
            assert!(is_number(number), "{number}");
        }
        for words in ["年度报告内容第三项", "年度报告一章", "四个亲自", "7.3.5 成文日期"] {
            assert!(!is_number(words), "{words}");
        }
    }
}
