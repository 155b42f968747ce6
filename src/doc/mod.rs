//! Word 97–2003 documents (.doc), and those of WPS (.wps), which are the same: their text with the way back to the file.

mod apart;
mod compound;
mod fib;
mod format;
mod lists;
mod piece;
mod raw;
mod run;
mod sprm;
mod style;
mod walk;

use crate::flow::{Content, TooMuch};

use compound::Compound;
use fib::{Fib, Table};
use format::Formats;
use lists::Lists;
use piece::Pieces;
use raw::Plc;
use style::Styles;
use walk::{Parts, Walk};

/// The most characters of all texts, deleted ones too: as many as a text may have bytes.
const MOST_CHARACTERS: u64 = 2 << 20;
/// The most bytes of properties that are read from the stream `Data`.
const MOST_MORE: usize = 8 << 20;

/// Why a document cannot be read; the message is for users and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Tables that lead nowhere.
    #[error(
        "文档（.doc、.wps）已损坏或不完整；请用 WPS 或 Word 打开原稿，另存为 .docx 后再检查；如从网上或邮件下载，请重新下载"
    )]
    Damaged,
    /// A compound file of some other program.
    #[error(
        "文件里没有 Word 文档的正文，可能是旧版 WPS 或其他软件的文件；请用 WPS 或 Word 打开原稿，另存为 .docx 后再检查"
    )]
    NoDocument,
    /// Word 95 and before.
    #[error("这是 Word 95 或更早版本的文档，不能读取；请用 WPS 或 Word 打开，另存为 .docx 后再检查")]
    Old,
    /// A password.
    #[error("文件设有打开密码，不能读取；请输入密码打开，取消密码，另存为 .docx 后再检查")]
    Locked,
    /// More text than any report has.
    #[error("文档（.doc、.wps）的文字过多；请拆成几个文件，或另存为纯文本（.txt，编码选 UTF-8）后再检查")]
    TooLarge,
    /// Fields inside fields without end.
    #[error("文档（.doc、.wps）内部嵌套层次过多；请用 WPS 或 Word 打开原稿，把正文复制到新文档，另存为 .docx 后再检查")]
    TooDeep,
}

impl From<TooMuch> for Error {
    fn from(_: TooMuch) -> Self {
        Error::TooLarge
    }
}

/// Reads the bytes of a document as it looks with all tracked changes accepted. The segments lead to the stream
/// `WordDocument`.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: Vec<u8>) -> Result<Content, Error> {
    let mut compound = Compound::open(bytes)?;
    if !compound.has("WordDocument") {
        return Err(Error::NoDocument);
    }
    let main = compound.stream("WordDocument")?;
    let fib = Fib::read(&main)?;
    let tables = compound.stream(fib.tables)?;
    let table = |which: Table| fib.table(&tables, which);
    let stories = fib.stories;
    let lengths = [stories.main, stories.footnotes, stories.around, stories.comments, stories.endnotes, stories.boxes];
    if lengths.into_iter().map(u64::from).sum::<u64>() > MOST_CHARACTERS {
        return Err(Error::TooLarge);
    }
    let pieces = Pieces::read(table(Table::Pieces))?;
    let styles = Styles::read(table(Table::Styles));
    let fonts = style::fonts(table(Table::Fonts));
    let lists = Lists::read(fib.open_table(&tables, Table::Lists), fib.open_table(&tables, Table::ListUses).0);
    let mut room = MOST_MORE;
    let mut more = |at: u32| {
        let changes = compound.piece("Data", u64::from(at)).unwrap_or_default();
        room = room.checked_sub(changes.len()).ok_or(Error::TooLarge)?;
        Ok(changes)
    };
    let parts = Parts {
        main: &main,
        pieces: &pieces,
        formats: Formats::new(&main, table(Table::Paragraphs), table(Table::Characters)),
        styles: &styles,
        fonts: &fonts,
        sections: Plc::new(table(Table::Sections), 12),
    };
    let mut walk = Walk::new(parts, lists, apart::events(&fib, &tables), &mut more);
    walk.story(0, stories.main, None)?;
    apart::read(&mut walk, &fib, &tables)?;
    let said = apart::comments(&mut walk, &fib, &tables)?;
    Ok(walk.finish(said))
}
