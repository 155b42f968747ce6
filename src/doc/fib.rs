//! The file information block: what a document is, and where its tables lie.

use super::{Error, raw};

/// The first version of the format that is read, that of Word 97.
const WORD_97: u16 = 0x00C0;

/// A table by its number among the pairs of offset and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Table {
    Styles = 1,
    FootnoteMarks = 2,
    Footnotes = 3,
    CommentMarks = 4,
    Comments = 5,
    Sections = 6,
    Around = 11,
    Characters = 12,
    Paragraphs = 13,
    Fonts = 15,
    Pieces = 33,
    CommentTags = 37,
    Shapes = 40,
    CommentStarts = 42,
    CommentEnds = 43,
    EndnoteMarks = 46,
    Endnotes = 47,
    Boxes = 56,
    Lists = 73,
    ListUses = 74,
}

/// The texts of a document one after the other: how many characters each has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stories {
    pub(super) main: u32,
    pub(super) footnotes: u32,
    pub(super) around: u32,
    pub(super) comments: u32,
    pub(super) endnotes: u32,
    pub(super) boxes: u32,
}

/// What the block says.
#[derive(Debug)]
pub(super) struct Fib {
    /// The stream that holds the tables.
    pub(super) tables: &'static str,
    pub(super) stories: Stories,
    /// Offset and length of each table.
    pairs: Vec<(u32, u32)>,
}

impl Fib {
    /// Reads the start of the stream `WordDocument`.
    pub(super) fn read(main: &[u8]) -> Result<Self, Error> {
        let short = |at: usize| raw::u16(main, at).ok_or(Error::Damaged);
        let long = |at: usize| raw::u32(main, at).ok_or(Error::Damaged);
        match short(0)? {
            0xA5EC if short(2)? >= WORD_97 => {}
            0xA5EC | 0xA5DC | 0xA5DB | 0xA59B | 0xA59C | 0xA697 | 0xA699 => return Err(Error::Old),
            _ => return Err(Error::Damaged),
        }
        let flags = short(0x0A)?;
        if flags & 0x0100 != 0 {
            return Err(Error::Locked);
        }
        let longs = 34 + 2 * usize::from(short(32)?);
        let counts = longs + 2;
        let pairs = counts + 4 * usize::from(short(longs)?);
        let story = |index: usize| long(counts + 4 * index);
        let stories = Stories {
            main: story(3)?,
            footnotes: story(4)?,
            around: story(5)?,
            comments: story(7)?,
            endnotes: story(8)?,
            boxes: story(9)?,
        };
        let count = usize::from(short(pairs)?);
        let pair =
            |index: usize| Some((raw::u32(main, pairs + 2 + 8 * index)?, raw::u32(main, pairs + 6 + 8 * index)?));
        let pairs = (0..count).map_while(pair).collect();
        Ok(Self { tables: if flags & 0x0200 != 0 { "1Table" } else { "0Table" }, stories, pairs })
    }

    /// The bytes of a table; nothing where there is none.
    pub(super) fn table<'a>(&self, tables: &'a [u8], table: Table) -> &'a [u8] {
        let (start, length) = self.place(table);
        tables.get(start..start.saturating_add(length)).unwrap_or_default()
    }

    /// The bytes from the start of a table, for those whose length does not count all of them; and its own length.
    pub(super) fn open_table<'a>(&self, tables: &'a [u8], table: Table) -> (&'a [u8], usize) {
        let (start, length) = self.place(table);
        (if length == 0 { &[] } else { tables.get(start..).unwrap_or_default() }, length)
    }

    fn place(&self, table: Table) -> (usize, usize) {
        self.pairs.get(table as usize).map_or((0, 0), |&(start, length)| (start as usize, length as usize))
    }
}
