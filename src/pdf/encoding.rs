//! What codes stand for by the name of their encoding, and glyphs by their own names.

use encoding_rs::{BIG5, Encoding as Charset, GB18030, MACINTOSH, WINDOWS_1252};

/// An encoding that is known by its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Encoding {
    /// Codes of two bytes that are numbers of glyphs.
    Glyphs,
    /// UTF-16 (UCS-2 is part of it).
    Utf16,
    /// UTF-32.
    Utf32,
    /// A character set whose codes have one byte, two, or (GB 18030) four.
    Multibyte(&'static Charset),
    /// One byte a code.
    Single(&'static Charset),
}

impl Encoding {
    /// A predefined encoding of fonts with many characters; by glyphs where it is not known.
    pub(super) fn of_composite(name: &[u8]) -> Self {
        let has = |word: &str| memchr::memmem::find(name, word.as_bytes()).is_some();
        if has("UCS2") || has("UTF16") {
            Encoding::Utf16
        } else if has("UTF32") {
            Encoding::Utf32
        } else if has("GBK") || has("GB-EUC") || has("GBpc-EUC") {
            Encoding::Multibyte(GB18030)
        } else if has("B5") {
            Encoding::Multibyte(BIG5)
        } else {
            Encoding::Glyphs
        }
    }

    /// An encoding of fonts with few characters. What is not known is read as Windows does.
    pub(super) fn of_simple(name: &[u8]) -> Self {
        Encoding::Single(if name == b"MacRomanEncoding" { MACINTOSH } else { WINDOWS_1252 })
    }

    /// The length of the code with which some bytes begin.
    pub(super) fn code_length(self, bytes: &[u8]) -> usize {
        let second = bytes.get(1).copied().unwrap_or_default();
        match (self, bytes.first().copied().unwrap_or_default()) {
            (Encoding::Single(_), _) | (Encoding::Multibyte(_), ..=0x80 | 0xFF) => 1,
            (Encoding::Multibyte(charset), _) if charset == GB18030 && second.is_ascii_digit() => 4,
            (Encoding::Utf16, 0xD8..=0xDB) | (Encoding::Utf32, _) => 4,
            _ => 2,
        }
    }

    /// Gives the characters of a code; whether there are any.
    pub(super) fn text(self, code: &[u8], mut give: impl FnMut(char)) -> bool {
        match self {
            Encoding::Glyphs => false,
            Encoding::Utf16 => {
                let units = code.chunks(2).map(|pair| super::cmap::number(pair) as u16);
                char::decode_utf16(units).flatten().map(&mut give).count() > 0
            }
            Encoding::Utf32 => char::from_u32(super::cmap::number(code)).map(give).is_some(),
            Encoding::Multibyte(charset) | Encoding::Single(charset) => {
                let text = charset.decode_without_bom_handling_and_without_replacement(code);
                text.is_some_and(|text| text.chars().map(&mut give).count() > 0)
            }
        }
    }
}

/// What a glyph of a name (`quotedblleft`, `uni9752`, `u20BB7`) stands for.
pub(super) fn of_name(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split('.').next().unwrap_or(name);
    let mut own = name.chars();
    if let (Some(one), None) = (own.next(), own.next()) {
        return Some(one);
    }
    let number = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, one)| *one);
    known
        .or_else(|| name.strip_prefix("uni").and_then(|digits| number(digits.get(..4)?)))
        .or_else(|| name.strip_prefix('u').filter(|digits| (4..=6).contains(&digits.len())).and_then(number))
}

/// Names of the glyphs that reports have, but for letters, whose name is the letter.
const NAMES: [(&str, char); 66] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("endash", '–'),
    ("emdash", '—'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("degree", '°'),
    ("section", '§'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("plusminus", '±'),
    ("perthousand", '‰'),
    ("yen", '¥'),
    ("nbspace", ' '),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("ff", 'ﬀ'),
    ("ffi", 'ﬃ'),
    ("ffl", 'ﬄ'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(encoding: &str, mut bytes: &[u8]) -> String {
        let encoding = Encoding::of_composite(encoding.as_bytes());
        let mut text = String::new();
        while !bytes.is_empty() {
            let (code, rest) = bytes.split_at(encoding.code_length(bytes).min(bytes.len()));
            encoding.text(code, |one| text.push(one));
            bytes = rest;
        }
        text
    }

    #[test]
    fn chinese_encodings_are_known() {
        assert_eq!(read("UniGB-UCS2-H", b"\x97\x52\x79\xBE\0A"), "青禾A");
        assert_eq!(read("UniGB-UTF16-H", b"\xD8\x42\xDF\xB7\0A"), "𠮷A");
        for name in ["GBK-EUC-H", "GBKp-EUC-H", "GB-EUC-H", "GBK2K-H", "GBpc-EUC-V"] {
            assert_eq!(read(name, b"A\xC7\xE0\xBA\xCC1"), "A青禾1", "{name}");
        }
        assert_eq!(read("GBK2K-H", b"\x95\x32\x82\x36A"), "𠀀A");
        assert_eq!(read("ETen-B5-H", b"\xABC"), "青");
        assert_eq!(read("Identity-H", b"\x97\x52"), "");
        // A code that breaks off stands for nothing.
        assert_eq!(read("GBK-EUC-H", b"\xC7"), "");
    }

    #[test]
    fn glyphs_are_known_by_name() {
        let names = ["A", "zero", "quotedblleft", "uni9752", "u20BB7", "a.alt", "g12", "", "uni", "uD800"];
        let found = names.map(|name| of_name(name.as_bytes()));
        let wanted = [Some('A'), Some('0'), Some('“'), Some('青'), Some('𠮷'), Some('a'), None, None, None, None];
        assert_eq!(found, wanted);
    }
}
