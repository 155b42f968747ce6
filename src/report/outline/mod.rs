//! What was understood of one report, without any rule's opinion of it.

mod json;
mod pretty;

pub use json::json;
pub use pretty::pretty;

use crate::document::Document;

/// For each section, the indices of those right below it; at the end those of the first level.
pub(crate) fn children(document: &Document) -> Vec<Vec<usize>> {
    let top = document.sections.len();
    let mut children = vec![Vec::new(); top + 1];
    for (index, section) in document.sections.iter().enumerate() {
        // A section stands after the one above it, so that the tree has no circle.
        children[section.parent.filter(|parent| *parent < index).unwrap_or(top)].push(index);
    }
    children
}
