//! Word documents (.docx): their text with the way back to each run, and comments written into a copy.

mod anchor;
mod comments;
mod compose;
mod numbering;
pub(crate) mod package;
mod paragraph;
mod remark;
mod styles;
mod walk;
pub(crate) mod xml;

use std::collections::HashMap;

use crate::flow::TooMuch;
use crate::source::Segment;

pub use crate::flow::{Line, LineKind, Trace, TraceKind};
pub use comments::{Author, Comment, annotate};
pub use compose::{Form, compose};
pub use package::Package;

use numbering::Numbering;
use styles::Styles;
use walk::Walk;

/// Why a document cannot be read; the message is for users and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Broken zip, broken XML, or a checksum that is wrong.
    #[error(
        "Word 文档已损坏或不完整；请用 WPS 或 Word 打开原稿，另存为 .docx 后再检查；如从网上或邮件下载，请重新下载"
    )]
    Damaged,
    /// A zip file without the part that holds the text.
    #[error("文件里没有 Word 文档的正文；请用 WPS 或 Word 打开原稿，另存为 .docx 后再检查")]
    NoDocument,
    /// More text than any report has.
    #[error("Word 文档解压后过大；请拆成几个文件，或另存为纯文本（.txt，编码选 UTF-8）后再检查")]
    TooLarge,
    /// More parts than any document has.
    #[error("Word 文档内部的文件过多；请用 WPS 或 Word 打开原稿，把正文复制到新文档，另存为 .docx 后再检查")]
    TooManyParts,
    /// Elements inside elements without end.
    #[error("Word 文档内部嵌套层次过多；请用 WPS 或 Word 打开原稿，把正文复制到新文档，另存为 .docx 后再检查")]
    TooDeep,
    /// A copy with comments would not read as the document does.
    #[error("批注无法写入这份文档而不改动正文；请用 WPS 或 Word 打开原稿，另存为 .docx 后再试")]
    Changed,
}

impl From<TooMuch> for Error {
    fn from(_: TooMuch) -> Self {
        Error::TooLarge
    }
}

/// What a document says.
#[derive(Debug, Default)]
pub struct Content {
    /// One paragraph a line; what stands apart from the running text comes last.
    pub text: String,
    /// Where the text stands in the parts, in its order. Line ends stand nowhere. The node is the index of the part.
    pub segments: Vec<Segment>,
    /// All lines in the order of the text; empty ones too.
    pub lines: Vec<Line>,
    /// What is left of the work on the document, in the order of the file.
    pub traces: Vec<Trace>,
    /// The part that holds the running text, then those of notes, headers and footers.
    pub parts: Vec<String>,
    /// Where in the first part the marks of notes stand, for each line of a note, by the start of the line.
    pub notes: Vec<(usize, usize)>,
}

/// Reads a document as it looks with all tracked changes accepted.
///
/// # Errors
/// Why it cannot be read.
pub fn read(package: &mut Package) -> Result<Content, Error> {
    let main = package.main_part()?;
    let text = package.part(&main)?.ok_or(Error::NoDocument)?;
    let relations = package.relations(&main)?;
    let mut related = |kind: &str| match relations.iter().find(|relation| relation.kind == kind) {
        Some(relation) => package.part(&relation.target),
        None => Ok(None),
    };
    let styles = related("styles")?.map_or_else(|| Ok(Styles::default()), |text| Styles::read(&text))?;
    let numbering = related("numbering")?.map_or_else(|| Ok(Numbering::default()), |text| Numbering::read(&text))?;
    let mut walk = Walk::new(&styles, numbering);
    walk.part(&main, &text, None)?;
    drop(text);
    for kind in [LineKind::Footnote, LineKind::Endnote] {
        let name = if kind == LineKind::Footnote { "footnotes" } else { "endnotes" };
        if !walk.has_notes(kind) {
            continue;
        }
        if let Some(relation) = relations.iter().find(|relation| relation.kind == name)
            && let Some(text) = package.part(&relation.target)?
        {
            walk.part(&relation.target, &text, Some(kind))?;
        }
    }
    for (kind, target) in walk.around_pages(&relations) {
        if let Some(text) = package.part(&target)? {
            walk.part(&target, &text, Some(kind))?;
        }
    }
    let comments = relations.iter().find(|relation| relation.kind == "comments").filter(|_| walk.has_comments());
    let comments = match comments {
        Some(relation) => package.part(&relation.target)?,
        None => None,
    };
    walk.finish(comments.map_or_else(|| Ok(HashMap::new()), |part| remark::read(&part))?)
}
