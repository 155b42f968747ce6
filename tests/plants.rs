//! Faults planted into clean reports, and traps that must stay quiet: `tests/plants/<rule>.yaml`, tried on `tests/plants/base`.
//!
//! A case edits a clean report: `find` (a pattern, its first match) gives way to `put`, or `at` (a section's role, `intro`)
//! takes `put` in after one of its sentences, or after a paragraph of its own if `own`. Each form of `put` is a case, on one
//! of the reports in `on`, or on each of them if `each`. `let` draws numbers; `{a+b+2}`, `{a|full}`, `{a|han}` write them.
//! What stands between ⟦ and ⟧ must be found there; without a mark, anywhere. What is drawn depends on the case alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use hegui::check::{Context, Stage};
use hegui::example::Marked;
use hegui::lint::lint;
use hegui::rule::RuleSet;
use hegui::{Diagnostic, Document, Span, input};
use regex::Regex;
use serde::Deserialize;

/// The table of one rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    plants: Vec<Case>,
    #[serde(default)]
    traps: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Names of the clean reports, by their beginnings; all of them if empty.
    #[serde(default)]
    on: Vec<String>,
    #[serde(default)]
    each: bool,
    #[serde(default)]
    at: Option<String>,
    #[serde(default)]
    own: bool,
    #[serde(default)]
    find: Option<String>,
    #[serde(default)]
    put: Vec<String>,
    /// More edits, made before this one.
    #[serde(default)]
    first: Vec<Edit>,
    #[serde(default, rename = "let")]
    numbers: BTreeMap<String, (u64, u64)>,
    /// Other rules that may speak.
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    stage: Stage,
    /// Other towns that the program is told of.
    #[serde(default)]
    towns: Vec<String>,
    /// Why this fault is not found, or why this trap is not quiet: asserted as it is.
    #[serde(default)]
    wrong: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    find: String,
    put: String,
}

/// A clean report.
struct Base {
    name: String,
    text: String,
}

/// How the cases of one rule came out.
#[derive(Default, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Tally {
    pub(crate) planted: usize,
    pub(crate) found: usize,
    pub(crate) collateral: usize,
    pub(crate) traps: usize,
    pub(crate) quiet: usize,
}

/// The table of one rule tried.
pub(crate) struct Trial {
    pub(crate) rule: String,
    pub(crate) tally: Tally,
    /// What came out otherwise than the table says.
    pub(crate) failures: Vec<String>,
    pub(crate) known: Vec<Known>,
}

/// A fault that is known not to be found, or a trap not to be quiet.
pub(crate) struct Known {
    pub(crate) form: String,
    pub(crate) why: String,
}

#[test]
fn clean_reports_are_clean() {
    let rules = crate::rules::on_disk();
    for base in bases() {
        let said: Vec<String> = check(&base.name, &base.text, &rules, &Context::default()).iter().map(told).collect();
        assert!(said.is_empty(), "{}: {said:#?}", base.name);
    }
}

#[test]
fn the_same_case_draws_the_same_numbers() {
    let mut draws = BTreeSet::new();
    for _ in 0..2 {
        let mut draw = Draw::of("rule", 3);
        draws.insert((draw.between(1, 1_000_000), draw.between(1, 1_000_000)));
    }
    assert_eq!(draws.len(), 1);
    let numbers = BTreeMap::from([("a".to_owned(), 12), ("b".to_owned(), 30)]);
    assert_eq!(written("{a}、{a+b+1}、{b-a|full}、{a|han}、{b|han} ${1}", &numbers), "12、43、１８、十二、三十 ${1}");
}

/// Tries the table of every rule; only of those that the variable `PLANTS` names, if it is set.
pub(crate) fn trials() -> Vec<Trial> {
    let rules = crate::rules::on_disk();
    let bases = bases();
    let wanted = std::env::var("PLANTS").unwrap_or_default();
    let is_wanted = |path: &PathBuf| wanted.is_empty() || wanted.split(',').any(|one| one == stem(path));
    let tables: Vec<PathBuf> = tables().into_iter().filter(is_wanted).collect();
    let (first, second) = tables.split_at(tables.len() / 2);
    let run = |paths: &[PathBuf]| paths.iter().map(|path| try_table(path, &bases, &rules)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| run(second));
        let mut tried = run(first);
        tried.extend(other.join().expect("cases do not panic"));
        tried
    })
}

