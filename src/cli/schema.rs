//! `hegui schema`: the JSON Schemas of files that people write and of what the program writes.

use std::io::{self, Write};

use super::arguments::SchemaArguments;
use super::option::SchemaOf;
use super::{Exit, Failure};

pub(super) fn run(arguments: &SchemaArguments) -> Result<Exit, Failure> {
    let schema = match arguments.of {
        SchemaOf::Rule => include_str!("../../schemas/rule.json"),
        SchemaOf::Pack => include_str!("../../schemas/pack.json"),
        SchemaOf::Overlay => include_str!("../../schemas/overlay.json"),
        SchemaOf::Config => include_str!("../../schemas/config.json"),
        SchemaOf::Report => include_str!("../../schemas/report.json"),
    };
    let mut out = io::stdout().lock();
    out.write_all(schema.as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}
