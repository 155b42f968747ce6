//! Passages that stand twice in one report.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use serde::Deserialize;

use super::{Check, Finding, Target, script};
use crate::diagnostic::Label;
use crate::document::{Document, HeadingForm};
use crate::span::Span;

/// Passages that stand twice: a run of `characters`, or a whole sentence of `sentence` characters. The later place is
/// the finding, the earlier is related. Value: `{characters}`, how long the passage is.
///
/// Characters are 汉字, letters and digits; marks and white space do not count and may differ. Titles in 《》 and the
/// phrases of `rows` stand in every report and do not count towards the length. Title, headings and signature are not
/// read.
///
/// ```yaml
/// check: { passage: { characters: 20, sentence: 12, table: set-phrases } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Fewest characters of a run.
    pub characters: usize,
    /// Fewest characters of a sentence.
    pub sentence: usize,
    /// Set phrases.
    #[serde(default)]
    pub rows: Vec<String>,
}

/// A character that counts, where it stands, and whether it lies in 《》; `None` where nothing may run on.
#[derive(Clone, Copy)]
struct Token {
    character: Option<char>,
    at: usize,
    cited: bool,
}

/// Two places of the same tokens.
#[derive(Clone, Copy)]
struct Pair {
    earlier: usize,
    later: usize,
    length: usize,
}

impl Check for Passage {
    fn faults(&self) -> Vec<String> {
        if self.characters < 4 { vec!["characters 应不小于 4".to_owned()] } else { Vec::new() }
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let tokens = tokens(document);
        let phrases = Phrases::new(&self.rows);
        let mut pairs = runs(&tokens, self.characters);
        for pair in &mut pairs {
            self.trim(document.text(), &tokens, pair);
        }
        pairs.retain(|pair| phrases.weight(&tokens[pair.later..pair.later + pair.length]) >= self.characters);
        let sentences = self.sentences(document, &tokens, &phrases, &pairs);
        pairs.extend(sentences);
        for pair in pairs {
            let place = |start: usize| span(document, &tokens, start, pair.length);
            let label = Label { span: place(pair.earlier), message: "前一处在这里".to_owned() };
            let finding = Finding::at(place(pair.later)).with("characters", pair.length.to_string());
            found.push(Finding { related: vec![label], ..finding });
        }
    }
}

/// Most characters of another clause that are cut off at the ends of a run.
const LOOSE: usize = 6;

impl Passage {
    /// Cuts off what the run takes in of the clauses before and after it, as far as it stays long enough.
    fn trim(&self, text: &str, tokens: &[Token], pair: &mut Pair) {
        let ends_clause = |index: usize| {
            let from = tokens[index].at + tokens[index].character.map_or(0, char::len_utf8);
            let until = tokens.get(index + 1).map_or(text.len(), |next| next.at.max(from));
            text[from..until].contains(script::ends_clause)
        };
        // Where either of the two places has a mark, the clause is whole.
        let ends = |offset: usize| ends_clause(pair.later + offset) || ends_clause(pair.earlier + offset);
        let begins = |index: usize| {
            index.checked_sub(1).is_none_or(|before| tokens[before].character.is_none() || ends_clause(before))
        };
        let spare = |length: usize| length.saturating_sub(self.characters).min(LOOSE);
        let after = (0..=spare(pair.length)).find(|cut| ends(pair.length - 1 - cut)).unwrap_or(0);
        let length = pair.length - after;
        let whole = begins(pair.later) || begins(pair.earlier);
        let before = if whole { 0 } else { (1..=spare(length)).find(|cut| ends(cut - 1)).unwrap_or(0) };
        *pair = Pair { earlier: pair.earlier + before, later: pair.later + before, length: length - before };
    }

