//! The lists of `numbering.xml`.

use std::collections::HashMap;

use super::Error;
use super::styles::Styles;
use super::xml::{Space, Tag, Token, Xml};
use crate::flow::list::{Counters, LEVELS, LONGEST_PATTERN, Level, Levels, Use};

/// The longest chain of lists that stand for each other through styles.
const LONGEST_CHAIN: usize = 5;

#[derive(Debug, Default)]
struct List {
    levels: Levels,
    /// The numbering style that holds the levels.
    see: Option<String>,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, List>,
    uses: HashMap<u32, Use>,
    counters: Counters,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let mut numbering = Numbering::default();
        let mut xml = Xml::new(text);
        while let Some(token) = xml.next()? {
            let Token::Start(tag) = token else { continue };
            match tag.name {
                (Space::Word, "abstractNum") => {
                    let id = tag.number("abstractNumId").unwrap_or_default();
                    let list = List::read(&mut xml)?;
                    numbering.lists.insert(id, list);
                }
                (Space::Word, "num") => {
                    let id = tag.number("numId").unwrap_or_default();
                    let own = read_use(&mut xml)?;
                    numbering.uses.insert(id, own);
                }
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// Counts one paragraph on and gives its number; none where it shows none.
    pub(super) fn next(&mut self, id: u32, level: Option<u8>, style: Option<&str>, styles: &Styles) -> Option<String> {
        let own = self.uses.get(&id)?;
        let list_id = self.list(own.list, styles)?;
        let list = self.lists.get(&list_id)?;
        self.counters.next((id, own), (list_id, &list.levels), level, style)
    }

    /// The list that a list stands for, through numbering styles.
    fn list(&self, first: u32, styles: &Styles) -> Option<u32> {
        let next = |id: &u32| {
            let style = self.lists.get(id)?.see.as_deref()?;
            self.uses.get(&styles.list_of(style)?).map(|own| own.list)
        };
        std::iter::successors(Some(first), next).take(LONGEST_CHAIN).last()
    }
}

impl List {
    fn read(xml: &mut Xml<'_>) -> Result<Self, Error> {
        let mut list = List::default();
        let outside = xml.depth() - 1;
        while let Some(token) = xml.next()? {
            match token {
                Token::Start(tag) => match tag.name {
                    (Space::Word, "lvl") => read_level(&mut list.levels, &tag, xml)?,
                    (Space::Word, "numStyleLink") => list.see = tag.value("val").map(|style| style.into_owned()),
                    _ => {}
                },
                Token::End(..) if xml.depth() == outside => break,
                _ => {}
            }
        }
        Ok(list)
    }
}

/// Reads a use of a list.
fn read_use(xml: &mut Xml<'_>) -> Result<Use, Error> {
    let mut own = Use::default();
    let outside = xml.depth() - 1;
    let mut at = LEVELS;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                (Space::Word, "abstractNumId") => own.list = tag.number("val").unwrap_or_default(),
                (Space::Word, "lvlOverride") => at = tag.number("ilvl").unwrap_or(LEVELS),
                (Space::Word, "startOverride") if at < LEVELS => own.starts[at] = tag.number("val"),
                (Space::Word, "lvl") => read_level(&mut own.levels, &tag, xml)?,
                _ => {}
            },
            Token::End(..) if xml.depth() == outside => break,
            _ => {}
        }
    }
    Ok(own)
}

