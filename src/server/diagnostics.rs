//! Diagnostics, sent or asked for.

use lsp_types::DocumentDiagnosticParams;
use serde_json::{Value, json};

use super::open::Checked;
use super::{Refusal, Server};

impl Server {
    /// Sends the diagnostics of an open document.
    pub(super) fn publish(&mut self, address: &str) {
        let Ok(checked) = self.checked(address) else { return };
        let version = self.open.get(address).map(|open| open.version);
        let params = json!({ "uri": address, "version": version, "diagnostics": diagnostics(&checked) });
        self.client.notify("textDocument/publishDiagnostics", &params);
    }

    /// Answers with the diagnostics of an open document, or with nothing where they are those of before.
    pub(super) fn pulled(&mut self, params: &DocumentDiagnosticParams) -> Result<Value, Refusal> {
        let checked = self.checked(params.text_document.uri.as_str())?;
        let items = Value::Array(diagnostics(&checked).to_vec());
        let id = format!("{:016x}", fnv(items.to_string().as_bytes()));
        Ok(if params.previous_result_id.as_ref() == Some(&id) {
            json!({ "kind": "unchanged", "resultId": id })
        } else {
            json!({ "kind": "full", "resultId": id, "items": items })
        })
    }
}

fn diagnostics(checked: &Checked) -> &[Value] {
    match checked {
        Checked::Nothing => &[],
        Checked::Report(report) => &report.diagnostics,
        Checked::Other(diagnostics) => diagnostics,
    }
}

/// FNV-1a.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
