//! The zip file around a document: its parts, how they refer to each other, and writing it anew.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::Error;
use super::xml::{Token, Xml};

/// The most parts that a document may have.
const MOST_PARTS: usize = 20_000;
/// The most bytes of all parts that are unpacked for one document.
const MOST_UNPACKED: u64 = 32 << 20;

/// An opened document.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// The parts' names in small letters, without a slash before them; the entry of each.
    names: BTreeMap<String, usize>,
    /// How many bytes may still be unpacked.
    room: u64,
}

/// How one part refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The name that the part itself uses for it.
    pub(super) id: String,
    /// The last word of its type: `styles`, `footnotes` …
    pub(super) kind: String,
    /// The other part's name.
    pub(super) target: String,
}

impl Package {
    /// Opens the bytes of a file.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        // Each entry costs memory long before it is read.
        if memmem::find_iter(&bytes, b"PK\x01\x02").take(MOST_PARTS + 1).count() > MOST_PARTS {
            return Err(Error::TooManyParts);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Error::Damaged)?;
        let mut names = BTreeMap::new();
        for (index, name) in archive.file_names_raw().enumerate() {
            names.entry(plain(&String::from_utf8_lossy(name))).or_insert(index);
        }
        Ok(Self { archive, names, room: MOST_UNPACKED })
    }

    /// The same file, with room to unpack as much again.
    pub(super) fn again(mut self) -> Self {
        self.room = MOST_UNPACKED;
        self
    }

    /// Whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// The text of a part; none where there is no such part.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(&index) = self.names.get(&plain(name)) else { return Ok(None) };
        let entry = self.archive.by_index(index).map_err(|_| Error::Damaged)?;
        let mut bytes = Vec::new();
        entry.take(self.room + 1).read_to_end(&mut bytes).map_err(|_| Error::Damaged)?;
        self.room = self.room.checked_sub(bytes.len() as u64).ok_or(Error::TooLarge)?;
        String::from_utf8(bytes).map(Some).map_err(|_| Error::Damaged)
    }

    /// The name of the part that holds the document itself.
    pub(super) fn main_part(&mut self) -> Result<String, Error> {
        let relations = self.relations("")?;
        let named = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        let name = named.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target);
        if self.has(&name) { Ok(name) } else { Err(Error::NoDocument) }
    }

    /// The parts that a part refers to, or, for no part, those that the package begins with.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Error> {
        let Some(text) = self.part(&relations_name(part))? else { return Ok(Vec::new()) };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut relations = Vec::new();
        let mut xml = Xml::new(&text);
        while let Some(token) = xml.next()? {
            let Token::Start(tag) = token else { continue };
            let is_outside = tag.value("TargetMode").is_some_and(|mode| mode == "External");
            if let (false, Some(id), Some(kind), Some(target)) =
                (is_outside, tag.value("Id"), tag.value("Type"), tag.value("Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id: id.into_owned(), kind, target: resolved(folder, &target) });
            }
        }
        Ok(relations)
    }

    /// The document with some parts changed or added. All others keep their compressed bytes and their order.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn write(&mut self, changed: &BTreeMap<String, String>) -> Result<Vec<u8>, Error> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut left: BTreeMap<String, &String> = changed.iter().map(|(name, text)| (plain(name), text)).collect();
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index).map_err(|_| Error::Damaged)?;
            let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
            match left.remove(&plain(&name)) {
                None => writer.raw_copy_file(entry).map_err(|_| Error::Damaged)?,
                Some(text) => add(&mut writer, &name, text)?,
            }
        }
        for (name, text) in changed.iter().filter(|(name, _)| left.contains_key(&plain(name))) {
            add(&mut writer, name, text)?;
        }
        writer.finish().map(Cursor::into_inner).map_err(|_| Error::Damaged)
    }
}

pub(super) fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) -> Result<(), Error> {
    // No clock: the same document gives the same bytes.
    writer.start_file(name, SimpleFileOptions::default()).map_err(|_| Error::Damaged)?;
    writer.write_all(text.as_bytes()).map_err(|_| Error::Damaged)
}

/// The name of the part that tells what a part refers to.
pub(super) fn relations_name(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{file}.rels")
}

/// A name by which parts are compared: names of parts differ by more than small and capital letters.
fn plain(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

/// A reference from a part in a folder.
pub(crate) fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_from_their_folder() {
        for (folder, target, expected) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/footnotes.xml", "word/footnotes.xml"),
            ("word", "../docProps/core.xml", "docProps/core.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("", "../../a.xml", "a.xml"),
        ] {
            assert_eq!(resolved(folder, target), expected);
        }
        assert_eq!(relations_name(""), "_rels/.rels");
        assert_eq!(relations_name("word/document.xml"), "word/_rels/document.xml.rels");
    }
}
