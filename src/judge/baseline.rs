//! Baseline files: found, read and written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::discover::{shown, whole};
use super::file;
use crate::baseline::{Baseline, Known};
use crate::config::seen_from;

/// The name that is written where none is given.
pub(crate) const NAME: &str = "hegui-baseline.json";

/// A baseline that holds for some reports.
#[derive(Debug)]
pub(crate) struct Before {
    path: PathBuf,
    /// A configuration names it, so that it will be read without being asked for.
    pub(crate) is_configured: bool,
    baseline: Baseline,
}

/// What the command line says of baselines.
#[derive(Debug, Default)]
pub(crate) struct Baselines {
    /// The one for all reports.
    given: Option<PathBuf>,
    /// They are written, not read.
    is_writing: bool,
    read: BTreeMap<PathBuf, Result<Arc<Before>, String>>,
}

impl Baselines {
    pub(crate) fn new(given: Option<&Path>, is_writing: bool) -> Self {
        Self { given: given.map(whole), is_writing, read: BTreeMap::new() }
    }

    pub(crate) fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// The baseline of reports whose configuration names this one; whole paths.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) fn of(&mut self, configured: Option<PathBuf>) -> Result<Option<Arc<Before>>, String> {
        let default = || self.is_writing.then(|| whole(Path::new(NAME)));
        let is_configured = self.given.is_none() && configured.is_some();
        let Some(path) = self.given.clone().or(configured).or_else(default) else { return Ok(None) };
        let is_writing = self.is_writing;
        let load = || {
            let baseline = load(&path, is_writing)?;
            Ok(Arc::new(Before { path: path.clone(), is_configured, baseline }))
        };
        self.read.entry(path.clone()).or_insert_with(load).clone().map(Some)
    }
}

impl Before {
    /// The report's name in the baseline.
    pub(crate) fn key(&self, path: &Path) -> String {
        seen_from(self.folder(), path).to_string_lossy().replace('\\', "/")
    }

    /// What it has of a report.
    pub(crate) fn findings(&self, key: &str) -> &[Known] {
        self.baseline.findings.get(key).map_or(&[], Vec::as_slice)
    }

    /// As it is shown.
    pub(crate) fn name(&self) -> String {
        shown(&self.path)
    }

    /// Writes what was found now, and keeps what is known of reports that were not checked but are still there.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(crate) fn write(&self, found: BTreeMap<String, Vec<Known>>) -> Result<usize, String> {
        let checked: BTreeSet<String> = found.keys().cloned().collect();
        let mut findings = found;
        for (file, known) in &self.baseline.findings {
            if !checked.contains(file) && self.folder().join(file).exists() {
                findings.insert(file.clone(), known.clone());
            }
        }
        findings.retain(|_, known| !known.is_empty());
        let baseline = Baseline { findings };
        fs::write(&self.path, baseline.write())
            .map_err(|error| format!("无法写入 {}：{}", self.name(), file::reason(&error)))?;
        Ok(baseline.findings.values().map(Vec::len).sum())
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

fn load(path: &Path, is_writing: bool) -> Result<Baseline, String> {
    let name = shown(path);
    let read = || {
        let bytes = file::bytes(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => format!("找不到基线文件 {name}；可先用 --write-baseline 生成"),
            _ => format!("无法读取基线文件 {name}：{}", file::reason(&error)),
        })?;
        let text = String::from_utf8(bytes).map_err(|_| format!("基线文件 {name} 不是 UTF-8 编码"))?;
        Baseline::parse(&text).map_err(|why| format!("基线文件 {name} 无法使用：{why}"))
    };
    // What is written anew need not have been right.
    read().or_else(|why| if is_writing { Ok(Baseline::default()) } else { Err(why) })
}
