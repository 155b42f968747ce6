//! Names of findings that stay the same while the text around them changes.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::document::Document;

/// For each diagnostic sixteen hexadecimal digits, made of its rule and of the words it stands in; of two that are alike
/// the second counts as such. Where a report lies is no part of them.
pub(crate) fn of_all(document: &Document, diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let print = |diagnostic: &Diagnostic| {
        let sentence = document.sentence_at(diagnostic.primary.span.start);
        let words =
            [diagnostic.rule.as_str(), document.source.slice(diagnostic.primary.span), document.source.slice(sentence)];
        let alike = words.iter().fold(BASIS, |hash, words| mixed(mixed(hash, words.as_bytes()), &[0]));
        let count = seen.entry(alike).or_default();
        *count += 1;
        format!("{:016x}", mixed(alike, &count.to_le_bytes()))
    };
    diagnostics.iter().map(print).collect()
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which every machine computes alike; white space does not count.
fn mixed(hash: u64, bytes: &[u8]) -> u64 {
    let counted = bytes.iter().filter(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    counted.fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn changes_elsewhere_do_not_matter_and_twins_differ() {
        let prints = |marked: &str| {
            let (document, spans) = sample::document(marked);
            of_all(&document, &spans.into_iter().map(sample::diagnostic).collect::<Vec<_>>())
        };
        let before = prints("第一句。“八五”⟦普法⟧讲座。“八五”⟦普法⟧讲座。");
        assert_ne!(before[0], before[1]);
        assert_eq!(prints("另有一句在前。第一句。“八五”⟦普法⟧ 讲座。“八五”⟦普法⟧讲座。后面也有。"), before);
        assert_ne!(prints("第一句。“八五”⟦普法⟧培训。")[0], before[0]);
        assert!(before.iter().all(|print| print.len() == 16));
    }
}
