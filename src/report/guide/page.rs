//! All rules as a page of Markdown, by pack and group: `docs/rules.md`.

use std::collections::BTreeMap;

use super::words;
use crate::rule::{Rule, RuleSet};

const HEAD: &str = "\
# 规则说明

<!-- 由 hegui rules --format markdown 生成；改动规则后用 UPDATE=1 cargo test 更新，不要直接修改。 -->

每条规则写明查什么、级别、依据、建议和例子。级别分为错误、提醒、提示：有约束力的规定，级别最高为错误；推荐性标准和地方规定，
最高为提醒；本工具的建议，最高为提示；据报告文字本身即可判断的，不受此限。“…”处由程序填入报告中的文字。例子中⟦⟧之间是所报的位置。
条文未核对原文的，只写内容，不写条号。

";

/// The rules as a page: a table at the top, then one chapter a pack, one part a group.
pub fn page(rules: &RuleSet, shown: &[&Rule]) -> String {
    let mut chapters: Vec<(Option<&str>, Groups<'_>)> = Vec::new();
    for rule in shown {
        let pack = rule.pack.as_deref();
        let at = chapters.iter().position(|(known, _)| *known == pack).unwrap_or_else(|| {
            chapters.push((pack, Groups::new()));
            chapters.len() - 1
        });
        chapters[at].1.entry(&*rule.group).or_default().push(rule);
    }
    let order = |pack: Option<&str>| rules.packs().iter().position(|known| Some(known.file.pack.as_str()) == pack);
    chapters.sort_by_key(|(pack, _)| order(*pack).unwrap_or(usize::MAX));
    let mut out = HEAD.to_owned();
    for (pack, groups) in &chapters {
        overview(rules, *pack, groups, &mut out);
    }
    for (pack, groups) in &chapters {
        out.push_str(&format!("## {}\n\n", title(rules, *pack)));
        for rules_of in groups.values() {
            out.push_str(&format!("### {}\n\n", words::group(rules, rules_of[0])));
            for rule in rules_of {
                one(rules, rule, &mut out);
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// One rule as a chapter of that page.
pub fn entry(rules: &RuleSet, rule: &Rule) -> String {
    let mut out = String::new();
    one(rules, rule, &mut out);
    out
}

type Groups<'a> = BTreeMap<&'a str, Vec<&'a Rule>>;

fn title(rules: &RuleSet, pack: Option<&str>) -> String {
    let known = rules.packs().iter().find(|known| Some(known.file.pack.as_str()) == pack);
    known.map_or_else(|| "其他规则".to_owned(), |known| format!("{}（{}）", known.file.title, known.file.pack))
}

fn overview(rules: &RuleSet, pack: Option<&str>, groups: &Groups<'_>, out: &mut String) {
    let count: usize = groups.values().map(Vec::len).sum();
    out.push_str(&format!("**{}**，{count}条\n\n", title(rules, pack)));
    out.push_str("| 编号 | 组 | 级别 | 查什么 | 修正 |\n| --- | --- | --- | --- | --- |\n");
    for rule in groups.values().flatten() {
        let id = rule.id();
        let severity = words::severity(rules, rule);
        let fix = rule.file.fix.as_ref().map_or("", |fix| words::applicability(fix.applicability));
        let group = rules.group_title(rule);
        out.push_str(&format!(
            "| [{id}](#{id}) | {group} | {severity} | {} | {fix} |\n",
            plain(&words::headline(rule))
        ));
    }
    out.push('\n');
}

fn one(rules: &RuleSet, rule: &Rule, out: &mut String) {
    let mut lines = Vec::new();
    lines.push(("级别", words::severity(rules, rule)));
    lines.extend(words::variants(rules, rule).into_iter().map(|variant| ("其中", variant)));
    let conditions = words::conditions(rules, rule);
    if !conditions.is_empty() {
        lines.push(("适用", conditions.join("；")));
    }
    lines.extend(words::grounds(rules, rule).into_iter().map(|(ground, _)| ("依据", ground)));
    let help = words::blank(&rule.file.help);
    lines.push(("建议", help.strip_prefix("建议").unwrap_or(&help).to_owned()));
    if let Some(fix) = &rule.file.fix {
        lines.push(("修正", words::fix(fix)));
    }
    out.push_str(&format!("#### {}\n\n{}\n\n", rule.id(), plain(&words::headline(rule))));
    for (name, text) in lines {
        out.push_str(&format!("- {name}：{}\n", plain(&text)));
    }
    let examples = rules.examples(rule);
    for (name, example) in [("会报告", examples.bad.first()), ("不会报告", examples.good.first())] {
        if let Some(example) = example {
            let text = example.text.trim_end();
            // A fence longer than any in the text.
            let fence = "`".repeat(text.split(|one| one != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
            out.push_str(&format!("\n{name}：\n\n{fence}text\n{text}\n{fence}\n"));
        }
    }
    out.push('\n');
}

/// A text in which nothing is a sign of Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => plain.extend(['\\', character]),
            _ => plain.push(character),
        }
    }
    plain
}
