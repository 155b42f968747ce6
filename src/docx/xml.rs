//! XML as a stream of elements and text, each with its bytes in the part.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};

use super::Error;
use crate::span::Span;

/// The deepest that elements may lie in each other; documents of people stay below a hundred.
const DEEPEST: usize = 1000;
/// The most prefixes that may be declared at a place; documents have some thirty.
const MOST_PREFIXES: usize = 1000;

/// A byte order mark.
const MARK: char = '\u{feff}';

/// Which vocabulary an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// WordprocessingML, strict or transitional.
    Word,
    /// Markup compatibility: one content for new programs, one for old.
    Compatibility,
    /// Formulas.
    Math,
    Other,
}

impl Space {
    pub(crate) fn of(uri: &str) -> Self {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
            _ => Space::Other,
        }
    }
}

/// An element's name: its vocabulary, and the name without prefix.
pub(crate) type Name<'a> = (Space, &'a str);

/// The opening of an element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) name: Name<'a>,
    /// The bytes from `<` to `>`.
    pub(crate) span: Span,
    /// What stands between `<` and `>`.
    inner: &'a str,
}

impl<'a> Tag<'a> {
    /// The element's name as written, with its prefix.
    pub(crate) fn written(&self) -> &'a str {
        let end = self.inner.find(|byte: char| byte.is_ascii_whitespace()).unwrap_or(self.inner.len());
        &self.inner[..end]
    }

    /// The value of an attribute, by its name without prefix.
    pub(crate) fn value(&self, local: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(name, _)| local_name(name) == local).map(|(_, value)| value)
    }

    /// A switch such as `<w:vanish/>` or `<w:vanish w:val="0"/>`.
    pub(crate) fn is_on(&self) -> bool {
        self.value("val").is_none_or(|value| !matches!(&*value, "0" | "false" | "off"))
    }

    /// A whole number.
    pub(crate) fn number<T: std::str::FromStr>(&self, local: &str) -> Option<T> {
        self.value(local)?.trim().parse().ok()
    }

    /// All attributes with their names as written.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let mut attributes = Attributes::new(self.inner, self.written().len());
        attributes.with_checks(false);
        attributes.map_while(Result::ok).map(|attribute| {
            let value = match attribute.value {
                Cow::Borrowed(raw) => unescape(raw).unwrap_or(Cow::Borrowed(raw)),
                owned => owned,
            };
            (attribute.key.into_inner(), value)
        })
    }
}

