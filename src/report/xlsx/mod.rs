//! A workbook for reviewers: a row for each report, finding, similar passage and rule, to sort, filter and print.

mod about;
mod finding;
mod norm;
mod overview;
mod sheet;
mod similar;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use serde::{Deserialize, Serialize};

use self::finding::Finding;
use self::norm::Norm;
use self::sheet::Style;
use self::similar::Similar;
use crate::report::ledger::Row;
use crate::report::likeness::Comparison;
use crate::report::statistics::{Places, Statistics};
use crate::report::{Checked, Options, Record, Reporter, Summary};
use crate::rule::RuleSet;
use crate::span::Span;

/// Sheets are written one after the other, when the last report is known; the same reports give
/// the same bytes.
pub(super) struct Xlsx {
    on: Option<String>,
    norms: Vec<Norm>,
    statistics: Statistics,
    /// What reports share, by their paths, until the reports themselves come.
    compared: Mutex<BTreeMap<String, Vec<Similar>>>,
}

/// What the workbook holds of a report.
#[derive(Serialize, Deserialize)]
struct Report {
    row: Row,
    findings: Vec<Finding>,
    places: Places,
    /// None where it was not held against others.
    similar: Option<Vec<Similar>>,
}

impl Xlsx {
    pub(super) fn new(options: &Options, sets: &[&RuleSet]) -> Self {
        Self {
            on: options.on.clone(),
            norms: norm::norms(sets),
            statistics: Statistics::new(sets),
            compared: Mutex::default(),
        }
    }

    fn book(&self, summary: &Summary, records: &[Record]) -> Result<Vec<u8>, XlsxError> {
        let mut reports: Vec<Report> = records.iter().filter_map(Record::read).collect();
        reports.sort_by(|one, other| one.row.path.cmp(&other.row.path));
        let counts = self.statistics.rows(reports.iter().map(|report| report.places.clone()));
        let mut book = Workbook::new();
        book.set_default_format(&sheet::plain(), 20, 64)?;
        // A clock would make the bytes differ from run to run.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_title("合规检查结果").set_creation_datetime(&created));
        let style = Style::new();
        let left_out = [
            ("一览", overview::write(&reports, &mut book, &style)?),
            ("问题", finding::write(&reports, &mut book, &style)?),
            ("雷同", similar::write(&reports, &mut book, &style)?),
            ("规则与依据", norm::write(&self.norms, &counts, &mut book, &style)?),
        ];
        drop(reports);
        about::write(summary, self.on.as_deref(), &left_out, &mut book, &style)?;
        book.save_to_buffer()
    }
}

impl Reporter for Xlsx {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn compared(&self, comparison: &Comparison<'_>) {
        lock(&self.compared).insert(comparison.name.to_owned(), similar::similar(comparison));
    }

    fn file(&self, _file: &Checked<'_>, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    fn record(&self, file: &Checked<'_>) -> Record {
        let (mut findings, mut places) = (Vec::new(), Places::new());
        if let Ok((document, linted)) = file.outcome {
            (findings, places) = (finding::findings(document, linted), Statistics::places(linted));
        }
        let similar = lock(&self.compared).remove(file.path);
        Record::of(&Report { row: Row::new(file), findings, places, similar })
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.book(summary, records).map_err(io::Error::other)?)
    }
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The text of a span, of at most so many characters, without empty lines.
fn excerpt(text: &str, span: Span, most: usize) -> String {
    let lines = text.get(span.range()).unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}……", &text[..at]),
        None => text,
    }
}

#[cfg(all(test, feature = "docx"))]
mod tests {
    use std::io::{Cursor, Read};

    use quick_xml::events::Event;

    use super::*;
    use crate::diagnostic::{Basis, Diagnostic, Label, Severity};
    use crate::lint::{Content, State, Waived, WaivedIn};
    use crate::report::sample;

    /// The part of a workbook of this name.
    fn part(book: &[u8], name: &str) -> String {
        let mut zip = zip::ZipArchive::new(Cursor::new(book)).expect("a zip file");
        let mut text = String::new();
        zip.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
        text
    }

