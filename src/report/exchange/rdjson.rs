//! The lines of reviewdog's diagnostic format (rdjsonl), which a bot puts into a review.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{address, words};
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::line_index::Encoding;
use crate::report::{Checked, Record, Reporter, Summary};
use crate::span::Span;

/// One JSON object a finding, a line each. Columns count the bytes of UTF-8, as the format asks.
pub(in crate::report) struct Rdjson;

impl Reporter for Rdjson {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let path = address::slashed(file.path);
        let source = json!({ "name": "hegui" });
        let (document, linted) = match file.outcome {
            Ok(checked) => checked,
            Err(reason) => {
                let message = format!("无法读取：{reason}");
                let line = json!({
                    "message": message, "location": { "path": path }, "severity": "ERROR", "source": source,
                });
                return writeln!(out, "{line}");
            }
        };
        for diagnostic in &linted.diagnostics {
            let severity = match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            };
            let mut line = json!({
                "message": words::whole(diagnostic),
                "location": { "path": path, "range": range(document, diagnostic.primary.span) },
                "severity": severity,
                "source": source,
                "code": { "value": diagnostic.rule.as_str() },
            });
            // A suggestion is one edit; where a fix has several, each would be taken for a way of its own.
            if let Some(edit) =
                diagnostic.fix.as_ref().and_then(|fix| fix.edits.first().filter(|_| fix.edits.len() == 1))
            {
                line["suggestions"] = json!([{ "range": range(document, edit.span), "text": edit.text }]);
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, _records: &[Record], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn range(document: &Document, span: Span) -> Value {
    let place = |offset| {
        let position = document.source.position(offset, Encoding::Utf8);
        json!({ "line": position.line + 1, "column": position.column + 1 })
    };
    json!({ "start": place(span.start), "end": place(span.end) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Edit, Fix};
    use crate::report::sample;

    #[test]
    fn every_finding_is_a_line() {
        let (document, spans) = sample::document("第一行\n“八五”⟦普法⟧");
        let mut found = sample::diagnostic(spans[0]);
        let edits = vec![Edit { span: spans[0], text: "普法工作".into() }];
        found.fix = Some(Fix { title: "改正".to_owned(), applicability: Applicability::Safe, edits });
        let linted = sample::linted(vec![found]);
        let read = Checked { path: "./甲.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "坏.doc", format: None, outcome: Err("已损坏") };
        let text = sample::run(&Rdjson, &[read, broken], &Summary::default());
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
        assert_eq!(lines.len(), 2);
        let range = json!({ "start": { "line": 2, "column": 13 }, "end": { "line": 2, "column": 19 } });
        assert_eq!(lines[0]["location"], json!({ "path": "甲.txt", "range": range }));
        assert_eq!(lines[0]["suggestions"], json!([{ "range": range, "text": "普法工作" }]));
        assert_eq!(lines[1]["message"], "无法读取：已损坏");
    }
}
