//! Runs a check over a text in which ⟦marks⟧ stand around what it must find.

use serde::de::DeserializeOwned;

use super::{Check, Context, Finding, Hit, Target};
use crate::document::{Document, NO_VOCABULARY, plain_blocks};
use crate::source::Source;
use crate::span::Span;

/// Fails unless the check with these parameters finds what is marked and nothing else.
pub(crate) fn marks<C: Check + DeserializeOwned>(parameters: &str, marked: &str) {
    let (text, spans) = unmark(marked);
    let found: Vec<Span> = findings::<C>(parameters, &text).iter().map(|finding| finding.span).collect();
    let words = |spans: &[Span]| spans.iter().map(|span| text[span.range()].to_owned()).collect::<Vec<_>>();
    assert_eq!(words(&found), words(&spans), "{marked}");
    assert_eq!(found, spans, "{marked}");
}

/// What the check finds, by place.
pub(crate) fn findings<C: Check + DeserializeOwned>(parameters: &str, text: &str) -> Vec<Finding> {
    findings_in::<C>(parameters, text, &Context::default())
}

/// What the check finds in a report of which something is known, by place.
pub(crate) fn findings_in<C: Check + DeserializeOwned>(
    parameters: &str,
    text: &str,
    context: &Context,
) -> Vec<Finding> {
    let check: C = serde_yaml::from_str(parameters).unwrap_or_else(|error| panic!("{parameters}: {error}"));
    assert_eq!(check.faults(), Vec::<String>::new(), "{parameters}");
    let document = Document::understand(Source::new("t", text), plain_blocks(text), &[]);
    run(&check, &document, context)
}

/// The text after all edits of all findings.
pub(crate) fn fixed<C: Check + DeserializeOwned>(parameters: &str, text: &str) -> String {
    let mut edits: Vec<_> = findings::<C>(parameters, text).into_iter().flat_map(|finding| finding.edits).collect();
    edits.sort();
    edits.dedup();
    let mut fixed = text.to_owned();
    for edit in edits.iter().rev() {
        fixed.replace_range(edit.span.range(), &edit.text);
    }
    fixed
}

/// Runs one check by itself.
pub(crate) fn run(check: &dyn Check, document: &Document, context: &Context) -> Vec<Finding> {
    let mut literals = Vec::new();
    check.literals(&mut literals);
    let mut hits: Vec<Hit> = Vec::new();
    for (literal, word) in literals.iter().enumerate() {
        for (start, _) in document.text().char_indices() {
            if document.text()[start..].starts_with(word) {
                hits.push(Hit { literal, span: Span::new(start, start + word.len()) });
            }
        }
    }
    hits.sort_by_key(|hit| (hit.span.start, hit.span.end, hit.literal));
    let mut found = Vec::new();
    if literals.is_empty() || !hits.is_empty() {
        check.check(&Target { document, hits: &hits, context, vocabulary: &NO_VOCABULARY }, &mut found);
    }
    found.sort_by_key(|finding| (finding.span.start, finding.span.end));
    found
}

/// The text without marks, and where the marks were.
pub(crate) fn unmark(marked: &str) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut open = Vec::new();
    for character in marked.chars() {
        match character {
            '⟦' => open.push(text.len()),
            '⟧' => spans.push(Span::new(open.pop().expect("an opening mark"), text.len())),
            _ => text.push(character),
        }
    }
    assert!(open.is_empty(), "{marked}");
    spans.sort();
    (text, spans)
}
