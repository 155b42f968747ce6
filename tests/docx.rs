//! Word documents: what is read from them.
//! `tests/docx/make.py` writes the documents; `UPDATE=1 cargo test docx` accepts what came instead.

use std::fmt::Write;
use std::fs;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};

use hegui::check::Context;
use hegui::document::BlockKind;
use hegui::input::{Format, InputError, Reading};
use hegui::lint::{self, Linted};
use hegui::rule::RuleSet;

use hegui::{Document, Span, docx, report};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::fixture::{self, read, root};

fn bytes(name: &str) -> Vec<u8> {
    fixture::bytes(&format!("tests/docx/{name}"))
}

fn readable(name: &str) -> Reading {
    read(bytes(name), name).expect("readable")
}

#[test]
fn everything_a_document_can_hold_is_read() {
    let mut shown = String::new();
    for name in ["features.docx", "strict.docx"] {
        writeln!(shown, "# {name}").expect("a string");
        shown.push_str(&blocks(&readable(name)));
    }
    compare(&root().join("tests/docx/features.txt"), &shown);
}

/// The blocks of what was read, and what is left in it, a line each.
pub(crate) fn blocks(reading: &Reading) -> String {
    let mut shown = String::new();
    let text = reading.source.text();
    for block in &reading.blocks {
        let kind = match block.kind {
            BlockKind::Paragraph => "文".to_owned(),
            BlockKind::Heading(level) => format!("题{level}"),
            BlockKind::Table => "表".to_owned(),
            BlockKind::Raw => "原".to_owned(),
            BlockKind::Aside(aside) => aside.word().to_owned(),
        };
        writeln!(shown, "{kind} {}", text[block.span.range()].replace('\t', "⇥")).expect("a string");
    }
    for leftover in &reading.leftovers {
        let span = leftover.span;
        let before: String = text[..span.start].chars().rev().take(6).collect::<Vec<_>>().iter().rev().collect();
        writeln!(shown, "{} {}⟦{}⟧", leftover.kind.key(), before.replace('\n', "⏎"), &text[span.range()])
            .expect("a string");
    }
    shown
}

/// Compares with a file, which `UPDATE=1` writes.
pub(crate) fn compare(path: &Path, came: &str) {
    let expected = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if expected != came {
        assert!(std::env::var_os("UPDATE").is_some(), "UPDATE=1 accepts what came:\n{came}");
        fs::write(path, came).expect("a place to write");
    }
}

#[test]
fn every_character_leads_back_to_its_run() {
    for name in ["features.docx", "numbered.docx", "libreoffice.docx", "python-docx.docx", "strict.docx"] {
        let content = docx::read(&mut docx::Package::open(bytes(name)).expect("a zip file")).expect("readable");
        let parts: Vec<String> = content.parts.iter().map(|part| unzipped(&bytes(name), part)).collect();
        let mut end = 0;
        for segment in &content.segments {
            let text = &content.text[segment.text.range()];
            let file = &parts[segment.node][segment.file.range()];
            assert!(end <= segment.text.start && !text.is_empty(), "{name}: {text}");
            end = segment.text.end;
            match segment.exact {
                true => assert_eq!(text, file.replace(['\n', '\t'], " "), "{name}"),
                false => assert!(file.is_empty() || file.starts_with(['<', '&', '\u{f06e}']), "{name}: {text} {file}"),
            }
        }
        let covered: usize = content.segments.iter().map(|segment| segment.text.len()).sum();
        let ends = content.text.matches(['\n', '\t']).count();
        assert!(content.text.len() - covered <= ends, "{name}");
    }
}

fn unzipped(bytes: &[u8], part: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut text = String::new();
    archive.by_name(part).expect("the part").read_to_string(&mut text).expect("text");
    text
}

/// A document with one part changed.
fn changed(name: &str, part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let old = bytes(name);
    let mut archive = ZipArchive::new(Cursor::new(&old)).expect("a zip file");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let own = entry.name().expect("a name").into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        let text = if own == part { change(&text) } else { text };
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer.start_file(own, stored).expect("an entry");
        writer.write_all(text.as_bytes()).expect("room");
    }
    writer.finish().expect("an end").into_inner()
}

