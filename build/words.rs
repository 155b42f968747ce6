//! Makes the dictionary that the program cuts words by: jieba's own, with the words of the table added to it.
//!
//! jieba-rs keeps its dictionary to itself, so it is read from the source of the very crate that the program is built
//! with. Nothing is fetched: the crate is there because it is a dependency.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::class::{CLASSES, Class, SLOTS};
use super::{Outcome, head, in_file};

/// Where the dictionary lies in the crate.
const IN_CRATE: &str = "src/data/dict.txt";
const CRATE: &str = "jieba-rs";
/// The version that Cargo.toml asks for.
const VERSION: &str = "0.11.0";

/// How often a domain word is taken to be at least: often enough that it is not cut into words of their own.
const DOMAIN: u64 = 1000;

/// Writes the dictionary, unless one made of the same words is there.
pub(crate) fn write(out: &Path, table: &Path) -> Outcome<()> {
    println!("cargo::rerun-if-env-changed=HEGUI_DICTIONARY");
    let source = find()?;
    println!("cargo::rerun-if-changed={}", source.display());
    let domain = fs::read_to_string(table).map_err(|error| in_file(table, error))?;
    let length = fs::metadata(&source).map_err(|error| in_file(&source, error))?.len();
    let made_of = format!("3 {} {length}\n{domain}", source.display());
    let [words, heads, pairs, stamp] =
        ["words.fst", "heads.bin", "pairs.bin", "words.stamp"].map(|name| out.join(name));
    if [&words, &heads, &pairs].into_iter().all(|made| made.is_file())
        && fs::read_to_string(&stamp).is_ok_and(|before| before == made_of)
    {
        return Ok(());
    }
    let dictionary = fs::read_to_string(&source).map_err(|error| in_file(&source, error))?;
    let rows = serde_yaml::from_str(&domain).map_err(|error| in_file(table, error))?;
    let (map, beginnings) = map(&dictionary, &rows)?;
    fs::write(&heads, nodes(&map)?).map_err(|error| in_file(&heads, error))?;
    fs::write(&pairs, beginnings).map_err(|error| in_file(&pairs, error))?;
    fs::write(&words, map).map_err(|error| in_file(&words, error))?;
    fs::write(&stamp, made_of).map_err(|error| in_file(&stamp, error))
}

/// Words with frequency and class, under the empty word the sum of all frequencies; and with which characters words
/// begin.
fn map(dictionary: &str, domain: &Value) -> Outcome<(Vec<u8>, Vec<u8>)> {
    let mut entries = BTreeMap::new();
    for line in dictionary.lines() {
        let mut parts = line.split_ascii_whitespace();
        let (Some(word), Some(frequency)) = (parts.next(), parts.next()) else { continue };
        let frequency: u64 = frequency.parse().map_err(|_| format!("{IN_CRATE}: {line}"))?;
        entries.insert(word, (frequency, class_of(parts.next().unwrap_or_default())));
    }
    for row in domain["rows"].as_array().into_iter().flatten() {
        let class = match row["class"].as_str() {
            Some("noun") => Class::Noun,
            Some("verb") => Class::Verb,
            Some("time") => Class::Time,
            other => return Err(format!("words.yaml: class {other:?} is none of noun, verb, time")),
        };
        for word in row["words"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let frequency = entries.get(word).map_or(DOMAIN, |(frequency, _)| DOMAIN.max(*frequency));
            entries.insert(word, (frequency, class));
        }
    }
    let total: u64 = entries.values().map(|(frequency, _)| frequency).sum();
    let two = |word: &&str| word.chars().next().zip(word.chars().nth(1));
    let beginnings = head::pack_pairs(entries.keys().filter_map(two));
    let mut map = fst::MapBuilder::memory();
    let packed = entries.into_iter().map(|(word, (frequency, class))| (word, pack(frequency, class)));
    for (word, value) in std::iter::once(("", total)).chain(packed) {
        map.insert(word, value).map_err(|error| error.to_string())?;
    }
    Ok((map.into_inner().map_err(|error| error.to_string())?, beginnings))
}

