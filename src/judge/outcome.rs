//! What checking one report tells of waivers in its configuration and of its baseline.

use std::sync::Arc;

use super::baseline::Before;
use crate::baseline::Known;
use crate::config::{Config, Entry};

/// What became of a waiver on one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Its rule did not run.
    Idle,
    /// Its rule found nothing.
    Unused,
    /// It waived something.
    Used,
    /// It holds no longer, and its rule found so many.
    Expired(usize),
}

/// What one report gave to tell of.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) config: Option<Arc<Config>>,
    pub(crate) waivers: Vec<(Entry, Fate)>,
    pub(crate) before: Option<Arc<Before>>,
    /// The report in the baseline, what of it is not there any more, and what is there now.
    pub(crate) key: String,
    pub(crate) stale: Vec<Known>,
    pub(crate) records: Vec<Known>,
}
