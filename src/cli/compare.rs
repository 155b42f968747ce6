//! `hegui compare`: what one report shares with earlier ones and with those of others.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::arguments::CompareArguments;
use super::company::Company;
use super::judge::Judge;
use super::option::OutlineFormat;
use super::read::{Reader, STANDARD_INPUT};
use super::tally::Tally;
use super::{Exit, Failure, check, terminal};
use crate::compare::Running;
use crate::judge::discover::whole;
use crate::judge::walk;
use crate::report::likeness::{Comparison, json, pretty};
use crate::rule_id::RuleId;

pub(super) fn run(arguments: &CompareArguments) -> Result<Exit, Failure> {
    let judge = Judge::judging(&arguments.judgement)?;
    let mut judge = judge.with_standard_input(arguments.reading.stdin_filepath.as_deref());
    let terms = judge.one(&arguments.new)?;
    let reader = Reader::new(&arguments.reading);
    let name = reader.name(&arguments.new);
    let read = reader.report(&arguments.new, terms.rules.vocabularies());
    let document = read.map_err(|reason| Failure::unreadable(&name, &reason))?.document;
    let mut old = walk::inputs(&arguments.old);
    if arguments.new != Path::new(STANDARD_INPUT) && !arguments.old.contains(&arguments.new) {
        // A folder of reports may hold the new one.
        old.retain(|input| input.named || !check::is_same(&input.path, &arguments.new));
    }
    if old.iter().any(|input| input.path == Path::new(STANDARD_INPUT)) {
        return Err(Failure::Told("标准输入（-）只能是新报告".to_owned()));
    }
    if old.iter().any(|input| input.named && check::is_same(&input.path, &arguments.new)) {
        return Err(Failure::Told(format!("{name} 不能与自己比较；请给出另一份报告")));
    }
    let company = Company::given(&old, terms.rules.vocabularies(), &reader, arguments.jobs)?;
    let Some(index) = &company.index else {
        return Err(Failure::Told("没有可比较的报告；请给出往年的或者其他单位的报告".to_owned()));
    };
    let likeness = index.likeness(&Running::of(&document, &name));
    let context = company.context(&document, &name, &terms.context);
    let path = whole(&arguments.new);
    let (mut linted, _) = terms.lint_in(&document, &path, context.as_ref());
    let is_of_this = |rule: &RuleId| terms.rules.rule(rule.as_str()).is_some_and(|rule| rule.file.check.compares());
    linted.diagnostics.retain(|diagnostic| is_of_this(&diagnostic.rule));
    let comparison = Comparison { name: &name, document: &document, likeness: &likeness, index, rules: &terms.rules };
    write(&comparison, arguments.format)?;
    let exit = Tally::of(&linted, terms.settings.fail_on.value).exit();
    Ok(if judge.is_whole() && company.is_whole() { exit } else { Exit::Failed })
}

fn write(comparison: &Comparison<'_>, format: OutlineFormat) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match format {
        OutlineFormat::Json => json(comparison, &mut out)?,
        OutlineFormat::Pretty => out.write_all(pretty(comparison, terminal::width()).as_bytes())?,
    }
    out.flush()?;
    Ok(())
}
