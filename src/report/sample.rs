//! Reports and diagnostics for the tests of the reporters.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::document::{Document, Kind, Level, plain_blocks};
use crate::lint::Linted;
use crate::report::{Checked, Reporter, Summary};
use crate::rule_id::RuleId;
use crate::source::Source;
use crate::span::Span;

/// A document of a text with the spans marked ⟦…⟧ in it, of which nothing but its sentences was understood.
pub(super) fn document(marked: &str) -> (Document, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for (index, piece) in marked.split(['⟦', '⟧']).enumerate() {
        let start = text.len();
        text.push_str(piece);
        if index % 2 == 1 {
            spans.push(Span::new(start, text.len()));
        }
    }
    let blocks = plain_blocks(&text);
    let mut document = Document::understand(Source::new("报告.txt", text), blocks, &[]);
    document.kind = Kind { name: "unknown".to_owned(), why: "未发现标题".to_owned(), expected: false };
    document.level = Level::Unknown;
    (document.title, document.unit, document.year, document.date) = (None, None, None, None);
    (document.salutation, document.introduction, document.signature) = (None, None, None);
    (document.sections, document.evidence) = (Vec::new(), Vec::new());
    (document, spans)
}

pub(super) fn label(span: Span, message: &str) -> Label {
    Label { span, message: message.to_owned() }
}

/// An error at a place, with nothing beside it.
pub(super) fn diagnostic(span: Span) -> Diagnostic {
    Diagnostic {
        rule: RuleId::new("missing-date").expect("well-formed"),
        group: "structure".into(),
        severity: Severity::Error,
        message: "未发现成文日期".to_owned(),
        primary: label(span, ""),
        related: Vec::new(),
        help: None,
        basis: Arc::default(),
        count: 1,
        role: None,
        fix: None,
    }
}

pub(super) fn linted(diagnostics: Vec<Diagnostic>) -> Linted {
    Linted { diagnostics, ..Linted::default() }
}

/// A run over these inputs.
pub(super) fn run(reporter: &dyn Reporter, files: &[Checked<'_>], summary: &Summary) -> String {
    let mut out = Vec::new();
    let mut write = || {
        reporter.begin(&mut out)?;
        let mut is_first = true;
        let mut records = Vec::new();
        for file in files {
            let mut own = Vec::new();
            reporter.file(file, &mut own)?;
            records.push(reporter.record(file));
            if !own.is_empty() && !std::mem::take(&mut is_first) {
                reporter.between(&mut out)?;
            }
            out.extend(own);
        }
        reporter.end(summary, &records, &mut out)
    };
    write().expect("a vector takes all bytes");
    String::from_utf8(out).expect("reporters write UTF-8")
}
