//! `hegui test`: the examples in rule files, tried; for people who write rules.

use std::io::{self, BufWriter, Write};

use super::arguments::TestArguments;
use super::rule_files::{self, Loaded};
use super::{Exit, Failure};
use crate::check::CheckKind;
use crate::example;
use crate::rule::{Rule, RuleSet, example_place};

/// What was tried.
#[derive(Debug, Default)]
struct Count {
    rules: usize,
    good: usize,
    bad: usize,
    /// Rules without any example that find something by themselves.
    bare: usize,
    failures: usize,
}

pub(super) fn run(arguments: &TestArguments) -> Result<Exit, Failure> {
    let paths: Vec<_> = arguments.tested.iter().chain(&arguments.rules.paths).cloned().collect();
    let loaded = rule_files::load(&paths)?;
    let chooses = !arguments.rules.select.is_empty() || !arguments.rules.ignore.is_empty();
    let rules = rule_files::choose(&loaded.rules, &arguments.rules)?;
    let is_tried = |rule: &&Rule| rule.builtin == paths.is_empty() && (!chooses || rules.is_in_force(rule));
    let mut out = BufWriter::new(io::stdout().lock());
    let mut count = Count::default();
    for rule in rules.all().iter().filter(is_tried) {
        try_one(&loaded, &rules, rule, &mut count, &mut out)?;
    }
    if count.rules == 0 && loaded.is_whole {
        return Err(Failure::Told("没有可试的规则；请核对路径和 --select、--ignore".to_owned()));
    }
    writeln!(out, "{}", count.words())?;
    out.flush()?;
    Ok(match (loaded.is_whole, count.failures) {
        (false, _) => Exit::Failed,
        (true, 0) => Exit::Clean,
        (true, _) => Exit::Found,
    })
}

fn try_one(
    loaded: &Loaded,
    rules: &RuleSet,
    rule: &Rule,
    count: &mut Count,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let examples = rules.examples(rule);
    count.rules += 1;
    count.good += examples.good.len();
    count.bad += examples.bad.len();
    let asks = matches!(rule.file.check, CheckKind::Ask(_));
    count.bare += usize::from(!asks && examples.good.is_empty() && examples.bad.is_empty());
    for failure in example::failures(rules, rule) {
        count.failures += 1;
        writeln!(out, "{}: {failure}\n", place(loaded, rule, failure.good, failure.number))?;
    }
    Ok(())
}

/// The file of an example, with its line where the file was read.
fn place(loaded: &Loaded, rule: &Rule, good: bool, number: usize) -> String {
    let Some(file) = rule.source.and_then(|source| loaded.files.get(source)) else {
        let pack = rule.pack.as_deref().unwrap_or_default();
        return format!("rules/{pack}/{}/{}.yaml", rule.group, rule.id());
    };
    match example_place(file, good, number) {
        Some(span) => format!("{}:{}", file.name(), file.lines().line(span.start) + 1),
        None => file.name().to_owned(),
    }
}

impl Count {
    fn words(&self) -> String {
        let Self { rules, good, bad, bare, failures } = self;
        let bare = if *bare > 0 { format!("（其中{bare}条没有例子）") } else { String::new() };
        let outcome = if *failures > 0 { format!("{failures}个与规则不符") } else { "全部相符".to_owned() };
        format!("共{rules}条规则{bare}，好例{good}个，坏例{bad}个：{outcome}")
    }
}
