//! Word documents of 2007 and later.

use super::{Format, InputError, Reading, flow};
use crate::docx::{self, Package};
use crate::flow::Content;

/// Reads a document. The nodes of the source's segments are the document's parts, the running text's first.
pub(super) fn read(bytes: Vec<u8>, name: &str) -> Result<Reading, InputError> {
    let docx::Content { text, segments, lines, traces, .. } = docx::read(&mut Package::open(bytes)?)?;
    flow::reading(Content { text, segments, lines, traces }, name, Format::Docx)
}
