//! `hegui explain`: one rule in full, or the rules of a group.

use std::io::{self, Write};

use super::arguments::ExplainArguments;
use super::{Exit, Failure, rule_files, terminal};
use crate::report::{Options, guide};
use crate::rule::UnknownName;

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let loaded = rule_files::load(&arguments.rules)?;
    let rules = &loaded.rules;
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
    Ok(if loaded.is_whole { Exit::Clean } else { Exit::Failed })
}
