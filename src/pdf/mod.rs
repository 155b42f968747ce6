//! PDF files: the text layer of each page, with the place of every run.

mod character;
mod cmap;
mod encoding;
mod file;
mod font;
mod glyph;
mod matrix;
mod operator;
mod width;

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::layout::Page;

/// Why a file cannot be read; the message is for users and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The structure of the file is broken.
    #[error("PDF 文件已损坏或不完整；请重新下载或者重新导出后再检查，也可以找到原稿，另存为 .docx 后再检查")]
    Damaged,
    /// It opens with a password only.
    #[error("PDF 文件设有打开密码，不能读取；请输入密码打开，另存为不加密的 PDF，或者找到原稿，另存为 .docx 后再检查")]
    Locked,
    /// Pages without a single character: pictures of pages.
    #[error(
        "PDF 文件里没有文字，可能是扫描件或者图片，不能检查；建议找到原稿（.docx 等）检查，或者先做文字识别（OCR），核对后再检查"
    )]
    Scanned,
    /// Glyphs of which the file does not say which characters they are.
    #[error("PDF 文件没有写明文字对应的编码，读出来的是乱码，不能检查；建议找到原稿，另存为 .docx 后再检查")]
    Unmapped,
    /// More pages or more text than any report has.
    #[error("PDF 文件的页数或者内容过多；请拆成几个文件，只留下报告部分后再检查")]
    TooLarge,
}

/// The pages of a file.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<Page>, Error> {
    // A broken file may break an assumption of the library that reads its structure; nothing outlives the attempt.
    catch_unwind(AssertUnwindSafe(|| file::pages(bytes))).unwrap_or(Err(Error::Damaged))
}
