//! Files of rules, packs and tables, with diagnostics on the files themselves; what is broken leaves the rest running.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::Spanned;

use super::adapt::Wishes;
use super::file::{PackFile, RuleFile};
use super::nearest::nearest;
use super::set::{Library, Pack, RuleSet};
use super::table::{self, Filled};
use super::yaml::{self, Misread};
use super::{Rule, builtin};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::rule_id::RuleId;
use crate::source::Source;
use crate::span::Span;

/// What is wrong with one of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, by its index among those given.
    pub file: usize,
    /// The fault, placed in that file.
    pub diagnostic: Diagnostic,
}

impl Fault {
    /// An error of this name in one of the files.
    pub(crate) fn new(name: &str, file: usize, span: Span, message: String, help: Option<String>) -> Self {
        let diagnostic = Diagnostic {
            rule: RuleId::new(name).expect("a well-formed name"),
            group: "rules".into(),
            severity: Severity::Error,
            message,
            primary: Label { span, message: String::new() },
            related: Vec::new(),
            help,
            basis: Arc::default(),
            count: 1,
            role: None,
            fix: None,
        };
        Self { file, diagnostic }
    }
}

impl RuleSet {
    /// The built-in rules and those of files. A file with a `pack:` key is a pack: it supplies norms, its folder is that
    /// of its rules, and one called like a built-in pack takes its place. One with an `overlay:` key lies over a pack and
    /// changes it. A file in the folder `data` beside a pack is a table. Every other file is one rule, of the group that
    /// its folder is called after.
    pub fn with_files(files: &[Source]) -> (Self, Vec<Fault>) {
        Self::adapted(files, files.len(), &Wishes::default())
    }

    /// The rules of files alone, and those that an overlay changes and gives examples; the built-in packs lend their
    /// norms, tables and vocabularies.
    pub fn of_files(files: &[Source]) -> (Self, Vec<Fault>) {
        let mut library = Library::builtin();
        let lent = std::mem::take(&mut library.rules);
        let mut loader = Loader::new(library, lent, files);
        loader.read(files.len());
        loader.done()
    }
}

impl<'f> Loader<'f> {
    pub(super) fn new(library: Library, lent: Vec<Rule>, files: &'f [Source]) -> Self {
        Self { library, lent, files, raw: BTreeMap::new(), folders: Vec::new(), faults: Vec::new() }
    }

    /// Reads the rules, packs and tables among the files, of which so many are such.
    pub(super) fn read(&mut self, count: usize) {
        let loader = self;
        let files = &loader.files[..count];
        if files.is_empty() {
            return;
        }
        loader.library.tables = builtin::tables();
        let (packs, others): (Vec<_>, Vec<_>) = files.iter().enumerate().partition(|(_, file)| has_key(file, "pack:"));
        let (overlays, packs): (Vec<_>, Vec<_>) = packs.into_iter().partition(|(_, file)| has_key(file, "overlay:"));
        for (index, file) in packs {
            loader.pack(index, file);
        }
        let overlays: Vec<_> =
            overlays.into_iter().filter_map(|(index, file)| Some((index, loader.overlay(index, file)?))).collect();
        let (tables, rules): (Vec<_>, Vec<_>) = others.into_iter().partition(|(_, file)| loader.is_table(file));
        for (index, file) in tables {
            loader.table(index, file);
        }
        for (index, file) in rules {
            loader.rule(index, file);
        }
        for (index, overlay) in overlays {
            loader.changes(index, &overlay.rules, Some(&overlay.pack.value));
        }
    }

    /// The rules in force by themselves, and what was wrong, by file and place.
    pub(super) fn done(mut self) -> (RuleSet, Vec<Fault>) {
        self.faults.sort_by_key(|fault| (fault.file, fault.diagnostic.primary.span));
        (RuleSet::new(self.library), self.faults)
    }
}

pub(super) struct Loader<'f> {
    pub(super) library: Library,
    /// Built-in rules that are not of the set, but may be changed into it.
    pub(super) lent: Vec<Rule>,
    pub(super) files: &'f [Source],
    /// Changed rules as data.
    pub(super) raw: BTreeMap<RuleId, serde_json::Value>,
    /// The folder of each pack read from a file, and the pack's key.
    pub(super) folders: Vec<(String, String)>,
    faults: Vec<Fault>,
}

