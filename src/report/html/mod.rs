//! One self-contained page a run, to be read on a screen or printed: a table of all reports, then each with its notes.

mod overview;
mod remark;
mod section;
mod text;

use std::io::{self, Write};

use serde::de::IgnoredAny;

use crate::lint::State;
use crate::report::escape;
use crate::report::ledger::Row;
use crate::report::{Checked, Record, Reporter, Summary};

/// The style of the page; it names fonts of office computers and fetches none.
const STYLE: &str = include_str!("page.css");

/// HTML that is well-formed XML too. It needs no script and fetches nothing, and its policy allows neither. The sections
/// of all reports are held until the last one is known, since the table stands before them.
#[derive(Debug)]
pub(super) struct Html;

impl Reporter for Html {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, _file: &Checked<'_>, _out: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }

    fn record(&self, file: &Checked<'_>) -> Record {
        let row = Row::new(file);
        let section =
            file.outcome.map(|(document, linted)| section::render(&row, document, linted)).unwrap_or_default();
        Record::of(&(row, section))
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        // Sections are taken out one at a time, so that they are in memory once.
        let row = |record: &Record| record.read().map(|(row, _): (Row, IgnoredAny)| row);
        let mut reports: Vec<(Row, &Record)> =
            records.iter().filter_map(|record| Some((row(record)?, record))).collect();
        reports.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
        let rows: Vec<(usize, &Row)> = (1..).zip(reports.iter().map(|(row, _)| row)).collect();
        let mut page = String::new();
        head(rows.len(), &mut page);
        counts(summary, &mut page);
        overview::write(&rows, &mut page);
        page.push_str("</section>\n");
        out.write_all(page.as_bytes())?;
        for (number, (_, record)) in (1..).zip(&reports) {
            let number: usize = number;
            let section = record.read().map(|(_, section): (IgnoredAny, String)| section).unwrap_or_default();
            out.write_all(section.replace('\0', &number.to_string()).as_bytes())?;
        }
        out.write_all("</main>\n</body>\n</html>\n".as_bytes())
    }
}

fn head(reports: usize, out: &mut String) {
    out.push_str(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\" />\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
         <meta name=\"generator\" content=\"hegui\" />\n<title>合规检查结果</title>\n<style>\n",
    );
    out.push_str(STYLE);
    let class = if reports == 1 { " class=\"single\"" } else { "" };
    out.push_str(&format!("</style>\n</head>\n<body>\n<main id=\"top\"{class}>\n<h1>合规检查结果</h1>\n"));
}

fn counts(summary: &Summary, out: &mut String) {
    out.push_str("<section aria-labelledby=\"all\">\n<h2 id=\"all\">一览</h2>\n");
    let mut files = format!("共检查{}份文件", summary.files);
    if summary.unreadable > 0 {
        files.push_str(&format!("，{}份无法读取", summary.unreadable));
    }
    if summary.passed_over > 0 {
        files.push_str(&format!("，另有{}份不是报告，未检查", summary.passed_over));
    }
    let Summary { error, warning, info, waived, .. } = summary;
    let known = summary.known.map(|known| format!(" 原有{known}")).unwrap_or_default();
    out.push_str(&format!(
        "<p>{files}。错误{error} 提醒{warning} 提示{info} 已豁免{waived}{known}。</p>\n<p class=\"hint\">本页由 hegui {} 检查得出，\
         供修改和审核时参考，不能代替人工核对。</p>\n<ul class=\"key\" aria-label=\"图例\"><li><mark class=\"error\">✕ 错误</mark>\
         </li><li><mark class=\"warning\">！提醒</mark></li><li><mark class=\"info\">○ 提示</mark></li><li>\
         <mark class=\"related\">相关之处</mark></li></ul>\n",
        env!("CARGO_PKG_VERSION")
    ));
    if !summary.notices.is_empty() {
        out.push_str("<h3>配置和基线</h3>\n<ul>\n");
        for notice in &summary.notices {
            let line = notice.place.map(|place| format!("第{}行", place.line)).unwrap_or_default();
            escape::element("li", &format!("{}{line}：{}", notice.path, notice.diagnostic.message), out);
            out.push('\n');
        }
        out.push_str("</ul>\n");
    }
}

