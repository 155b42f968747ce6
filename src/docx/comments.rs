//! Comments written into a copy of a document; what a reader of the page sees stays as it is.

use std::collections::BTreeMap;

use quick_xml::escape::escape;

use super::anchor::{self, Mark};
use super::package::relations_name;
use super::xml::{Space, Token, Xml, local_name};
use super::{Content, Error, LineKind, Package, TraceKind, read};
use crate::source::Segment;
use crate::span::Span;

/// A comment to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The words of [`Content::text`] that it is about.
    pub place: Span,
    /// What it says, one paragraph each.
    pub paragraphs: Vec<String>,
}

/// Who comments.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    /// The full name.
    pub name: &'a str,
    /// A short form of it.
    pub initials: &'a str,
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// A copy of a document with comments. All parts but the text, the list of comments and, for the first comment of a
/// document, the lists of parts keep their bytes. No clock: the same document and comments give the same bytes.
///
/// # Errors
/// The document cannot be read, or what a reader sees would not stay the same.
pub fn annotate(bytes: Vec<u8>, comments: &[Comment], author: Author<'_>) -> Result<Vec<u8>, Error> {
    let mut package = Package::open(bytes)?;
    let before = read(&mut package)?;
    let mut package = package.again();
    let main = package.main_part()?;
    let part = package.part(&main)?.ok_or(Error::NoDocument)?;
    let relations = package.relations(&main)?;
    let known = relations.into_iter().find(|relation| relation.kind == "comments").map(|relation| relation.target);
    let old = match &known {
        Some(name) => package.part(name)?,
        None => None,
    };
    let date = last_changed(&mut package)?;
    let names = Names::of(&part)?;
    let mut ids = Ids::of(&part)?;
    if let Some(old) = &old {
        ids.comment = ids.comment.max(Ids::of(old)?.any);
    }
    let (mut marks, mut said) = (Vec::new(), Vec::new());
    for comment in comments {
        let id = ids.comment;
        ids.comment += 1;
        marks.extend(names.marks(in_part(&before, comment.place), id));
        said.push((id, comment));
    }
    let mut changed = BTreeMap::new();
    changed.insert(main.clone(), anchor::insert(&part, marks, &mut ids.any)?);
    let name = match (known, old) {
        (Some(name), Some(old)) => {
            let own = Names::of(&old)?;
            let new: String = said.iter().map(|(id, comment)| own.comment(*id, comment, author, &date)).collect();
            changed.insert(name.clone(), with_last(&old, &new)?);
            None
        }
        _ => {
            let new: String = said.iter().map(|(id, comment)| names.comment(*id, comment, author, &date)).collect();
            let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let free = (0..).map(|number| match number {
                0 => format!("{folder}comments.xml"),
                number => format!("{folder}comments{number}.xml"),
            });
            let name = free.into_iter().find(|name| !package.has(name)).unwrap_or_default();
            changed.insert(name.clone(), names.list(&new));
            Some(name)
        }
    };
    if let Some(name) = name {
        introduce(&mut package, &main, &name, names.is_strict, &mut changed)?;
    }
    let written = package.write(&changed)?;
    let after = read(&mut Package::open(written.clone())?)?;
    if is_same(&before, &after, comments.len()) { Ok(written) } else { Err(Error::Changed) }
}

/// The bytes of the first part for some words. What stands apart from the running text cannot hold comments of its own:
/// those on notes stand at the notes' marks, those on headers and footers at the first line.
fn in_part(content: &Content, words: Span) -> Span {
    let index =
        content.lines.partition_point(|line| line.span.end < words.start).min(content.lines.len().saturating_sub(1));
    let Some(line) = content.lines.get(index) else { return Span::default() };
    if line.kind.is_apart() {
        let mark = content.notes.iter().rev().find(|(start, _)| *start <= line.span.start);
        let note = mark.filter(|_| matches!(line.kind, LineKind::Footnote | LineKind::Endnote));
        return match note {
            Some((_, at)) => Span::at(*at),
            None => first_written(content).map_or(Span::at(0), |first| in_part(content, first)),
        };
    }
    let bytes = |span: Span| {
        let written = || pieces(content, span).filter(|piece| !piece.file.is_empty());
        written().next().zip(written().next_back()).map(|(first, last)| Span::new(first.file.start, last.file.end))
    };
    // Where the words are written nowhere – a place between words, an automatic number –, what stands nearest.
    let before = content.text[line.span.start..words.start.clamp(line.span.start, line.span.end)].chars().next_back();
    let before =
        before.map(|last| Span::new(words.start.min(line.span.end) - last.len_utf8(), words.start.min(line.span.end)));
    let number = pieces(content, line.span).next().filter(|piece| piece.file.is_empty());
    let near = || before.and_then(bytes).or_else(|| bytes(line.span));
    let first = || first_written(content).and_then(bytes);
    bytes(words).or_else(near).or(number.map(|piece| piece.file)).or_else(first).unwrap_or_default()
}

