//! Results of earlier runs: they show as new ones do, and only where nothing has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use crate::fixture;
use crate::sameness::FORMATS;

const CONFIG: &str = "rules: { vague-quantity: warning }
waivers:
  - { rule: extra-space, files: ['石桥镇.txt'], reason: 县里统一延期, until: 2026-12-31 }
";

/// A folder with reports, and one for what is kept.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let desk = Self(std::env::temp_dir().join(format!("hegui-{}-cache-{name}", std::process::id())));
        fs::create_dir_all(desk.reports()).expect("a folder");
        for town in ["青禾镇", "石桥镇", "柳溪街道", "云峰乡"] {
            desk.write(&format!("{town}.txt"), report(town, 42).as_bytes());
        }
        desk.write("hegui.yaml", CONFIG.as_bytes());
        desk.write("说明.txt", "这不是报告。\n".as_bytes());
        desk.write("坏.docx", b"PK\x03\x04");
        for (name, from) in [
            ("数.docx", "tests/docx/numbered.docx"),
            ("旧.doc", "tests/doc/numbered.doc"),
            ("页.pdf", "tests/pdf/reportlab.pdf"),
            ("版.ofd", "tests/ofd/report.ofd"),
            ("网.html", "tests/html/old-site.html"),
        ] {
            desk.write(name, &fixture::bytes(from));
        }
        desk
    }

    fn reports(&self) -> PathBuf {
        self.0.join("报告")
    }

    fn cache(&self) -> PathBuf {
        self.0.join("缓存")
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.reports().join(name), bytes).expect("a place to write");
    }

    fn program(&self, more: &[&str]) -> std::process::Command {
        let mut program = fixture::program();
        program.args(["check", ".", "--verbose"]).args(more);
        if !more.contains(&"--on") {
            program.args(["--on", "2026-06-01"]);
        }
        program.current_dir(self.reports()).env("HEGUI_CACHE_DIR", self.cache());
        program
    }

    /// The exit code and the output, what was said beside it, and how many reports were checked and how many were not.
    fn check(&self, more: &[&str]) -> (Option<i32>, Vec<u8>, String, (usize, usize)) {
        told(&self.program(more).output().expect("the program"))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn told(done: &Output) -> (Option<i32>, Vec<u8>, String, (usize, usize)) {
    let said = String::from_utf8(done.stderr.clone()).expect("UTF-8");
    let is_count = |line: &&str| line.starts_with("检查了");
    let line = said.lines().find(is_count).unwrap_or_else(|| panic!("{said}"));
    let counts: Vec<usize> =
        line.split(|one: char| !one.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let rest = said.lines().filter(|line| !is_count(line)).collect::<Vec<_>>().join("\n");
    let taken = if line.contains("沿用") { counts[1] } else { 0 };
    (done.status.code(), done.stdout.clone(), rest, (counts[0], taken))
}

fn report(town: &str, cases: usize) -> String {
    format!(
        "{town}2024年法治政府建设年度报告\n\n县政府：\n\n一、主要举措\n\n6月31日之前开展法律讲座若干场,化解 纠纷{cases}件。。<!-- hegui: allow doubled-mark 原文如此 -->\n\n{town}人民政府\n"
    )
}

#[test]
fn every_format_shows_what_is_kept_as_it_was() {
    let desk = Desk::new("formats");
    for format in FORMATS {
        // What else these two show at the end.
        let is_for_people = ["pretty", "short"].contains(&format);
        let more: &[&[&str]] = if is_for_people { &[&[], &["--statistics", "--show-waived"]] } else { &[&[]] };
        for more in more {
            let arguments = [&["--format", format], *more].concat();
            let anew = desk.check(&[&arguments[..], &["--no-cache"]].concat());
            let first = desk.check(&arguments);
            let again = desk.check(&[&arguments[..], &["--jobs", "1"]].concat());
            // The file that cannot be read is tried each time.
            assert_eq!((anew.3, again.3), ((11, 0), (1, 10)), "{format}");
            assert!(anew.1.len() > 500, "{format}");
            for kept in [first, again] {
                assert!((kept.0, &kept.1, &kept.2) == (Some(2), &anew.1, &anew.2), "{format} {}", kept.2);
            }
        }
    }
}

#[test]
fn what_has_changed_is_checked_anew() {
    let desk = Desk::new("changes");
    let short = |more: &[&str]| desk.check(&[&["--format", "short"], more].concat());
    assert_eq!(short(&[]).3, (11, 0));
    assert_eq!(short(&[]).3, (1, 10));

    // Another text, another name, another bundle of towns.
    desk.write("青禾镇.txt", report("青禾镇", 43).as_bytes());
    assert_eq!(short(&[]).3, (2, 9));
    fs::rename(desk.reports().join("青禾镇.txt"), desk.reports().join("青禾镇二.txt")).expect("renamed");
    assert_eq!(short(&[]).3, (2, 9));
    desk.write("沙河镇.txt", report("沙河镇", 7).as_bytes());
    assert_eq!(short(&[]).3, (12, 0));
    fs::remove_file(desk.reports().join("沙河镇.txt")).expect("removed");
    assert_eq!(short(&[]).3, (1, 10));

    // Other rules and options.
    for more in [
        &["--year", "2023"][..],
        &["--stage", "publish"],
        &["--level", "县"],
        &["--select", "figures"],
        &["--ignore", "figures"],
        &["--severity", "extra-space=error"],
        &["--min-severity", "warning"],
        &["--fail-on", "never"],
        &["--no-config"],
    ] {
        assert_eq!(short(more).3, (11, 0), "{more:?}");
        assert_eq!(short(more).3, (1, 10), "{more:?}");
    }
    // The old web page cannot be read in this one.
    assert_eq!((short(&["--encoding", "utf-8"]).3, short(&["--encoding", "utf-8"]).3), ((11, 0), (2, 9)));
    assert_eq!(short(&["--quiet"]).3, (1, 10), "what is shown of it does not matter");

    // A waiver that is over holds no longer, and is told of from what is kept too.
    let over = short(&["--on", "2027-01-01"]);
    assert_eq!(over.3, (2, 9));
    assert!(over.2.contains("豁免已于2026年12月31日到期") || over.2.contains("豁免已于"), "{}", over.2);
    assert_eq!(short(&["--on", "2027-01-02"]), (over.0, over.1, over.2, (1, 10)));

    // Configurations, rule files and baselines.
    desk.write("hegui.yaml", format!("{CONFIG}year: 2022\n").as_bytes());
    assert_eq!(short(&[]).3, (11, 0));
    let rule = "id: own-word\nseverity: info\nmessage: 用词\nbasis: fact\ncheck:\n  existence: { terms: [讲座] }\nexamples:\n  good: [{ text: 甲 }, { text: 乙 }]\n  bad: [{ text: ⟦讲座⟧ }, { text: 办⟦讲座⟧ }]\n";
    for words in ["讲座", "法律讲座"] {
        desk.write("规则.yaml", rule.replace("讲座", words).as_bytes());
        assert_eq!(short(&["--rules", "规则.yaml"]).3, (11, 0));
        assert_eq!(short(&["--rules", "规则.yaml"]).3, (1, 10));
    }
    assert_eq!(short(&["--write-baseline"]).3, (11, 0));
    let known = short(&["--baseline", "hegui-baseline.json"]);
    assert_eq!((known.3, known.1.len() < 300), ((11, 0), true), "{}", String::from_utf8_lossy(&known.1));
    let again = short(&["--baseline", "hegui-baseline.json"]);
    assert_eq!((again.3, again.1), ((1, 10), known.1));
    assert_eq!(short(&["--against", "."]).3, (11, 0));
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let desk = Desk::new("at-once");
    let expected = desk.check(&["--format", "json", "--no-cache"]);
    for round in 0..5 {
        let running: Vec<_> = (0..4)
            .map(|_| {
                let mut program = desk.program(&["--format", "json"]);
                program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program")
            })
            .collect();
        for one in running {
            let done = told(&one.wait_with_output().expect("its end"));
            assert!((done.0, &done.1, &done.2) == (expected.0, &expected.1, &expected.2), "{}", done.2);
        }
        if round == 2 {
            fs::remove_dir_all(desk.cache()).expect("can be deleted at any time");
        }
    }
    assert_eq!(desk.check(&["--format", "json"]).3, (1, 10));
}

#[test]
fn what_is_damaged_or_has_no_place_is_no_hindrance() {
    let desk = Desk::new("damage");
    let expected = desk.check(&["--format", "html"]);
    assert!(desk.cache().join("CACHEDIR.TAG").is_file());
    for damage in ["half", "other", "nothing"] {
        for pack in packs(&desk.cache()) {
            let bytes = fs::read(&pack).expect("a pack");
            let left = match damage {
                "half" => &bytes[..bytes.len() / 2],
                "other" => b"other",
                _ => &[],
            };
            fs::write(&pack, left).expect("written");
        }
        let again = desk.check(&["--format", "html"]);
        assert_eq!((&again.1, again.3), (&expected.1, (11, 0)));
        assert_eq!(desk.check(&["--format", "html"]).3, (1, 10));
    }
    // Where one entry is damaged, the others are not.
    let read = |pack: PathBuf| (fs::read(&pack).expect("a pack"), pack);
    let (mut bytes, pack) =
        packs(&desk.cache()).into_iter().map(read).max_by_key(|(bytes, _)| bytes.len()).expect("packs");
    bytes[100] ^= 1;
    fs::write(&pack, bytes).expect("written");
    let (_, output, _, (made, _)) = desk.check(&["--format", "html"]);
    assert!(output == expected.1 && made <= 2, "{made}");

    fs::remove_dir_all(desk.cache()).expect("can be deleted at any time");
    fs::write(desk.cache(), "a file").expect("written");
    let nowhere = desk.check(&["--format", "html"]);
    assert_eq!((nowhere.1, nowhere.2, nowhere.3), (expected.1, expected.2, (11, 0)));
}

#[test]
fn standard_input_is_not_kept_and_nothing_stands_beside_the_reports() {
    let desk = Desk::new("input");
    let names = |folder: &Path| -> Vec<_> {
        let mut names: Vec<_> =
            fs::read_dir(folder).expect("a folder").map(|one| one.expect("one").file_name()).collect();
        names.sort();
        names
    };
    let before = names(&desk.reports());
    desk.check(&[]);
    assert_eq!(names(&desk.reports()), before);
    for _ in 0..2 {
        let mut program = fixture::program();
        program.args(["check", "-", "--verbose"]).env("HEGUI_CACHE_DIR", desk.cache());
        let input = fs::File::open(desk.reports().join("云峰乡.txt")).expect("a file");
        assert_eq!(told(&program.stdin(input).output().expect("the program")).3, (1, 0));
    }
}

/// All packs.
fn packs(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("a folder").map(|one| one.expect("one").path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "pack")).collect()
}