    /// Whole sentences too short for a run.
    fn sentences(&self, document: &Document, tokens: &[Token], phrases: &Phrases, runs: &[Pair]) -> Vec<Pair> {
        let mut seen: HashMap<Vec<char>, usize> = HashMap::new();
        let mut pairs = Vec::new();
        for sentence in document.sentences() {
            let is_before = |token: &Token| token.at < sentence.start || (token.at == sentence.start && token.character.is_none());
            let first = tokens.partition_point(is_before);
            let after = tokens.partition_point(|token| token.at < sentence.end);
            let own: Option<Vec<char>> = tokens[first..after].iter().map(|token| token.character).collect();
            // A sentence with a heading in it, or one that has not ended, is none.
            let Some(own) = own.filter(|own| (self.sentence..self.characters).contains(&own.len())) else { continue };
            let is_whole = document.slice(*sentence).ends_with(['。', '！', '？', '”', '）']);
            let in_run = runs.iter().any(|pair| pair.later <= first && after <= pair.later + pair.length);
            if !is_whole || in_run || phrases.weight(&tokens[first..after]) < self.sentence {
                continue;
            }
            let length = own.len();
            match seen.get(&own) {
                Some(&earlier) => pairs.push(Pair { earlier, later: first, length }),
                None => {
                    seen.insert(own, first);
                }
            }
        }
        pairs
    }
}

/// Set phrases by their first characters.
struct Phrases(HashMap<char, Vec<Vec<char>>>);

impl Phrases {
    fn new(rows: &[String]) -> Self {
        let mut by_first: HashMap<char, Vec<Vec<char>>> = HashMap::new();
        for row in rows {
            let phrase: Vec<char> = row.chars().filter(|one| counts(*one)).collect();
            if let Some(first) = phrase.first() {
                by_first.entry(*first).or_default().push(phrase);
            }
        }
        Self(by_first)
    }

    /// How many characters are neither cited nor part of a set phrase.
    fn weight(&self, tokens: &[Token]) -> usize {
        let mut own: Vec<bool> = tokens.iter().map(|token| !token.cited).collect();
        for (start, token) in tokens.iter().enumerate() {
            let phrases = token.character.and_then(|first| self.0.get(&first)).into_iter().flatten();
            for phrase in phrases.filter(|phrase| start + phrase.len() <= tokens.len()) {
                if phrase.iter().zip(&tokens[start..]).all(|(one, token)| token.character == Some(*one)) {
                    own[start..start + phrase.len()].fill(false);
                }
            }
        }
        own.into_iter().filter(|own| *own).count()
    }
}

/// The characters of running text, with breaks between paragraphs and at headings.
fn tokens(document: &Document) -> Vec<Token> {
    let text = document.text();
    let mut tokens = Vec::with_capacity(text.len() / 3);
    let headings: Vec<Span> =
        document.sections.iter().filter(|section| section.form != HeadingForm::Item).map(|section| section.line).collect();
    let cited: Vec<Span> = document
        .enclosed()
        .iter()
        .filter(|entry| entry.mark == crate::document::Mark::Citation && entry.closed)
        .map(|entry| entry.span)
        .collect();
    let (mut next_heading, mut next_cited, mut cited_until) = (0, 0, 0);
    for block in document.blocks.iter().filter(|block| document.is_body(block)) {
        tokens.push(Token { character: None, at: block.span.start, cited: false });
        for (at, character) in text[block.span.range()].char_indices().map(|(at, one)| (block.span.start + at, one)) {
            while headings.get(next_heading).is_some_and(|heading| heading.end <= at) {
                next_heading += 1;
            }
            while let Some(entry) = cited.get(next_cited).filter(|entry| entry.start <= at) {
                cited_until = cited_until.max(entry.end);
                next_cited += 1;
            }
            if headings.get(next_heading).is_some_and(|heading| heading.start <= at) {
                tokens.push(Token { character: None, at, cited: false });
            } else if counts(character) {
                tokens.push(Token { character: Some(character), at, cited: at < cited_until });
            }
        }
    }
    tokens
}

fn counts(character: char) -> bool {
    character.is_alphanumeric()
}

/// Every so many tokens a window is remembered: a run of `length` holds one of them whole.
const STRIDE: usize = 8;

