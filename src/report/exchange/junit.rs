//! The XML of JUnit, which build servers show as tests: a suite a report, a case a finding.

use std::io::{self, Write};

use super::{address, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::line_index::Encoding;
use crate::report::escape::attribute;
use crate::report::{Checked, Record, Reporter, Summary};

/// One XML document a run. Errors and warnings are failures, hints are cases that were skipped; a report without findings
/// is one case that passed, one that cannot be read is one with an error.
pub(in crate::report) struct Junit;

impl Reporter for Junit {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hegui\">")
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let path = attribute(&address::slashed(file.path));
        let (document, linted) = match file.outcome {
            Ok(checked) => checked,
            Err(reason) => {
                writeln!(out, "<testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">")?;
                let reason = attribute(reason);
                writeln!(
                    out,
                    "<testcase name=\"无法读取\" classname=\"{path}\"><error message=\"{reason}\"/></testcase>"
                )?;
                return writeln!(out, "</testsuite>");
            }
        };
        let found = &linted.diagnostics;
        let hints = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Info).count();
        let (tests, failures) = (found.len().max(1), found.len() - hints);
        writeln!(
            out,
            "<testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{hints}\">"
        )?;
        if found.is_empty() {
            writeln!(out, "<testcase name=\"未发现问题\" classname=\"{path}\"/>")?;
        }
        for diagnostic in found {
            case(&path, document, diagnostic, out)?;
        }
        writeln!(out, "</testsuite>")
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, _records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</testsuites>")
    }
}

fn case(path: &str, document: &Document, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let start = diagnostic.primary.span.start;
    let position = document.source.position(start, Encoding::Character);
    let (line, column) = (position.line + 1, position.column + 1);
    let name = attribute(&format!("{} {line}:{column}", diagnostic.rule));
    write!(out, "<testcase name=\"{name}\" classname=\"{path}\">")?;
    let message = attribute(&words::headline(diagnostic));
    let place = document.place(start);
    let mut body = format!("{line}行{column}列 {place}");
    let advice = words::advice(diagnostic);
    if !advice.is_empty() {
        body.push('\n');
        body.push_str(&advice);
    }
    let body = attribute(&body);
    match diagnostic.severity {
        Severity::Info => write!(out, "<skipped message=\"{message}\"/><system-out>{body}</system-out>")?,
        severity => write!(out, "<failure type=\"{}\" message=\"{message}\">{body}</failure>", severity.key())?,
    }
    writeln!(out, "</testcase>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_report_is_a_suite() {
        let (document, spans) = sample::document("第一行\n“八五”⟦普法⟧");
        let mut hint = sample::diagnostic(spans[0]);
        (hint.severity, hint.help) = (Severity::Info, Some("写作<八五>".to_owned()));
        let linted = sample::linted(vec![sample::diagnostic(spans[0]), hint]);
        let read = Checked { path: "甲.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let clean = sample::linted(Vec::new());
        let clean = Checked { path: "乙.txt", outcome: Ok((&document, &clean)), ..read };
        let broken = Checked { path: "坏.doc", format: None, outcome: Err("已损坏") };
        assert_eq!(
            sample::run(&Junit, &[read, clean, broken], &Summary::default()),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="hegui">
<testsuite name="甲.txt" tests="2" failures="1" errors="0" skipped="1">
<testcase name="missing-date 2:5" classname="甲.txt"><failure type="error" message="未发现成文日期">2行5列 正文第2段</failure></testcase>
<testcase name="missing-date 2:5" classname="甲.txt"><skipped message="未发现成文日期"/><system-out>2行5列 正文第2段&#10;建议：写作&lt;八五&gt;</system-out></testcase>
</testsuite>
<testsuite name="乙.txt" tests="1" failures="0" errors="0" skipped="0">
<testcase name="未发现问题" classname="乙.txt"/>
</testsuite>
<testsuite name="坏.doc" tests="1" failures="0" errors="1" skipped="0">
<testcase name="无法读取" classname="坏.doc"><error message="已损坏"/></testcase>
</testsuite>
</testsuites>
"#
        );
    }
}