/// A document, what was found in it, and the copy with comments.
fn annotated(file: &[u8]) -> (Document, Linted, Vec<u8>) {
    let rules = RuleSet::builtin();
    let reading = read(file.to_vec(), "a.docx").expect("readable");
    let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    let document = document.with_leftovers(reading.leftovers);
    let linted = lint::lint(&document, &rules, &Context::default());
    let copy = report::docx::annotate(file.to_vec(), &document, &linted).expect("a copy");
    (document, linted, copy)
}

/// The entries of a zip file in their order: name and compressed bytes.
fn entries(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("a zip file");
    let entry = |index| {
        let mut entry = archive.by_index_raw(index).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("bytes");
        (entry.name().expect("a name").into_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(file)).expect("a zip file").len()).map(entry).collect()
}

/// Whether a text can be had by taking pieces out of another.
fn is_part_of(text: &str, longer: &str) -> bool {
    let mut rest = longer.bytes();
    text.bytes().all(|byte| rest.any(|other| other == byte))
}

#[test]
fn a_copy_with_comments_changes_nothing_else() {
    for name in [
        "typed.docx",
        "libreoffice.docx",
        "numbered.docx",
        "python-docx.docx",
        "features.docx",
        "strict.docx",
        "waived.docx",
    ] {
        let file = bytes(name);
        let (document, linted, copy) = annotated(&file);
        assert_eq!(annotated(&file).2, copy, "{name} gives two copies");
        let (old, new) = (entries(&file), entries(&copy));
        let has_comments = old.iter().any(|(part, _)| part == "word/comments.xml");
        let changes: &[&str] = match has_comments {
            true => &["word/document.xml", "word/comments.xml"],
            false => &["word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"],
        };
        for (before, after) in old.iter().zip(&new) {
            assert_eq!(before.0, after.0, "{name}");
            if changes.contains(&before.0.as_str()) {
                let (before, after) = (unzipped(&file, &before.0), unzipped(&copy, &after.0));
                assert!(before.len() < after.len() && is_part_of(&before, &after), "{name}");
            } else {
                assert!(before.1 == after.1, "{name}: {}", before.0);
            }
        }
        assert_eq!(new.len(), old.len() + usize::from(!has_comments), "{name}");

        let read_again = docx::read(&mut docx::Package::open(copy.clone()).expect("a zip file")).expect("readable");
        assert_eq!(read_again.text, document.text(), "{name}");
        let commented: Vec<&str> = read_again
            .traces
            .iter()
            .filter(|trace| trace.kind == docx::TraceKind::Comment)
            .map(|trace| &read_again.text[trace.span.range()])
            .collect();
        for diagnostic in &linted.diagnostics {
            let words = document.slice(diagnostic.primary.span);
            let bare = words.trim_start_matches(|sign: char| "一二三四五（）、".contains(sign));
            let is_apart = matches!(
                document.block_at(diagnostic.primary.span.start).map(|block| block.kind),
                Some(BlockKind::Aside(_))
            );
            let is_there = commented.contains(&words) || (commented.contains(&bare) && name == "features.docx");
            assert!(is_there || is_apart || words.is_empty() || words == "内部资料", "{name}: {words} {commented:?}");
        }
        let ids: Vec<String> = ids(&unzipped(&copy, "word/comments.xml"));
        let mut once = ids.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "{name}");
        assert_eq!(commented.len(), ids.len(), "{name}");
    }
}

#[test]
fn words_that_stand_nowhere_are_commented_at_the_first_that_do() {
    let cells = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let file = changed("typed.docx", "word/document.xml", |text| text.replace("<w:body>", &format!("<w:body>{cells}")));
    let old = docx::read(&mut docx::Package::open(file.clone()).expect("a zip file")).expect("readable");
    assert!(old.text.starts_with("\t\n"), "{}", old.text);
    let comment = docx::Comment { place: Span::new(0, 1), paragraphs: vec!["请补充标题。".to_owned()] };
    let author = docx::Author { name: "hegui", initials: "hg" };
    let copy = docx::annotate(file, &[comment], author).expect("a copy");
    let new = docx::read(&mut docx::Package::open(copy).expect("a zip file")).expect("readable");
    let words: Vec<&str> = new.traces.iter().map(|trace| &new.text[trace.span.range()]).collect();
    assert_eq!(words, ["2024年度法治政府建设工作情况的报告"]);
    assert!(new.text == old.text);
}

