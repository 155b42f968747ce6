//! For people at a terminal: the grid of prescribed contents, then each diagnostic with its sentence.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, plain_blocks};
use crate::lint::{Linted, Waived};
use crate::report::ink::Ink;
use crate::report::ledger::{self, Row};
use crate::report::snippet::{Renderer, Snippet};
use crate::report::statistics::{Count, Places, Statistics};
use crate::report::{Checked, Options, Record, Reporter, Summary, cell, grid, note, roster};
use crate::rule_id::RuleId;
use crate::source::Source;

/// Narrower terminals are written to as if they were so wide.
const NARROWEST: usize = 40;
/// Related places drawn for one diagnostic; further ones are only named.
const DRAWN: usize = 4;

/// The reporter for a terminal.
pub(super) struct Pretty {
    renderer: Renderer,
    width: usize,
    ink: Ink,
    /// What is waived is listed.
    waived: bool,
    statistics: Option<Statistics>,
}

impl Pretty {
    /// For a terminal of this width.
    pub(super) fn new(options: &Options, statistics: Option<Statistics>) -> Self {
        let width = options.width.max(NARROWEST);
        Self {
            renderer: Renderer::new(width, options.color),
            width,
            ink: Ink { color: options.color },
            waived: options.waived,
            statistics,
        }
    }

    fn report(&self, path: &str, document: &Document, linted: &Linted, out: &mut String) {
        grid::write_understood(document, self.width, out);
        if !linted.contents.is_empty() {
            out.push('\n');
            grid::write_contents(document, linted, self.width, self.ink, out);
        }
        for diagnostic in &linted.diagnostics {
            out.push('\n');
            let place = document.place(diagnostic.primary.span.start);
            self.diagnostic(path, document, diagnostic, &place, out);
        }
        if linted.diagnostics.is_empty() {
            let but = match (linted.waived.is_empty(), linted.known.is_empty()) {
                (true, true) => "",
                (false, true) => "除已豁免的以外，",
                (true, false) => "除原有的以外，",
                (false, false) => "除已豁免和原有的以外，",
            };
            out.push_str(&format!("\n  {but}所检各项未发现问题。\n"));
        }
        if self.waived && !linted.waived.is_empty() {
            out.push_str("\n已豁免：\n");
            for waived in &linted.waived {
                let line = waived_line(document, waived);
                cell::hang("  - ", "  - ", &line, self.width, out);
            }
        }
    }

    fn diagnostic(&self, path: &str, document: &Document, diagnostic: &Diagnostic, place: &str, out: &mut String) {
        let collapsed = diagnostic.count > 1;
        let mut head = format!("{}[{}]", diagnostic.severity.word(), diagnostic.rule);
        if !place.is_empty() {
            head.push(' ');
            head.push_str(place);
        }
        let message = if collapsed {
            format!("{}（共{}处）", diagnostic.message, diagnostic.count)
        } else {
            diagnostic.message.clone()
        };
        let drawn = if collapsed { 0 } else { diagnostic.related.len().min(DRAWN) };
        let (related, elsewhere) = diagnostic.related.split_at(drawn);
        let snippet =
            Snippet { severity: diagnostic.severity, head, message: &message, primary: &diagnostic.primary, related };
        self.renderer.draw(path, document, &snippet, out);
        note::write(document, diagnostic, elsewhere, self.width, self.ink, out);
    }
}

/// A waived finding with who says why.
fn waived_line(document: &Document, waived: &Waived) -> String {
    let Diagnostic { rule, message, count, primary, .. } = &waived.diagnostic;
    let line = document.source.lines().line(primary.span.start) + 1;
    let count = if *count > 1 { format!("（共{count}处）") } else { String::new() };
    let by = waived.by.as_ref().map(|by| format!("，{by}")).unwrap_or_default();
    let until = waived.until.map(|until| format!("，至{until}")).unwrap_or_default();
    format!("第{line}行[{rule}] {message}{count}；理由：{}{by}{until}", waived.reason)
}

