//! SARIF 2.1.0, the form in which scanners of code hand on what they found.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::cards::{Card, Cards};
use super::{address, fingerprint, words};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::line_index::Encoding;
use crate::lint::{Waived, WaivedIn};
use crate::report::{Checked, Record, Reporter, Summary, note};
use crate::span::Span;

/// One log with one run. Columns count characters, byte offsets those of what `hegui text` prints. What is waived is a
/// suppressed result; an input that cannot be read is a notification.
pub(in crate::report) struct Sarif {
    cards: Cards,
}

impl Sarif {
    pub(in crate::report) fn new(cards: Cards) -> Self {
        Self { cards }
    }

    fn result(&self, path: &str, document: &Document, diagnostic: &Diagnostic, print: &str) -> Value {
        let mut message = words::headline(diagnostic);
        if let Some(help) = &diagnostic.help {
            message.push('\n');
            message.push_str(help);
        }
        let mut result = json!({
            "ruleId": diagnostic.rule.as_str(),
            "level": level(diagnostic.severity),
            "message": { "text": message },
            "locations": [location(path, document, diagnostic.primary.span)],
            "partialFingerprints": { "hegui/v1": print },
        });
        if let Some(index) = self.cards.index(&diagnostic.rule) {
            result["ruleIndex"] = json!(index);
        }
        if !diagnostic.related.is_empty() {
            let related = diagnostic.related.iter().enumerate().map(|(id, label)| {
                let mut location = location(path, document, label.span);
                location["id"] = json!(id);
                if !label.message.is_empty() {
                    location["message"] = json!({ "text": label.message });
                }
                location
            });
            result["relatedLocations"] = Value::Array(related.collect());
        }
        if let Some(fix) = &diagnostic.fix {
            result["fixes"] = json!([repair(path, document, fix)]);
        }
        let norms = note::norms(&diagnostic.basis);
        let place = document.place(diagnostic.primary.span.start);
        result["properties"] = json!({ "basis": norms, "count": diagnostic.count, "place": place });
        result
    }

    fn suppressed(&self, path: &str, document: &Document, waived: &Waived, print: &str) -> Value {
        let mut result = self.result(path, document, &waived.diagnostic, print);
        let kind = if waived.from == WaivedIn::Comment { "inSource" } else { "external" };
        result["suppressions"] = json!([{ "kind": kind, "justification": waived.reason }]);
        result
    }
}

impl Reporter for Sarif {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let driver = json!({
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "rules": self.cards.0.iter().map(rule).collect::<Vec<_>>(),
        });
        writeln!(
            out,
            r#"{{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0","runs":[{{"tool":{{"driver":{driver}}},"columnKind":"unicodeCodePoints","results":["#
        )
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let Ok((document, linted)) = file.outcome else { return Ok(()) };
        let path = address::reference(file.path);
        let prints = fingerprint::of_all(document, &linted.diagnostics);
        let said = linted.diagnostics.iter().zip(&prints).map(|(one, print)| self.result(&path, document, one, print));
        let waived: Vec<Diagnostic> = linted.waived.iter().map(|waived| waived.diagnostic.clone()).collect();
        let prints = fingerprint::of_all(document, &waived);
        let waived = linted.waived.iter().zip(&prints).map(|(one, print)| self.suppressed(&path, document, one, print));
        for (index, result) in said.chain(waived).enumerate() {
            if index > 0 {
                writeln!(out, ",")?;
            }
            write!(out, "{result}")?;
        }
        Ok(())
    }

    /// The path of what could not be read, with the reason.
    fn record(&self, file: &Checked<'_>) -> Record {
        file.outcome.err().map_or_else(Record::default, |reason| Record::of(&(address::reference(file.path), reason)))
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, ",")
    }

    fn end(&self, _summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        let mut unreadable: Vec<(String, String)> = records.iter().filter_map(Record::read).collect();
        unreadable.sort();
        let notifications = unreadable.iter().map(|(path, reason)| {
            json!({
                "level": "error",
                "message": { "text": format!("无法读取：{reason}") },
                "locations": [{ "physicalLocation": { "artifactLocation": { "uri": path } } }],
            })
        });
        let invocation = json!({
            "executionSuccessful": unreadable.is_empty(),
            "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
        });
        writeln!(out, "\n],\"invocations\":[{invocation}]}}]}}")
    }
}

fn rule(card: &Card) -> Value {
    let mut rule = json!({
        "id": card.id.as_str(),
        "shortDescription": { "text": card.headline },
        "fullDescription": { "text": card.headline },
        "help": { "text": card.help },
        "defaultConfiguration": { "level": level(card.severity), "enabled": card.enabled },
        "properties": { "tags": [card.group] },
    });
    if let Some(address) = &card.address {
        rule["helpUri"] = json!(address);
    }
    rule
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn location(path: &str, document: &Document, span: Span) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": path }, "region": region(document, span) } })
}

fn region(document: &Document, span: Span) -> Value {
    let start = document.source.position(span.start, Encoding::Character);
    let end = document.source.position(span.end, Encoding::Character);
    json!({
        "startLine": start.line + 1, "startColumn": start.column + 1, "endLine": end.line + 1, "endColumn": end.column + 1,
        "byteOffset": span.start, "byteLength": span.len(),
    })
}

fn repair(path: &str, document: &Document, fix: &Fix) -> Value {
    let replacements = fix
        .edits
        .iter()
        .map(|edit| json!({ "deletedRegion": region(document, edit.span), "insertedContent": { "text": edit.text } }));
    let replacements: Vec<Value> = replacements.collect();
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": { "uri": path }, "replacements": replacements }],
    })
}