    /// The words of the cells of a sheet in order; numbers stand as they are written.
    fn cells(book: &[u8], sheet: usize) -> Vec<String> {
        let texts = |xml: &str, ends: &str| {
            let mut reader = quick_xml::Reader::from_str(xml);
            let (mut found, mut own, mut is_index) = (Vec::new(), String::new(), false);
            loop {
                match reader.read_event().expect("well-formed") {
                    Event::Start(start) if ["c", "si"].contains(&start.name().as_ref()) => {
                        own.clear();
                        is_index =
                            start.attributes().flatten().any(|one| one.key.as_ref() == "t" && *one.value == *"s");
                    }
                    Event::Text(text) => own.push_str(&text),
                    Event::GeneralRef(name) => own.push_str(match &*name {
                        "lt" => "<",
                        "gt" => ">",
                        "amp" => "&",
                        _ => "?",
                    }),
                    Event::End(end) if end.name().as_ref() == ends => {
                        found.push((is_index, std::mem::take(&mut own)));
                    }
                    Event::Eof => return found,
                    _ => {}
                }
            }
        };
        let shared = texts(&part(book, "xl/sharedStrings.xml"), "si");
        let cells = texts(&part(book, &format!("xl/worksheets/sheet{sheet}.xml")), "c");
        let word = |(is_index, text): (bool, String)| match text.parse::<usize>() {
            Ok(index) if is_index => shared[index].1.clone(),
            _ => text,
        };
        cells.into_iter().map(word).collect()
    }

    fn book(files: &[Checked<'_>]) -> Vec<u8> {
        let rules = RuleSet::builtin();
        let xlsx = Xlsx::new(&Options { on: Some("2026-06-01".to_owned()), ..Options::default() }, &[&rules]);
        let mut out = Vec::new();
        let records: Vec<Record> = files.iter().map(|file| xlsx.record(file)).collect();
        xlsx.end(&Summary { files: files.len(), ..Summary::default() }, &records, &mut out).expect("written");
        out
    }

    #[test]
    fn each_report_and_each_finding_has_its_row() {
        let (document, at) = sample::document("=1+1\n⟦合计49次⟧，其中⟦20次⟧");
        let found = Diagnostic {
            severity: Severity::Warning,
            message: "=HYPERLINK(\"a\")".to_owned(),
            related: vec![Label { span: at[1], message: "分项".to_owned() }],
            help: Some("核对。".to_owned()),
            basis: [Basis { norm: "a".to_owned(), title: "《办法》".to_owned(), item: "第三项".to_owned() }].into(),
            ..sample::diagnostic(at[0])
        };
        let waived = Waived {
            diagnostic: sample::diagnostic(at[0]),
            reason: "县里统一".to_owned(),
            by: Some("司法所".to_owned()),
            until: None,
            from: WaivedIn::Comment,
        };
        let mut linted = sample::linted(vec![found]);
        linted.waived = vec![waived];
        linted.contents = vec![Content {
            role: "plan".to_owned(),
            name: "安排".to_owned(),
            state: State::Partial,
            places: Vec::new(),
            because: Vec::new(),
        }];
        let read = Checked { path: "乙<&>.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "甲.docx", format: None, outcome: Err("已损坏") };
        let written = book(&[read, broken]);
        assert_eq!(written, book(&[broken, read]), "neither order nor clock shows");
        let heads = ["文件", "单位", "层级", "年度", "文种", "安排", "错误", "提醒", "提示", "已豁免", "结论", "说明"];
        let rows = ["乙<&>.txt", "有但不完整", "0", "1", "0", "1", "有提醒", "甲.docx", "无法读取", "已损坏"];
        assert_eq!(cells(&written, 1), [&heads[..], &rows].concat());
        let place = document.place(at[0].start);
        let found = "=HYPERLINK(\"a\")";
        let own = ["合计49次", "“20次”：分项", "核对。", "《办法》第三项", "missing-date", "1", "2", "1"];
        let excused = ["未发现成文日期", "合计49次", "已豁免：县里统一（司法所）", "missing-date", "1", "2", "1"];
        let first = ["1", "乙<&>.txt", &place, "提醒", found];
        let second = ["2", "乙<&>.txt", &place, "错误"];
        assert_eq!(cells(&written, 2)[15..], [&first[..], &own, &second, &excused].concat());
        assert!(cells(&written, 3).concat().contains("本次没有与其他报告比较"));
        assert_eq!(cells(&written, 4)[10..14], ["missing-date", "提醒", "1", "1"].map(str::to_owned));
        assert!(cells(&written, 5).contains(&"2026-06-01".to_owned()));
        for sheet in 1..=5 {
            let xml = part(&written, &format!("xl/worksheets/sheet{sheet}.xml"));
            assert!(!xml.contains("<f>") && xml.contains("state=\"frozen\"") && xml.contains("<autoFilter"), "{xml}");
            assert!(xml.contains("paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\""), "{xml}");
        }
    }
}
