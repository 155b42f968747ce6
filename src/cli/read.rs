//! Files and standard input to readings; what stands in the way is told in Chinese.

use std::io;
use std::path::Path;

use super::arguments::ReadingArguments;
use crate::document::{Document, Vocabulary};
use crate::input::{self, Format, Reading};
use crate::judge::file::{self, read_some};

pub(super) use crate::judge::file::{STANDARD_INPUT, bytes, name, reason};

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
            file::bytes(path)
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