/// The heads of all characters that can have one.
fn nodes(dictionary: &[u8]) -> Outcome<Vec<u8>> {
    let dictionary = fst::raw::Fst::new(dictionary).map_err(|error| error.to_string())?;
    let mut heads = Vec::new();
    for character in head::FIRST..='\u{9fff}' {
        let (mut node, mut shared) = (Some(dictionary.root()), 0);
        for byte in character.to_string().bytes() {
            node = node.and_then(|node| {
                let transition = node.transition(node.find_input(byte)?);
                shared += transition.out.value();
                Some(dictionary.node(transition.addr))
            });
        }
        let head = node.map(|node| {
            let own = node.is_final().then(|| shared + node.final_output().value());
            u32::try_from(node.addr()).map(|node| head::Head { node, shared, own })
        });
        heads.extend(head::pack(head.transpose().map_err(|error| error.to_string())?));
    }
    Ok(heads)
}

/// How often a word is and what sort it is, in one number.
fn pack(frequency: u64, class: Class) -> u64 {
    let number = CLASSES.iter().position(|one| *one == class).unwrap_or(CLASSES.len() - 1);
    frequency * SLOTS + number as u64
}

/// The class by the mark that the dictionary gives.
fn class_of(mark: &str) -> Class {
    match (mark, mark.chars().next()) {
        ("vn", _) => Class::VerbalNoun,
        ("an", _) | (_, Some('n' | 'j')) => Class::Noun,
        (_, Some('v')) => Class::Verb,
        (_, Some('a' | 'b' | 'z')) => Class::Adjective,
        (_, Some('d')) => Class::Adverb,
        (_, Some('p')) => Class::Preposition,
        (_, Some('c')) => Class::Conjunction,
        (_, Some('t')) => Class::Time,
        (_, Some('f' | 's')) => Class::Place,
        (_, Some('m' | 'q')) => Class::Quantity,
        (_, Some('r')) => Class::Pronoun,
        (_, Some('u' | 'y')) => Class::Particle,
        (_, Some('i' | 'l')) => Class::Phrase,
        _ => Class::Other,
    }
}

/// The dictionary file: the one that `HEGUI_DICTIONARY` names, else that of the crate in use.
fn find() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("HEGUI_DICTIONARY") {
        return Ok(PathBuf::from(named));
    }
    let found = by_metadata().or_else(in_registry);
    found.ok_or_else(|| format!("no source of {CRATE} {VERSION}; name its {IN_CRATE} in HEGUI_DICTIONARY"))
}

/// As cargo itself tells; it does not where crates of other platforms or tests were never fetched.
fn by_metadata() -> Option<PathBuf> {
    let target = env::var("TARGET").ok()?;
    let told = Command::new(env::var_os("CARGO")?)
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", &target])
        .current_dir(env::var_os("CARGO_MANIFEST_DIR")?)
        .output()
        .ok()?;
    let told: Value = serde_json::from_slice(&told.stdout).ok()?;
    let packages = told["packages"].as_array()?.iter();
    let mut own = packages.filter(|package| package["name"] == CRATE && package["version"] == VERSION);
    let manifest = own.find_map(|package| package["manifest_path"].as_str())?;
    Some(Path::new(manifest).with_file_name(IN_CRATE)).filter(|path| path.is_file())
}

/// Where cargo unpacks what it downloads.
fn in_registry() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let user = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?;
        Some(Path::new(&user).join(".cargo"))
    })?;
    let registries = fs::read_dir(home.join("registry/src")).ok()?;
    let crates = registries.flatten().map(|registry| registry.path().join(format!("{CRATE}-{VERSION}")));
    let mut paths: Vec<PathBuf> = crates.map(|folder| folder.join(IN_CRATE)).filter(|path| path.is_file()).collect();
    paths.sort();
    paths.into_iter().next()
}
