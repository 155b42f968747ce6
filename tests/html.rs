//! Web pages: that they are checked as the same words in a text file are, and where their findings stand.
//! `tests/html/make.py` writes the pages.

use std::fs;
use std::path::Path;

use hegui::check::Context;
use hegui::input::{self, Charset, Format, InputError, Reading};
use hegui::lint;
use hegui::rule::RuleSet;
use hegui::{Document, Encoding};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/html").join(name)).expect("a page")
}

fn read(bytes: Vec<u8>, name: &str) -> Result<Reading, InputError> {
    input::read(bytes, name, &input::Options::default())
}

/// Severity, rule and words of each finding; those about what only the text file has are left out.
fn findings(reading: Reading, rules: &RuleSet) -> Vec<String> {
    let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    let linted = lint::lint(&document, rules, &Context::default());
    let own = linted.diagnostics.iter().filter(|one| !document.slice(one.primary.span).contains("责任编辑"));
    let shown = own.map(|one| {
        let words = document.slice(one.primary.span).replace("\n\n", "⏎").replace('\n', "⏎");
        format!("{:?} {} {} {words}", one.severity, one.rule, one.count)
    });
    shown.collect()
}

#[test]
fn a_page_is_checked_as_the_same_words_in_a_text_file() {
    let rules = RuleSet::builtin();
    for (name, text, charset) in
        [("new-site.html", "shiqiao-2024.txt", Charset::UTF_8), ("old-site.html", "qinghe-2024.txt", Charset::GB18030)]
    {
        let reading = read(bytes(name), name).expect("readable");
        assert_eq!((reading.format, reading.charset), (Format::Html, Some(charset)));
        let text = fs::read_to_string(root().join("examples").join(text)).expect("a report").replace("\r\n", "\n");
        // What the site prints below every article is no part of it.
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with("责任编辑")).collect();
        assert_eq!(reading.source.text().lines().collect::<Vec<_>>(), lines, "{name}");
        let plain = read(text.into_bytes(), "a.txt").expect("readable");
        assert_eq!(findings(reading, &rules), findings(plain, &rules), "{name}");
    }
}

#[test]
fn lines_and_columns_are_those_of_the_page() {
    for name in ["new-site.html", "old-site.html"] {
        let own = bytes(name);
        let charset = if name == "old-site.html" { encoding_rs::GB18030 } else { encoding_rs::UTF_8 };
        let page = charset.decode(&own).0.into_owned();
        let reading = read(own, name).expect("readable");
        for word in ["县委、县政府：", "法治宣传", "调解", "人民政府"] {
            let at = reading.source.text().find(word).expect(word);
            let place = reading.source.position(at, Encoding::Character);
            let line = page.lines().nth(place.line).expect("a line");
            let rest: String = line.chars().skip(place.column).collect();
            assert!(rest.starts_with(word), "{name} {word} {place:?} {rest}");
        }
    }
}

#[test]
fn a_page_without_text_is_empty() {
    for page in [
        "<html><body></body></html>",
        "<!doctype html><title>青禾镇</title><script>甲</script>",
        "<html><p>&nbsp;<br></p>",
    ] {
        assert_eq!(read(page.into(), "a.html").map(|_| ()), Err(InputError::Empty), "{page}");
    }
}

#[test]
fn a_wrong_character_set_in_the_head_is_no_obstacle() {
    let page = "<html><meta charset=gbk><p>青禾镇人民政府年度报告</p>";
    let reading = read(page.into(), "a.html").expect("readable");
    assert_eq!(reading.source.text(), "青禾镇人民政府年度报告\n");
    let (gbk, ..) = encoding_rs::GBK.encode("<html><meta charset=utf-8><p>青禾镇人民政府年度报告</p>");
    assert_eq!(read(gbk.into_owned(), "a.html").expect("readable").source.text(), "青禾镇人民政府年度报告\n");
}

#[test]
fn no_bytes_make_reading_panic() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize % below.max(1)
    };
    for name in ["new-site.html", "old-site.html"] {
        let own = bytes(name);
        for _ in 0..100 {
            let mut changed = own.clone();
            for _ in 0..=random(8) {
                let at = random(changed.len());
                match random(4) {
                    0 => changed[at] = random(256) as u8,
                    1 => changed[at] = b"<>/&;\"'= \n!-"[random(12)],
                    2 => drop(changed.drain(at..(at + random(200)).min(changed.len()))),
                    _ => changed.rotate_left(at),
                }
            }
            let Ok(reading) = read(changed, "a.html") else { continue };
            let mut end = 0;
            for block in &reading.blocks {
                let words = reading.source.slice(block.span);
                assert!(end <= block.span.start && !words.is_empty() && words.trim() == words, "{words:?}");
                end = block.span.end;
            }
            for (at, _) in reading.source.text().char_indices() {
                reading.source.position(at, Encoding::Character);
            }
        }
    }
}
