//! How long a sentence may be.

use serde::Deserialize;

use super::{Check, Finding, Target};

/// Sentences that are too long. The rule's words may use `{count}`, the number of characters.
///
/// ```yaml
/// check: { occurrence: { most_characters: 150 } }
/// ```
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occurrence {
    /// Most characters that a sentence may have.
    pub most_characters: usize,
}

impl Check for Occurrence {
    fn faults(&self) -> Vec<String> {
        if self.most_characters == 0 { vec!["most_characters 应大于 0".to_owned()] } else { Vec::new() }
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let sentences = target.document.sentences().iter();
        // Three bytes at most a character: short sentences need no counting.
        for &sentence in sentences.filter(|sentence| sentence.len() > self.most_characters) {
            let count = target.document.slice(sentence).chars().count();
            if count > self.most_characters {
                found.push(Finding::at(sentence).with("count", count.to_string()));
            }
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
}
