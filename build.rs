//! Turns `rules/` into JSON that the program carries: patterns with their literals, tables filled in, examples apart.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

#[path = "src/word/class.rs"]
#[expect(dead_code, unreachable_pub, reason = "the program reads what this script packs")]
mod class;
#[path = "src/word/head.rs"]
mod head;
#[path = "src/check/literals.rs"]
mod literals;
#[path = "src/check/plain.rs"]
mod plain;
#[path = "src/check/reach.rs"]
mod reach;
#[path = "src/rule/table.rs"]
#[expect(dead_code, reason = "places in the text are for faults of rule files at run time")]
mod table;
#[path = "build/words.rs"]
mod words;

/// What goes wrong, with the file it goes wrong in.
type Outcome<T> = Result<T, String>;

fn main() {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/word");
    if let Err(error) = build() {
        println!("cargo::error={}", error.replace('\n', " "));
    }
}

fn build() -> Outcome<()> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?).join("rules");
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(|error| error.to_string())?);
    words::write(&out, &root.join("gongwen/data/words.yaml"))?;
    let mut built = Built::default();
    let packs = entries(&root)?;
    for pack in packs.iter().filter(|pack| pack.is_dir()) {
        built.add_tables(&pack.join("data"))?;
    }
    for pack in packs.iter().filter(|pack| pack.is_dir()) {
        built.add_pack(pack)?;
    }
    let rules = json!({ "packs": built.packs, "rules": built.rules });
    let tables: Map<String, Value> = built.tables.into_iter().map(|(name, rows)| (name, Value::String(rows))).collect();
    for (name, value) in
        [("rules", rules), ("examples", Value::Object(built.examples)), ("tables", Value::Object(tables))]
    {
        let path = out.join(name).with_extension("json");
        fs::write(&path, value.to_string()).map_err(|error| in_file(&path, error))?;
    }
    Ok(())
}

#[derive(Default)]
struct Built {
    packs: Vec<Value>,
    rules: Vec<Value>,
    examples: Map<String, Value>,
    tables: table::Tables,
}

impl Built {
    fn add_tables(&mut self, folder: &Path) -> Outcome<()> {
        for path in yaml_files(folder)? {
            let rows = table::rows(read(&path, None)?).map_err(|error| in_file(&path, error))?;
            let name = stem(&path);
            if self.tables.insert(name, table::on_one_line(&prepared(rows, false, &path)?)).is_some() {
                return Err(in_file(&path, "another pack has a table of this name"));
            }
        }
        Ok(())
    }

    fn add_pack(&mut self, folder: &Path) -> Outcome<()> {
        let pack = stem(folder);
        self.packs.push(prepared(read(&folder.join("pack.yaml"), None)?, false, folder)?);
        for group in entries(folder)?.iter().filter(|group| group.is_dir() && !group.ends_with("data")) {
            for path in yaml_files(group)? {
                let mut rule = read(&path, Some(&self.tables))?;
                if let Some(examples) = rule.as_object_mut().and_then(|keys| keys.remove("examples")) {
                    self.examples.insert(stem(&path), examples);
                }
                let rule = prepared(rule, false, &path)?;
                self.rules.push(json!({ "pack": pack, "group": stem(group), "rule": rule }));
            }
        }
        Ok(())
    }
}

/// Reads a YAML file, with tables filled in where some are given.
fn read(path: &Path, tables: Option<&table::Tables>) -> Outcome<Value> {
    let text = fs::read_to_string(path).map_err(|error| in_file(path, error))?;
    let text = text.replace("\r\n", "\n");
    let text = match tables {
        Some(tables) => {
            let filled = table::fill(&text, tables);
            filled.map_err(|missing| in_file(path, format!("no table “{}”", missing.name)))?.text.into_owned()
        }
        None => text,
    };
    serde_yaml::from_str(&text).map_err(|error| in_file(path, error))
}

/// Replaces each string under `pattern`, `patterns` and the like by its source and its literals.
fn prepared(value: Value, is_pattern: bool, path: &Path) -> Outcome<Value> {
    Ok(match value {
        Value::String(source) if is_pattern => {
            let literals = literals::required(&source).map_err(|error| in_file(path, format!("{source}: {error}")))?;
            let plain = plain::plain(&source).map_err(|error| in_file(path, error))?;
            let reach = reach::reach(&source).map_err(|error| in_file(path, error))?;
            json!({ "source": source, "plain": plain, "literals": literals, "reach": reach })
        }
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|item| prepared(item, is_pattern, path)).collect::<Outcome<_>>()?)
        }
        Value::Object(keys) => {
            let keys = keys.into_iter().map(|(key, value)| {
                let names_patterns =
                    ["pattern", "patterns"].iter().any(|word| key == *word || key.ends_with(&format!("_{word}")));
                prepared(value, names_patterns, path).map(|value| (key, value))
            });
            Value::Object(keys.collect::<Outcome<_>>()?)
        }
        other => other,
    })
}

/// What a folder holds, by name.
fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let listed = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error: io::Error| in_file(folder, error))?;
    paths.sort();
    Ok(paths)
}

fn yaml_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut paths = if folder.is_dir() { entries(folder)? } else { Vec::new() };
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn in_file(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}
