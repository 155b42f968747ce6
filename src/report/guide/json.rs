//! Rules for other programs: JSON of our own shape, `hegui/rules@1`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::words;
use crate::check::CheckKind;
use crate::diagnostic::{Applicability, Basis};
use crate::rule::file::{Reading, Strength};
use crate::rule::{Rule, RuleSet};

#[derive(Serialize)]
struct Rules<'a> {
    schema: &'static str,
    rules: Vec<OneRule<'a>>,
}

#[derive(Serialize)]
struct OneRule<'a> {
    rule: &'a str,
    group: &'a str,
    pack: Option<&'a str>,
    enabled: bool,
    severity: &'static str,
    severity_by_stage: BTreeMap<&'static str, &'static str>,
    message: &'a str,
    help: &'a str,
    when: Vec<String>,
    basis: Vec<OneBasis<'a>>,
    fix: Option<OneFix<'a>>,
    /// The question of a rule that only asks.
    question: Option<&'a str>,
}

#[derive(Serialize)]
struct OneBasis<'a> {
    norm: &'a str,
    title: &'a str,
    number: Option<&'a str>,
    item: Option<&'a str>,
    strength: Option<&'static str>,
    read: Option<&'static str>,
    read_on: Option<&'a str>,
}

#[derive(Serialize)]
struct OneFix<'a> {
    title: &'a str,
    applicability: &'static str,
}

/// Writes the rules, with their words as templates.
///
/// # Errors
/// Those of the writer.
pub fn json(rules: &RuleSet, shown: &[&Rule], out: &mut dyn Write) -> io::Result<()> {
    let rules = shown.iter().map(|rule| one(rules, rule)).collect();
    serde_json::to_writer_pretty(&mut *out, &Rules { schema: "hegui/rules@1", rules })?;
    writeln!(out)
}

fn one<'a>(rules: &'a RuleSet, rule: &'a Rule) -> OneRule<'a> {
    let staged = words::by_stage(rules, rule).into_iter();
    OneRule {
        rule: rule.id().as_str(),
        group: &rule.group,
        pack: rule.pack.as_deref(),
        enabled: rules.is_in_force(rule),
        severity: rules.severity(rule).key(),
        severity_by_stage: staged.map(|(stage, severity)| (stage.key(), severity.key())).collect(),
        message: rule.file.message.template(),
        help: rule.file.help.template(),
        when: words::conditions(rules, rule),
        basis: rule.basis.iter().map(|basis| one_basis(rules, rule, basis)).collect(),
        fix: rule.file.fix.as_ref().map(|fix| OneFix {
            title: fix.title.template(),
            applicability: match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Unsafe => "unsafe",
            },
        }),
        question: match &rule.file.check {
            CheckKind::Ask(ask) => Some(&ask.question),
            _ => None,
        },
    }
}

fn one_basis<'a>(rules: &'a RuleSet, rule: &'a Rule, basis: &'a Basis) -> OneBasis<'a> {
    let norm = rules.norm(rule, basis);
    OneBasis {
        norm: &basis.norm,
        title: &basis.title,
        number: norm.and_then(|norm| norm.number.as_deref()),
        item: Some(basis.item.as_str()).filter(|item| !item.is_empty()),
        strength: norm.map(|norm| match norm.strength {
            Strength::Binding => "binding",
            Strength::Standard => "standard",
            Strength::Local => "local",
            Strength::Team => "team",
        }),
        read: norm.map(|norm| match norm.reading(&basis.item) {
            Reading::Seen => "seen",
            Reading::Secondary => "secondary",
            Reading::Recalled => "recalled",
        }),
        read_on: norm.map(|norm| norm.read_on.as_str()),
    }
}
