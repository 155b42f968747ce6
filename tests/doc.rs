//! Word 97–2003 documents: what is read from them.
//! `tests/doc/make.py` writes the documents; `UPDATE=1 cargo test doc` accepts what came instead.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

use cfb::CompoundFile;
use hegui::Document;
use hegui::check::Context;
use hegui::doc::Error;
use hegui::input::{self, Format, InputError};
use hegui::lint;
use hegui::rule::RuleSet;

use crate::docx::{blocks, compare};
use crate::fixture::{self, read, root};

/// Places in the stream `WordDocument`: flags, length of the text, offset and length of the piece table.
const FLAGS: usize = 0x0A;
const LENGTH: usize = 0x4C;
const PIECES: usize = 0x1A2;

fn bytes(name: &str) -> Vec<u8> {
    fixture::bytes(&format!("tests/doc/{name}"))
}

fn text(bytes: Vec<u8>) -> Result<String, InputError> {
    read(bytes, "a.doc").map(|reading| reading.source.text().to_owned())
}

#[test]
fn what_wps_names_its_own_is_told_by_the_name() {
    for (file, format) in [("a.doc", Format::Doc), ("a.wps", Format::Wps), ("a.txt", Format::Doc)] {
        let reading = read(bytes("typed.doc"), file).expect("readable");
        assert_eq!((reading.format, reading.charset, reading.leftovers.len()), (format, None, 0));
    }
}

#[test]
fn comments_waive_as_those_of_later_documents_do() {
    let judged = |name: &str| {
        let reading = read(fixture::bytes(&format!("tests/{name}")), name).expect("readable");
        let rules = RuleSet::builtin();
        let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
        let linted = lint::lint(&document.with_leftovers(reading.leftovers), &rules, &Context::default());
        let told: Vec<String> = linted.diagnostics.iter().map(|one| format!("{} {}", one.rule, one.message)).collect();
        (told, linted.waived.len())
    };
    let (told, waived) = judged("doc/waived.doc");
    assert_eq!((told, waived), judged("docx/waived.docx"));
    assert!(waived > 2);
}

#[test]
fn everything_a_document_can_hold_is_read() {
    let reading = read(bytes("features.doc"), "a.doc").expect("readable");
    compare(&root().join("tests/doc/features.txt"), &blocks(&reading));
}

#[test]
fn every_character_leads_back_to_the_stream() {
    for name in ["typed.doc", "numbered.doc", "features.doc"] {
        let content = hegui::doc::read(bytes(name)).expect("readable");
        let (main, _) = streams(&bytes(name));
        let mut end = 0;
        for segment in &content.segments {
            assert!(end <= segment.text.start && !segment.exact, "{name}");
            end = segment.text.end;
            let pairs = main[segment.file.range()].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            let file: Vec<char> = char::decode_utf16(pairs).map(|one| one.expect("UTF-16")).collect();
            let mut rest = file.iter();
            let own = content.text[segment.text.range()].chars().filter(|one| !matches!(one, '\n' | '-' | '■'));
            let is_there = own.clone().all(|one| rest.any(|other| *other == one));
            assert!(is_there || file.is_empty(), "{name}: {} {file:?}", own.collect::<String>());
        }
    }
}

/// The streams of text and tables.
fn streams(file: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut file = CompoundFile::open(Cursor::new(file)).expect("a compound file");
    let mut stream = |name| {
        let mut bytes = Vec::new();
        file.open_stream(name).expect("a stream").read_to_end(&mut bytes).expect("bytes");
        bytes
    };
    (stream("WordDocument"), stream("1Table"))
}

/// A document with its streams changed.
fn changed(name: &str, change: impl Fn(&mut Vec<u8>, &mut Vec<u8>)) -> Vec<u8> {
    let (mut main, mut tables) = streams(&bytes(name));
    change(&mut main, &mut tables);
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for (name, bytes) in [("WordDocument", main), ("1Table", tables)] {
        file.create_stream(name).expect("a stream").write_all(&bytes).expect("room");
    }
    file.flush().expect("room");
    file.into_inner().into_inner()
}

fn number(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize
}

fn put(bytes: &mut [u8], at: usize, number: usize) {
    bytes[at..at + 4].copy_from_slice(&u32::try_from(number).expect("a number").to_le_bytes());
}

/// Where the one piece of a document begins in its stream.
fn start(main: &[u8], tables: &[u8]) -> usize {
    number(tables, number(main, PIECES) + 5 + 8 + 2)
}

