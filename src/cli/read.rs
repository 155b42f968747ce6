//! Files and standard input to readings; what stands in the way is told in Chinese.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::arguments::ReadingArguments;
use crate::document::{Document, Vocabulary};
use crate::input::{self, Format, InputError, LARGEST, Reading};

/// What stands for standard input among the paths.
pub(super) const STANDARD_INPUT: &str = "-";

/// The name of standard input in the output.
const STANDARD_INPUT_NAME: &str = "标准输入";

/// How to read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    options: input::Options,
    standard_input: String,
}

/// A file, read and understood.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) document: Document,
    pub(super) format: Format,
}

impl Report {
    /// As the vocabularies tell; what is left in the file is a part of it.
    pub(super) fn of(reading: Reading, vocabularies: &[Vocabulary]) -> Self {
        let document = Document::understand(reading.source, reading.blocks, vocabularies);
        Self { document: document.with_leftovers(reading.leftovers), format: reading.format }
    }
}

impl Reader {
    /// As the arguments say.
    pub(super) fn new(arguments: &ReadingArguments) -> Self {
        let path = arguments.stdin_filepath.as_deref();
        let standard_input = path.map_or_else(|| STANDARD_INPUT_NAME.to_owned(), name);
        Self { options: input::Options { charset: arguments.encoding }, standard_input }
    }

    /// The name of a path in the output.
    pub(super) fn name(&self, path: &Path) -> String {
        if path == Path::new(STANDARD_INPUT) { self.standard_input.clone() } else { name(path) }
    }

    /// Reads a file or, for `-`, standard input.
    ///
    /// # Errors
    /// One sentence on why it cannot be read and what to do.
    pub(super) fn read(&self, path: &Path) -> Result<Reading, String> {
        self.understand(self.bytes(path)?, path)
    }

    /// Reads and understands a file or, for `-`, standard input.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub(super) fn report(&self, path: &Path, vocabularies: &[Vocabulary]) -> Result<Report, String> {
        Ok(Report::of(self.read(path)?, vocabularies))
    }

    /// The bytes of a file or, for `-`, of standard input.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub(super) fn bytes(&self, path: &Path) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = if path == Path::new(STANDARD_INPUT) {
            read_some(io::stdin().lock(), &mut bytes).map(|()| bytes)
        } else {
            self::bytes(path)
        };
        read.map_err(|error| reason(&error))
    }

    /// Reads the bytes of a file or of standard input.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub(super) fn understand(&self, bytes: Vec<u8>, path: &Path) -> Result<Reading, String> {
        input::read(bytes, &self.name(path), &self.options).map_err(|error| error.to_string())
    }

    /// How text is read.
    pub(super) fn options(&self) -> &input::Options {
        &self.options
    }
}

/// Reads a file.
///
/// # Errors
/// One sentence on why it cannot be read and what to do.
pub(super) fn file(path: &Path, options: &input::Options) -> Result<Reading, String> {
    let bytes = self::bytes(path).map_err(|error| reason(&error))?;
    input::read(bytes, &name(path), options).map_err(|error| error.to_string())
}

/// What went wrong with a file.
pub(super) fn reason(error: &io::Error) -> String {
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
pub(super) fn name(path: &Path) -> String {
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// The bytes of a file, if it is not larger than is allowed.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > LARGEST {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    read_some(file, &mut bytes)?;
    Ok(bytes)
}

/// Reads up to a little more than is allowed, so that a pipe without end is told from a large file.
fn read_some(reader: impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    reader.take(LARGEST + 1).read_to_end(bytes)?;
    if bytes.len() as u64 > LARGEST { Err(ErrorKind::FileTooLarge.into()) } else { Ok(()) }
}
