//! Command lines with what they print: each `cmd/*.txt` is a transcript. With `UPDATE=1` the transcripts are rewritten.
//!
//! A transcript sets up files and runs commands in one folder of its own:
//!
//! ```text
//! file 报告.txt as gb18030 crlf
//! | 青禾镇人民政府
//! file 图.png hex 89504e47
//! file 表.docx from tests/docx/strict.docx
//!
//! $ NAME=value hegui check 'a b.txt' < 报告.txt
//! lines of standard output
//! ! lines of standard error
//! ? 0
//! ```
//!
//! `copy PATH` brings a file or a folder of this repository. `as` takes a character set, then `bom`, `crlf` or `open` (no line end at the end of the file). `cat` shows a file.
//! Lines between commands that are none of these are for the reader.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::fixture;
use encoding_rs::Encoding;

/// Stands for the end of an output that has no line end.
const OPEN_END: &str = "（末行无换行）";

#[test]
fn command_lines_print_what_their_transcripts_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut names: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    names.sort();
    let mut wrong = Vec::new();
    for name in names {
        let written = fs::read_to_string(&name).expect("a transcript").replace("\r\n", "\n");
        let played = Stage::new(&name).play(&written);
        if played == written {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&name, played).expect("a place to write");
        } else {
            wrong.push(format!("{}\n{}", name.display(), difference(&written, &played)));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 accepts what came", wrong.join("\n"));
}

/// The folder in which a transcript is played.
struct Stage(PathBuf);

impl Stage {
    fn new(transcript: &Path) -> Self {
        let name = transcript.file_stem().expect("a name").to_string_lossy().into_owned();
        let folder = std::env::temp_dir().join(format!("hegui-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a place for files");
        Self(folder)
    }

    /// The transcript with what the commands print now.
    fn play(&self, written: &str) -> String {
        let mut played = String::new();
        let mut lines = written.lines().peekable();
        while let Some(line) = lines.next() {
            played.push_str(line);
            played.push('\n');
            if let Some(file) = line.strip_prefix("file ") {
                let mut content = Vec::new();
                while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
                    played.push_str(line);
                    played.push('\n');
                    let line = line.strip_prefix("| ").unwrap_or(&line[1..]);
                    content.push(line);
                }
                self.write(file, &content);
            } else if let Some(folder) = line.strip_prefix("copy ") {
                copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &self.0.join(folder));
            } else if let Some(command) = line.strip_prefix("$ ") {
                for line in lines.by_ref() {
                    if line.starts_with("? ") {
                        break;
                    }
                }
                played.push_str(&self.run(command));
            }
        }
        played
    }

    fn write(&self, directive: &str, lines: &[&str]) {
        let mut words = directive.split(' ');
        let path = self.0.join(words.next().expect("a name"));
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        let options: Vec<&str> = words.collect();
        let bytes = match options[..] {
            ["hex", digits] => unhex(digits),
            ["from", own] => fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(own)).expect("a file"),
            _ => encoded(lines, &options),
        };
        fs::write(path, bytes).expect("a place to write");
    }

    fn run(&self, command: &str) -> String {
        let words = words(command);
        let first = words.iter().position(|word| !word.contains('=')).expect("a program");
        let (variables, words) = words.split_at(first);
        let (words, input) = match words {
            [words @ .., less, file] if less == "<" => (words, fs::read(self.0.join(file)).expect("a file")),
            _ => (words, Vec::new()),
        };
        if words[0] == "cat" {
            let shown = fs::read(self.0.join(&words[1])).expect("a file");
            return transcript(&shown, b"", Some(0));
        }
        assert_eq!(words[0], "hegui");
        let mut program = fixture::program();
        program.args(&words[1..]).current_dir(&self.0).env_remove("COLUMNS").env_remove("NO_COLOR");
        program.envs(variables.iter().filter_map(|variable| variable.split_once('=')));
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = program.spawn().expect("the program");
        // A program that reads no input has closed it.
        let _ = running.stdin.take().expect("a pipe").write_all(&input);
        let done = running.wait_with_output().expect("its end");
        transcript(&done.stdout, &done.stderr, done.status.code())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("inside the folder")).expect("a folder");
        fs::copy(from, to).expect("a place to write");
    }
}

/// Words between spaces; a word in '' may have spaces.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn encoded(lines: &[&str], options: &[&str]) -> Vec<u8> {
    let has = |option| options.contains(&option);
    let line_end = if has("crlf") { "\r\n" } else { "\n" };
    let mut text = lines.join(line_end);
    if !has("open") {
        text.push_str(line_end);
    }
    if has("bom") {
        text.insert(0, '\u{feff}');
    }
    match options {
        ["as", "utf-16le", ..] => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ["as", "utf-16be", ..] => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ["as", label, ..] => {
            let (bytes, _, lost) = Encoding::for_label(label.as_bytes()).expect("a character set").encode(&text);
            assert!(!lost, "{label} cannot write {text}");
            bytes.into_owned()
        }
        _ => text.into_bytes(),
    }
}

fn unhex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("digits"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("digits")).collect()
}

fn transcript(out: &[u8], err: &[u8], code: Option<i32>) -> String {
    let text =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8").replace(env!("CARGO_PKG_VERSION"), "[版本]");
    let mut shown = text(out);
    if !shown.is_empty() && !shown.ends_with('\n') {
        shown.push_str(&format!("\n{OPEN_END}\n"));
    }
    for line in text(err).lines() {
        shown.push_str(format!("! {line}").trim_end());
        shown.push('\n');
    }
    shown.push_str(&code.map_or_else(|| "? 中断\n".to_owned(), |code| format!("? {code}\n")));
    shown
}

/// The lines from the first that differs on, as far as the command they belong to.
fn difference(written: &str, played: &str) -> String {
    let same = written.lines().zip(played.lines()).take_while(|(one, other)| one == other).count();
    let command = written.lines().take(same).filter(|line| line.starts_with("$ ")).last().unwrap_or_default();
    let rest = |text: &str| text.lines().skip(same).take(12).collect::<Vec<_>>().join("\n");
    format!("{command}\n--- 应为\n{}\n--- 实为\n{}", rest(written), rest(played))
}
