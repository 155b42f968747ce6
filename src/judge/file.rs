//! Bytes of files, their names as they are shown, and what stands in the way.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::input::{self, InputError, LARGEST, Reading};

/// What stands for standard input among the paths.
pub(crate) const STANDARD_INPUT: &str = "-";

/// Reads a file.
///
/// # Errors
/// One sentence on why it cannot be read and what to do.
pub(crate) fn file(path: &Path, options: &input::Options) -> Result<Reading, String> {
    let bytes = self::bytes(path).map_err(|error| reason(&error))?;
    input::read(bytes, &name(path), options).map_err(|error| error.to_string())
}

/// What went wrong with a file.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "找不到这个文件或文件夹；请核对名称和所在位置".to_owned(),
        ErrorKind::PermissionDenied => "没有权限；请核对文件权限，或确认它没有被别的程序占用".to_owned(),
        ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        ErrorKind::FileTooLarge => InputError::TooLarge.to_string(),
        ErrorKind::StorageFull => "磁盘已满".to_owned(),
        _ => format!("系统报告“{error}”"),
    }
}

/// A path as it is shown, with the same slashes on every system.
pub(crate) fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// The bytes of a file, if it is not larger than is allowed.
pub(crate) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Some systems open a folder, others say that it may not be read.
    let is_folder = || io::Error::from(ErrorKind::IsADirectory);
    let file = File::open(path).map_err(|error| if path.is_dir() { is_folder() } else { error })?;
    let known = file.metadata()?;
    if known.is_dir() {
        return Err(is_folder());
    }
    let size = known.len();
    if size > LARGEST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    read_some(file, &mut bytes)?;
    Ok(bytes)
}

/// Reads up to a little more than is allowed, so that a pipe without end is told from a large file.
pub(crate) fn read_some(reader: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    reader.take(LARGEST + 1).read_to_end(bytes)?;
    if bytes.len() as u64 > LARGEST { Err(ErrorKind::FileTooLarge.into()) } else { Ok(()) }
}