fn try_table(path: &Path, bases: &[Base], rules: &RuleSet) -> Trial {
    let rule = stem(path);
    assert!(rules.rule(&rule).is_some(), "{} names no rule", path.display());
    let text = fs::read_to_string(path).expect("a table");
    let table: Table = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut trial = Trial { rule, tally: Tally::default(), failures: Vec::new(), known: Vec::new() };
    let cases = table.plants.iter().map(|case| (false, case)).chain(table.traps.iter().map(|case| (true, case)));
    for (is_trap, case) in cases {
        for form in &case.put {
            let number = trial.tally.planted + trial.tally.traps;
            for (base, text) in case.texts(form, bases, &mut Draw::of(&trial.rule, number as u64), &trial.rule) {
                try_case(&mut trial, case, is_trap, form, base, &text, rules);
            }
        }
    }
    trial
}

fn try_case(trial: &mut Trial, case: &Case, is_trap: bool, form: &str, base: &Base, text: &str, rules: &RuleSet) {
    let rule = &trial.rule;
    let marked = Marked::parse(text).unwrap_or_else(|error| panic!("{rule}: {form}: {error}"));
    let context = Context { stage: case.stage, towns: case.towns.clone(), ..Context::default() };
    let said = check(&base.name, &marked.text, rules, &context);
    let (own, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = said.iter().partition(|one| one.rule.as_str() == rule);
    let is_declared = |one: &&Diagnostic| case.also.iter().any(|also| one.rule.as_str() == also);
    let others: Vec<&Diagnostic> = others.into_iter().filter(|one| !is_declared(one)).collect();
    let is_right = if is_trap { own.is_empty() } else { stands_at(&own, &marked.spans) };
    if is_trap {
        trial.tally.traps += 1;
        trial.tally.quiet += usize::from(is_right);
    } else {
        trial.tally.planted += 1;
        trial.tally.found += usize::from(is_right);
        trial.tally.collateral += usize::from(!others.is_empty());
    }
    if let Some(why) = &case.wrong {
        trial.known.push(Known { form: form.to_owned(), why: why.clone() });
    }
    if is_right == case.wrong.is_some() || !others.is_empty() {
        let what = if is_trap { "trap" } else { "plant" };
        let told: Vec<String> = own.into_iter().chain(others).map(told).collect();
        trial.failures.push(format!("{rule} {what} in {}: {form}\n    came: {told:?}", base.name));
    }
}

impl Case {
    /// The reports with this case in them.
    fn texts<'a>(&self, form: &str, bases: &'a [Base], draw: &mut Draw, rule: &str) -> Vec<(&'a Base, String)> {
        let mut numbers = BTreeMap::new();
        for (name, (least, most)) in &self.numbers {
            numbers.insert(name.clone(), draw.between(*least, *most));
        }
        let form = written(form, &numbers);
        let named =
            |base: &&Base| self.on.is_empty() || self.on.iter().any(|name| base.name.starts_with(name.as_str()));
        let mut texts: Vec<(&Base, String)> = Vec::new();
        for base in bases.iter().filter(named) {
            let mut text = Some(base.text.clone());
            for edit in &self.first {
                text = text.and_then(|text| replaced(&text, &edit.find, &written(&edit.put, &numbers)));
            }
            let text = text.and_then(|text| match (&self.find, &self.at) {
                (Some(find), None) => replaced(&text, find, &form),
                (None, Some(at)) => inserted(&text, at, &form, self.own, draw),
                _ => panic!("{rule}: a case has either find or at"),
            });
            texts.extend(text.map(|text| (base, text)));
        }
        assert!(!texts.is_empty(), "{rule}: no report takes {form}");
        if !self.each {
            let one = draw.between(0, texts.len() as u64 - 1) as usize;
            texts = vec![texts.swap_remove(one)];
        }
        texts
    }
}

/// The text with the first match of a pattern replaced.
fn replaced(text: &str, find: &str, put: &str) -> Option<String> {
    let pattern = Regex::new(find).unwrap_or_else(|error| panic!("{error}"));
    pattern.is_match(text).then(|| pattern.replace(text, put).into_owned())
}

