//! Files written that must not be there before, unless the user says so.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::read;

/// Writes a file; one that is there is only overwritten with `force`.
///
/// # Errors
/// One sentence on why it cannot be written and what to do.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), String> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(!force).create(force).truncate(force);
    let name = read::name(path);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => format!("{name} 已经存在；要覆盖请加 --force，或用 --output 换一个文件名"),
        _ => format!("无法写入 {name}：{}", read::reason(&error)),
    })?;
    file.write_all(bytes).map_err(|error| {
        // Half a file is worse than none; where it cannot be taken away, the user is told all the same.
        let _ = fs::remove_file(path);
        format!("无法写入 {name}：{}", read::reason(&error))
    })
}
