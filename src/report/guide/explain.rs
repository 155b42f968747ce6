//! One rule in full, for a person at a terminal: what, why, when, examples, how to waive it.

use super::words;
use crate::check::CheckKind;
use crate::diagnostic::Severity;
use crate::report::ink::Ink;
use crate::report::{Options, cell, note};
use crate::rule::file::Example;
use crate::rule::{Rule, RuleSet};

const INDENT: &str = "    ";
/// The marks around the place that is reported in an example.
const MARKS: [char; 2] = ['⟦', '⟧'];

/// The rule in lines that fit the width.
pub fn explain(rules: &RuleSet, rule: &Rule, options: &Options) -> String {
    let width = options.width.max(40);
    let mut shown = Shown { rules, rule, width, ink: Ink { color: options.color }, out: String::new() };
    shown.head();
    shown.basis();
    shown.examples();
    shown.waiver();
    shown.out
}

struct Shown<'a> {
    rules: &'a RuleSet,
    rule: &'a Rule,
    width: usize,
    ink: Ink,
    out: String,
}

impl Shown<'_> {
    fn head(&mut self) {
        let (rules, rule) = (self.rules, self.rule);
        let severity = rules.severity(rule);
        let head = format!("{}[{}]", words::mark(rules, rule), rule.id());
        self.out.push_str(&self.ink.severity(severity, &head));
        self.out.push('\n');
        self.line("", &words::headline(rule));
        self.out.push('\n');
        self.line("分组：", &words::group(rules, rule));
        if let Some(pack) = rules.packs().iter().find(|pack| Some(&pack.file.pack) == rule.pack.as_ref()) {
            self.line("规则包：", &format!("{}（{}）", pack.file.title, pack.file.pack));
        }
        self.line("级别：", &words::severity(rules, rule));
        for variant in words::variants(rules, rule) {
            self.line("      其中", &variant);
        }
        let mut conditions = words::conditions(rules, rule);
        if !rules.is_in_force(rule) && rule.file.enabled {
            conditions.push("已停用".to_owned());
        }
        if !conditions.is_empty() {
            self.line("适用：", &conditions.join("；"));
        }
        let help = words::blank(&rule.file.help);
        self.line("建议：", help.strip_prefix("建议").unwrap_or(&help));
        if let Some(fix) = &rule.file.fix {
            self.line("修正：", &words::fix(fix));
        }
    }

    fn basis(&mut self) {
        if self.rule.basis.is_empty() {
            self.line("依据：", note::FACT);
        }
        for basis in &*self.rule.basis {
            let norm = self.rules.norm(self.rule, basis);
            self.line("依据：", &words::norm(norm, basis));
            let Some(norm) = norm else { continue };
            self.line("      效力：", &words::strength(norm));
            if let Some(reading) = words::reading(norm, &basis.item) {
                self.line("      核实：", &reading);
            }
            if let Some(source) = &norm.source {
                self.line("      来源：", source);
            }
            if let Some(note) = &norm.note {
                self.line("      说明：", note);
            }
        }
    }

    fn examples(&mut self) {
        let examples = self.rules.examples(self.rule);
        if let Some(bad) = examples.bad.first() {
            self.example("会报告的例子（⟦⟧之间是所报的位置）：", bad);
        }
        if let Some(good) = examples.good.first() {
            self.example("不会报告的例子：", good);
        }
    }

    fn example(&mut self, title: &str, example: &Example) {
        self.out.push('\n');
        self.line("", title);
        let room = self.width.saturating_sub(INDENT.len());
        let mut is_marked = false;
        for line in cell::wrap(&example.text, room, room) {
            let line = self.painted(&line, &mut is_marked);
            self.out.push_str(if line.is_empty() { "" } else { INDENT });
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    /// A line with what stands between the marks in colour; a mark may have been opened on a line before.
    fn painted(&self, line: &str, is_marked: &mut bool) -> String {
        let mut painted = String::new();
        let mut rest = line;
        while !rest.is_empty() {
            let end = match is_marked {
                true => rest.find(MARKS[1]).map_or(rest.len(), |at| at + MARKS[1].len_utf8()),
                false => rest.find(MARKS[0]).unwrap_or(rest.len()),
            };
            let (piece, after) = rest.split_at(end);
            painted.push_str(&if *is_marked { self.ink.severity(Severity::Error, piece) } else { piece.to_owned() });
            *is_marked = if *is_marked { !piece.ends_with(MARKS[1]) } else { !after.is_empty() };
            rest = after;
        }
        painted
    }

    fn waiver(&mut self) {
        let id = self.rule.id().clone();
        self.out.push('\n');
        match self.rule.file.check {
            CheckKind::Ask(_) => self.line("", "这一项不作判断，只在检查结果的“需人工”中列出。"),
            CheckKind::Waiver(_) => self.line("", "这一项检查豁免标记本身，请改正或者删除标记。"),
            _ => {
                self.line("", "经核实无需修改的，在该段之前另起一行（或者在该段之中）写明理由：");
                self.line(INDENT, &format!("<!-- hegui: allow {id} 理由 -->"));
                self.line("", "没有对应段落的，写在文中任何位置：");
                self.line(INDENT, &format!("<!-- hegui: allow-file {id} 理由 -->"));
                self.line("", &format!("在 Word 文档里，选中有关文字，加一条批注：hegui: allow {id} 理由"));
                self.line("", "没有写明理由的不予豁免；豁免几条规则的，规则编号之间用逗号分开。");
            }
        }
        self.line("", "不用这条规则：");
        self.line(INDENT, &format!("hegui check --ignore {id}"));
        self.line("", "一直不用的，在 hegui.yaml 中写明：");
        self.line(INDENT, &format!("rules: {{ {id}: off }}"));
    }

    fn line(&mut self, name: &str, text: &str) {
        cell::hang(name, &self.ink.note(name), text, self.width, &mut self.out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_fits_the_width_and_leaves_no_gap_unfilled() {
        let rules = RuleSet::builtin();
        for rule in rules.all() {
            for width in [40, 80, 120] {
                let text = explain(&rules, rule, &Options { width, ..Options::default() });
                for line in text.lines() {
                    assert!(cell::cells(line) <= width, "{width}: {line}");
                    assert_eq!(line, line.trim_end(), "{}", rule.id());
                }
                assert!(!text.contains("{found}"), "{text}");
            }
            let plain = explain(&rules, rule, &Options { width: 80, ..Options::default() });
            let colored = explain(&rules, rule, &Options { width: 80, color: true, ..Options::default() });
            let mut pieces = colored.split("\u{1b}[");
            let first = pieces.next().unwrap_or_default().to_owned();
            let bare = pieces.fold(first, |bare, piece| bare + piece.split_once('m').map_or("", |(_, rest)| rest));
            assert_eq!(bare, plain);
        }
    }
}
