//! Addresses of documents and paths of files.

use std::path::{Path, PathBuf};

use crate::report::file_address;

/// The path of a file's address, as the system writes it; none for what is no file.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = decoded(path);
    if path.contains('\0') || !path.starts_with('/') {
        return None;
    }
    let bare = path.trim_start_matches('/');
    if cfg!(windows) && bare.as_bytes().get(1) == Some(&b':') {
        return Some(PathBuf::from(bare.replace('/', "\\")));
    }
    match host {
        "" | "localhost" => Some(PathBuf::from(path)),
        host => Some(PathBuf::from(format!("//{host}{path}"))),
    }
}

/// The path of any document: of one that is no file, its name alone.
pub(super) fn path_or_name(uri: &str) -> PathBuf {
    let name = || {
        let rest = uri.split_once(':').map_or(uri, |(_, rest)| rest);
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        PathBuf::from(decoded(rest.rsplit('/').next().unwrap_or_default()).replace('\0', ""))
    };
    path(uri).unwrap_or_else(name)
}

/// The address of a file at a whole path.
pub(super) fn of(path: &Path) -> String {
    file_address(&path.to_string_lossy(), None)
}

/// With the bytes that `%E6` and the like stand for.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(windows))]
    fn addresses_and_paths_lead_to_each_other() {
        for (uri, expected) in [
            ("file:///%E5%8E%BF/%E7%94%B2%20%E4%B9%99.txt", Some("/县/甲 乙.txt")),
            ("file:///县/甲.txt", Some("/县/甲.txt")),
            ("FILE://localhost/a%2Bb.md", Some("/a+b.md")),
            ("file:/a.md#L3", Some("/a.md")),
            ("file:///a%ZZ%.md", Some("/a%ZZ%.md")),
            ("file:///a%00b", None),
            ("file://", None),
            ("untitled:Untitled-1", None),
            ("", None),
        ] {
            assert_eq!(path(uri), expected.map(PathBuf::from), "{uri}");
        }
        let whole = Path::new("/县/甲 [乙]#.txt");
        assert_eq!(path(&of(whole)).as_deref(), Some(whole));
        assert_eq!(path_or_name("untitled:%E7%94%B2.md"), PathBuf::from("甲.md"));
        assert_eq!(path_or_name("git:/a/b.md?x=1"), PathBuf::from("b.md"));
    }
}
