//! The skeleton of a report that is still to be written: what is prescribed, in order, with prompts for the rest.

#[cfg(feature = "docx")]
mod docx;
mod markdown;

#[cfg(feature = "docx")]
pub use docx::docx;
pub use markdown::markdown;

use crate::document::{Document, Level, RoleForm, Vocabulary, chinese_numeral, plain_blocks};
use crate::rule::{RuleSet, SkeletonPart, SkeletonRow};
use crate::source::Source;

/// Whom a report is for, and on which year.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The unit by its short name, such as 青禾镇.
    pub unit: String,
    /// The level of that unit.
    pub level: Level,
    /// The year reported on.
    pub year: i32,
}

/// A line of a skeleton.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub part: SkeletonPart,
    /// Its words, a heading's with its number.
    pub text: String,
}

/// Why there is no skeleton; the message is for users.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkeletonError {
    /// The pack has none, or there is no such pack.
    #[error("规则包“{0}”没有报告骨架")]
    None(String),
    /// A row of it cannot be read.
    #[error("规则包“{0}”的报告骨架写法有误：{1}")]
    Broken(String, String),
}

impl Subject {
    /// A subject by the name of its unit, as the pack would understand it in a title: 青禾镇人民政府 is 青禾镇, a town.
    /// The level stays unknown where the name does not tell.
    pub fn of(unit: &str, year: i32, rules: &RuleSet) -> Self {
        let title = format!("{unit}{year}年法治政府建设年度报告");
        let document =
            Document::understand(Source::new("", title.as_str()), plain_blocks(&title), rules.vocabularies());
        let known = document.unit.map(|span| document.source.slice(span)).filter(|name| unit.contains(name));
        Self { unit: known.unwrap_or(unit).to_owned(), level: document.level, year }
    }

    fn fill(&self, text: &str) -> String {
        text.replace("{unit}", &self.unit)
            .replace("{year}", &self.year.to_string())
            .replace("{next}", &(self.year + 1).to_string())
    }

    fn has(&self, row: &SkeletonRow) -> bool {
        let level = || row.level.iter().any(|word| word.levels.contains(&self.level));
        let ends = || row.ends.iter().any(|end| self.unit.ends_with(end.as_str()));
        (row.level.is_empty() || level()) && (row.ends.is_empty() || ends())
    }
}

/// The lines of a skeleton. Sections come in the order of the pack's roles, those that an overlay adds among them.
///
/// # Errors
/// The pack has no skeleton that can be read.
pub fn lines(rules: &RuleSet, pack: &str, subject: &Subject) -> Result<Vec<Line>, SkeletonError> {
    let none = || SkeletonError::None(pack.to_owned());
    let vocabulary = rules.vocabulary(pack).ok_or_else(none)?;
    let rows = rules.skeleton(pack).ok_or_else(none)?;
    let rows = rows.map_err(|error| SkeletonError::Broken(pack.to_owned(), error))?;
    Ok(arranged(&rows, vocabulary, subject))
}

/// The lines of one section, for a report that lacks it; the heading has a number where one is given. Nothing where the pack
/// has no such section.
///
/// # Errors
/// The pack has no skeleton that can be read.
pub fn section(
    rules: &RuleSet,
    pack: &str,
    role: &str,
    subject: &Subject,
    number: Option<u32>,
) -> Result<Vec<Line>, SkeletonError> {
    let none = || SkeletonError::None(pack.to_owned());
    let form = rules.vocabulary(pack).and_then(|vocabulary| vocabulary.role(role)).ok_or_else(none)?;
    let rows = rules.skeleton(pack).ok_or_else(none)?;
    let rows = rows.map_err(|error| SkeletonError::Broken(pack.to_owned(), error))?;
    let Parts { sections, .. } = Parts::of(&rows);
    Ok(of_role(&sections, form, subject, number).unwrap_or_default())
}

/// The rows of a skeleton.
struct Parts<'a> {
    head: &'a [SkeletonRow],
    /// Each begins with the section's own row.
    sections: Vec<&'a [SkeletonRow]>,
    tail: &'a [SkeletonRow],
}

impl<'a> Parts<'a> {
    fn of(rows: &'a [SkeletonRow]) -> Self {
        let is_tail = |row: &SkeletonRow| {
            matches!(row.part, SkeletonPart::Closing | SkeletonPart::Signature | SkeletonPart::Date)
        };
        let first = rows.iter().position(is_section).unwrap_or(rows.len());
        let (head, rest) = rows.split_at(first);
        let (sections, tail) = rest.split_at(rest.iter().position(is_tail).unwrap_or(rest.len()));
        Self { head, sections: sections.chunk_by(|_, next| !is_section(next)).collect(), tail }
    }
}

fn is_section(row: &SkeletonRow) -> bool {
    row.part == SkeletonPart::Section
}

fn arranged(rows: &[SkeletonRow], vocabulary: &Vocabulary, subject: &Subject) -> Vec<Line> {
    let Parts { head, sections, tail } = Parts::of(rows);
    let mut lines: Vec<Line> = head.iter().filter(|row| subject.has(row)).map(|row| plain(row, subject)).collect();
    let mut number = 0;
    for role in &vocabulary.roles {
        if let Some(section) = of_role(&sections, role, subject, Some(number + 1)) {
            number += 1;
            lines.extend(section);
        }
    }
    lines.extend(tail.iter().filter(|row| subject.has(row)).map(|row| plain(row, subject)));
    lines
}

/// The section of a role; none where the skeleton has no rows for it.
fn of_role(sections: &[&[SkeletonRow]], role: &RoleForm, subject: &Subject, number: Option<u32>) -> Option<Vec<Line>> {
    let named = |role: &str| sections.iter().find(|rows| rows[0].role.as_deref() == Some(role)).copied();
    let rows = named(&role.role).or_else(|| named("*").filter(|_| role.prescribed))?;
    let number = number.map(|number| format!("{}、", chinese_numeral(number))).unwrap_or_default();
    let mut lines =
        vec![Line { part: SkeletonPart::Section, text: format!("{number}{}", subject.fill(heading(role))) }];
    let mut heading = 0;
    for row in rows[1..].iter().filter(|row| subject.has(row)) {
        let mut line = plain(row, subject);
        if row.part == SkeletonPart::Heading {
            heading += 1;
            line.text = format!("（{}）{}", chinese_numeral(heading), line.text);
        }
        lines.push(line);
    }
    Some(lines)
}

fn plain(row: &SkeletonRow, subject: &Subject) -> Line {
    Line { part: row.part, text: subject.fill(&row.text) }
}

fn heading(role: &RoleForm) -> &str {
    role.standard.as_deref().unwrap_or(&role.name)
}

/// How many prompts a skeleton has.
pub fn prompts(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.text.matches('【').count()).sum()
}
