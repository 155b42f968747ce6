//! Workflow commands of GitHub Actions, which annotate the lines of a change.

use std::io::{self, Write};

use super::{address, words};
use crate::diagnostic::Severity;
use crate::line_index::Encoding;
use crate::report::{Checked, Record, Reporter, Summary};

/// `::error file=…,line=…::…`, a line each.
pub(in crate::report) struct Github;

impl Reporter for Github {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let path = property(&address::slashed(file.path));
        let (document, linted) = match file.outcome {
            Ok(checked) => checked,
            Err(reason) => return writeln!(out, "::error file={path},title=无法读取::{}", data(reason)),
        };
        for diagnostic in &linted.diagnostics {
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let span = diagnostic.primary.span;
            let start = document.source.position(span.start, Encoding::Character);
            let end = document.source.position(span.end, Encoding::Character);
            write!(out, "::{command} file={path},line={},endLine={}", start.line + 1, end.line + 1)?;
            // Columns are for places within one line.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column + 1, end.column.max(start.column + 1) + 1)?;
            }
            let title = format!("{}[{}]", diagnostic.severity.word(), diagnostic.rule);
            writeln!(out, ",title={}::{}", property(&title), data(&words::whole(diagnostic)))?;
        }
        Ok(())
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, _records: &[Record], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// As the runner takes the words of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for its properties.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_finding_is_one_command() {
        let (document, spans) = sample::document("第一行\n“八五”⟦普法\n讲⟧座⟦2次⟧");
        let mut wide = sample::diagnostic(spans[0]);
        wide.severity = Severity::Info;
        let mut near = sample::diagnostic(spans[1]);
        (near.count, near.help) = (3, Some("写明100%".to_owned()));
        let linted = sample::linted(vec![wide, near]);
        let read = Checked { path: "./报告/a,1.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "坏.doc", format: None, outcome: Err("已损坏\n请另存") };
        assert_eq!(
            sample::run(&Github, &[read, broken], &Summary::default()),
            "::notice file=报告/a%2C1.txt,line=2,endLine=3,title=提示[missing-date]::未发现成文日期
::error file=报告/a%2C1.txt,line=3,endLine=3,col=3,endColumn=5,title=错误[missing-date]::未发现成文日期（共3处）%0A建议：写明100%25
::error file=坏.doc,title=无法读取::已损坏%0A请另存
"
        );
    }
}
