//! Reading files of any format into a source and its blocks.

mod charset;
#[cfg(feature = "doc")]
mod doc;
#[cfg(not(feature = "doc"))]
#[path = "without_doc.rs"]
mod doc;
#[cfg(feature = "docx")]
mod docx;
#[cfg(not(feature = "docx"))]
#[path = "without_docx.rs"]
mod docx;
#[cfg(any(feature = "docx", feature = "doc"))]
mod flow;
mod foreign;
mod html;
mod markdown;
#[cfg(feature = "ofd")]
mod ofd;
#[cfg(not(feature = "ofd"))]
#[path = "without_ofd.rs"]
mod ofd;
#[cfg_attr(
    not(any(feature = "ofd", feature = "pdf")),
    expect(dead_code, reason = "only formats of fixed pages use it")
)]
mod paged;
#[cfg(feature = "pdf")]
mod pdf;
#[cfg(not(feature = "pdf"))]
#[path = "without_pdf.rs"]
mod pdf;
mod rewrite;
mod text;

use crate::document::{Block, Leftover, plain_blocks};
use crate::source::Source;

pub use charset::Charset;
pub use foreign::Foreign;
pub use rewrite::rewrite;
pub use text::file_offset;

/// The largest file that is read.
pub const LARGEST: u64 = 64 << 20;

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text: one paragraph a line.
    Text,
    /// Markdown: CommonMark with tables and footnotes.
    Markdown,
    /// Word 2007 and later.
    Docx,
    /// Word 97–2003.
    Doc,
    /// 金山 WPS, the same format as [`Format::Doc`].
    Wps,
    /// GB/T 33190.
    Ofd,
    /// Portable Document Format: its text layer.
    Pdf,
    /// A web page: its article.
    Html,
}

impl Format {
    /// The word used in files and options.
    pub const fn key(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Docx => "docx",
            Format::Doc => "doc",
            Format::Wps => "wps",
            Format::Ofd => "ofd",
            Format::Pdf => "pdf",
            Format::Html => "html",
        }
    }

    /// Whether anything may be written in it: notes, lists, pages, and reports among them.
    pub const fn is_loose(self) -> bool {
        matches!(self, Format::Text | Format::Markdown | Format::Html)
    }

    /// The format that a file's name promises.
    pub fn from_name(name: &str) -> Option<Self> {
        match extension(name).as_str() {
            "txt" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "docx" => Some(Format::Docx),
            "doc" => Some(Format::Doc),
            "wps" => Some(Format::Wps),
            "ofd" => Some(Format::Ofd),
            "pdf" => Some(Format::Pdf),
            "html" | "htm" => Some(Format::Html),
            _ => None,
        }
    }
}

/// How to read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The character set of a text; told by the bytes where it is not given. A byte order mark outdoes it.
    pub charset: Option<Charset>,
}

/// What reading a file gave.
#[derive(Debug)]
pub struct Reading {
    /// The text that rules see.
    pub source: Source,
    /// Its paragraphs, headings and table rows.
    pub blocks: Vec<Block>,
    /// What the file was read as.
    pub format: Format,
    /// How its text was written in bytes; `None` for formats that are not text themselves.
    pub charset: Option<Charset>,
    /// What is left in the file of the work on it.
    pub leftovers: Vec<Leftover>,
}

/// Why a file cannot be read; the message is for users and says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Nothing but white space.
    #[error("文件里没有可检查的文字；请确认选对了文件，内容已经保存")]
    Empty,
    /// More than [`LARGEST`].
    #[error("文件超过 {} MB 的上限；请拆成几个文件后再检查", LARGEST >> 20)]
    TooLarge,
    /// A web page of more elements than any article has.
    #[error("网页里的内容过多；请只把正文另存为纯文本（.txt，编码选 UTF-8）或者 Word 文档后再检查")]
    Crowded,
    /// A Word document that cannot be read.
    #[cfg(feature = "docx")]
    #[error(transparent)]
    Docx(#[from] crate::docx::Error),
    /// A Word 97–2003 document that cannot be read.
    #[cfg(feature = "doc")]
    #[error(transparent)]
    Doc(#[from] crate::doc::Error),
    /// An OFD file that cannot be read.
    #[cfg(feature = "ofd")]
    #[error(transparent)]
    Ofd(#[from] crate::ofd::Error),
    /// A PDF file that cannot be read.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] crate::pdf::Error),
    /// A format that is known, but cannot be read.
    #[error("{0}")]
    Foreign(Foreign),
    /// Neither text nor a known format.
    #[error(
        "这不是文本文件（含有大量不可显示的字节）；请用 WPS 或 Word 打开原稿，另存为纯文本（.txt，编码选 UTF-8）后再检查"
    )]
    Binary,
    /// Text of which no character set makes sense.
    #[error(
        "文字编码无法识别；请用 WPS、Word 或记事本打开，另存为纯文本（.txt，编码选 UTF-8）后再检查，或指定编码（--encoding）"
    )]
    UnknownCharset,
    /// Text in a character set that breaks off somewhere.
    #[error("按 {} 编码读到第 {line} 行时遇到损坏的字节；请打开原稿核对这一行，另存为 UTF-8 编码后再检查，或指定编码（--encoding）", charset.name())]
    Malformed {
        /// The character set.
        charset: Charset,
        /// The first line that has such a byte, from 1.
        line: usize,
    },
}

