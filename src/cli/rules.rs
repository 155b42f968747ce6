//! `hegui rules`: the rules, as a table, for programs, or as the page `docs/rules.md`.

use std::io::{self, BufWriter, Write};

use super::arguments::RulesArguments;
use super::judge::Judge;
use super::option::RulesFormat;
use super::{Exit, Failure, terminal};
use crate::report::{Options, guide};
use crate::rule::Rule;

pub(super) fn run(arguments: &RulesArguments) -> Result<Exit, Failure> {
    let mut judge = Judge::choosing(&arguments.config, &arguments.rules)?;
    let terms = judge.here()?;
    let rules = &terms.rules;
    // Whoever chooses wants to see what is left; otherwise the rules that are off by themselves are shown as such.
    let chooses = !arguments.rules.select.is_empty() || !arguments.rules.ignore.is_empty();
    let shown: Vec<&Rule> = rules.all().iter().filter(|rule| !chooses || rules.is_in_force(rule)).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        RulesFormat::Json => guide::json(rules, &shown, &mut out)?,
        RulesFormat::Markdown => out.write_all(guide::page(rules, &shown).as_bytes())?,
        RulesFormat::Table => {
            let color = terminal::is_colored(arguments.color);
            // What is read by another program or with a pager is not cut.
            let options = Options { width: terminal::known_width().unwrap_or(usize::MAX), color, ..Options::default() };
            out.write_all(guide::table(rules, &shown, &options).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(if judge.is_whole() { Exit::Clean } else { Exit::Failed })
}
