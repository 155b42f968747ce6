//! Words and patterns that a check looks for, found by way of their literals.

use std::cmp::Reverse;
use std::sync::OnceLock;

use serde::Deserialize;

use super::{Groups, MOST, Pattern, Target};
use crate::document::{BlockKind, Document};
use crate::span::Span;

/// What a pattern is tried on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Each sentence by itself; `^` and `$` are its ends.
    #[default]
    Sentence,
    /// Each paragraph, heading or table row.
    Block,
}

/// Words and patterns that belong together.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'a> {
    pub(super) words: &'a [String],
    pub(super) patterns: &'a [Pattern],
}

/// A place where a phrase stands.
pub(super) struct Match<'t> {
    /// The phrase, by its index.
    pub(super) phrase: usize,
    /// The group called `found`, else the whole match.
    pub(super) span: Span,
    /// The groups of a pattern.
    pub(super) groups: Option<Groups<'t>>,
}

impl<'t> Match<'t> {
    fn of(phrase: usize, groups: Groups<'t>) -> Self {
        let span = groups.name("found").unwrap_or_else(|| groups.span());
        Self { phrase, span, groups: Some(groups) }
    }
}

/// Adds the literals of all phrases; none where a pattern has none, so that the check runs on every report.
pub(super) fn literals<'a>(phrases: impl Iterator<Item = Phrase<'a>> + Clone, literals: &mut Vec<&'a str>) {
    if phrases.clone().any(runs_everywhere) {
        return;
    }
    for phrase in phrases {
        literals.extend(phrase.words.iter().map(String::as_str));
        literals.extend(phrase.patterns.iter().flat_map(Pattern::literals).map(String::as_str));
    }
}

/// What is wrong with words and patterns, in Chinese.
pub(super) fn faults<'a>(phrases: impl Iterator<Item = Phrase<'a>>) -> Vec<String> {
    let mut faults = Vec::new();
    for phrase in phrases {
        if phrase.words.is_empty() && phrase.patterns.is_empty() {
            faults.push("没有写明要查找的字词或正则表达式".to_owned());
        }
        if phrase.words.iter().any(String::is_empty) {
            faults.push("要查找的字词不能为空".to_owned());
        }
    }
    faults
}

/// Whose each literal of a check's phrases is; found once, for all reports.
#[derive(Debug, Default)]
pub(super) struct Owners(OnceLock<Owned>);

#[derive(Debug, Default)]
struct Owned {
    /// The phrase of each literal, and the pattern's index in it where it is a pattern's.
    literals: Vec<(usize, Option<usize>)>,
    /// Some pattern has no literals: all are tried on the whole text.
    everywhere: bool,
}

impl Owners {
    fn of<'a>(&self, phrases: impl Iterator<Item = Phrase<'a>>) -> &Owned {
        self.0.get_or_init(|| {
            let mut owned = Owned::default();
            for (index, phrase) in phrases.enumerate() {
                owned.everywhere |= runs_everywhere(phrase);
                owned.literals.extend(phrase.words.iter().map(|_| (index, None)));
                for (pattern, own) in phrase.patterns.iter().enumerate() {
                    owned.literals.extend(own.literals().iter().map(|_| (index, Some(pattern))));
                }
            }
            owned
        })
    }
}

/// All places of the phrases of some rows by their starts, the longer first; nothing in what is not read as language.
pub(super) fn find<'a, 't, R>(
    target: &Target<'t>,
    rows: &'a [R],
    phrase: impl Fn(&'a R) -> Phrase<'a>,
    owners: &Owners,
    unit: Unit,
) -> Vec<Match<'t>> {
    let owned = owners.of(rows.iter().map(&phrase));
    let mut matches = if owned.everywhere {
        search(target, rows.iter().map(&phrase), unit)
    } else {
        follow(target, &owned.literals, |index| phrase(&rows[index]), unit)
    };
    matches.retain(|found| !found.span.is_empty() && is_language(target.document, found.span.start));
    matches.sort_by_key(|found| (found.span.start, Reverse(found.span.end), found.phrase));
    matches.truncate(MOST);
    matches
}