/// The pieces of some words that stand in the first part.
fn pieces(content: &Content, span: Span) -> impl DoubleEndedIterator<Item = Segment> {
    let first = content.segments.partition_point(|piece| piece.text.end <= span.start);
    let last = content.segments.partition_point(|piece| piece.text.start < span.end).max(first);
    content.segments[first..last].iter().filter(|piece| piece.node == 0).map(move |piece| piece.cut(span))
}

/// The first words of the running text; the cells of a table may have none.
fn first_written(content: &Content) -> Option<Span> {
    let is_written = |span: Span| pieces(content, span).any(|piece| !piece.file.is_empty());
    let mut running = content.lines.iter().filter(|line| !line.kind.is_apart()).map(|line| line.span);
    running.find(|span| is_written(*span))
}

/// Whether readers of two documents see the same, and the second has all that was left in the first.
fn is_same(before: &Content, after: &Content, new: usize) -> bool {
    let count = |content: &Content, kind| content.traces.iter().filter(|trace| trace.kind == kind).count();
    before.text == after.text
        && before.lines == after.lines
        && count(before, TraceKind::Hidden) <= count(after, TraceKind::Hidden)
        && count(before, TraceKind::Revision) <= count(after, TraceKind::Revision)
        && count(before, TraceKind::Comment) + new == count(after, TraceKind::Comment)
}

/// How a part names the elements of Word and their attributes.
struct Names {
    /// Before the name of an element, with its colon.
    element: String,
    /// Before the name of an attribute.
    attribute: String,
    uri: &'static str,
    is_strict: bool,
}

impl Names {
    fn of(part: &str) -> Result<Self, Error> {
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next()? {
            let Token::Start(tag) = token else { continue };
            if tag.name.0 != Space::Word {
                continue;
            }
            let mut spaces = tag.attributes().filter_map(|(name, uri)| {
                let prefix = name.strip_prefix("xmlns:")?;
                (Space::of(&uri) == Space::Word).then(|| (format!("{prefix}:"), uri.contains("purl.oclc.org")))
            });
            let element = tag.written().strip_suffix(tag.name.1).unwrap_or_default().to_owned();
            let Some((attribute, is_strict)) = spaces.next() else { break };
            let uri = if is_strict {
                "http://purl.oclc.org/ooxml/wordprocessingml/main"
            } else {
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            };
            return Ok(Self { element, attribute, uri, is_strict });
        }
        Err(Error::Damaged)
    }

    /// The marks around the words of a comment, and the one that refers to it.
    fn marks(&self, place: Span, id: u64) -> Vec<Mark> {
        let (e, a) = (&self.element, &self.attribute);
        let start = format!("<{e}commentRangeStart {a}id=\"{id}\"/>");
        let end = format!("<{e}commentRangeEnd {a}id=\"{id}\"/><{e}r><{e}commentReference {a}id=\"{id}\"/></{e}r>");
        if place.is_empty() {
            return vec![Mark { at: place.start, opens: true, xml: start + &end }];
        }
        vec![Mark { at: place.start, opens: true, xml: start }, Mark { at: place.end, opens: false, xml: end }]
    }

    fn comment(&self, id: u64, comment: &Comment, author: Author<'_>, date: &str) -> String {
        let (e, a) = (&self.element, &self.attribute);
        let paragraph =
            |text: &String| format!("<{e}p><{e}r><{e}t xml:space=\"preserve\">{}</{e}t></{e}r></{e}p>", written(text));
        let paragraphs: String = comment.paragraphs.iter().map(paragraph).collect();
        let (name, initials) = (written(author.name), written(author.initials));
        let date = if date.is_empty() { String::new() } else { format!(" {a}date=\"{date}\"") };
        format!(
            "<{e}comment {a}id=\"{id}\" {a}author=\"{name}\"{date} {a}initials=\"{initials}\">{paragraphs}</{e}comment>"
        )
    }

