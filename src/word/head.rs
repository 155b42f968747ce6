//! Where in the dictionary the words of each 汉字 go on behind it; the build script packs by this file.

/// The first character that has a head; the build script makes them up to U+9FFF.
pub(crate) const FIRST: char = '\u{4e00}';
/// Bytes of a packed head.
const SIZE: usize = 20;

/// The node of the dictionary behind a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Its address.
    pub(crate) node: u32,
    /// What the values of all words behind it share.
    pub(crate) shared: u64,
    /// The value of the character where it is a word itself.
    pub(crate) own: Option<u64>,
}

/// Stands for a character with which no word begins.
const NOWHERE: u32 = u32::MAX;
/// Stands for a character that is no word.
const NONE: u64 = u64::MAX;

/// A head in bytes.
#[allow(dead_code, reason = "the build script packs")]
pub(crate) fn pack(head: Option<Head>) -> [u8; SIZE] {
    let head = head.unwrap_or(Head { node: NOWHERE, shared: 0, own: None });
    let mut packed = [0; SIZE];
    packed[..4].copy_from_slice(&head.node.to_le_bytes());
    packed[4..12].copy_from_slice(&head.shared.to_le_bytes());
    packed[12..].copy_from_slice(&head.own.unwrap_or(NONE).to_le_bytes());
    packed
}

/// The head of a character; none where no word begins with it.
#[allow(dead_code, reason = "the program unpacks")]
pub(crate) fn unpack(heads: &[u8], character: char) -> Option<Head> {
    let index = (character as usize).checked_sub(FIRST as usize)?;
    let packed: &[u8; SIZE] = heads.get(index * SIZE..)?.first_chunk()?;
    let node = u32::from_le_bytes(*packed.first_chunk()?);
    let shared = u64::from_le_bytes(*packed[4..].first_chunk()?);
    let own = u64::from_le_bytes(*packed.last_chunk()?);
    (node != NOWHERE).then_some(Head { node, shared, own: Some(own).filter(|own| *own != NONE) })
}

/// As a power of two, how many bits tell with which two characters words begin.
const PAIRS: u32 = 20;

/// A bit for each two characters with which a word begins, by a hash.
#[allow(dead_code, reason = "the build script packs")]
pub(crate) fn pack_pairs(pairs: impl Iterator<Item = (char, char)>) -> Vec<u8> {
    let mut bits = vec![0; 1 << (PAIRS - 3)];
    for (one, two) in pairs {
        let bit = bit_of(one, two);
        bits[bit / 8] |= 1 << (bit % 8);
    }
    bits
}

/// Whether a word may begin with two characters; `false` is certain.
#[allow(dead_code, reason = "the program unpacks")]
pub(crate) fn may_go_on(pairs: &[u8], one: char, two: char) -> bool {
    let bit = bit_of(one, two);
    pairs.get(bit / 8).is_none_or(|byte| byte >> (bit % 8) & 1 == 1)
}

fn bit_of(one: char, two: char) -> usize {
    (hash(one, two) >> (32 - PAIRS)) as usize
}

/// A hash of two characters, best in its high bits.
pub(crate) fn hash(one: char, two: char) -> u32 {
    (u32::from(one) ^ u32::from(two).rotate_left(16)).wrapping_mul(0x9E37_79B1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_come_back_as_they_were_packed() {
        let head = Head { node: 3_000_000, shared: 1 << 40, own: None };
        let word = Head { own: Some(7), ..head };
        let heads = [pack(None), pack(Some(head)), pack(Some(word))].concat();
        let found = ['\u{4e00}', '\u{4e01}', '\u{4e02}', '\u{4e03}', 'a'].map(|one| unpack(&heads, one));
        assert_eq!(found, [None, Some(head), Some(word), None, None]);
    }

    #[test]
    fn pairs_come_back_as_they_were_packed() {
        let pairs = pack_pairs([('法', '治'), ('卡', 'O')].into_iter());
        assert!(may_go_on(&pairs, '法', '治') && may_go_on(&pairs, '卡', 'O'));
        assert!(!may_go_on(&pairs, '治', '法') && !may_go_on(&pairs, '法', '制'));
    }
}
