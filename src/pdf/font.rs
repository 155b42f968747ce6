//! Fonts: strings of codes to characters and widths.

use lopdf::{Dictionary, Document, Object};

use super::character;
use super::cmap::{CMap, number};
use super::encoding::{self, Encoding};
use super::width::Widths;

/// The largest map of a font, in bytes, when it is unpacked.
const LARGEST_MAP: usize = 8 << 20;

/// A font as far as text goes.
#[derive(Debug)]
pub(super) struct Font {
    /// What the file says the codes stand for.
    to_unicode: Option<CMap>,
    /// A map of its own from codes to glyphs.
    own: Option<CMap>,
    encoding: Encoding,
    /// Names of single glyphs, by code.
    named: Vec<(u8, char)>,
    widths: Widths,
    /// The length of a thousandth of the size, in thousandths; other than 1 where glyphs are drawings.
    scale: f32,
}

/// One glyph of a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    /// In sizes.
    pub(super) width: f32,
    /// The code is a single byte 32, which word spacing widens.
    pub(super) is_space: bool,
    /// The file says what it stands for.
    pub(super) is_known: bool,
}

impl Font {
    /// Reads a font; what it does not tell is told by the usual.
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let to_unicode = stream(document, font, b"ToUnicode").map(|bytes| CMap::read(&bytes));
        let is_composite =
            font.get_deref(b"Subtype", document).and_then(Object::as_name).is_ok_and(|own| own == b"Type0");
        let encoding = font.get_deref(b"Encoding", document).ok();
        if is_composite {
            let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
            let below = below.and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
            return Self {
                to_unicode,
                own: stream(document, font, b"Encoding").map(|bytes| CMap::read(&bytes)),
                encoding: Encoding::of_composite(encoding.and_then(|own| own.as_name().ok()).unwrap_or_default()),
                named: Vec::new(),
                widths: Widths::of_composite(document, below.unwrap_or(font)),
                scale: 1.0,
            };
        }
        let base = match encoding {
            Some(Object::Dictionary(own)) => own.get_deref(b"BaseEncoding", document).and_then(Object::as_name).ok(),
            other => other.and_then(|own| own.as_name().ok()),
        };
        let matrix = font.get_deref(b"FontMatrix", document).and_then(Object::as_array).ok();
        let unit = matrix.and_then(|matrix| matrix.first()?.as_float().ok()).filter(|unit| *unit > 0.0);
        Self {
            to_unicode,
            own: None,
            encoding: Encoding::of_simple(base.unwrap_or_default()),
            named: encoding.and_then(|own| own.as_dict().ok()).map_or_else(Vec::new, |own| differences(document, own)),
            widths: Widths::of_simple(document, font),
            scale: unit.unwrap_or(0.001) * 1000.0,
        }
    }

    /// Adds the characters of a string to `text`; `glyph` is called after each glyph.
    pub(super) fn show(&self, mut bytes: &[u8], text: &mut String, mut glyph: impl FnMut(&str, Shown)) {
        while !bytes.is_empty() {
            let (code, rest) = bytes.split_at(self.code_length(bytes).clamp(1, bytes.len()));
            bytes = rest;
            let is_known = self.text(code, text);
            let width = self.width(code) / 1000.0 * self.scale;
            glyph(text, Shown { width, is_space: code == b" ", is_known });
        }
    }

    fn code_length(&self, bytes: &[u8]) -> usize {
        match &self.own {
            Some(own) if own.has_spaces() => own.code_length(bytes),
            _ => self.encoding.code_length(bytes),
        }
    }

    fn text(&self, code: &[u8], text: &mut String) -> bool {
        let mut give = |one| character::push(text, one);
        let told = self.to_unicode.as_ref().is_some_and(|map| map.text(number(code), &mut give));
        if told {
            return true;
        }
        if let (&[byte], false) = (code, self.named.is_empty())
            && let Ok(index) = self.named.binary_search_by_key(&byte, |(own, _)| *own)
        {
            give(self.named[index].1);
            return true;
        }
        self.own.is_none() && self.encoding.text(code, give)
    }

    fn width(&self, code: &[u8]) -> f32 {
        let number = number(code);
        if let Some(own) = &self.own {
            return own.glyph(number).map_or_else(|| self.widths.get(number), |glyph| self.widths.get(glyph));
        }
        // The glyphs of the Chinese collection: 1 to 95 are ASCII, 814 to 907 its half-width forms.
        let is_ascii = (0x20..0x7F).contains(&number);
        match self.encoding {
            Encoding::Glyphs | Encoding::Single(_) => self.widths.get(number),
            Encoding::Utf16 | Encoding::Utf32 if is_ascii => self.widths.listed(number - 31).unwrap_or(500.0),
            Encoding::Multibyte(_) if is_ascii => self.widths.listed(number + 782).unwrap_or(500.0),
            _ => 1000.0,
        }
    }
}

/// The unpacked content of a stream that a dictionary names.
fn stream(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    let stream = dictionary.get_deref(key, document).ok()?.as_stream().ok()?;
    stream.decompressed_content_with_limit(LARGEST_MAP).ok()
}

/// The names of glyphs: `code /name /name code /name`; sorted by code.
fn differences(document: &Document, encoding: &Dictionary) -> Vec<(u8, char)> {
    let list = encoding.get_deref(b"Differences", document).and_then(Object::as_array);
    let (mut code, mut named) = (0_u8, Vec::new());
    for object in list.map_or(&[][..], Vec::as_slice).iter().take(1000) {
        if let Ok(name) = object.as_name() {
            named.extend(encoding::of_name(name).map(|one| (code, one)));
            code = code.wrapping_add(1);
        } else if let Ok(number) = object.as_i64() {
            code = number as u8;
        }
    }
    named.sort_by_key(|(code, _)| *code);
    named.dedup_by_key(|(code, _)| *code);
    named
}
