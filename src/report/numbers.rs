//! Numbers in JSON: a report with many places has thousands of them.

/// A few numbers with their names, put together before they go into the output: of six for each span, there are many.
pub(super) struct Numbers {
    bytes: [u8; 160],
    length: usize,
}

impl Numbers {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; 160], length: 0 }
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    /// Adds a number behind some JSON.
    pub(super) fn member<const N: usize>(&mut self, name: &[u8; N], number: usize) {
        self.bytes[self.length..self.length + N].copy_from_slice(name);
        self.length += N;
        match u32::try_from(number) {
            // Most places are in the first lines of a file, and all in those of a report.
            Ok(small @ 0..10_000) => {
                let (digits, leading) = four_digits(small);
                self.bytes[self.length..self.length + 4].copy_from_slice(&(digits >> (8 * leading)).to_le_bytes());
                self.length += 4 - leading;
            }
            Ok(small @ 10_000..100_000_000) => {
                let (digits, leading) = eight_digits(small.into());
                self.bytes[self.length..self.length + 8].copy_from_slice(&(digits >> (8 * leading)).to_le_bytes());
                self.length += 8 - leading;
            }
            // Larger than any file that is read.
            _ => {
                for digit in number.to_string().into_bytes() {
                    self.bytes[self.length] = digit;
                    self.length += 1;
                }
            }
        }
    }

    /// Adds a number that was put into digits before.
    pub(super) fn known<const N: usize>(&mut self, name: &[u8; N], digits: Digits) {
        self.bytes[self.length..self.length + N].copy_from_slice(name);
        self.length += N;
        self.bytes[self.length..self.length + 8].copy_from_slice(&digits.bytes);
        self.length += digits.length;
    }

    /// Adds a character, or other JSON of up to three bytes, with some before and behind it.
    pub(super) fn between<const N: usize, const M: usize>(&mut self, before: &[u8; N], bytes: &[u8], behind: &[u8; M]) {
        self.bytes[self.length..self.length + N].copy_from_slice(before);
        self.length += N;
        for byte in bytes {
            self.bytes[self.length] = *byte;
            self.length += 1;
        }
        self.bytes[self.length..self.length + M].copy_from_slice(behind);
        self.length += M;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// A number that many spans share: that of their line.
#[derive(Clone, Copy)]
pub(super) struct Digits {
    bytes: [u8; 8],
    length: usize,
}

impl Digits {
    /// No file that is read has a hundred million lines.
    pub(super) fn of(number: usize) -> Self {
        let (digits, leading) = eight_digits(number as u64 % 100_000_000);
        Self { bytes: (digits >> (8 * leading)).to_le_bytes(), length: 8 - leading }
    }
}

/// Four decimal digits, the first in the lowest byte, and how many zeros lead them.
fn four_digits(number: u32) -> (u32, usize) {
    let hundreds = (number * 5_243) >> 19;
    let twos = hundreds | ((number - hundreds * 100) << 16);
    let tens = ((twos * 103) >> 10) & 0x000f_000f;
    let ones = tens | ((twos - tens * 10) << 8);
    let leading = (ones.trailing_zeros() as usize / 8).min(3);
    (ones | 0x3030_3030, leading)
}

/// Eight decimal digits, the first in the lowest byte, and how many zeros lead them: pairs of lanes are split in halves
/// side by side.
fn eight_digits(number: u64) -> (u64, usize) {
    let fours = (number / 10_000) | ((number % 10_000) << 32);
    let hundreds = ((fours * 10_486) >> 20) & 0x7f_0000_007f;
    let twos = hundreds | ((fours - hundreds * 100) << 16);
    let tens = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
    let ones = tens | ((twos - tens * 10) << 8);
    let leading = (ones.trailing_zeros() as usize / 8).min(7);
    (ones | 0x3030_3030_3030_3030, leading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_all_their_digits() {
        for number in [0, 1, 9, 10, 99, 100, 9_999, 10_000, 10_001, 12_345_678, 99_999_999, 100_000_000, 9_876_543_210]
        {
            let mut numbers = Numbers::new();
            numbers.member(b"", number);
            numbers.member(b",", number / 7);
            assert_eq!(numbers.bytes(), format!("{number},{}", number / 7).as_bytes());
        }
        for number in 0..20_000 {
            let (mut numbers, mut known) = (Numbers::new(), Numbers::new());
            numbers.member(b"", number);
            known.known(b"", Digits::of(number));
            assert_eq!(numbers.bytes(), number.to_string().as_bytes());
            assert_eq!(known.bytes(), numbers.bytes());
        }
        let mut numbers = Numbers::new();
        numbers.between(br#"{"text":""#, "，".as_bytes(), br#"""#);
        numbers.member(b",", 7);
        assert_eq!(numbers.bytes(), r#"{"text":"，",7"#.as_bytes());
        for number in (0..100_000_000).step_by(9_973) {
            let mut numbers = Numbers::new();
            numbers.member(b"", number);
            assert_eq!(numbers.bytes(), number.to_string().as_bytes());
        }
    }
}