/// Where in a rule file stands what is looked up after reading.
#[derive(Deserialize)]
struct Places {
    id: Spanned<IgnoredAny>,
    check: Spanned<IgnoredAny>,
    #[serde(default)]
    basis: Norms,
}

/// The norms' keys; none for `fact`.
#[derive(Default)]
struct Norms(Vec<Spanned<IgnoredAny>>);

impl Loader<'_> {
    fn pack(&mut self, index: usize, source: &Source) {
        let file: PackFile = match yaml::read(source.text()) {
            Ok(file) => file,
            Err(misread) => return self.misread(index, misread),
        };
        let key = file.pack.clone();
        if self.folders.iter().any(|(_, known)| *known == key) {
            let span = Span::new(0, 0);
            return self.fault(index, span, format!("规则包“{key}”在别的文件里已有"), None);
        }
        self.library.packs.retain(|pack| pack.file.pack != key);
        for rules in [&mut self.library.rules, &mut self.lent] {
            rules.retain(|rule| rule.pack.as_ref() != Some(&key));
        }
        self.library.packs.push(Pack { file, builtin: false, over: None });
        self.folders.push((folder(source.name()).to_owned(), key));
    }

    fn is_table(&self, source: &Source) -> bool {
        let (parent, name) = split(folder(source.name()));
        name == "data" && self.folders.iter().any(|(folder, _)| folder == parent)
    }

    fn table(&mut self, index: usize, source: &Source) {
        let read = yaml::read(source.text());
        let rows = read
            .and_then(|table| table::rows(table).map_err(|message| Misread { span: Span::at(0), message, help: None }));
        match rows {
            Ok(rows) => {
                let name = split(source.name()).1;
                let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                self.library.tables.insert(name.to_owned(), table::on_one_line(&rows));
            }
            Err(misread) => self.misread(index, misread),
        }
    }

    fn rule(&mut self, index: usize, source: &Source) {
        let filled = match table::fill(source.text(), &self.library.tables) {
            Ok(filled) => filled,
            Err(missing) => {
                let known = nearest(&missing.name, self.library.tables.keys().map(String::as_str));
                let message = format!("没有名为“{}”的数据表{}", missing.name, perhaps(known));
                return self.fault(index, missing.at.into(), message, None);
            }
        };
        let rule: RuleFile = match yaml::read(&filled.text) {
            Ok(rule) => rule,
            Err(misread) => {
                let span = filled.place(misread.span.range()).into();
                return self.misread(index, Misread { span, ..misread });
            }
        };
        if let Some(known) = self.library.rules.iter().find(|known| known.id() == &rule.id) {
            let of =
                known.pack.as_ref().map(|pack| format!("规则包“{pack}”")).unwrap_or_else(|| "另一个文件".to_owned());
            let message = format!("编号“{}”已被{of}使用", rule.id);
            return self.fault(index, place(&filled, |places| Some(&places.id)), message, None);
        }
        for fault in rule.check.as_check().faults() {
            self.fault(index, place(&filled, |places| Some(&places.check)), fault, None);
        }
        let help = "如 fix: { title: 改为全角标点, applicability: safe }。";
        let fix = match (rule.check.as_check().mends(), rule.fix.is_some()) {
            (true, false) => Some(("这种检查会给出修改，应当写明 fix", Some(help.to_owned()))),
            (false, true) => Some(("这种检查不会给出修改，不应写 fix", None)),
            _ => None,
        };
        if let Some((message, help)) = fix {
            self.fault(index, place(&filled, |places| Some(&places.check)), message.to_owned(), help);
        }
        let (group, pack) = self.belongs(source.name());
        let norm_at = |at: usize| rule.basis.0.get(at).map(|entry| entry.norm.clone()).unwrap_or_default();
        let norms: Vec<String> = (0..rule.basis.0.len()).map(norm_at).collect();
        match self.library.resolve(rule, group.into(), pack, false) {
            Ok(rule) => self.library.rules.push(Rule { source: Some(index), ..rule }),
            Err(at) => {
                let packs = self.library.packs.iter();
                let known = nearest(&norms[at], packs.flat_map(|pack| pack.file.norms.keys().map(String::as_str)));
                let message = format!("没有名为“{}”的依据{}", norms[at], perhaps(known));
                let help = "依据写在规则包的 norms 里；据报告文字本身即可判断的写 basis: fact。".to_owned();
                self.fault(index, place(&filled, |places| places.basis.0.get(at)), message, Some(help));
            }
        }
    }

    /// The group and the pack of a rule file: the innermost pack whose folder holds it.
    fn belongs(&self, name: &str) -> (String, Option<String>) {
        let own = folder(name);
        let inside = |folder: &str| {
            folder.is_empty()
                || own.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '\\']))
        };
        let pack = self.folders.iter().filter(|(folder, _)| inside(folder)).max_by_key(|(folder, _)| folder.len());
        let group = split(own).1;
        let beside_pack = pack.is_some_and(|(folder, _)| folder == own);
        let group = if beside_pack || matches!(group, "" | "." | "..") { "local" } else { group };
        (group.to_owned(), pack.map(|(_, key)| key.clone()))
    }

    pub(super) fn misread(&mut self, file: usize, misread: Misread) {
        self.fault(file, misread.span, misread.message, misread.help);
    }

    pub(super) fn fault(&mut self, file: usize, span: Span, message: String, help: Option<String>) {
        self.faults.push(Fault::new("broken-rule", file, span, message, help));
    }
}

