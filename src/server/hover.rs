//! What is told of the place that the pointer is at: findings with their norms, figures, laws; and links.

use lsp_types::{DocumentLinkParams, HoverParams, Position, Range};
use serde_json::{Value, json};

use super::open::Report;
use super::{Refusal, Server};
use crate::document::{Document, Figure, Mark};
use crate::report::guide;
use crate::span::Span;

/// Places named of a figure that stands more than once.
const PLACES: usize = 5;

impl Server {
    /// What stands at a position, in words.
    pub(super) fn hover(&mut self, params: &HoverParams) -> Result<Value, Refusal> {
        let at = &params.text_document_position_params;
        let Some(report) = self.report(at.text_document.uri.as_str())? else { return Ok(Value::Null) };
        let markdown = self.client.markdown;
        let offset = report.offset(at.position);
        let mut told: Vec<String> = Vec::new();
        let mut place: Option<Span> = None;
        for diagnostic in &report.linted.diagnostics {
            let places = std::iter::once(&diagnostic.primary).chain(&diagnostic.related);
            let here = places.map(|label| label.span).find(|span| span.contains(offset) || *span == Span::at(offset));
            if let Some(span) = here {
                told.push(guide::hover(&report.terms.rules, diagnostic, markdown));
                place = Some(place.filter(|known| known.len() <= span.len()).unwrap_or(span));
            }
        }
        let document = &report.document;
        if let Some(figure) = document.figures().iter().find(|figure| figure.span.contains(offset)) {
            told.push(figure_words(document, figure));
            place = place.or(Some(figure.span));
        }
        if let Some((span, words)) = self.law(&report, offset) {
            told.push(words);
            place = place.or(Some(span));
        }
        let Some(place) = place else { return Ok(Value::Null) };
        let between = if markdown { "\n\n---\n\n" } else { "\n\n" };
        let kind = if markdown { "markdown" } else { "plaintext" };
        Ok(json!({
            "contents": { "kind": kind, "value": told.join(between) },
            "range": report.view.range(&document.source, place),
        }))
    }

    /// The law whose title stands at an offset, as far as the tables know it.
    fn law(&mut self, report: &Report, offset: usize) -> Option<(Span, String)> {
        let document = &report.document;
        let title = document.enclosed().iter().find(|one| one.mark == Mark::Citation && one.span.contains(offset))?;
        let words = document.slice(title.inner);
        let lexicon = self.lexicon(&report.terms);
        let law = lexicon.law(words)?;
        Some((title.span, law.told()))
    }

    /// Norms in 《》 with where they can be read.
    pub(super) fn links(&mut self, params: &DocumentLinkParams) -> Result<Value, Refusal> {
        let Some(report) = self.report(params.text_document.uri.as_str())? else { return Ok(json!([])) };
        let document = &report.document;
        let norms = || report.terms.rules.packs().iter().flat_map(|pack| pack.file.norms.values());
        let titles = document.enclosed().iter().filter(|one| one.mark == Mark::Citation);
        let links = titles.filter_map(|title| {
            let words = document.slice(title.span);
            let norm = norms().find(|norm| norm.title == words)?;
            let source = norm.source.as_ref().filter(|source| source.starts_with("http"))?;
            let range = report.view.range(&document.source, title.span);
            Some(json!({ "range": range, "target": source, "tooltip": "查看规定的来源" }))
        });
        Ok(links.collect())
    }
}

impl Report {
    /// The byte of the report at a position of the editor.
    pub(super) fn offset(&self, position: Position) -> usize {
        self.span(&Range { start: position, end: position }).start
    }
}

/// What a figure counts, and where else the same is counted.
fn figure_words(document: &Document, figure: &Figure) -> String {
    let counter = document.slice(figure.counter);
    let Some(counts) = figure.counts.map(|span| document.slice(span)) else {
        return format!("数据“{}”，单位“{counter}”", document.slice(figure.span));
    };
    let mut words = format!("数据“{}”：计“{counts}”，单位“{counter}”", document.slice(figure.span));
    let is_same = |other: &&Figure| {
        other.span != figure.span
            && document.slice(other.counter) == counter
            && other.counts.is_some_and(|span| document.slice(span) == counts)
    };
    let others: Vec<&Figure> = document.figures().iter().filter(is_same).collect();
    if !others.is_empty() {
        let told = |other: &&&Figure| format!("{}“{}”", document.place(other.span.start), document.slice(other.span));
        let named: Vec<String> = others.iter().take(PLACES).map(|other| told(&other)).collect();
        let rest = if others.len() > PLACES { format!("等{}处", others.len()) } else { String::new() };
        words.push_str(&format!("；文中另有：{}{rest}", named.join("、")));
    }
    words
}
