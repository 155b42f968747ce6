//! Files of rules, one by one or by folders.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::file;
use crate::input::{Charset, Options};
use crate::source::Source;

/// Files, and what folders hold of them.
///
/// # Errors
/// A sentence on what cannot be read.
pub(crate) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, String> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            for path in yaml_files(path)? {
                files.push(source(&path)?);
            }
            if files.len() == before {
                return Err(format!("规则文件夹 {} 里没有 .yaml 文件", file::name(path)));
            }
        } else {
            files.push(source(path)?);
        }
    }
    Ok(files)
}

fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for entry in WalkBuilder::new(folder).standard_filters(false).hidden(true).build() {
        let entry = entry.map_err(|error| {
            let why = error.io_error().map_or_else(|| error.to_string(), file::reason);
            unreadable(&file::name(folder), &why)
        })?;
        let is_yaml = entry.path().extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if is_yaml && entry.file_type().is_some_and(|kind| kind.is_file()) {
            files.push(entry.into_path());
        }
    }
    files.sort();
    Ok(files)
}

fn source(path: &Path) -> Result<Source, String> {
    let name = file::name(path);
    let reading = file::file(path, &Options { charset: Some(Charset::UTF_8) });
    reading.map(|reading| reading.source).map_err(|reason| unreadable(&format!("规则文件 {name}"), &reason))
}

fn unreadable(name: &str, reason: &str) -> String {
    format!("无法读取 {name}：{reason}")
}
