//! A repository of reports over two years with configuration, overrides, waivers and a baseline, as a gate would check it.

use std::fs;
use std::path::{Path, PathBuf};

use hegui::Source;
use hegui::config::{Config, Part};

use crate::fixture;

const CONFIG: &str = "\
exclude: [归档]
unit: { county: 云岭县, towns: [青禾镇, 石桥镇, 柳溪街道] }
baseline: hegui-baseline.json
rules:
  vague-quantity: warning
  late-report: error
overrides:
  - files: ['2023/**']
    year: 2023
waivers:
  - { rule: late-report, files: ['2024/石桥镇.txt'], reason: 县里统一延期, by: 司法所, until: 2027-04-01 }
";

/// Town, year and date of the report.
const REPORTS: [(&str, i32, &str); 4] = [
    ("青禾镇", 2023, "2024年1月12日"),
    ("石桥镇", 2023, "2024年1月15日"),
    ("青禾镇", 2024, "2025年1月10日"),
    ("石桥镇", 2024, "2025年5月20日"),
];

fn report(town: &str, year: i32, date: &str) -> String {
    let next = year + 1;
    format!(
        "{town}{year}年法治政府建设年度报告

县委、县政府：

{year}年，{town}深入学习贯彻习近平法治思想，依法履行各项职责。现将{year}年度法治政府建设情况报告如下：

一、{year}年度推进法治政府建设的主要举措和成效

（一）规范行政决策。全年审查镇村合同18件，提出修改意见7条，采纳7条。

（二）化解矛盾纠纷。受理矛盾纠纷42件，其中邻里纠纷30件、土地纠纷12件，组织法律讲座若干场。

二、{year}年度推进法治政府建设存在的不足和原因

普法宣传的形式较为单一，主要原因是熟悉新媒体制作的人员缺乏。

三、{year}年度党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况

党委书记主持召开法治建设专题会议3次，听取工作汇报2次；镇长督办重点案件1件。

四、{next}年度推进法治政府建设的主要安排

丰富普法宣传的形式，制作普法短视频12条。

{town}人民政府
{date}
"
    )
}

struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("hegui-{}-{name}", std::process::id()));
        let repository = Self(folder);
        repository.write("hegui.yaml", CONFIG.as_bytes());
        for (town, year, date) in REPORTS {
            repository.write(&format!("{year}/{town}.txt"), report(town, year, date).as_bytes());
        }
        repository.write("归档/旧稿.txt", "旧镇2019年法治政府建设年度报告\n".as_bytes());
        repository
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(path, bytes).expect("a place to write");
    }

    /// The exit code, what was found and what was said beside it.
    fn check(&self, more: &[&str]) -> (Option<i32>, Vec<String>, String) {
        self.check_on("2026-06-01", more)
    }

    fn check_on(&self, on: &str, more: &[&str]) -> (Option<i32>, Vec<String>, String) {
        let mut program = fixture::program();
        program.args(["check", ".", "--format", "short", "--on", on]).args(more).current_dir(&self.0);
        let done = program.output().expect("the program");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (done.status.code(), text(done.stdout).lines().map(str::to_owned).collect(), text(done.stderr))
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_gate_tells_what_is_new() {
    let repository = Repository::new("gate");
    let (code, found, told) = repository.check(&["--write-baseline"]);
    assert_eq!((code, found), (Some(0), vec![]), "{told}");
    let baseline = fs::read_to_string(repository.0.join("hegui-baseline.json")).expect("written");
    assert_eq!(baseline.matches("\"rule\":\"vague-quantity\"").count(), 4, "{baseline}");
    assert!(!baseline.contains("late-report"), "{baseline}");

    // Clean: what is known and what is waived fails nothing and is not shown.
    let (code, found, told) = repository.check(&["--fail-on", "info"]);
    assert_eq!((code, found, told.as_str()), (Some(0), vec![], ""));
    let again = repository.check(&["--write-baseline"]);
    assert_eq!(again.0, Some(0));
    assert_eq!(fs::read_to_string(repository.0.join("hegui-baseline.json")).expect("written"), baseline);

    // One fault, with a paragraph before it that moves the rest.
    let planted = report("青禾镇", 2024, "2025年1月10日")
        .replace("（一）规范", "（一）强化组织领导。镇党委会议听取工作汇报4次。\n\n（二）规范")
        .replace("（二）化解矛盾纠纷。受理", "（三）化解矛盾纠纷。6月31日之前受理");
    repository.write("2024/青禾镇.txt", planted.as_bytes());
    let (code, found, _) = repository.check(&[]);
    assert_eq!(code, Some(1), "{found:#?}");
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    assert!(one.starts_with("2024/青禾镇.txt:") && one.contains("错误[impossible-date]"), "{one}");

    // A file that cannot be read stops no other.
    repository.write("2024/柳溪街道.docx", b"PK\x03\x04");
    let (code, found, told) = repository.check(&[]);
    assert_eq!((code, found.len()), (Some(2), 2), "{found:#?}");
    assert!(found.iter().any(|line| line.contains("impossible-date")) && told.contains("柳溪街道.docx"), "{told}");
}

#[test]
fn a_waiver_that_is_over_counts_no_longer() {
    let repository = Repository::new("expiry");
    repository.check(&["--write-baseline"]);
    let (code, found, told) = repository.check_on("2027-04-01", &[]);
    assert_eq!((code, found, told.as_str()), (Some(0), vec![], ""));
    let (code, found, told) = repository.check_on("2027-04-02", &[]);
    assert_eq!(code, Some(1), "{found:#?}");
    assert!(found.len() == 1 && found[0].contains("[late-report]"), "{found:#?}");
    assert!(told.contains("提醒[expired-waiver]") && told.contains("hegui.yaml:11:"), "{told}");
}

#[test]
fn the_page_for_users_shows_what_can_be_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in ["docs/config.md", "README.md", "README.zh-CN.md"] {
        let text = fs::read_to_string(root.join(page)).expect("a page").replace("\r\n", "\n");
        let shown = text.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let part = Part::read(Source::new(page, shown), Path::new("/县")).expect(page);
        let config = Config { parts: vec![part] };
        let overrides = config.overrides(Path::new("/县/2023/青禾镇.docx"));
        let (_, _, faults) = config.rules(Vec::new(), &overrides);
        assert_eq!(faults, [], "{page}");
    }
}

