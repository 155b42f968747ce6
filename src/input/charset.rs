//! Character sets: how the text of a file is written in bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use super::InputError;

/// A character set that can be read: UTF-8, UTF-16, GB 18030 (with GBK and GB 2312 inside), Big5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(&'static Encoding);

impl Charset {
    /// UTF-8.
    pub const UTF_8: Self = Self(UTF_8);
    /// UTF-16, low byte first.
    pub const UTF_16LE: Self = Self(UTF_16LE);
    /// UTF-16, high byte first.
    pub const UTF_16BE: Self = Self(UTF_16BE);
    /// GB 18030.
    pub const GB18030: Self = Self(GB18030);
    /// Big5.
    pub const BIG5: Self = Self(BIG5);

    /// Labels to show where one was not understood.
    pub const LABELS: &str = "utf-8、gb18030（gbk、gb2312）、utf-16le、utf-16be、big5";

    /// The character set of a label in any usual spelling, such as `GBK`, `utf8` or Notepad's `ANSI`.
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase().replace([' ', '_'], "-");
        let encoding = match label.as_str() {
            "ansi" | "gb-18030" | "gb-2312" => GB18030,
            "utf-16-le" => UTF_16LE,
            "utf-16-be" => UTF_16BE,
            other => Encoding::for_label(other.as_bytes())?,
        };
        let encoding = if encoding == GBK { GB18030 } else { encoding };
        [UTF_8, UTF_16LE, UTF_16BE, GB18030, BIG5].contains(&encoding).then_some(Self(encoding))
    }

    /// The name for users.
    pub fn name(self) -> &'static str {
        if self == Self::GB18030 { "GB 18030" } else { self.0.name() }
    }

    /// How many bytes a text takes; exact but for the few characters that can be written in two ways.
    pub fn width(self, text: &str) -> usize {
        if self == Self::UTF_8 {
            text.len()
        } else if self.is_utf16() {
            2 * text.encode_utf16().count()
        } else {
            self.0.encode(text).0.len()
        }
    }

    /// A text in bytes, without a byte order mark; `None` where it has a character that cannot be written.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        if self == Self::UTF_16LE {
            return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        if self == Self::UTF_16BE {
            return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        }
        let (bytes, _, lost) = self.0.encode(text);
        (!lost).then(|| bytes.into_owned())
    }

    /// Whether there are bytes for all characters of a text.
    pub fn can_write(self, text: &str) -> bool {
        self == Self::UTF_8 || self.is_utf16() || !self.0.encode(text).2
    }

    /// Whether the unit is two bytes.
    pub(super) fn is_utf16(self) -> bool {
        self == Self::UTF_16LE || self == Self::UTF_16BE
    }

    /// The character set that the bytes are written in, and the length of their byte order mark.
    /// A mark outdoes `forced`.
    pub(super) fn tell(bytes: &[u8], forced: Option<Self>) -> Result<(Self, usize), InputError> {
        if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
            return Ok((Self(encoding), mark));
        }
        let told = match forced {
            Some(charset) => charset,
            None if bytes.contains(&0) => wide(bytes).ok_or(InputError::Binary)?,
            None => narrow(bytes)?,
        };
        Ok((told, 0))
    }

    /// The text of the bytes; not one of them may be wrong.
    pub(super) fn decode(self, bytes: &[u8]) -> Result<String, InputError> {
        self.0.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned()).ok_or_else(
            || {
                let text = self.0.decode_without_bom_handling(bytes).0;
                let fault = text.find('\u{FFFD}').unwrap_or(text.len());
                InputError::Malformed { charset: self, line: line(&text.as_bytes()[..fault]) }
            },
        )
    }

    /// The error for UTF-8 that breaks off after `valid` bytes.
    pub(super) fn broken_utf8(bytes: &[u8], valid: usize) -> InputError {
        InputError::Malformed { charset: Self::UTF_8, line: line(&bytes[..valid]) }
    }
}

/// How much is looked at where a guess is all there can be.
const SAMPLE: usize = 1 << 16;

