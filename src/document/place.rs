//! Where a person looks: 第一部分（二）第2段.

use super::Document;

pub(super) fn name(document: &Document, offset: usize) -> String {
    let _ = (document, offset);
    String::new()
}