/// Twenty towns with a report each in two years.
const TOWNS: [&str; 20] = [
    "青禾镇",
    "石桥镇",
    "白坪镇",
    "云峰乡",
    "柳溪街道",
    "沙河镇",
    "松岭乡",
    "梅园街道",
    "东塘镇",
    "西塘镇",
    "南坝镇",
    "北坝镇",
    "竹溪乡",
    "桃源镇",
    "长岗镇",
    "古塔街道",
    "清泉乡",
    "双桥镇",
    "新渡镇",
    "横溪镇",
];

#[test]
fn forty_reports_pass_and_one_planted_fault_does_not() {
    let folder = std::env::temp_dir().join(format!("hegui-{}-forty", std::process::id()));
    let repository = Repository(folder);
    repository.write("hegui.yaml", CONFIG.as_bytes());
    for town in TOWNS {
        for year in [2023, 2024] {
            let date = if (town, year) == ("石桥镇", 2024) { "5月20日" } else { "1月10日" };
            let text = report(town, year, &format!("{}年{date}", year + 1));
            repository.write(&format!("{year}/{town}.txt"), text.as_bytes());
        }
    }
    let (code, found, told) = repository.check(&["--write-baseline"]);
    assert_eq!((code, found), (Some(0), vec![]), "{told}");
    let (code, found, told) = repository.check(&["--fail-on", "info"]);
    assert_eq!((code, found, told.as_str()), (Some(0), vec![], ""));

    for (town, wrong, rule) in [
        ("清泉乡", ("土地纠纷12件", "土地纠纷16件"), "parts-not-total"),
        ("古塔街道", ("（二）化解", "（三）化解"), "numbering-gap"),
    ] {
        let path = format!("2024/{town}.txt");
        let clean = report(town, 2024, "2025年1月10日");
        let planted = clean.replace(wrong.0, wrong.1);
        assert_ne!(planted, clean, "{town}");
        repository.write(&path, planted.as_bytes());
        let (code, found, _) = repository.check(&["--fail-on", "info"]);
        assert_eq!(code, Some(1), "{found:#?}");
        let [one] = found.as_slice() else { panic!("{found:#?}") };
        assert!(one.starts_with(&path) && one.contains(rule), "{one}");
        repository.write(&path, clean.as_bytes());
    }

    repository.write("2024/双桥镇.txt", report("双桥镇", 2024, "2025年2月30日").as_bytes());
    repository.write("2024/坏.pdf", b"%PDF-1.4");
    let (code, found, told) = repository.check(&[]);
    assert_eq!(code, Some(2), "{found:#?}");
    assert!(
        found.iter().any(|line| line.starts_with("2024/双桥镇.txt") && line.contains("impossible-date")),
        "{found:#?}"
    );
    assert!(
        found.iter().all(|line| line.starts_with("2024/双桥镇.txt") || line.starts_with("2024/坏.pdf")),
        "{found:#?}"
    );
    assert!(told.contains("坏.pdf"), "{told}");
}
