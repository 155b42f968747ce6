//! hegui checks a Chinese government report against the norms it must meet, and shows each fault where it stands.
//!
//! The modules in the order in which they may use each other; `tests/layers.rs` holds them to it.

pub mod baseline;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compare;
pub mod config;
mod diagnostic;
#[cfg(feature = "doc")]
pub mod doc;
pub mod document;
#[cfg(feature = "docx")]
pub mod docx;
pub mod example;
pub mod fix;
#[cfg(any(feature = "docx", feature = "doc"))]
pub mod flow;
pub mod input;
#[cfg(feature = "cli")]
mod judge;
pub mod layout;
mod line_index;
pub mod lint;
#[cfg(feature = "ofd")]
pub mod ofd;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod report;
pub mod rule;
mod rule_id;
mod scan;
#[cfg(test)]
mod schema;
#[cfg(feature = "lsp")]
pub mod server;
pub mod skeleton;
mod source;
mod span;
mod suppress;
mod waiver;
pub mod word;

pub use diagnostic::{Applicability, Basis, Diagnostic, Edit, Fix, Label, Severity};
pub use document::Document;
pub use line_index::{Encoding, LineIndex, Position};
pub use rule_id::RuleId;
pub use source::{Segment, Source};
pub use span::Span;
