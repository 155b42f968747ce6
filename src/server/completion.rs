//! What could be written next: titles of laws after 《, prescribed headings, fixed phrases, keys of YAML files.

use std::sync::Arc;

use lsp_types::{CompletionParams, Position, Range};
use serde_json::{Value, json};

use super::lexicon::STATE;
use super::open::{Checked, Open, Report, unknown};
use super::{Refusal, Server, check, keys};
use crate::document::chinese_numeral;
use crate::judge::terms::Terms;

/// Most titles that are offered at once; what is typed further narrows them.
const MOST: usize = 200;
/// The fewest characters of a phrase that must stand there before it is offered.
const SHORTEST: usize = 2;
/// No phrase is longer, in characters.
const LONGEST: usize = 60;

/// After these an editor asks by itself.
pub(super) const TRIGGERS: [&str; 5] = ["《", "、", "）", "#", "“"];

impl Server {
    /// What could be written at a position.
    pub(super) fn completion(&mut self, params: &CompletionParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position;
        let address = at.text_document.uri.as_str();
        let checked = self.checked(address)?;
        let open = self.open.get(address).ok_or_else(|| unknown(address))?;
        let before = Before::of(open, at.position, self.client.encoding);
        let path = open.path.clone();
        let is_text = check::name(open).is_some();
        if !is_text {
            return Ok(keys::offered(&path, &before, || self.terms(&path).ok()));
        }
        let (terms, report) = match &checked {
            Checked::Report(report) => (Arc::clone(&report.terms), Some(report)),
            Checked::Nothing | Checked::Other(_) => match self.terms(&path) {
                Ok(terms) => (terms, None),
                Err(_) => return Ok(Value::Null),
            },
        };
        if let Some(typed) = before.citation() {
            let year = report.and_then(|report| report.document.year).map(|(year, _)| year);
            return Ok(self.titles(&before, typed, year, &terms));
        }
        let mut items = report.map(|report| headings(&before, report)).unwrap_or_default();
        items.extend(self.phrases(&before, &terms));
        Ok(json!({ "isIncomplete": true, "items": items }))
    }

    fn titles(&mut self, before: &Before, typed: &str, year: Option<i32>, terms: &Arc<Terms>) -> Value {
        let lexicon = self.lexicon(terms);
        let with_state = !typed.is_empty() && (STATE.starts_with(typed) || typed.starts_with(STATE));
        let bare = typed.strip_prefix(STATE).unwrap_or(if with_state { "" } else { typed });
        let fitting: Vec<_> = lexicon.laws.iter().filter(|law| law.title.contains(bare)).collect();
        let items: Vec<Value> = fitting
            .iter()
            .take(MOST)
            .map(|law| {
                let title = if with_state { format!("{STATE}{}", law.title) } else { law.title.clone() };
                let is_repealed = law.is_repealed(year);
                let begins = !law.title.starts_with(bare);
                let close = if before.after.starts_with('》') { "" } else { "》" };
                json!({
                    "label": title, "kind": 18, "detail": law.told(), "filterText": title,
                    "sortText": format!("{}{}{}", u8::from(is_repealed), u8::from(begins), title),
                    "tags": if is_repealed { json!([1]) } else { json!([]) },
                    "textEdit": { "range": before.last(typed), "newText": format!("{title}{close}") },
                })
            })
            .collect();
        json!({ "isIncomplete": fitting.len() > MOST, "items": items })
    }

    /// Phrases that begin as the words before the cursor end.
    fn phrases(&mut self, before: &Before, terms: &Arc<Terms>) -> Vec<Value> {
        let lexicon = self.lexicon(terms);
        let ends: Vec<&str> = before
            .line
            .char_indices()
            .rev()
            .take(LONGEST)
            .map(|(at, _)| &before.line[at..])
            .skip(SHORTEST - 1)
            .collect();
        let begun = |phrase: &String| {
            let typed = ends.iter().rev().find(|end| phrase.starts_with(**end) && phrase.len() > end.len())?;
            Some(json!({
                "label": phrase, "kind": 15, "detail": "规范表述", "filterText": phrase,
                "textEdit": { "range": before.last(typed), "newText": phrase },
            }))
        };
        lexicon.phrases.iter().filter_map(begun).collect()
    }
}

/// Prescribed headings at the beginning of a line, those that the report lacks first.
fn headings(before: &Before, report: &Report) -> Vec<Value> {
    let (document, terms) = (&report.document, &report.terms);
    let Some(vocabulary) = terms.rules.vocabularies().get(document.vocabulary) else { return Vec::new() };
    let signs = before.line.len() - before.line.trim_start_matches(['#', ' ', '　']).len();
    let typed = &before.line[signs..];
    let is_number = |one: char| "一二三四五六七八九十、第部分".contains(one);
    let words = typed.trim_start_matches(is_number);
    // In the middle of a sentence nobody wants a heading.
    if typed.chars().count() > 24 || typed.contains(['，', '。', '；']) || (typed.is_empty() && signs == 0) {
        return Vec::new();
    }
    let year = document.year.map(|(year, _)| year).or(terms.context.year);
    let offset = report.offset(before.position);
    let last = document.sections.iter().filter(|section| section.level == 1 && section.line.end <= offset);
    let number = last.filter_map(|section| section.number).map(|number| number.value).max().unwrap_or(0) + 1;
    let number =
        typed.split_once('、').map_or_else(|| chinese_numeral(number), |(written, _)| written.to_owned().into());
    let forms = vocabulary.roles.iter().enumerate().filter(|(_, role)| role.standard.is_some());
    forms
        .filter_map(|(order, role)| {
            let heading = role.standard_heading(year);
            if !heading.contains(words) {
                return None;
            }
            let is_there = document.with_role(&role.role).any(|section| !section.inferred);
            let text = format!("{number}、{heading}");
            Some(json!({
                "label": text, "kind": 9, "detail": if is_there { "规定的部分（已有）" } else { "规定的部分（尚缺）" },
                "filterText": format!("{typed}{heading}"), "sortText": format!("{}{order:02}", u8::from(is_there)),
                "textEdit": { "range": before.last(typed), "newText": text },
            }))
        })
        .collect()
}

/// The line before the cursor.
pub(super) struct Before {
    /// From its beginning.
    pub(super) line: String,
    /// What follows on the line.
    after: String,
    /// All lines before it.
    pub(super) above: String,
    position: Position,
    encoding: crate::line_index::Encoding,
}

impl Before {
    fn of(open: &Open, position: Position, encoding: crate::line_index::Encoding) -> Self {
        let text = open.text.as_str();
        let offset = open.text.offset(position, encoding);
        let start = text[..offset].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let end = text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at);
        let line = text[start..offset].trim_start_matches('\u{feff}').to_owned();
        Self {
            line,
            after: text[offset..end].to_owned(),
            above: text[..start].to_owned(),
            position: open.text.position(offset, encoding),
            encoding,
        }
    }

    /// What is typed of a title after 《, where one is open.
    fn citation(&self) -> Option<&str> {
        let (_, typed) = self.line.rsplit_once('《')?;
        (!typed.contains('》') && typed.chars().count() <= LONGEST).then_some(typed)
    }

    /// The range of the last words before the cursor.
    pub(super) fn last(&self, words: &str) -> Value {
        let width = crate::line_index::LineIndex::new(words).position(words, words.len(), self.encoding).column;
        let width = u32::try_from(width).unwrap_or_default();
        let start = Position { character: self.position.character.saturating_sub(width), ..self.position };
        json!(Range { start, end: self.position })
    }
}
