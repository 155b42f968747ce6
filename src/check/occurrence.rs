//! How long a sentence may be, and how many words of a kind it may hold.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::span::Span;

/// Sentences that are too long, or that hold too many of certain words. The rule's words may use `{characters}` and
/// `{words}`, how many there are.
///
/// ```yaml
/// check: { occurrence: { most_characters: 150 } }
/// check: { occurrence: { words: [高度重视, 显著成效], most_words: 1, without: ["《", "“", "0"] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Occurrence {
    /// Most characters that a sentence may have.
    #[serde(default)]
    pub most_characters: Option<usize>,
    /// Words that are counted.
    #[serde(default)]
    pub words: Vec<String>,
    /// Most of them that a sentence may hold.
    #[serde(default)]
    pub most_words: usize,
    /// A sentence with one of these may hold any number of them.
    #[serde(default)]
    pub without: Vec<String>,
}

impl Check for Occurrence {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        if self.most_characters.is_none() {
            literals.extend(self.words.iter().map(String::as_str));
        }
    }

    fn faults(&self) -> Vec<String> {
        let nothing = self.most_characters.is_none_or(|most| most == 0) && self.words.is_empty();
        if nothing { vec!["应写明大于 0 的 most_characters，或者 words".to_owned()] } else { Vec::new() }
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        if let Some(most) = self.most_characters {
            let sentences = target.document.sentences().iter();
            // Three bytes at most a character: short sentences need no counting.
            for &sentence in sentences.filter(|sentence| sentence.len() > most) {
                let count = target.document.slice(sentence).chars().count();
                if count > most {
                    found.push(Finding::at(sentence).with("characters", count.to_string()));
                }
            }
            return;
        }
        let mut at: Option<(Span, usize)> = None;
        for hit in target.hits {
            let sentence = target.document.sentence_at(hit.span.start);
            match &mut at {
                Some((same, count)) if *same == sentence => *count += 1,
                _ => {
                    self.report(target, at.replace((sentence, 1)), found);
                }
            }
        }
        self.report(target, at, found);
    }
}

impl Occurrence {
    fn report(&self, target: &Target<'_>, counted: Option<(Span, usize)>, found: &mut Vec<Finding>) {
        let Some((sentence, count)) = counted.filter(|(_, count)| *count > self.most_words) else { return };
        let text = target.document.slice(sentence);
        if !self.without.iter().any(|word| text.contains(word.as_str())) {
            found.push(Finding::at(sentence).with("words", count.to_string()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Occurrence;
    use crate::check::marked::marks;

    #[test]
    fn long_sentences_are_counted_in_characters() {
        marks::<Occurrence>("{ most_characters: 8 }", "⟦推进法治政府建设。⟧加强领导，压实。\n⟦一二三四五六七八九⟧");
    }

    #[test]
    fn words_are_counted_in_each_sentence() {
        let check = "{ words: [高度重视, 显著成效], most_words: 1, without: ['4'] }";
        marks::<Occurrence>(check, "高度重视。⟦高度重视，取得显著成效。⟧高度重视，4次，显著成效。\n显著成效。");
    }
}
