//! How wide the glyphs of a font are.

use lopdf::{Dictionary, Document, Object};

/// The most entries that are kept of one font.
const MOST: usize = 70_000;

/// Widths in thousandths of the size.
#[derive(Debug)]
pub(super) struct Widths {
    /// First and last code or glyph, and the width; sorted by the first.
    known: Vec<(u32, u32, f32)>,
    other: f32,
}

impl Widths {
    /// Of a font with codes of one byte.
    pub(super) fn of_simple(document: &Document, font: &Dictionary) -> Self {
        let number = |key: &[u8]| font.get_deref(key, document).and_then(Object::as_float).ok();
        let first = number(b"FirstChar").unwrap_or_default().max(0.0) as u32;
        let widths = font.get_deref(b"Widths", document).and_then(Object::as_array).map_or(&[][..], Vec::as_slice);
        let width = |(index, width): (usize, &Object)| {
            let code = first.saturating_add(index as u32);
            Some((code, code, float(document, width)?))
        };
        let missing = font.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
        let missing = missing.and_then(|descriptor| descriptor.get_deref(b"MissingWidth", document));
        let missing = missing.and_then(Object::as_float).ok().filter(|width| *width > 0.0);
        let known = widths.iter().enumerate().take(256).filter_map(width).collect();
        Self { known, other: missing.unwrap_or(500.0) }
    }

    /// Of a font whose codes are numbers of glyphs: `c [w1 w2 …]` and `first last w`.
    pub(super) fn of_composite(document: &Document, font: &Dictionary) -> Self {
        let other = font.get_deref(b"DW", document).and_then(Object::as_float).unwrap_or(1000.0);
        let list = font.get_deref(b"W", document).and_then(Object::as_array).map_or(&[][..], Vec::as_slice);
        let mut known = Vec::new();
        let mut rest = list.iter();
        while let (Some(first), Some(next)) = (rest.next(), rest.next()) {
            if known.len() > MOST {
                break;
            }
            let Some(first) = float(document, first) else { continue };
            let first = first.max(0.0) as u32;
            match document.dereference(next).map(|(_, object)| object) {
                Ok(Object::Array(widths)) => {
                    for (glyph, width) in (first..).zip(widths.iter().take(MOST)) {
                        known.extend(float(document, width).map(|width| (glyph, glyph, width)));
                    }
                }
                Ok(last) => {
                    let (last, width) = (last.as_float().ok(), rest.next().and_then(|width| float(document, width)));
                    known.extend(last.zip(width).map(|(last, width)| (first, last.max(0.0) as u32, width)));
                }
                Err(_) => {}
            }
        }
        known.sort_by_key(|(first, ..)| *first);
        Self { known, other }
    }

    /// Of a code or glyph.
    pub(super) fn get(&self, code: u32) -> f32 {
        self.listed(code).unwrap_or(self.other)
    }

    /// Of a code or glyph that the font lists.
    pub(super) fn listed(&self, code: u32) -> Option<f32> {
        let after = self.known.partition_point(|(first, ..)| *first <= code);
        let (_, last, width) = self.known[after.checked_sub(1)?];
        (code <= last).then_some(width)
    }
}

fn float(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok()
}
