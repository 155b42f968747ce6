//! Through the elements of a part: paragraphs, runs, tables, fields, tracked changes.

mod property;
mod story;

use std::collections::HashMap;

use super::numbering::Numbering;
use super::package::Relation;
use super::paragraph::Paragraph;
use super::styles::Styles;
use super::xml::{Name, Space, Tag, Token, Xml};
use super::{Content, Error};
use crate::flow::{self, LineKind, Outflow, TraceKind, symbol};
use crate::span::Span;

/// The most headers and footers that are looked at.
const MOST_AROUND: usize = 100;
/// The deepest that fields may lie in each other.
const DEEPEST_FIELD: usize = 100;

/// Reads the parts of one document one after the other.
pub(super) struct Walk<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    out: Outflow,
    parts: Vec<String>,
    /// A body of text has been seen.
    has_body: bool,
    /// What the lines of the present part are; none in the running text.
    apart: Option<LineKind>,
    /// Open paragraphs; the later ones lie in text boxes of the earlier.
    paragraphs: Vec<Paragraph>,
    /// A paragraph whose end is deleted, and how many are open around it.
    carried: Option<(usize, Paragraph)>,
    runs: Vec<Run>,
    /// Open fields: whether their result has begun.
    fields: Vec<bool>,
    /// Open choices between contents: whether one has been taken.
    choices: Vec<bool>,
    /// Open content controls: whether each holds a table of contents.
    controls: Vec<bool>,
    /// Where open insertions began in the present paragraph.
    insertions: Vec<usize>,
    /// Inside an element of text: where the text began in the paragraph, and whether its outer white space counts.
    words: Option<(usize, bool)>,
    /// Headers and footers by their ids.
    around: Vec<(LineKind, String)>,
    /// Marks of notes: whether of an endnote, which, and where in the part.
    marks: HashMap<(bool, String), usize>,
    /// The start of each line of a note, and where its mark stands.
    notes: Vec<(usize, usize)>,
    /// Where the mark of the present note stands.
    note: Option<usize>,
    /// How many paragraphs have been opened.
    opened: usize,
}

