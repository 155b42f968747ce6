//! Automatic numbers: what a word processor shows before a paragraph though it stands nowhere in its text.

use std::collections::{HashMap, HashSet};

use super::numeral;

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;
/// The longest pattern of a number, and the longest number, in characters; Word allows 31.
pub(crate) const LONGEST_PATTERN: usize = 50;

/// One level of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Level {
    pub(crate) start: Option<u32>,
    /// As `w:numFmt` names it.
    pub(crate) format: String,
    /// `（%1）`; `%n` stands for the number of level n.
    pub(crate) text: String,
    /// 0: never; n: only where level n or a higher one has come.
    pub(crate) restart: Option<u8>,
    /// All numbers in Arabic digits.
    pub(crate) legal: bool,
    /// The paragraph style of this level.
    pub(crate) style: Option<String>,
}

pub(crate) type Levels = [Option<Level>; LEVELS];

/// A list as paragraphs name it.
#[derive(Debug, Default)]
pub(crate) struct Use {
    pub(crate) list: u32,
    pub(crate) levels: Levels,
    pub(crate) starts: [Option<u32>; LEVELS],
}

/// How far each list of a document has counted.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    by_list: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Uses, and their levels that have begun.
    started: HashSet<(u32, usize)>,
}

impl Counters {
    /// Counts one paragraph on and gives its number; none where it shows none.
    ///
    /// `list` and its `levels` are those that the use stands for. `level` is that of the paragraph; a style's place
    /// in the list tells it where the paragraph does not.
    pub(crate) fn next(
        &mut self,
        (id, own): (u32, &Use),
        (list, levels): (u32, &Levels),
        level: Option<u8>,
        style: Option<&str>,
    ) -> Option<String> {
        let of_style = || {
            let is_own = |level: &Option<Level>| level.as_ref().is_some_and(|level| level.style.as_deref() == style);
            style.and_then(|_| levels.iter().position(is_own))
        };
        let level = level.map(usize::from).or_else(of_style).unwrap_or(0);
        let defined = |level: usize| own.levels[level].as_ref().or(levels[level].as_ref());
        let this = (level < LEVELS).then(|| defined(level)).flatten()?;
        let counters = self.by_list.entry(list).or_default();
        // Levels above the first paragraph of a use have begun with it, and do not start once more.
        let is_first = (0..=level).filter(|&upper| self.started.insert((id, upper))).last() == Some(level);
        if is_first && own.starts[level].is_some() {
            counters[level] = None;
        }
        let first = |level: usize| own.starts[level].or(defined(level).and_then(|level| level.start)).unwrap_or(1);
        // A level that is passed over counts as begun: 2.a.I, though no 2.a came, and then 2.b.
        for (upper, counter) in counters.iter_mut().enumerate().take(level) {
            *counter = counter.or_else(|| Some(first(upper)));
        }
        counters[level] = Some(counters[level].map_or_else(|| first(level), |count| count.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let restarts = match defined(deeper).and_then(|level| level.restart) {
                None => true,
                Some(after) => level < usize::from(after),
            };
            if restarts {
                *counter = None;
            }
        }
        if this.format == "bullet" {
            return None;
        }
        let text = filled(&this.text, |other| {
            let format = if this.legal { "decimal" } else { defined(other).map_or("decimal", |level| &level.format) };
            numeral::written(format, counters[other].unwrap_or_else(|| first(other)))
        });
        (!text.trim().is_empty()).then(|| text.chars().take(LONGEST_PATTERN).collect())
    }
}

/// Puts numbers in the place of `%1` to `%9`.
fn filled(text: &str, mut number: impl FnMut(usize) -> String) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        filled.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.bytes().next() {
            Some(digit @ b'1'..=b'9') => {
                filled.push_str(&number(usize::from(digit - b'1')));
                rest = &rest[1..];
            }
            _ => filled.push('%'),
        }
    }
    filled.push_str(rest);
    filled
}
