//! The style sheet and the fonts: which paragraphs are headings, numbered or hidden by their style.

use super::raw;
use super::sprm::{Characters, Paragraph};
use crate::flow::StyleKind;

/// The longest chain of styles based on each other.
const LONGEST_CHAIN: usize = 20;
/// The number of no style.
const NO_STYLE: u16 = 0x0FFF;

#[derive(Clone, Debug, Default)]
struct Style {
    kind: StyleKind,
    based_on: u16,
    paragraph: Paragraph,
    characters: Characters,
}

/// The styles of a document by their numbers.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
}

impl Styles {
    /// Reads the style sheet, as far as it is whole.
    pub(super) fn read(table: &[u8]) -> Self {
        let mut styles = Styles::default();
        let Some(head) = raw::u16(table, 0).map(usize::from) else { return styles };
        let (Some(count), Some(base)) = (raw::u16(table, 2), raw::u16(table, 4)) else { return styles };
        let mut at = 2 + head;
        for _ in 0..count {
            let Some(length) = raw::u16(table, at).map(usize::from) else { break };
            let own = table.get(at + 2..at + 2 + length).unwrap_or_default();
            styles.styles.push(Style::read(own, usize::from(base)).unwrap_or_default());
            at += 2 + length + length % 2;
        }
        styles
    }

    /// Completes a paragraph's own properties with those of its style, and tells what the style makes of it and
    /// whether it hides its text.
    pub(super) fn complete(&self, paragraph: &mut Paragraph) -> (StyleKind, bool) {
        let mut kind = StyleKind::Text;
        let mut hidden = None;
        for style in self.chain(paragraph.style.unwrap_or_default()) {
            if kind == StyleKind::Text {
                kind = style.kind;
            }
            paragraph.complete(&style.paragraph);
            hidden = hidden.or(style.characters.hidden);
        }
        (kind, hidden.is_some_and(|hidden| hidden.with(false)))
    }

    /// Whether characters are hidden whose paragraph's style hides them or does not.
    pub(super) fn hides(&self, characters: &Characters, by_paragraph: bool) -> bool {
        let own = characters.style.and_then(|style| self.chain(style).find_map(|style| style.characters.hidden));
        let by_style = own.map_or(by_paragraph, |hidden| hidden.with(by_paragraph));
        characters.hidden.map_or(by_style, |hidden| hidden.with(by_style))
    }

    /// A style and those that it is based on, the nearest first.
    fn chain(&self, number: u16) -> impl Iterator<Item = &Style> {
        let style = |number: u16| self.styles.get(usize::from(number)).filter(|_| number != NO_STYLE);
        std::iter::successors(style(number), move |one| style(one.based_on)).take(LONGEST_CHAIN)
    }
}

impl Style {
    /// Reads one style; `base` is the length of its fixed part.
    fn read(own: &[u8], base: usize) -> Option<Self> {
        const PARAGRAPH: u16 = 1;
        const CHARACTER: u16 = 2;
        let built_in = raw::u16(own, 0)? & 0x0FFF;
        let kind_and_base = raw::u16(own, 2)?;
        let parts = raw::u16(own, 4)? & 0x000F;
        let name_length = usize::from(raw::u16(own, base)?);
        let name = raw::wide(own.get(base + 2..base + 2 + 2 * name_length)?);
        let kind = match built_in {
            1..=9 => StyleKind::Heading(built_in as u8),
            19..=27 => StyleKind::Contents,
            62 => StyleKind::Title,
            // Aliases stand behind commas.
            _ => StyleKind::of_name(name.split(',').next().unwrap_or_default()),
        };
        let mut style = Style { kind, based_on: kind_and_base >> 4, ..Style::default() };
        let mut at = base + 2 + 2 * name_length + 2;
        for part in 0..parts {
            at += at % 2;
            let length = usize::from(raw::u16(own, at)?);
            let changes = own.get(at + 2..at + 2 + length)?;
            match (kind_and_base & 0x000F, part) {
                // The style's own number stands before its changes.
                (PARAGRAPH, 0) => style.paragraph.take(changes.get(2..).unwrap_or_default()),
                (PARAGRAPH, 1) | (CHARACTER, 0) => style.characters.take(changes),
                _ => {}
            }
            at += 2 + length;
        }
        Some(style)
    }
}

/// The names of the fonts by their numbers.
pub(super) fn fonts(table: &[u8]) -> Vec<String> {
    /// Where in the entry of a font its name begins.
    const NAME: usize = 40;
    let mut fonts = Vec::new();
    let mut rest = table.get(4..).unwrap_or_default();
    while let Some((&length, after)) = rest.split_first() {
        let own = &rest[..rest.len().min(1 + usize::from(length))];
        let name = raw::wide(own.get(NAME..).unwrap_or_default());
        fonts.push(name.split('\0').next().unwrap_or_default().to_owned());
        rest = after.get(usize::from(length)..).unwrap_or_default();
    }
    fonts
}
