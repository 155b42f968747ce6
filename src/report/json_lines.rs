//! For other programs that read as they go: each file's JSON object by itself, a line each, and what is about no file.

use std::io::{self, Write};

use serde::Serialize;

use super::json;
use crate::report::{Checked, Notice, Options, Record, Reporter, Summary};

/// The objects that `json` has under `files`. What it has of the whole run beside them, the day that counted as today
/// and notices, is in an object of its own at the end, where there is any.
pub(super) struct JsonLines {
    on: Option<String>,
}

impl JsonLines {
    pub(super) fn new(options: &Options) -> Self {
        Self { on: options.on.clone() }
    }
}

#[derive(Serialize)]
struct Whole<'a, N: Serialize> {
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<&'a str>,
    notices: Vec<N>,
}

impl Reporter for JsonLines {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        json::object(file, out);
        writeln!(out)
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, summary: &Summary, _records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        if self.on.is_none() && summary.notices.is_empty() {
            return Ok(());
        }
        let notices = summary.notices.iter().map(Notice::as_json).collect();
        serde_json::to_writer(&mut *out, &Whole { on: self.on.as_deref(), notices })?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::{Options, sample};

    #[test]
    fn the_lines_are_the_files_of_the_whole() {
        let (document, spans) = sample::document("第一行\n⟦普法⟧");
        let linted = sample::linted(vec![sample::diagnostic(spans[0])]);
        let read = Checked { path: "a.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let files = [read, Checked { path: "坏.doc", format: None, outcome: Err("已\n损坏") }];
        let lines = sample::run(&JsonLines { on: None }, &files, &Summary::default());
        let whole = sample::run(&json::Json::new(&Options::default()), &files, &Summary::default());
        let whole: Value = serde_json::from_str(&whole).expect("valid JSON");
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
        assert_eq!(Value::Array(lines), whole["files"]);
    }
}
