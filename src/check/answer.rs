//! Shortcomings that no sentence of the plan takes up.

use std::sync::OnceLock;

use serde::Deserialize;

use super::lexicon::Lexicon;
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, Section, is_chinese_digit};
use crate::span::Span;
use crate::word::{Class, Word};

/// A shortcoming whose matter no plan speaks of.
///
/// A shortcoming is a sub-heading or a member of a list (一是…) of a section with the one role; what it is about are the
/// words of its first clause that are not general. It is answered where a section with the other role has one of these
/// words, two characters of one, or another word for the same matter. Nothing is said of a shortcoming without a word of
/// the table, of a plan that takes up all of them at once, or where the two stand under one heading.
/// Value: `{words}`, what the shortcoming is about.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The role of the sections that tell shortcomings.
    pub of: String,
    /// The role of the sections that answer them.
    pub by: String,
    /// Words by which a plan takes up all shortcomings at once: 针对上述问题.
    pub blanket: Vec<String>,
    /// The shortest plan, in characters, that can be expected to answer each.
    pub characters: usize,
    /// Words for matters.
    pub rows: Vec<Matter>,
    #[serde(skip)]
    general: OnceLock<Lexicon>,
}

/// Words for one matter, each entry one or several with white space between.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// The words.
    pub words: Vec<String>,
    /// They tell of no matter by themselves.
    #[serde(default)]
    pub general: bool,
}

/// The longest clause that names a shortcoming, in characters.
const LONGEST: usize = 40;

impl Check for Answer {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let named = |section: &&Section| !section.inferred && section.parent.is_none();
        let told: Vec<&Section> = document.with_role(&self.of).filter(named).collect();
        let plans: Vec<&Section> = document.with_role(&self.by).filter(named).collect();
        let is_merged = told.iter().any(|section| section.has_role(&self.by));
        let plan: String = plans.iter().map(|section| document.slice(section.span)).collect();
        if told.is_empty() || is_merged || plan.chars().count() < self.characters {
            return;
        }
        if self.blanket.iter().any(|words| document.may_hold(words) && plan.contains(words.as_str())) {
            return;
        }
        let general = self.general.get_or_init(|| Lexicon::of(self.general_words().map(str::to_owned)));
        let topics: Vec<Span> = told.iter().flat_map(|section| topics(document, section)).collect();
        let unanswered: Vec<(Span, Vec<&str>)> = topics
            .iter()
            .filter_map(|topic| Some((*topic, self.unanswered(target, *topic, &plan, general)?)))
            .collect();
        // A plan that answers nothing speaks in other words than these.
        if unanswered.len() == topics.len() && topics.len() > 1 {
            return;
        }
        for (topic, words) in unanswered {
            let mut finding = Finding::at(topic).with("words", words.join("、"));
            let message = "下一年度的安排中未见相应内容".to_owned();
            finding.related.extend(plans.first().map(|plan| Label { span: plan.line, message }));
            found.push(finding);
        }
    }
}

impl Answer {
    fn general_words(&self) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().filter(|row| row.general);
        rows.flat_map(|row| row.words.iter()).flat_map(|words| words.split_whitespace())
    }

    /// What a shortcoming is about, if it is about a matter of the table and the plan has nothing of it.
    fn unanswered<'d>(
        &self,
        target: &Target<'d>,
        topic: Span,
        plan: &str,
        general: &Lexicon,
    ) -> Option<Vec<&'d str>> {
        let document = target.document;
        let own = document.slice(topic);
        let mut matters = self.rows.iter().filter(|row| !row.general && row.words.iter().any(|word| document.may_hold(word) && own.contains(word.as_str()))).peekable();
        matters.peek()?;
        if matters.any(|matter| matter.words.iter().any(|word| document.may_hold(word) && plan.contains(word.as_str()))) {
            return None;
        }
        let words = target.context.words.cut(document.text(), topic);
        let is_content = |word: &&Word| {
            let sort =
                matches!(word.class, Class::Noun | Class::Verb | Class::VerbalNoun | Class::Adjective | Class::Other);
            let text = document.slice(word.span);
            sort && text.chars().nth(1).is_some() && !is_general(text, general)
        };
        let content: Vec<&str> = words.iter().filter(is_content).map(|word| document.slice(word.span)).collect();
        let is_answered = content.iter().any(|word| {
            let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
            starts.windows(3).map(|pair| &word[pair[0]..pair[2]]).any(|pair| !general.has(pair) && plan.contains(pair))
        });
        (!is_answered && !content.is_empty()).then_some(content)
    }
}

/// Whether a word is a general one, or made of two of them.
fn is_general(word: &str, general: &Lexicon) -> bool {
    let halves = word.char_indices().skip(1).any(|(at, _)| general.has(&word[..at]) && general.has(&word[at..]));
    general.has(word) || halves
}

/// What names each shortcoming of a section: its sub-headings, else the first clauses of the members of a list.
fn topics(document: &Document, section: &Section) -> Vec<Span> {
    let inside = |other: &&Section| other.level == section.level + 1 && section.span.covers(other.span) && other.span != section.span;
    let first = document.sections.partition_point(|other| other.span.start < section.span.start);
    let near = document.sections[first..].iter().take_while(|other| other.span.start < section.span.end);
    let headings: Vec<Span> = near.filter(inside).map(|child| child.heading).collect();
    let tells_causes = |span: &Span| ["原因", "成因", "根源"].iter().any(|word| document.slice(*span).contains(word));
    if headings.len() > 1 {
        return if headings.iter().any(tells_causes) { Vec::new() } else { headings };
    }
    let text = document.text();
    let slice = document.slice(section.span);
    let mut topics = Vec::new();
    for (at, is) in slice.match_indices('是') {
        let numeral = slice[..at].trim_end_matches(is_chinese_digit);
        let opens = numeral.chars().next_back().is_none_or(|one| one.is_whitespace() || "。；：，、".contains(one));
        if numeral.len() == at || !opens {
            continue;
        }
        let start = section.span.start + at + is.len();
        let rest = &text[start..section.span.end];
        let end = rest.find(['，', '。', '；', '：', '\n']).unwrap_or(rest.len());
        if rest[..end].chars().nth(LONGEST).is_some() {
            continue;
        }
        topics.push(Span::new(start, start + end));
    }
    // A list of causes within one shortcoming is no list of shortcomings.
    if topics.iter().any(tells_causes) { Vec::new() } else { topics }
}
