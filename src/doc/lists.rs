//! The lists whose numbers are counted, and the uses of them that paragraphs name.

use std::collections::HashMap;

use super::raw;
use crate::flow::list::{Counters, LEVELS, LONGEST_PATTERN, Level, Levels, Use};

/// Bytes of a list, of the fixed part of a level, and of a use.
const LIST: usize = 28;
const LEVEL: usize = 28;
const USE: usize = 16;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: HashMap<u32, Levels>,
    /// From 1, as paragraphs count them.
    uses: Vec<Use>,
    counters: Counters,
}

impl Lists {
    /// Reads the lists and their uses, as far as they are whole. The levels of the lists follow after the length of
    /// their table.
    pub(super) fn read((lists, length): (&[u8], usize), uses: &[u8]) -> Self {
        let mut all = Lists::default();
        let count = raw::u16(lists, 0).unwrap_or_default();
        let mut at = length;
        for index in 0..usize::from(count) {
            let Some(own) = lists.get(2 + LIST * index..2 + LIST * (index + 1)) else { break };
            let id = raw::u32(own, 0).unwrap_or_default();
            let is_simple = own[26] & 1 != 0;
            let mut levels = Levels::default();
            for (level, slot) in levels.iter_mut().enumerate().take(if is_simple { 1 } else { LEVELS }) {
                let Some((mut read, length)) = self::level(lists.get(at..).unwrap_or_default()) else { return all };
                let style = raw::u16(own, 8 + 2 * level).filter(|style| *style != 0x0FFF);
                read.style = style.map(|style| style.to_string());
                *slot = Some(read);
                at += length;
            }
            all.lists.insert(id, levels);
        }
        all.uses = self::uses(uses);
        all
    }

    /// Counts one paragraph on and gives its number; none where it shows none.
    pub(super) fn next(&mut self, id: u16, level: Option<u8>, style: u16) -> Option<String> {
        let own = self.uses.get(usize::from(id).checked_sub(1)?)?;
        let levels = self.lists.get(&own.list)?;
        self.counters.next((u32::from(id), own), (own.list, levels), level, Some(&style.to_string()))
    }
}

/// A level, and how many bytes it has.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let start = raw::u32(bytes, 0)?;
    let (&format, &flags) = (bytes.get(4)?, bytes.get(5)?);
    let places = bytes.get(6..6 + LEVELS)?;
    let changes = usize::from(*bytes.get(24)?) + usize::from(*bytes.get(25)?);
    let restart = *bytes.get(26)?;
    let at = LEVEL + changes;
    let length = usize::from(raw::u16(bytes, at)?);
    let units = bytes.get(at + 2..at + 2 + 2 * length)?;
    // Numbers of levels stand in the pattern as characters 0 to 8, where the places say so.
    let mut text = String::new();
    for (index, unit) in units.chunks_exact(2).enumerate().take(LONGEST_PATTERN) {
        let is_number = unit[1] == 0 && unit[0] < 9 && places.iter().any(|&place| usize::from(place) == index + 1);
        match (is_number, raw::wide(unit).as_str()) {
            (true, _) => text.push_str(&format!("%{}", unit[0] + 1)),
            (false, one) => text.push_str(one),
        }
    }
    let level = Level {
        start: Some(start),
        format: name(format).to_owned(),
        text,
        restart: (flags & 0x08 != 0).then_some(restart),
        legal: flags & 0x04 != 0,
        style: None,
    };
    Some((level, at + 2 + 2 * length))
}

fn uses(bytes: &[u8]) -> Vec<Use> {
    let count = raw::u32(bytes, 0).unwrap_or_default() as usize;
    let heads: Vec<&[u8]> = bytes.get(4..).unwrap_or_default().chunks_exact(USE).take(count).collect();
    let mut at = 4 + USE * heads.len();
    let mut uses = Vec::new();
    for head in heads {
        let mut own = Use { list: raw::u32(head, 0).unwrap_or_default(), ..Use::default() };
        at += 4;
        for _ in 0..head[12] {
            let Some((start, what)) = raw::u32(bytes, at).zip(raw::u32(bytes, at + 4)) else { break };
            at += 8;
            let index = (what & 0x0F) as usize;
            let has_level = what & 0x20 != 0;
            if index < LEVELS && what & 0x10 != 0 && !has_level {
                own.starts[index] = Some(start);
            }
            if has_level {
                let Some((level, length)) = self::level(bytes.get(at..).unwrap_or_default()) else { break };
                at += length;
                if index < LEVELS {
                    if what & 0x10 != 0 {
                        own.starts[index] = level.start;
                    }
                    own.levels[index] = Some(level);
                }
            }
        }
        uses.push(own);
    }
    uses
}

/// The name that later versions of the format have for a form of numbers.
fn name(format: u8) -> &'static str {
    match format {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        10 => "ideographDigital",
        11 => "japaneseCounting",
        14 => "decimalFullWidth",
        16 => "japaneseLegal",
        17 => "japaneseDigitalTenThousand",
        18 => "decimalEnclosedCircle",
        19 => "decimalFullWidth2",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        41 => "koreanDigital",
        44 => "koreanDigital2",
        48 | 255 => "none",
        _ => "decimal",
    }
}
