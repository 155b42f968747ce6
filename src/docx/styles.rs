//! Styles: which paragraphs are headings, numbered or hidden by their style.

use std::collections::HashMap;

use super::Error;
use super::xml::{Space, Tag, Token, Xml};
use crate::flow::{StyleKind, symbol};

/// The longest chain of styles based on each other.
const LONGEST_CHAIN: usize = 20;

/// The longest id of a style, in bytes; paragraphs without a style are given that of the default one.
const LONGEST_ID: usize = 1000;

/// What a paragraph's or a run's own properties, or those of its style, say; none where they say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    pub(super) style: Option<String>,
    /// The outline level from 0; 9 is running text.
    pub(super) outline: Option<u8>,
    /// The list whose number it has; 0 for none.
    pub(super) list: Option<u32>,
    /// The level in that list, from 0.
    pub(super) list_level: Option<u8>,
    pub(super) hidden: Option<bool>,
    /// The font of letters, where it is one of symbols.
    pub(super) symbols: Option<String>,
}

impl Properties {
    /// Takes an element inside `w:pPr` or `w:rPr`.
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        match tag.name {
            (Space::Word, "pStyle" | "rStyle") => self.style = tag.value("val").map(|id| id.into_owned()),
            (Space::Word, "outlineLvl") => self.outline = tag.number("val"),
            (Space::Word, "numId") => self.list = tag.number("val"),
            (Space::Word, "ilvl") => self.list_level = tag.number("val"),
            (Space::Word, "rFonts") => {
                let font = tag.value("ascii").filter(|font| symbol::is_symbolic(font));
                self.symbols = font.map(|font| font.into_owned());
            }
            (Space::Word, "vanish") => self.hidden = Some(tag.is_on()),
            _ => {}
        }
    }

    /// Takes from another what is not said here.
    fn complete(&mut self, other: &Properties) {
        self.outline = self.outline.or(other.outline);
        self.hidden = self.hidden.or(other.hidden);
        if self.list.is_none() {
            self.list = other.list;
        }
        self.list_level = self.list_level.or(other.list_level);
    }
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    own: Properties,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default_paragraph: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let mut styles = Styles::default();
        let mut xml = Xml::new(text);
        while let Some(token) = xml.next()? {
            let Token::Start(tag) = token else { continue };
            if tag.name != (Space::Word, "style") {
                continue;
            }
            let id = tag.value("styleId").unwrap_or_default().into_owned();
            let is_default = tag.value("default").is_some_and(|value| matches!(&*value, "1" | "true" | "on"));
            if is_default && id.len() <= LONGEST_ID && tag.value("type").is_some_and(|kind| kind == "paragraph") {
                styles.default_paragraph = Some(id.clone());
            }
            let style = Style::read(&mut xml)?;
            styles.by_id.insert(id, style);
        }
        Ok(styles)
    }

    /// A paragraph's properties with those of its style, and what the style makes of it.
    pub(super) fn complete(&self, properties: &mut Properties) -> StyleKind {
        if properties.style.is_none() {
            properties.style.clone_from(&self.default_paragraph);
        }
        let mut kind = StyleKind::Text;
        for style in self.chain(properties.style.as_deref()) {
            if kind == StyleKind::Text {
                kind = StyleKind::of_name(&style.name);
            }
            properties.complete(&style.own);
        }
        kind
    }

    /// Whether a run of this character style is hidden.
    pub(super) fn hides(&self, style: Option<&str>) -> Option<bool> {
        self.chain(style).find_map(|style| style.own.hidden)
    }

    /// The list that a numbering style stands for.
    pub(super) fn list_of(&self, style: &str) -> Option<u32> {
        self.chain(Some(style)).find_map(|style| style.own.list)
    }

    /// A style and those that it is based on, the nearest first.
    fn chain<'a>(&'a self, id: Option<&str>) -> impl Iterator<Item = &'a Style> + use<'a> {
        let first = id.and_then(|id| self.by_id.get(id));
        let next = |style: &&'a Style| style.based_on.as_ref().and_then(|id| self.by_id.get(id));
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }
}

impl Style {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Error> {
        let mut style = Style::default();
        let outside = xml.depth() - 1;
        while let Some(token) = xml.next()? {
            match token {
                Token::Start(tag) => match tag.name {
                    (Space::Word, "name") => {
                        style.name = tag.value("val").unwrap_or_default().into_owned();
                    }
                    (Space::Word, "basedOn") => style.based_on = tag.value("val").map(|id| id.into_owned()),
                    // What holds for parts of tables, and what was before a change.
                    (Space::Word, "tblStylePr" | "pPrChange" | "rPrChange") => drop(xml.skip()?),
                    _ => style.own.take(&tag),
                },
                Token::End(..) if xml.depth() == outside => break,
                _ => {}
            }
        }
        Ok(style)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLES: &str = r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
        <w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="b"><w:name w:val="公文一级"/><w:basedOn w:val="1"/><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val="5"/></w:pPr></w:pPrChange></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="c"><w:name w:val="标题 2"/></w:style>
        <w:style w:type="paragraph" w:styleId="d"><w:name w:val="toc 1"/></w:style>
        <w:style w:type="paragraph" w:styleId="e"><w:name w:val="Title"/></w:style>
        <w:style w:type="paragraph" w:styleId="f"><w:name w:val="f"/><w:basedOn w:val="g"/></w:style>
        <w:style w:type="paragraph" w:styleId="g"><w:name w:val="g"/><w:basedOn w:val="f"/></w:style>
        <w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;

    #[test]
    fn styles_hand_on_what_they_say() {
        let styles = Styles::read(STYLES).expect("well-formed");
        for (style, kind, outline, list) in [
            (None, StyleKind::Text, None, None),
            (Some("1"), StyleKind::Heading(1), Some(0), Some(3)),
            (Some("b"), StyleKind::Heading(1), Some(0), Some(3)),
            (Some("c"), StyleKind::Heading(2), None, None),
            (Some("d"), StyleKind::Contents, None, None),
            (Some("e"), StyleKind::Title, None, None),
            (Some("f"), StyleKind::Text, None, None),
            (Some("unknown"), StyleKind::Text, None, None),
        ] {
            let mut properties = Properties { style: style.map(str::to_owned), ..Properties::default() };
            let told = styles.complete(&mut properties);
            assert_eq!((told, properties.outline, properties.list), (kind, outline, list), "{style:?}");
        }
        assert_eq!(
            (styles.hides(Some("h")), styles.hides(Some("a")), styles.list_of("b")),
            (Some(true), None, Some(3))
        );
    }
}
