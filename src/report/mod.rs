//! How results are shown: one file a format.

use std::io::{self, Write};

use crate::document::Document;
use crate::lint::Linted;

/// One input and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The path as it was given or found.
    pub path: &'a str,
    /// The format's key, such as `txt`; `None` where it could not be told.
    pub format: Option<&'a str>,
    /// The report with its findings, or why it could not be read (Chinese, one sentence).
    pub outcome: Result<(&'a Document, &'a Linted), &'a str>,
}

/// Counts over all inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inputs that were checked or tried.
    pub files: usize,
    /// Inputs that could not be read.
    pub unreadable: usize,
    /// Files of a walked folder passed over because they are no report.
    pub passed_over: usize,
    /// Diagnostics by severity.
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    /// Waived diagnostics.
    pub waived: usize,
    /// Rules that ran, that did not apply and that only put a question, over all inputs together (each rule once).
    pub rules_checked: usize,
    pub rules_not_applicable: usize,
    pub rules_needing_human: usize,
}

/// A way to show results. Inputs may be rendered on any thread, each into its own buffer; the caller puts them in order.
pub trait Reporter: Sync {
    /// What comes before the first input.
    ///
    /// # Errors
    /// Those of the writer, here and below.
    fn begin(&self, out: &mut dyn Write) -> io::Result<()>;
    /// One input.
    fn file(&self, file: &Checked<'_>, out: &mut dyn Write) -> io::Result<()>;
    /// What stands between two inputs.
    fn between(&self, out: &mut dyn Write) -> io::Result<()>;
    /// What comes after the last input.
    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()>;
}