/// Something about a whole file that is no report.
pub(super) fn plain(options: &Options, path: &str, diagnostic: &Diagnostic) -> String {
    let mut text = format!("{}[{}] {path}\n", diagnostic.severity.word(), diagnostic.rule);
    let width = options.width.max(NARROWEST);
    cell::hang("  ", "  ", &diagnostic.message, width, &mut text);
    if let Some(help) = &diagnostic.help {
        cell::hang("  建议：", "  建议：", help, width, &mut text);
    }
    text
}

/// One fault of a file that is no report, such as a rule file, drawn as findings are.
pub(super) fn fault(options: &Options, file: &Source, diagnostic: &Diagnostic) -> String {
    let source = Source::new(file.name(), file.text());
    let blocks = plain_blocks(source.text());
    let document = Document::understand(source, blocks, &[]);
    let mut text = String::new();
    Pretty::new(options, None).diagnostic(file.name(), &document, diagnostic, "", &mut text);
    text
}

impl Reporter for Pretty {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let mut text = String::new();
        let name = "文件：";
        let path = cell::cut_middle(file.path, self.width - cell::cells(name));
        text.push_str(&self.ink.bold(&format!("{name}{path}")));
        text.push('\n');
        match file.outcome {
            Ok((document, linted)) => self.report(file.path, document, linted, &mut text),
            Err(reason) => {
                let name = "无法读取：";
                cell::hang(name, &self.ink.severity(Severity::Error, name), reason, self.width, &mut text);
            }
        }
        out.write_all(text.as_bytes())
    }

    /// Its row in the table of all reports, and where asked how often each rule spoke.
    fn record(&self, file: &Checked<'_>) -> Record {
        let counts = |(_, linted): (&Document, &Linted)| Statistics::places(linted);
        let places = self.statistics.as_ref().and(file.outcome.ok()).map(counts).unwrap_or_default();
        Record::of(&(Row::new(file), places))
    }

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n")
    }

    fn end(&self, summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::from("\n");
        let records = records.iter().filter_map(Record::read::<(Row, Places)>);
        let (rows, places): (Vec<Row>, Vec<Places>) = records.unzip();
        roster::write(&ledger::sorted(rows), self.width, self.ink, &mut text);
        if let Some(statistics) = &self.statistics {
            by_rule(&statistics.rows(places), self.width, &mut text);
        }
        if !summary.questions.is_empty() {
            let each = if summary.files > 1 { "逐份" } else { "" };
            text.push_str(&format!("以下各项请{each}人工核对：\n"));
            for question in &summary.questions {
                cell::hang("  - ", "  - ", question, self.width, &mut text);
            }
            text.push('\n');
        }
        for line in [files(summary), Some(counts(summary))].into_iter().flatten() {
            cell::hang("", "", &line, self.width, &mut text);
        }
        out.write_all(text.as_bytes())
    }
}

/// A line a rule.
fn by_rule(rows: &[(RuleId, &str, Count)], width: usize, out: &mut String) {
    if rows.is_empty() {
        return;
    }
    out.push_str("各规则的问题：\n");
    for (rule, title, count) in rows {
        let name = format!("  {:>4}处 {:>4}份  ", count.places, count.reports);
        cell::hang(&name, &name, &format!("{rule} {title}"), width, out);
    }
    out.push('\n');
}

/// What became of the inputs, where there is more to say than that one was read.
fn files(summary: &Summary) -> Option<String> {
    let mut line = format!("共检查{}份文件", summary.files);
    if summary.unreadable > 0 {
        line.push_str(&format!("，{}份无法读取", summary.unreadable));
    }
    if summary.passed_over > 0 {
        line.push_str(&format!("，另有{}份不是报告，未检查", summary.passed_over));
    }
    (summary.files != 1 || summary.unreadable + summary.passed_over > 0).then_some(line)
}

