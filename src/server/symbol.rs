//! The outline of a report: sections with their roles, and what can be folded.

use lsp_types::{DocumentSymbolParams, FoldingRangeParams};
use serde_json::{Value, json};

use super::open::Report;
use super::{Refusal, Server};
use crate::document::Section;
use crate::report::outline;
use crate::span::Span;

/// Kinds of symbol as the protocol numbers them: file for the title, module for what has a role, string for the rest.
const TITLE: u8 = 1;
const ROLE: u8 = 2;
const HEADING: u8 = 15;

impl Server {
    /// Title and sections.
    pub(super) fn symbols(&mut self, params: &DocumentSymbolParams) -> Result<Value, Refusal> {
        let address = params.text_document.uri.as_str();
        let Some(report) = self.report(address)? else { return Ok(json!([])) };
        let children = outline::children(&report.document);
        let mut symbols = Vec::new();
        if let Some(title) = &report.document.title {
            let name = title.joined(report.document.text());
            let detail = report.document.kind.name.as_str();
            symbols.push(report.symbol(&name, detail, TITLE, title.span, title.span));
        }
        let top = children.last().map(Vec::as_slice).unwrap_or_default();
        symbols.extend(top.iter().map(|&index| report.section(&children, index)));
        if self.client.nests {
            return Ok(Value::Array(symbols));
        }
        let mut flat = Vec::new();
        for symbol in &symbols {
            flatten(symbol, None, address, &mut flat);
        }
        Ok(Value::Array(flat))
    }

    /// Sections of more than one line.
    pub(super) fn foldings(&mut self, params: &FoldingRangeParams) -> Result<Value, Refusal> {
        let Some(report) = self.report(params.text_document.uri.as_str())? else { return Ok(json!([])) };
        let line = |offset: usize| report.document.source.position(offset, report.view.encoding).line;
        let folding = |section: &Section| {
            let (start, end) = (line(section.line.start), line(report.trimmed(section.span).end));
            (end > start).then(|| json!({ "startLine": start, "endLine": end }))
        };
        Ok(report.document.sections.iter().filter_map(folding).collect())
    }
}

impl Report {
    fn section(&self, children: &[Vec<usize>], index: usize) -> Value {
        let section = &self.document.sections[index];
        let number = section.number.map(|number| self.document.slice(number.span)).unwrap_or_default();
        let name = format!("{number}{}", self.document.slice(section.heading));
        let roles: Vec<&str> = section.roles.iter().map(|role| self.terms.rules.role_name(role)).collect();
        let inferred = if section.inferred { "（推定）" } else { "" };
        let detail = if roles.is_empty() { String::new() } else { format!("{}{inferred}", roles.join("、")) };
        let kind = if roles.is_empty() { HEADING } else { ROLE };
        let mut symbol = self.symbol(&name, &detail, kind, self.trimmed(section.span), section.line);
        symbol["children"] = children[index].iter().map(|&child| self.section(children, child)).collect();
        symbol
    }

    fn symbol(&self, name: &str, detail: &str, kind: u8, span: Span, chosen: Span) -> Value {
        let source = &self.document.source;
        // Editors refuse symbols without a name, and names of several lines.
        let name: String = name.split_whitespace().collect();
        let name = if name.is_empty() { "（无标题）" } else { &name };
        let around = Span::new(span.start.min(chosen.start), span.end.max(chosen.end));
        json!({
            "name": name, "detail": detail, "kind": kind,
            "range": self.view.range(source, around), "selectionRange": self.view.range(source, chosen),
        })
    }

    /// A span without white space at its end, and without the sign of a heading that follows it.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.document.slice(span).trim_end();
        let last = text.rfind('\n').map_or(0, |at| at + 1);
        let is_sign = last > 0 && text[last..].bytes().all(|byte| byte == b'#');
        let text = if is_sign { text[..last].trim_end() } else { text };
        Span::new(span.start, span.start + text.len())
    }
}

/// For editors that know no tree.
fn flatten(symbol: &Value, above: Option<&Value>, address: &str, flat: &mut Vec<Value>) {
    flat.push(json!({
        "name": symbol["name"], "kind": symbol["kind"], "containerName": above,
        "location": { "uri": address, "range": symbol["range"] },
    }));
    for child in symbol["children"].as_array().into_iter().flatten() {
        flatten(child, Some(&symbol["name"]), address, flat);
    }
}
