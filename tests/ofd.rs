//! OFD files: what is read from them.
//! `tests/ofd/make.py` writes the files; `UPDATE=1 cargo test ofd` accepts what came instead.

use std::fmt::Write;
use std::io::{Cursor, Read, Write as _};

use hegui::Document;
use hegui::document::BlockKind;
use hegui::input::{self, InputError, Reading};
use hegui::ofd::Error;
use hegui::rule::RuleSet;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::docx::compare;
use crate::fixture::{self, root};

const PAGE: &str = "Doc_0/Pages/Page_0/Content.xml";

fn bytes(name: &str) -> Vec<u8> {
    fixture::bytes(&format!("tests/ofd/{name}"))
}

fn read(bytes: Vec<u8>) -> Result<Reading, InputError> {
    input::read(bytes, "a.ofd", &input::Options::default())
}

#[test]
fn places_name_the_page() {
    let reading = read(bytes("report.ofd")).expect("readable");
    let text = reading.source.text();
    let (first, last) = (text.find("一、").expect("a heading"), text.trim_end().rfind('\n').expect("lines") + 1);
    assert_eq!(reading.source.page(first), Some(1));
    let page = reading.source.page(last).expect("a page");
    assert!(page > 2, "{page}");
    let document = Document::understand(reading.source, reading.blocks, RuleSet::builtin().vocabularies());
    assert_eq!(document.place(first), "第1页，第一部分标题");
}

#[test]
fn text_is_read_however_it_stands() {
    let mut shown = String::new();
    let reading = read(bytes("features.ofd")).expect("readable");
    for block in &reading.blocks {
        let kind = if block.kind == BlockKind::Table { "表" } else { "文" };
        let page = reading.source.page(block.span.start).expect("a page");
        let words = reading.source.slice(block.span).replace('\t', "⇥");
        writeln!(shown, "第{page}页 {kind} {words}").expect("a string");
    }
    compare(&root().join("tests/ofd/features.txt"), &shown);
}

/// A file with one part changed; a name that no part has adds one.
fn changed(name: &str, part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let old = bytes(name);
    let mut archive = ZipArchive::new(Cursor::new(&old)).expect("a zip file");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let own = entry.name().expect("a name").into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        writer.start_file(&own, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(if own == part { change(&text) } else { text }.as_bytes()).expect("room");
    }
    writer.finish().expect("an end").into_inner()
}

#[test]
fn what_cannot_be_read_is_told() {
    let whole = bytes("report.ofd");
    let on_page = |content: &str| {
        changed("features.ofd", PAGE, |text| text.replace("</ofd:Content>", &format!("{content}</ofd:Content>")))
    };
    let object = |attributes: &str, words: &str| {
        format!(
            "<ofd:TextObject Boundary=\"0 0 9 9\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" {attributes}>{words}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let pages = |count: usize| {
        changed("features.ofd", "Doc_0/Document.xml", |text| {
            let page = format!("<ofd:Page ID=\"1\" BaseLoc=\"/{PAGE}\"/>");
            text.replace("<ofd:Pages>", &format!("<ofd:Pages>{}", page.repeat(count)))
        })
    };
    for (case, file, error) in [
        ("cut in half", whole[..whole.len() / 2].to_vec(), Error::Damaged),
        (
            "no root",
            changed("features.ofd", "OFD.xml", |text| text.replace("Doc_0/Document", "Doc_1/Document")),
            Error::Damaged,
        ),
        (
            "no documents",
            changed("features.ofd", "OFD.xml", |text| text.replace("DocRoot", "DocRoots")),
            Error::Damaged,
        ),
        (
            "no page",
            changed("features.ofd", "Doc_0/Document.xml", |text| text.replace("Page_0", "Page_9")),
            Error::Damaged,
        ),
        (
            "no pages",
            changed("features.ofd", "Doc_0/Document.xml", |text| text.replace("BaseLoc", "Loc")),
            Error::Damaged,
        ),
        ("no XML", changed("features.ofd", PAGE, |_| "<a".to_owned()), Error::Damaged),
        ("nested", on_page(&format!("{}{}", "<a>".repeat(2000), "</a>".repeat(2000))), Error::Damaged),
        ("a bomb", on_page(&" ".repeat(33 << 20)), Error::TooLarge),
        ("many pages", pages(2000), Error::TooLarge),
        ("many runs", on_page(&object("DeltaX=\"g 999999999 99\"", &"青".repeat(500_010))), Error::TooLarge),
        ("pictures", bytes("scanned.ofd"), Error::Scanned),
        ("unknown characters", bytes("unmapped.ofd"), Error::Unmapped),
    ] {
        let came = read(file).map(|reading| reading.source.text().chars().take(20).collect::<String>());
        assert_eq!(came, Err(InputError::Ofd(error)), "{case}");
        let said = error.to_string();
        assert!(said.contains("请") || said.contains("建议"), "{said}");
    }
    // Odd places are places all the same.
    for attributes in ["DeltaX=\"g 1e30 nan inf\"", "DeltaX=\"-5 1e38 1e38\"", "DeltaY=\"g\"", "X=\"1e38\""] {
        assert!(read(on_page(&object(attributes, "青禾镇青禾镇"))).is_ok(), "{attributes}");
    }
}

#[test]
fn no_bytes_make_reading_panic() {
    let mut random = fixture::random();
    let whole = bytes("features.ofd");
    for _ in 0..300 {
        let mut file = whole.clone();
        for _ in 0..=random(4) {
            let at = random(file.len());
            file[at] = file[at].wrapping_add(1 + random(255) as u8);
        }
        let _ = read(file);
    }
    let mut readable = 0;
    for part in ["OFD.xml", "Doc_0/Document.xml", PAGE] {
        for _ in 0..60 {
            let (one, other, digit) = (random(4000), random(4000), char::from(b'0' + random(10) as u8));
            let file = changed("features.ofd", part, |text| {
                let cut = |at: usize| text.floor_char_boundary(at % text.len());
                let (one, other) = (cut(one).min(cut(other)), cut(one).max(cut(other)));
                match digit {
                    '0'..='4' => text.chars().map(|own| if own.is_ascii_digit() { digit } else { own }).collect(),
                    _ => [&text[..one], &text[other..]].concat(),
                }
            });
            readable += usize::from(read(file).is_ok());
        }
    }
    assert!(readable > 10, "{readable}");
}
