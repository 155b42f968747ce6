//! `hegui explain`: one rule in full, or the rules of a group.

use std::io::{self, Write};

use super::arguments::ExplainArguments;
use super::judge::Judge;
use super::{Exit, Failure, terminal};
use crate::report::{Options, guide};
use crate::rule::UnknownName;

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let mut judge = Judge::new(&arguments.config, &arguments.rules)?;
    let terms = judge.here()?;
    let rules = &terms.rules;
    let named = arguments.names.iter().map(|name| rules.called(name).map(|called| (name, called)));
    let named: Vec<_> =
        named.collect::<Result<_, _>>().map_err(|unknown: UnknownName| Failure::Told(unknown.to_string()))?;
    let color = terminal::is_colored(arguments.color);
    let options = Options { width: terminal::width(), color, ..Options::default() };
    let texts: Vec<String> = named
        .iter()
        .map(|(name, called)| match called.as_slice() {
            [rule] if rule.id().as_str() == name.as_str() => guide::explain(rules, rule, &options),
            called => guide::table(rules, called, &options),
        })
        .collect();
    let mut out = io::stdout().lock();
    out.write_all(texts.join("\n").as_bytes())?;
    out.flush()?;
    Ok(if judge.is_whole() { Exit::Clean } else { Exit::Failed })
}
