//! Which configuration a file has: the nearest `hegui.yaml` upwards of it, read with those on which it builds.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;

use super::file;
use crate::config::{Broken, Config, NAME, Part, clean};
use crate::diagnostic::Diagnostic;
use crate::input::{self, Charset, InputError, Options};
use crate::source::Source;

/// Looks for configurations; each folder is looked into once, each file read once.
pub(crate) struct Discovery {
    /// The one of the command line.
    given: Option<PathBuf>,
    is_off: bool,
    /// For each folder, the configuration of the files in it.
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
    configs: BTreeMap<PathBuf, Outcome>,
}

/// A configuration, or why it cannot be used, told once.
pub(crate) type Outcome = Result<Arc<Config>, Arc<Trouble>>;

/// Why a configuration cannot be used.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// One of its files is wrong.
    Broken(Box<Broken>),
    /// Its file cannot be read: a sentence.
    Unreadable(String),
}

impl Discovery {
    /// The one given, or none at all where `is_off`, else the nearest.
    pub(crate) fn new(given: Option<&Path>, is_off: bool) -> Self {
        Self { given: given.map(whole), is_off, by_folder: HashMap::new(), configs: BTreeMap::new() }
    }

    /// Whether the command line names the configuration of all files.
    pub(crate) fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// The configuration of a file, with its own path; the file's path is whole and need not exist.
    pub(crate) fn of(&mut self, path: &Path) -> Option<(PathBuf, Outcome)> {
        if self.is_off {
            return None;
        }
        let own = match &self.given {
            Some(given) => given.clone(),
            None => self.nearest(path.parent()?)?,
        };
        let outcome = self.configs.entry(own.clone()).or_insert_with(|| load(&own).map(Arc::new).map_err(Arc::new));
        Some((own, outcome.clone()))
    }

    fn nearest(&mut self, folder: &Path) -> Option<PathBuf> {
        let mut looked_into = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.by_folder.get(folder) {
                found = known.clone();
                break;
            }
            looked_into.push(folder.to_owned());
            let candidate = folder.join(NAME);
            if candidate.is_file() {
                found = Some(candidate);
                break;
            }
        }
        self.by_folder.extend(looked_into.into_iter().map(|folder| (folder, found.clone())));
        found
    }
}

/// A path from the root, without `.` and `..`, whether or not there is anything.
pub(crate) fn whole(path: &Path) -> PathBuf {
    // Where the current folder is unknown, a relative path stays one: nothing is found upwards of it.
    clean(&absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// A whole path as it is shown: from the current folder on, if it lies there.
pub(crate) fn shown(path: &Path) -> String {
    let here = whole(Path::new("."));
    file::name(path.strip_prefix(&here).unwrap_or(path))
}

fn load(path: &Path) -> Result<Config, Trouble> {
    let mut parts = Vec::new();
    add(path, &mut Vec::new(), &mut parts)?;
    Ok(Config { parts: parts.into_iter().map(|(_, part)| part).collect() })
}

/// Reads one file after those on which it builds; `trail` are those that build on it.
fn add(path: &Path, trail: &mut Vec<PathBuf>, parts: &mut Vec<(PathBuf, Part)>) -> Result<(), Trouble> {
    let unreadable = |reason| Trouble::Unreadable(format!("无法读取配置文件 {}：{reason}", shown(path)));
    let source = source(path).map_err(unreadable)?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let part = Part::read(source, &folder).map_err(Trouble::Broken)?;
    trail.push(path.to_owned());
    for base in &part.file.extends {
        let fault = |message: String, help: Option<String>| {
            let fault = Diagnostic { help, ..part.fault(base, message) };
            let source = Source::new(part.source.name(), part.source.text());
            Trouble::Broken(Box::new(Broken { source, faults: vec![fault] }))
        };
        let at = whole(&folder.join(&base.value));
        if let Some(start) = trail.iter().position(|above| *above == at) {
            let circle = trail[start..].iter().chain([&at]).map(|path| shown(path)).collect::<Vec<_>>().join(" → ");
            return Err(fault(format!("配置文件互相引用，成了循环：{circle}"), None));
        }
        if parts.iter().any(|(known, _)| *known == at) {
            continue;
        }
        match add(&at, trail, parts) {
            Err(Trouble::Unreadable(reason)) => {
                let help = "这里写本机上的路径，从本文件所在的文件夹写起。".to_owned();
                return Err(fault(reason, Some(help)));
            }
            done => done?,
        }
    }
    trail.pop();
    parts.push((path.to_owned(), part));
    Ok(())
}

fn source(path: &Path) -> Result<Source, String> {
    let bytes = file::bytes(path).map_err(|error| file::reason(&error))?;
    match input::read(bytes, "hegui.txt", &Options { charset: Some(Charset::UTF_8) }) {
        Ok(reading) => Ok(Source::new(shown(path), reading.source.text())),
        // Who writes nothing wants nothing but an end of the search.
        Err(InputError::Empty) => Ok(Source::new(shown(path), "")),
        Err(error) => Err(error.to_string()),
    }
}
