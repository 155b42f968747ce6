//! Figures as the parts of a list, and the totals that may stand before them.

use std::collections::BTreeSet;

use super::arithmetic::same_counter;
use crate::document::{Document, Figure, FigureUnit};
use crate::span::Span;

/// How many bytes a total may stand from its parts.
const REACH: usize = 1200;
/// How many parts are looked at for names that are apart, and how many characters such a name has at most.
const MOST_APART: usize = 4;
const NAME: usize = 8;

/// A figure of a list, with its name before it and whether a pause 、 joins it to the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'d> {
    pub(super) figure: &'d Figure,
    pub(super) name: &'d str,
    pub(super) joined: bool,
}

/// The figures of a span that are no rates, each with its name.
pub(super) fn parts(document: &Document, span: Span) -> Vec<Part<'_>> {
    let text = document.text();
    let figures = document.figures_in(span);
    let mut parts = Vec::with_capacity(figures.len());
    let mut from = span.start;
    for figure in figures {
        let between = &text[from..figure.span.start];
        from = figure.span.end;
        let name = between.trim_start_matches(['、', '，', ',', '；', ';', '：', ' ', '和', '及']);
        let joined = between.trim_start().starts_with(['、', '和', '及']) && !parts.is_empty();
        if figure.unit != FigureUnit::Rate {
            parts.push(Part { figure, name, joined });
        }
    }
    parts
}

/// Groups of names of parts to which nothing belongs at once: those of which two at least may stand in a report.
pub(super) struct Apart<'w>(Vec<&'w [String]>);

impl<'w> Apart<'w> {
    pub(super) fn of(groups: &'w [Vec<String>], document: &Document) -> Self {
        let may_divide = |group: &&[String]| group.iter().filter(|word| document.may_hold(word)).count() > 1;
        Self(groups.iter().map(Vec::as_slice).filter(may_divide).collect())
    }

    /// Whether no names can be apart.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many parts at the start of a list are apart from each other by their names; 0 if not even two are.
    pub(super) fn count(&self, parts: &[Part<'_>]) -> usize {
        (2..=parts.len().min(MOST_APART)).rev().find(|count| self.holds(&parts[..*count])).unwrap_or(0)
    }

    /// Whether the names of some parts are different ones of one group: 男6人、女4人.
    pub(super) fn holds(&self, parts: &[Part<'_>]) -> bool {
        self.0.iter().any(|group| {
            let members: Option<BTreeSet<usize>> = parts.iter().map(|part| member(group, part.name.trim())).collect();
            members.is_some_and(|members| members.len() == parts.len())
        })
    }
}

/// Which name of a group a part has, by its index.
fn member(group: &[String], name: &str) -> Option<usize> {
    let is_own = |word: &str| match word.chars().count() {
        1 => name.starts_with(word),
        2 => name.starts_with(word) || name.ends_with(word),
        _ => name.contains(word),
    };
    let is_name = !name.contains("其中") && name.chars().count() <= NAME;
    let own = group.iter().enumerate().filter(|(_, word)| is_name && is_own(word));
    own.max_by_key(|(_, word)| word.len()).map(|(index, _)| index)
}

/// The figures before an offset that can be the total of a part: in its sentence, or where 其中 opens the sentence, the
/// only one of the sentence before.
pub(super) fn totals<'d>(document: &'d Document, sentence: Span, before: usize, part: &Figure) -> Vec<&'d Figure> {
    let alike = |span: Span| -> Vec<&Figure> {
        document.figures_in(span).iter().filter(|figure| same_counter(document, figure, part)).collect()
    };
    let start = reach(document, sentence, before);
    let start = document.text()[start..before].rfind(['；', ';']).map_or(start, |at| start + at);
    let own = alike(Span::new(start, before));
    if !own.is_empty() || sentence.start < before {
        return own;
    }
    let sentences = document.sentences();
    let index = sentences.partition_point(|other| other.start < sentence.start);
    let previous = index.checked_sub(1).map(|index| sentences[index]).filter(|previous| {
        document.block_at(previous.start).map(|block| block.span)
            == document.block_at(sentence.start).map(|block| block.span)
    });
    let alone = previous.map(alike).unwrap_or_default();
    if alone.len() == 1 { alone } else { Vec::new() }
}

/// Where the clause of an offset begins; 、 does not end it.
pub(super) fn clause_start(document: &Document, sentence: Span, offset: usize) -> usize {
    let start = reach(document, sentence, offset);
    let before = &document.text()[start..offset];
    let mark =
        before.char_indices().rev().find(|(_, one)| matches!(one, '，' | ',' | '；' | ';' | '：' | ':' | '（' | '('));
    mark.map_or(start, |(at, mark)| start + at + mark.len_utf8())
}

/// How far on from an offset is looked.
pub(super) fn ahead(document: &Document, sentence: Span, offset: usize) -> usize {
    sentence.end.min(document.text().floor_char_boundary(offset + REACH))
}

/// How far back from an offset is looked: to the start of the sentence, but no further than makes sense.
pub(super) fn reach(document: &Document, sentence: Span, offset: usize) -> usize {
    sentence.start.max(document.text().ceil_char_boundary(offset.saturating_sub(REACH)))
}
