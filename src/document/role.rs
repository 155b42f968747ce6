//! Which prescribed content a section or a passage holds.

use crate::span::Span;

/// A passage that tells a content which no section is named for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The role it fills.
    pub role: String,
    /// The passage.
    pub span: Span,
}
