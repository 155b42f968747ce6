//! Single changes of properties (sprm), which make up all formatting.

use super::raw;

/// What a paragraph, or the style of one, says of itself; none where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// The style's number.
    pub(super) style: Option<u16>,
    /// The outline level from 0; 9 is running text.
    pub(super) outline: Option<u8>,
    /// The use of a list, from 1; 0 for none.
    pub(super) list: Option<u16>,
    /// The level in that list, from 0.
    pub(super) list_level: Option<u8>,
    /// It stands in a table.
    in_table: bool,
    /// How many tables lie around it.
    depth: Option<u32>,
    /// Its end is that of a row.
    pub(super) ends_row: bool,
    /// Its end is that of a cell of a table inside another.
    pub(super) ends_inner_cell: bool,
    /// A change of its form is tracked.
    pub(super) is_changed: bool,
    /// Where more changes lie in the stream `Data`.
    pub(super) more: Option<u32>,
}

impl Paragraph {
    /// Takes a list of changes; those of characters do not matter.
    pub(super) fn take(&mut self, changes: &[u8]) {
        for (change, operand) in each(changes) {
            let byte = operand.first().copied().unwrap_or_default();
            let number = raw::u16(operand, 0);
            match change {
                0x4600 => self.style = number,
                0x260A => self.list_level = Some(byte),
                // Beyond the last use: a paragraph whose number was taken away.
                0x460B => self.list = number.map(|list| if list > 0x07FE { 0 } else { list }),
                0x2640 => self.outline = Some(byte),
                0x2416 => self.in_table = byte != 0,
                0x2417 | 0x244C => self.ends_row = byte != 0,
                0x244B => self.ends_inner_cell = byte != 0,
                0x6649 => self.depth = raw::u32(operand, 0),
                0xC63F | 0xC66F => self.is_changed = byte != 0,
                0x6645 | 0x6646 => self.more = raw::u32(operand, 0),
                _ => {}
            }
        }
    }

    /// Takes what a quick save changed.
    pub(super) fn change(&mut self, change: &Paragraph) {
        let mut changed = Paragraph { more: self.more, is_changed: self.is_changed, ..*change };
        changed.complete(self);
        changed.style = change.style.or(self.style);
        changed.depth = change.depth.or(self.depth);
        changed.in_table |= self.in_table;
        changed.ends_row |= self.ends_row;
        changed.ends_inner_cell |= self.ends_inner_cell;
        *self = changed;
    }

    /// Takes from another, that of a style, what is not said here.
    pub(super) fn complete(&mut self, style: &Paragraph) {
        self.outline = self.outline.or(style.outline);
        self.list = self.list.or(style.list);
        self.list_level = self.list_level.or(style.list_level);
    }

    /// How many tables lie around it.
    pub(super) fn depth(&self) -> usize {
        self.depth.map_or(usize::from(self.in_table), |depth| depth as usize)
    }
}

/// What characters, or the style of some, say of themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters {
    /// The number of their own style.
    pub(super) style: Option<u16>,
    /// Whether they are hidden.
    pub(super) hidden: Option<Toggle>,
    pub(super) is_inserted: bool,
    pub(super) is_deleted: bool,
    /// They stand for something that is no text.
    pub(super) is_special: bool,
    /// A change of their form is tracked.
    pub(super) is_changed: bool,
    /// The font, and the character in it, that one of them stands for.
    pub(super) symbol: Option<(u16, u16)>,
    /// The font of letters.
    pub(super) font: Option<u16>,
}

/// A property that a style may have turned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toggle {
    Off,
    On,
    /// As the style says.
    Style,
    /// As the style does not say.
    NotStyle,
}

impl Toggle {
    /// What it comes to where the style says so.
    pub(super) fn with(self, style: bool) -> bool {
        match self {
            Toggle::Off => false,
            Toggle::On => true,
            Toggle::Style => style,
            Toggle::NotStyle => !style,
        }
    }
}

