//! Numbers for the JSON of many spans.

/// A few numbers with their names, put together before they go into the output: of six for each span, there are many.
pub(super) struct Numbers {
    bytes: [u8; 192],
    length: usize,
}

impl Numbers {
    pub(super) fn new() -> Self {
        Self { bytes: [0; 192], length: 0 }
    }

    /// Adds one; with the names given, a few more than a span has fit in.
    pub(super) fn member<const N: usize>(&mut self, name: &[u8; N], number: usize) {
        self.bytes[self.length..self.length + N].copy_from_slice(name);
        self.length += N;
        let digits = number.checked_ilog10().map_or(1, |power| power as usize + 1);
        let mut rest = number;
        for place in self.bytes[self.length..self.length + digits].iter_mut().rev() {
            *place = b"0123456789"[rest % 10];
            rest /= 10;
        }
        self.length += digits;
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}
