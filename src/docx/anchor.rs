//! Marks of comments put between runs: where a mark falls inside a run, the run is parted there.

use super::Error;
use super::xml::{Space, Tag, Token, Xml};
use crate::flow::MOST_PIECES;
use crate::span::Span;

/// Something to be put at a place of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// The byte of the part.
    pub(super) at: usize,
    /// Opens a range; where the place cannot be parted it goes before, other marks after.
    pub(super) opens: bool,
    /// What is put there.
    pub(super) xml: String,
}

/// An element inside a run.
struct Item {
    span: Span,
    /// The text inside, where it can be parted.
    text: Option<Span>,
    /// The opening tag.
    tag: Span,
    keeps_space: bool,
}

/// A run, or another element of a paragraph that holds the text of several places.
struct Unit {
    span: Span,
    depth: usize,
    /// The opening tag and the properties after it; none where only the whole can be marked.
    head: Option<(Span, Option<Span>)>,
    items: Vec<Item>,
}

/// The part with all marks put in; marks outside any paragraph are left out. Nothing is taken away.
/// `fresh` gives ids for what parting a run doubles.
pub(super) fn insert(part: &str, mut marks: Vec<Mark>, fresh: &mut u64) -> Result<String, Error> {
    // Ranges end before others begin.
    marks.sort_by_key(|mark| (mark.at, mark.opens));
    let mut insertions: Vec<(usize, String)> = Vec::new();
    let mut marks = marks.into_iter().peekable();
    let mut xml = Xml::new(part);
    let mut paragraphs = Vec::new();
    let mut unit: Option<Unit> = None;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) if unit.is_none() => {
                if tag.name == (Space::Word, "p") && paragraphs.is_empty() {
                    while marks.next_if(|mark| mark.at < tag.span.end).is_some() {}
                    paragraphs.push((xml.depth(), tag.span));
                } else if let Some(head) = opens_unit(&tag).filter(|_| !paragraphs.is_empty()) {
                    while let Some(mark) = marks.next_if(|mark| mark.at <= tag.span.start) {
                        insertions.push((mark.at, mark.xml));
                    }
                    unit = Some(Unit { span: tag.span, depth: xml.depth(), head, items: Vec::new() });
                }
            }
            Token::Start(tag) => {
                if let Some(unit) = unit.as_mut().filter(|unit| unit.depth + 1 == xml.depth()) {
                    unit.child(part, &tag, &mut xml)?;
                }
            }
            Token::End(_, span) => {
                if let Some(mut whole) = unit.take_if(|unit| unit.depth == xml.depth() + 1) {
                    whole.span.end = span.end;
                    let mut inside = Vec::new();
                    while let Some(mark) = marks.next_if(|mark| mark.at < span.end) {
                        inside.push(mark);
                    }
                    whole.part(part, inside, fresh, &mut insertions);
                } else if let Some((_, start)) = paragraphs.pop_if(|(depth, _)| *depth == xml.depth() + 1) {
                    // An empty element has no room inside.
                    while let Some(mark) = marks.next_if(|mark| mark.at <= span.start && start != span) {
                        insertions.push((mark.at, mark.xml));
                    }
                }
            }
            Token::Text(..) | Token::Reference(..) => {}
        }
    }
    insertions.sort_by_key(|(at, _)| *at);
    let mut text = String::with_capacity(part.len() + insertions.iter().map(|(_, xml)| xml.len()).sum::<usize>());
    let mut copied = 0;
    for (at, xml) in insertions {
        text.push_str(part.get(copied..at).ok_or(Error::Damaged)?);
        text.push_str(&xml);
        copied = at;
    }
    text.push_str(&part[copied..]);
    Ok(text)
}

/// Whether an element of a paragraph is a run, with its opening tag, or something that cannot be parted.
fn opens_unit(tag: &Tag<'_>) -> Option<Option<(Span, Option<Span>)>> {
    match tag.name {
        (Space::Word, "r") => Some(Some((tag.span, None))),
        (Space::Math, _) | (Space::Compatibility, "AlternateContent") => Some(None),
        _ => None,
    }
}

