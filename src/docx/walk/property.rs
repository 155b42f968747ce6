//! What paragraphs, runs and rows say of themselves before their text begins.

use super::Walk;
use crate::docx::Error;
use crate::docx::styles::Properties;
use crate::docx::xml::{Space, Token, Xml};
use crate::flow::TraceKind;

impl Walk<'_> {
    /// Inside `w:pPr`.
    pub(super) fn paragraph_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let mut properties = Properties::default();
        let outside = xml.depth() - 1;
        // The depth of the properties of the paragraph's mark, while they are read.
        let mut in_mark = usize::MAX;
        let mut goes_on = false;
        let end = loop {
            match xml.next()?.ok_or(Error::Damaged)? {
                Token::Start(tag) => match tag.name {
                    (Space::Word, "rPr") => in_mark = xml.depth(),
                    (Space::Word, "del" | "moveFrom") if xml.depth() > in_mark => {
                        goes_on = true;
                        self.trace(TraceKind::Revision);
                    }
                    (Space::Word, "ins" | "moveTo") if xml.depth() > in_mark => self.trace(TraceKind::Revision),
                    (Space::Word, "pPrChange" | "rPrChange" | "sectPrChange" | "numberingChange") => {
                        self.trace(TraceKind::Revision);
                        xml.skip()?;
                    }
                    (Space::Word, "headerReference" | "footerReference") => self.open(&tag, xml)?,
                    _ if xml.depth() < in_mark => properties.take(&tag),
                    _ => {}
                },
                Token::End(_, span) if xml.depth() == outside => break span.end,
                Token::End(..) if xml.depth() < in_mark => in_mark = usize::MAX,
                _ => {}
            }
        };
        let kind = self.styles.complete(&mut properties);
        if let Some(open) = self.paragraphs.last_mut() {
            if open.own.text.is_empty() {
                open.start = end;
            }
            (open.properties, open.kind, open.goes_on) = (properties, kind, goes_on);
        }
        Ok(())
    }

    /// Inside `w:rPr`.
    pub(super) fn run_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let mut properties = Properties::default();
        let outside = xml.depth() - 1;
        loop {
            match xml.next()?.ok_or(Error::Damaged)? {
                Token::Start(tag) if tag.name == (Space::Word, "rPrChange") => {
                    self.trace(TraceKind::Revision);
                    xml.skip()?;
                }
                Token::Start(tag) => properties.take(&tag),
                Token::End(..) if xml.depth() == outside => break,
                _ => {}
            }
        }
        let told = properties.hidden.or_else(|| self.styles.hides(properties.style.as_deref()));
        if let Some(run) = self.runs.last_mut() {
            run.hidden = told.unwrap_or(run.hidden);
            run.symbols = properties.symbols;
        }
        Ok(())
    }

    /// Inside `w:trPr`.
    pub(super) fn row_properties(&mut self, xml: &mut Xml<'_>) -> Result<(), Error> {
        let outside = xml.depth() - 1;
        loop {
            match xml.next()?.ok_or(Error::Damaged)? {
                Token::Start(tag) => match tag.name {
                    (Space::Word, "del") => {
                        self.trace(TraceKind::Revision);
                        if self.paragraphs.is_empty() {
                            self.out.delete_row();
                        }
                    }
                    (Space::Word, "ins") => self.trace(TraceKind::Revision),
                    (Space::Word, "trPrChange") => {
                        self.trace(TraceKind::Revision);
                        xml.skip()?;
                    }
                    _ => {}
                },
                Token::End(..) if xml.depth() == outside => return Ok(()),
                _ => {}
            }
        }
    }
}
