//! Open documents checked as `hegui check` checks files.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::open::{Checked, Open, Report, unknown};
use super::{Refusal, Server, uri};
use crate::document::Document;
use crate::input::{self, Charset, Format, InputError};
use crate::judge::terms::Terms;
use crate::judge::{file, walk};
use crate::report::Cards;

impl Server {
    /// What there is to say of an open document; checked once for each text.
    pub(super) fn checked(&mut self, address: &str) -> Result<Checked, Refusal> {
        let open = self.open.get(address).ok_or_else(|| unknown(address))?;
        if let Some(checked) = &open.checked {
            return Ok(checked.clone());
        }
        let checked = match name(open) {
            Some(name) => self.check_report(address, &name),
            None => self.check_yaml(address),
        };
        if let Some(open) = self.open.get_mut(address) {
            open.checked = Some(checked.clone());
        }
        Ok(checked)
    }

    /// The report that an open document is, if it is one.
    pub(super) fn report(&mut self, address: &str) -> Result<Option<Arc<Report>>, Refusal> {
        Ok(match self.checked(address)? {
            Checked::Report(report) => Some(report),
            Checked::Nothing | Checked::Other(_) => None,
        })
    }

    fn check_report(&mut self, address: &str, name: &str) -> Checked {
        let Some(open) = self.open.get(address) else { return Checked::Nothing };
        let (path, raw) = (open.path.clone(), open.text.as_str().to_owned());
        let view = self.client.view(raw.starts_with('\u{feff}'));
        let terms = match self.terms(&path) {
            Ok(terms) if terms.takes(&path) => terms,
            Ok(_) => return Checked::Nothing,
            Err(reason) => return unreadable(&reason),
        };
        let reading = match input::read(raw.into_bytes(), name, &input::Options { charset: Some(Charset::UTF_8) }) {
            Ok(reading) => reading,
            Err(InputError::Empty) => return Checked::Nothing,
            Err(error) => return unreadable(&error.to_string()),
        };
        let document = Document::understand(reading.source, reading.blocks, terms.rules.vocabularies())
            .with_leftovers(reading.leftovers);
        if document.kind.is_unknown() {
            return Checked::Nothing;
        }
        let (linted, _) = terms.lint(&document, &path);
        let cards = self.cards(&terms);
        let said = linted.diagnostics.iter();
        let diagnostics = said.map(|one| view.diagnostic(address, &document.source, &cards, one)).collect();
        Checked::Report(Arc::new(Report { document, linted, terms, view, diagnostics }))
    }

    /// What a file is judged by, or why that cannot be told. Faults in configurations and rules are sent on the way.
    pub(super) fn terms(&mut self, path: &Path) -> Result<Arc<Terms>, String> {
        let terms = self.judge().one(path);
        self.send_faults();
        terms
    }

    pub(super) fn cards(&mut self, terms: &Arc<Terms>) -> Arc<Cards> {
        if let Some((_, cards)) = self.cards.iter().find(|(known, _)| Arc::ptr_eq(known, terms)) {
            return Arc::clone(cards);
        }
        let cards = Arc::new(Cards::new(&[&terms.rules]));
        self.cards.push((Arc::clone(terms), Arc::clone(&cards)));
        cards
    }

    /// Sends what was newly found wrong with configurations and rule files, at their own addresses.
    pub(super) fn send_faults(&mut self) {
        let view = self.client.view(false);
        let Some(judge) = &mut self.judge else { return };
        let mut touched = Vec::new();
        for fault in judge.new_faults() {
            let address = uri::of(&crate::judge::discover::whole(Path::new(fault.source.name())));
            let value = view.diagnostic(&address, &fault.source, &Cards::default(), &fault.diagnostic);
            self.faulty.entry(address.clone()).or_default().push(value);
            touched.push(address);
        }
        touched.dedup();
        for address in touched.into_iter().filter(|address| !self.open.contains_key(address)) {
            let params = json!({ "uri": address, "diagnostics": self.faulty[&address] });
            self.client.notify("textDocument/publishDiagnostics", &params);
        }
    }
}

/// The name by which a document is read, if `hegui check` would take a file like it out of a folder.
pub(super) fn name(open: &Open) -> Option<String> {
    let name = file::name(&open.path);
    if open.path.extension().is_some() {
        let last = open.path.file_name().map(|last| last.to_string_lossy().into_owned()).unwrap_or_default();
        let is_text = Format::from_name(&last).is_some_and(Format::is_loose);
        return (is_text && walk::may_be_report(&last)).then_some(name);
    }
    match open.language.as_str() {
        "plaintext" => Some(name + ".txt"),
        "markdown" => Some(name + ".md"),
        "html" => Some(name + ".html"),
        _ => None,
    }
}

/// A sentence at the beginning of a document.
fn unreadable(reason: &str) -> Checked {
    let start = json!({ "line": 0, "character": 0 });
    let value: Value = json!({
        "range": { "start": start, "end": start }, "severity": 1, "source": "hegui",
        "message": format!("未检查：{reason}"),
    });
    Checked::Other(vec![value])
}
