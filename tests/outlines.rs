//! How reports of all shapes are understood: each file is a text, a line of `=====`, and its outline.
//! `UPDATE=1 cargo test outlines` writes what came instead; look at the difference before keeping it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use hegui::Document;
use hegui::input;
use hegui::rule::RuleSet;

const BETWEEN: &str = "\n=====\n";

#[test]
fn outlines() {
    let rules = RuleSet::builtin();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outlines");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let case = fs::read_to_string(&path).expect("a text");
        let (text, expected) = case.split_once(BETWEEN).unwrap_or((case.trim_end(), ""));
        let reading = input::read(text.as_bytes().to_vec(), &name, &input::Options::default()).expect("readable");
        let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
        let came = outline(&document);
        if came.trim_end() != expected.trim_end() {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&path, format!("{text}{BETWEEN}{came}")).expect("writable");
            }
            wrong.push(format!("{name}:\n{came}"));
        }
    }
    assert!(wrong.is_empty(), "outlines differ:\n{}", wrong.join("\n"));
}

fn outline(document: &Document) -> String {
    let mut lines = String::new();
    let mut line = |text: String| writeln!(lines, "{text}").expect("a string");
    line(format!("文种 {}", document.kind.name));
    let title: Vec<&str> =
        document.title.iter().flat_map(|title| &title.lines).map(|span| document.slice(*span)).collect();
    line(format!("标题 {}", title.join(" / ")));
    let unit = document.unit.map_or("-", |span| document.slice(span));
    line(format!(
        "单位 {unit} {} {}",
        document.level.word(),
        document.year.map_or("-".to_owned(), |(year, _)| year.to_string())
    ));
    for (name, span) in
        [("主送", document.salutation), ("署名", document.signature), ("日期", document.date.map(|date| date.span))]
    {
        if let Some(span) = span {
            line(format!("{name} {}", document.slice(span).replace('\n', " / ")));
        }
    }
    for section in &document.sections {
        let number = section.number.map_or("-", |number| document.slice(number.span));
        let damaged = if section.number.is_some_and(|number| number.damaged) { " 残" } else { "" };
        let roles = match (section.roles.is_empty(), section.inferred) {
            (true, _) => String::new(),
            (false, true) => format!(" ({})", section.roles.join(" ")),
            (false, false) => format!(" [{}]", section.roles.join(" ")),
        };
        let body: String = document.slice(section.body).chars().take(8).collect();
        let indent = "  ".repeat(usize::from(section.level));
        line(format!("{indent}{number}{damaged} {} {:?}{roles} {body}", document.slice(section.heading), section.form));
    }
    for evidence in &document.evidence {
        let passage: String = document.slice(evidence.span).chars().take(20).collect();
        line(format!("所述 {} {passage}", evidence.role));
    }
    lines
}
