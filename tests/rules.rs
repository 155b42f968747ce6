//! Every rule against its own examples, and what all rule files have in common.

use std::fs;
use std::path::{Path, PathBuf};

use hegui::Source;
use hegui::check::CheckKind;
use hegui::example;
use hegui::rule::{Rule, RuleSet};

/// Good and bad examples that a rule has at least.
const EXAMPLES: usize = 2;

#[test]
fn every_rule_keeps_to_its_examples() {
    let rules = on_disk();
    let failures: Vec<String> = rules
        .all()
        .iter()
        .flat_map(|rule| example::failures(&rules, rule))
        .map(|failure| failure.to_string())
        .collect();
    assert!(failures.is_empty(), "{} examples came out otherwise:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_sample_overlay_keeps_to_its_examples() {
    let (rules, faults) = RuleSet::of_files(&sources("examples/overlay"));
    assert_eq!(faults, []);
    let ids: Vec<String> = ids(&rules);
    assert_eq!(ids, ["late-report", "missing-rural-section", "rural-without-figures"]);
    for rule in rules.all() {
        let failures = example::failures(&rules, rule);
        assert!(failures.is_empty(), "{failures:#?}");
        let examples = rules.examples(rule);
        assert!(examples.good.len() >= EXAMPLES && examples.bad.len() >= EXAMPLES, "{}", rule.id());
    }
}

#[test]
fn rules_built_in_are_those_on_disk() {
    let (on_disk, built_in) = (on_disk(), RuleSet::builtin());
    assert_eq!(ids(&on_disk), ids(&built_in));
    for (disk, built) in on_disk.all().iter().zip(built_in.all().iter()) {
        assert_eq!(without_examples(disk), without_examples(built));
        assert_eq!(format!("{:?}", on_disk.examples(disk)), format!("{:?}", built_in.examples(built)));
    }
    let packs = |rules: &RuleSet| {
        let mut packs: Vec<_> = rules.packs().iter().map(|pack| format!("{:?}", pack.file)).collect();
        packs.sort();
        packs
    };
    assert_eq!(packs(&on_disk), packs(&built_in));
    assert_eq!(format!("{:?}", on_disk.vocabularies()), format!("{:?}", built_in.vocabularies()));
}

#[test]
fn every_rule_file_is_complete() {
    let rules = on_disk();
    let mut wanting = Vec::new();
    for rule in rules.all().iter() {
        let mut want = |what: &str| wanting.push(format!("{}: {what}", rule.id()));
        if !has_chinese(rules.group_title(rule)) {
            want(&format!("no pack says what the group {} is called", rule.group));
        }
        if !has_chinese(rule.file.message.template()) {
            want("the message is not Chinese");
        }
        if !has_chinese(rule.file.help.template()) {
            want("the help is not Chinese");
        }
        let examples = rules.examples(rule);
        let asks = matches!(rule.file.check, CheckKind::Ask(_));
        if !asks && (examples.good.len() < EXAMPLES || examples.bad.len() < EXAMPLES) {
            want(&format!("has fewer than {EXAMPLES} good or bad examples"));
        }
    }
    assert!(wanting.is_empty(), "{wanting:#?}");
}

#[test]
fn every_rule_file_is_called_after_its_rule() {
    let rules = on_disk();
    for path in yaml_files("rules").into_iter().filter(|path| !path.ends_with("pack.yaml")) {
        let folder = path.parent().expect("in a folder");
        if folder.ends_with("data") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy();
        let rule = rules.rule(&name).unwrap_or_else(|| panic!("{} does not hold the rule {name}", path.display()));
        assert!(folder.ends_with(&*rule.group), "{}", path.display());
    }
}

#[test]
fn every_pack_lies_in_its_folder_and_builds_on_known_ones() {
    let rules = on_disk();
    for pack in rules.packs() {
        let folder = Path::new("rules").join(&pack.file.pack);
        assert!(root().join(folder).is_dir(), "{}", pack.file.pack);
        for under in &pack.file.extends {
            assert!(rules.packs().iter().any(|known| known.file.pack == *under), "{under}");
        }
        for rule in pack.file.partial.values().flatten() {
            assert!(rules.rule(rule.as_str()).is_some(), "{} names no rule {rule}", pack.file.pack);
        }
    }
}

/// The rules as a rule author has them, through the loader for files.
pub(crate) fn on_disk() -> RuleSet {
    let sources = sources("rules");
    let (rules, faults) = RuleSet::of_files(&sources);
    let told: Vec<String> = faults
        .iter()
        .map(|fault| {
            let source = &sources[fault.file];
            let line = source.lines().line(fault.diagnostic.primary.span.start) + 1;
            format!("{}:{line}: {}", source.name(), fault.diagnostic.message)
        })
        .collect();
    assert!(told.is_empty(), "{told:#?}");
    rules
}

fn sources(folder: &str) -> Vec<Source> {
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a text").replace("\r\n", "\n");
        Source::new(path.strip_prefix(root()).expect("inside").to_string_lossy(), text)
    };
    yaml_files(folder).into_iter().map(source).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(super) fn yaml_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn ids(rules: &RuleSet) -> Vec<String> {
    rules.all().iter().map(|rule| rule.id().to_string()).collect()
}

fn without_examples(rule: &Rule) -> String {
    let file = format!("{:?}", rule.file);
    let file = file.split(", examples: Examples").next().unwrap_or_default();
    format!("{:?} {:?} {:?} {:?} {file}", rule.group, rule.pack, rule.basis, rule.most)
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|one| ('\u{4e00}'..='\u{9fff}').contains(&one))
}
