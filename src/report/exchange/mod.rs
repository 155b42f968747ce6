//! Formats that other programs define: for gates, editors and reviewers' bots.

pub(super) mod address;
pub(super) mod cards;
pub(super) mod checkstyle;
pub(super) mod code_quality;
pub(super) mod fingerprint;
pub(super) mod github;
pub(super) mod junit;
pub(super) mod lsp;
pub(super) mod rdjson;
pub(super) mod sarif;
mod words;
