//! All reports of the open folders, checked at once as `hegui check` would.

use lsp_server::ErrorCode;
use serde_json::{Value, json};

use super::open::Checked;
use super::{Refusal, Server, uri};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::input::{self, Format};
use crate::judge::walk;
use crate::judge::{Case, file};

/// What came of one file.
struct Found {
    address: String,
    /// Whether its places are those of an editor.
    is_text: bool,
    diagnostics: Vec<Value>,
    counts: [usize; 3],
    reason: Option<String>,
}

impl Server {
    /// Checks all reports of the folders. Findings in text files that are not open are sent; of all files the numbers are
    /// told.
    pub(super) fn check_workspace(&mut self) -> Result<Value, Refusal> {
        let inputs = walk::inputs(&self.folders);
        let cases = if inputs.is_empty() { Ok(Vec::new()) } else { self.judge().cases(inputs) };
        self.send_faults();
        let cases = cases.map_err(|reason| Refusal(ErrorCode::RequestFailed, reason))?;
        let before = std::mem::take(&mut self.elsewhere);
        let (mut files, mut total, mut unreadable) = (Vec::new(), [0; 3], 0);
        for case in &cases {
            // Who has given up waiting gets what an editor expects then.
            self.take();
            if self.current.as_ref().is_some_and(|id| self.cancelled.contains(id)) {
                self.elsewhere.extend(before);
                return Err(Refusal(ErrorCode::RequestCanceled, "请求已取消".to_owned()));
            }
            let Some(found) = self.checked_file(case) else { continue };
            unreadable += usize::from(found.reason.is_some());
            for (sum, count) in total.iter_mut().zip(found.counts) {
                *sum += count;
            }
            let [error, warning, info] = found.counts;
            files.push(json!({
                "uri": found.address, "error": error, "warning": warning, "info": info, "reason": found.reason,
            }));
            if found.is_text && !self.open.contains_key(&found.address) {
                let params = json!({ "uri": found.address, "diagnostics": found.diagnostics });
                self.client.notify("textDocument/publishDiagnostics", &params);
                self.elsewhere.insert(found.address);
            }
        }
        for address in before {
            if !self.elsewhere.contains(&address) && !self.open.contains_key(&address) {
                self.client.notify("textDocument/publishDiagnostics", &json!({ "uri": address, "diagnostics": [] }));
            }
        }
        let [error, warning, info] = total;
        Ok(json!({ "files": files, "unreadable": unreadable, "error": error, "warning": warning, "info": info }))
    }

    /// A file with what there is to say of it; nothing for what is no report.
    fn checked_file(&mut self, case: &Case) -> Option<Found> {
        let name = file::name(&case.input.path);
        let format = Format::from_name(&name);
        let is_text = format.is_some_and(Format::is_loose);
        let address = uri::of(&case.path);
        let unreadable = |reason: String| {
            Some(Found {
                address: address.clone(),
                is_text,
                diagnostics: Vec::new(),
                counts: [0; 3],
                reason: Some(reason),
            })
        };
        if self.open.contains_key(&address) {
            return self.open_file(address);
        }
        let (None, Some(terms)) = (&case.input.trouble, &case.terms) else {
            return unreadable(case.input.trouble.clone().unwrap_or_default());
        };
        let reading = match file::file(&case.input.path, &input::Options::default()) {
            Ok(reading) => reading,
            Err(reason) => return unreadable(reason),
        };
        let document = Document::understand(reading.source, reading.blocks, terms.rules.vocabularies())
            .with_leftovers(reading.leftovers);
        if is_text && document.kind.is_unknown() {
            return None;
        }
        let (linted, _) = terms.lint(&document, &case.path);
        let cards = self.cards(terms);
        let view = self.client.view(false);
        let said = linted.diagnostics.iter();
        let diagnostics: Vec<Value> =
            said.map(|one| view.diagnostic(&address, &document.source, &cards, one)).collect();
        Some(Found { address, is_text, diagnostics, counts: counts(&linted.diagnostics), reason: None })
    }

    /// A file that is open, by the text that the editor has.
    fn open_file(&mut self, address: String) -> Option<Found> {
        let (counts, reason) = match self.checked(&address).ok()? {
            Checked::Nothing => return None,
            Checked::Report(report) => (counts(&report.linted.diagnostics), None),
            Checked::Other(said) => {
                let reason = said.first().and_then(|one| one["message"].as_str());
                ([0; 3], Some(reason.unwrap_or_default().to_owned()))
            }
        };
        Some(Found { address, is_text: true, diagnostics: Vec::new(), counts, reason })
    }

    /// Takes back what was sent of a file that was not open.
    pub(super) fn take_back(&mut self, address: &str) {
        let was_sent = self.elsewhere.remove(address) || self.faulty.contains_key(address);
        if was_sent && self.client.pulls {
            self.client.notify("textDocument/publishDiagnostics", &json!({ "uri": address, "diagnostics": [] }));
        }
    }
}

/// How many weigh how much, the heaviest first.
fn counts(diagnostics: &[Diagnostic]) -> [usize; 3] {
    let count = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
    [Severity::Error, Severity::Warning, Severity::Info].map(count)
}
