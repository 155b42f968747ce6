//! Edits of the text put into the bytes of the file, which stay as they are everywhere else.

use std::borrow::Cow;

use super::{Charset, file_offset};
use crate::diagnostic::Edit;
use crate::source::Source;
use crate::span::Span;

/// The bytes of a text file with edits of its text, which come in order and do not overlap. A line end that is put in
/// is like the one before it, or after it. `None` where the character set has no bytes for an edit, or the file's
/// bytes are not those that the character set would write.
pub fn rewrite(bytes: &[u8], source: &Source, charset: Charset, edits: &[Edit]) -> Option<Vec<u8>> {
    let mut rewritten = Vec::with_capacity(bytes.len());
    let mut cursor = Cursor { source, charset, text: 0, file: None };
    let mut copied = 0;
    for edit in edits {
        let (span, text) = needed(source, edit);
        let start = cursor.at(span.start);
        rewritten.extend_from_slice(bytes.get(copied..start)?);
        let mut lines = text.split('\n');
        rewritten.extend(charset.encode(lines.next().unwrap_or_default())?);
        for line in lines {
            rewritten.extend_from_slice(&line_end(bytes, source, charset, span)?);
            rewritten.extend(charset.encode(line)?);
        }
        copied = cursor.at(span.end);
    }
    rewritten.extend_from_slice(bytes.get(copied..)?);
    Some(rewritten)
}

/// An edit without what it leaves as it was at its ends.
fn needed<'a>(source: &Source, edit: &'a Edit) -> (Span, &'a str) {
    let old = source.slice(edit.span);
    let same = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| -> usize {
        one.zip(other).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
    };
    let head = same(&mut old.chars(), &mut edit.text.chars());
    let (old, text) = (&old[head..], &edit.text[head..]);
    let tail = same(&mut old.chars().rev(), &mut text.chars().rev());
    (Span::new(edit.span.start + head, edit.span.end - tail), &text[..text.len() - tail])
}

/// The bytes of the line end nearest before a place, else of the next one.
fn line_end<'a>(bytes: &'a [u8], source: &Source, charset: Charset, place: Span) -> Option<Cow<'a, [u8]>> {
    let text = source.text();
    let before = text[..place.start].rfind('\n');
    let Some(at) = before.or_else(|| text[place.start..].find('\n').map(|at| place.start + at)) else {
        return charset.encode("\n").map(Cow::Owned);
    };
    let offset = |at| file_offset(source, charset, at);
    bytes.get(offset(at)..offset(at + 1)).map(Cow::Borrowed)
}

/// Finds the bytes of places that come in the order of the text, each from the one before.
struct Cursor<'a> {
    source: &'a Source,
    charset: Charset,
    text: usize,
    file: Option<usize>,
}

impl Cursor<'_> {
    fn at(&mut self, offset: usize) -> usize {
        let stretch = self.source.stretch(offset);
        let same = self.file.filter(|_| stretch.is_some_and(|stretch| stretch.text.start <= self.text));
        let file = match same {
            Some(file) => file + self.charset.width(&self.source.text()[self.text..offset]),
            None => file_offset(self.source, self.charset, offset),
        };
        (self.text, self.file) = (offset, Some(file));
        file
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Options, read};

    #[test]
    fn all_but_the_edits_stays_byte_for_byte() {
        let raw = "青禾镇\r\n一、甲,乙\n二、𠮷 丙\r\n\r\n丁\r戊";
        for label in ["utf-8", "utf-8 bom", "gb18030", "utf-16le", "utf-16be", "utf-16le bom"] {
            let (label, mark) = label.split_once(' ').map_or((label, ""), |(label, _)| (label, "\u{feff}"));
            let charset = Charset::from_label(label).expect("known");
            let encode = |text: &str| charset.encode(&format!("{mark}{text}")).expect("written");
            let reading = read(encode(raw), "报告.txt", &Options { charset: Some(charset) }).expect("a text");
            let source = &reading.source;
            for (old, new, mended) in [
                (",", "，", "青禾镇\r\n一、甲，乙\n二、𠮷 丙\r\n\r\n丁\r戊"),
                ("甲,乙", "甲，乙", "青禾镇\r\n一、甲，乙\n二、𠮷 丙\r\n\r\n丁\r戊"),
                (" ", "", "青禾镇\r\n一、甲,乙\n二、𠮷丙\r\n\r\n丁\r戊"),
                ("青", "沙𠮷", "沙𠮷禾镇\r\n一、甲,乙\n二、𠮷 丙\r\n\r\n丁\r戊"),
                ("\n\n", "", "青禾镇\r\n一、甲,乙\n二、𠮷 丙丁\r戊"),
                ("丙\n\n", "丙\n", "青禾镇\r\n一、甲,乙\n二、𠮷 丙\r\n丁\r戊"),
                ("甲", "甲\n", "青禾镇\r\n一、甲\r\n,乙\n二、𠮷 丙\r\n\r\n丁\r戊"),
                ("二、", "\n二、", "青禾镇\r\n一、甲,乙\n\n二、𠮷 丙\r\n\r\n丁\r戊"),
                ("戊", "戊\n", "青禾镇\r\n一、甲,乙\n二、𠮷 丙\r\n\r\n丁\r戊\r"),
                ("青", "\n青", "\r\n青禾镇\r\n一、甲,乙\n二、𠮷 丙\r\n\r\n丁\r戊"),
            ] {
                let at = source.text().find(old).expect("there");
                let edit = Edit { span: Span::new(at, at + old.len()), text: new.to_owned().into() };
                let bytes = rewrite(&encode(raw), source, charset, &[edit]).expect("written");
                assert_eq!(bytes, encode(mended), "{label} {old:?} → {new:?}");
            }
        }
    }

    #[test]
    fn places_on_one_line_follow_each_other() {
        let raw = "甲,乙,丙\r\n丁,戊,";
        let charset = Charset::GB18030;
        let bytes = charset.encode(raw).expect("written");
        let reading = read(bytes.clone(), "报告.txt", &Options { charset: Some(charset) }).expect("a text");
        let edits: Vec<Edit> = reading
            .source
            .text()
            .match_indices(',')
            .map(|(at, _)| Edit { span: Span::new(at, at + 1), text: "，".into() })
            .collect();
        let mended = rewrite(&bytes, &reading.source, charset, &edits).expect("written");
        assert_eq!(mended, charset.encode("甲，乙，丙\r\n丁，戊，").expect("written"));
        let alone = read("甲".into(), "报告.txt", &Options::default()).expect("a text");
        let edit = Edit { span: Span::at(0), text: "乙\n".into() };
        assert_eq!(
            rewrite("甲".as_bytes(), &alone.source, Charset::UTF_8, &[edit]).as_deref(),
            Some("乙\n甲".as_bytes())
        );
    }
}
