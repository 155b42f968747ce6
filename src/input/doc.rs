//! Word 97–2003 documents, and those of WPS.

use super::{Format, InputError, Reading, extension, flow};
use crate::doc;

/// Reads a document. The segments of the source lead to the stream that holds the text.
pub(super) fn read(bytes: Vec<u8>, name: &str) -> Result<Reading, InputError> {
    let format = if extension(name) == "wps" { Format::Wps } else { Format::Doc };
    flow::reading(doc::read(bytes)?, name, format)
}
