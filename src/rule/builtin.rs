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

/// The examples of all rules.
pub(super) fn examples() -> BTreeMap<RuleId, Examples> {
    serde_json::from_str(EXAMPLES).expect("tests read the built-in examples by the same types")
}

/// The tables that rules share.
pub(super) fn tables() -> Tables {
    serde_json::from_str(TABLES).expect("the build script writes a string for each table")
}
