//! `hegui outline`: what the program understood of one report.

use std::io::{self, BufWriter, Write};

use super::arguments::OutlineArguments;
use super::option::OutlineFormat;
use super::read::Reader;
use super::{Exit, Failure, rule_files, terminal};
use crate::document::{Document, NO_VOCABULARY};
use crate::report::{Options, outline};

pub(super) fn run(arguments: &OutlineArguments) -> Result<Exit, Failure> {
    let loaded = rule_files::load(&arguments.rules)?;
    let reader = Reader::new(&arguments.reading);
    let reading = reader.read(&arguments.file);
    let reading = reading.map_err(|reason| Failure::unreadable(&reader.name(&arguments.file), &reason))?;
    let vocabularies = loaded.rules.vocabularies();
    let document = Document::understand(reading.source, reading.blocks, vocabularies);
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        OutlineFormat::Json => outline::json(&document, &mut out)?,
        OutlineFormat::Pretty => {
            let color = terminal::is_colored(arguments.color);
            let options = Options { width: terminal::width(), color, ..Options::default() };
            let vocabulary = vocabularies.get(document.vocabulary).unwrap_or(&NO_VOCABULARY);
            outline::pretty(&document, vocabulary, &options, &mut out)?;
        }
    }
    out.flush()?;
    Ok(if loaded.is_whole { Exit::Clean } else { Exit::Failed })
}