/// A piece of XML.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token<'a> {
    Start(Tag<'a>),
    /// The span is the closing tag's, or the whole element's where it is empty.
    End(Name<'a>, Span),
    /// Text as it stands in the part, without references in it.
    Text(&'a str, Span),
    /// One character written as a reference, or text that cannot be taken byte by byte.
    Reference(char, Span),
}

/// Reads a part.
pub(crate) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// The bytes that the reader passes over without counting them: a byte order mark.
    uncounted: usize,
    depth: usize,
    /// Prefixes with their vocabularies and the depth at which they were declared, the latest last.
    prefixes: Vec<(usize, &'a str, Space)>,
    /// The end of an empty element that is still to be told.
    ends: Option<(Name<'a>, Span)>,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().allow_dangling_amp = true;
        let uncounted = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        Self { text, reader, uncounted, depth: 0, prefixes: Vec::new(), ends: None }
    }

    /// The next piece; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'a>>, Error> {
        if let Some((name, span)) = self.ends.take() {
            self.leave();
            return Ok(Some(Token::End(name, span)));
        }
        loop {
            let start = self.offset();
            let event = self.reader.read_event().map_err(|_| Error::Damaged)?;
            let span = Span::new(start, self.offset());
            return Ok(Some(match event {
                Event::Start(_) => Token::Start(self.enter(span, false)?),
                Event::Empty(_) => {
                    let tag = self.enter(span, true)?;
                    self.ends = Some((tag.name, span));
                    Token::Start(tag)
                }
                Event::End(_) => {
                    let name = self.name(self.slice(span.start + 2, span.end - 1)?.trim_ascii_end());
                    self.leave();
                    Token::End(name, span)
                }
                Event::Text(_) if self.depth > 0 => Token::Text(self.slice(span.start, span.end)?, span),
                Event::CData(_) => {
                    let inner = Span::new(span.start + "<![CDATA[".len(), span.end - "]]>".len());
                    Token::Text(self.slice(inner.start, inner.end)?, inner)
                }
                Event::GeneralRef(reference) => Token::Reference(character(&reference)?, span),
                // A document of entities, not of words.
                Event::DocType(_) => return Err(Error::Damaged),
                Event::Eof if self.depth > 0 => return Err(Error::Damaged),
                Event::Eof => return Ok(None),
                Event::Text(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    /// Passes over the rest of the element that was opened last.
    pub(crate) fn skip(&mut self) -> Result<Span, Error> {
        let outer = self.depth - 1;
        loop {
            match self.next()? {
                Some(Token::End(_, span)) if self.depth == outer => return Ok(span),
                Some(_) => {}
                None => return Err(Error::Damaged),
            }
        }
    }

    /// How many elements are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    #[expect(clippy::cast_possible_truncation, reason = "the offset lies in a text in memory")]
    fn offset(&self) -> usize {
        self.uncounted + self.reader.buffer_position() as usize
    }

    fn slice(&self, start: usize, end: usize) -> Result<&'a str, Error> {
        self.text.get(start..end).ok_or(Error::Damaged)
    }

    fn enter(&mut self, span: Span, empty: bool) -> Result<Tag<'a>, Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Error::TooDeep);
        }
        let inner = self.slice(span.start + 1, span.end - if empty { 2 } else { 1 })?;
        let mut tag = Tag { name: (Space::Other, ""), span, inner };
        if inner.contains("xmlns") {
            for (name, uri) in tag.attributes() {
                if let Some(prefix) = name.strip_prefix("xmlns") {
                    if self.prefixes.len() >= MOST_PREFIXES {
                        return Err(Error::TooDeep);
                    }
                    self.prefixes.push((self.depth, prefix.strip_prefix(':').unwrap_or(prefix), Space::of(&uri)));
                }
            }
        }
        tag.name = self.name(tag.written());
        Ok(tag)
    }

    fn leave(&mut self) {
        while self.prefixes.last().is_some_and(|(depth, ..)| *depth >= self.depth) {
            self.prefixes.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn name(&self, written: &'a str) -> Name<'a> {
        let (prefix, local) = written.split_once(':').unwrap_or(("", written));
        let space = self.prefixes.iter().rev().find(|(_, known, _)| *known == prefix);
        (space.map_or(Space::Other, |(_, _, space)| *space), local)
    }
}

/// A name without its prefix.
pub(crate) fn local_name(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn character(reference: &BytesRef<'_>) -> Result<char, Error> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| Error::Damaged)? {
        return Ok(character);
    }
    let known = resolve_predefined_entity(reference).and_then(|text| text.chars().next());
    known.ok_or(Error::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    #[test]
    fn names_are_known_by_what_their_prefixes_stand_for() {
        let text = format!(
            "<?xml version=\"1.0\"?><a:document xmlns:a=\"{WORD}\"><a:p><x xmlns:a=\"other\"><a:t/></x><a:t>甲&amp;乙</a:t></a:p>\
             <p xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/></a:document>"
        );
        let mut xml = Xml::new(&text);
        let mut seen = Vec::new();
        while let Some(token) = xml.next().expect("well-formed") {
            match token {
                Token::Start(tag) if tag.name.0 == Space::Word => seen.push(tag.name.1.to_owned()),
                Token::Text(words, span) => {
                    assert_eq!(words, &text[span.range()]);
                    seen.push(words.to_owned());
                }
                Token::Reference(character, span) => {
                    assert_eq!(&text[span.range()], "&amp;");
                    seen.push(character.to_string());
                }
                _ => {}
            }
        }
        assert_eq!(seen, ["document", "p", "t", "甲", "&", "乙", "p"]);
        assert_eq!(xml.depth(), 0);
    }

    #[test]
    fn attributes_and_switches() {
        let text = "<w:a w:val='（%1）&quot;' b=\"3\"/>";
        let Some(Token::Start(tag)) = Xml::new(text).next().expect("well-formed") else { panic!("a tag") };
        assert_eq!(
            (tag.value("val").as_deref(), tag.number::<u32>("b"), tag.is_on()),
            (Some("（%1）\""), Some(3), true)
        );
        assert_eq!(tag.written(), "w:a");
        let off = "<w:vanish w:val=\"false\"/>";
        let Some(Token::Start(tag)) = Xml::new(off).next().expect("well-formed") else { panic!("a tag") };
        assert!(!tag.is_on());
    }

    #[test]
    fn places_count_byte_order_marks() {
        for marks in ["", "\u{feff}", "\u{feff}\u{feff}"] {
            let text = format!("{marks}<?xml version=\"1.0\"?>\n<a>甲</a>");
            let mut xml = Xml::new(&text);
            let mut seen = String::new();
            while let Some(token) = xml.next().expect("well-formed") {
                match token {
                    Token::Start(tag) => seen.push_str(&text[tag.span.range()]),
                    Token::Text(words, span) if words == &text[span.range()] => seen.push_str(words),
                    Token::End(_, span) => seen.push_str(&text[span.range()]),
                    other => panic!("{other:?}"),
                }
            }
            assert_eq!(seen, "<a>甲</a>");
        }
    }

    #[test]
    fn tricks_are_damage() {
        let deep = "<a>".repeat(DEEPEST + 1);
        for (text, error) in [
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", Error::Damaged),
            ("<a>&b;</a>", Error::Damaged),
            ("<a></b>", Error::Damaged),
            ("<a>", Error::Damaged),
            ("<a", Error::Damaged),
            ("<a>&#0;</a>", Error::Damaged),
            (&deep, Error::TooDeep),
        ] {
            let mut xml = Xml::new(text);
            let end = loop {
                match xml.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            assert_eq!(end, Some(error), "{}", &text[..text.len().min(40)]);
        }
    }
}
