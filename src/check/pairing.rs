//! Marks that come in pairs.

use serde::Deserialize;

use super::script::ends_clause;
use super::{Check, Finding, Target};
use crate::document::{BlockKind, Document};
use crate::span::Span;

/// Marks that come in pairs, of which one is missing. The rule's words may use `{mark}`, the one that stands there,
/// and `{missing}`, the one that does not. The place is the clause from or up to the mark.
///
/// Pairs are looked for within a paragraph and over the borders to the next ones; a quotation may open anew in each of its
/// paragraphs. Half-width and full-width brackets are the same. The bracket of `1）` and `一）` is left.
///
/// ```yaml
/// check: { pairing: { pairs: [“”, 《》, （）] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Pairs of marks, the opening one first.
    pub pairs: Vec<String>,
}

/// A mark without its partner.
#[derive(Clone, Copy)]
struct Single {
    pair: usize,
    opens: bool,
    /// The block it stands in, by its index among those of language.
    block: usize,
    span: Span,
}

/// How many blocks away a partner may stand.
const REACH: usize = 3;
/// After so many marks without a partner in one block, what follows tells nothing more.
const MOST: usize = 32;

impl Check for Pairing {
    fn faults(&self) -> Vec<String> {
        let wrong = self.pairs.iter().filter(|pair| pair.chars().count() != 2);
        wrong.map(|pair| format!("“{pair}”不是一对标点")).collect()
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let text = target.document.text();
        let blocks: Vec<Span> = target.document.blocks.iter().filter(|block| block.kind != BlockKind::Raw).map(|block| block.span).collect();
        let marks = self.marks();
        let mut singles = Vec::new();
        for (index, &block) in blocks.iter().enumerate() {
            self::singles(target.document, index, block, &marks, &mut singles);
        }
        let anew: Vec<Single> = singles.iter().copied().filter(|&single| self.goes_on(text, &blocks, &singles, single)).collect();
        join_over_borders(&mut singles);
        singles.retain(|single| anew.binary_search_by_key(&single.span, |other| other.span).is_err());
        for single in singles {
            let marks: Vec<char> = self.pairs[single.pair].chars().collect();
            let (mark, missing) = if single.opens { (marks[0], marks[1]) } else { (marks[1], marks[0]) };
            found.push(Finding::at(clause(text, blocks[single.block], single)).with("mark", mark).with("missing", missing));
        }
    }
}

/// Takes out marks whose partners stand a few blocks away: a page break, a title on two lines.
fn join_over_borders(singles: &mut Vec<Single>) {
    let mut kept: Vec<Single> = Vec::new();
    for &single in singles.iter() {
        let near = kept.partition_point(|other| other.block + REACH < single.block);
        let is_partner = |other: &Single| !single.opens && other.opens && other.pair == single.pair;
        let partner = kept[near..].iter().rposition(is_partner).map(|index| near + index);
        match partner {
            Some(index) => {
                kept.remove(index);
            }
            None => kept.push(single),
        }
    }
    *singles = kept;
}

impl Pairing {
    /// The marks, each with its pair's index and whether it opens.
    fn marks(&self) -> Vec<(char, usize, bool)> {
        let pairs = self.pairs.iter().enumerate();
        let mut marks: Vec<_> = pairs
            .flat_map(|(index, pair)| pair.chars().enumerate().map(move |(at, mark)| (mark, index, at == 0)))
            .collect();
        for (half, full) in [('(', '（'), (')', '）')] {
            marks.retain(|(mark, ..)| *mark != half);
            marks.extend(marks.iter().find(|(mark, ..)| *mark == full).map(|&(_, index, opens)| (half, index, opens)));
        }
        marks
    }

    /// Whether a quotation opens anew in the next block: that block has the same mark first, and does not close it
    /// before its end.
    fn goes_on(&self, text: &str, blocks: &[Span], singles: &[Single], single: Single) -> bool {
        let mut marks = self.pairs[single.pair].chars();
        let (Some(opening), Some(closing)) = (marks.next(), marks.next()) else { return false };
        let Some(next) = blocks.get(single.block + 1) else { return false };
        let block = &text[next.range()];
        let is_open = |other: &Single| other.opens && other.pair == single.pair;
        let first = singles.partition_point(|other| other.block <= single.block);
        let mut after = singles[first..].iter().take_while(|other| other.block == single.block + 1);
        let to_the_end = block.trim_end_matches(['。', '！', '？']).ends_with(closing);
        single.opens && block.starts_with(opening) && (to_the_end || after.any(is_open))
    }
}