/// Whether a file has a key at its top.
fn has_key(source: &Source, key: &str) -> bool {
    source.text().lines().any(|line| line.starts_with(key))
}

/// A place in the rule file; of what spans lines, the first word.
fn place(filled: &Filled<'_>, of: impl FnOnce(&Places) -> Option<&Spanned<IgnoredAny>>) -> Span {
    let text: &str = &filled.text;
    let Ok(places) = serde_yaml::from_str::<Places>(text) else { return Span::at(0) };
    let Some(spanned) = of(&places) else { return Span::at(0) };
    let span = yaml::place(text, spanned.referenced);
    let start = span.start + text[span.start..].find(|one: char| !matches!(one, '{' | ' ')).unwrap_or(0);
    let end = text[start..].find([':', '\n', '}', ',', ' ']).map_or(text.len(), |length| start + length);
    filled.place(start..end.max(span.end.min(end))).into()
}

/// The question whether a known word was meant, to be put after a sentence.
pub(crate) fn perhaps(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!("；是不是“{nearest}”？")).unwrap_or_default()
}

/// The folder of a path; empty for a bare name.
pub(super) fn folder(path: &str) -> &str {
    split(path).0
}

/// A path's folder and last part.
fn split(path: &str) -> (&str, &str) {
    path.rfind(['/', '\\']).map_or(("", path), |at| (&path[..at], &path[at + 1..]))
}