/// Keeps, of matches that share text, the one that starts first, then the longest.
pub(super) fn settle(matches: &mut Vec<Match<'_>>) {
    let mut end = 0;
    matches.retain(|found| {
        let free = found.span.start >= end;
        if free {
            end = found.span.end;
        }
        free
    });
}

/// The unit around a place.
pub(super) fn unit_at(document: &Document, offset: usize, unit: Unit) -> Span {
    let block = || document.block_at(offset).map(|block| block.span);
    match unit {
        Unit::Sentence => document.sentence_at(offset),
        Unit::Block => block().unwrap_or_else(|| document.source.line_span(offset)),
    }
}

/// Whether the block at a place is read as language.
pub(super) fn is_language(document: &Document, offset: usize) -> bool {
    document.block_at(offset).is_some_and(|block| block.kind != BlockKind::Raw)
}

fn runs_everywhere(phrase: Phrase<'_>) -> bool {
    phrase.patterns.iter().any(|pattern| pattern.literals().is_empty())
}

/// Words stand where their hits are; patterns are tried once on each unit with a hit.
fn follow<'a, 't>(
    target: &Target<'t>,
    owners: &[(usize, Option<usize>)],
    phrase: impl Fn(usize) -> Phrase<'a>,
    unit: Unit,
) -> Vec<Match<'t>> {
    // Of each pattern with a hit, the end of its last match, or of the last unit it was tried on.
    let mut tried: Vec<((usize, usize), usize)> = Vec::new();
    let mut matches = Vec::new();
    for hit in target.hits {
        match owners.get(hit.literal) {
            Some(&(phrase, None)) => matches.push(Match { phrase, span: hit.span, groups: None }),
            Some(&(owner, Some(index))) => {
                let pattern = &phrase(owner).patterns[index];
                let at = tried.iter().position(|(own, _)| *own == (owner, index)).unwrap_or(tried.len());
                if at == tried.len() {
                    tried.push(((owner, index), 0));
                }
                let done = &mut tried[at].1;
                if hit.span.start < *done {
                    continue;
                }
                let unit = unit_at(target.document, hit.span.start, unit);
                match pattern.reach() {
                    Some(reach) => {
                        let groups = pattern.captures_with(target.document.text(), unit, hit.span, reach, *done);
                        if let Some(groups) = groups {
                            *done = groups.span().end;
                            matches.push(Match::of(owner, groups));
                        }
                    }
                    None if unit.start >= *done => {
                        *done = unit.end.max(unit.start + 1);
                        try_pattern(target, owner, pattern, unit, &mut matches);
                    }
                    _ => {}
                }
            }
            None => {}
        }
    }
    matches
}

/// Words are looked for in the whole text and patterns in all units, where some pattern has no literals.
fn search<'a, 't>(target: &Target<'t>, phrases: impl Iterator<Item = Phrase<'a>>, unit: Unit) -> Vec<Match<'t>> {
    let document = target.document;
    let blocks: Vec<Span>;
    let units = match unit {
        Unit::Sentence => document.sentences(),
        Unit::Block => {
            blocks = document.blocks.iter().map(|block| block.span).collect();
            &blocks
        }
    };
    let mut matches = Vec::new();
    for (index, phrase) in phrases.enumerate() {
        for word in phrase.words {
            let places = document.text().match_indices(word.as_str());
            matches.extend(places.map(|(start, word)| Match {
                phrase: index,
                span: Span::new(start, start + word.len()),
                groups: None,
            }));
        }
        for pattern in phrase.patterns {
            for &unit in units {
                try_pattern(target, index, pattern, unit, &mut matches);
            }
        }
    }
    matches
}

fn try_pattern<'t>(target: &Target<'t>, phrase: usize, pattern: &Pattern, unit: Span, matches: &mut Vec<Match<'t>>) {
    for groups in pattern.captures_iter(target.document.text(), unit) {
        matches.push(Match::of(phrase, groups));
    }
}
