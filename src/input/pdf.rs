//! PDF files: their pages as text.

use super::{Format, InputError, Reading, paged};
use crate::pdf;

/// Reads the text layer.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Reading, InputError> {
    paged::read(pdf::read(bytes)?, name, Format::Pdf)
}