/// A run whose end has not come.
struct Run {
    hidden: bool,
    /// The font, where it is one of symbols.
    symbols: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            out: Outflow::default(),
            parts: Vec::new(),
            has_body: false,
            apart: None,
            paragraphs: Vec::new(),
            carried: None,
            runs: Vec::new(),
            fields: Vec::new(),
            choices: Vec::new(),
            controls: Vec::new(),
            insertions: Vec::new(),
            words: None,
            around: Vec::new(),
            marks: HashMap::new(),
            opened: 0,
            notes: Vec::new(),
            note: None,
        }
    }

    /// Reads one part; its lines are of one kind unless it holds the running text.
    pub(super) fn part(&mut self, name: &str, text: &str, apart: Option<LineKind>) -> Result<(), Error> {
        self.parts.push(name.to_owned());
        self.apart = apart;
        self.fields.clear();
        let mut xml = Xml::new(text);
        while let Some(token) = xml.next()? {
            match token {
                Token::Start(tag) => self.open(&tag, &mut xml)?,
                Token::End(name, _) => self.close(name)?,
                Token::Text(words, span) => self.words(words, span)?,
                Token::Reference(character, span) if self.words.is_some() => self.instead(character, span)?,
                Token::Reference(..) => {}
            }
        }
        self.end_of_story()
    }

    /// Whether the running text has marks of such notes.
    pub(super) fn has_notes(&self, kind: LineKind) -> bool {
        self.marks.keys().any(|(is_endnote, _)| *is_endnote == (kind == LineKind::Endnote))
    }

    /// The parts of headers and footers, each once.
    pub(super) fn around_pages(&self, relations: &[Relation]) -> Vec<(LineKind, String)> {
        let mut parts = Vec::new();
        for kind in [LineKind::Header, LineKind::Footer] {
            for (_, id) in self.around.iter().filter(|(own, _)| *own == kind) {
                let target = relations.iter().find(|relation| relation.id == *id).map(|relation| &relation.target);
                if let Some(target) = target.filter(|target| !parts.iter().any(|(_, known)| known == *target)) {
                    parts.push((kind, target.clone()));
                }
            }
        }
        parts
    }

    /// Whether the text speaks of comments.
    pub(super) fn has_comments(&self) -> bool {
        !self.out.all.comments.is_empty()
    }

    /// All that was read; `said` has the words of comments by their ids.
    pub(super) fn finish(self, said: HashMap<String, String>) -> Result<Content, Error> {
        if !self.has_body {
            return Err(Error::NoDocument);
        }
        let flow::Content { text, segments, lines, traces } = self.out.finish(said);
        Ok(Content { text, segments, lines, traces, parts: self.parts, notes: self.notes })
    }

    fn open(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Error> {
        match tag.name {
            (Space::Word, name) => self.open_word(name, tag, xml)?,
            (Space::Compatibility, "AlternateContent") => self.choices.push(false),
            (Space::Compatibility, "Choice" | "Fallback") => {
                match self.choices.last_mut() {
                    Some(taken) if !*taken => *taken = true,
                    _ => drop(xml.skip()?),
                };
            }
            (Space::Math, "t") => self.words = Some((self.length(), true)),
            _ => {}
        }
        Ok(())
    }

    fn open_word(&mut self, name: &str, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Error> {
        match name {
            "body" => self.has_body = true,
            "p" => self.open_paragraph(tag)?,
            "pPr" => self.paragraph_properties(xml)?,
            "r" => {
                let hidden = self.paragraphs.last().is_some_and(|open| open.properties.hidden == Some(true));
                self.runs.push(Run { hidden, symbols: None });
            }
            "rPr" => self.run_properties(xml)?,
            "t" => {
                let keeps = tag.value("space").is_some_and(|value| value == "preserve");
                self.words = Some((self.length(), keeps));
            }
            "tab" | "ptab" => self.instead('\t', tag.span)?,
            "br" | "cr" => self.instead('\n', tag.span)?,
            "noBreakHyphen" => self.instead('-', tag.span)?,
            "sym" => {
                let code = tag.value("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = tag.value("font").unwrap_or_default();
                if let Some(character) = code.and_then(|code| symbol::of_font(&font, code)) {
                    self.instead(character, tag.span)?;
                }
            }
            "del" | "moveFrom" => {
                self.trace(TraceKind::Revision);
                xml.skip()?;
            }
            "ins" | "moveTo" => self.insertions.push(self.length()),
            "instrText" | "delText" | "delInstrText" | "rt" | "tblGrid" => drop(xml.skip()?),
            "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "tblPrExChange" | "tblGridChange"
            | "trPrChange" | "tcPrChange" | "numberingChange" | "cellIns" | "cellDel" | "cellMerge" => {
                self.trace(TraceKind::Revision);
                xml.skip()?;
            }
            "fldChar" => match tag.value("fldCharType").as_deref() {
                Some("begin") if self.fields.len() >= DEEPEST_FIELD => return Err(Error::TooDeep),
                Some("begin") => self.fields.push(false),
                Some("separate") => {
                    if let Some(result) = self.fields.last_mut() {
                        *result = true;
                    }
                }
                Some("end") => drop(self.fields.pop()),
                _ => {}
            },
            "tbl" => self.out.table(),
            "tr" if self.paragraphs.is_empty() => self.out.row(),
            "tc" if self.paragraphs.is_empty() => self.out.cell(),
            "trPr" => self.row_properties(xml)?,
            "sdt" => self.controls.push(false),
            "docPartGallery" => {
                let is_contents = tag.value("val").is_some_and(|value| value == "Table of Contents");
                if let Some(control) = self.controls.last_mut() {
                    *control |= is_contents;
                }
            }
            "headerReference" | "footerReference" => {
                let kind = if name == "headerReference" { LineKind::Header } else { LineKind::Footer };
                let room = MOST_AROUND.saturating_sub(self.around.len());
                self.around.extend(tag.value("id").map(|id| (kind, id.into_owned())).filter(|_| room > 0));
            }
            "footnoteReference" | "endnoteReference" if self.apart.is_none() => {
                let id = tag.value("id").unwrap_or_default().into_owned();
                self.marks.insert((name == "endnoteReference", id), tag.span.start);
            }
            "footnote" | "endnote" => {
                let id = tag.value("id").unwrap_or_default().into_owned();
                match self.marks.get(&(name == "endnote", id)) {
                    Some(at) => self.note = Some(*at),
                    None => drop(xml.skip()?),
                }
            }
            "commentRangeStart" | "commentReference" => {
                let (id, at) = (tag.value("id").unwrap_or_default().into_owned(), self.length());
                self.work().comment(id, at);
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: Name<'_>) -> Result<(), Error> {
        match name {
            (Space::Word, "p") => self.close_paragraph()?,
            (Space::Word, "r") => drop(self.runs.pop()),
            (Space::Word | Space::Math, "t") => self.end_of_words(),
            (Space::Word, "ins" | "moveTo") => {
                let start = self.insertions.pop().unwrap_or_default();
                let end = self.length();
                let span = Span::new(start.min(end), end);
                self.work().trace(TraceKind::Revision, span);
            }
            (Space::Word, "tr") if self.paragraphs.is_empty() => self.out.end_row(),
            (Space::Word, "tc" | "txbxContent" | "footnote" | "endnote") => {
                self.end_of_story()?;
                if matches!(name.1, "footnote" | "endnote") {
                    self.note = None;
                }
            }
            (Space::Word, "sdt") => drop(self.controls.pop()),
            (Space::Compatibility, "AlternateContent") => drop(self.choices.pop()),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
         <w:lvlText w:val=\"第%1条\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"●\"/></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    const STYLES: &str = "<w:style w:styleId=\"hidden\"><w:rPr><w:vanish/></w:rPr></w:style>";

    /// The lines of a body in which `p(…)` is a paragraph, `r(…)` a run and `t(…)` a text.
    fn lines(body: &str) -> Vec<String> {
        const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";
        let part = |root: &str, inner: &str| {
            format!("<w:{root} xmlns:w=\"{WORD}\" xmlns:mc=\"{COMPATIBILITY}\">{inner}</w:{root}>")
        };
        let mut open = Vec::new();
        let mut written = String::new();
        for character in body.chars() {
            match character {
                '(' => {
                    let name = written.pop().expect("a name before the bracket");
                    open.push(name);
                    written.push_str(&format!("<w:{name}>"));
                }
                ')' => written.push_str(&format!("</w:{}>", open.pop().expect("an open bracket"))),
                _ => written.push(character),
            }
        }
        let styles = Styles::read(&part("styles", STYLES)).expect("well-formed");
        let mut walk = Walk::new(&styles, Numbering::read(&part("numbering", LISTS)).expect("well-formed"));
        let document = part("document", &format!("<w:body>{written}</w:body>"));
        walk.part("document.xml", &document, None).expect("well-formed");
        let content = walk.finish(HashMap::new()).expect("a body");
        content.lines.iter().map(|line| content.text[line.span.range()].to_owned()).collect()
    }

    #[test]
    fn paragraphs_whose_ends_are_deleted_go_on() {
        const GOES_ON: &str = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
        const NUMBERED: &str = "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
        for (body, expected) in [
            (format!("p({GOES_ON}r(t(青)))p({NUMBERED}r(t(禾)))p(r(t(镇)))"), vec!["第1条 青禾", "镇"]),
            (format!("p({GOES_ON}r(t(青)))p({GOES_ON})p(r(t(禾)))"), vec!["青禾"]),
            (format!("p({GOES_ON}r(t(青)))"), vec!["青"]),
            (
                format!("<w:tbl><w:tr><w:tc>p({GOES_ON}r(t(青)))</w:tc><w:tc>p(r(t(禾)))</w:tc></w:tr></w:tbl>"),
                vec!["青\t禾"],
            ),
            (
                format!(
                    "p({GOES_ON}r(t(青)<w:pict><w:txbxContent>p({GOES_ON}r(t(框)))</w:txbxContent></w:pict>))p(r(t(禾)))"
                ),
                vec!["青禾", "框"],
            ),
        ] {
            assert_eq!(lines(&body), expected, "{body}");
        }
    }

    #[test]
    fn only_what_is_on_the_page_is_read() {
        const BEGIN: &str = "<w:fldChar w:fldCharType=\"begin\"/>";
        const RESULT: &str = "<w:fldChar w:fldCharType=\"separate\"/>";
        const END: &str = "<w:fldChar w:fldCharType=\"end\"/>";
        for (body, expected) in [
            (format!("p(r({BEGIN}t(码){BEGIN}t(码){RESULT}t(码){END}{RESULT}t(果){END}t(后)))"), vec!["果后"]),
            (format!("p(r({BEGIN}t(码)))p(r(t(后)))"), vec!["", "后"]),
            (format!("p(r({BEGIN}t(码){RESULT}t(目)))p(r(t(录){END}))"), vec!["目", "录"]),
            ("p(r(<w:rPr><w:rStyle w:val=\"hidden\"/></w:rPr>t(隐))r(t(显)))".to_owned(), vec!["显"]),
            ("p(<w:pPr><w:pStyle w:val=\"hidden\"/></w:pPr>r(t(隐))r(<w:rPr><w:vanish w:val=\"0\"/></w:rPr>t(显)))".to_owned(), vec!["显"]),
            ("p(r(<mc:AlternateContent><mc:Fallback>t(旧)</mc:Fallback></mc:AlternateContent>))".to_owned(), vec!["旧"]),
            (
                "p(r(<mc:AlternateContent><mc:Choice>t(新)</mc:Choice><mc:Fallback>t(旧)</mc:Fallback></mc:AlternateContent>))".to_owned(),
                vec!["新"],
            ),
            ("p(<w:del>r(t(删))</w:del><w:ins>r(t(增))</w:ins><w:moveFrom>r(t(去))</w:moveFrom>)".to_owned(), vec!["增"]),
            ("p(r(t( 青 &#x20;)t(禾 )))t(外)".to_owned(), vec!["青禾"]),
            ("p(<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>r(t(青)))".to_owned(), vec!["青"]),
        ] {
            assert_eq!(lines(&body), expected, "{body}");
        }
    }

    #[test]
    fn cells_of_one_line_stand_on_one_line() {
        let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
        let row = |cells: &[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(|one| cell(one)).collect::<String>());
        let table = |rows: &str| format!("<w:tbl>{rows}</w:tbl>");
        let (one, other) = ("p(r(t(甲)))", "p(r(t(乙)))");
        for (body, expected) in [
            (table(&row(&[one, other])), vec!["甲\t乙"]),
            (table(&row(&[one, "p()", other])), vec!["甲\t\t乙"]),
            (table(&row(&[one])), vec!["甲"]),
            (table(&row(&[&format!("{one}{other}"), other])), vec!["甲", "乙", "乙"]),
            (table(&row(&[&table(&row(&[one, other])), other])), vec!["甲\t乙", "乙"]),
            (table(&row(&[])), vec![]),
            (
                format!("p(r(<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>t(文)))", table(&row(&[one, other]))),
                vec!["文", "甲", "乙"],
            ),
        ] {
            assert_eq!(lines(&body), expected, "{body}");
        }
    }
}
