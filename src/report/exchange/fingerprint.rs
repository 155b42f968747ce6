//! Names of findings that stay the same while the text around them changes.

use std::collections::HashMap;

use crate::baseline;
use crate::diagnostic::Diagnostic;
use crate::document::Document;

/// For each diagnostic its rule and the words it stands in, as a baseline knows them; of two that are alike the second
/// counts as such. Where a report lies is no part of them.
pub(crate) fn of_all(document: &Document, diagnostics: &[Diagnostic]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let print = |diagnostic: &Diagnostic| {
        let alike = format!("{}-{}", diagnostic.rule, baseline::hash(document, diagnostic.primary.span));
        let count = seen.entry(alike.clone()).or_default();
        *count += 1;
        format!("{alike}-{count}")
    };
    diagnostics.iter().map(print).collect()
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
    }
}
