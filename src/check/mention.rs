//! A section must tell of certain things.

use serde::Deserialize;

use super::{Check, Finding, Target, WordList};
use crate::document::FigureUnit;
use crate::span::Span;

/// A section must tell of at least so many of the listed things; silent where the section is missing.
/// Values: `{missing}` and `{seen}`, the names of things not told and told; `{count}` of those told.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Mention {
    /// The role of the section.
    pub role: String,
    /// The things.
    pub things: Vec<Thing>,
    /// How many of them must be told.
    pub min: usize,
    /// Speak only when one of them is told: nothing at all may mean another way of telling.
    #[serde(default)]
    pub some: bool,
    /// Words that are no mention although they hold a shorter one (副书记 holds 书记).
    #[serde(default)]
    pub ignore: Vec<String>,
}

/// A thing to be told.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// What it is called.
    pub name: String,
    /// Words, any of which tells it.
    pub words: WordList,
    /// A figure must stand in the same sentence.
    #[serde(default)]
    pub figure: bool,
}

impl Check for Mention {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let sections: Vec<_> = document.with_role(&self.role).filter(|section| !section.inferred).collect();
        let Some(first) = sections.first() else { return };
        let bodies: Vec<Span> = sections.iter().map(|section| Span::new(section.line.end, section.span.end.max(section.line.end))).collect();
        if !bodies.iter().any(|body| document.slice(*body).chars().any(char::is_alphanumeric)) {
            return;
        }
        let (seen, missing): (Vec<&Thing>, Vec<&Thing>) =
            self.things.iter().partition(|thing| bodies.iter().any(|body| self.told(target, *body, thing)));
        if seen.len() >= self.min || (self.some && seen.is_empty()) {
            return;
        }
        let names = |things: &[&Thing]| {
            let names: Vec<&str> = things.iter().map(|thing| thing.name.as_str()).collect();
            if names.is_empty() { "无".to_owned() } else { names.join("、") }
        };
        let finding = Finding::at(first.line)
            .about(&self.role)
            .with("missing", names(&missing))
            .with("seen", names(&seen))
            .with("count", seen.len().to_string());
        found.push(finding);
    }
}

impl Mention {
    fn told(&self, target: &Target<'_>, body: Span, thing: &Thing) -> bool {
        let document = target.document;
        let slice = document.slice(body);
        thing.words.in_report(document).any(|word| {
            memchr::memmem::find_iter(slice.as_bytes(), word).any(|at| {
                let span = Span::new(body.start + at, body.start + at + word.len());
                !self.is_ignored(slice, at, word.len()) && (!thing.figure || has_figure(target, span))
            })
        })
    }

    /// Whether the word at `at` is part of a longer one to ignore.
    fn is_ignored(&self, slice: &str, at: usize, length: usize) -> bool {
        self.ignore.iter().filter(|ignored| ignored.len() > length).any(|ignored| {
            ignored.match_indices(&slice[at..at + length]).any(|(offset, _)| {
                at.checked_sub(offset).and_then(|start| slice.get(start..start + ignored.len())) == Some(ignored.as_str())
            })
        })
    }
}

/// Whether the sentence of a word has a figure that counts something.
fn has_figure(target: &Target<'_>, word: Span) -> bool {
    let sentence = target.document.sentence_at(word.start);
    let figures = target.document.figures();
    let first = figures.partition_point(|figure| figure.span.start < sentence.start);
    figures[first..]
        .iter()
        .take_while(|figure| figure.span.start < sentence.end)
        .any(|figure| figure.unit == FigureUnit::Count)
}
