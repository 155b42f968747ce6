//! Formats that are known by their bytes or their names, but cannot be read.

use std::fmt;

use memchr::memmem;

use super::extension;

/// A known format that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Foreign {
    /// Word 2007 and later.
    Docx,
    /// Word 97–2003, and 金山 WPS, which is the same.
    Doc,
    /// A document of some older program, such as WPS 2000.
    OldDoc,
    /// A Microsoft Office file with a password.
    Locked,
    /// GB/T 33190.
    Ofd,
    /// Portable Document Format.
    Pdf,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text.
    Odt,
    /// A web page saved in one file.
    Mht,
    /// XML of some other kind, such as Word 2003's.
    Xml,
    /// Excel, 金山 ET.
    Sheet,
    /// PowerPoint, 金山 DPS.
    Slides,
    /// A picture.
    Image,
    /// A compressed file.
    Archive,
    /// A program.
    Program,
}

impl Foreign {
    /// Whether people write reports in it.
    pub fn is_document(self) -> bool {
        matches!(self, Foreign::Docx | Foreign::Doc | Foreign::Ofd | Foreign::Pdf)
    }

    /// The format that a file's name promises.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match extension(name).as_str() {
            "docx" => Foreign::Docx,
            "doc" | "wps" => Foreign::Doc,
            "ofd" => Foreign::Ofd,
            "pdf" => Foreign::Pdf,
            "rtf" => Foreign::Rtf,
            "odt" => Foreign::Odt,
            "mht" | "mhtml" => Foreign::Mht,
            "xlsx" | "xls" | "et" => Foreign::Sheet,
            "pptx" | "ppt" | "dps" => Foreign::Slides,
            _ => return None,
        })
    }

    /// Tells by the first bytes; the name decides only where several formats begin alike.
    pub(super) fn tell(bytes: &[u8], name: &str) -> Option<Self> {
        const IMAGES: [&[u8]; 6] = [b"\x89PNG\r\n", b"\xFF\xD8\xFF", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"];
        const ARCHIVES: [&[u8]; 3] = [b"Rar!\x1A\x07", b"7z\xBC\xAF\x27\x1C", b"\x1F\x8B\x08"];
        const PROGRAMS: [&[u8]; 4] = [b"\x7FELF", b"\xCF\xFA\xED\xFE", b"\xCA\xFE\xBA\xBE", b"\0asm"];
        let begins = |magic: &[u8]| bytes.starts_with(magic);
        let zero_at = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.contains(&0));
        if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") || begins(b"PK\x07\x08") {
            return Some(Self::of_zip(bytes, name));
        }
        if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
            return Some(Self::of_compound_file(bytes, name));
        }
        if bytes.trim_ascii_start().starts_with(b"%PDF-") {
            return Some(Foreign::Pdf);
        }
        if begins(b"{\\rtf") {
            return Some(Foreign::Rtf);
        }
        if IMAGES.into_iter().any(begins)
            || (begins(b"BM") && zero_at(6..10))
            || (begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
            || bytes.get(4..12) == Some(b"ftypheic")
        {
            return Some(Foreign::Image);
        }
        if ARCHIVES.into_iter().any(begins) {
            return Some(Foreign::Archive);
        }
        (PROGRAMS.into_iter().any(begins) || (begins(b"MZ") && zero_at(2..64))).then_some(Foreign::Program)
    }

    /// Tells markup that is text itself.
    pub(super) fn tell_text(text: &str) -> Option<Self> {
        let start = text.trim_start();
        let begins = |word: &str| start.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
        if begins("<?xml") {
            return Some(Foreign::Xml);
        }
        begins("mime-version:").then_some(Foreign::Mht)
    }

    /// Names of parts stand uncompressed in a zip file.
    fn of_zip(bytes: &[u8], name: &str) -> Self {
        let has = |part: &str| memmem::find(bytes, part.as_bytes()).is_some();
        if has("word/document") {
            Foreign::Docx
        } else if has("OFD.xml") {
            Foreign::Ofd
        } else if has("xl/workbook.") {
            Foreign::Sheet
        } else if has("ppt/presentation.xml") {
            Foreign::Slides
        } else if has("application/vnd.oasis.opendocument.text") {
            Foreign::Odt
        } else {
            let zipped = [Foreign::Docx, Foreign::Ofd, Foreign::Odt, Foreign::Sheet, Foreign::Slides];
            Self::from_name(name).filter(|foreign| zipped.contains(foreign)).unwrap_or(Foreign::Archive)
        }
    }

    /// Names of streams stand in UTF-16 in a compound file.
    fn of_compound_file(bytes: &[u8], name: &str) -> Self {
        let has = |stream: &str| {
            let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memmem::find(bytes, &wide).is_some()
        };
        if has("EncryptedPackage") {
            Foreign::Locked
        } else if has("WordDocument") {
            Foreign::Doc
        } else if has("Workbook") {
            Foreign::Sheet
        } else if has("PowerPoint Document") {
            Foreign::Slides
        } else {
            let compound = [Foreign::Sheet, Foreign::Slides];
            Self::from_name(name).filter(|foreign| compound.contains(foreign)).unwrap_or(Foreign::Doc)
        }
    }
}

