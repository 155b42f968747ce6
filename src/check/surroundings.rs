//! What stands around a place: words directly before and after it, a longer text that holds it, words near it.

use serde::Deserialize;

use crate::document::Document;
use crate::scan::{begins, ends};
use crate::span::Span;

/// What stands around a found text. Several words: one of them is enough; several keys: one of them is enough.
///
/// `unless: { after: [社会主义], inside: [全国法制宣传日] }` lets 社会主义法制建设 and 全国法制宣传日 pass;
/// `only: { near: [宣传日, 节] }` looks at nothing else.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Surroundings {
    /// The found text stands directly after one of these; white space between them does not count.
    #[serde(default)]
    pub after: Vec<String>,
    /// The found text stands directly before one of these; white space between them does not count.
    #[serde(default)]
    pub before: Vec<String>,
    /// The found text is part of one of these longer texts.
    #[serde(default)]
    pub inside: Vec<String>,
    /// One of these stands in the same sentence.
    #[serde(default)]
    pub near: Vec<String>,
    /// How many characters away from the found text the words of `near` may be; the whole sentence if not given.
    #[serde(default)]
    pub within: Option<usize>,
}

impl Surroundings {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        [&self.after, &self.before, &self.inside, &self.near].into_iter().all(Vec::is_empty)
    }

    /// Whether one of these stands around the span.
    pub fn hold(&self, document: &Document, span: Span) -> bool {
        let text = document.text();
        let (before, after) = (text[..span.start].trim_end(), text[span.end..].trim_start());
        self.after.iter().any(|word| ends(before, word))
            || self.before.iter().any(|word| begins(after, word))
            || self.inside.iter().any(|longer| document.may_hold(longer) && is_inside(text, span, longer))
            || (!self.near.is_empty() && self.is_near(document, span))
    }

    fn is_near(&self, document: &Document, span: Span) -> bool {
        let sentence = document.sentence_at(span.start);
        let text = document.text();
        let before = &text[sentence.start.min(span.start)..span.start];
        let after = &text[span.end..sentence.end.max(span.end)];
        let (before, after) = match self.within {
            Some(most) => (last(before, most), first(after, most)),
            None => (before, after),
        };
        let words = self.near.iter().filter(|word| document.may_hold(word)).map(String::as_str);
        words.into_iter().any(|word| before.contains(word) || after.contains(word))
    }
}

/// Whether the span is part of a longer text that stands there.
fn is_inside(text: &str, span: Span, longer: &str) -> bool {
    let found = &text[span.range()];
    longer.match_indices(found).any(|(offset, _)| {
        let start = span.start.checked_sub(offset);
        start.and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(longer))
    })
}

fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

fn last(text: &str, most: usize) -> &str {
    most.checked_sub(1)
        .and_then(|before_last| text.char_indices().rev().nth(before_last))
        .map_or(if most == 0 { "" } else { text }, |(start, _)| &text[start..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;
    use crate::source::Source;

    fn hold(yaml: &str, text: &str, found: &str) -> bool {
        let surroundings: Surroundings = serde_yaml::from_str(yaml).expect(yaml);
        let document = Document::understand(Source::new("t", text), plain_blocks(text), &[]);
        let start = text.find(found).expect("in the text");
        surroundings.hold(&document, Span::new(start, start + found.len()))
    }

    #[test]
    fn each_key_looks_at_its_own_side() {
        for (yaml, text, holds) in [
            ("{ after: [社会主义] }", "健全社会主义法制建设", true),
            ("{ after: [社会主义] }", "社会主义 法制", true),
            ("{ after: [社会主义] }", "社会主义的法制", false),
            ("{ before: [日报] }", "据法制日报报道", true),
            ("{ before: [日报] }", "日报法制版", false),
            ("{ inside: [全国法制宣传日] }", "开展全国法制宣传日活动", true),
            ("{ inside: [全国法制宣传日] }", "开展法制宣传日活动", false),
            ("{ near: [节] }", "法制。国庆节", false),
            ("{ near: [节] }", "法制，国庆节", true),
            ("{ near: [节], within: 3 }", "法制，国庆节", false),
            ("{ near: [国], within: 2 }", "国有法制", true),
            ("{ near: [国], within: 1 }", "国有法制", false),
            ("{}", "法制", false),
        ] {
            assert_eq!(hold(yaml, text, "法制"), holds, "{yaml}: {text}");
        }
    }
}
