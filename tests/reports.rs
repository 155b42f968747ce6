//! The sample reports through every format, and the READMEs' picture of it.
//! `UPDATE=1 cargo test reports` writes what came instead; look at the difference before keeping it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fixture;

/// How many lines of output a README shows.
const SHOWN: usize = 41;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints, run beside the sample reports; and its exit code.
fn hegui(arguments: &[&str], columns: &str) -> (String, i32) {
    let output = fixture::program()
        .args(arguments)
        .current_dir(root())
        .env("COLUMNS", columns)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8").replace("examples\\", "examples/");
    (text, output.status.code().expect("an exit code"))
}

/// The sample reports, by name.
fn samples() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("examples"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt") || name.ends_with(".md"))
        .collect();
    names.sort();
    names
}

fn compare(path: PathBuf, came: &str, wrong: &mut Vec<String>) {
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if expected == came {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, came).expect("a place to write");
    } else {
        let at = expected.lines().zip(came.lines()).position(|(one, other)| one != other).unwrap_or(0);
        let line = |text: &str| text.lines().nth(at).unwrap_or("（没有这一行）").to_owned();
        wrong.push(format!("{} line {}:\n- {}\n+ {}", path.display(), at + 1, line(&expected), line(came)));
    }
}

#[test]
fn samples_come_out_the_same_in_every_format() {
    let mut wrong = Vec::new();
    for name in samples() {
        let path = format!("examples/{name}");
        for (format, columns) in [("short", "80"), ("pretty", "80"), ("json", "80")] {
            let (text, _) = hegui(&["check", "--no-config", "--format", format, &path], columns);
            compare(root().join(format!("tests/reports/{name}.{format}")), &text, &mut wrong);
        }
        let (text, _) = hegui(&["outline", &path], "80");
        compare(root().join(format!("tests/reports/{name}.outline")), &text, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 accepts what came", wrong.join("\n"));
}

#[test]
fn exit_codes_follow_the_findings() {
    for (name, code) in [("qinghe-2024.txt", 0), ("liuxi-street-2024.md", 0), ("shiqiao-2024.txt", 1)] {
        let path = format!("examples/{name}");
        assert_eq!(hegui(&["check", "--no-config", &path], "80").1, code, "{name}");
    }
    for name in ["qinghe-2024.txt", "liuxi-street-2024.md"] {
        let (text, _) = hegui(&["check", "--no-config", "--format", "short", &format!("examples/{name}")], "80");
        assert!(!text.contains("错误[") && !text.contains("提醒["), "{name}: {text}");
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for columns in ["60", "80", "100"] {
        let (text, _) = hegui(&["check", "--no-config", "examples"], columns);
        let most: usize = columns.parse().expect("a number");
        for line in text.lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= most, "{columns}: {line}");
        }
    }
}

#[test]
fn readmes_show_what_is_printed() {
    let (text, _) = hegui(&["check", "--no-config", "examples/shiqiao-2024.txt"], "88");
    let shown: Vec<&str> = text.lines().take(SHOWN).collect();
    let shown = shown.join("\n").trim_end().to_owned();
    for name in ["README.md", "README.zh-CN.md"] {
        let path = root().join(name);
        let readme = fs::read_to_string(&path).expect("a README").replace("\r\n", "\n");
        let (before, rest) = readme.split_once("```text\n").expect("a picture");
        let (picture, after) = rest.split_once("```").expect("its end");
        if picture.trim_end() != shown {
            assert!(std::env::var_os("UPDATE").is_some(), "{name} shows something else: UPDATE=1 puts it right");
            fs::write(&path, format!("{before}```text\n{shown}\n```{after}")).expect("a place to write");
        }
    }
}
