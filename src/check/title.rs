//! What a title must name, and how it must end.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::document::Document;
use crate::span::Span;

/// What a title must name. Variants: `lacking` with `{missing}`; `punctuation`; `doubled`; `enclosed`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Words for the subject, one of which must stand there.
    pub subject: Vec<String>,
    /// What the subject is called in the message.
    pub subject_name: String,
    /// Endings, one of which the title must have.
    pub endings: Vec<String>,
    /// What the ending is called in the message.
    pub ending_name: String,
    /// Words for what a title announces beside the report: 暨2025年工作计划的报告. With one of them, 报告 alone is ending enough.
    #[serde(default)]
    pub beside: Vec<String>,
    /// A word that must not stand twice.
    #[serde(default)]
    pub once: Option<String>,
}

impl Check for Title {
    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let Some(title) = &document.title else { return };
        let span = if title.lines.len() == 1 { title.lines[0] } else { title.span };
        let joined: String = title.joined(document.text()).chars().filter(|character| !character.is_whitespace()).collect();
        let bare = without_note(joined.trim_end_matches(END_MARKS));
        let bare = handed_in(bare).unwrap_or(bare);
        let mut missing = Vec::new();
        if !names_unit(document) {
            missing.push("发文机关（单位名称）");
        }
        if !document.year.is_some_and(|(_, place)| title.span.covers(place)) {
            missing.push("年度");
        }
        if !self.subject.iter().any(|word| bare.contains(word.as_str())) {
            missing.push(&self.subject_name);
        }
        let own = self.before_other(bare);
        if own.is_none() && !self.endings.iter().any(|ending| bare.ends_with(ending.as_str())) {
            missing.push(&self.ending_name);
        }
        if !missing.is_empty() {
            found.push(Finding::at(span).variant("lacking").with("missing", missing.join("、")));
        }
        self.marks(document, &joined, found);
        if let Some(word) = self.once.as_ref().filter(|word| own.unwrap_or(bare).matches(word.as_str()).count() > 1) {
            found.push(Finding::at(span).variant("doubled").with("word", word));
        }
    }
}

const END_MARKS: [char; 10] = ['。', '，', '；', '：', '、', '！', '.', ',', ';', ':'];

impl Title {
    /// What a report that also announces something else says of itself: 2024年法治政府建设情况 before 及2025年工作安排的报告.
    fn before_other<'a>(&self, title: &'a str) -> Option<&'a str> {
        let both = title.strip_suffix("报告")?;
        let both = both.strip_suffix('的').unwrap_or(both);
        let at = both.rfind(['暨', '及', '和', '与'])?;
        let (own, other) = both.split_at(at);
        let own = own.trim_end_matches('以');
        let told = ["情况", "总结", "成效", "工作", "建设"].iter().any(|end| own.ends_with(end));
        (told && self.beside.iter().any(|word| other.contains(word.as_str()))).then_some(own)
    }

    /// Punctuation at the end, 《》 around the whole.
    fn marks(&self, document: &Document, joined: &str, found: &mut Vec<Finding>) {
        let Some(last) = document.title.as_ref().and_then(|title| title.lines.last().copied()) else { return };
        if joined.ends_with(END_MARKS) {
            let length = document.slice(last).chars().next_back().map_or(0, char::len_utf8);
            let mark = Span::new(last.end - length, last.end);
            found.push(Finding::at(mark).variant("punctuation").replaced_by(""));
        }
        if joined.starts_with('《') && joined.ends_with('》') {
            found.push(Finding::at(last).variant("enclosed"));
        }
    }
}

/// The title of the report that a covering letter hands in: 关于报送《…报告》的函.
fn handed_in(title: &str) -> Option<&str> {
    let (before, cited) = title.split_once('《')?;
    let hands_in = ["报送", "上报", "呈报", "呈送"].iter().any(|word| before.ends_with(word));
    cited.split_once('》').filter(|_| hands_in).map(|(title, _)| title)
}

/// A title without the note in brackets at its end: （公开稿）.
fn without_note(title: &str) -> &str {
    let closed = title.ends_with(['）', ')']);
    closed.then(|| title.rfind(['（', '(']).map(|at| &title[..at])).flatten().unwrap_or(title)
}

/// The unit stands in the title itself.
fn names_unit(document: &Document) -> bool {
    let title = document.title.as_ref().map(|title| title.span).unwrap_or_default();
    document.unit.is_some_and(|unit| title.covers(unit))
}