/// Reads the bytes of a file. Its format is told by its content first and by its name second.
///
/// # Errors
/// Why it cannot be read, and what to do.
pub fn read(bytes: Vec<u8>, name: &str, options: &Options) -> Result<Reading, InputError> {
    if bytes.len() as u64 > LARGEST {
        return Err(InputError::TooLarge);
    }
    match Foreign::tell(&bytes, name) {
        Some(Foreign::Docx) => return docx::read(bytes, name),
        Some(Foreign::Doc) => return doc::read(bytes, name),
        Some(Foreign::Ofd) => return ofd::read(bytes, name),
        Some(Foreign::Pdf) => return pdf::read(&bytes, name),
        Some(foreign) => return Err(InputError::Foreign(foreign)),
        None => {}
    }
    let declared = if options.charset.is_none() { html::declared_charset(&bytes, name) } else { None };
    let read = match declared {
        // Where the head of a page is wrong, the bytes tell.
        Some(_) => text::read(bytes.clone(), name, declared).or_else(|_| text::read(bytes, name, None)),
        None => text::read(bytes, name, options.charset),
    };
    let (source, charset) = read.map_err(|error| {
        let is_strange = matches!(error, InputError::Binary | InputError::UnknownCharset);
        match Format::from_name(name) {
            Some(Format::Doc | Format::Wps) if is_strange => InputError::Foreign(Foreign::OldDoc),
            _ => error,
        }
    })?;
    if html::is_page(source.text(), name) {
        return html::read(&source, charset);
    }
    if let Some(foreign) = Foreign::tell_text(source.text()) {
        return Err(InputError::Foreign(foreign));
    }
    let (format, blocks) = match Format::from_name(name) {
        Some(Format::Markdown) => (Format::Markdown, markdown::blocks(source.text())),
        _ => (Format::Text, plain_blocks(source.text())),
    };
    Ok(Reading { source, blocks, format, charset: Some(charset), leftovers: Vec::new() })
}

/// Whether a file of this name may hold a report, in a format that is read or ought to be one day.
pub fn may_be_report(name: &str) -> bool {
    Format::from_name(name).is_some() || Foreign::from_name(name).is_some_and(Foreign::is_document)
}

/// What follows the last dot of a name, in small letters.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_named(bytes: &[u8], name: &str) -> Result<Reading, InputError> {
        read(bytes.to_vec(), name, &Options::default())
    }

    #[test]
    fn the_name_tells_what_the_content_does_not() {
        let format = |name| read_named("# 青禾镇\n".as_bytes(), name).map(|reading| reading.format);
        assert_eq!(format("青禾镇.txt"), Ok(Format::Text));
        assert_eq!(format("报告/青禾镇.MD"), Ok(Format::Markdown));
        assert_eq!(format("2024.11/青禾镇"), Ok(Format::Text));
        assert_eq!(format("青禾镇.docx"), Ok(Format::Text));
    }

    #[test]
    fn nothing_to_check_is_an_error() {
        for empty in ["", " \r\n\t\n", "\u{feff}", "　　\n\u{feff}"] {
            assert_eq!(read_named(empty.as_bytes(), "a.txt").map(|_| ()), Err(InputError::Empty), "{empty:?}");
        }
    }

    #[test]
    fn reports_are_known_by_their_names() {
        for name in ["a.txt", "a.md", "b/a.MARKDOWN", "a.docx", "a.wps", "a.pdf", "a.ofd", "a.html"] {
            assert!(may_be_report(name), "{name}");
        }
        for name in ["a", "txt", "a.png", "a.zip", "a.exe", "a.xlsx", "a.docx.bak", "md/a"] {
            assert!(!may_be_report(name), "{name}");
        }
    }

    #[test]
    fn no_bytes_make_it_panic() {
        let report = "青禾镇人民政府\r\n# 2024年法治政府建设年度报告\n\n> 一、**主要**举措\n1. 甲\n   - 乙\n| 甲 | 乙 |\n|---|---|\n| 1 | <b>2</b> |\n```\n<!-- 丙";
        let (gbk, ..) = encoding_rs::GB18030.encode(report);
        let utf16: Vec<u8> = report.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut random = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        for round in 0..3000 {
            let mut bytes = match round % 4 {
                0 => report.as_bytes().to_vec(),
                1 => gbk.to_vec(),
                2 => utf16.clone(),
                _ => (0..random() % 200).map(|_| random().to_le_bytes()[3]).collect(),
            };
            for _ in 0..random() % 4 {
                let at = random() as usize % (bytes.len() + 1);
                match random() % 3 {
                    0 => bytes.truncate(at),
                    1 => bytes.insert(at, random().to_le_bytes()[5]),
                    _ => bytes.rotate_left(at),
                }
            }
            for charset in [None, Charset::from_label("gbk"), Charset::from_label("utf-16le")] {
                if let Ok(reading) = read(bytes.clone(), "a.md", &Options { charset }) {
                    holds_together(&reading);
                }
            }
        }
    }

    /// Blocks lie in the text, in order, without overlap or white space at their ends.
    fn holds_together(reading: &Reading) {
        let mut end = 0;
        for block in &reading.blocks {
            let slice = reading.source.slice(block.span);
            assert!(end <= block.span.start && !slice.is_empty() && slice.trim() == slice, "{slice:?}");
            end = block.span.end;
        }
    }
}
