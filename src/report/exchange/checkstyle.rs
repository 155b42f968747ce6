//! The XML of Checkstyle, which many build servers read.

use std::io::{self, Write};

use super::{address, words};
use crate::line_index::Encoding;
use crate::report::escape::attribute;
use crate::report::{Checked, Record, Reporter, Summary};

/// One XML document a run, an element a file.
pub(in crate::report) struct Checkstyle;

impl Reporter for Checkstyle {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(out, "<file name=\"{}\">", attribute(&address::slashed(file.path)))?;
        match file.outcome {
            Ok((document, linted)) => {
                for diagnostic in &linted.diagnostics {
                    let position = document.source.position(diagnostic.primary.span.start, Encoding::Character);
                    writeln!(
                        out,
                        "<error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"hegui.{}\"/>",
                        position.line + 1,
                        position.column + 1,
                        diagnostic.severity.key(),
                        attribute(&words::whole(diagnostic)),
                        diagnostic.rule,
                    )?;
                }
            }
            Err(reason) => {
                let message = attribute(&format!("无法读取：{reason}"));
                writeln!(out, "<error line=\"1\" severity=\"error\" message=\"{message}\" source=\"hegui\"/>")?;
            }
        }
        writeln!(out, "</file>")
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, _records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</checkstyle>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn every_finding_is_an_element() {
        let (document, spans) = sample::document("第一行\n“八五”⟦普法⟧");
        let mut found = sample::diagnostic(spans[0]);
        (found.message, found.help) = ("“<党委>”与\"政府\"\u{1}".to_owned(), Some("改正".to_owned()));
        let linted = sample::linted(vec![found]);
        let read = Checked { path: "a&b.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "坏.doc", format: None, outcome: Err("已损坏") };
        assert_eq!(
            sample::run(&Checkstyle, &[read, broken], &Summary::default()),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
<file name="a&amp;b.txt">
<error line="2" column="5" severity="error" message="“&lt;党委&gt;”与&quot;政府&quot;␁&#10;建议：改正" source="hegui.missing-date"/>
</file>
<file name="坏.doc">
<error line="1" severity="error" message="无法读取：已损坏" source="hegui"/>
</file>
</checkstyle>
"#
        );
    }
}
