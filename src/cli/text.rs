//! `hegui text`: the text that spans refer to, byte for byte.

use std::io::{self, Write};

use super::arguments::TextArguments;
use super::read::Reader;
use super::{Exit, Failure};

pub(super) fn run(arguments: &TextArguments) -> Result<Exit, Failure> {
    let reader = Reader::new(&arguments.reading);
    let reading =
        reader.read(&arguments.file).map_err(|reason| Failure::unreadable(&reader.name(&arguments.file), &reason))?;
    let mut out = io::stdout().lock();
    out.write_all(reading.source.text().as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}
