//! Where in the dictionary the words of each 汉字 go on behind it; the build script packs by this file.

/// The first character that has a head; the build script makes them up to U+9FFF.
pub(crate) const FIRST: char = '\u{4e00}';
/// Bytes of a packed head.
const SIZE: usize = 12;

/// The node of the dictionary behind a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Its address.
    pub(crate) node: u32,
    /// What the values of all words behind it share.
    pub(crate) shared: u64,
}

/// Stands for a character with which no word begins.
const NOWHERE: u32 = u32::MAX;

/// A head in bytes.
#[allow(dead_code, reason = "the build script packs")]
pub(crate) fn pack(head: Option<Head>) -> [u8; SIZE] {
    let head = head.unwrap_or(Head { node: NOWHERE, shared: 0 });
    let mut packed = [0; SIZE];
    packed[..4].copy_from_slice(&head.node.to_le_bytes());
    packed[4..].copy_from_slice(&head.shared.to_le_bytes());
    packed
}

/// The head of a character; none where no word begins with it.
#[allow(dead_code, reason = "the program unpacks")]
pub(crate) fn unpack(heads: &[u8], character: char) -> Option<Head> {
    let index = (character as usize).checked_sub(FIRST as usize)?;
    let packed: &[u8; SIZE] = heads.get(index * SIZE..)?.first_chunk()?;
    let [a, b, c, d, shared @ ..] = *packed;
    let node = u32::from_le_bytes([a, b, c, d]);
    (node != NOWHERE).then_some(Head { node, shared: u64::from_le_bytes(shared) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_come_back_as_they_were_packed() {
        let head = Head { node: 3_000_000, shared: 1 << 40 };
        let heads = [pack(None), pack(Some(head))].concat();
        assert_eq!([FIRST, '\u{4e01}', '\u{4e02}', 'a'].map(|one| unpack(&heads, one)), [None, Some(head), None, None]);
    }
}
