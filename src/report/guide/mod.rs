//! The rules themselves for people: one in full, all as a table, as JSON or as a page.

mod explain;
mod hover;
mod json;
mod page;
mod table;
pub(super) mod words;

pub use explain::explain;
pub use hover::hover;
pub use json::json;
pub use page::{entry, page};
pub use table::table;
#[cfg(feature = "lsp")]
pub(crate) use words::headline;
