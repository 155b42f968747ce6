//! What an overlay changes of rules that it did not write: their weight, words and norms, and what their check asks.

use std::fmt;
use std::ops::Range;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use serde_yaml::{Location, Spanned};

use super::table::on_one_line;
use crate::diagnostic::Severity;

/// Changes by rule, in the order in which they are written.
///
/// ```yaml
/// rules:
///   vague-quantity: off
///   late-report: error
///   unquantified-measure: { severity: warning, min: 2 }
/// ```
#[derive(Debug, Default)]
pub struct Changes(pub(super) Vec<(Spanned<String>, Spanned<Change>)>);

impl Changes {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rules that are changed, in the order in which they are written.
    pub fn rules(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.0.iter().map(|(rule, _)| rule)
    }
}

/// The change of one rule: a severity, `off`, or keys with their new values. The keys of a rule file stand for
/// themselves; every other key is a parameter of the rule's check. A severity holds whatever the norm's strength.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) severity: Option<Severity>,
    pub(super) enabled: Option<bool>,
    pub(super) keys: Vec<Key>,
    /// A word that is none of these.
    pub(super) unknown: Option<String>,
}

/// A key and its new value.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: Spanned<String>,
    value: Spanned<Value>,
}

/// Keys of a rule file that may be changed, beside the weight.
pub(super) const RULE_KEYS: [&str; 10] =
    ["severity_by_stage", "when", "message", "help", "basis", "scope", "collapse", "fix", "variants", "examples"];

/// A rule as text, with the changed keys in it.
pub(super) struct Merged {
    pub(super) text: String,
    /// Where each key and its value stand.
    places: Vec<(Range<usize>, Range<usize>)>,
}

/// What a place in the merged text belongs to.
pub(super) enum Origin {
    /// The name of the key with this index.
    Name(usize),
    /// Its value.
    Value(usize),
    /// The rule itself.
    Rule,
}

impl Change {
    /// Where the value of a key stands in the file that changes it; its name where the value is a list or a map, of which
    /// only the beginning is known.
    pub(super) fn value_at(&self, key: usize) -> Location {
        let Key { name, value } = &self.keys[key];
        if value.value.is_array() || value.value.is_object() { name.referenced } else { value.referenced }
    }

    /// The rule with its changed keys, to be read as a rule file is.
    pub(super) fn merge(&self, rule: Value) -> Merged {
        let mut rule = match rule {
            Value::Object(rule) => rule,
            _ => Map::new(),
        };
        let (kind, mut parameters) = match rule.remove("check") {
            Some(Value::Object(check)) => check.into_iter().next(),
            _ => None,
        }
        .map(|(kind, parameters)| (kind, parameters.as_object().cloned().unwrap_or_default()))
        .unwrap_or_default();
        for key in &self.keys {
            rule.remove(&key.name.value);
            parameters.remove(&key.name.value);
        }
        let mut merged = Merged { text: "{".to_owned(), places: vec![(0..0, 0..0); self.keys.len()] };
        merged.write(rule);
        let (of_rule, of_check): (Vec<_>, Vec<_>) =
            self.keys.iter().enumerate().partition(|(_, key)| RULE_KEYS.contains(&key.name.value.as_str()));
        of_rule.into_iter().for_each(|(index, key)| merged.change(index, key));
        merged.text.push_str(&format!("\"check\":{{{}:{{", on_one_line(&Value::String(kind))));
        merged.write(parameters);
        of_check.into_iter().for_each(|(index, key)| merged.change(index, key));
        merged.text.push_str("}}}");
        merged
    }
}

impl Merged {
    /// Which change a place in the text comes from.
    pub(super) fn origin(&self, at: usize) -> Origin {
        let stands = |range: &Range<usize>| range.start <= at && at < range.end;
        let name = self.places.iter().position(|(name, _)| stands(name)).map(Origin::Name);
        name.or_else(|| self.places.iter().position(|(_, value)| stands(value)).map(Origin::Value))
            .unwrap_or(Origin::Rule)
    }

    fn write(&mut self, entries: Map<String, Value>) {
        for (name, value) in entries {
            self.text.push_str(&format!("{}:{},", on_one_line(&Value::String(name)), on_one_line(&value)));
        }
    }

    fn change(&mut self, index: usize, key: &Key) {
        let name = self.text.len();
        self.text.push_str(&on_one_line(&Value::String(key.name.value.clone())));
        let value = self.text.len();
        self.text.push(':');
        self.text.push_str(&on_one_line(&key.value.value));
        self.places[index] = (name..value, value..self.text.len());
        self.text.push(',');
    }
}

impl<'de> Deserialize<'de> for Changes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rules;
        impl<'de> Visitor<'de> for Rules {
            type Value = Changes;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("“规则: 改动”，如 late-report: error")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Changes, A::Error> {
                let mut changes = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    changes.push(entry);
                }
                Ok(Changes(changes))
            }
        }
        deserializer.deserialize_map(Rules)
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Change;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("error、warning、info、off 或要改的内容，如 { severity: warning, min: 2 }")
            }

            fn visit_bool<E>(self, on: bool) -> Result<Change, E> {
                Ok(Change { enabled: Some(on), ..Change::default() })
            }

            fn visit_unit<E: de::Error>(self) -> Result<Change, E> {
                self.visit_str("")
            }

            // The caller knows where the word stands.
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Change, E> {
                let known = [Severity::Error, Severity::Warning, Severity::Info];
                match known.into_iter().find(|severity| severity.key() == word) {
                    Some(severity) => Ok(Change { severity: Some(severity), ..Change::default() }),
                    None if word == "off" => self.visit_bool(false),
                    None => Ok(Change { unknown: Some(word.to_owned()), ..Change::default() }),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Change, A::Error> {
                let mut change = Change::default();
                while let Some(name) = map.next_key::<Spanned<String>>()? {
                    match name.value.as_str() {
                        "severity" => change.severity = Some(map.next_value()?),
                        "enabled" => change.enabled = Some(map.next_value()?),
                        _ => change.keys.push(Key { name, value: map.next_value()? }),
                    }
                }
                Ok(change)
            }
        }
        deserializer.deserialize_any(Words)
    }
}
