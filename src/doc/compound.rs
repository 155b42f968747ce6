//! The compound file (OLE) around a document: its streams.

use std::io::{Cursor, Read, Seek, SeekFrom};

use cfb::CompoundFile;

use super::{Error, raw};

/// The most bytes of a stream that are read; pictures lie in streams that are not.
const MOST_IN_STREAM: u64 = 32 << 20;
/// The most sectors of the directory and of the table of small sectors; each costs many times its size.
const MOST_SECTORS: usize = 4096;
/// The first sector that no chain goes on to.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
/// Numbers of sectors of the allocation table that stand in the header.
const IN_HEADER: usize = 109;

/// An opened compound file.
pub(super) struct Compound {
    file: CompoundFile<Cursor<Vec<u8>>>,
}

impl Compound {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        check(&bytes)?;
        CompoundFile::open(Cursor::new(bytes)).map(|file| Self { file }).map_err(|_| Error::Damaged)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.file.is_stream(name)
    }

    /// All of a stream.
    pub(super) fn stream(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let stream = self.file.open_stream(name).map_err(|_| Error::Damaged)?;
        let mut bytes = Vec::new();
        stream.take(MOST_IN_STREAM + 1).read_to_end(&mut bytes).map_err(|_| Error::Damaged)?;
        if bytes.len() as u64 > MOST_IN_STREAM { Err(Error::TooLarge) } else { Ok(bytes) }
    }

    /// A piece of a stream: two bytes that tell its length, and then it.
    pub(super) fn piece(&mut self, name: &str, at: u64) -> Option<Vec<u8>> {
        let mut stream = self.file.open_stream(name).ok()?;
        stream.seek(SeekFrom::Start(at)).ok()?;
        let mut length = [0; 2];
        stream.read_exact(&mut length).ok()?;
        let mut bytes = Vec::new();
        stream.take(u64::from(u16::from_le_bytes(length))).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// Refuses files whose tables name the same sectors again and again, which would cost memory without end.
fn check(bytes: &[u8]) -> Result<(), Error> {
    let shift = raw::u16(bytes, 0x1E).filter(|shift| matches!(shift, 9 | 12)).ok_or(Error::Damaged)?;
    let size = 1 << shift;
    let number = |at: usize| raw::u32(bytes, at).ok_or(Error::Damaged);
    let sector = |index: u32| (index < NO_SECTOR).then_some((index as usize + 1) * size).ok_or(Error::Damaged);
    let per_sector = size / 4;
    // One more than the file can need.
    let most = (bytes.len() / size).div_ceil(per_sector) + 1;
    let mut table: Vec<u32> = (0..IN_HEADER).map(|index| number(0x4C + 4 * index)).collect::<Result<_, _>>()?;
    let mut next = number(0x44)?;
    while next < NO_SECTOR {
        let start = sector(next)?;
        for index in 0..per_sector - 1 {
            table.push(number(start + 4 * index)?);
        }
        if table.len() > most + IN_HEADER + per_sector {
            return Err(Error::Damaged);
        }
        next = number(start + size - 4)?;
    }
    if table.iter().filter(|&&index| index < NO_SECTOR && index != 0).count() > most {
        return Err(Error::Damaged);
    }
    for first in [number(0x30)?, number(0x3C)?] {
        let mut next = first;
        let mut length = 0;
        while next < NO_SECTOR {
            length += 1;
            let of_table = table.get(next as usize / per_sector).copied().ok_or(Error::Damaged)?;
            if length > bytes.len() / size {
                return Err(Error::Damaged);
            }
            if length > MOST_SECTORS {
                return Err(Error::TooLarge);
            }
            next = number(sector(of_table)? + 4 * (next as usize % per_sector))?;
        }
    }
    Ok(())
}
