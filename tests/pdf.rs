//! PDF files: what is read from them.
//! `tests/pdf/make.py` writes the files; `UPDATE=1 cargo test pdf` accepts what came instead.

use std::fmt::Write;
use std::fs;

use hegui::document::BlockKind;
use hegui::input::{InputError, Reading};
use hegui::pdf::Error;
use hegui::rule::RuleSet;
use hegui::{Document, Encoding};

use crate::fixture::{self, read, root};

fn bytes(name: &str) -> Vec<u8> {
    fixture::bytes(&format!("tests/pdf/{name}"))
}

fn readable(name: &str) -> Reading {
    read(bytes(name), name).expect("readable")
}

fn example(name: &str) -> String {
    fs::read_to_string(root().join("examples").join(name)).expect("a report").replace("\r\n", "\n")
}

#[test]
fn glyphs_that_are_called_radicals_are_characters() {
    let text = example("qinghe-2024.txt");
    let reading = readable("chromium.pdf");
    let lines: Vec<&str> = reading.source.text().lines().collect();
    assert_eq!(lines.len(), 5);
    for line in lines {
        assert!(text.contains(line.trim_end_matches('。')), "{line}");
    }
}

#[test]
fn every_place_has_its_page() {
    let reading = readable("libreoffice.pdf");
    let rules = RuleSet::builtin();
    let text = reading.source.text().to_owned();
    let page = |word: &str| reading.source.page(text.find(word).expect(word));
    assert_eq!([page("县委、县政府："), page("（二）规范决策"), page("石桥乡人民政府")], [Some(1), Some(1), Some(4)]);
    let mut pages = (0..text.len()).map(|at| reading.source.page(at).expect("a page")).collect::<Vec<_>>();
    assert!(pages.is_sorted());
    pages.dedup();
    assert_eq!(pages, [1, 2, 3, 4]);
    let at = text.find("合同法").expect("words");
    let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    assert_eq!(document.place(at), "第1页，第一部分（二）第1段");
    assert_eq!(document.source.position(at, Encoding::Character).line, 7);
}

#[test]
fn text_is_read_however_it_stands() {
    let mut shown = String::new();
    for name in ["features.pdf", "protected.pdf"] {
        writeln!(shown, "# {name}").expect("a string");
        let reading = readable(name);
        for block in &reading.blocks {
            let kind = match block.kind {
                BlockKind::Table => "表",
                BlockKind::Raw => "原",
                _ => "文",
            };
            let page = reading.source.page(block.span.start).expect("a page");
            let words = reading.source.slice(block.span).replace('\t', "⇥");
            writeln!(shown, "第{page}页 {kind} {words}").expect("a string");
        }
    }
    let path = root().join("tests/pdf/features.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if expected != shown {
        assert!(std::env::var_os("UPDATE").is_some(), "UPDATE=1 accepts what came:\n{shown}");
        fs::write(path, shown).expect("a place to write");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    for (name, error) in [
        ("scanned.pdf", Error::Scanned),
        ("locked.pdf", Error::Locked),
        ("unmapped.pdf", Error::Unmapped),
        ("bomb.pdf", Error::TooLarge),
    ] {
        assert_eq!(read(bytes(name), name).map(|_| ()), Err(InputError::Pdf(error)), "{name}");
    }
    let crowded = format!("%PDF-1.4\n{}", "9 0 obj 1 endobj\n".repeat(50_001));
    let packed = "%PDF-1.5\n5 0 obj <</Type/ObjStm /N 900000 /First 9>> stream\nendstream endobj\n".to_owned();
    for large in [crowded, packed, one_string(100_001)] {
        assert_eq!(read(large.into_bytes(), "a.pdf").map(|_| ()), Err(InputError::Pdf(Error::TooLarge)));
    }
    assert!(read(one_string(99_999).into_bytes(), "a.pdf").is_ok());
    for broken in [&b"%PDF-1.7\n"[..], b"%PDF-", b"%PDF-1.4\nxref\n0 1\ntrailer<</Size 1>>\nstartxref\n9\n%%EOF"] {
        assert_eq!(read(broken.to_vec(), "a.pdf").map(|_| ()), Err(InputError::Pdf(Error::Damaged)));
    }
}

/// A page with one string of so many letters.
fn one_string(length: usize) -> String {
    let content = format!("BT /F 12 Tf 9 700 Td ({}) Tj ET", "a".repeat(length));
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let (mut file, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", file.len());
        let _ = writeln!(file, "{} 0 obj\n{object}\nendobj", index + 1);
    }
    let start = file.len();
    let _ = write!(
        file,
        "xref\n0 6\n0000000000 65535 f \n{places}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    );
    file
}

#[test]
fn no_bytes_make_reading_panic() {
    let mut random = fixture::random();
    for name in ["features.pdf", "protected.pdf", "reportlab.pdf"] {
        let own = bytes(name);
        for _ in 0..50 {
            let mut changed = own.clone();
            for _ in 0..=random(6) {
                let at = random(changed.len());
                match random(4) {
                    0 => changed.truncate(at + 1),
                    1 => changed[at] = random(256) as u8,
                    2 => changed[at] = b"0123456789/<>[]() R"[random(19)],
                    _ => drop(changed.drain(at..(at + 20).min(own.len()).min(changed.len()))),
                }
                if changed.is_empty() {
                    changed = own.clone();
                }
            }
            let _ = read(changed, "a.pdf");
        }
    }
}
