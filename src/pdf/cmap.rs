//! CMaps: which codes a string of a font holds, and what they stand for.

/// The most entries that are kept of one map; a font has at most 65,536 glyphs.
const MOST: usize = 70_000;

/// A map of codes, as `ToUnicode` and embedded encodings have it.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Lengths in bytes with the first and last code of that length.
    spaces: Vec<(usize, u32, u32)>,
    /// First and last code, and the text of the first; the last character counts on. Sorted by the first code.
    texts: Vec<(u32, u32, String)>,
    /// First and last code, and the glyph of the first. Sorted by the first code.
    glyphs: Vec<(u32, u32, u32)>,
}

/// Something in the text of a map.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Hex(Vec<u8>),
    Number(u32),
    Open,
    Close,
    Word(Vec<u8>),
}

impl CMap {
    /// Reads a map as far as it goes.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut tokens = Tokens { bytes, at: 0 };
        while let Some(token) = tokens.next() {
            let Token::Word(word) = token else { continue };
            match word.as_slice() {
                b"begincodespacerange" => map.read_spaces(&mut tokens),
                b"beginbfchar" => map.read_characters(&mut tokens),
                b"beginbfrange" => map.read_ranges(&mut tokens),
                b"begincidrange" => map.read_glyphs(&mut tokens, true),
                b"begincidchar" => map.read_glyphs(&mut tokens, false),
                _ => {}
            }
        }
        // The later entry for a code counts.
        map.texts.reverse();
        map.texts.sort_by_key(|(first, ..)| *first);
        map.texts.dedup_by_key(|(first, ..)| *first);
        map.glyphs.sort_by_key(|(first, ..)| *first);
        map
    }

    /// The length of the code with which some bytes begin.
    pub(super) fn code_length(&self, bytes: &[u8]) -> usize {
        let fits = |length: usize| {
            let code = bytes.get(..length).map(number);
            self.spaces
                .iter()
                .any(|&(own, first, last)| own == length && code.is_some_and(|code| within(code, first, last, length)))
        };
        (1..=4).find(|&length| fits(length)).unwrap_or(if self.spaces.iter().all(|space| space.0 == 1) { 1 } else { 2 })
    }

    /// Whether the map says how long codes are.
    pub(super) fn has_spaces(&self) -> bool {
        !self.spaces.is_empty()
    }

    /// Gives the characters of a code one by one; whether there are any.
    pub(super) fn text(&self, code: u32, mut give: impl FnMut(char)) -> bool {
        let Some((first, _, text)) = entry(&self.texts, |&(first, last, _)| (first, last), code) else { return false };
        let distance = code - first;
        let mut characters = text.chars().peekable();
        while let Some(one) = characters.next() {
            let is_last = characters.peek().is_none();
            let meant = if is_last { u32::from(one).checked_add(distance).and_then(char::from_u32) } else { Some(one) };
            meant.into_iter().for_each(&mut give);
        }
        true
    }

    /// The glyph of a code.
    pub(super) fn glyph(&self, code: u32) -> Option<u32> {
        let (first, _, glyph) = entry(&self.glyphs, |&(first, last, _)| (first, last), code)?;
        glyph.checked_add(code - first)
    }

    fn read_spaces(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(Token::Hex(first)), Some(Token::Hex(last))) = (tokens.next(), tokens.next()) {
            if self.spaces.len() < 100 && (1..=4).contains(&first.len()) {
                self.spaces.push((first.len(), number(&first), number(&last)));
            }
        }
    }

    fn read_characters(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(Token::Hex(code)) = tokens.next() {
            match tokens.next() {
                Some(Token::Hex(text)) => self.add_text(number(&code), number(&code), &text),
                Some(Token::Word(word)) if word == b"endbfchar" => return,
                Some(_) => {}
                None => return,
            }
        }
    }

    fn read_ranges(&mut self, tokens: &mut Tokens<'_>) {
        while let (Some(Token::Hex(first)), Some(Token::Hex(last))) = (tokens.next(), tokens.next()) {
            let (first, last) = (number(&first), number(&last));
            match tokens.next() {
                Some(Token::Hex(text)) => self.add_text(first, last, &text),
                Some(Token::Open) => {
                    let mut code = first;
                    while let Some(Token::Hex(text)) = tokens.next() {
                        self.add_text(code, code, &text);
                        code = code.saturating_add(1);
                    }
                }
                _ => return,
            }
        }
    }

    fn read_glyphs(&mut self, tokens: &mut Tokens<'_>, ranges: bool) {
        while let Some(Token::Hex(first)) = tokens.next() {
            let first = number(&first);
            let last = match ranges.then(|| tokens.next()) {
                Some(Some(Token::Hex(last))) => number(&last),
                Some(_) => return,
                None => first,
            };
            let Some(Token::Number(glyph)) = tokens.next() else { return };
            if self.glyphs.len() < MOST {
                self.glyphs.push((first, last, glyph));
            }
        }
    }

    fn add_text(&mut self, first: u32, last: u32, utf16: &[u8]) {
        let units = utf16.chunks(2).map(number).map(|unit| unit as u16);
        let text: String = char::decode_utf16(units).flatten().collect();
        if !text.is_empty() && first <= last && self.texts.len() < MOST {
            self.texts.push((first, last, text));
        }
    }
}

