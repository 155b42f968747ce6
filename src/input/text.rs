//! Plain text: bytes of any character set to the text that rules see, and the way back.

use std::borrow::Cow;

use memchr::memchr_iter;

use super::{Charset, InputError};
use crate::source::{Segment, Source};
use crate::span::Span;

/// Reads text; the source's segments lead back to the bytes of the file.
pub(super) fn read(bytes: Vec<u8>, name: &str, forced: Option<Charset>) -> Result<(Source, Charset), InputError> {
    let bytes = match plain_utf8(bytes, forced) {
        Ok(raw) => {
            let (text, origin) = with_plain_line_ends(raw, 0);
            return checked(name, text, origin, Charset::UTF_8);
        }
        Err(bytes) => bytes,
    };
    let (charset, mark) = Charset::tell(&bytes, forced)?;
    let (text, origin) = if charset == Charset::UTF_8 {
        let mut bytes = bytes;
        bytes.drain(..mark);
        let raw = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            Charset::broken_utf8(error.as_bytes(), valid)
        })?;
        with_plain_line_ends(raw, mark)
    } else {
        let raw = charset.decode(&bytes[mark..])?;
        let starts = line_starts(&bytes, mark, charset.is_utf16().then_some(charset == Charset::UTF_16BE));
        let (text, _) = with_plain_line_ends(raw, mark);
        let origin = one_segment_a_line(&text, &starts, bytes.len());
        (text, origin)
    };
    checked(name, text, origin, charset)
}

/// UTF-8 without a mark, which nearly all text is; the bytes where it is anything else.
fn plain_utf8(bytes: Vec<u8>, forced: Option<Charset>) -> Result<String, Vec<u8>> {
    let plain = forced.is_none_or(|charset| charset == Charset::UTF_8)
        && !bytes.starts_with(b"\xEF\xBB\xBF")
        && memchr::memchr(0, &bytes).is_none();
    // Checks Chinese text in half the time that the standard library takes.
    let text = || encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(&bytes);
    let text = if plain { text().map(Cow::into_owned) } else { None };
    text.ok_or(bytes)
}

/// A source, if there is language in it.
fn checked(name: &str, text: String, origin: Vec<Segment>, charset: Charset) -> Result<(Source, Charset), InputError> {
    if text.chars().all(|character| character.is_whitespace() || character == '\u{FEFF}') {
        return Err(InputError::Empty);
    }
    if is_binary(&text) {
        return Err(InputError::Binary);
    }
    Ok((Source::with_origin(name, text, origin), charset))
}

/// The byte of the file at which a place of the text stands. Exact but for characters that a character set can write
/// in two ways.
pub fn file_offset(source: &Source, charset: Charset, offset: usize) -> usize {
    source
        .stretch(offset)
        .map_or(0, |segment| segment.file.start + charset.width(&source.text()[segment.text.start..offset]))
}

/// Makes every line end `\n`, with a segment for each stretch that keeps its length. `mark` bytes precede the text.
fn with_plain_line_ends(raw: String, mark: usize) -> (String, Vec<Segment>) {
    let mut returns = memchr_iter(b'\r', raw.as_bytes()).peekable();
    if returns.peek().is_none() {
        let whole = Span::new(0, raw.len());
        return (raw, vec![stretch(whole, 0, mark)]);
    }
    let mut text = String::with_capacity(raw.len());
    let mut segments = Vec::new();
    let mut copied = 0;
    let mut open = stretch(Span::at(0), 0, mark);
    for at in returns {
        text.push_str(&raw[copied..at]);
        text.push('\n');
        copied = at + 1;
        if raw.as_bytes().get(copied) == Some(&b'\n') {
            copied += 1;
            let whole = stretch(Span::new(open.text.start, text.len()), open.node, open.file.start);
            segments.push(whole);
            let lines = memchr_iter(b'\n', &text.as_bytes()[whole.text.range()]).count();
            open = stretch(Span::at(text.len()), whole.node + lines, mark + copied);
        }
    }
    text.push_str(&raw[copied..]);
    segments.push(stretch(Span::new(open.text.start, text.len()), open.node, open.file.start));
    (text, segments)
}

/// A stretch that has the file's own bytes.
fn stretch(text: Span, node: usize, start: usize) -> Segment {
    Segment { text, node, file: Span::new(start, start + text.len()), exact: true }
}

