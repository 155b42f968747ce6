//! Documents that the editor has open: their texts, kept as it changes them.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_server::ErrorCode;
use lsp_types::{
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    Range,
};
use serde_json::{Value, json};

use super::text::Text;
use super::{Refusal, Server, life, uri};
use crate::document::Document;
use crate::judge::terms::Terms;
use crate::line_index::Position;
use crate::lint::Linted;
use crate::report::View;
use crate::span::Span;

/// A document.
#[derive(Debug)]
pub(super) struct Open {
    /// Its path; of one that is no file, its name.
    pub(super) path: PathBuf,
    /// What the editor takes it for, such as `markdown`.
    pub(super) language: String,
    pub(super) version: i32,
    pub(super) text: Text,
    /// What checking this very text gave, once it was done.
    pub(super) checked: Option<Checked>,
}

/// What checking a document gave.
#[derive(Clone, Debug)]
pub(super) enum Checked {
    /// It is nothing that is checked.
    Nothing,
    /// It is a report.
    Report(Arc<Report>),
    /// It is a file of another kind, or cannot be read as a report: what is to be said of it.
    Other(Vec<Value>),
}

/// A report that was checked.
pub(super) struct Report {
    pub(super) document: Document,
    pub(super) linted: Linted,
    pub(super) terms: Arc<Terms>,
    pub(super) view: View,
    /// The diagnostics as they are sent, in the order of those of `linted`.
    pub(super) diagnostics: Vec<Value>,
}

impl std::fmt::Debug for Report {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Report").field("diagnostics", &self.diagnostics.len()).finish_non_exhaustive()
    }
}

impl Report {
    /// The bytes of the report that a range of the editor stands for.
    pub(super) fn span(&self, range: &Range) -> Span {
        let offset = |position: &lsp_types::Position| {
            let (line, column) = (position.line as usize, position.character as usize);
            let lead = if line == 0 { self.view.lead } else { 0 };
            let position = Position { line, column: column.saturating_sub(lead) };
            self.document.source.offset(position, self.view.encoding)
        };
        let (one, other) = (offset(&range.start), offset(&range.end));
        Span::new(one.min(other), one.max(other))
    }
}

impl Server {
    pub(super) fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let address = document.uri.as_str().to_owned();
        let open = Open {
            path: uri::path_or_name(&address),
            language: document.language_id,
            version: document.version,
            text: Text::new(document.text),
            checked: None,
        };
        self.take_back(&address);
        self.open.insert(address.clone(), open);
        self.owe(address);
    }

    pub(super) fn changed(&mut self, params: DidChangeTextDocumentParams) -> Result<(), Refusal> {
        let address = params.text_document.uri.as_str().to_owned();
        let encoding = self.client.encoding;
        let open = self.open.get_mut(&address).ok_or_else(|| unknown(&address))?;
        for change in params.content_changes {
            open.text.change(change.range, &change.text, encoding);
        }
        open.version = params.text_document.version;
        open.checked = None;
        self.owe(address);
        Ok(())
    }

    pub(super) fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        let address = params.text_document.uri.as_str();
        self.due.remove(address);
        if self.open.remove(address).is_some() && !self.client.pulls {
            let left = self.faulty.get(address).cloned().unwrap_or_default();
            self.client.notify("textDocument/publishDiagnostics", &json!({ "uri": address, "diagnostics": left }));
        }
    }

    pub(super) fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        // Not all editors tell of files that change.
        if uri::path(params.text_document.uri.as_str()).is_some_and(|path| life::judges(&path)) {
            self.judge_anew();
        }
    }

    /// Diagnostics are to be sent, unless the editor asks for them itself.
    fn owe(&mut self, address: String) {
        if !self.client.pulls {
            self.due.insert(address);
        }
    }
}

/// For a document that is not open.
pub(super) fn unknown(address: &str) -> Refusal {
    Refusal(ErrorCode::InvalidParams, format!("没有打开 {address}"))
}
