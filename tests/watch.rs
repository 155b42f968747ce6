//! `check --watch`: what changes is checked again, however an editor writes it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use crate::fixture;

/// Longer than any machine takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// A program that watches a folder, and the lines that it has written.
struct Watching {
    folder: PathBuf,
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn new(name: &str, arguments: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("hegui-{}-watch-{name}", std::process::id()));
        fs::create_dir_all(folder.join("报告")).expect("a folder");
        for town in ["青禾镇", "石桥镇", "柳溪街道"] {
            fs::write(folder.join(format!("报告/{town}.txt")), report(town, "6月30日")).expect("written");
        }
        let mut program = fixture::program();
        program.args(["check", "--watch", "--verbose", "--select", "impossible-date"]).args(arguments);
        program.current_dir(&folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = program.spawn().expect("the program");
        let (sender, lines) = mpsc::channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("a pipe")), Box::new(child.stderr.take().expect("a pipe"))];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    // Once nobody reads any more, the test is over.
                    let _ = sender.send(line);
                }
            });
        }
        Self { folder, child, lines }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).expect("written");
    }

    /// Waits for lines that begin so, in any order.
    fn expect(&self, starts: &[&str]) {
        let mut missing: Vec<&str> = starts.to_vec();
        let mut seen = Vec::new();
        while !missing.is_empty() {
            let line = self.lines.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{missing:?} not in {seen:#?}"));
            if let Some(at) = missing.iter().position(|start| line.starts_with(start)) {
                missing.remove(at);
            }
            seen.push(line);
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn report(town: &str, day: &str) -> String {
    format!("{town}2024年法治政府建设年度报告\n\n县政府：\n\n一、主要举措\n\n{day}办结案件3件。\n")
}

#[test]
fn what_changes_is_checked_again() {
    let watching = Watching::new("folder", &["报告", "--format", "short"]);
    watching.expect(&["检查了3份，0份没有变动", "正在等待文件变动"]);

    watching.write("报告/青禾镇.txt", &report("青禾镇", "6月31日"));
    watching.expect(&["报告/青禾镇.txt:7:1: 错误[impossible-date]", "检查了1份，2份没有变动", "正在等待文件变动"]);

    // As editors do it: a new file takes the place of the old one.
    watching.write("报告/.石桥镇.txt.swp", &report("石桥镇", "2月30日"));
    fs::rename(watching.folder.join("报告/.石桥镇.txt.swp"), watching.folder.join("报告/石桥镇.txt")).expect("renamed");
    watching.expect(&["报告/石桥镇.txt:7:1: 错误[impossible-date]", "检查了1份，2份没有变动", "正在等待文件变动"]);

    // A new folder with a new report, and one that goes.
    fs::create_dir(watching.folder.join("报告/新")).expect("a folder");
    watching.write("报告/新/云峰乡.txt", &report("云峰乡", "4月31日"));
    watching.expect(&["报告/新/云峰乡.txt:7:1: 错误[impossible-date]", "正在等待文件变动"]);
    fs::remove_file(watching.folder.join("报告/石桥镇.txt")).expect("removed");
    watching.expect(&["报告/新/云峰乡.txt:7:1: 错误[impossible-date]", "正在等待文件变动"]);

    // A configuration that turns up changes what holds for all; what is wrong with it is told.
    watching.write("报告/hegui.yaml", "rules: { impossible-date: warning }\n");
    watching.expect(&["报告/青禾镇.txt:7:1: 提醒[impossible-date]", "检查了3份，0份没有变动", "正在等待文件变动"]);
    watching.write("报告/hegui.yaml", "rulse: {}\n");
    watching.expect(&["报告/青禾镇.txt: 错误: 配置文件", "正在等待文件变动"]);
}

#[test]
fn one_file_is_watched_through_its_replacement() {
    let watching = Watching::new("file", &["报告/青禾镇.txt"]);
    watching.expect(&["文件：报告/青禾镇.txt", "  所检各项未发现问题", "检查了1份，0份没有变动"]);
    for day in ["6月31日", "2月30日"] {
        watching.write("报告/另.txt", &report("青禾镇", day));
        fs::rename(watching.folder.join("报告/另.txt"), watching.folder.join("报告/青禾镇.txt")).expect("renamed");
        watching.expect(&["错误[impossible-date]", "检查了1份，0份没有变动", "正在等待文件变动"]);
    }
    fs::remove_file(watching.folder.join("报告/青禾镇.txt")).expect("removed");
    watching.expect(&["无法读取：", "正在等待文件变动"]);
    watching.write("报告/青禾镇.txt", &report("青禾镇", "6月30日"));
    watching.expect(&["  所检各项未发现问题", "正在等待文件变动"]);
}
