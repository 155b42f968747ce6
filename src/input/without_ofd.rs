//! OFD files where the library is built without them.

use super::{Foreign, InputError, Reading};

pub(super) fn read(_bytes: Vec<u8>, _name: &str) -> Result<Reading, InputError> {
    Err(InputError::Foreign(Foreign::Ofd))
}
