//! Rules as a table for a terminal, one a line.

use super::words;
use crate::diagnostic::Applicability;
use crate::report::ink::Ink;
use crate::report::{Options, cell, note};
use crate::rule::{Rule, RuleSet};

const HEAD: [&str; 7] = ["编号", "级别", "状态", "修正", "组", "规则包", "依据"];
const GAP: usize = 2;
/// Norms are cut to no less than this, in cells.
const NARROWEST: usize = 12;

/// The rules with their severity, whether they are on, whether they can mend, group, pack and norms; a line of counts
/// at the end.
pub fn table(rules: &RuleSet, shown: &[&Rule], options: &Options) -> String {
    let ink = Ink { color: options.color };
    let rows: Vec<[String; 7]> = shown.iter().map(|rule| row(rules, rule)).collect();
    let mut widths = HEAD.map(cell::cells);
    for row in &rows {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell::cells(text));
        }
    }
    let last = HEAD.len() - 1;
    let before: usize = widths[..last].iter().map(|width| width + GAP).sum();
    let room = options.width.saturating_sub(before).max(NARROWEST);
    let mut out = String::new();
    let mut line = |texts: &[String; 7], paint: &dyn Fn(usize, &str) -> String| {
        for (column, text) in texts.iter().enumerate() {
            if column == last {
                out.push_str(&paint(column, &cell::cut_end(text, room)));
            } else {
                out.push_str(&paint(column, text));
                out.push_str(&" ".repeat(widths[column] - cell::cells(text) + GAP));
            }
        }
        out.push('\n');
    };
    line(&HEAD.map(str::to_owned), &|_, text| ink.bold(text));
    for (rule, row) in shown.iter().zip(&rows) {
        line(row, &|column, text| {
            if column == 1 { ink.severity(rules.severity(rule), text) } else { text.to_owned() }
        });
    }
    let on = shown.iter().filter(|rule| rules.is_in_force(rule)).count();
    let off = shown.len() - on;
    let off = if off > 0 { format!("，停用{off}条") } else { String::new() };
    out.push_str(&format!("\n共{}条规则，启用{on}条{off}\n", shown.len()));
    out
}

fn row(rules: &RuleSet, rule: &Rule) -> [String; 7] {
    let fix = match rule.file.fix.as_ref().map(|fix| fix.applicability) {
        Some(Applicability::Safe) => "自动",
        Some(Applicability::Unsafe) => "核对",
        None => "—",
    };
    let norms: Vec<String> = rule.basis.iter().map(|basis| words::norm(None, basis)).collect();
    [
        rule.id().to_string(),
        words::mark(rules, rule).to_owned(),
        if rules.is_in_force(rule) { "启用" } else { "停用" }.to_owned(),
        fix.to_owned(),
        cell::one_line(&rule.group),
        rule.pack.as_deref().map_or_else(|| "—".to_owned(), cell::one_line),
        if norms.is_empty() { note::FACT_SHORT.to_owned() } else { norms.join("；") },
    ]
}
