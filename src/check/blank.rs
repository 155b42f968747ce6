//! Counters whose number is missing: 涉法涉诉信访 件, 共 次.

use serde::Deserialize;

use super::script::{is_gap, is_han};
use super::{Check, Finding, Target};
use crate::document::{BlockKind, Document};
use crate::scan;
use crate::span::Span;
use crate::word::{Class, Words};

/// Counters whose number is missing. The place is the word before the gap, the gap and the counter.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// Counters, as they follow a number.
    pub counters: Vec<String>,
    /// Those of them that are taken as counters even where they make a word with the one before the gap: 信访 件.
    pub sure: Vec<String>,
    /// Verbs that end in the beginning of such a word, and yet are whole: 立案 件.
    #[serde(default)]
    pub whole: Vec<String>,
    /// Words after which the number may be missing without a gap: 共次.
    pub sums: Vec<String>,
    /// Counters that after a noun or a verb, and before the end of the clause, lack their number even without a gap:
    /// 召开会议次，. Those that make words of their own with many (信访件, 停车场) are none of them.
    #[serde(default)]
    pub bare: Vec<String>,
    /// Whole texts that lack a number wherever they end a clause: 案件件, 率达%.
    #[serde(default)]
    pub forms: Vec<String>,
}

/// Gaps as they stand in text.
const GAPS: [&str; 4] = [" ", "\u{3000}", "\u{a0}", "\t"];

impl Check for Blank {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(GAPS);
        literals.extend(self.sums.iter().map(String::as_str));
        literals.extend(self.bare.iter().map(String::as_str));
        literals.extend(self.forms.iter().map(String::as_str));
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        for hit in target.hits {
            let words = &target.context.words;
            let place = match hit.literal {
                gap if gap < GAPS.len() => self.after_gap(document, words, hit.span),
                sum if sum < GAPS.len() + self.sums.len() => self.after_sum(document, hit.span),
                word if word < GAPS.len() + self.sums.len() + self.bare.len() => after_word(document, words, hit.span),
                _ => form(document, hit.span),
            };
            let in_prose = |span: Span| document.block_at(span.start).is_some_and(|block| block.kind == BlockKind::Paragraph);
            found.extend(place.filter(|span| in_prose(*span)).map(Finding::at));
        }
    }
}

impl Blank {
    /// 信访 件，
    fn after_gap(&self, document: &Document, words: &Words, gap: Span) -> Option<Span> {
        let text = document.text();
        let previous = text[..gap.start].chars().next_back()?;
        if !is_han(previous) && !matches!(previous, '”' | '》') || "一二三四五六七八九十百千万亿两几数余多每各第此该".contains(previous) {
            return None;
        }
        let block = document.block_at(gap.start)?.span;
        let rest = text[gap.start..block.end].trim_start_matches(is_gap_or_wide);
        let start = block.end - rest.len();
        let counter = self.counter(rest)?;
        let about = rest.find(counter).unwrap_or(0);
        let end = start + about + counter.len();
        let after = &text[end..block.end];
        let ends = after.chars().next().is_none_or(ends_figure);
        // What marks alone tell comes before words are cut.
        if !ends && !after.starts_with(is_han) || gaps_in(document, gap.start) > 2 {
            return None;
        }
        let before = last_word(document, words, block.start, gap.start);
        let counts_on = || {
            let ahead = text.floor_char_boundary((end + 24).min(block.end));
            let next = words.cut(text, Span::new(start, ahead)).first().map(|word| word.span);
            before.1 == Class::Verb && next == Some(Span::new(start, end))
        };
        let is_blank = (ends || counts_on()) && !self.is_split_word(document, words, before.0, counter);
        is_blank.then(|| Span::new(before.0.start, end))
    }

    /// Whether a counter is the end of a word that a gap has split: 案 件.
    fn is_split_word(&self, document: &Document, words: &Words, before: Span, counter: &str) -> bool {
        if self.whole.iter().any(|word| document.text()[..before.end].ends_with(word.as_str())) {
            return false;
        }
        let from = document.text().ceil_char_boundary(before.start.saturating_sub(9));
        let joined = format!("{}{counter}", document.slice(Span::new(from, before.end)));
        let cut = words.cut(&joined, Span::new(0, joined.len()));
        let last = cut.last().map_or(0, |word| word.span.len());
        let whole = document.slice(before).chars().nth(1).is_some() && last == before.len() + counter.len();
        last != counter.len() && !(whole && self.sure.iter().any(|sure| sure == counter))
    }