    /// A new list of comments.
    fn list(&self, comments: &str) -> String {
        let (e, uri) = (&self.element, self.uri);
        let attribute = self.attribute.trim_end_matches(':');
        let default = if e.is_empty() { format!(" xmlns=\"{uri}\"") } else { String::new() };
        let own = if *e != self.attribute && !e.is_empty() {
            format!(" xmlns:{}=\"{uri}\"", e.trim_end_matches(':'))
        } else {
            String::new()
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <{e}comments xmlns:{attribute}=\"{uri}\"{own}{default}>{comments}</{e}comments>"
        )
    }
}

/// The first ids that are free.
struct Ids {
    /// For comments.
    comment: u64,
    /// For anything.
    any: u64,
}

impl Ids {
    fn of(part: &str) -> Result<Self, Error> {
        let mut ids = Ids { comment: 0, any: 0 };
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next()? {
            let Token::Start(tag) = token else { continue };
            let (Space::Word, name) = tag.name else { continue };
            let next = tag.number::<u32>("id").map_or(0, |id| u64::from(id) + 1);
            ids.any = ids.any.max(next);
            if name.starts_with("comment") {
                ids.comment = ids.comment.max(next);
            }
        }
        Ok(ids)
    }
}

/// When the document says it was changed last, which is the date of the comments; empty where it does not say.
fn last_changed(package: &mut Package) -> Result<String, Error> {
    let relations = package.relations("")?;
    let Some(properties) = relations.into_iter().find(|relation| relation.kind == "core-properties") else {
        return Ok(String::new());
    };
    let text = package.part(&properties.target)?.unwrap_or_default();
    let mut xml = Xml::new(&text);
    let mut is_date = false;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => is_date = tag.name.1 == "modified",
            Token::Text(date, _) if is_date => {
                let is_plain = date.bytes().all(|byte| byte.is_ascii_digit() || b"-:TZ".contains(&byte));
                return Ok(if is_plain { date.to_owned() } else { String::new() });
            }
            _ => {}
        }
    }
    Ok(String::new())
}

/// Makes a new part known.
fn introduce(
    package: &mut Package,
    main: &str,
    name: &str,
    is_strict: bool,
    changed: &mut BTreeMap<String, String>,
) -> Result<(), Error> {
    const TYPES: &str = "[Content_Types].xml";
    let types = package.part(TYPES)?.ok_or(Error::Damaged)?;
    let prefix = root_prefix(&types)?;
    let entry = format!("<{prefix}Override PartName=\"/{}\" ContentType=\"{COMMENTS_TYPE}\"/>", written(name));
    changed.insert(TYPES.to_owned(), with_last(&types, &entry)?);
    let list = relations_name(main);
    let kind = if is_strict { STRICT_RELATIONS } else { RELATIONS };
    let file = name.rsplit('/').next().unwrap_or(name);
    let entry = |prefix: &str, id: &str| {
        format!("<{prefix}Relationship Id=\"{id}\" Type=\"{kind}/comments\" Target=\"{}\"/>", written(file))
    };
    let text = match package.part(&list)? {
        Some(old) => {
            let mut ids = (0..).map(|number| format!("rIdHegui{number}"));
            let id = ids.find(|id| !old.contains(&format!("\"{id}\""))).unwrap_or_default();
            with_last(&old, &entry(&root_prefix(&old)?, &id))?
        }
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
            entry("", "rIdHegui0")
        ),
    };
    changed.insert(list, text);
    Ok(())
}

fn root_prefix(text: &str) -> Result<String, Error> {
    let mut xml = Xml::new(text);
    while let Some(token) = xml.next()? {
        if let Token::Start(tag) = token {
            let written = tag.written();
            return Ok(written[..written.len() - local_name(written).len()].to_owned());
        }
    }
    Err(Error::Damaged)
}

/// The text of a part with more elements at the end of its root.
fn with_last(text: &str, more: &str) -> Result<String, Error> {
    let mut xml = Xml::new(text);
    let mut root = None;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) if root.is_none() => root = Some(tag),
            Token::End(_, span) if xml.depth() == 0 => {
                let root = root.ok_or(Error::Damaged)?;
                let (head, tail) = if root.span == span {
                    let open = text[..span.end].strip_suffix("/>").ok_or(Error::Damaged)?;
                    (format!("{open}>"), format!("</{}>{}", root.written(), &text[span.end..]))
                } else {
                    (text[..span.start].to_owned(), text[span.start..].to_owned())
                };
                return Ok(head + more + &tail);
            }
            _ => {}
        }
    }
    Err(Error::Damaged)
}

/// Text as XML can hold it.
fn written(text: &str) -> String {
    let legal = |character: &char| *character >= ' ' && !matches!(character, '\u{FFFE}' | '\u{FFFF}');
    escape(text.chars().filter(legal).collect::<String>()).into_owned()
}
