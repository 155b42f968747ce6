//! What the editor can do, and words to it.

use std::io::Write;

use lsp_types::{ClientCapabilities, PositionEncodingKind};
use serde_json::{Value, json};

use super::transport;
use crate::line_index::Encoding;
use crate::report::View;

/// The editor at the other end.
pub(super) struct Client {
    out: Box<dyn Write>,
    is_gone: bool,
    requests: i32,
    /// The unit of its columns.
    pub(super) encoding: Encoding,
    /// It asks for diagnostics and need not be sent them.
    pub(super) pulls: bool,
    /// It asks for diagnostics again when told to.
    pub(super) refreshes: bool,
    /// It watches files on demand.
    pub(super) watches: bool,
    /// It tells its settings on demand.
    pub(super) configures: bool,
    /// It takes hierarchical outlines.
    pub(super) nests: bool,
    /// It takes edits of a code action later.
    pub(super) resolves_edits: bool,
    /// It takes code actions that are no commands.
    pub(super) takes_actions: bool,
    /// It takes edits of a certain version of a document.
    pub(super) versions: bool,
    /// It takes the mark of the preferred action.
    pub(super) prefers: bool,
    /// It takes Markdown in hovers.
    pub(super) markdown: bool,
    view: View,
}

impl Client {
    pub(super) fn new(out: Box<dyn Write>) -> Self {
        Self {
            out,
            is_gone: false,
            requests: 0,
            encoding: Encoding::Utf16,
            pulls: false,
            refreshes: false,
            watches: false,
            configures: false,
            nests: false,
            resolves_edits: false,
            takes_actions: false,
            versions: false,
            prefers: false,
            markdown: false,
            view: View::default(),
        }
    }

    /// Learns what the editor can do.
    pub(super) fn learn(&mut self, capabilities: &ClientCapabilities) {
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        self.encoding = encoding(offered.unwrap_or_default());
        if let Some(workspace) = &capabilities.workspace {
            let watched = workspace.did_change_watched_files.as_ref();
            self.watches = watched.and_then(|one| one.dynamic_registration) == Some(true);
            self.configures = workspace.configuration == Some(true);
            let edit = workspace.workspace_edit.as_ref();
            self.versions = edit.and_then(|edit| edit.document_changes) == Some(true);
        }
        let Some(text) = &capabilities.text_document else {
            self.view = View {
                encoding: self.encoding,
                related: false,
                addresses: false,
                data: false,
                unnecessary: false,
                deprecated: false,
                lead: 0,
            };
            return;
        };
        self.pulls = text.diagnostic.is_some();
        self.nests =
            text.document_symbol.as_ref().and_then(|one| one.hierarchical_document_symbol_support) == Some(true);
        let formats = text.hover.as_ref().and_then(|hover| hover.content_format.as_deref()).unwrap_or_default();
        self.markdown = formats.contains(&lsp_types::MarkupKind::Markdown);
        if let Some(action) = &text.code_action {
            self.takes_actions = action.code_action_literal_support.is_some();
            self.prefers = action.is_preferred_support == Some(true);
            let later =
                action.resolve_support.as_ref().map(|support| support.properties.as_slice()).unwrap_or_default();
            self.resolves_edits = action.data_support == Some(true) && later.iter().any(|name| name == "edit");
        }
        let publish = text.publish_diagnostics.as_ref();
        let tags = publish.and_then(|publish| publish.tag_support.as_ref());
        let takes = |tag| self.pulls || tags.is_some_and(|tags| tags.value_set.contains(&tag));
        let has = |of: fn(&lsp_types::PublishDiagnosticsClientCapabilities) -> Option<bool>| {
            self.pulls || publish.and_then(of) == Some(true)
        };
        self.view = View {
            encoding: self.encoding,
            lead: 0,
            related: has(|publish| publish.related_information),
            addresses: has(|publish| publish.code_description_support),
            data: has(|publish| publish.data_support),
            unnecessary: takes(lsp_types::DiagnosticTag::UNNECESSARY),
            deprecated: takes(lsp_types::DiagnosticTag::DEPRECATED),
        };
    }

    /// How it sees a text that has a byte order mark or has not.
    pub(super) fn view(&self, has_mark: bool) -> View {
        let width = if self.encoding == Encoding::Utf8 { '\u{feff}'.len_utf8() } else { 1 };
        View { lead: if has_mark { width } else { 0 }, ..self.view }
    }

    /// Nobody reads any more.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone
    }

    pub(super) fn send(&mut self, message: &Value) {
        self.is_gone |= transport::send(&mut *self.out, message).is_err();
    }

    pub(super) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks for something; the answer comes by the id.
    pub(super) fn ask(&mut self, method: &str, params: &Value) -> i32 {
        self.requests += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }));
        self.requests
    }

    /// Shows a sentence to the user.
    pub(super) fn warn(&mut self, message: &str) {
        self.notify("window/showMessage", &json!({ "type": 2, "message": message }));
    }
}

/// UTF-8 where it is offered, since that is what the text is in; else what comes first; UTF-16 where nothing is said.
fn encoding(offered: &[PositionEncodingKind]) -> Encoding {
    let known = |kind: &PositionEncodingKind| match kind.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Character),
        _ => None,
    };
    let mut known = offered.iter().filter_map(known);
    if known.clone().any(|encoding| encoding == Encoding::Utf8) {
        return Encoding::Utf8;
    }
    known.next().unwrap_or(Encoding::Utf16)
}

/// The name of a unit of columns.
pub(super) const fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Character => "utf-32",
    }
}
