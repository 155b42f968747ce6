//! Keys that a configuration or a rule file can have, by their schemas.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::completion::Before;
use super::yaml;
use crate::judge::terms::Terms;
use crate::report::guide;
use crate::rule::RuleSet;

const CONFIG: &str = include_str!("../../schemas/config.json");
const RULE: &str = include_str!("../../schemas/rule.json");
const PACK: &str = include_str!("../../schemas/pack.json");

/// What could be written next in a YAML file: keys of the map that the line is in, names of rules.
pub(super) fn offered(path: &Path, before: &Before, terms: impl FnOnce() -> Option<Arc<Terms>>) -> Value {
    let Some(kind) = yaml::Kind::of(path, &before.above) else { return Value::Null };
    let typed = before.line.trim_start_matches([' ', '-']);
    if typed.contains([':', '#', '"', '\'', '{']) {
        return Value::Null;
    }
    let above = parents(&before.above, before.line.len() - typed.len());
    let schema = match kind {
        yaml::Kind::Config => CONFIG,
        yaml::Kind::Rule => RULE,
        yaml::Kind::Pack => PACK,
    };
    let Ok(schema) = serde_json::from_str::<Value>(schema) else { return Value::Null };
    let mut items: Vec<Value> = keys(&schema, &above)
        .into_iter()
        .map(|key| json!({ "label": key, "kind": 10, "textEdit": { "range": before.last(typed), "newText": format!("{key}: ") } }))
        .collect();
    if kind == yaml::Kind::Config && above.last().is_some_and(|key| key == "rules") {
        let rules = terms().map_or_else(RuleSet::builtin, |terms| terms.rules.clone());
        items.extend(rules.all().iter().map(|rule| {
            json!({
                "label": rule.id().as_str(), "kind": 20, "detail": guide::headline(rule),
                "textEdit": { "range": before.last(typed), "newText": format!("{}: ", rule.id()) },
            })
        }));
    }
    json!({ "isIncomplete": false, "items": items })
}

/// The keys above a line of some indent, the outermost first.
fn parents(above: &str, indent: usize) -> Vec<String> {
    let mut parents = Vec::new();
    let mut indent = indent;
    for line in above.lines().rev() {
        let words = line.trim_start_matches([' ', '-']);
        let own = line.len() - words.len();
        if words.is_empty() || words.starts_with('#') || own >= indent {
            continue;
        }
        indent = own;
        if let Some((key, _)) = words.split_once(':') {
            parents.push(key.trim().to_owned());
        }
    }
    parents.reverse();
    parents
}

/// The keys of the map under these keys.
fn keys(schema: &Value, path: &[String]) -> Vec<String> {
    let mut at = vec![schema];
    for key in path {
        let inner = at.iter().flat_map(|one| maps(schema, one, 0)).filter_map(|map| {
            map.pointer("/properties").and_then(|keys| keys.get(key)).or_else(|| map.get("additionalProperties"))
        });
        at = inner.collect();
    }
    let maps = at.iter().flat_map(|one| maps(schema, one, 0));
    let mut keys: Vec<String> =
        maps.filter_map(|map| map.get("properties")?.as_object()).flat_map(|keys| keys.keys().cloned()).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The maps that a part of a schema may stand for: by reference, as one of several, as the items of a list.
fn maps<'a>(schema: &'a Value, part: &'a Value, depth: usize) -> Vec<&'a Value> {
    if depth > 8 {
        return Vec::new();
    }
    let mut found = Vec::new();
    if part.get("properties").is_some() || part.get("additionalProperties").is_some() {
        found.push(part);
    }
    let referred = part.get("$ref").and_then(Value::as_str).and_then(|name| schema.pointer(name.strip_prefix('#')?));
    let lists = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| part.get(key)?.as_array()).flatten();
    for inner in referred.into_iter().chain(lists).chain(part.get("items")) {
        found.extend(maps(schema, inner, depth + 1));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_map_around() {
        let of = |schema: &str, above: &str, indent| {
            keys(&serde_json::from_str(schema).expect("valid JSON"), &parents(above, indent))
        };
        let has = |keys: Vec<String>, key: &str| assert!(keys.iter().any(|one| one == key), "{key}: {keys:?}");
        has(of(CONFIG, "", 0), "stage");
        has(of(CONFIG, "stage: submit\nunit:\n  # 县\n", 2), "county");
        has(of(CONFIG, "overrides:\n  - files: ['2023/**']\n", 4), "year");
        has(of(RULE, "id: a\ncheck:\n", 2), "existence");
        has(of(RULE, "id: a\ncheck:\n  existence:\n", 4), "terms");
        has(of(PACK, "pack: a\nvocabulary:\n  kinds:\n", 4), "title");
        assert_eq!(of(CONFIG, "stage:\n", 2), Vec::<String>::new());
    }
}
