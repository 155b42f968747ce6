//! What is told of files beside the reports.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::line_index::{Encoding, Position};
use crate::report::{Options, pretty};
use crate::source::Source;

/// Something about a file beside the reports, such as a waiver in a configuration that is of no use. It fails no run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The file.
    pub path: String,
    /// Where in it, counted from 1; none where it is about the whole file.
    pub place: Option<Position>,
    /// What is to be told.
    pub diagnostic: Diagnostic,
    drawn: Option<(String, String)>,
}

impl Notice {
    /// About a place in a file.
    pub fn at(file: &Source, diagnostic: Diagnostic) -> Self {
        let Position { line, column } = file.position(diagnostic.primary.span.start, Encoding::Character);
        let place = Some(Position { line: line + 1, column: column + 1 });
        let drawn = Some((file.name().to_owned(), file.text().to_owned()));
        Self { path: file.name().to_owned(), place, diagnostic, drawn }
    }

    /// About a whole file.
    pub fn of_file(path: &str, diagnostic: Diagnostic) -> Self {
        Self { path: path.to_owned(), place: None, diagnostic, drawn: None }
    }

    /// As programs see it.
    pub(super) fn as_json(&self) -> impl Serialize {
        let Diagnostic { rule, severity, message, help, .. } = &self.diagnostic;
        Json {
            rule: rule.as_str(),
            severity: severity.key(),
            message,
            help: help.as_deref(),
            path: &self.path,
            line: self.place.map(|place| place.line),
            column: self.place.map(|place| place.column),
        }
    }

    /// As people see it.
    pub fn shown(&self, options: &Options) -> String {
        match &self.drawn {
            Some((name, text)) => pretty::fault(options, &Source::new(name, text), &self.diagnostic),
            None => pretty::plain(options, &self.path, &self.diagnostic),
        }
    }
}

#[derive(Serialize)]
struct Json<'a> {
    rule: &'a str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
}