/// The ids of all comments in their list.
fn ids(list: &str) -> Vec<String> {
    let comments = list.split(":comment ").skip(1);
    comments.map(|tag| tag.split('"').nth(1).expect("an id").to_owned()).collect()
}

#[test]
fn a_copy_can_be_commented_again() {
    let first = annotated(&bytes("typed.docx")).2;
    let (document, linted, second) = annotated(&first);
    let (one, two) = (unzipped(&first, "word/comments.xml"), unzipped(&second, "word/comments.xml"));
    let (own, end) = one.split_at(one.rfind("</").expect("an end"));
    assert!(two.starts_with(own) && two.ends_with(end));
    assert_eq!(ids(&two).len(), ids(&one).len() + report::docx::count(&document, &linted));
    assert!(linted.diagnostics.iter().any(|one| one.rule.as_str() == "leftover-revision"));
}

#[test]
fn content_tells_before_the_name() {
    for name in ["报告.txt", "报告", "报告.doc", "报告.md"] {
        assert_eq!(read(bytes("strict.docx"), name).map(|reading| reading.format), Ok(Format::Docx), "{name}");
    }
    let text = "青禾镇2024年法治政府建设年度报告\n".as_bytes().to_vec();
    assert_eq!(read(text, "报告.docx").map(|reading| reading.format), Ok(Format::Text));
}

#[test]
fn byte_order_marks_are_no_text() {
    for marks in ["\u{feff}", "\u{feff}\u{feff}"] {
        let file = changed("features.docx", "word/document.xml", |text| format!("{marks}{text}"));
        let (document, _, copy) = annotated(&file);
        assert_eq!(document.text(), readable("features.docx").source.text());
        assert!(unzipped(&copy, "word/document.xml").starts_with(marks));
    }
}

#[test]
fn what_cannot_be_read_is_told() {
    const MAIN: &str = "word/document.xml";
    let document = |change: &dyn Fn(&str) -> String| changed("strict.docx", MAIN, change);
    let tail = "</x:body></x:document>";
    let with = |more: &str| document(&|text: &str| text.replace(tail, &format!("{more}{tail}")));
    let whole = bytes("typed.docx");
    let nested = format!("{}{}", "<x:sdt>".repeat(2000), "</x:sdt>".repeat(2000));
    let large = format!("<x:p><x:r><x:t>{}</x:t></x:r></x:p>", " ".repeat(33 << 20));
    let long = format!("<x:p><x:r><x:t>{}</x:t></x:r></x:p>", "青".repeat(1 << 20));
    let many = format!("<x:p><x:r>{}</x:r></x:p>", "<x:tab/>".repeat(300_001));
    let entities = document(&|text: &str| {
        let declared = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><x:document";
        text.replacen("<x:document", declared, 1).replace("青禾镇", "&b;")
    });
    for (case, file, error) in [
        ("cut in half", whole[..whole.len() / 2].to_vec(), docx::Error::Damaged),
        ("without its end", whole[..whole.len() - 30].to_vec(), docx::Error::Damaged),
        ("nested", with(&nested), docx::Error::TooDeep),
        ("large", with(&large), docx::Error::TooLarge),
        ("long", with(&long), docx::Error::TooLarge),
        ("in pieces", with(&many), docx::Error::TooLarge),
        ("entities", entities, docx::Error::Damaged),
        ("open", document(&|text: &str| text.replace(tail, "")), docx::Error::Damaged),
        ("no XML", document(&|_| "青禾镇".to_owned()), docx::Error::NoDocument),
        ("no document", renamed("strict.docx", MAIN, "word/documents.xml"), docx::Error::NoDocument),
        ("many entries", crowded(), docx::Error::TooManyParts),
    ] {
        let came = read(file, "报告.docx").map(|reading| reading.source.text().chars().take(20).collect::<String>());
        assert_eq!(came, Err(InputError::Docx(error)), "{case}");
        let said = error.to_string();
        assert!(said.contains("请") && !said.ends_with('。'), "{said}");
    }
    let empty =
        document(&|text: &str| text.replace("青禾镇2024年法治政府建设年度报告", " ").replace("一、主要举措和成效", ""));
    assert_eq!(read(empty, "a.docx").map(|_| ()), Err(InputError::Empty));
}

