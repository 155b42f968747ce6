//! Passages that stand twice in one report.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::set_phrase::{SetPhrases, counts};
use super::twice::{BREAK, Pair, Tokens, runs};
use super::{Check, Finding, Target, script};
use crate::diagnostic::Label;
use crate::document::{Document, Enclosed, HeadingForm, Mark};
use crate::span::Span;

/// Passages that stand twice: a run of `characters`, or a whole sentence of `sentence` characters. The later place is
/// the finding, the earlier is related. Value: `{characters}`, how long the passage is.
///
/// Characters are 汉字, letters and digits; marks and white space do not count and may differ. Titles in 《》, names
/// without 汉字 in “” (“1310”) and the phrases of `rows` stand wherever they are needed and do not count towards the
/// length. What stands before the title, the title, headings and signature are not read.
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
    #[serde(skip)]
    phrases: OnceLock<SetPhrases>,
}

impl Tokens<'_> {
    /// How many of some tokens are neither cited nor part of a name such as “1310” or of a set phrase.
    fn weight(&self, tokens: Range<usize>, phrases: &SetPhrases) -> usize {
        let set = phrases.mark(&self.codes[tokens.clone()]);
        let is_name = |span: Span| !self.document.slice(span).chars().any(script::is_han);
        let counted = |entry: &&Enclosed| entry.closed && (entry.mark == Mark::Citation || is_name(entry.span));
        let (first, last) = (self.start(tokens.start), self.start(tokens.end - 1));
        let enclosed = self.document.enclosed();
        // Pairs nest only a few deep, so those that hold the first token are near.
        let near = enclosed.partition_point(|entry| entry.span.start <= first).saturating_sub(16);
        let inside = enclosed[near..].iter().take_while(|entry| entry.span.start <= last);
        let mut citations = inside.filter(counted).peekable();
        let is_cited = |at: usize| {
            while citations.next_if(|citation| citation.span.end <= at).is_some() {}
            citations.peek().is_some_and(|citation| citation.span.start <= at)
        };
        self.places[tokens].iter().map(|place| *place as usize).map(is_cited).zip(set).filter(|(cited, set)| !cited && !set).count()
    }
}

