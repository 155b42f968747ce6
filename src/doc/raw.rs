//! Numbers and tables as they stand in the streams, which are never trusted to be long enough.

/// The two bytes at an offset.
pub(super) fn u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

/// The four bytes at an offset.
pub(super) fn u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

/// Characters of two bytes each, as many as there are.
pub(super) fn wide(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A PLC: positions in order, and between each two of them an entry.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Plc<'a> {
    bytes: &'a [u8],
    size: usize,
    count: usize,
}

impl<'a> Plc<'a> {
    /// One with entries of a size in bytes.
    pub(super) fn new(bytes: &'a [u8], size: usize) -> Self {
        Self { bytes, size, count: bytes.len().saturating_sub(4) / (4 + size) }
    }

    /// One with a known number of entries: a page of formatting, whose entries are read by the caller.
    pub(super) fn of_page(bytes: &'a [u8], count: usize) -> Self {
        Self { bytes, size: 0, count: if bytes.len() >= 4 * (count + 1) { count } else { 0 } }
    }

    /// How many entries there are; one position more.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The position before an entry; none beyond the last position.
    pub(super) fn position(&self, index: usize) -> Option<u32> {
        (index <= self.count).then(|| u32(self.bytes, 4 * index)).flatten()
    }

    /// An entry.
    pub(super) fn entry(&self, index: usize) -> &'a [u8] {
        let start = 4 * (self.count + 1) + self.size * index;
        if index < self.count { self.bytes.get(start..start + self.size).unwrap_or_default() } else { &[] }
    }

    /// The entry whose stretch holds a position.
    pub(super) fn find(&self, position: u32) -> Option<usize> {
        let (mut low, mut high) = (0, self.count + 1);
        while low < high {
            let middle = low.midpoint(high);
            if self.position(middle)? <= position { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1).filter(|&index| index < self.count)
    }

    /// Whether one of the positions is this one.
    pub(super) fn has(&self, position: u32) -> bool {
        let last = self.position(self.count) == Some(position);
        last || self.find(position).is_some_and(|index| self.position(index) == Some(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_position() {
        let bytes: Vec<u8> = [0_u32, 5, 9, 70, 71].into_iter().flat_map(u32::to_le_bytes).collect();
        let plc = Plc::new(&bytes, 4);
        assert_eq!((plc.len(), plc.position(2), plc.position(3)), (2, Some(9), None));
        assert_eq!((plc.find(0), plc.find(5), plc.find(8), plc.find(9)), (Some(0), Some(1), Some(1), None));
        assert_eq!((u32(plc.entry(1), 0), plc.entry(2).len(), plc.has(9), plc.has(8)), (Some(71), 0, true, false));
        assert_eq!((Plc::new(&[], 4).len(), Plc::new(&[], 4).find(0), Plc::of_page(&[0; 8], 9).len()), (0, None, 0));
        assert_eq!((u16(&[1], 0), u32(&[1; 4], usize::MAX), wide(&[0x52, 0x97, 0x3E])), (None, None, "青".to_owned()));
    }
}
