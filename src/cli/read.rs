//! Files and standard input to readings; what stands in the way is told in Chinese.

use std::io;
use std::path::Path;

use super::arguments::ReadingArguments;
use crate::input::{self, Reading};
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
