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
    /// Language that stands apart from the running text; such blocks come after all others.
    Aside(Aside),
    /// Program text, raw markup, comments, tables of contents: not read as language.
    Raw,
}

/// What stands apart from the running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// A line above each page.
    Header,
    /// A line below each page.
    Footer,
}

impl Aside {
    /// The word shown to users.
    pub const fn word(self) -> &'static str {
        match self {
            Aside::Footnote => "脚注",
            Aside::Endnote => "尾注",
            Aside::Header => "页眉",
            Aside::Footer => "页脚",
        }
    }
}

impl Block {
    /// Whether the block holds language.
    pub fn is_prose(self) -> bool {
        matches!(self.kind, BlockKind::Paragraph | BlockKind::Heading(_))
    }

    /// Whether the block is part of the running text, tables counted in.
    pub fn is_running(self) -> bool {
        !matches!(self.kind, BlockKind::Raw | BlockKind::Aside(_))
    }
}

/// The blocks of plain text: each line that has anything but white space.
pub fn plain_blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(text.len() / 256 + 4);
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let span = super::sentence::trim(text, Span::new(start, end));
        start = end + 1;
        if !span.is_empty() {
            blocks.push(Block { span, kind: BlockKind::Paragraph });
        }
    }
    blocks
}
