//! Words into paragraphs, and paragraphs into the text with their numbers.

use super::Walk;
use crate::docx::Error;
use crate::docx::paragraph::Paragraph;
use crate::docx::styles::Properties;
use crate::docx::xml::Tag;
use crate::flow::{Finished, LineKind, MOST_PIECES, Piecework, TraceKind, symbol};
use crate::span::Span;

impl Walk<'_> {
    /// Text inside an element of text.
    pub(super) fn words(&mut self, words: &str, file: Span) -> Result<(), Error> {
        let Some((from, keeps)) = self.words else { return Ok(()) };
        if !self.is_shown() {
            return Ok(());
        }
        let node = self.parts.len() - 1;
        let Some(open) = self.paragraphs.last_mut() else { return Ok(()) };
        let trimmed = if keeps || open.own.text.len() > from { words } else { words.trim_ascii_start() };
        if trimmed.is_empty() {
            return Ok(());
        }
        let start = file.end - trimmed.len();
        match self.runs.last().and_then(|run| run.symbols.as_deref()) {
            None => Ok(open.own.words(trimmed, node, Span::new(start, file.end))?),
            Some(font) => trimmed.char_indices().try_for_each(|(at, character)| {
                let place = Span::new(start + at, start + at + character.len_utf8());
                match symbol::of_font(font, u32::from(character)) {
                    Some(shown) => Ok(open.own.instead(shown.encode_utf8(&mut [0; 4]), node, place)?),
                    None => Ok(()),
                }
            }),
        }
    }

    /// One character that an element or a reference stands for.
    pub(super) fn instead(&mut self, character: char, file: Span) -> Result<(), Error> {
        if !self.is_shown() {
            return Ok(());
        }
        let node = self.parts.len() - 1;
        let Some(open) = self.paragraphs.last_mut() else { return Ok(()) };
        Ok(open.own.instead(character.encode_utf8(&mut [0; 4]), node, file)?)
    }

    /// White space at the end of a text counts only where the text says so.
    pub(super) fn end_of_words(&mut self) {
        if let (Some((from, false)), Some(open)) = (self.words.take(), self.paragraphs.last_mut()) {
            open.own.trim_end(from.min(open.own.text.len()));
        }
    }

    pub(super) fn trace(&mut self, kind: TraceKind) {
        let at = Span::at(self.length());
        self.work().trace(kind, at);
    }

    /// What is being written: the innermost open paragraph, else the text.
    pub(super) fn work(&mut self) -> &mut Piecework {
        self.paragraphs.last_mut().map_or(&mut self.out.all, |open| &mut open.own)
    }

    pub(super) fn length(&self) -> usize {
        self.paragraphs.last().map_or(self.out.all.text.len(), |open| open.own.text.len())
    }

    /// Whether a reader of the page sees what comes now.
    fn is_shown(&mut self) -> bool {
        if self.runs.last().is_some_and(|run| run.hidden) {
            self.trace(TraceKind::Hidden);
            return false;
        }
        !self.fields.contains(&false)
    }

    pub(super) fn open_paragraph(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        self.opened += 1;
        if self.opened > MOST_PIECES {
            return Err(Error::TooLarge);
        }
        let mut properties = Properties::default();
        let kind = self.styles.complete(&mut properties);
        let around = self.paragraphs.len();
        let mut paragraph = Paragraph {
            own: Piecework::default(),
            properties,
            kind,
            goes_on: false,
            start: tag.span.end,
            boxes: Vec::new(),
        };
        if let Some((_, before)) = self.carried.take_if(|(depth, _)| *depth == around) {
            (paragraph.own, paragraph.boxes, paragraph.start) = (before.own, before.boxes, before.start);
        }
        self.paragraphs.push(paragraph);
        Ok(())
    }

    pub(super) fn close_paragraph(&mut self) -> Result<(), Error> {
        let Some(paragraph) = self.paragraphs.pop() else { return Ok(()) };
        // A field whose code never ends would swallow the rest of the document.
        if let Some(open) = self.fields.iter().position(|has_result| !has_result).filter(|_| self.paragraphs.is_empty())
        {
            self.fields.truncate(open);
        }
        if paragraph.goes_on {
            let before = self.carried.replace((self.paragraphs.len(), paragraph));
            return before.map_or(Ok(()), |(_, before)| self.end_paragraph(before));
        }
        self.end_paragraph(paragraph)
    }

    /// The end of a cell, a text box, a note or a part: no paragraph goes on after it.
    pub(super) fn end_of_story(&mut self) -> Result<(), Error> {
        let around = self.paragraphs.len();
        match self.carried.take_if(|(depth, _)| *depth == around) {
            Some((_, last)) => self.end_paragraph(last),
            None => Ok(()),
        }
    }

    fn end_paragraph(&mut self, paragraph: Paragraph) -> Result<(), Error> {
        let kind = self.kind(&paragraph);
        let Paragraph { own, properties, start, boxes, .. } = paragraph;
        let list = properties.list.filter(|list| *list != 0);
        let number = list.and_then(|list| {
            self.numbering.next(list, properties.list_level, properties.style.as_deref(), self.styles)
        });
        let whole = own.numbered(number, self.parts.len() - 1, Span::at(start))?;
        let mut finished = std::iter::once(Finished { own: whole, kind }).chain(boxes);
        match self.paragraphs.last_mut() {
            Some(outer) => outer.boxes.extend(finished),
            None => finished.try_for_each(|one| self.emit(one))?,
        }
        Ok(())
    }

    fn kind(&self, paragraph: &Paragraph) -> LineKind {
        if let Some(apart) = self.apart {
            return apart;
        }
        if self.controls.contains(&true) {
            return LineKind::Contents;
        }
        paragraph.kind.line(paragraph.properties.outline)
    }

    fn emit(&mut self, finished: Finished) -> Result<(), Error> {
        let before = self.out.all.text.len();
        self.out.push(finished)?;
        if let Some(mark) = self.note {
            self.notes.push((before, mark));
        }
        Ok(())
    }
}