/// A piece: how many characters, their place with the mark of one byte each, the short or long form of a change.
type Piece = (usize, usize, u16);

/// Writes another piece table, with lists of changes before it.
fn pieces(main: &mut [u8], tables: &mut Vec<u8>, changes: &[&[u8]], pieces: &[Piece]) {
    put(main, PIECES, tables.len());
    let from = tables.len();
    for change in changes {
        tables.push(1);
        tables.extend(u16::try_from(change.len()).expect("short").to_le_bytes());
        tables.extend(*change);
    }
    tables.push(2);
    tables.extend(u32::try_from(4 + 12 * pieces.len()).expect("short").to_le_bytes());
    let mut position = 0_u32;
    tables.extend(position.to_le_bytes());
    for (length, ..) in pieces {
        position += u32::try_from(*length).expect("short");
        tables.extend(position.to_le_bytes());
    }
    for (_, place, change) in pieces {
        tables.extend([0, 0]);
        tables.extend(u32::try_from(*place).expect("a place").to_le_bytes());
        tables.extend(change.to_le_bytes());
    }
    put(main, PIECES + 4, tables.len() - from);
}

/// The document in pieces as a quick save leaves them: the first characters at the end of the stream, the year in
/// single bytes with a change, the rest where it was.
fn quickly_saved(year: &[u8], change: u16, list: &[u8]) -> Vec<u8> {
    changed("typed.doc", |main, tables| {
        let from = start(main, tables);
        let length = number(main, LENGTH);
        let moved = main.len();
        main.extend_from_within(from + 8..from + 14);
        let single = main.len();
        main.extend(year);
        pieces(
            main,
            tables,
            &[&[0x35, 0x08, 1], list],
            &[(4, (single * 2) | 0x4000_0000, change), (3, moved, 0), (length - 7, from + 14, 0)],
        );
    })
}

#[test]
fn pieces_are_read_in_the_order_of_the_text() {
    let whole = text(bytes("typed.doc")).expect("readable");
    assert!(whole.starts_with("2024年度法治"));
    assert_eq!(text(quickly_saved(b"2024", 0, &[])), Ok(whole.clone()));
    let single = text(quickly_saved(b"\x93A\x85\x94", 0, &[])).expect("readable");
    assert_eq!(single, whole.replacen("2024", "“A…”", 1));
    for (change, list, leftover) in [
        (0x0182, &[][..], "revision"),
        (0x01B8, &[], "hidden"),
        (0x0003, &[0x00, 0x08, 1], "revision"),
        (0x0003, &[0x3C, 0x08, 1], "hidden"),
        (0x0003, &[0x01, 0x08, 1], "revision"),
    ] {
        let reading = read(quickly_saved(b"2024", change, list), "a.doc").expect("readable");
        let is_seen = list.first() == Some(&1);
        assert_eq!(reading.source.text(), if is_seen { &whole } else { &whole[4..] }, "{change:x} {list:?}");
        assert_eq!(reading.leftovers.iter().map(|one| one.kind.key()).collect::<Vec<_>>(), [leftover]);
    }
}

#[test]
fn paragraphs_whose_ends_are_deleted_go_on() {
    let file = changed("typed.doc", |main, tables| {
        let (from, length) = (start(main, tables), number(main, LENGTH));
        let mark = main[from..].chunks_exact(2).position(|pair| pair == [0x0D, 0]).expect("a paragraph");
        let rest = (length - mark - 1, from + 2 * mark + 2, 0);
        pieces(main, tables, &[], &[(mark, from, 0), (1, from + 2 * mark, 0x0182), rest]);
    });
    let whole = text(bytes("typed.doc")).expect("readable");
    assert_eq!(text(file), Ok(whole.replacen('\n', "", 1)));
}