/// The entry among those sorted by their first code that holds a code.
fn entry<T>(entries: &[T], range: impl Fn(&T) -> (u32, u32), code: u32) -> Option<&T> {
    let after = entries.partition_point(|entry| range(entry).0 <= code);
    after.checked_sub(1).map(|index| &entries[index]).filter(|entry| code <= range(entry).1)
}

/// Whether each byte of a code lies between those of the first and the last.
fn within(code: u32, first: u32, last: u32, length: usize) -> bool {
    (0..length).all(|index| {
        let byte = |number: u32| number >> (8 * index) & 0xFF;
        (byte(first)..=byte(last)).contains(&byte(code))
    })
}

/// Bytes as a number, the highest first; of more than four the last four.
pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'%' => self.skip(|byte| byte != b'\n' && byte != b'\r'),
                b'[' | b']' => {
                    self.at += 1;
                    return Some(if byte == b'[' { Token::Open } else { Token::Close });
                }
                b'<' if self.bytes.get(self.at + 1) != Some(&b'<') => return Some(self.hex()),
                _ if is_regular(byte) => {
                    let start = self.at;
                    self.skip(is_regular);
                    let word = &self.bytes[start..self.at];
                    let digits = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
                    return Some(digits.map_or_else(|| Token::Word(word.to_vec()), Token::Number));
                }
                _ => self.at += 1,
            }
        }
    }
}

impl Tokens<'_> {
    fn skip(&mut self, is_inside: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|&byte| !is_inside(byte)).unwrap_or(rest.len());
    }

    fn hex(&mut self) -> Token {
        let start = self.at + 1;
        self.skip(|byte| byte != b'>');
        let digits: Vec<u8> = self.bytes[start..self.at]
            .iter()
            .filter_map(|&byte| char::from(byte).to_digit(16).map(|digit| digit as u8))
            .collect();
        self.at += 1;
        Token::Hex(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect())
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"<>[]()/%{}".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(map: &CMap, code: u32) -> String {
        let mut text = String::new();
        map.text(code, |one| text.push(one));
        text
    }

    #[test]
    fn codes_are_told() {
        let map = CMap::read(
            b"/CIDInit /ProcSet findresource begin % a comment\n1 begincodespacerange <00> <80> <8140><FEFE> endcodespacerange\n\
              2 beginbfchar <0001> <9752> <0002><79BE9547> endbfchar\n\
              3 beginbfrange <0010> <0012> <4E00> <0020><0021>[<D842DFB7> <0066 0069>] <0100> <01FF> <0030> endbfrange\n\
              1 begincidrange <20> <7e> 814 endcidrange 1 begincidchar <80> 7 endcidchar",
        );
        assert_eq!(
            [1, 2, 0x12, 0x20, 0x21, 0x105, 3].map(|code| text(&map, code)),
            ["青", "禾镇", "丂", "𠮷", "fi", "5", ""]
        );
        assert_eq!([0x21, 0x80, 0x7f].map(|code| map.glyph(code)), [Some(815), Some(7), None]);
        assert_eq!([&b"\x41\x42"[..], b"\x81\x40", b"\xFF\xFF"].map(|bytes| map.code_length(bytes)), [1, 2, 2]);
    }

    #[test]
    fn broken_maps_are_read_as_far_as_they_go() {
        for broken in ["beginbfchar <0001", "beginbfrange <1> <2> [", "beginbfchar <> <>", "<", "begincidrange <0> <1>"]
        {
            let map = CMap::read(broken.as_bytes());
            assert_eq!(text(&map, 5), "");
        }
    }
}
