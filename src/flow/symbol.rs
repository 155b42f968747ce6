//! Characters of symbol fonts as Unicode has them.

/// Whether a font has symbols in the place of letters.
pub(crate) fn is_symbolic(font: &str) -> bool {
    ["Wingdings", "Webdings", "Symbol"].iter().any(|known| font.starts_with(known))
}

/// The character that `w:sym` shows; none where only its font knows.
pub(crate) fn of_font(font: &str, code: u32) -> Option<char> {
    let own = match code {
        0xF000..=0xF0FF => code - 0xF000,
        _ => return char::from_u32(code).filter(|character| !('\u{E000}'..='\u{F8FF}').contains(character)),
    };
    let known = match font {
        "Wingdings" => match own {
            0x6C => '●',
            0x6E => '■',
            0x6F | 0x71 | 0x72 | 0xA8 => '□',
            0x75 => '◆',
            0x81..=0x8A => return char::from_u32('①' as u32 + own - 0x81),
            0x9F | 0xA0 => '•',
            0xA1 => '○',
            0xD8 => '➢',
            0xE0 => '→',
            0xFB => '✗',
            0xFC => '✓',
            0xFD => '☒',
            0xFE => '☑',
            _ => return None,
        },
        "Wingdings 2" => match own {
            0x50 => '✓',
            0x4F => '✗',
            0x51 | 0x53 => '☒',
            0x52 => '☑',
            0xA3 | 0x2A => '□',
            _ => return None,
        },
        "Symbol" => match own {
            0xB0 => '°',
            0xB1 => '±',
            0xB4 => '×',
            0xB7 => '·',
            0xB8 => '÷',
            0xA3 => '≤',
            0xB3 => '≥',
            0xB9 => '≠',
            0xBC => '…',
            0x20..=0x3F | 0x5B | 0x5D | 0x7B..=0x7D => return char::from_u32(own),
            _ => return None,
        },
        _ => return None,
    };
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::of_font;

    #[test]
    fn symbols_are_known_by_font_and_code() {
        for (font, code, expected) in [
            ("Wingdings", 0xF0FE, Some('☑')),
            ("Wingdings", 0xF083, Some('③')),
            ("Wingdings", 0xF028, None),
            ("Wingdings 2", 0xF0A3, Some('□')),
            ("Symbol", 0xF0B1, Some('±')),
            ("Symbol", 0xF028, Some('(')),
            ("Symbol", 0xF061, None),
            ("宋体", 0x2460, Some('①')),
            ("宋体", 0xE123, None),
            ("宋体", 0xD800, None),
        ] {
            assert_eq!(of_font(font, code), expected, "{font} {code:x}");
        }
    }
}