fn renamed(name: &str, part: &str, to: &str) -> Vec<u8> {
    let old = bytes(name);
    let mut archive = ZipArchive::new(Cursor::new(&old)).expect("a zip file");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).expect("an entry");
        let own = entry.name().expect("a name").into_owned();
        writer.raw_copy_file_rename(entry, if own == part { to.to_owned() } else { own }).expect("room");
    }
    writer.finish().expect("an end").into_inner()
}

fn crowded() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).expect("an entry");
    for index in 0..20_001 {
        writer.start_file(format!("a{index}"), SimpleFileOptions::default()).expect("an entry");
    }
    writer.finish().expect("an end").into_inner()
}

#[test]
fn no_bytes_make_reading_panic() {
    let mut random = fixture::random();
    let whole = bytes("features.docx");
    let mut copies = 0;
    for _ in 0..300 {
        let mut file = whole.clone();
        for _ in 0..=random(4) {
            let at = random(file.len());
            file[at] = file[at].wrapping_add(1 + random(255) as u8);
        }
        let _ = read(file, "a.docx");
    }
    // Comments at any place of whatever can be read: either the text stays as it was, or there is no copy.
    let mut comment_on = |file: Vec<u8>, random: &mut dyn FnMut(usize) -> usize| {
        let Ok(reading) = read(file.clone(), "a.docx") else { return };
        let text = reading.source.text();
        let comments: Vec<docx::Comment> = (0..6)
            .map(|_| {
                let mut at = || text.floor_char_boundary(random(text.len() + 1));
                let (one, other) = (at(), at());
                let place = hegui::Span::new(one.min(other), one.max(other));
                docx::Comment { place, paragraphs: vec!["甲<&>\u{1}".to_owned()] }
            })
            .collect();
        let author = docx::Author { name: "甲\"", initials: "甲" };
        if let Ok(copy) = docx::annotate(file, &comments, author) {
            copies += 1;
            assert_eq!(read(copy, "a.docx").expect("readable").source.text(), text);
        }
    };
    for _ in 0..20 {
        comment_on(whole.clone(), &mut random);
    }
    // Pieces of the parts in another order: well-formed here and there, and never what was meant.
    for part in ["document", "styles", "numbering", "footnotes", "comments", "header1"] {
        let part = format!("word/{part}.xml");
        let text = unzipped(&whole, &part);
        let tags: Vec<usize> = text.match_indices('<').map(|(at, _)| at).chain([text.len()]).collect();
        for _ in 0..60 {
            let cuts: Vec<usize> = (0..4).map(|_| tags[random(tags.len())]).collect();
            let (one, other) = (cuts[0].min(cuts[1]), cuts[0].max(cuts[1]));
            let moved = [&text[..one], &text[other..], &text[one..other]].concat();
            comment_on(changed("features.docx", &part, |_| moved.clone()), &mut random);
            let twice = [&text[..one], &text[one..other], &text[one..]].concat();
            comment_on(changed("features.docx", &part, |_| twice.clone()), &mut random);
        }
    }
    assert!(copies > 20, "{copies}");
}

#[test]
fn documents_are_small() {
    let folder = fs::read_dir(root().join("tests/docx")).expect("a folder");
    let paths: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    for path in paths {
        assert!(fs::metadata(&path).expect("a file").len() < 64 << 10, "{}", path.display());
    }
}
