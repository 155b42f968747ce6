//! A file of many entries, each found by its fingerprint without reading the others.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tempfile::{Builder, NamedTempFile};

use crate::judge::digest::Digest;

/// How the names of whole packs end; those that are being written end otherwise.
pub(super) const WHOLE: &str = "pack";
pub(super) const UNFINISHED: &str = "part";

/// The last bytes of a pack; another form has others.
const MARK: &[u8; 16] = b"hegui results 1\n";
/// After the entries stands a line of the index for each; then the length and the fingerprint of the index, and the mark.
const LINE: usize = 32 + 8 + 8 + 32;
const FOOT: usize = 8 + 32 + MARK.len();
/// No index is longer, in bytes.
const LONGEST: u64 = 64 << 20;

/// A pack to read from.
#[derive(Debug)]
pub(super) struct Pack {
    file: Mutex<File>,
    /// By fingerprint; each with where its entry stands, how long it is, and the fingerprint of its bytes.
    index: Vec<[u8; LINE]>,
}

impl Pack {
    /// Opens a pack.
    ///
    /// # Errors
    /// It cannot be read, or is none, or damaged.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::End(-(FOOT as i64)))?;
        let mut foot = [0; FOOT];
        file.read_exact(&mut foot)?;
        let length = number(&foot[..8]);
        if !foot.ends_with(MARK) || length > LONGEST || !length.is_multiple_of(LINE as u64) {
            return Err(ErrorKind::InvalidData.into());
        }
        file.seek(SeekFrom::End(-(FOOT as i64) - length as i64))?;
        let mut index = Vec::new();
        (&file).take(length).read_to_end(&mut index)?;
        if Sha256::digest(&index).as_slice() != &foot[8..40] {
            return Err(ErrorKind::InvalidData.into());
        }
        let index = index.as_chunks().0.to_vec();
        Ok(Self { file: Mutex::new(file), index })
    }

    /// An entry; none where there is none, or it is damaged.
    pub(super) fn get(&self, key: &Digest) -> Option<Vec<u8>> {
        let at = self.index.binary_search_by(|line| line[..32].cmp(key)).ok()?;
        let line = &self.index[at];
        let (start, length) = (number(&line[32..40]), number(&line[40..48]));
        let mut content = Vec::new();
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start)).ok()?;
        (&*file).take(length).read_to_end(&mut content).ok()?;
        (Sha256::digest(&content).as_slice() == &line[48..]).then_some(content)
    }

    /// The fingerprints of all entries, in order.
    pub(super) fn keys(&self) -> impl Iterator<Item = Digest> + '_ {
        self.index.iter().map(|line| *line.first_chunk().expect("a line is longer than its key"))
    }
}

/// A pack that is being written.
#[derive(Debug)]
pub(super) struct Packer {
    file: BufWriter<NamedTempFile>,
    length: u64,
    index: Vec<[u8; LINE]>,
}

impl Packer {
    /// A pack to be in a folder.
    ///
    /// # Errors
    /// The folder cannot be written, here and below.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let file = Builder::new().suffix(&format!(".{UNFINISHED}")).tempfile_in(folder)?;
        Ok(Self { file: BufWriter::new(file), length: 0, index: Vec::new() })
    }

    /// Adds an entry.
    pub(super) fn add(&mut self, key: &Digest, content: &[u8]) -> io::Result<()> {
        self.file.write_all(content)?;
        let mut line = [0; LINE];
        line[..32].copy_from_slice(key);
        line[32..40].copy_from_slice(&self.length.to_le_bytes());
        line[40..48].copy_from_slice(&(content.len() as u64).to_le_bytes());
        line[48..].copy_from_slice(&Sha256::digest(content));
        self.index.push(line);
        self.length += content.len() as u64;
        Ok(())
    }

    /// How many bytes it has.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Ends the pack, and gives it a name by its index: two of the same name are the same.
    pub(super) fn finish(mut self, folder: &Path) -> io::Result<PathBuf> {
        self.index.sort_unstable();
        self.index.dedup_by(|later, first| later[..32] == first[..32]);
        let sum: Digest = Sha256::digest(self.index.as_flattened()).into();
        self.file.write_all(self.index.as_flattened())?;
        self.file.write_all(&(self.index.as_flattened().len() as u64).to_le_bytes())?;
        self.file.write_all(&sum)?;
        self.file.write_all(MARK)?;
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let name: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = folder.join(name).with_extension(WHOLE);
        file.persist(&path).map_err(|error| error.error)?;
        Ok(path)
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_is_found_and_no_damaged_one() {
        let folder = tempfile::tempdir().expect("a place for files");
        let mut packer = Packer::new(folder.path()).expect("a pack");
        for (key, content) in [(7, "七"), (1, ""), (9, "九九"), (7, "七")] {
            packer.add(&[key; 32], content.as_bytes()).expect("added");
        }
        let path = packer.finish(folder.path()).expect("ended");
        let pack = Pack::open(&path).expect("whole");
        let get = |pack: &Pack, key| pack.get(&[key; 32]).map(|content| String::from_utf8(content).expect("UTF-8"));
        let found = [1, 7, 8, 9].map(|key| get(&pack, key));
        assert_eq!(found, [Some(String::new()), Some("七".to_owned()), None, Some("九九".to_owned())]);
        assert_eq!(pack.keys().map(|key| key[0]).collect::<Vec<_>>(), [1, 7, 9]);

        let whole = std::fs::read(&path).expect("a file");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            for bytes in [&damaged[..], &whole[..at]] {
                std::fs::write(&path, bytes).expect("written");
                if let Ok(pack) = Pack::open(&path) {
                    for (key, content) in [(1, ""), (7, "七"), (9, "九九")] {
                        assert!(get(&pack, key).is_none_or(|found| found == content));
                    }
                }
            }
        }
    }
}
