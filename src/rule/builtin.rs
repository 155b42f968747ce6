//! The rules that come with the program, as the build script prepared them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::file::{Examples, PackFile, RuleFile};
use super::table::Tables;
use crate::rule_id::RuleId;

/// Packs and rules, as they stand in `rules/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Builtin {
    /// Packs by name.
    pub(super) packs: Vec<PackFile>,
    /// Rules by pack, group and name.
    pub(super) rules: Vec<BuiltinRule>,
}

/// A rule with its place in `rules/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BuiltinRule {
    /// The pack's key.
    pub(super) pack: String,
    /// The folder.
    pub(super) group: String,
    /// The rule without its examples.
    pub(super) rule: RuleFile,
}

const RULES: &str = include_str!(concat!(env!("OUT_DIR"), "/rules.json"));
const EXAMPLES: &str = include_str!(concat!(env!("OUT_DIR"), "/examples.json"));
const TABLES: &str = include_str!(concat!(env!("OUT_DIR"), "/tables.json"));

/// Packs and rules.
pub(super) fn rules() -> Builtin {
    serde_json::from_str(RULES).expect("tests read the built-in rules by the same types")
}

/// A rule as data, without its examples.
pub(super) fn raw(id: &RuleId) -> Option<serde_json::Value> {
    let mut all: serde_json::Value = serde_json::from_str(RULES).ok()?;
    let rules = all.get_mut("rules")?.as_array_mut()?;
    let own = rules.iter_mut().find(|rule| rule["rule"]["id"] == id.as_str())?;
    Some(own["rule"].take())
}

/// The examples of all rules.
pub(super) fn examples() -> BTreeMap<RuleId, Examples> {
    serde_json::from_str(EXAMPLES).expect("tests read the built-in examples by the same types")
}

/// The tables that rules share.
pub(super) fn tables() -> Tables {
    serde_json::from_str(TABLES).expect("the build script writes a string for each table")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// What prepared patterns hold, at any depth: the pattern as written and what the small engine reads.
    fn patterns<'v>(value: &'v Value, found: &mut Vec<(&'v str, &'v str)>) {
        if let (Some(source), Some(plain)) = (value["source"].as_str(), value["plain"].as_str()) {
            found.push((source, plain));
        }
        match value {
            Value::Object(keys) => keys.values().for_each(|inner| patterns(inner, found)),
            Value::Array(items) => items.iter().for_each(|item| patterns(item, found)),
            _ => {}
        }
    }

    #[test]
    fn both_engines_agree_on_the_examples() {
        let rules: Value = serde_json::from_str(RULES).expect("JSON");
        let examples = examples();
        for rule in rules["rules"].as_array().expect("rules") {
            let id = rule["rule"]["id"].as_str().expect("an id");
            let own = examples.get(id).map(|own| own.good.iter().chain(&own.bad)).into_iter().flatten();
            let texts: Vec<String> = own.map(|example| example.text.replace(['⟦', '⟧'], "")).collect();
            let mut pairs = Vec::new();
            patterns(rule, &mut pairs);
            for (source, plain) in pairs {
                let small = regex_lite::Regex::new(plain).expect(source);
                let large = regex::Regex::new(source).expect(source);
                for text in &texts {
                    let by_small: Vec<_> = small.find_iter(text).map(|found| found.range()).collect();
                    let by_large: Vec<_> = large.find_iter(text).map(|found| found.range()).collect();
                    assert_eq!(by_small, by_large, "{id}: {source} on {text}");
                }
            }
        }
    }
}