/// Adds the marks of a block that have no partner in it.
fn singles(document: &Document, index: usize, block: Span, marks: &[(char, usize, bool)], singles: &mut Vec<Single>) {
    let first = singles.len();
    let text = document.text();
    for sign in document.signs_in(block) {
        let (at, character) = (sign.at(), sign.character);
        // What stands most is told without a search.
        if character.is_ascii_alphanumeric() || matches!(character, '，' | '。' | '、' | '；' | '：' | ' ' | '\u{3000}') {
            continue;
        }
        let Some(&(_, pair, opens)) = marks.iter().find(|(mark, ..)| *mark == character) else { continue };
        if singles.len() - first >= MOST {
            break;
        }
        let single = Single { pair, opens, block: index, span: Span::new(at, at + character.len_utf8()) };
        let partner = singles[first..].iter().rposition(|other| !opens && other.opens && other.pair == pair);
        match partner {
            Some(partner) => {
                singles.remove(first + partner);
            }
            None if is_list_bracket(&text[block.start..at], character) || is_apostrophe(text, single.span) => {}
            None => singles.push(single),
        }
    }
}

/// The clause from an opening mark on, or up to a closing one.
fn clause(text: &str, block: Span, single: Single) -> Span {
    if single.opens {
        let after = &text[single.span.end..block.end];
        let end = after.find(ends_clause).unwrap_or(after.len());
        Span::new(single.span.start, single.span.end + end)
    } else {
        let before = &text[block.start..single.span.start];
        let start = before.char_indices().rev().find(|&(_, character)| ends_clause(character));
        let start = start.map_or(0, |(at, character)| at + character.len_utf8());
        let start = block.start + start;
        let blank = text[start..single.span.start].len() - text[start..single.span.start].trim_start().len();
        Span::new(start + blank, single.span.end)
    }
}

/// The bracket of `1）`, `一）`, `a)` at the start of a line or after a mark.
fn is_list_bracket(before: &str, character: char) -> bool {
    let is_number = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(character, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    let rest = before.trim_end_matches(is_number);
    let count = before[rest.len()..].chars().count();
    matches!(character, ')' | '）')
        && (1..=3).contains(&count)
        && rest.chars().next_back().is_none_or(|last| last.is_whitespace() || ends_clause(last))
}

/// `’` within or after an English word.
fn is_apostrophe(text: &str, span: Span) -> bool {
    &text[span.range()] == "’" && text[..span.start].ends_with(|last: char| last.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::Pairing;
    use crate::check::marked::{findings, marks};

    const PAIRS: &str = "{ pairs: [“”, ‘’, 《》, （）, 〔〕] }";

    #[test]
    fn marks_without_partners_are_found() {
        for marked in [
            "落实⟦“双随机、一公开监管⟧，规范执法。",
            "落实，⟦双随机、一公开”⟧监管。",
            "学习⟦《民法典⟧，⟦等”⟧",
            "学习⟦《民法典⟧。\n“八五”普法有序推进。",
            "坚持⟦“八五普法⟧。\n“谁执法谁普法”有序推进。",
            "⟦（一加强学习⟧。（二）好",
            "“甲”和⟦“乙⟧：“丙”",
        ] {
            marks::<Pairing>(PAIRS, marked);
        }
        let found = findings::<Pairing>(PAIRS, "学习《民法典，");
        assert!(found[0].values.contains(&("mark", "《".to_owned())));
        assert!(found[0].values.contains(&("missing", "》".to_owned())));
    }

    #[test]
    fn pairs_nested_mixed_or_over_a_border_are_left() {
        for quiet in [
            "学习《关于“八五”普法的‘决议’（2021年）》。",
            "（一)加强学习(二）",
            "他说：“第一段。\n“第二段。”",
            "关于印发《青禾镇\n实施办法》的通知",
            "县委党校培训（2023年立项\n2024年实施\n2025年验收）",
            "1）摸排；2）化解；a)回访。\n一）好",
            "It’s ok，the town’s report",
        ] {
            marks::<Pairing>(PAIRS, quiet);
        }
    }
}
