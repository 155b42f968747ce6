//! The same reports give the same bytes in every format, however many are checked at once.

use std::fs;
use std::process::Command;

const FORMATS: [&str; 14] = [
    "pretty",
    "short",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjsonl",
    "lsp",
    "csv",
    "html",
    "xlsx",
];

#[test]
fn the_number_of_jobs_changes_no_byte() {
    let folder = std::env::temp_dir().join(format!("hegui-{}-sameness", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for town in ["青禾镇", "石桥镇", "柳溪街道", "云峰乡", "白坪镇", "沙河镇"] {
        let text = format!(
            "{town}2024年法治政府建设年度报告\n\n县政府：\n\n一、主要举措\n\n6月31日之前开展法律讲座若干场,化解纠纷42件。。\n\n{town}人民政府\n"
        );
        fs::write(folder.join(format!("{town}.txt")), text).expect("a place to write");
    }
    fs::write(folder.join("坏.docx"), b"PK\x03\x04").expect("a place to write");
    let check = |format: &str, jobs: usize| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_hegui"));
        program.args(["check", ".", "--format", format, "--on", "2026-06-01", "--jobs", &jobs.to_string()]);
        let done = program.current_dir(&folder).output().expect("the program");
        assert_eq!(done.status.code(), Some(2), "{format}: {}", String::from_utf8_lossy(&done.stderr));
        (done.stdout, done.stderr)
    };
    for format in FORMATS {
        let first = check(format, 1);
        assert!(first.0.len() > 100, "{format}");
        for jobs in [2, 3, 4, 5, 6, 7, 8, 8, 8] {
            assert!(check(format, jobs) == first, "{format} with {jobs} jobs");
        }
    }
    fs::remove_dir_all(&folder).expect("the folder goes");
}