/// What to do with a text that a program shows.
const SAVE_AS_TEXT: &str = "另存为纯文本（.txt，编码选 UTF-8）后再检查";
/// What to do with a document that WPS or Word can open.
const SAVE_AS: &str = if cfg!(feature = "docx") { "另存为 .docx 后再检查" } else { SAVE_AS_TEXT };

impl fmt::Display for Foreign {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let document = |name: &str| format!("这是{name}，本版本暂不能读取；请在 WPS 或 Word 中{SAVE_AS}");
        let page = |name: &str| {
            format!("这是{name}，本版本暂不能读取；请在浏览器中打开，只复制报告正文，粘贴到记事本，{SAVE_AS_TEXT}")
        };
        formatter.write_str(&match self {
            Foreign::Docx => document(" Word 文档（.docx）"),
            Foreign::Doc => document(" Word 97–2003 或 WPS 文档（.doc、.wps）"),
            Foreign::OldDoc => format!(
                "这不是 Word 97–2003 文档，可能是旧版 WPS 或其他软件的文件，不能读取；请用 WPS 或 Word 打开，{SAVE_AS}"
            ),
            Foreign::Rtf => document("写字板文档（.rtf）"),
            Foreign::Odt => document(" OpenDocument 文档（.odt）"),
            Foreign::Xml => document(" XML 文件"),
            Foreign::Locked => format!("文件设有打开密码，不能读取；请输入密码打开，取消密码，{SAVE_AS}"),
            Foreign::Ofd => {
                format!("这是 OFD 版式文件（.ofd），本版本暂不能读取；请找到它的原稿，在 WPS 或 Word 中{SAVE_AS}")
            }
            Foreign::Pdf => {
                format!("这是 PDF 文件（.pdf），本版本暂不能读取；请找到它的原稿，在 WPS 或 Word 中{SAVE_AS}")
            }
            Foreign::Mht => page("单个文件网页（.mht）"),
            Foreign::Sheet => "这是电子表格，不能检查；请把报告文字存为纯文本（.txt，编码选 UTF-8）后再检查".to_owned(),
            Foreign::Slides => {
                "这是演示文稿，不能检查；请把报告文字存为纯文本（.txt，编码选 UTF-8）后再检查".to_owned()
            }
            Foreign::Image => {
                format!("这是图片，其中的文字不能读取；请找到它的原稿，在 WPS 或 Word 中{SAVE_AS}")
            }
            Foreign::Archive => "这是压缩包；请解压后再检查其中的文件".to_owned(),
            Foreign::Program => "这是程序，不是文档；请确认选对了文件".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_before_names() {
        let zip = |part: &str| [b"PK\x03\x04\x14\0", part.as_bytes(), b"\0\0"].concat();
        let compound = |stream: &str| {
            let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &wide].concat()
        };
        for (bytes, name, foreign) in [
            (zip("word/document.xml"), "a.zip", Foreign::Docx),
            (zip("OFD.xml"), "a", Foreign::Ofd),
            (zip("xl/workbook.xml"), "a.docx", Foreign::Sheet),
            (zip("报告.txt"), "a.txt", Foreign::Archive),
            (zip(""), "a.docx", Foreign::Docx),
            (compound("WordDocument"), "a.wps", Foreign::Doc),
            (compound("EncryptedPackage"), "a.docx", Foreign::Locked),
            (compound("Workbook"), "a.doc", Foreign::Sheet),
            (compound(""), "a.et", Foreign::Sheet),
            (b"%PDF-1.7\n".to_vec(), "a.txt", Foreign::Pdf),
            (b"{\\rtf1\\ansi".to_vec(), "a.doc", Foreign::Rtf),
            (b"\x89PNG\r\n\x1A\n".to_vec(), "a.md", Foreign::Image),
            ([b"MZ\x90\0".as_slice(), &[0; 64]].concat(), "a.txt", Foreign::Program),
        ] {
            assert_eq!(Foreign::tell(&bytes, name), Some(foreign), "{name} {foreign:?}");
        }
    }

    #[test]
    fn text_that_looks_a_little_like_one_is_text() {
        for text in ["BM青禾镇人民政府", "MZ青禾镇人民政府年度报告，青禾镇人民政府年度报告", "PK青禾", "RIFF", "%PDF"]
        {
            assert_eq!(Foreign::tell(text.as_bytes(), "a.docx"), None, "{text}");
        }
        assert_eq!(Foreign::tell_text("<p>青禾镇"), None);
        assert_eq!(Foreign::tell_text("<?xml version=\"1.0\"?><w:wordDocument>"), Some(Foreign::Xml));
        assert_eq!(Foreign::tell_text("MIME-Version: 1.0"), Some(Foreign::Mht));
    }
}
