//! Planted faults and traps through every rule, and `docs/accuracy.md`, which tells how many were found.
//! `UPDATE=1 cargo test accuracy` writes the page, with the score on real reports where those are there.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::plants::{Tally, Trial, trials};

const PAGE: &str = "docs/accuracy.md";
/// Before the part that depends on the day and on reports that are not in the repository.
const REAL: &str = "## 真实报告";
/// What scores the program on real reports, beside the repository.
const SCORE: &str = "../shared/corpus/score.py";

#[test]
fn planted_faults_are_found_and_traps_are_quiet() {
    let trials = trials();
    let failures: Vec<&str> = trials.iter().flat_map(|trial| &trial.failures).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} cases came out otherwise:\n{}", failures.len(), failures.join("\n"));
    if std::env::var_os("PLANTS").is_some() {
        return;
    }
    let total = sum(&trials);
    assert!(total.found * 100 >= total.planted * 98, "{total:?}");
    assert!(total.collateral * 100 <= total.planted * 2, "{total:?}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join(PAGE)).unwrap_or_default().replace("\r\n", "\n");
    let (told, real) = page.split_once(REAL).unwrap_or((&page, "\n"));
    let came = page_of(&trials, &total);
    if std::env::var_os("UPDATE").is_some() {
        let real = score(root).unwrap_or_else(|| real.to_owned());
        fs::write(root.join(PAGE), format!("{came}{REAL}{real}")).expect("a place to write");
    } else {
        assert_eq!(told, came, "UPDATE=1 accepts what came");
    }
}

fn sum(trials: &[Trial]) -> Tally {
    let mut total = Tally::default();
    for Trial { tally, .. } in trials {
        total.planted += tally.planted;
        total.found += tally.found;
        total.collateral += tally.collateral;
        total.traps += tally.traps;
        total.quiet += tally.quiet;
    }
    total
}

fn page_of(trials: &[Trial], total: &Tally) -> String {
    let share = |part: usize, whole: usize| format!("{:.1}%", part as f64 * 100.0 / whole.max(1) as f64);
    let mut page = String::from(
        "# 查得准不准\n\n\
         *Planted faults that were found, and texts that had to stay quiet; written by `UPDATE=1 cargo test accuracy`.*\n\n\
         把差错植入没有问题的报告（镇、街道、乡、县、部门各一篇），看每条规则能否在植入的地方查出；\
         再写入容易误报的正确文字（陷阱），看规则是否保持安静。用例见 `tests/plants/`，按规则一个文件；数字、位置按固定的种子选取，每次相同。\
         “连带”指植入一处差错而引起其他规则的提示，用例中写明的必然连带（如删去一节后序号不连续）除外。\n\n",
    );
    let Tally { planted, found, collateral, traps, quiet } = total;
    let _ = write!(
        page,
        "- 植入 {planted} 处，在原处查出 {found} 处（{}）；有连带的 {collateral} 处（{}）。\n\
         - 陷阱 {traps} 处，保持安静 {quiet} 处（{}）。\n\
         - 没有植入差错的报告，没有任何提示。\n\n\
         差错的写法由人设想，写的时候不看规则；规则随后据此修正，所以表中的数字高于对生疏写法的查出率，也不等于在实际报告上的查全率。真实报告的情况见最后一节。\n\n\
         | 规则 | 植入 | 查出 | 连带 | 陷阱 | 安静 |\n| --- | ---: | ---: | ---: | ---: | ---: |\n",
        share(*found, *planted),
        share(*collateral, *planted),
        share(*quiet, *traps),
    );
    for Trial { rule, tally, .. } in trials {
        let Tally { planted, found, collateral, traps, quiet } = tally;
        let _ = writeln!(page, "| {rule} | {planted} | {found} | {collateral} | {traps} | {quiet} |");
    }
    page.push_str("\n## 已知查不出的\n\n");
    for trial in trials {
        for known in &trial.known {
            let form = known.form.replace(['⟦', '⟧'], "");
            let _ = writeln!(page, "- {}：“{form}”。{}。", trial.rule, known.why);
        }
    }
    page.push('\n');
    page
}

/// The part on real reports, where those are there.
fn score(root: &Path) -> Option<String> {
    let script = root.join(SCORE);
    let output =
        Command::new("python3").arg(&script).args(["--bin", option_env!("CARGO_BIN_EXE_hegui")?]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = |start: &str| text.lines().find_map(|line| line.strip_prefix(start));
    let numbers = |line: &str| -> Vec<usize> {
        line.split(|one: char| !one.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
    };
    let reports = numbers(line("reports:")?);
    let [found, asked, forbidden, extra, loud] = reports[..] else { return None };
    let headings = numbers(line("headings:")?.rsplit("all").next()?);
    let [right, all] = headings[..] else { return None };
    let date = Command::new("date").arg("+%Y-%m-%d").output().ok()?;
    let date = String::from_utf8(date.stdout).ok()?;
    Some(format!(
        "\n\n以若干篇公开的乡镇报告逐条人工标注后比对（报告不在本仓库）。{}：\n\n\
         - 应查出 {asked} 处，查出 {found} 处；不应报而报 {forbidden} 处。\n\
         - 错误和提醒共 {loud} 处，其中标注之外的 {extra} 处。\n\
         - 标题归类 {all} 个，正确 {right} 个。\n",
        date.trim(),
    ))
}
