//! For other programs: JSON of our own shape, `hegui/report@1`, one file a line.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use crate::check::Day;
use crate::diagnostic::{Applicability, Basis, Diagnostic, Fix};
use crate::document::{Document, Level};
use crate::lint::{Coverage, Linted, State, Waived, WaivedIn};
use crate::report::counts::Counts;
use crate::report::numbers::{Digits, Numbers};
use crate::report::places::Places;
use crate::report::{Checked, Notice, Options, Record, Reporter, Summary};
use crate::rule_id::RuleId;

mod span;

const SCHEMA: &str = "hegui/report@1";
/// Bytes of text for which room is made at once.
const MOST_ROOM: usize = 64 << 10;

/// The reporter for programs.
pub(super) struct Json {
    on: Option<String>,
}

impl Json {
    pub(super) fn new(options: &Options) -> Self {
        Self { on: options.on.clone() }
    }
}

impl Reporter for Json {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
        write!(out, r#"{{"schema":"{SCHEMA}","tool":"#)?;
        serde_json::to_writer(&mut *out, &tool)?;
        if let Some(on) = &self.on {
            write!(out, r#","on":"#)?;
            serde_json::to_writer(&mut *out, on)?;
        }
        writeln!(out, r#","files":["#)
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        object(file, out);
        Ok(())
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, ",")
    }

    fn end(&self, summary: &Summary, _records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        write!(out, "\n]")?;
        if !summary.notices.is_empty() {
            write!(out, ",\"notices\":")?;
            let notices: Vec<_> = summary.notices.iter().map(Notice::as_json).collect();
            serde_json::to_writer(&mut *out, &notices)?;
        }
        write!(out, ",\"summary\":")?;
        serde_json::to_writer(&mut *out, &Counts::of(summary))?;
        writeln!(out, "}}")
    }
}

/// The JSON object of one file.
pub(super) fn object(file: &Checked<'_>, out: &mut Vec<u8>) {
    // Room for what some hundred findings need.
    out.reserve(file.outcome.map_or(0, |(document, _)| document.text().len()).min(MOST_ROOM) * 6 + 1024);
    Writer { out, numbers: Numbers::new(), line: (0, Digits::of(1)), place: None }.file(file);
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// Bytes to which JSON is added; by hand, since most of a run's output are many small numbers and short words.
struct Writer<'a> {
    out: &'a mut Vec<u8>,
    numbers: Numbers,
    /// The line written last, from zero, and its number for people.
    line: (usize, Digits),
    /// The place written last, by its index, and where it was written.
    place: Option<(usize, Range<usize>)>,
}

impl Writer<'_> {
    fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    fn string(&mut self, text: &str) {
        // Without an early end, so that many bytes are looked at together.
        if text.bytes().fold(false, |special, byte| special | is_special(byte)) {
            serde_json::to_writer(&mut *self.out, text).expect("a vector takes all that is written");
            return;
        }
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.string(text),
            None => self.raw("null"),
        }
    }

    fn number(&mut self, number: usize) {
        self.numbers.clear();
        self.numbers.member(b"", number);
        self.out.extend_from_slice(self.numbers.bytes());
    }

    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.out.push(b'[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            write(self, item);
        }
        self.out.push(b']');
    }

    /// An input. One that could not be read has an `error` and neither report, contents nor coverage.
    fn file(&mut self, file: &Checked<'_>) {
        self.raw(r#"{"path":"#);
        self.string(file.path);
        self.raw(r#","format":"#);
        self.optional(file.format);
        self.raw(r#","error":"#);
        self.optional(file.outcome.err());
        match file.outcome {
            Ok((document, linted)) => {
                self.report(document);
                self.contents(linted);
                self.coverage(&linted.coverage);
                self.raw(r#","diagnostics":"#);
                let mut places = Places::new(document);
                self.list(&linted.diagnostics, |writer, diagnostic| writer.finding(&mut places, diagnostic));
                self.raw(r#","waived":"#);
                self.list(&linted.waived, |writer, waived| writer.waived(&mut places, waived));
            }
            Err(_) => self.raw(r#","report":null,"contents":null,"coverage":null,"diagnostics":[],"waived":[]"#),
        }
        self.raw("}");
    }

    fn report(&mut self, document: &Document) {
        self.raw(r#","report":{"kind":"#);
        self.string(&document.kind.name);
        self.raw(r#","unit":"#);
        self.optional(document.unit.map(|unit| document.slice(unit)));
        self.raw(r#","level":"#);
        self.optional((document.level != Level::Unknown).then(|| document.level.word()));
        self.raw(r#","year":"#);
        match document.year {
            Some((year, _)) => self.raw(&year.to_string()),
            None => self.raw("null"),
        }
        self.raw("}");
    }

    /// Role to state, in the norm's order.
    fn contents(&mut self, linted: &Linted) {
        self.raw(r#","contents":{"#);
        for (index, content) in linted.contents.iter().enumerate() {
            if index > 0 {
                self.raw(",");
            }
            self.string(&content.role);
            self.raw(match content.state {
                State::Present => r#":"present""#,
                State::Partial => r#":"partial""#,
                State::Absent => r#":"absent""#,
            });
        }
        self.raw("}");
    }

    fn coverage(&mut self, coverage: &Coverage) {
        self.raw(r#","coverage":{"checked":"#);
        self.number(coverage.checked);
        self.raw(r#","not_applicable":"#);
        self.list(&coverage.not_applicable, Self::unchecked);
        self.raw(r#","needs_human":"#);
        self.list(&coverage.needs_human, Self::unchecked);
        self.raw("}");
    }

    fn unchecked(&mut self, (rule, why): &(RuleId, String)) {
        self.raw(r#"{"rule":"#);
        self.string(rule.as_str());
        self.raw(r#","why":"#);
        self.string(why);
        self.raw("}");
    }

    fn finding(&mut self, places: &mut Places<'_>, diagnostic: &Diagnostic) {
        self.raw(r#"{"rule":"#);
        self.string(diagnostic.rule.as_str());
        self.raw(r#","group":"#);
        self.string(&diagnostic.group);
        self.raw(r#","severity":"#);
        self.string(diagnostic.severity.key());
        self.raw(r#","message":"#);
        self.string(&diagnostic.message);
        self.raw(r#","help":"#);
        self.optional(diagnostic.help.as_deref());
        self.raw(r#","count":"#);
        self.number(diagnostic.count);
        self.raw(r#","basis":"#);
        self.list(&*diagnostic.basis, Self::basis);
        self.raw(r#","span":"#);
        self.span(places, diagnostic.primary.span);
        self.raw(r#","related":"#);
        self.list(&diagnostic.related, |writer, label| {
            match filled(&label.message) {
                None => writer.raw(r#"{"message":null,"span":"#),
                Some(message) => {
                    writer.raw(r#"{"message":"#);
                    writer.string(message);
                    writer.raw(r#","span":"#);
                }
            }
            writer.span(places, label.span);
            writer.raw("}");
        });
        self.raw(r#","fix":"#);
        match &diagnostic.fix {
            Some(fix) => self.fix(fix),
            None => self.raw("null"),
        }
        self.raw("}");
    }

    fn waived(&mut self, places: &mut Places<'_>, waived: &Waived) {
        self.raw(r#"{"diagnostic":"#);
        self.finding(places, &waived.diagnostic);
        self.raw(r#","reason":"#);
        self.string(&waived.reason);
        self.raw(r#","by":"#);
        self.optional(waived.by.as_deref());
        self.raw(r#","until":"#);
        let until = waived.until.map(Day::written);
        self.optional(until.as_deref());
        self.raw(match waived.from {
            WaivedIn::Comment => r#","from":"comment"}"#,
            WaivedIn::Config(_) => r#","from":"config"}"#,
        });
    }

    fn basis(&mut self, basis: &Basis) {
        self.raw(r#"{"norm":"#);
        self.string(&basis.norm);
        self.raw(r#","title":"#);
        self.optional(filled(&basis.title));
        self.raw(r#","item":"#);
        self.optional(filled(&basis.item));
        self.raw("}");
    }

    fn fix(&mut self, fix: &Fix) {
        self.raw(r#"{"title":"#);
        self.string(&fix.title);
        self.raw(match fix.applicability {
            Applicability::Safe => r#","applicability":"safe""#,
            Applicability::Unsafe => r#","applicability":"unsafe""#,
        });
        self.raw(r#","edits":"#);
        self.list(&fix.edits, |writer, edit| {
            writer.raw(r#"{"start":"#);
            writer.number(edit.span.start);
            writer.raw(r#","end":"#);
            writer.number(edit.span.end);
            writer.raw(r#","text":"#);
            writer.string(&edit.text);
            writer.raw("}");
        });
        self.raw("}");
    }
}

/// Whether a byte cannot stand in a string as it is.
fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::diagnostic;
    use crate::lint::Content;
    use crate::report::sample;

    fn run(files: &[Checked<'_>], on: Option<&str>) -> (String, Value) {
        let reporter = Json { on: on.map(str::to_owned) };
        let text = sample::run(&reporter, files, &Summary { files: files.len(), passed_over: 3, ..Summary::default() });
        let value = serde_json::from_str(&text).expect("valid JSON");
        (text, value)
    }

    #[test]
    fn a_run_without_files_is_valid() {
        let (text, value) = run(&[], None);
        assert_eq!(value["schema"], SCHEMA);
        assert_eq!(value["files"], json!([]));
        let counts = json!({"files":0,"unreadable":0,"error":0,"warning":0,"info":0,"waived":0});
        assert_eq!(value["summary"], counts);
        assert_eq!(value.get("on"), None);
        assert!(text.ends_with("}\n"));
        assert_eq!(run(&[], Some("2026-11-21")).1["on"], "2026-11-21");
    }

    #[test]
    fn an_unreadable_file_says_why_and_nothing_else() {
        let broken = Checked { path: "坏\"\\\n\u{1}.docx", format: None, outcome: Err("已损坏") };
        let wanted = json!({
            "path": "坏\"\\\n\u{1}.docx", "format": null, "error": "已损坏", "report": null, "contents": null,
            "coverage": null, "diagnostics": [], "waived": [],
        });
        assert_eq!(run(&[broken, broken], None).1["files"], json!([wanted, wanted]));
    }

    #[test]
    fn a_finding_has_all_its_parts() {
        let (mut document, spans) = sample::document("沙门镇\n“八五”⟦普法\n讲⟧座，⟦2次⟧");
        document.unit = Some(crate::span::Span::new(0, 9));
        document.year = Some((2023, crate::span::Span::at(0)));
        let mut found = sample::diagnostic(spans[0]);
        found.related = vec![sample::label(spans[1], "前文"), sample::label(spans[1], "")];
        found.basis = [
            diagnostic::Basis { norm: "a".to_owned(), title: "《甲》".to_owned(), item: "第三项".to_owned() },
            diagnostic::Basis { norm: "fact".to_owned(), title: String::new(), item: String::new() },
        ]
        .into();
        found.help = Some("改正".to_owned());
        found.fix = Some(diagnostic::Fix {
            title: "改正".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![diagnostic::Edit { span: spans[1], text: "3次".into() }],
        });
        let mut linted = sample::linted(vec![found]);
        let rule = |name| RuleId::new(name).expect("well-formed");
        linted.coverage = Coverage {
            checked: 7,
            not_applicable: vec![(rule("late-report"), "未写日期".to_owned())],
            needs_human: vec![(rule("figures-true"), "数据是否属实？".to_owned())],
        };
        linted.contents = [("plan", State::Present), ("leader", State::Partial), ("measures", State::Absent)]
            .map(|(role, state)| Content {
                role: role.to_owned(),
                name: String::new(),
                state,
                places: Vec::new(),
                because: Vec::new(),
            })
            .into();
        let file = Checked { path: "甲.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let (text, value) = run(&[file], None);
        let other = json!({
            "start": 38, "end": 42, "line": 3, "column": 4, "end_line": 3, "end_column": 6, "text": "2次",
            "place": document.place(38),
        });
        let wanted = json!({
            "path": "甲.txt", "format": "txt", "error": null,
            "report": {"kind": "unknown", "unit": "沙门镇", "level": null, "year": 2023},
            "contents": {"plan": "present", "leader": "partial", "measures": "absent"},
            "coverage": {
                "checked": 7,
                "not_applicable": [{"rule": "late-report", "why": "未写日期"}],
                "needs_human": [{"rule": "figures-true", "why": "数据是否属实？"}],
            },
            "diagnostics": [{
                "rule": "missing-date", "group": "structure", "severity": "error", "message": "未发现成文日期",
                "help": "改正", "count": 1,
                "basis": [{"norm": "a", "title": "《甲》", "item": "第三项"}, {"norm": "fact", "title": null, "item": null}],
                "span": {
                    "start": 22, "end": 32, "line": 2, "column": 5, "end_line": 3, "end_column": 2, "text": "普法\n讲",
                    "place": document.place(22),
                },
                "related": [{"message": "前文", "span": other}, {"message": null, "span": other}],
                "fix": {"title": "改正", "applicability": "unsafe", "edits": [{"start":38,"end":42,"text":"3次"}]},
            }],
            "waived": [],
        });
        assert_eq!(value["files"][0], wanted);
        assert!(text.contains(r#"{"plan":"present","leader":"partial","measures":"absent"}"#), "in the norm's order");
        assert_eq!(text.lines().count(), 3, "one file a line");
    }

    #[test]
    fn a_long_text_is_cut_to_200_characters() {
        let (document, spans) = sample::document(&format!("⟦{}⟧", "法治".repeat(500)));
        let linted = sample::linted(vec![sample::diagnostic(spans[0])]);
        let file = Checked { path: "甲.txt", format: None, outcome: Ok((&document, &linted)) };
        let (_, value) = run(&[file], None);
        let span = &value["files"][0]["diagnostics"][0]["span"];
        assert_eq!(span["text"], "法治".repeat(100));
        assert_eq!(span["end"], 3000);
    }
}
