//! The Code Quality report of GitLab.

use std::io::{self, Write};

use serde_json::json;

use super::{address, fingerprint, words};
use crate::diagnostic::Severity;
use crate::line_index::Encoding;
use crate::report::{Checked, Record, Reporter, Summary};

/// One JSON array, a finding a line.
pub(in crate::report) struct CodeQuality;

impl Reporter for CodeQuality {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "[")
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let path = address::slashed(file.path);
        let (document, linted) = match file.outcome {
            Ok(checked) => checked,
            Err(reason) => {
                let issue = json!({
                    "description": format!("无法读取：{reason}"), "check_name": "unreadable", "severity": "blocker",
                    "fingerprint": path, "location": { "path": path, "lines": { "begin": 1 } },
                });
                return write!(out, "{issue}");
            }
        };
        let prints = fingerprint::of_all(document, &linted.diagnostics);
        for (index, (diagnostic, print)) in linted.diagnostics.iter().zip(prints).enumerate() {
            let line = |offset| document.source.position(offset, Encoding::Character).line + 1;
            let span = diagnostic.primary.span;
            let issue = json!({
                "description": words::headline(diagnostic),
                "content": { "body": words::advice(diagnostic) },
                "check_name": diagnostic.rule.as_str(),
                // The same words in another report are another finding.
                "fingerprint": format!("{print}-{path}"),
                "severity": match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                "location": { "path": path, "lines": { "begin": line(span.start), "end": line(span.end) } },
            });
            if index > 0 {
                writeln!(out, ",")?;
            }
            write!(out, "{issue}")?;
        }
        Ok(())
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, ",")
    }

    fn end(&self, _summary: &Summary, _records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::sample;

    #[test]
    fn findings_of_all_files_are_one_array() {
        let (document, spans) = sample::document("第一行\n⟦普法⟧讲座⟦2次⟧");
        let linted = sample::linted(spans.into_iter().map(sample::diagnostic).collect());
        let read = Checked { path: "a.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let clean = sample::linted(Vec::new());
        let clean = Checked { outcome: Ok((&document, &clean)), ..read };
        let broken = Checked { path: "坏.doc", format: None, outcome: Err("已损坏") };
        let text = sample::run(&CodeQuality, &[clean, read, clean, broken], &Summary::default());
        let value: Value = serde_json::from_str(&text).expect("valid JSON");
        let severities: Vec<_> = value.as_array().expect("an array").iter().map(|one| &one["severity"]).collect();
        assert_eq!(severities, ["major", "major", "blocker"]);
        assert_eq!(value[0]["location"], json!({ "path": "a.txt", "lines": { "begin": 2, "end": 2 } }));
        assert_ne!(value[0]["fingerprint"], value[1]["fingerprint"]);
        let nothing = sample::run(&CodeQuality, &[], &Summary::default());
        assert_eq!(serde_json::from_str::<Value>(&nothing).expect("valid JSON"), json!([]));
    }
}
