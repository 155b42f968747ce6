//! Paths as addresses.

use std::path::{Component, Path};

/// A path with `/` between its parts, and without `./` before it.
pub(super) fn slashed(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}

/// A path as a reference by RFC 3986: relative for a relative path, `file:` for another.
pub(super) fn reference(path: &str) -> String {
    let slashed = slashed(path);
    if Path::new(path).is_absolute() { whole(&slashed) } else { encoded(&slashed) }
}

/// The address of a file; a relative path is taken from a folder.
pub(crate) fn file(path: &str, folder: Option<&Path>) -> String {
    match folder.filter(|_| !Path::new(path).is_absolute()) {
        Some(folder) => {
            let mut joined = folder.to_path_buf();
            for component in Path::new(path).components().filter(|component| *component != Component::CurDir) {
                joined.push(component);
            }
            whole(&slashed(&joined.to_string_lossy()))
        }
        None => reference(path),
    }
}

fn whole(absolute: &str) -> String {
    let root = if absolute.starts_with('/') { "" } else { "/" };
    format!("file://{root}{}", encoded(absolute))
}

/// All bytes but those that mean themselves in a path, as `%E6`.
fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len() * 2);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_paths_of_every_sort() {
        for (path, expected) in [
            ("a.txt", "a.txt"),
            ("./报告/a b.txt", "%E6%8A%A5%E5%91%8A/a%20b.txt"),
            ("2024\\a#1.docx", "2024/a%231.docx"),
            ("/tmp/a.txt", "file:///tmp/a.txt"),
        ] {
            assert_eq!(reference(path), expected, "{path}");
        }
        assert_eq!(file("./a.txt", Some(Path::new("/县"))), "file:///%E5%8E%BF/a.txt");
        assert_eq!(file("/b/a.txt", Some(Path::new("/县"))), "file:///b/a.txt");
    }
}
