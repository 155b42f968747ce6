//! Patterns of files, relative to the folder of the configuration in which they stand.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde_yaml::Spanned;

/// Patterns, any of which may fit.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    set: GlobSet,
}

impl Patterns {
    /// Reads patterns. One that names a folder stands for all that is in it.
    ///
    /// # Errors
    /// The index of one that cannot be read, and why.
    pub(super) fn new(written: &[Spanned<String>]) -> Result<Self, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        for (index, pattern) in written.iter().enumerate() {
            let plain = pattern.value.strip_prefix("./").unwrap_or(&pattern.value).trim_end_matches('/');
            let wrong = |why: &str| (index, format!("文件范围“{}”{why}", pattern.value));
            if plain.is_empty() {
                return Err(wrong("是空的"));
            }
            if plain.contains('\\') {
                return Err(wrong("中的文件夹请用“/”分隔"));
            }
            if plain.starts_with('/') || plain.contains(":/") {
                return Err(wrong("应从本配置文件所在的文件夹写起，不写盘符和开头的“/”"));
            }
            // Classes are of bytes: such a class would fit nothing.
            let in_class = plain.split('[').skip(1).filter_map(|rest| rest.split(']').next());
            if in_class.flat_map(str::chars).any(|character| !character.is_ascii()) {
                return Err(wrong("的方括号里不能有汉字，请改用花括号，如 {甲,乙}"));
            }
            for pattern in [plain.to_owned(), format!("{plain}/**")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                set.add(glob.map_err(|_| wrong("写法有误：方括号、花括号要成对"))?);
            }
        }
        let set = set.build().map_err(|_| (0, "文件范围过大".to_owned()))?;
        Ok(Self { set })
    }

    /// Whether any fits a path that is relative to their folder.
    pub(super) fn fit(&self, path: &Path) -> bool {
        self.set.is_match(path)
    }
}

/// A path without `.` and `..`, whether or not there is anything.
pub fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    clean
}

/// A path as seen from a folder; both begin at the root and have no `.` or `..`.
pub fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    let mut relative = PathBuf::new();
    let mut base = folder;
    loop {
        if let Ok(rest) = path.strip_prefix(base) {
            return relative.join(rest);
        }
        let Some(parent) = base.parent() else { return path.to_owned() };
        relative.push(Component::ParentDir);
        base = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Written {
        files: Vec<Spanned<String>>,
    }

    fn patterns(written: &str) -> Result<Patterns, String> {
        let written: Written = serde_yaml::from_str(&format!("files: ['{written}']")).expect("a list");
        Patterns::new(&written.files).map_err(|(_, why)| why)
    }

    #[test]
    fn stars_stand_for_names_and_for_folders() {
        for (pattern, path, fits) in [
            ("2023/**", "2023/青禾镇.txt", true),
            ("2023/**", "2023/旧/青禾镇.txt", true),
            ("2023/**", "a/2023/青禾镇.txt", false),
            ("2023", "2023/旧/青禾镇.txt", true),
            ("./2023/", "2023/青禾镇.txt", true),
            ("*.txt", "青禾镇.txt", true),
            ("*.txt", "2023/青禾镇.txt", false),
            ("**/*.txt", "青禾镇.txt", true),
            ("报告/**/*.{docx,md}", "报告/青禾镇.md", true),
            ("报告/**/*.{docx,md}", "报告/青禾镇.txt", false),
            ("{甲,乙}镇.txt", "乙镇.txt", true),
            ("202[34]/*", "2024/乙镇.txt", true),
            ("**/2023/**", "../2023/青禾镇.txt", true),
        ] {
            assert_eq!(patterns(pattern).expect(pattern).fit(Path::new(path)), fits, "{pattern} {path}");
        }
    }

    #[test]
    fn what_no_path_can_fit_is_told() {
        for (pattern, why) in [
            ("2023\\*.txt", "文件范围“2023\\*.txt”中的文件夹请用“/”分隔"),
            ("/2023/**", "文件范围“/2023/**”应从本配置文件所在的文件夹写起，不写盘符和开头的“/”"),
            ("C:/2023/**", "文件范围“C:/2023/**”应从本配置文件所在的文件夹写起，不写盘符和开头的“/”"),
            ("[甲乙]镇.txt", "文件范围“[甲乙]镇.txt”的方括号里不能有汉字，请改用花括号，如 {甲,乙}"),
            ("[12.txt", "文件范围“[12.txt”写法有误：方括号、花括号要成对"),
            ("", "文件范围“”是空的"),
        ] {
            assert_eq!(patterns(pattern).expect_err(pattern), why);
        }
    }

    #[test]
    fn paths_are_seen_from_a_folder() {
        for (folder, path, seen) in [
            ("/县", "/县/2023/甲.txt", "2023/甲.txt"),
            ("/县/共用", "/县/2023/甲.txt", "../2023/甲.txt"),
            ("/别/处", "/县/甲.txt", "../../县/甲.txt"),
        ] {
            assert_eq!(seen_from(Path::new(folder), Path::new(path)), Path::new(seen));
        }
    }
}