/// Runs of at least `length` tokens that stood before, from left to right and apart from each other.
fn runs(tokens: &[Token], length: usize) -> Vec<Pair> {
    let mut remembered: HashMap<u64, usize, BuildHasherDefault<Mixed>> = HashMap::default();
    let mut pairs = Vec::new();
    let stride = if length > 2 * STRIDE { STRIDE } else { 1 };
    let window = length + 1 - stride;
    let highest = (1..window).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let (mut start, mut hash) = (0, 0_u64);
    let mut at = 0;
    while at < tokens.len() {
        let Some(character) = tokens[at].character else {
            at += 1;
            (start, hash) = (at, 0);
            continue;
        };
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(character));
        at += 1;
        if at - start < window {
            continue;
        }
        let later = at - window;
        match remembered.get(&hash) {
            Some(&earlier) => {
                if let Some(pair) = grown(tokens, earlier, later, start).filter(|pair| pair.length >= length) {
                    at = pair.later + pair.length;
                    pairs.push(pair);
                    (start, hash) = (at, 0);
                    continue;
                }
            }
            None if later.is_multiple_of(stride) => {
                remembered.insert(hash, later);
            }
            None => {}
        }
        let leaving = tokens[later].character.map_or(0, u64::from);
        hash = hash.wrapping_sub(leaving.wrapping_mul(highest));
    }
    pairs
}

/// The run around two places that are the same, as far as they are; the later one does not reach back before `from`,
/// nor the earlier one into it.
fn grown(tokens: &[Token], earlier: usize, later: usize, from: usize) -> Option<Pair> {
    let same = |one: usize, other: usize| {
        let character = tokens.get(other).and_then(|token| token.character);
        character.is_some() && character == tokens[one].character
    };
    let most = (later - from).min(earlier);
    let back = (1..=most).take_while(|&step| same(earlier - step, later - step)).count();
    let (earlier, later) = (earlier - back, later - back);
    let length = (0..).take_while(|&step| earlier + step < later && same(earlier + step, later + step)).count();
    (length > back).then_some(Pair { earlier, later, length })
}

/// For the polynomial over the characters of a window.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash that is one already, with its low bits stirred.
#[derive(Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (value ^ (value >> 32)).wrapping_mul(BASE);
    }
}

fn span(document: &Document, tokens: &[Token], start: usize, length: usize) -> Span {
    let last = tokens[start + length - 1];
    let width = last.character.map_or(0, char::len_utf8);
    let end = last.at + width;
    // The mark that closes a quotation or title in the passage goes with it.
    let closing = document.text()[end..].chars().next().filter(|next| matches!(next, '”' | '》' | '）' | ')' | '。'));
    Span::new(tokens[start].at, end + closing.map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::Passage;
    use crate::check::marked::{findings, marks};

    const CHECK: &str = "{ characters: 10, sentence: 6, rows: [习近平新时代中国特色社会主义思想] }";

    #[test]
    fn runs_are_found_whatever_stands_between_the_characters() {
        marks::<Passage>(CHECK, "镇里设立老年人、残疾人绿色通道。\n再次⟦镇里设立“老年人”“残疾人”绿色通道⟧办事。");
        let found = findings::<Passage>(CHECK, "老街改造逐户征求意见，甲。\n老街改造逐户征求意见，乙。");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].related.len(), 1);
        assert_eq!(found[0].related[0].span.start, 0);
    }

    #[test]
    fn short_sentences_are_found_whole() {
        marks::<Passage>(CHECK, "推进普法工作。办理案件。\n⟦推进普法工作。⟧化解纠纷。");
        marks::<Passage>(CHECK, "推进普法工作，甲。推进普法工作，乙。");
    }

    #[test]
    fn titles_phrases_and_headings_are_left() {
        for quiet in [
            "学习《中华人民共和国行政处罚法》甲。\n学习《中华人民共和国行政处罚法》乙。",
            "以习近平新时代中国特色社会主义思想为指导。\n以习近平新时代中国特色社会主义思想为统领。",
            "一、深入推进政务服务集成办理改革\n全年办件3件。\n二、深入推进政务服务集成办理改革\n全年办件4件。",
            "推进推进推进推进推进推进推进推进",
        ] {
            marks::<Passage>(CHECK, quiet);
        }
    }

    #[test]
    fn a_third_time_is_found_too_and_long_texts_are_read_at_once() {
        let passage = "老街改造逐户征求意见让群众少跑腿。\n";
        assert_eq!(findings::<Passage>(CHECK, &passage.repeat(3)).len(), 2);
        let long: String = (0..60_000_u32).map(|n| char::from_u32(0x4e00 + n.wrapping_mul(7919) % 20_000).unwrap_or('一')).collect();
        let _ = findings::<Passage>(CHECK, &long);
    }
}
