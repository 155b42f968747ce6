//! Workbooks where the library is built without them.

use std::io::{self, ErrorKind, Write};

use crate::report::{Checked, Options, Record, Reporter, Summary};
use crate::rule::RuleSet;

/// Writes nothing, and says why.
pub(super) struct Xlsx;

impl Xlsx {
    pub(super) fn new(_options: &Options, _sets: &[&RuleSet]) -> Self {
        Self
    }
}

impl Reporter for Xlsx {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Err(io::Error::new(ErrorKind::Unsupported, "本程序没有编入 xlsx 格式"))
    }

    fn file(&self, _file: &Checked<'_>, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, _records: &[Record], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