/// UTF-16 without its mark: by the order of bytes in which nearly all of it is what reports are written in.
fn wide(bytes: &[u8]) -> Option<Charset> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let score = |read: fn([u8; 2]) -> u16| {
        let (mut usual, mut ascii, mut all) = (0_usize, 0_usize, 0_usize);
        for pair in sample.chunks_exact(2) {
            let unit = read([pair[0], pair[1]]);
            all += 1;
            ascii += usize::from(matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E));
            usual += usize::from(matches!(unit, 0x2010..=0x2040 | 0x3000..=0x303F | 0x4E00..=0x9FFF | 0xFF01..=0xFF5E));
        }
        (usual + ascii, ascii, all)
    };
    let (little, big) = (score(u16::from_le_bytes), score(u16::from_be_bytes));
    let (charset, best) = if little >= big { (Charset::UTF_16LE, little) } else { (Charset::UTF_16BE, big) };
    (best.2 > 0 && best.0 * 10 >= best.2 * 9).then_some(charset)
}

/// UTF-8, GB 18030 or Big5, in this order.
fn narrow(bytes: &[u8]) -> Result<Charset, InputError> {
    let Err(fault) = std::str::from_utf8(bytes) else { return Ok(Charset::UTF_8) };
    let valid = fault.valid_up_to();
    // Chinese in GB 18030 all but never looks like one three-byte character of UTF-8, let alone like eight.
    if bytes[..valid].iter().filter(|byte| **byte >= 0xE0).nth(7).is_some() {
        return Err(Charset::broken_utf8(bytes, valid));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let gb18030 = Charset::GB18030.decode(bytes);
    if (gb18030.is_err() || has_rare_pairs(sample)) && guess(sample) == BIG5 && Charset::BIG5.decode(bytes).is_ok() {
        return Ok(Charset::BIG5);
    }
    match gb18030 {
        Ok(_) => Ok(Charset::GB18030),
        Err(_) if control_bytes(sample) => Err(InputError::Binary),
        Err(error) => Err(nearly(bytes, valid, error)),
    }
}

/// Big5 read as GB 18030 gives no error, but a third of it lies outside GB 2312, where real text has next to nothing.
fn has_rare_pairs(bytes: &[u8]) -> bool {
    let (mut rare, mut all, mut at) = (0_usize, 0_usize, 0);
    while at + 1 < bytes.len() {
        let (lead, trail) = (bytes[at], bytes[at + 1]);
        at += match (lead, trail) {
            (..0x80, _) => 1,
            (_, 0x30..=0x39) => 4,
            _ => {
                all += 1;
                rare += usize::from(lead < 0xA1 || trail < 0xA1);
                2
            }
        };
    }
    rare * 6 > all
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Names the character set of a text that has only a few wrong bytes.
fn nearly(bytes: &[u8], valid: usize, gb18030: InputError) -> InputError {
    let (mut characters, mut faults) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().bytes().filter(|byte| *byte >= 0xE0).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    if faults * 20 < characters {
        return Charset::broken_utf8(bytes, valid);
    }
    let text = GB18030.decode_without_bom_handling(bytes).0;
    let faults = text.matches('\u{FFFD}').count();
    let characters = text.chars().filter(|character| ('\u{4E00}'..='\u{9FFF}').contains(character)).count();
    if faults * 20 < characters { gb18030 } else { InputError::UnknownCharset }
}

/// Whether bytes are in them that no text has.
fn control_bytes(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|byte| **byte < 0x20 && !b"\t\n\x0B\x0C\r".contains(byte)).count();
    controls * 30 > bytes.len()
}

/// The line on which the next byte stands, from 1.
fn line(before: &[u8]) -> usize {
    1 + memchr::memchr_iter(b'\n', before).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str =
        "青禾镇人民政府2024年法治政府建设年度报告\n\n一、主要举措和成效\n全镇开展宣传12场次，覆盖3000余人。";

    fn told(bytes: &[u8]) -> Result<(&'static str, usize), InputError> {
        Charset::tell(bytes, None).map(|(charset, mark)| (charset.name(), mark))
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn marks_tell_first() {
        for (mark, charset) in
            [(b"\xEF\xBB\xBF".as_slice(), "UTF-8"), (b"\xFF\xFE", "UTF-16LE"), (b"\xFE\xFF", "UTF-16BE")]
        {
            assert_eq!(told(&[mark, b"ab"].concat()), Ok((charset, mark.len())));
            let forced = Charset::tell(&[mark, b"ab"].concat(), Some(Charset::BIG5));
            assert_eq!(forced.map(|(charset, _)| charset.name()), Ok(charset));
        }
    }

    #[test]
    fn bytes_tell_without_a_mark() {
        let (gbk, _, lost) = GBK.encode(REPORT);
        assert!(!lost);
        let traditional = "青禾鎮公所2024年法治建設年度報告\n一、主要舉措和成效。全鎮開展宣傳12場次，覆蓋3000餘人。";
        let (big5, _, lost) = BIG5.encode(traditional);
        assert!(!lost);
        assert_eq!(told(REPORT.as_bytes()), Ok(("UTF-8", 0)));
        assert_eq!(told(&gbk), Ok(("GB 18030", 0)));
        assert_eq!(told(&big5), Ok(("Big5", 0)));
        for text in [REPORT, "一、一", "ABC abc\n", "　　一是\n"] {
            assert_eq!(told(&utf16(text, u16::to_le_bytes)), Ok(("UTF-16LE", 0)), "{text}");
            assert_eq!(told(&utf16(text, u16::to_be_bytes)), Ok(("UTF-16BE", 0)), "{text}");
        }
        let (four_bytes, ..) = GB18030.encode("青禾镇𠮷屋村");
        assert_eq!(told(&four_bytes), Ok(("GB 18030", 0)));
    }

    #[test]
    fn short_texts_in_gbk_are_gb18030() {
        for text in ["一、", "联通", "青", "。", "镇党委书记朱镕", "：“”"] {
            let (bytes, ..) = GBK.encode(text);
            assert_eq!(told(&bytes), Ok(("GB 18030", 0)), "{text}");
        }
    }

    #[test]
    fn broken_texts_name_their_line() {
        let error = |bytes: &[u8]| Charset::tell(bytes, None).and_then(|(charset, _)| charset.decode(bytes)).err();
        let malformed = |charset, line| Some(InputError::Malformed { charset, line });
        let mut utf8 = REPORT.as_bytes().to_vec();
        utf8.truncate(utf8.len() - 1);
        assert_eq!(error(&utf8), malformed(Charset::UTF_8, 4));
        let mut gbk = GBK.encode(REPORT).0.into_owned();
        gbk.push(0xD3);
        assert_eq!(error(&gbk), malformed(Charset::GB18030, 4));
        let mut wide = utf16(REPORT, u16::to_le_bytes);
        wide.pop();
        assert_eq!(error(&wide), malformed(Charset::UTF_16LE, 4));
        let lone = [utf16("青禾镇人民政府年度报告\n", u16::to_le_bytes), vec![0x3D, 0xD8, 0x0A, 0x00]].concat();
        assert_eq!(error(&lone), malformed(Charset::UTF_16LE, 2));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let noise: Vec<u8> = (0..400_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(told(&noise), Err(InputError::Binary));
        let noise: Vec<u8> = noise.into_iter().map(|byte| byte.max(1)).collect();
        assert_eq!(told(&noise), Err(InputError::Binary));
        let latin: Vec<u8> = b"\xE9t\xE9 \xE0 la carte, d\xE9j\xE0 vu\xFF ".repeat(5);
        assert_eq!(told(&latin), Err(InputError::UnknownCharset));
    }

    #[test]
    fn labels_have_many_spellings() {
        for (label, name) in [
            ("GBK", "GB 18030"),
            ("gb2312", "GB 18030"),
            ("UTF8", "UTF-8"),
            ("ANSI", "GB 18030"),
            ("UTF-16 LE", "UTF-16LE"),
            ("big5", "Big5"),
        ] {
            assert_eq!(Charset::from_label(label).map(Charset::name), Some(name), "{label}");
        }
        assert_eq!(Charset::from_label("latin1"), None);
        assert_eq!(Charset::from_label("国标"), None);
    }
}
