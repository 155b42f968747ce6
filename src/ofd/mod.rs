//! OFD files (GB/T 33190): the text of each page, with the place of every run.

mod drawing;
mod frame;
mod page;
mod text;

use std::collections::BTreeMap;

use crate::docx::package::resolved;
use crate::docx::xml::{Token, Xml};
use crate::docx::{self, Package};
use crate::layout::{Page, Run};

use drawing::Drawings;
use page::Content;

/// The most pages of a file.
const MOST_PAGES: usize = 2000;
/// The most runs of all pages, those of templates counted on each page.
const MOST_RUNS: usize = 500_000;
/// Of so many characters one that no one can know makes a text unreadable.
const UNKNOWN: usize = 5;

/// Why a file cannot be read; the message is for users and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Broken zip, broken XML, or no pages where there should be some.
    #[error("OFD 文件已损坏或不完整；请重新下载或者重新导出后再检查，也可以找到原稿，另存为 .docx 后再检查")]
    Damaged,
    /// Pages without a single character: pictures of pages.
    #[error(
        "OFD 文件里没有文字，可能是扫描件或者图片，不能检查；建议找到原稿（.docx 等）检查，或者先做文字识别（OCR），核对后再检查"
    )]
    Scanned,
    /// Characters of which the file does not say which they are.
    #[error("OFD 文件没有写明文字对应的编码，读出来的是乱码，不能检查；建议找到原稿，另存为 .docx 后再检查")]
    Unmapped,
    /// More pages or more text than any report has.
    #[error("OFD 文件的页数或者内容过多；请拆成几个文件，只留下报告部分后再检查")]
    TooLarge,
}

impl From<docx::Error> for Error {
    fn from(error: docx::Error) -> Self {
        match error {
            docx::Error::TooLarge | docx::Error::TooManyParts => Error::TooLarge,
            _ => Error::Damaged,
        }
    }
}

/// The pages of a file.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: Vec<u8>) -> Result<Vec<Page>, Error> {
    let mut package = Package::open(bytes)?;
    let entry = package.part("OFD.xml")?.ok_or(Error::Damaged)?;
    let mut pages = Vec::new();
    for root in roots(&entry)? {
        let root = resolved("", root.trim());
        let mut document = Document {
            package: &mut package,
            pages: &mut pages,
            templates: BTreeMap::new(),
            resources: Vec::new(),
            drawings: None,
        };
        document.read(&root)?;
    }
    if pages.is_empty() {
        return Err(Error::Damaged);
    }
    let characters = || pages.iter().flat_map(|page| &page.runs).flat_map(|run| run.text.chars());
    let all = characters().filter(|one| !one.is_whitespace()).count();
    let unknown = characters().filter(|one| matches!(one, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}')).count();
    match all {
        0 => Err(Error::Scanned),
        _ if unknown * UNKNOWN > all => Err(Error::Unmapped),
        _ => Ok(pages),
    }
}

/// Where the documents of a file begin.
fn roots(entry: &str) -> Result<Vec<String>, Error> {
    let mut xml = Xml::new(entry);
    let mut roots = Vec::new();
    let mut in_root = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => {
                in_root = tag.name.1 == "DocRoot";
                roots.extend(in_root.then(String::new));
            }
            Token::Text(words, _) if in_root => roots.last_mut().into_iter().for_each(|root| root.push_str(words)),
            Token::End(..) => in_root = false,
            _ => {}
        }
    }
    Ok(roots)
}

/// A document while its pages are read.
struct Document<'a> {
    package: &'a mut Package,
    pages: &'a mut Vec<Page>,
    /// Templates by their ids: their parts, and their runs once read.
    templates: BTreeMap<String, (String, Option<Vec<Run>>)>,
    /// The parts that list resources, and the drawings in them once a page shows one.
    resources: Vec<String>,
    drawings: Option<Drawings>,
}

impl Document<'_> {
    fn read(&mut self, root: &str) -> Result<(), Error> {
        let text = self.package.part(root)?.ok_or(Error::Damaged)?;
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut pages = Vec::new();
        let mut in_resource = false;
        let mut xml = Xml::new(&text);
        while let Some(token) = xml.next()? {
            let tag = match token {
                Token::Start(tag) => tag,
                Token::Text(words, _) if in_resource => {
                    self.resources.push(resolved(folder, words.trim()));
                    continue;
                }
                _ => continue,
            };
            in_resource = matches!(tag.name.1, "PublicRes" | "DocumentRes");
            match (tag.name.1, tag.value("BaseLoc")) {
                ("TemplatePage", Some(place)) => {
                    let id = tag.value("ID").unwrap_or_default().into_owned();
                    self.templates.insert(id, (resolved(folder, &place), None));
                }
                ("Page", Some(place)) if self.pages.len() + pages.len() < MOST_PAGES => {
                    pages.push(resolved(folder, &place));
                }
                ("Page", Some(_)) => return Err(Error::TooLarge),
                _ => {}
            }
        }
        let size = page::size(&text)?;
        pages.into_iter().try_for_each(|page| self.page(&page, size))
    }

    fn page(&mut self, part: &str, size: (f32, f32)) -> Result<(), Error> {
        let content = self.content(part)?.ok_or(Error::Damaged)?;
        let (width, height) = content.size.unwrap_or(size);
        let mut runs = content.runs;
        let before: usize = self.pages.iter().map(|page| page.runs.len()).sum();
        for id in content.templates {
            let Some((part, known)) = self.templates.get(&id) else { continue };
            let own = match known {
                Some(own) => own.clone(),
                None => {
                    let part = part.clone();
                    let own = self.content(&part)?.unwrap_or_default().runs;
                    self.templates.insert(id, (part, Some(own.clone())));
                    own
                }
            };
            if before + runs.len() + own.len() > MOST_RUNS {
                return Err(Error::TooLarge);
            }
            runs.extend(own);
        }
        if before + runs.len() > MOST_RUNS {
            return Err(Error::TooLarge);
        }
        self.pages.push(Page { width, height, runs });
        Ok(())
    }

    /// What a page or a template says, with the drawings that it shows; none where there is no such part.
    fn content(&mut self, part: &str) -> Result<Option<Content>, Error> {
        let Some(text) = self.package.part(part)? else { return Ok(None) };
        let mut content = Content::read(&text)?;
        if !content.drawings.is_empty() {
            if self.drawings.is_none() {
                let mut drawings = Drawings::default();
                for part in &self.resources {
                    drawings.read(&self.package.part(part)?.unwrap_or_default())?;
                }
                self.drawings = Some(drawings);
            }
            self.drawings.iter_mut().try_for_each(|drawings| drawings.show(&mut content))?;
        }
        Ok(Some(content))
    }
}
