//! Fingerprints of what a result depends on.

use std::env;
use std::fmt::Debug;
use std::fs;
use std::time::UNIX_EPOCH;

use sha2::{Digest as _, Sha256};

/// A fingerprint: two that are the same are of the same things.
pub(crate) type Digest = [u8; 32];

/// Takes in one thing after the other. Each comes with its length, so that no two lists of things run together alike.
#[derive(Clone)]
pub(crate) struct Digester(Sha256);

impl Digester {
    /// Of something of this kind; different kinds never have the same fingerprint.
    pub(crate) fn new(kind: &str) -> Self {
        Self(Sha256::new()).with(kind.as_bytes())
    }

    /// Adds bytes.
    #[must_use]
    pub(crate) fn with(mut self, bytes: &[u8]) -> Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// Adds a value with all its fields, so that one that comes to it later is not forgotten.
    #[must_use]
    pub(crate) fn with_all(self, value: &impl Debug) -> Self {
        self.with(format!("{value:?}").as_bytes())
    }

    pub(crate) fn done(self) -> Digest {
        self.0.finalize().into()
    }
}

/// The program: its version, and which build of it this is.
pub(crate) fn program() -> Digest {
    let built = env::current_exe().and_then(fs::metadata).ok();
    let time = built.as_ref().and_then(|file| file.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    let size = built.map(|file| file.len());
    Digester::new("program").with(env!("CARGO_PKG_VERSION").as_bytes()).with_all(&(size, time)).done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_together() {
        let of = |things: &[&str]| things.iter().fold(Digester::new("a"), |all, one| all.with(one.as_bytes())).done();
        assert_eq!(of(&["甲", "乙"]), of(&["甲", "乙"]));
        for other in [&["甲乙", ""][..], &["甲乙"], &["乙", "甲"], &["甲", "乙", ""]] {
            assert_ne!(of(&["甲", "乙"]), of(other));
        }
        assert_ne!(Digester::new("a").done(), Digester::new("b").done());
    }
}
