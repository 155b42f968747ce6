//! Marks that waive findings are no text: a report full of them is understood and checked as without them.

use std::fs;
use std::path::Path;

use hegui::check::Context;
use hegui::input::{Options, read};
use hegui::lint::{Content, Linted, lint};
use hegui::rule::RuleSet;
use hegui::{Diagnostic, Document};

/// A mark that waives nothing that there is, full of what rules look for.
const MARK: &str = "<!-- hegui: allow-file invalid-waiver 2023年3月32日已核实10余次，县县政府 见《某法》（ -->";

fn checked(text: &str, name: &str, rules: &RuleSet) -> (Document, Linted) {
    let reading = read(text.as_bytes().to_vec(), name, &Options::default()).expect("a text");
    let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    let linted = lint(&document, rules, &Context::default());
    (document, linted)
}

/// What was understood and found, without the marks in what is quoted.
fn told(document: &Document, linted: &Linted) -> Vec<String> {
    let words = |text: &str| text.replace(MARK, "").split_whitespace().collect::<String>();
    let found = |one: &Diagnostic| {
        let place = document.place(one.primary.span.start);
        format!("{} {} {} {place} {}", one.rule, one.message, one.count, words(document.source.slice(one.primary.span)))
    };
    let has = |one: &Content| format!("{} {:?} {}", one.role, one.state, one.places.len());
    let understood = [
        format!("{:?} {:?} {:?}", document.kind.name, document.level, document.year.map(|(year, _)| year)),
        words(&document.title.as_ref().map(|title| title.joined(document.text())).unwrap_or_default()),
        format!("{} {}", document.sections.len(), document.figures().len()),
    ];
    let found = linted.diagnostics.iter().map(found);
    understood.into_iter().chain(linted.contents.iter().map(has)).chain(found).collect()
}

#[test]
fn marks_change_nothing_of_what_is_found() {
    let rules = RuleSet::builtin();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut wrong = Vec::new();
    for name in [
        "liuxi-street-2024.md",
        "qinghe-2024.txt",
        "qinghe-gongkai-2024.md",
        "shiqiao-2024.txt",
        "shuiwuju-2023.txt",
        "yunfeng-2024-pasted.txt",
    ] {
        let text = fs::read_to_string(folder.join(name)).expect("a report").replace("\r\n", "\n");
        let (document, linted) = checked(&text, name, &rules);
        let plain = told(&document, &linted);
        let each_line = |marked: &dyn Fn(&str) -> String| {
            let lines = text
                .lines()
                .map(|line| if line.is_empty() || line.starts_with('|') { line.to_owned() } else { marked(line) });
            lines.collect::<Vec<_>>().join("\n")
        };
        let ends = text.replace("。", &format!("。{MARK}"));
        let inside = ends.replace(&format!("。{MARK}。{MARK}"), &format!("。。{MARK}"));
        for (way, marked) in [
            ("before", each_line(&|line| format!("{MARK}\n{line}"))),
            ("behind", each_line(&|line| format!("{line} {MARK}"))),
            ("inside", inside),
        ] {
            assert!(marked.contains(MARK), "{name}");
            let (document, linted) = checked(&marked, name, &rules);
            assert!(document.waivers.len() > 1 && linted.waived.is_empty());
            let came = told(&document, &linted);
            let lost = plain.iter().filter(|one| !came.contains(one)).map(|one| format!("- {one}"));
            let new = came.iter().filter(|one| !plain.contains(one)).map(|one| format!("+ {one}"));
            wrong.extend(lost.chain(new).map(|one| format!("{name} {way} {one}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
