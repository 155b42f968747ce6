//! Web pages: what is read from them, and where it stands.
//! `tests/html/make.py` writes the pages.

use hegui::Encoding;
use hegui::input::InputError;

use crate::fixture::{self, read};

fn bytes(name: &str) -> Vec<u8> {
    fixture::bytes(&format!("tests/html/{name}"))
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
    let crowded = ["<p>".repeat(600_000), "&amp;".repeat(1_000_001)];
    for page in crowded {
        assert_eq!(read(page.into(), "a.html").map(|_| ()), Err(InputError::Crowded));
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
    let mut random = fixture::random();
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
