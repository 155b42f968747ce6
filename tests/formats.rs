//! One report in every format: the findings are the same, with the same words at the same places.

use hegui::Document;
use hegui::check::Context;
use hegui::input::{Format, Reading};
use hegui::lint;
use hegui::rule::RuleSet;

use crate::fixture::{self, bytes};

/// A report, and the files that have it: by whom they were made is in the script beside them.
const REPORTS: [(&str, &[(&str, Format)]); 2] = [
    (
        "examples/qinghe-2024.txt",
        &[
            ("tests/docx/numbered.docx", Format::Docx),
            ("tests/docx/python-docx.docx", Format::Docx),
            ("tests/doc/numbered.doc", Format::Doc),
            ("tests/pdf/reportlab.pdf", Format::Pdf),
            ("tests/ofd/report.ofd", Format::Ofd),
            ("tests/html/old-site.html", Format::Html),
        ],
    ),
    (
        "examples/shiqiao-2024.txt",
        &[
            ("tests/docx/typed.docx", Format::Docx),
            ("tests/docx/libreoffice.docx", Format::Docx),
            ("tests/doc/typed.doc", Format::Doc),
            ("tests/pdf/libreoffice.pdf", Format::Pdf),
            ("tests/html/new-site.html", Format::Html),
        ],
    ),
];

/// What a site prints below every article is no part of the article, so that of a page it is not read.
const SITE: &str = "责任编辑";

fn read(bytes: Vec<u8>, name: &str) -> Reading {
    fixture::read(bytes, name).expect("readable")
}

/// Severity, rule, count, words and place of each finding; the page, which only some formats have, left out.
fn findings(reading: Reading, rules: &RuleSet) -> Vec<String> {
    let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    let linted = lint::lint(&document, rules, &Context::default());
    let shown = linted.diagnostics.iter().map(|one| {
        let span = one.primary.span;
        // Between paragraphs a text has empty lines, other formats have none.
        let words: Vec<&str> = document.slice(span).lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let place = document.place(span.start);
        let place = place.split_once("页，").map_or(place.as_str(), |(_, place)| place);
        format!("{:?} {} {} {} {place}", one.severity, one.rule, one.count, words.join("⏎"))
    });
    shown.collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_report_is_checked_alike_in_every_format() {
    let rules = RuleSet::builtin();
    for (report, files) in REPORTS {
        let text = String::from_utf8(bytes(report)).expect("UTF-8").replace("\r\n", "\n");
        let whole = findings(read(text.clone().into_bytes(), "a.txt"), &rules);
        let without_site: String = text.lines().filter(|line| !line.starts_with(SITE)).collect::<Vec<_>>().join("\n");
        let article = findings(read(without_site.clone().into_bytes(), "a.txt"), &rules);
        for (path, format) in files {
            let reading = read(bytes(path), path);
            assert_eq!(reading.format, *format, "{path}");
            let (text, expected) = if *format == Format::Html { (&without_site, &article) } else { (&text, &whole) };
            assert_eq!(lines(reading.source.text()), lines(text), "{path}");
            assert_eq!(findings(reading, &rules), *expected, "{path}");
        }
    }
}

#[test]
fn a_report_is_checked_alike_in_every_character_set() {
    let rules = RuleSet::builtin();
    for (report, _) in REPORTS {
        let text = String::from_utf8(bytes(report)).expect("UTF-8").replace("\r\n", "\n");
        let expected = findings(read(text.clone().into_bytes(), "a.txt"), &rules);
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(to_bytes).collect()
        };
        let forms = [
            ("a.txt", ["\u{feff}", &text].concat().into_bytes()),
            ("a.txt", text.replace('\n', "\r\n").into_bytes()),
            ("a.txt", encoding_rs::GB18030.encode(&text).0.into_owned()),
            ("a.txt", utf16(u16::to_le_bytes)),
            ("a.txt", utf16(u16::to_be_bytes)),
            ("a.md", text.clone().into_bytes()),
        ];
        for (at, (name, bytes)) in forms.into_iter().enumerate() {
            let reading = read(bytes, name);
            assert_eq!(lines(reading.source.text()), lines(&text), "{report} {at}");
            assert_eq!(findings(reading, &rules), expected, "{report} {at}");
        }
    }
}