fn counts(summary: &Summary) -> String {
    let known = summary.known.map(|known| format!(" 原有{known}")).unwrap_or_default();
    format!(
        "错误{} 提醒{} 提示{} 已豁免{}{known}；规则：已检{} 不适用{} 需人工{}",
        summary.error,
        summary.warning,
        summary.info,
        summary.waived,
        summary.rules_checked,
        summary.rules_not_applicable,
        summary.questions.len(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Basis, Edit, Fix};
    use crate::lint::{Content, State};
    use crate::report::sample;
    use crate::rule_id::RuleId;
    use crate::span::Span;

    fn pretty(width: usize, color: bool) -> Pretty {
        Pretty::new(&Options { width, color, ..Options::default() }, None)
    }

    fn rule(name: &str) -> RuleId {
        RuleId::new(name).expect("well-formed")
    }

    #[test]
    fn a_run_shows_grid_findings_questions_and_counts() {
        let (document, at) =
            sample::document("⟦一、主要成效⟧\n全年解答法律咨询⟦49次⟧⟦,⟧其中线上20次、线下⟦30次⟧。\n二、不足");
        let total = Diagnostic {
            rule: rule("parts-not-total"),
            severity: Severity::Warning,
            message: "合计与分项不符：20加30不等于49".to_owned(),
            related: vec![sample::label(at[1], "合计为49次")],
            help: Some("核对后改正合计或分项。".to_owned()),
            ..sample::diagnostic(at[3])
        };
        let commas = Diagnostic {
            rule: rule("halfwidth-punctuation"),
            severity: Severity::Info,
            message: "汉字旁用了半角标点".to_owned(),
            related: vec![sample::label(Span::at(0), "")],
            count: 2,
            basis: [Basis {
                norm: "gb15834".to_owned(),
                title: "GB/T 15834—2011《标点符号用法》".to_owned(),
                item: String::new(),
            }]
            .into(),
            fix: Some(Fix {
                title: "改为全角".to_owned(),
                applicability: Applicability::Safe,
                edits: vec![Edit { span: at[2], text: "，".into() }],
            }),
            ..sample::diagnostic(at[2])
        };
        let mut linted = sample::linted(vec![sample::diagnostic(Span::at(document.text().len())), total, commas]);
        linted.contents = vec![Content {
            role: "measures".to_owned(),
            name: "主要举措和成效".to_owned(),
            state: State::Present,
            places: vec![at[0]],
            because: Vec::new(),
        }];
        let read = Checked { path: "报告.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked {
            path: "坏.docx", format: None, outcome: Err("文件已损坏，请用 WPS 打开后另存再检查。")
        };
        let questions = vec!["数据是否属实？".to_owned()];
        let summary =
            Summary { files: 2, unreadable: 1, error: 1, warning: 1, info: 1, questions, ..Summary::default() };
        let place = |offset: usize| document.place(offset);
        let wanted = format!(
            "\
文件：报告.txt
标题：未发现
单位：未能判断　年度：未能判断　文种：未能判断
说明：文种未能判断（未发现标题），按默认规则检查

  有          主要举措和成效  {}“一、主要成效”（第1行）

错误[missing-date] {}
  × 未发现成文日期
   ╭─[报告.txt:3:5]
 3 │ 二、不足
   ·         ▲
   ╰────

提醒[parts-not-total] {}
  ⚠ 合计与分项不符：20加30不等于49
   ╭─[报告.txt:2:23]
 2 │ 全年解答法律咨询49次,其中线上20次、线下30次。
   ·                 ──┬─                   ────
   ·                   ╰── 合计为49次
   ╰────
  建议：核对后改正合计或分项。

提示[halfwidth-punctuation] {}
  ☞ 汉字旁用了半角标点（共2处）
   ╭─[报告.txt:2:12]
 2 │ 全年解答法律咨询49次,其中线上20次、线下30次。
   ·                     ─
   ╰────
  其他位置：第1行第1列
  依据：GB/T 15834—2011《标点符号用法》
  可自动修正：改为全角（“,”改为“，”）

文件：坏.docx
无法读取：文件已损坏，请用 WPS 打开后另存再检查。

一览：
  文件      单位  内容  错误  提醒  提示  豁免
  坏.docx         无法读取
  报告.txt        有       1     1     1     0
  内容：有；欠（有但不完整）；缺（未发现）。
  规定内容依次为：主要举措和成效。

以下各项请逐份人工核对：
  - 数据是否属实？

共检查2份文件，1份无法读取
错误1 提醒1 提示1 已豁免0；规则：已检0 不适用0 需人工1
",
            place(0),
            place(document.text().len()),
            place(at[3].start),
            place(at[2].start),
        );
        assert_eq!(sample::run(&pretty(80, false), &[read, broken], &summary), wanted);
        let colored = sample::run(&pretty(80, true), &[read, broken], &summary);
        assert!(colored.contains("\u{1b}[31m错误[missing-date]"));
        assert_eq!(plain(&colored), wanted);
    }

    /// Without colour codes.
    fn plain(text: &str) -> String {
        let mut pieces = text.split("\u{1b}[");
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |plain, piece| plain + piece.split_once('m').map_or("", |(_, rest)| rest))
    }

    #[test]
    fn nothing_found_is_said_without_praise() {
        let (document, _) = sample::document("报告");
        let linted = sample::linted(Vec::new());
        let file = Checked { path: "报告.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let shown = sample::run(&pretty(80, false), &[file], &Summary { files: 1, ..Summary::default() });
        assert!(
            shown.ends_with("\n\n  所检各项未发现问题。\n\n错误0 提醒0 提示0 已豁免0；规则：已检0 不适用0 需人工0\n")
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_nothing_steers_it() {
        let nasty =
            "很长的“文字”，https://example.org/a/very/long/address?x=1 \u{1b}[31m\u{9b}2J\r\n\t😀\u{202e}".repeat(9);
        let (mut document, _) = sample::document(&nasty.repeat(20));
        document.unit = Some(Span::new(0, 300));
        document.kind.why = nasty.clone();
        let starts: Vec<usize> = document.text().char_indices().map(|(at, _)| at).collect();
        let span = |index: usize| Span::new(starts[index * 37], starts[index * 37 + index * index]);
        let diagnostics = (0..40)
            .map(|index| Diagnostic {
                message: nasty.clone(),
                primary: sample::label(span(index), &nasty),
                related: (0..index % 9).map(|other| sample::label(span(other * 3), &nasty)).collect(),
                help: Some(nasty.clone()),
                basis: [Basis { norm: nasty.clone(), title: nasty.clone(), item: nasty.clone() }].into(),
                count: if index % 5 == 0 { 99 } else { 1 },
                fix: Some(Fix {
                    title: nasty.clone(),
                    applicability: Applicability::Unsafe,
                    edits: vec![Edit { span: Span::at(0), text: "\u{1b}[2J".into() }],
                }),
                ..sample::diagnostic(Span::at(0))
            })
            .collect();
        let mut linted = sample::linted(diagnostics);
        linted.contents = vec![Content {
            role: String::new(),
            name: nasty.clone(),
            state: State::Partial,
            places: vec![span(1), span(5), span(9)],
            because: vec![rule("missing-date")],
        }];
        let read = Checked { path: &nasty, format: None, outcome: Ok((&document, &linted)) };
        let broken = Checked { path: &nasty, format: None, outcome: Err(&nasty) };
        let large = usize::MAX;
        let questions = vec![nasty.clone()];
        let summary = Summary {
            files: large,
            unreadable: large / 2,
            passed_over: 9,
            error: large,
            questions,
            ..Summary::default()
        };
        for width in [40, 60, 80, 100, 133] {
            let shown = sample::run(&pretty(width, false), &[read, broken], &summary);
            let steers = |character: char| character != '\n' && cell::shown(character) != Some(character);
            assert!(!shown.contains(steers), "{width}");
            for line in shown.lines() {
                assert!(cell::cells(line) <= width, "{width}: {line}");
                assert_eq!(line, line.trim_end_matches(' '), "{width}");
            }
            assert_eq!(plain(&sample::run(&pretty(width, true), &[read, broken], &summary)), shown, "{width}");
        }
    }
}