impl<'de> Deserialize<'de> for Norms {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> serde::de::Visitor<'de> for Keys {
            type Value = Norms;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("norms")
            }

            fn visit_str<E>(self, _: &str) -> Result<Norms, E> {
                Ok(Norms::default())
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut entries: A) -> Result<Norms, A::Error> {
                #[derive(Deserialize)]
                struct Entry {
                    norm: Spanned<IgnoredAny>,
                }
                let mut norms = Vec::new();
                while let Some(entry) = entries.next_element::<Entry>()? {
                    norms.push(entry.norm);
                }
                Ok(Norms(norms))
            }
        }
        deserializer.deserialize_any(Keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "id: vague\nseverity: info\nbasis: fact\nmessage: 含糊\nhelp: 写明。\n\
                        check: { existence: { terms: [尽快] } }\n";

    fn load(files: &[(&str, &str)]) -> (RuleSet, Vec<(usize, String, String)>) {
        let sources: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
        let (rules, faults) = RuleSet::with_files(&sources);
        let told = faults.into_iter().map(|fault| {
            let Diagnostic { primary, message, .. } = fault.diagnostic;
            (fault.file, sources[fault.file].slice(primary.span).to_owned(), message)
        });
        (rules, told.collect())
    }

    #[test]
    fn a_fault_points_into_its_file_and_the_others_run() {
        for (from, to, at, message) in [
            ("severity: info", "severty: info", "severty", "没有“severty”这个键；是不是“severity”？"),
            ("severity: info", "severity: high", "high", "不认识“high”"),
            ("existence:", "existance:", "existance", "不认识“existance”；是不是“existence”？"),
            ("terms:", "words:", "words", "没有“words”这个键"),
            ("[尽快]", "尽快", "尽快", "这里应为列表，如 [甲, 乙]"),
            ("id: vague", "id: Vague", "Vague", "规则编号“Vague”不合要求：只用小写字母、数字和连字符，如 missing-date"),
            ("含糊", "含糊{found", "含糊{found", "“{”没有闭合"),
            ("help: 写明。\n", "", "check", "缺少“help”"),
            ("fact", "[{ norm: gbt9740, item: '9' }]", "gbt9740", "没有名为“gbt9740”的依据；是不是“gbt9704”？"),
            ("{ existence: { terms: [尽快] } }", "{ ask: { question: '' } }", "ask", "question 不能为空"),
            ("{ existence: { terms: [尽快] } }", "\n  ask:\n    question: ''", "ask", "question 不能为空"),
            (
                "{ existence: { terms: [尽快] } }",
                "{ substitution: { rows: [{ wrong: [尽快], right: 及时 }] } }",
                "substitution",
                "这种检查会给出修改，应当写明 fix",
            ),
            (
                "help:",
                "fix: { title: 改, applicability: safe }\nhelp:",
                "existence",
                "这种检查不会给出修改，不应写 fix",
            ),
            ("terms: [尽快]", "table: phrase", "phrase", "没有名为“phrase”的数据表"),
        ] {
            let broken = RULE.replacen(from, to, 1);
            let other = RULE.replace("vague", "other");
            let (rules, told) = load(&[("a/vague.yaml", &broken), ("other.yaml", &other)]);
            assert_eq!(told, [(0, at.to_owned(), message.to_owned())], "{broken}");
            assert!(rules.rule("other").is_some());
        }
    }

    #[test]
    fn an_id_is_used_once() {
        let (_, told) = load(&[("a/vague.yaml", RULE), ("b/vague.yaml", RULE)]);
        assert_eq!(told, [(1, "vague".to_owned(), "编号“vague”已被另一个文件使用".to_owned())]);
    }

    #[test]
    fn a_pack_brings_norms_and_tables_and_its_folder() {
        let pack = "pack: xian\ntitle: 本县\nextends: [fazhi]\nnorms:\n  tongzhi: { title: 本县通知, strength: local, read: seen, read_on: '2026-01-01' }\n";
        let rule =
            RULE.replace("severity: info", "severity: error").replace("fact", "[{ norm: tongzhi }, { norm: team }]");
        let table = "rows:\n  - 甲\n";
        let by_table = RULE.replace("vague", "tabled").replace("terms: [尽快]", "table: words");
        let (rules, told) = load(&[
            ("x/rules/time/vague.yaml", &rule),
            ("x/rules/pack.yaml", pack),
            ("x/rules/data/words.yaml", table),
            ("x/rules/tabled.yaml", &by_table),
        ]);
        // The kind knows no rows: the table was put in, and the fault stands where it is named.
        assert_eq!(told, [(3, "table: words".to_owned(), "没有“rows”这个键".to_owned())]);
        let rule = rules.rule("vague").expect("read");
        assert_eq!((&*rule.group, rule.pack.as_deref()), ("time", Some("xian")));
        assert_eq!(rules.severity(rule), Severity::Warning);
        assert_eq!(rule.basis[0].title, "本县通知");
    }

    #[test]
    fn a_single_file_is_of_its_folders_group() {
        let (rules, told) = load(&[("vague.yaml", RULE)]);
        assert_eq!(told, []);
        assert_eq!(rules.rule("vague").map(|rule| (&*rule.group, rule.pack.as_deref())), Some(("local", None)));
        let (rules, _) = load(&[(r"C:\规则\本县\vague.yaml", RULE)]);
        assert_eq!(rules.rule("vague").map(|rule| &*rule.group), Some("本县"));
    }

    #[test]
    fn a_file_broken_off_anywhere_is_told_of_at_a_place_in_it() {
        let rule = RULE.replace("terms: [尽快]", "table: words") + "examples:\n  bad: [{ text: \"请⟦尽快⟧办\" }]\n";
        let tables = [("words".to_owned(), "[\"尽快\"]".to_owned())].into();
        for cut in rule.char_indices().map(|(at, _)| at) {
            let text = &rule[..cut];
            let filled = table::fill(text, &tables).expect("a known table, or none");
            if let Err(misread) = yaml::read::<RuleFile>(&filled.text) {
                assert!(text.get(filled.place(misread.span.range())).is_some(), "{text}");
            }
        }
    }
}
