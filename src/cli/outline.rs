//! `hegui outline`: what the program understood of one report.

use std::io::{self, BufWriter, Write};

use super::arguments::OutlineArguments;
use super::judge::Judge;
use super::option::OutlineFormat;
use super::read::Reader;
use super::{Exit, Failure, terminal};
use crate::document::NO_VOCABULARY;
use crate::report::{Options, outline};

pub(super) fn run(arguments: &OutlineArguments) -> Result<Exit, Failure> {
    let judge = Judge::new(&arguments.config, &arguments.rules)?;
    let mut judge = judge.with_standard_input(arguments.reading.stdin_filepath.as_deref());
    let terms = judge.one(&arguments.file)?;
    let reader = Reader::new(&arguments.reading);
    let vocabularies = terms.rules.vocabularies();
    let read = reader.report(&arguments.file, vocabularies);
    let document = read.map_err(|reason| Failure::unreadable(&reader.name(&arguments.file), &reason))?.document;
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
    Ok(if judge.is_whole() { Exit::Clean } else { Exit::Failed })
}
