//! For other programs: JSON of our own shape, `hegui/report@1`, one file a line.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::diagnostic::{self, Applicability, Diagnostic};
use crate::document::{Document, Level};
use crate::line_index::{Encoding, Position};
use crate::lint::{Coverage, Linted, State};
use crate::report::{Checked, Options, Reporter, Summary};
use crate::rule_id::RuleId;

const SCHEMA: &str = "hegui/report@1";
/// The most characters of a span's text that are repeated.
const TEXT: usize = 200;

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

    fn file(&self, file: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
        // Many small writes: into a buffer of our own first.
        out.write_all(&serde_json::to_vec(&File::new(file))?)
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, ",")
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let counts = Counts {
            files: summary.files,
            unreadable: summary.unreadable,
            error: summary.error,
            warning: summary.warning,
            info: summary.info,
            waived: summary.waived,
        };
        write!(out, "\n],\"summary\":")?;
        serde_json::to_writer(&mut *out, &counts)?;
        writeln!(out, "}}")
    }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    unreadable: usize,
    error: usize,
    warning: usize,
    info: usize,
    waived: usize,
}

/// An input. One that could not be read has an `error` and neither report, contents nor coverage.
#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    format: Option<&'a str>,
    error: Option<&'a str>,
    report: Option<Report<'a>>,
    contents: Option<Contents<'a>>,
    coverage: Option<Covered<'a>>,
    diagnostics: Vec<Finding<'a>>,
    waived: [(); 0],
}

impl<'a> File<'a> {
    fn new(file: &Checked<'a>) -> Self {
        let Checked { path, format, outcome } = *file;
        let (document, linted) = match outcome {
            Ok(checked) => checked,
            Err(error) => {
                let error = Some(error);
                let (report, contents, coverage) = (None, None, None);
                return Self { path, format, error, report, contents, coverage, diagnostics: Vec::new(), waived: [] };
            }
        };
        Self {
            path,
            format,
            error: None,
            report: Some(Report::new(document)),
            contents: Some(Contents(linted)),
            coverage: Some(Covered::new(&linted.coverage)),
            diagnostics: linted.diagnostics.iter().map(|diagnostic| Finding::new(document, diagnostic)).collect(),
            waived: [],
        }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    kind: &'a str,
    unit: Option<&'a str>,
    level: Option<&'static str>,
    year: Option<i32>,
}

impl<'a> Report<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            kind: &document.kind.name,
            unit: document.unit.map(|unit| document.slice(unit)),
            level: (document.level != Level::Unknown).then(|| document.level.word()),
            year: document.year.map(|(year, _)| year),
        }
    }
}

/// Role to state, in the norm's order.
struct Contents<'a>(&'a Linted);

impl Serialize for Contents<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.contents.iter().map(|content| {
            let state = match content.state {
                State::Present => "present",
                State::Partial => "partial",
                State::Absent => "absent",
            };
            (&content.role, state)
        }))
    }
}

#[derive(Serialize)]
struct Covered<'a> {
    checked: usize,
    not_applicable: Vec<Unchecked<'a>>,
    needs_human: Vec<Unchecked<'a>>,
}

#[derive(Serialize)]
struct Unchecked<'a> {
    rule: &'a str,
    why: &'a str,
}

impl<'a> Covered<'a> {
    fn new(coverage: &'a Coverage) -> Self {
        let list = |rules: &'a [(RuleId, String)]| {
            rules.iter().map(|(rule, why)| Unchecked { rule: rule.as_str(), why }).collect()
        };
        Self {
            checked: coverage.checked,
            not_applicable: list(&coverage.not_applicable),
            needs_human: list(&coverage.needs_human),
        }
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    group: &'a str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    count: usize,
    basis: Vec<Basis<'a>>,
    span: Span<'a>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
}

impl<'a> Finding<'a> {
    fn new(document: &'a Document, diagnostic: &'a Diagnostic) -> Self {
        Self {
            rule: diagnostic.rule.as_str(),
            group: &diagnostic.group,
            severity: diagnostic.severity.key(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            count: diagnostic.count,
            basis: diagnostic.basis.iter().map(Basis::new).collect(),
            span: Span::new(document, diagnostic.primary.span),
            related: diagnostic
                .related
                .iter()
                .map(|label| Related { message: filled(&label.message), span: Span::new(document, label.span) })
                .collect(),
            fix: diagnostic.fix.as_ref().map(Fix::new),
        }
    }
}

#[derive(Serialize)]
struct Basis<'a> {
    norm: &'a str,
    title: Option<&'a str>,
    item: Option<&'a str>,
}

impl<'a> Basis<'a> {
    fn new(basis: &'a diagnostic::Basis) -> Self {
        Self { norm: &basis.norm, title: filled(&basis.title), item: filled(&basis.item) }
    }
}

#[derive(Serialize)]
struct Related<'a> {
    message: Option<&'a str>,
    span: Span<'a>,
}

#[derive(Serialize)]
struct Span<'a> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
    place: Option<String>,
}

impl<'a> Span<'a> {
    fn new(document: &'a Document, span: crate::span::Span) -> Self {
        let start = document.source.position(span.start, Encoding::Character);
        let text = document.text().get(span.range()).unwrap_or_default();
        let end = if text.contains('\n') {
            document.source.position(span.end, Encoding::Character)
        } else {
            Position { column: start.column + text.chars().count(), ..start }
        };
        let cut = text.char_indices().nth(TEXT).map_or(text, |(at, _)| &text[..at]);
        Self {
            start: span.start,
            end: span.end,
            line: start.line + 1,
            column: start.column + 1,
            end_line: end.line + 1,
            end_column: end.column + 1,
            text: cut,
            place: Some(document.place(span.start)).filter(|place| !place.is_empty()),
        }
    }
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> Fix<'a> {
    fn new(fix: &'a diagnostic::Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| Edit { start: edit.span.start, end: edit.span.end, text: &edit.text });
        Self {
            title: &fix.title,
            applicability: match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Unsafe => "unsafe",
            },
            edits: edits.collect(),
        }
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
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
        found.basis = vec![
            diagnostic::Basis { norm: "a".to_owned(), title: "《甲》".to_owned(), item: "第三项".to_owned() },
            diagnostic::Basis { norm: "fact".to_owned(), title: String::new(), item: String::new() },
        ];
        found.help = Some("改正".to_owned());
        found.fix = Some(diagnostic::Fix {
            title: "改正".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![diagnostic::Edit { span: spans[1], text: "3次".to_owned() }],
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