impl Characters {
    /// Takes what a quick save changed.
    pub(super) fn change(&mut self, change: &Characters) {
        self.style = change.style.or(self.style);
        self.hidden = change.hidden.or(self.hidden);
        self.is_inserted |= change.is_inserted;
        self.is_deleted |= change.is_deleted;
    }

    /// Takes a list of changes; those of paragraphs do not matter.
    pub(super) fn take(&mut self, changes: &[u8]) {
        for (change, operand) in each(changes) {
            let byte = operand.first().copied().unwrap_or_default();
            let number = raw::u16(operand, 0);
            match change {
                0x0800 => self.is_deleted = byte != 0,
                0x0801 => self.is_inserted = byte != 0,
                0x0855 => self.is_special = byte != 0,
                0x083C => {
                    self.hidden = Some(match byte {
                        0 => Toggle::Off,
                        0x80 => Toggle::Style,
                        0x81 => Toggle::NotStyle,
                        _ => Toggle::On,
                    });
                }
                0x4A30 => self.style = number,
                0x4A4F => self.font = number,
                0x6A09 => {
                    self.symbol = number.zip(raw::u16(operand, 2));
                    self.is_special = true;
                }
                0xCA57 | 0xCA89 => self.is_changed = byte != 0,
                _ => {}
            }
        }
    }
}

/// The changes of a list with their operands, up to the first that is cut off.
fn each(mut changes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let change = raw::u16(changes, 0)?;
        let rest = &changes[2..];
        let byte = |at: usize| rest.get(at).copied().map(usize::from);
        let (start, length) = match change >> 13 {
            0 | 1 => (0, 1),
            3 => (0, 4),
            7 => (0, 3),
            // The definition of a table, and tabs beyond what a byte can count.
            6 if change == 0xD608 => (2, usize::from(raw::u16(rest, 0)?).saturating_sub(1)),
            6 if change == 0xC615 && byte(0) == Some(255) => {
                let removed = 4 * byte(1)?;
                (1, 2 + removed + 3 * byte(2 + removed)?)
            }
            6 => (1, byte(0)?),
            _ => (0, 2),
        };
        let operand = rest.get(start..start + length)?;
        changes = &rest[start + length..];
        Some((change, operand))
    })
}

/// The change that a piece's short form stands for, as a list of one.
pub(super) fn of_short_form(form: u16) -> Option<[u8; 3]> {
    let change: u16 = match (form >> 1) & 0x7F {
        0x0C => 0x260A,
        0x18 => 0x2416,
        0x19 => 0x2417,
        0x41 => 0x0800,
        0x42 => 0x0801,
        0x5C => 0x083C,
        _ => return None,
    };
    let [low, high] = change.to_le_bytes();
    Some([low, high, (form >> 8) as u8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_all_sizes_are_passed_over() {
        let mut changes = vec![0x03, 0x24, 1, 0x0F, 0x84, 1, 2, 0x12, 0x64, 1, 2, 3, 4, 0x0D, 0xC6, 2, 9, 9];
        changes.extend([0x08, 0xD6, 4, 0, 7, 7, 7, 0x15, 0xC6, 255, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0x20, 0xE2, 1, 2, 3]);
        changes.extend([0x0B, 0x46, 3, 0, 0x0A, 0x26, 2, 0x3C, 0x08, 0x81, 0x16, 0x24, 1, 0x0B, 0x46]);
        let (mut paragraph, mut characters) = (Paragraph::default(), Characters::default());
        paragraph.take(&changes);
        characters.take(&changes);
        assert_eq!((paragraph.list, paragraph.list_level, paragraph.depth()), (Some(3), Some(2), 1));
        assert_eq!(characters.hidden.map(|hidden| hidden.with(false)), Some(true));
        assert_eq!(of_short_form(0x0100 | (0x41 << 1)), Some([0x00, 0x08, 1]));
    }
}
