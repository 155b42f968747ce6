//! Diagnostics in the shape that the Language Server Protocol publishes them in.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::cards::{Card, Cards};
use super::{address, words};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::line_index::Encoding;
use crate::report::{Checked, Options, Record, Reporter, Summary};
use crate::source::Source;
use crate::span::Span;

/// One JSON array a run, an object a file: `{uri, diagnostics}`. Positions count UTF-16 units from zero.
pub(in crate::report) struct Lsp {
    folder: Option<PathBuf>,
    cards: Cards,
}

/// How an editor counts, and what it takes of a diagnostic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// The unit of its columns.
    pub(crate) encoding: Encoding,
    /// Units of the first line that the editor has before the text: a byte order mark.
    pub(crate) lead: usize,
    /// It takes `relatedInformation`.
    pub(crate) related: bool,
    /// It takes `codeDescription`.
    pub(crate) addresses: bool,
    /// It takes `data`.
    pub(crate) data: bool,
    /// It takes the tag 1, Unnecessary.
    pub(crate) unnecessary: bool,
    /// It takes the tag 2, Deprecated.
    pub(crate) deprecated: bool,
}

impl Default for View {
    fn default() -> Self {
        Self {
            encoding: Encoding::Utf16,
            lead: 0,
            related: true,
            addresses: true,
            data: true,
            unnecessary: true,
            deprecated: true,
        }
    }
}

impl View {
    /// A finding in the report at an address.
    pub(crate) fn diagnostic(&self, uri: &str, source: &Source, cards: &Cards, diagnostic: &Diagnostic) -> Value {
        let mut value = json!({
            "range": self.range(source, diagnostic.primary.span),
            "severity": match diagnostic.severity {
                Severity::Error => 1,
                Severity::Warning => 2,
                Severity::Info => 3,
            },
            "code": diagnostic.rule.as_str(),
            "source": "hegui",
            "message": words::whole(diagnostic),
        });
        let card = cards.card(&diagnostic.rule);
        if let Some(href) = card.and_then(|card| card.address.as_deref()).filter(|_| self.addresses) {
            value["codeDescription"] = json!({ "href": href });
        }
        let tags = self.tags(card, diagnostic);
        if !tags.is_empty() {
            value["tags"] = json!(tags);
        }
        if self.related && !diagnostic.related.is_empty() {
            let related = diagnostic.related.iter().map(|label| {
                let message = if label.message.is_empty() { &diagnostic.message } else { &label.message };
                json!({ "location": { "uri": uri, "range": self.range(source, label.span) }, "message": message })
            });
            value["relatedInformation"] = Value::Array(related.collect());
        }
        if let Some(fix) = diagnostic.fix.as_ref().filter(|_| self.data) {
            value["data"] = json!({ "fix": self.repair(source, fix) });
        }
        value
    }

    /// Where a span begins and ends.
    pub(crate) fn range(&self, source: &Source, span: Span) -> Value {
        let place = |offset| {
            let position = source.position(offset, self.encoding);
            let lead = if position.line == 0 { self.lead } else { 0 };
            json!({ "line": position.line, "character": position.column + lead })
        };
        json!({ "start": place(span.start), "end": place(span.end) })
    }

    /// The edits of a fix.
    pub(crate) fn edits(&self, source: &Source, fix: &Fix) -> Value {
        let edits = fix.edits.iter();
        edits.map(|edit| json!({ "range": self.range(source, edit.span), "newText": edit.text })).collect()
    }

    fn repair(&self, source: &Source, fix: &Fix) -> Value {
        let applicability = match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        };
        json!({ "title": fix.title, "applicability": applicability, "edits": self.edits(source, fix) })
    }

    /// Words that a fix takes out are not needed; laws that were repealed are out of date.
    fn tags(&self, card: Option<&Card>, diagnostic: &Diagnostic) -> Vec<u8> {
        let primary = diagnostic.primary.span;
        let takes_out = |fix: &Fix| {
            !primary.is_empty() && fix.edits.iter().any(|edit| edit.text.is_empty() && edit.span.covers(primary))
        };
        let mut tags = Vec::new();
        if self.unnecessary && diagnostic.fix.as_ref().is_some_and(takes_out) {
            tags.push(1);
        }
        if self.deprecated && card.is_some_and(|card| card.outdated) {
            tags.push(2);
        }
        tags
    }
}

impl Lsp {
    pub(in crate::report) fn new(options: &Options, cards: Cards) -> Self {
        Self { folder: options.folder.clone(), cards }
    }

    fn diagnostic(&self, uri: &str, document: &Document, diagnostic: &Diagnostic) -> Value {
        View::default().diagnostic(uri, &document.source, &self.cards, diagnostic)
    }
}

impl Reporter for Lsp {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "[")
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let uri = address::file(file.path, self.folder.as_deref());
        let diagnostics = match file.outcome {
            Ok((document, linted)) => {
                let said = linted.diagnostics.iter().map(|diagnostic| self.diagnostic(&uri, document, diagnostic));
                said.collect()
            }
            Err(reason) => {
                let start = json!({ "line": 0, "character": 0 });
                vec![json!({
                    "range": { "start": start, "end": start }, "severity": 1, "source": "hegui",
                    "message": format!("无法读取：{reason}"),
                })]
            }
        };
        write!(out, "{}", json!({ "uri": uri, "diagnostics": diagnostics }))
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, ",")
    }

    fn end(&self, _summary: &Summary, _records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Edit;
    use crate::report::sample;

    #[test]
    fn positions_count_utf16_from_zero() {
        let (document, spans) = sample::document("第一行\n𠮷“八五”⟦普法⟧，⟦2次⟧");
        let mut found = sample::diagnostic(spans[0]);
        found.related = vec![sample::label(spans[1], "")];
        let edits = vec![Edit { span: spans[1], text: "3次".into() }];
        found.fix = Some(Fix { title: "改正".to_owned(), applicability: Applicability::Unsafe, edits });
        let linted = sample::linted(vec![found]);
        let read = Checked { path: "甲.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "坏.doc", format: None, outcome: Err("已损坏") };
        let options = Options { folder: Some(PathBuf::from("/县")), ..Options::default() };
        let text = sample::run(&Lsp::new(&options, Cards::default()), &[read, broken], &Summary::default());
        let value: Value = serde_json::from_str(&text).expect("valid JSON");
        assert_eq!(value[0]["uri"], "file:///%E5%8E%BF/%E7%94%B2.txt");
        let own = &value[0]["diagnostics"][0];
        let place = |line: u32, character: u32| json!({ "line": line, "character": character });
        assert_eq!(own["range"], json!({ "start": place(1, 6), "end": place(1, 8) }));
        assert_eq!(own["relatedInformation"][0]["message"], "未发现成文日期");
        assert_eq!(own["data"]["fix"]["edits"][0]["range"], json!({ "start": place(1, 9), "end": place(1, 11) }));
        assert_eq!(value[1]["diagnostics"][0]["message"], "无法读取：已损坏");
    }
}
