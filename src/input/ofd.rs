//! OFD files: their pages as text.

use super::{Format, InputError, Reading, paged};
use crate::ofd;

/// Reads the text of the pages.
pub(super) fn read(bytes: Vec<u8>, name: &str) -> Result<Reading, InputError> {
    paged::read(ofd::read(bytes)?, name, Format::Ofd)
}
