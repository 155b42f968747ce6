//! The rules themselves for people: one in full, all as a table, as JSON or as a page.

mod explain;
mod json;
mod page;
mod table;
pub(super) mod words;

pub use explain::explain;
pub use json::json;
pub use page::page;
pub use table::table;
