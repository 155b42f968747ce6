//! Pages of formatting (FKP): the properties of the paragraph and of the characters at a byte of the text.

use super::raw::{self, Plc};
use super::sprm::{Characters, Paragraph};

/// Bytes of a page.
const PAGE: usize = 512;
/// Bytes of the entry of a paragraph in a page.
const PARAGRAPH: usize = 13;

/// The pages of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Formats<'a> {
    main: &'a [u8],
    paragraphs: Plc<'a>,
    characters: Plc<'a>,
}

/// A page in which the properties at a byte are found: its bytes, its stretches, and which of them holds the byte.
struct Found<'a> {
    page: &'a [u8],
    stretches: Plc<'a>,
    index: usize,
}

impl<'a> Formats<'a> {
    /// Takes the tables that tell which page is for which bytes.
    pub(super) fn new(main: &'a [u8], paragraphs: &'a [u8], characters: &'a [u8]) -> Self {
        Self { main, paragraphs: Plc::new(paragraphs, 4), characters: Plc::new(characters, 4) }
    }

    /// What the paragraph says of itself that ends with a byte; and where in the stream `Data` it goes on.
    pub(super) fn paragraph(&self, byte: u32) -> Paragraph {
        let mut paragraph = Paragraph::default();
        if let Some(changes) = self.changes_of_paragraph(byte) {
            paragraph.style = raw::u16(changes, 0);
            paragraph.take(changes.get(2..).unwrap_or_default());
        }
        paragraph
    }

    fn changes_of_paragraph(&self, byte: u32) -> Option<&'a [u8]> {
        let Found { page, stretches, index } = self.found(self.paragraphs, byte)?;
        let place = *page.get(4 * (stretches.len() + 1) + PARAGRAPH * index)?;
        let at = 2 * usize::from(place);
        let words = usize::from(*page.get(at)?);
        // An odd length leaves out its last byte; an even one stands in a byte of its own.
        let (start, length) = match words {
            _ if place == 0 => return None,
            0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
            _ => (at + 1, 2 * words - 1),
        };
        page.get(start..(start + length).min(PAGE - 1))
    }

    /// What the characters at a byte say of themselves, and the byte after the last of them, where that is known.
    pub(super) fn characters(&self, byte: u32) -> (Characters, Option<u32>) {
        let mut characters = Characters::default();
        let Some(Found { page, stretches, index }) = self.found(self.characters, byte) else {
            return (characters, None);
        };
        let place = page.get(4 * (stretches.len() + 1) + index).copied().unwrap_or_default();
        let at = 2 * usize::from(place);
        if let Some(&length) = page.get(at).filter(|_| place != 0) {
            characters.take(page.get(at + 1..at + 1 + usize::from(length)).unwrap_or_default());
        }
        (characters, stretches.position(index + 1))
    }

    fn found(&self, pages: Plc<'a>, byte: u32) -> Option<Found<'a>> {
        let number = raw::u32(pages.entry(pages.find(byte)?), 0)? & 0x003F_FFFF;
        let start = number as usize * PAGE;
        let page = self.main.get(start..start + PAGE)?;
        let stretches = Plc::of_page(page, usize::from(page[PAGE - 1]));
        Some(Found { page, stretches, index: stretches.find(byte)? })
    }
}