/// The text with a sentence put in after another of a section, or a paragraph after another.
fn inserted(text: &str, at: &str, put: &str, own: bool, draw: &mut Draw) -> Option<String> {
    let key = match at {
        "intro" => "",
        "measures" => "主要举措和成效",
        "shortcomings" => "不足和原因",
        "leader" => "第一责任人职责，加强",
        "plan" => "主要安排",
        other => panic!("no section is called {other}"),
    };
    let heading = |line: &str| {
        let line = line.trim_start_matches(['#', ' ']);
        line.chars().next().is_some_and(|one| "一二三四五".contains(one)) && line.chars().nth(1) == Some('、')
    };
    let (mut inside, mut places, mut start) = (at == "intro", Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        if heading(line) {
            inside = at != "intro" && line.contains(key);
        } else if inside && line.chars().count() > 40 {
            let end = start + line.trim_end().len();
            let is_numbered = line.starts_with(|one: char| one.is_ascii_digit()) && line[1..].starts_with('.');
            let sentences = line.match_indices('。').map(|(index, mark)| start + index + mark.len());
            let before_end = |place: &usize| at != "intro" || *place < end;
            match own {
                true => places.push(end),
                false => places.extend(sentences.skip(usize::from(is_numbered)).filter(before_end)),
            }
        }
        start += line.len();
    }
    let last = places.len().checked_sub(1)?;
    let place = places[draw.between(0, last as u64) as usize];
    let parting = if own { "\n\n" } else { "" };
    Some(format!("{}{parting}{put}{}", &text[..place], &text[place..]))
}

/// A form with its `{…}` worked out.
fn written(form: &str, numbers: &BTreeMap<String, u64>) -> String {
    let slot = Regex::new(r"\{([a-z][a-z0-9+-]*)(\|[a-z]+)?\}").expect("a pattern");
    let filled = slot.replace_all(form, |found: &regex::Captures| {
        let mut sum = 0_i64;
        for term in found[1].replace('-', "+-").split('+') {
            let (sign, name) = term.strip_prefix('-').map_or((1, term), |rest| (-1, rest));
            let value = name.parse().ok().or_else(|| numbers.get(name).copied());
            sum += sign * value.unwrap_or_else(|| panic!("no number {name} in {form}")) as i64;
        }
        match found.get(2).map(|style| style.as_str()) {
            None => sum.to_string(),
            Some("|full") => sum
                .to_string()
                .chars()
                .map(|digit| ((digit as u8 - b'0') as u32 + 0xff10, digit))
                .filter_map(|(code, _)| char::from_u32(code))
                .collect(),
            Some("|han") => han(sum as usize),
            Some(other) => panic!("no style {other}"),
        }
    });
    filled.into_owned()
}

/// A number below a hundred in Chinese numerals.
fn han(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, DIGITS[number % 10]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        _ => format!("{}十{ones}", DIGITS[tens % 10]),
    }
}

/// Whether each mark is touched by a finding, and each finding stands at a mark.
fn stands_at(own: &[&Diagnostic], marks: &[Span]) -> bool {
    let touch = |one: Span, other: Span| one.start <= other.end && other.start <= one.end;
    let all = |one: &Diagnostic| {
        let related: Vec<Span> = one.related.iter().map(|label| label.span).collect();
        [vec![one.primary.span], related].concat()
    };
    let marks_are_found =
        marks.iter().all(|mark| own.iter().any(|one| all(one).into_iter().any(|span| touch(span, *mark))));
    let findings_are_marked =
        marks.is_empty() || own.iter().all(|one| marks.iter().any(|mark| touch(one.primary.span, *mark)));
    !own.is_empty() && marks_are_found && findings_are_marked
}

fn check(name: &str, text: &str, rules: &RuleSet, context: &Context) -> Vec<Diagnostic> {
    let reading = input::read(text.as_bytes().to_vec(), name, &input::Options::default()).expect("readable");
    let report = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    lint(&report, rules, context).diagnostics
}

fn told(one: &Diagnostic) -> String {
    let mut told = String::new();
    write!(told, "{} {} @{}-{}", one.rule, one.message, one.primary.span.start, one.primary.span.end)
        .expect("a string");
    told
}

/// The clean reports, by name.
fn bases() -> Vec<Base> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("examples/qinghe-2024.txt"), root.join("examples/liuxi-street-2024.md")];
    paths.extend(files(&root.join("tests/plants/base")));
    let base = |path: PathBuf| Base {
        name: path.file_name().expect("a name").to_string_lossy().into_owned(),
        text: fs::read_to_string(path).expect("a text").replace("\r\n", "\n"),
    };
    paths.into_iter().map(base).collect()
}

fn tables() -> Vec<PathBuf> {
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plants"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// Numbers that look drawn and depend on the case alone (splitmix64).
struct Draw(u64);

impl Draw {
    fn of(rule: &str, number: u64) -> Self {
        let seed = rule.bytes().fold(number, |seed, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte)));
        Self(seed)
    }

    fn between(&mut self, least: u64, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        least + (mixed ^ (mixed >> 31)) % (most - least + 1)
    }
}
