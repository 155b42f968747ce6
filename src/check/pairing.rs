//! Marks that come in pairs.

use serde::Deserialize;

use super::script::ends_clause;
use super::{Check, Finding, Target};
use crate::document::{Block, BlockKind};
use crate::span::Span;

/// Marks that come in pairs, of which one is missing. The rule's words may use `{mark}`, the one that stands there,
/// and `{missing}`, the one that does not. The place is the clause from or up to the mark.
///
/// Pairs are looked for within a paragraph and over the border to the next; a quotation may open anew in each of its
/// paragraphs. Half-width and full-width brackets are the same. The bracket of `1）` and `一）` is left.
///
/// ```yaml
/// check: { pairing: { pairs: [“”, 《》, （）] } }
/// ```
#[derive(Debug, Deserialize)]
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
    span: Span,
}

impl Check for Pairing {
    fn faults(&self) -> Vec<String> {
        let wrong = self.pairs.iter().filter(|pair| pair.chars().count() != 2);
        wrong.map(|pair| format!("“{pair}”不是一对标点")).collect()
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let text = target.document.text();
        let mut before: Vec<Single> = Vec::new();
        let mut singles: Vec<(Single, Span)> = Vec::new();
        for block in target.document.blocks.iter().filter(|block| block.kind != BlockKind::Raw) {
            let mut here = self.singles(text, block);
            self.join(&mut before, &mut here, &mut singles, text, block);
            singles.extend(here.iter().map(|single| (*single, block.span)));
            before = here;
        }
        singles.sort_by_key(|(single, _)| single.span);
        for (single, block) in singles {
            let marks: Vec<char> = self.pairs[single.pair].chars().collect();
            let (mark, missing) = if single.opens { (marks[0], marks[1]) } else { (marks[1], marks[0]) };
            let place = clause(text, block, single);
            found.push(Finding::at(place).with("mark", mark).with("missing", missing));
        }
    }
}

impl Pairing {
    fn mark(&self, character: char) -> Option<(usize, bool)> {
        let character = match character {
            '(' => '（',
            ')' => '）',
            other => other,
        };
        self.pairs.iter().enumerate().find_map(|(index, pair)| {
            let at = pair.chars().position(|mark| mark == character)?;
            Some((index, at == 0))
        })
    }

    fn singles(&self, text: &str, block: &Block) -> Vec<Single> {
        let mut open: Vec<Single> = Vec::new();
        let mut closing: Vec<Single> = Vec::new();
        for (at, character) in text[block.span.range()].char_indices() {
            if character.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&character) {
                continue;
            }
            let Some((pair, opens)) = self.mark(character) else { continue };
            let start = block.span.start + at;
            let single = Single { pair, opens, span: Span::new(start, start + character.len_utf8()) };
            if opens {
                open.push(single);
            } else if let Some(index) = open.iter().rposition(|mark| mark.pair == pair) {
                open.remove(index);
            } else if !is_list_bracket(&text[block.span.start..start], character) && !is_apostrophe(text, single.span) {
                closing.push(single);
            }
        }
        closing.append(&mut open);
        closing
    }

    /// Whether a block goes on with a quotation: it opens with the same mark, and does not close it before its end.
    fn opens_anew(&self, pair: usize, block: &str, singles: &[Single]) -> bool {
        let mut marks = self.pairs[pair].chars();
        let (Some(opening), Some(closing)) = (marks.next(), marks.next()) else { return false };
        let to_the_end = block.trim_end_matches(['。', '！', '？']).ends_with(closing);
        block.starts_with(opening) && (to_the_end || singles.iter().any(|single| single.opens && single.pair == pair))
    }

    /// Takes out marks that have their partners in the block before, and quotations that open anew.
    fn join(
        &self,
        before: &mut Vec<Single>,
        here: &mut Vec<Single>,
        singles: &mut Vec<(Single, Span)>,
        text: &str,
        block: &Block,
    ) {
        let mut drop = |single: &Single| singles.retain(|(kept, _)| kept.span != single.span);
        here.retain(|single| {
            let partner = before.iter().rposition(|other| !single.opens && other.opens && other.pair == single.pair);
            if let Some(index) = partner {
                drop(&before.remove(index));
            }
            partner.is_none()
        });
        before.retain(|single| {
            let anew = single.opens && self.opens_anew(single.pair, &text[block.span.range()], here);
            if anew {
                drop(single);
            }
            !anew
        });
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
            "1）摸排；2）化解；a)回访。\n一）好",
            "It’s ok，the town’s report",
        ] {
            marks::<Pairing>(PAIRS, quiet);
        }
    }
}
