//! The files that tests read, and bytes changed at random.

use std::fs;
use std::path::Path;
use std::process::Command;

use hegui::input::{self, InputError, Reading};

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The bytes of a file, by its path in the package.
pub(crate) fn bytes(path: &str) -> Vec<u8> {
    fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads what a file of this name would hold.
pub(crate) fn read(bytes: Vec<u8>, name: &str) -> Result<Reading, InputError> {
    input::read(bytes, name, &input::Options::default())
}

/// The program, which keeps no results: what one test has checked, another checks anew.
#[cfg(feature = "cli")]
pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_hegui"));
    program.env("HEGUI_CACHE_DIR", "");
    program
}

/// Numbers below a bound, the same ones at each run.
pub(crate) fn random() -> impl FnMut(usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize % below.max(1)
    }
}