impl Check for Passage {
    fn faults(&self) -> Vec<String> {
        if self.characters < 4 { vec!["characters 应不小于 4".to_owned()] } else { Vec::new() }
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let tokens = tokens(document);
        let phrases = self.phrases.get_or_init(|| SetPhrases::new(&self.rows));
        let mut pairs = runs(&tokens, self.characters);
        for pair in &mut pairs {
            self.trim(document.text(), &tokens, pair);
        }
        pairs.retain(|pair| tokens.weight(pair.later..pair.later + pair.length, phrases) >= self.characters);
        let sentences = self.sentences(&tokens, phrases, &pairs);
        pairs.extend(sentences);
        for pair in pairs {
            let place = |start: usize| span(&tokens, start, pair.length);
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
    fn trim(&self, text: &str, tokens: &Tokens<'_>, pair: &mut Pair) {
        let ends_clause = |index: usize| {
            let from = tokens.end(index);
            let until = if index + 1 < tokens.len() { tokens.start(index + 1).max(from) } else { text.len() };
            text[from..until].contains(script::ends_clause)
        };
        // Where either of the two places has a mark, the clause is whole.
        let ends = |offset: usize| ends_clause(pair.later + offset) || ends_clause(pair.earlier + offset);
        let begins = |index: usize| {
            index.checked_sub(1).is_none_or(|before| tokens.is_break(before) || ends_clause(before))
        };
        let spare = |length: usize| length.saturating_sub(self.characters).min(LOOSE);
        let after = (0..=spare(pair.length)).find(|cut| ends(pair.length - 1 - cut)).unwrap_or(0);
        let length = pair.length - after;
        let whole = begins(pair.later) || begins(pair.earlier);
        let before = if whole { 0 } else { (1..=spare(length)).find(|cut| ends(cut - 1)).unwrap_or(0) };
        *pair = Pair { earlier: pair.earlier + before, later: pair.later + before, length: length - before };
    }

    /// Whole sentences too short for a run.
    fn sentences(&self, tokens: &Tokens<'_>, phrases: &SetPhrases, runs: &[Pair]) -> Vec<Pair> {
        let document = tokens.document;
        let mut seen: HashMap<&[u16], usize> = HashMap::new();
        let mut pairs = Vec::new();
        let mut first = 0;
        for sentence in document.sentences() {
            // Not far: behind the sentence before.
            first += tokens.places[first..].iter().take_while(|place| (**place as usize) < sentence.start).count();
            while first < tokens.len() && tokens.start(first) == sentence.start && tokens.is_break(first) {
                first += 1;
            }
            let length = tokens.places[first..].iter().take(self.characters).take_while(|at| (**at as usize) < sentence.end).count();
            let own = &tokens.codes[first..first + length];
            // A sentence with a heading in it, or one that has not ended, is none.
            if !(self.sentence..self.characters).contains(&length) || own.contains(&BREAK) {
                continue;
            }
            let is_whole = document.slice(*sentence).ends_with(['。', '！', '？', '”', '）']);
            let in_run = runs.iter().any(|pair| pair.later <= first && first + length <= pair.later + pair.length);
            if !is_whole || in_run {
                continue;
            }
            match seen.entry(own) {
                Entry::Occupied(earlier) if tokens.weight(first..first + length, phrases) >= self.sentence => {
                    pairs.push(Pair { earlier: *earlier.get(), later: first, length });
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(entry) => {
                    entry.insert(first);
                }
            }
        }
        pairs
    }
}

/// The characters of running text, with breaks between paragraphs and at headings.
fn tokens(document: &Document) -> Tokens<'_> {
    let room = document.text().len() / 3;
    let mut tokens = Tokens { document, codes: Vec::with_capacity(room), places: Vec::with_capacity(room) };
    let is_heading = |form| form != HeadingForm::Item;
    let mut headings = document.sections.iter().filter(|section| is_heading(section.form)).map(|section| section.line).peekable();
    for block in document.blocks.iter().filter(|block| document.is_body(block)) {
        let mut at = block.span.start;
        tokens.push_break(at);
        while headings.next_if(|heading| heading.end <= at).is_some() {}
        while let Some(heading) = headings.next_if(|heading| heading.start < block.span.end) {
            if at < heading.start {
                push_characters(Span::new(at, heading.start), &mut tokens);
            }
            // At both ends, so that no sentence that has a part of it seems whole.
            let end = heading.end.min(block.span.end);
            tokens.push_break(heading.start.max(at));
            tokens.push_break(end - 1);
            at = end;
        }
        push_characters(Span::new(at, block.span.end), &mut tokens);
    }
    tokens
}

fn push_characters(span: Span, tokens: &mut Tokens<'_>) {
    let document = tokens.document;
    let characters = document.characters();
    let (codes, places) = (characters.codes(), characters.places());
    let mut at = characters.at(span.start);
    for sign in document.signs_in(span) {
        let index = sign.index as usize;
        // The 汉字 before it, and the sign where it counts.
        let end = index + usize::from(counts(sign.character));
        tokens.codes.extend_from_slice(&codes[at..end]);
        tokens.places.extend_from_slice(&places[at..end]);
        at = index + 1;
    }
    let end = characters.at(span.end);
    tokens.codes.extend_from_slice(&codes[at..end]);
    tokens.places.extend_from_slice(&places[at..end]);
}

fn span(tokens: &Tokens<'_>, start: usize, length: usize) -> Span {
    let end = tokens.end(start + length - 1);
    // The mark that closes a quotation or title in the passage goes with it.
    let closing = tokens.document.text()[end..].chars().next().filter(|next| matches!(next, '”' | '》' | '）' | ')' | '。'));
    Span::new(tokens.start(start), end + closing.map_or(0, char::len_utf8))
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
