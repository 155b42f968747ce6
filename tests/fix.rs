//! Fixes of all sample reports and of the bad examples of all rules: made once they are all made, and nothing gets worse.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hegui::check::Context;
use hegui::example::Marked;
use hegui::fix::{Fixed, Fixer};
use hegui::input::{self, Charset, Options};
use hegui::lint::{Exceptions, Linted, lint};
use hegui::rule::RuleSet;
use hegui::{Document, Severity};

/// Errors that a fix brings to light: a heading that stood inside the code of a table of contents.
const REVEALED: [(&str, &str); 1] = [("markup-residue 坏例3", "empty-section")];

const READING: Options = Options { charset: None };

/// A text as a file, with what is said of all reports.
struct Sample {
    /// Where it comes from, for the reader.
    from: String,
    name: &'static str,
    text: String,
    context: Context,
}

fn samples(rules: &RuleSet) -> Vec<Sample> {
    let mut samples = Vec::new();
    for folder in ["examples", "tests/outlines", "tests/plants/base"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let from = path.to_string_lossy().into_owned();
            let name = if from.ends_with(".md") { "报告.md" } else { "报告.txt" };
            if from.ends_with(".md") || from.ends_with(".txt") {
                let text = fs::read_to_string(&path).expect("a text").replace("\r\n", "\n");
                // What an outline ought to be stands under the report.
                let text = text.split("\n=====\n").next().unwrap_or_default().to_owned();
                samples.push(Sample { from, name, text, context: Context::default() });
            }
        }
    }
    samples.sort_by(|one, other| one.from.cmp(&other.from));
    for rule in rules.all().iter() {
        for (number, example) in rules.examples(rule).bad.iter().enumerate() {
            samples.push(Sample {
                from: format!("{} 坏例{}", rule.id(), number + 1),
                name: if example.markdown { "例.md" } else { "例.txt" },
                text: Marked::parse(&example.text).expect("well marked").text,
                context: Context {
                    stage: example.stage.unwrap_or_default(),
                    year: example.year,
                    level: example.level.unwrap_or_default(),
                    towns: example.towns.clone(),
                    ..Context::default()
                },
            });
        }
    }
    samples
}

fn understand(bytes: &[u8], name: &str, rules: &RuleSet) -> (Document, Charset) {
    let reading = input::read(bytes.to_vec(), name, &READING).expect("a text");
    let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    (document, reading.charset.expect("of a text"))
}

fn fixed(bytes: &[u8], sample: &Sample, rules: &RuleSet, with_unsafe: bool) -> Fixed {
    let (document, charset) = understand(bytes, sample.name, rules);
    let (context, exceptions) = (&sample.context, &Exceptions::default());
    let fixer = Fixer { rules, context, exceptions, reading: &READING, least: Severity::Info, with_unsafe };
    fixer.fix(bytes.to_vec(), charset, document).unwrap_or_else(|error| panic!("{}: {error}", sample.from))
}

/// How often each rule speaks of an error.
fn errors(linted: &Linted) -> BTreeMap<&str, usize> {
    let mut errors = BTreeMap::new();
    for one in linted.diagnostics.iter().filter(|one| one.severity == Severity::Error) {
        *errors.entry(one.rule.as_str()).or_default() += one.count;
    }
    errors
}

#[test]
fn fixing_once_is_enough_and_breaks_nothing() {
    let rules = RuleSet::builtin();
    let mut wrong = Vec::new();
    let mut made = [0; 2];
    for sample in samples(&rules) {
        let (document, _) = understand(sample.text.as_bytes(), sample.name, &rules);
        let before = lint(&document, &rules, &sample.context);
        for with_unsafe in [false, true] {
            let once = fixed(sample.text.as_bytes(), &sample, &rules, with_unsafe);
            let twice = fixed(&once.bytes, &sample, &rules, with_unsafe);
            made[usize::from(with_unsafe)] += once.edits;
            let text = || String::from_utf8_lossy(&once.bytes).into_owned();
            let mut say = |what: &str| wrong.push(format!("{} {with_unsafe}: {what}\n{}", sample.from, text()));
            if !once.is_stable {
                say("does not come to an end");
            }
            if twice.edits > 0 || twice.bytes != once.bytes {
                say("is fixed again");
            }
            let known = errors(&before);
            for (rule, count) in errors(&once.linted) {
                let is_revealed = REVEALED.contains(&(sample.from.as_str(), rule));
                if !is_revealed && known.get(rule).is_none_or(|before| *before < count) {
                    say(&format!("has a new error, {rule}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(made[0] > 100 && made[1] > made[0] + 100, "{made:?}");
}

#[test]
fn every_character_set_and_line_end_gives_the_same_text() {
    let rules = RuleSet::builtin();
    for sample in samples(&rules).iter().filter(|sample| sample.from.contains("examples")) {
        let plain = fixed(sample.text.as_bytes(), sample, &rules, true);
        let expected = String::from_utf8(plain.bytes).expect("UTF-8");
        for (charset, mark) in [
            (Charset::UTF_8, "\u{feff}"),
            (Charset::GB18030, ""),
            (Charset::UTF_16LE, "\u{feff}"),
            (Charset::UTF_16BE, ""),
        ] {
            let file = |text: &str| charset.encode(&format!("{mark}{}", text.replace('\n', "\r\n"))).expect("written");
            let came = fixed(&file(&sample.text), sample, &rules, true);
            assert!(came.bytes == file(&expected), "{} {}", sample.from, charset.name());
            assert_eq!((came.edits, came.unwritable), (plain.edits, 0));
        }
    }
}
