//! The JSON Schemas of rule, pack, overlay and configuration files in `schemas/`, made from the types that read them and from their comments.
//!
//! They are made in a test, so that the program carries them as text and nothing that makes them. `UPDATE=1 cargo test
//! schema` writes them anew.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::check::{Day, Lexicon, Pattern, Statutes, WordList};
use crate::config::file::ConfigFile;
use crate::document::Level;
use crate::rule::Changes;
use crate::rule::Message;
use crate::rule::file::{BasisList, BasisRef, LevelWord, PackFile, RuleFile};
use crate::rule::overlay::OverlayFile;
use crate::rule_id::RuleId;

/// What types say that read themselves.
macro_rules! described {
    ($($type:ty, $name:literal => $schema:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                let schema: fn(&mut SchemaGenerator) -> Schema = $schema;
                schema(generator)
            }
        }
    )*};
}

described! {
    RuleId, "RuleId" => |_| json_schema!({ "type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$" });
    Message, "Message" => |_| json_schema!({ "type": "string" });
    Pattern, "Pattern" => |_| json_schema!({
        "type": "string",
        "description": "A regular expression. Write [0-9] rather than \\d; there is no look-around.",
    });
    Day, "Day" => |_| json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" });
    Lexicon, "Lexicon" => |_| json_schema!({ "type": "array", "items": { "type": "string" } });
    WordList, "WordList" => |_| json_schema!({ "type": "array", "items": { "type": "string" } });
    Statutes, "Statutes" => |_| json_schema!({
        "type": "array",
        "items": { "type": "string", "description": "Title, kind, day of publication, day of coming into force; - for unknown." },
    });
    LevelWord, "LevelWord" => |_| {
        let words: Vec<&str> = Level::ALL.into_iter().map(Level::word).chain(["乡镇"]).collect();
        json_schema!({ "enum": words })
    };
    Changes, "Changes" => |_| json_schema!({
        "type": "object",
        "additionalProperties": { "oneOf": [
            { "enum": ["off", "error", "warning", "info"] },
            { "type": "object", "description": "Keys of a rule file, or parameters of the rule's check, with their new values." },
        ] },
    });
    BasisList, "BasisList" => |generator| {
        let entry = generator.subschema_for::<BasisRef>();
        json_schema!({ "oneOf": [
            { "const": "fact", "description": "Wrong by itself: no norm need say so." },
            { "type": "array", "items": entry, "minItems": 1 },
        ] })
    };
}

/// The schema of a file as people write it.
fn schema<T: JsonSchema>(title: &str) -> String {
    // Editors read this edition most widely.
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    let mut schema = Value::from(schema);
    plain(&mut schema);
    schema["title"] = title.into();
    let mut text = serde_json::to_string_pretty(&schema).expect("a value");
    text.push('\n');
    text
}

/// Makes a schema one for files: a check is one of its kinds, rows may come from a table, and the sizes of numbers in
/// memory are nobody's concern.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            keys.remove("format");
            keys.values_mut().for_each(plain);
            one_key(keys);
            table(keys);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

/// Alternatives that are objects with one key each become one object with one of these keys: an editor can then offer
/// the keys and say what is wrong below the one that is written.
fn one_key(keys: &mut Map<String, Value>) {
    let Some(Value::Array(alternatives)) = keys.get("oneOf") else { return };
    let mut properties = Map::new();
    for alternative in alternatives {
        let Some(Value::Object(own)) = alternative.get("properties") else { return };
        let Some((key, value)) = own.iter().next().filter(|_| own.len() == 1) else { return };
        let mut value = value.clone();
        if let Some(description) = alternative.get("description") {
            value["description"] = description.clone();
        }
        properties.insert(key.clone(), value);
    }
    keys.remove("oneOf");
    keys.insert("type".to_owned(), "object".into());
    keys.insert("properties".to_owned(), Value::Object(properties));
    keys.insert("additionalProperties".to_owned(), false.into());
    keys.insert("minProperties".to_owned(), 1.into());
    keys.insert("maxProperties".to_owned(), 1.into());
}

fn table(keys: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) =
        keys.get_mut("properties").filter(|properties| properties["rows"].is_object())
    else {
        return;
    };
    let table =
        json!({ "type": "string", "description": "A table of the pack, data/<name>.yaml, that supplies `rows`." });
    properties.insert("table".to_owned(), table);
    let Some(Value::Array(required)) = keys.get_mut("required") else { return };
    if let Some(at) = required.iter().position(|key| key == "rows") {
        required.remove(at);
        keys.insert("oneOf".to_owned(), json!([{ "required": ["rows"] }, { "required": ["table"] }]));
    }
}

#[test]
fn schemas_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, made) in [
        ("rule", schema::<RuleFile>("hegui rule")),
        ("pack", schema::<PackFile>("hegui pack")),
        ("overlay", schema::<OverlayFile>("hegui overlay")),
        ("config", schema::<ConfigFile>("hegui config")),
    ] {
        let path = folder.join(name).with_extension("json");
        if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") == made {
            continue;
        }
        assert!(std::env::var_os("UPDATE").is_some(), "schemas/{name}.json is of other types: UPDATE=1 makes it anew");
        fs::write(&path, made).expect("a place to write");
    }
}