    /// 共次，
    fn after_sum(&self, document: &Document, sum: Span) -> Option<Span> {
        let text = document.text();
        let block = document.block_at(sum.start)?.span;
        let counter = self.counter(&text[sum.end..block.end])?;
        let end = sum.end + counter.len();
        let ends = text[end..block.end].chars().next().is_none_or(ends_figure);
        let other_word = text[block.start..sum.start].ends_with(['公', '中', '国', '同', '与']);
        (ends && !other_word).then(|| Span::new(sum.start, end))
    }

    fn counter(&self, rest: &str) -> Option<&str> {
        let rest = rest.strip_prefix(['余', '多']).unwrap_or(rest);
        let longest = self.counters.iter().filter(|counter| scan::begins(rest, counter)).max_by_key(|one| one.len());
        longest.map(String::as_str)
    }
}

/// 办理案件件，; 案件件、 may be the first of several nouns.
fn form(document: &Document, form: Span) -> Option<Span> {
    let block = document.block_at(form.start)?.span;
    let next = document.text()[form.end..block.end].chars().next();
    next.is_none_or(|next| matches!(next, '，' | '。' | '；' | ',' | ';')).then_some(form)
}

/// 召开会议次，: a counter that makes no word with what stands before it.
fn after_word(document: &Document, words: &Words, counter: Span) -> Option<Span> {
    let text = document.text();
    let block = document.block_at(counter.start)?.span;
    let ends = text[counter.end..block.end].chars().next().is_some_and(ends_figure);
    // 上百人次, 三五次.
    let numeral = |one: char| "一二三四五六七八九十百千万两几数多每".contains(one);
    let before = &text[block.start..counter.start];
    if !ends || !before.ends_with(is_han) || before.ends_with(numeral) {
        return None;
    }
    let start = text.ceil_char_boundary(counter.end.saturating_sub(36)).max(block.start);
    let from = text[start..counter.start].rfind(ends_figure).map_or(start, |at| start + at);
    let cut = words.cut(text, Span::new(from, counter.end));
    let [.., before, last] = cut.as_slice() else { return None };
    let is_thing = matches!(before.class, Class::Noun | Class::Verb | Class::VerbalNoun);
    let whole = before.span.len() >= 6 && !document.slice(before.span).contains(numeral);
    (last.span == counter && is_thing && whole).then(|| Span::new(before.span.start, counter.end))
}

fn is_gap_or_wide(character: char) -> bool {
    is_gap(character) || character == '\u{3000}'
}

fn ends_figure(next: char) -> bool {
    matches!(next, '，' | '。' | '；' | '、' | ',' | ';' | '）' | ')')
}

/// The word that ends at an offset, and what sort it is.
fn last_word(document: &Document, words: &Words, from: usize, end: usize) -> (Span, Class) {
    let text = document.text();
    let start = text.ceil_char_boundary(end.saturating_sub(24)).max(from);
    let last = words.cut(text, Span::new(start, end)).pop();
    last.map_or((Span::new(end, end), Class::Other), |word| (word.span, word.class))
}

/// How many gaps between 汉字 a sentence has: text with many of them was spaced out by a converter.
fn gaps_in(document: &Document, offset: usize) -> usize {
    let text = document.text();
    let sentence = document.sentence_at(offset);
    let near = Span::new(
        text.ceil_char_boundary(offset.saturating_sub(240)).max(sentence.start),
        text.floor_char_boundary(offset + 240).min(sentence.end).max(offset),
    );
    let slice = document.slice(near);
    let gaps = slice.char_indices().filter(|(at, one)| {
        is_gap_or_wide(*one) && slice[..*at].ends_with(is_han) && slice[*at..].trim_start_matches(is_gap_or_wide).starts_with(is_han)
    });
    gaps.count()
}
