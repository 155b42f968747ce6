//! One row a report, for a spreadsheet.

use std::io::{self, Write};

use crate::report::ledger::{self, Row, Value};
use crate::report::{Checked, Record, Reporter, Summary};

/// CSV by RFC 4180 with a byte order mark, without which WPS and Excel take it for GBK.
#[derive(Debug)]
pub(super) struct Csv;

impl Reporter for Csv {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, _file: &Checked<'_>, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    fn record(&self, file: &Checked<'_>) -> Record {
        Record::of(&Row::new(file))
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        let rows = ledger::sorted(records.iter().filter_map(Record::read).collect());
        let contents = ledger::contents(&rows);
        write!(out, "\u{feff}")?;
        record(out, ledger::heads(&contents).into_iter().map(str::to_owned))?;
        for row in rows {
            let text = |value| match value {
                Value::Text(text) | Value::Verdict(text) => text.to_owned(),
                Value::Number(number) => number.to_string(),
                Value::State(state) => state.word().to_owned(),
                Value::Nothing => String::new(),
            };
            record(out, row.values(&contents).into_iter().map(text))?;
        }
        Ok(())
    }
}

fn record(out: &mut dyn Write, fields: impl Iterator<Item = String>) -> io::Result<()> {
    let fields: Vec<String> = fields.map(|field| quoted(&field)).collect();
    write!(out, "{}\r\n", fields.join(","))
}

/// A field; one that a spreadsheet would take for a formula gets an apostrophe before it.
fn quoted(field: &str) -> String {
    let field =
        if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{field}") } else { field.to_owned() };
    if field.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Content, State};
    use crate::report::sample;

    #[test]
    fn every_report_is_a_row() {
        let (document, spans) = sample::document("第一行\n⟦普法⟧");
        let mut linted = sample::linted(vec![sample::diagnostic(spans[0])]);
        let content = |name: &str, state| Content {
            role: name.to_owned(),
            name: name.to_owned(),
            state,
            places: Vec::new(),
            because: Vec::new(),
        };
        linted.contents = vec![content("举措", State::Present), content("安排", State::Absent)];
        let read = Checked { path: "b,1.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let clean = sample::linted(Vec::new());
        let clean = Checked { path: "=c.txt", outcome: Ok((&document, &clean)), ..read };
        let broken = Checked { path: "a.doc", format: None, outcome: Err("已损坏，请\"另存\"") };
        assert_eq!(
            sample::run(&Csv, &[read, broken, clean], &Summary::default()),
            "\u{feff}文件,单位,层级,年度,文种,举措,安排,错误,提醒,提示,已豁免,结论,说明\r\n\
             '=c.txt,,,,,,,0,0,0,0,未发现错误和提醒,\r\n\
             a.doc,,,,,,,,,,,无法读取,\"已损坏，请\"\"另存\"\"\"\r\n\
             \"b,1.txt\",,,,,有,未发现,1,0,0,0,有错误,\r\n"
        );
    }
}