fn read_level(levels: &mut Levels, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), Error> {
    let at: usize = tag.number("ilvl").unwrap_or(LEVELS);
    // Word writes no start where a level begins at nought.
    let mut level = Level { format: "decimal".to_owned(), start: Some(0), ..Level::default() };
    let outside = xml.depth() - 1;
    while let Some(token) = xml.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                (Space::Word, "start") => level.start = tag.number("val"),
                (Space::Word, "numFmt") => {
                    level.format = tag.value("val").unwrap_or_default().into_owned();
                }
                (Space::Word, "lvlText") => {
                    level.text = tag.value("val").unwrap_or_default().chars().take(LONGEST_PATTERN).collect();
                }
                (Space::Word, "lvlRestart") => level.restart = tag.number("val"),
                (Space::Word, "isLgl") => level.legal = tag.is_on(),
                (Space::Word, "pStyle") => level.style = tag.value("val").map(|style| style.into_owned()),
                _ => {}
            },
            Token::End(..) if xml.depth() == outside => break,
            _ => {}
        }
    }
    if let Some(slot) = levels.get_mut(at) {
        *slot = Some(level);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: u8, format: &str, text: &str, more: &str) -> String {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    }

    fn numbering(lists: &str) -> Numbering {
        let text = format!(
            "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{lists}</w:numbering>"
        );
        Numbering::read(&text).expect("well-formed")
    }

    fn numbers(numbering: &mut Numbering, paragraphs: &[(u32, u8)]) -> Vec<String> {
        let styles = Styles::default();
        let next = |&(list, level): &(u32, u8)| {
            numbering.next(list, Some(level), None, &styles).unwrap_or_else(|| "-".to_owned())
        };
        paragraphs.iter().map(next).collect()
    }

    #[test]
    fn levels_count_and_restart() {
        let levels = [
            level(0, "chineseCountingThousand", "%1、", ""),
            level(1, "chineseCounting", "（%2）", ""),
            level(2, "decimal", "%3.", "<w:lvlRestart w:val=\"1\"/>"),
            level(3, "decimal", "%1.%4", "<w:lvlRestart w:val=\"0\"/><w:isLgl/>"),
            level(4, "bullet", "●", ""),
            level(5, "none", "", ""),
        ];
        let lists = format!(
            "<w:abstractNum w:abstractNumId=\"7\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>",
            levels.concat()
        );
        let mut own = numbering(&lists);
        let order = [
            (1, 0),
            (1, 1),
            (1, 2),
            (1, 3),
            (1, 1),
            (1, 2),
            (1, 4),
            (1, 5),
            (1, 0),
            (1, 1),
            (1, 2),
            (1, 3),
            (9, 0),
            (1, 8),
            (1, 200),
        ];
        assert_eq!(
            numbers(&mut own, &order),
            ["一、", "（一）", "1.", "1.1", "（二）", "2.", "-", "-", "二、", "（一）", "1.", "2.2", "-", "-", "-"]
        );
    }

    #[test]
    fn a_list_named_twice_counts_on_unless_it_has_its_own_start() {
        let lists = format!(
            "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/></w:num>\
             <w:num w:numId=\"3\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>\
             <w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride></w:num>",
            level(0, "decimal", "%1、", ""),
            level(0, "upperLetter", "%1.", "")
        );
        let order = [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0), (4, 0)];
        assert_eq!(numbers(&mut numbering(&lists), &order), ["1、", "2、", "5、", "6、", "7、", "H."]);
    }

    #[test]
    fn levels_that_are_passed_over_count_as_begun() {
        let lists = format!(
            "<w:abstractNum w:abstractNumId=\"0\">{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
             <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"4\"/></w:lvlOverride>\
             <w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"9\"/></w:lvlOverride></w:num>",
            ["%1", "%1.%2", "%1.%2.%3"]
                .iter()
                .zip(0..)
                .map(|(text, at)| level(at, "decimal", text, ""))
                .collect::<String>()
        );
        let order = [(1, 0), (1, 2), (1, 1), (2, 1), (1, 1), (1, 0)];
        assert_eq!(numbers(&mut numbering(&lists), &order), ["1", "1.1.1", "1.2", "1.9", "1.10", "2"]);
        let order = [(2, 2), (2, 1), (1, 1), (2, 0)];
        assert_eq!(numbers(&mut numbering(&lists), &order), ["4.9.1", "4.10", "4.11", "5"]);
        let order = [(1, 0), (1, 2), (1, 1)];
        let from_nought = lists.replace("<w:start w:val=\"1\"/>", "");
        assert_eq!(numbers(&mut numbering(&from_nought), &order), ["0", "0.0.0", "0.1"]);
    }

    #[test]
    fn styles_lead_to_lists_and_levels() {
        let lists = format!(
            "<w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"list\"/></w:abstractNum>\
             <w:abstractNum w:abstractNumId=\"1\">{}{}<w:styleLink w:val=\"list\"/></w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>",
            level(0, "decimal", "第%1章", "<w:pStyle w:val=\"a\"/>"),
            level(1, "decimal", "%1.%2", "<w:pStyle w:val=\"b\"/>")
        );
        let styles = Styles::read(
            "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:style w:type=\"numbering\" w:styleId=\"list\">\
             <w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>",
        )
        .expect("well-formed");
        let mut own = numbering(&lists);
        let mut next = |level, style| own.next(1, level, style, &styles);
        assert_eq!(next(None, Some("b")).as_deref(), Some("1.1"));
        assert_eq!(next(None, Some("a")).as_deref(), Some("第2章"));
        assert_eq!(next(None, Some("b")).as_deref(), Some("2.1"));
        assert_eq!(next(Some(1), None).as_deref(), Some("2.2"));
    }
}