impl Unit {
    /// Takes an element of the run.
    fn child(&mut self, part: &str, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Error> {
        let Some((_, properties)) = &mut self.head else { return Ok(()) };
        if self.items.len() >= MOST_PIECES {
            return Err(Error::TooLarge);
        }
        let end = xml.skip()?;
        let span = Span::new(tag.span.start, end.end);
        match tag.name {
            (Space::Word, "rPr") => *properties = Some(span),
            (Space::Word, "t") => {
                let keeps_space = tag.value("space").is_some_and(|value| value == "preserve");
                let inner = Span::new(tag.span.end.min(end.start), end.start);
                let text = &part[inner.range()];
                // White space at the ends that does not count would count in the halves.
                let is_plain = keeps_space || text.trim_ascii() == text;
                let text = (is_plain && !text.contains('<') && !inner.is_empty()).then_some(inner);
                self.items.push(Item { span, text, tag: tag.span, keeps_space });
            }
            _ => self.items.push(Item { span, text: None, tag: tag.span, keeps_space: true }),
        }
        Ok(())
    }

    /// Puts marks before, after or inside.
    fn part(&self, part: &str, marks: Vec<Mark>, fresh: &mut u64, insertions: &mut Vec<(usize, String)>) {
        let mut marks = marks.into_iter().map(|mark| (self.place(&mark), mark)).collect::<Vec<_>>();
        marks.sort_by_key(|(place, mark)| (*place, mark.opens));
        let mut kept = Vec::new();
        for together in marks.chunk_by(|(one, _), (other, _)| one == other) {
            let at = together[0].0;
            let xml: String = together.iter().map(|(_, mark)| mark.xml.as_str()).collect();
            let inside = self.items.iter().find(|item| item.text.is_some_and(|text| text.start < at && at < text.end));
            let between = self.span.start < at && at < self.span.end;
            let (Some((open, properties)), true) = (self.head, between) else {
                insertions.push((at, xml));
                continue;
            };
            let name = |tag: Span| {
                let written = part[tag.range()].trim_start_matches('<');
                &written[..written.find(|end: char| end.is_ascii_whitespace() || "/>".contains(end)).unwrap_or(0)]
            };
            let run = name(open);
            let again = properties.map_or_else(String::new, |span| with_fresh_ids(&part[span.range()], fresh));
            let opened = format!("{}{again}", &part[open.range()]);
            let Some(item) = inside else {
                insertions.push((at, format!("</{run}>{xml}{opened}")));
                continue;
            };
            let text = name(item.tag);
            if !item.keeps_space && !kept.contains(&item.tag.start) {
                kept.push(item.tag.start);
                insertions.push((item.tag.start + 1 + text.len(), " xml:space=\"preserve\"".to_owned()));
            }
            insertions.push((at, format!("</{text}></{run}>{xml}{opened}<{text} xml:space=\"preserve\">")));
        }
    }

    /// Where a mark inside can stand.
    fn place(&self, mark: &Mark) -> usize {
        let whole = if mark.opens { self.span.start } else { self.span.end };
        if self.head.is_none() {
            return whole;
        }
        let before = |index: usize| if index == 0 { self.span.start } else { self.items[index].span.start };
        let after = |index: usize| self.items.get(index + 1).map_or(self.span.end, |next| next.span.start);
        match self.items.iter().position(|item| mark.at < item.span.end) {
            None => self.span.end,
            Some(index) => match self.items[index].text {
                _ if mark.at <= self.items[index].span.start => before(index),
                Some(text) if mark.at <= text.start => before(index),
                Some(text) if mark.at >= text.end => after(index),
                Some(_) => mark.at,
                None if mark.opens => before(index),
                None => after(index),
            },
        }
    }
}

/// Properties to be written a second time: tracked changes in them get ids of their own.
fn with_fresh_ids(properties: &str, fresh: &mut u64) -> String {
    let mut text = String::new();
    let mut rest = properties;
    while let Some(at) = rest.find(":id=\"") {
        let digits = at + ":id=\"".len();
        let Some(length) = rest[digits..].find('"') else { break };
        text.push_str(&rest[..digits]);
        text.push_str(&fresh.to_string());
        *fresh += 1;
        rest = &rest[digits + length..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part with `[` and `]` where marks of ranges stand in `marked` as `⟦` and `⟧`.
    fn parted(marked: &str) -> String {
        const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let mut part = format!("<w:p xmlns:w=\"{WORD}\">");
        let head = part.len();
        let mut marks = Vec::new();
        for character in marked.chars() {
            let opens = character == '⟦';
            match character {
                '⟦' | '⟧' => {
                    marks.push(Mark { at: part.len(), opens, xml: if opens { "[" } else { "]" }.to_owned() });
                }
                _ => part.push(character),
            }
        }
        part.push_str("</w:p>");
        let text = insert(&part, marks, &mut 100).expect("well-formed");
        text[head..text.len() - "</w:p>".len()].replace(" xml:space=\"preserve\"", "*")
    }

    #[test]
    fn runs_are_parted_only_where_a_range_begins_or_ends_inside() {
        for (marked, expected) in [
            ("<w:r><w:t>⟦青禾⟧</w:t></w:r>", "[<w:r><w:t>青禾</w:t></w:r>]"),
            (
                "<w:r w:a=\"1\"><w:rPr><w:b/></w:rPr><w:t>青⟦禾⟧镇</w:t></w:r>",
                "<w:r w:a=\"1\"><w:rPr><w:b/></w:rPr><w:t*>青</w:t></w:r>[<w:r w:a=\"1\"><w:rPr><w:b/></w:rPr><w:t*>禾</w:t></w:r>]\
                 <w:r w:a=\"1\"><w:rPr><w:b/></w:rPr><w:t*>镇</w:t></w:r>",
            ),
            (
                "<w:r><w:t>⟦青</w:t></w:r><w:ins><w:r><w:t>禾⟧镇</w:t></w:r></w:ins>",
                "[<w:r><w:t>青</w:t></w:r><w:ins><w:r><w:t*>禾</w:t></w:r>]<w:r><w:t*>镇</w:t></w:r></w:ins>",
            ),
            (
                "<w:r><w:t>青</w:t>⟦<w:tab/>⟧<w:t>禾</w:t></w:r>",
                "<w:r><w:t>青</w:t></w:r>[<w:r><w:tab/></w:r>]<w:r><w:t>禾</w:t></w:r>",
            ),
            (
                "<w:r><w:t>A⟦&amp;⟧B</w:t></w:r>",
                "<w:r><w:t*>A</w:t></w:r>[<w:r><w:t*>&amp;</w:t></w:r>]<w:r><w:t*>B</w:t></w:r>",
            ),
            ("<w:r><w:t> 青⟦禾⟧ </w:t></w:r>", "[<w:r><w:t> 青禾 </w:t></w:r>]"),
            ("<w:r><w:t><![CDATA[青⟦禾⟧]]></w:t></w:r>", "[<w:r><w:t><![CDATA[青禾]]></w:t></w:r>]"),
            ("⟦⟧<w:r><w:t>青</w:t></w:r>", "][<w:r><w:t>青</w:t></w:r>"),
            ("<w:r><w:t>青⟦禾</w:t></w:r>⟧", "<w:r><w:t*>青</w:t></w:r>[<w:r><w:t*>禾</w:t></w:r>]"),
            (
                "<w:r><w:rPr><w:rPrChange w:id=\"5\"/></w:rPr><w:t>青⟦禾</w:t></w:r>⟧",
                "<w:r><w:rPr><w:rPrChange w:id=\"5\"/></w:rPr><w:t*>青</w:t></w:r>[<w:r><w:rPr><w:rPrChange w:id=\"100\"/></w:rPr><w:t*>禾</w:t></w:r>]",
            ),
            (
                "<w:r><w:t>青</w:t><w:pict><w:p><w:r><w:t>⟦禾⟧</w:t></w:r></w:p></w:pict><w:t>镇</w:t></w:r>",
                "<w:r><w:t>青</w:t></w:r>[<w:r><w:pict><w:p><w:r><w:t>禾</w:t></w:r></w:p></w:pict></w:r>]<w:r><w:t>镇</w:t></w:r>",
            ),
        ] {
            assert_eq!(parted(marked), expected, "{marked}");
        }
    }
}