#[test]
fn what_cannot_be_read_is_told() {
    let whole = bytes("typed.doc");
    let with = |at: usize, byte: u8| changed("typed.doc", |main, _| main[at] = byte);
    let in_file = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut file = whole.clone();
        change(&mut file);
        file
    };
    let one = |piece: Piece| changed("typed.doc", |main, tables| pieces(main, tables, &[], &[piece]));
    let fields = changed("typed.doc", |main, tables| {
        let from = start(main, tables);
        main[from..from + 400].copy_from_slice(&[0x13, 0].repeat(200));
    });
    let other = {
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
        file.create_stream("MatOST").expect("a stream").write_all(b"a").expect("room");
        file.into_inner().into_inner()
    };
    let sector = |file: &[u8]| (number(file, 0x4C) + 1) * 512;
    for (case, file, error) in [
        ("cut in half", whole[..whole.len() / 2].to_vec(), Error::Damaged),
        ("the header alone", whole[..512].to_vec(), Error::Damaged),
        ("the mark alone", whole[..8].to_vec(), Error::Damaged),
        ("noise", [&whole[..8], &[0x5A; 5000]].concat(), Error::Damaged),
        ("another program's", other, Error::NoDocument),
        ("Word 6", changed("typed.doc", |main, _| main[..4].copy_from_slice(&[0xDC, 0xA5, 0x65, 0])), Error::Old),
        ("Word 95", changed("typed.doc", |main, _| main[2..4].copy_from_slice(&[0x68, 0])), Error::Old),
        ("a password", with(FLAGS + 1, 0x13), Error::Locked),
        ("no document", with(0, 0), Error::Damaged),
        ("long", changed("typed.doc", |main, _| put(main, LENGTH, 0xFFFF_FFFF)), Error::TooLarge),
        ("cut off", changed("typed.doc", |main, _| main.truncate(100)), Error::Damaged),
        ("no tables", changed("typed.doc", |_, tables| tables.clear()), Error::Damaged),
        ("a piece outside", one((5000, 0x3FFF_0000, 0)), Error::Damaged),
        ("a piece in the last bytes", one((5000, 14_000, 0)), Error::Damaged),
        (
            "pieces out of order",
            changed("typed.doc", |main, tables| {
                let from = number(main, PIECES);
                put(tables, from + 5, 9999);
            }),
            Error::Damaged,
        ),
        (
            "many pieces",
            changed("typed.doc", |main, tables| pieces(main, tables, &[], &[(1, 2048, 0); 300_001])),
            Error::TooLarge,
        ),
        ("fields in fields", fields, Error::TooDeep),
        (
            "a chain in a circle",
            in_file(&|file| {
                let table = sector(file);
                (0..100).for_each(|index| put(file, table + 4 * index, index));
            }),
            Error::Damaged,
        ),
        (
            "a table named twice",
            in_file(&|file| {
                let first = number(file, 0x4C);
                (1..109).for_each(|index| put(file, 0x4C + 4 * index, first));
            }),
            Error::Damaged,
        ),
        (
            "a list of tables in a circle",
            in_file(&|file| {
                put(file, 0x44, 2);
                put(file, 3 * 512 + 508, 2);
            }),
            Error::Damaged,
        ),
    ] {
        let came = text(file).map(|text| text.chars().take(20).collect::<String>());
        assert_eq!(came, Err(InputError::Doc(error)), "{case}");
        let said = error.to_string();
        assert!(said.contains("请") && !said.ends_with('。'), "{said}");
    }
    let empty = changed("typed.doc", |main, _| put(main, LENGTH, 0));
    assert_eq!(text(empty), Err(InputError::Empty));
    let of_old_wps = [&[0xDE, 0x24, 0, 0, 1, 0][..], &[0; 500]].concat();
    let came = read(of_old_wps, "报告.wps").map(|_| ());
    assert_eq!(came, Err(InputError::Foreign(input::Foreign::OldDoc)));
}

#[test]
fn no_bytes_make_reading_panic() {
    let mut random = fixture::random();
    let mut readable = 0;
    for name in ["features.doc", "numbered.doc"] {
        let whole = bytes(name);
        let (main, tables) = streams(&whole);
        // Offsets of the tables, and whatever in the file is not text.
        let dense: Vec<usize> = (0..whole.len()).filter(|&at| whole[at] != 0).collect();
        for round in 0..150 {
            let mut file = whole.clone();
            for _ in 0..=random(6) {
                let at = if round % 2 == 0 { dense[random(dense.len())] } else { random(whole.len()) };
                file[at] = [0, 1, 0x7F, 0x80, 0xFF, random(256) as u8][random(6)];
            }
            readable += usize::from(read(file, "a.doc").is_ok());
        }
        for _ in 0..50 {
            let (at, value) = (154 + 4 * random(180), random(tables.len() + 40));
            let file = changed(name, |main, tables| {
                put(main, at, value);
                tables.truncate(value.max(100));
            });
            readable += usize::from(read(file, "a.doc").is_ok());
        }
        assert!(main.len() > 154 + 4 * 180);
    }
    assert!(readable > 40, "{readable}");
}

#[test]
fn documents_are_small() {
    let folder = fs::read_dir(root().join("tests/doc")).expect("a folder");
    let paths: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    for path in paths {
        assert!(fs::metadata(&path).expect("a file").len() < 64 << 10, "{}", path.display());
    }
}