/// The class of a content's state.
const fn state_class(state: State) -> &'static str {
    match state {
        State::Present => "present",
        State::Partial => "partial",
        State::Absent => "absent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Applicability, Basis, Diagnostic, Edit, Fix, Severity};
    use crate::lint::{Content, Coverage, Waived, WaivedIn};
    use crate::report::sample;
    use crate::rule_id::RuleId;
    use crate::span::Span;

    const NASTY: &str = "</p><script>alert(\"1\")</script>&amp;'\u{202e}\u{0}\u{1b}";

    fn body(page: &str) -> &str {
        page.split_once("</style>").map_or("", |(_, body)| body)
    }

    fn rule(name: &str) -> RuleId {
        RuleId::new(name).expect("well-formed")
    }

    #[test]
    fn a_page_has_the_table_each_report_and_what_could_not_be_read() {
        let (mut document, at) = sample::document("⟦一、主要成效⟧\n全年解答咨询⟦49次⟧⟦,⟧其中线上⟦20次⟧⟦,⟧余略。");
        document.unit = Some(at[1]);
        let total = Diagnostic {
            severity: Severity::Warning,
            message: "合计与分项不符".to_owned(),
            related: vec![sample::label(at[3], "分项")],
            help: Some("建议核对。".to_owned()),
            basis: [Basis { norm: "a".to_owned(), title: "《办法》".to_owned(), item: "第三项".to_owned() }].into(),
            ..sample::diagnostic(at[1])
        };
        let commas = Diagnostic {
            severity: Severity::Info,
            message: "半角标点".to_owned(),
            related: vec![sample::label(at[4], "")],
            count: 2,
            fix: Some(Fix {
                title: "改为全角".to_owned(),
                applicability: Applicability::Safe,
                edits: vec![Edit { span: at[2], text: "，".into() }],
            }),
            ..sample::diagnostic(at[2])
        };
        let mut linted = sample::linted(vec![total, commas]);
        linted.waived = vec![Waived {
            diagnostic: sample::diagnostic(at[0]),
            reason: "县里统一".to_owned(),
            by: Some("司法所".to_owned()),
            until: None,
            from: WaivedIn::Config(0),
        }];
        linted.contents = vec![Content {
            role: "measures".to_owned(),
            name: "举措".to_owned(),
            state: State::Partial,
            places: vec![at[0]],
            because: vec![rule("missing-date")],
        }];
        linted.coverage = Coverage {
            checked: 7,
            not_applicable: vec![(rule("late-report"), "未写日期".to_owned())],
            needs_human: vec![(rule("figures-true"), "数据是否属实？".to_owned())],
        };
        let read = Checked { path: "乙.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "甲.docx", format: None, outcome: Err("已损坏") };
        let summary = Summary { files: 2, unreadable: 1, warning: 1, info: 1, waived: 1, ..Summary::default() };
        let page = sample::run(&Html, &[read, broken], &summary);
        assert_eq!(page, sample::run(&Html, &[broken, read], &summary), "the order of files does not show");
        for wanted in [
            "<p>共检查2份文件，1份无法读取。错误0 提醒1 提示1 已豁免1。</p>",
            "<th scope=\"row\" class=\"path\">甲.docx</th><td>已损坏</td>",
            "<a href=\"#r1\">乙.txt</a>",
            "<td class=\"partial\" data-name=\"举措\">有但不完整</td>",
            "<td class=\"verdict\" data-name=\"结论\">有提醒</td>",
            "<section class=\"report\" id=\"r1\"",
            "<p>“一、主要成效”（第1行）</p><p>合计与分项不符</p>",
            "<mark class=\"warning\">49次</mark><a class=\"number warning\" href=\"#r1-n1\" id=\"r1-m1\">1</a>",
            "<mark class=\"info\">,</mark><a class=\"number info\" href=\"#r1-n2\" id=\"r1-m2\">2</a>",
            "<mark class=\"related\">20次</mark><a class=\"number related\" href=\"#r1-n1\">1</a>",
            "<mark class=\"info\">,</mark><a class=\"number info\" href=\"#r1-n2\">2</a>余略。",
            "<strong>！提醒</strong>　合计与分项不符</p><p><b>另见：</b>",
            "“20次”：分项</p><p><b>建议：</b>核对。</p><p><b>依据：</b>《办法》第三项</p>",
            "<p>共2处，文中都标作 2。</p><p><b>可自动修正：</b>改为全角（“,”改为“，”）</p>",
            "<td>县里统一（司法所）</td>",
            "<li>数据是否属实？</li>",
            "<summary>不适用的规则（1条）</summary><ul>\n<li><code>late-report</code>　未写日期</li>",
        ] {
            assert!(body(&page).contains(wanted), "{wanted}\n{}", body(&page));
        }
        assert_eq!(page.matches("id=\"r1-n2\"").count(), 1, "one note for all places");
    }

    #[test]
    fn nothing_found_is_said_without_praise() {
        let (document, _) = sample::document("报告");
        let linted = sample::linted(Vec::new());
        let file = Checked { path: "报告.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let page = sample::run(&Html, &[file], &Summary { files: 1, ..Summary::default() });
        assert!(page.contains("所检各项未发现问题。") && page.contains("<div class=\"text bare\">"), "{page}");
        assert!(page.contains("<td class=\"verdict\" data-name=\"结论\">未发现错误和提醒</td>"), "{page}");
    }

    /// A page with hostile words in every part that comes from a report, a rule or a path.
    fn hostile() -> String {
        let (mut document, at) = sample::document(&format!("⟦{NASTY}⟧\n{NASTY}⟦{NASTY}\n甲⟧{NASTY}"));
        document.unit = Some(at[0]);
        document.kind.name = NASTY.to_owned();
        let nasty = || NASTY.to_owned();
        let found = Diagnostic {
            message: nasty(),
            related: vec![sample::label(at[1], NASTY), sample::label(Span::new(1, 9_999), NASTY)],
            help: Some(nasty()),
            basis: [Basis { norm: nasty(), title: nasty(), item: nasty() }].into(),
            fix: Some(Fix {
                title: nasty(),
                applicability: Applicability::Unsafe,
                edits: vec![Edit { span: at[0], text: nasty().into() }],
            }),
            ..sample::diagnostic(at[0])
        };
        let mut linted = sample::linted(vec![found.clone()]);
        linted.waived = vec![Waived {
            diagnostic: found.clone(),
            reason: nasty(),
            by: Some(nasty()),
            until: None,
            from: WaivedIn::Comment,
        }];
        linted.known = vec![found];
        linted.contents = vec![Content {
            role: nasty(),
            name: nasty(),
            state: State::Partial,
            places: at,
            because: vec![rule("missing-date"), rule("other")],
        }];
        linted.coverage = Coverage {
            checked: 0,
            not_applicable: vec![(rule("other"), nasty())],
            needs_human: vec![(rule("other"), nasty())],
        };
        let read = Checked { path: NASTY, format: None, outcome: Ok((&document, &linted)) };
        let broken = Checked { path: NASTY, format: None, outcome: Err(NASTY) };
        sample::run(&Html, &[read, broken], &Summary::default())
    }

    #[test]
    fn hostile_words_stay_words() {
        let page = hostile();
        assert!(!page.contains("<script") && !page.contains("alert(\""), "{page}");
        assert!(!page.chars().any(|one| one.is_control() && one != '\n' || one == '\u{202e}'), "{page}");
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"), "nothing is fetched");
    }

    #[cfg(feature = "docx")]
    #[test]
    fn pages_are_well_formed() {
        use quick_xml::events::Event;

        let page = hostile();
        let mut reader = quick_xml::Reader::from_str(&page);
        let (mut open, mut ids, mut links) = (0, Vec::new(), Vec::new());
        loop {
            let event = reader.read_event().expect("well-formed");
            if let Event::Start(element) | Event::Empty(element) = &event {
                for attribute in element.attributes() {
                    let attribute = attribute.expect("well-formed");
                    let value = attribute.value.into_owned();
                    match attribute.key.as_ref() {
                        "id" => ids.push(value),
                        "href" => links.extend(value.strip_prefix('#').map(str::to_owned)),
                        _ => {}
                    }
                }
            }
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0);
        assert!(links.len() > 3 && links.iter().all(|link| ids.contains(link)), "{links:?} {ids:?}");
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "each id once");
    }
}