/// Where lines start in the file; `big_endian` for units of two bytes.
fn line_starts(bytes: &[u8], mark: usize, big_endian: Option<bool>) -> Vec<usize> {
    let width = if big_endian.is_some() { 2 } else { 1 };
    let unit = |at: usize| {
        let unit = bytes.get(at..at + width)?;
        Some(match big_endian {
            None => u16::from(unit[0]),
            Some(true) => u16::from_be_bytes([unit[0], unit[1]]),
            Some(false) => u16::from_le_bytes([unit[0], unit[1]]),
        })
    };
    let (carriage_return, line_feed) = (Some(u16::from(b'\r')), Some(u16::from(b'\n')));
    let mut starts = vec![mark];
    for at in (mark..bytes.len()).step_by(width) {
        let this = unit(at);
        if this == line_feed || (this == carriage_return && unit(at + width) != line_feed) {
            starts.push(at + width);
        }
    }
    starts
}

fn one_segment_a_line(text: &str, starts: &[usize], file_end: usize) -> Vec<Segment> {
    let next = |node: usize| starts.get(node + 1).copied().unwrap_or(file_end);
    let ends = memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
    let mut start = 0;
    let lines = ends.zip(starts).enumerate().map(|(node, (end, &file))| {
        let text = Span::new(start, end);
        start = end;
        Segment { text, node, file: Span::new(file, next(node)), exact: false }
    });
    lines.collect()
}

/// A zero, or many signs that no one can see.
fn is_binary(text: &str) -> bool {
    let is_control =
        |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | 0x1A)) || *byte == 0x7F;
    let bytes = text.as_bytes();
    // Most text has nothing below the space but line ends.
    if !bytes.iter().fold(false, |any, &byte| any | (byte < 0x20 && byte != b'\n') | (byte == 0x7F)) {
        return false;
    }
    let controls = bytes.iter().filter(|byte| is_control(byte)).count();
    memchr::memchr(0, bytes).is_some() || (controls > 3 && controls * 30 > bytes.len())
}

#[cfg(test)]
mod tests {
    use encoding_rs::Encoding;

    use super::*;

    fn encoded(text: &str, label: &str) -> Vec<u8> {
        match label {
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => Encoding::for_label(label.as_bytes()).expect("a label").encode(text).0.into_owned(),
        }
    }

    #[test]
    fn only_mark_and_line_ends_change() {
        let (source, _) = read("\u{feff}青禾\r\n镇\r报\n告\u{2028}\u{85}\n\r".into(), "a", None).expect("text");
        assert_eq!(source.text(), "青禾\n镇\n报\n告\u{2028}\u{85}\n\n");
    }

    #[test]
    fn every_place_leads_back_to_the_file() {
        for raw in [
            "青禾鄉\r\n\r\n一、甲\r\n",
            "青禾镇\r\n\r\n一、A𠮷b\r\n二、12%\r\n",
            "\r\n青\r禾\n镇\r\n\n",
            "青禾镇\n一、",
            "青𠮷",
            "a\r\n\r",
        ] {
            for label in ["utf-8", "gbk", "gb18030", "big5", "utf-16le", "utf-16be"] {
                let marks = if label.starts_with("utf") { &["", "\u{feff}"][..] } else { &[""] };
                let writable = Encoding::for_label(label.as_bytes()).is_some_and(|encoding| !encoding.encode(raw).2);
                for mark in marks.iter().filter(|_| writable) {
                    let bytes = encoded(&format!("{mark}{raw}"), label);
                    let forced = Charset::from_label(label);
                    let (source, charset) = read(bytes.clone(), "a", forced).expect("text");
                    assert_eq!(forced, Some(charset));
                    let mut at_raw = 0;
                    for (offset, character) in source.text().char_indices().chain([(source.text().len(), ' ')]) {
                        let file = encoded(&format!("{mark}{}", &raw[..at_raw]), label).len();
                        assert_eq!(file_offset(&source, charset, offset), file, "{raw:?} {label} {offset}");
                        let returns = raw[at_raw..].starts_with("\r\n");
                        at_raw += if returns { 2 } else { character.len_utf8() };
                    }
                    let origin: Vec<_> = source.origin(Span::new(0, source.text().len())).collect();
                    let lines = source.lines();
                    assert!(origin.iter().all(|segment| segment.node == lines.line(segment.text.start)), "{origin:?}");
                }
            }
        }
    }

    #[test]
    fn text_with_line_feeds_is_one_segment() {
        let (source, _) = read("青\n禾\n".into(), "a", None).expect("text");
        assert_eq!(source.origin(Span::new(0, 8)).collect::<Vec<_>>(), [stretch(Span::new(0, 8), 0, 0)]);
    }

    #[test]
    fn a_stray_control_sign_is_text_and_a_zero_is_not() {
        let error = |text: &str| read(text.into(), "a", None).err();
        assert_eq!(error("姓名\u{7}职务\u{7}\u{c}\u{1a}"), None);
        assert_eq!(error("a\u{1}\u{2}\u{3}\u{4}b"), Some(InputError::Binary));
        assert_eq!(error("青禾镇\0"), Some(InputError::Binary));
    }
}
