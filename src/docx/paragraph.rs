//! A paragraph while it is read.

use super::styles::Properties;
use crate::flow::{Finished, Piecework, StyleKind};

/// A paragraph whose end has not come.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub(super) own: Piecework,
    pub(super) properties: Properties,
    pub(super) kind: StyleKind,
    /// Its end is deleted: the next paragraph goes on with it.
    pub(super) goes_on: bool,
    /// Where its content begins in the part; its automatic number leads there.
    pub(super) start: usize,
    /// Paragraphs of text boxes that hang on it.
    pub(super) boxes: Vec<Finished>,
}
