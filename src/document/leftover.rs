//! What is left in a file of the work on it, beside the text: tracked changes, comments, hidden text.

use serde::Deserialize;

use crate::span::Span;

/// Something left of the work on a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// What it is.
    pub kind: LeftoverKind,
    /// Where, in the text; empty for what is not part of the text.
    pub span: Span,
    /// What a comment says; empty for anything else.
    pub text: String,
}

/// What can be left of the work on a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum LeftoverKind {
    /// 修订: a tracked insertion, deletion, move or change of form.
    Revision,
    /// 批注: a comment.
    Comment,
    /// 豁免批注: a comment that waives findings.
    Waiver,
    /// 隐藏文字: text that is in the file, but not on the page.
    Hidden,
}

impl LeftoverKind {
    /// The word used in rules.
    pub const fn key(self) -> &'static str {
        match self {
            LeftoverKind::Revision => "revision",
            LeftoverKind::Comment => "comment",
            LeftoverKind::Waiver => "waiver",
            LeftoverKind::Hidden => "hidden",
        }
    }
}
