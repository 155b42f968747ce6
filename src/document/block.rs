//! The blocks that an input format hands over: paragraphs, headings, table rows.

use crate::span::Span;

/// A paragraph or the like, without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text; markup that the format keeps in the text (`##`, `**`) lies outside where it stands at the ends.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text: one line of plain text, one paragraph elsewhere.
    Paragraph,
    /// A heading by the format's own sign or style, with its depth from 1.
    Heading(u8),
    /// A row of a table.
    Table,
    /// Program text, raw markup, comments: not read as language.
    Raw,
}

impl Block {
    /// Whether the block holds language.
    pub fn is_prose(self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Heading(_))
    }
}

/// The blocks of plain text: each line that has anything but white space.
pub fn plain_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = super::sentence::trim(text, Span::new(start, start + line.len()));
        start += line.len();
        if !span.is_empty() {
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
    }
    blocks
}
