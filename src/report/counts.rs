//! The counts over all reports, as JSON tells them.

use serde::Serialize;

use crate::report::Summary;

/// What a run counted.
#[derive(Serialize)]
pub(super) struct Counts {
    files: usize,
    unreadable: usize,
    error: usize,
    warning: usize,
    info: usize,
    waived: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
}

impl Counts {
    /// The counts of a run.
    pub(super) fn of(summary: &Summary) -> Self {
        Self {
            files: summary.files,
            unreadable: summary.unreadable,
            error: summary.error,
            warning: summary.warning,
            info: summary.info,
            waived: summary.waived,
            known: summary.known,
        }
    }
}
