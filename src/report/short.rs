//! One line a finding: `path:line:column: 错误[rule] message`.

use std::io::{self, Write};

use crate::line_index::Encoding;
use crate::report::statistics::Statistics;
use crate::report::{Checked, Record, Reporter, Summary, cell};

/// The reporter for other programs and for grep: nothing but findings and unreadable files, each on one line.
/// Where asked, how often each rule spoke follows.
pub(super) struct Short {
    statistics: Option<Statistics>,
}

impl Short {
    pub(super) fn new(statistics: Option<Statistics>) -> Self {
        Self { statistics }
    }
}

impl Reporter for Short {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let path = cell::one_line(file.path);
        let (document, linted) = match file.outcome {
            Ok(checked) => checked,
            Err(reason) => return writeln!(out, "{path}: 错误: {}", cell::one_line(reason)),
        };
        for diagnostic in &linted.diagnostics {
            let position = document.source.position(diagnostic.primary.span.start, Encoding::Character);
            let (line, column) = (position.line + 1, position.column + 1);
            let (severity, rule) = (diagnostic.severity.word(), &diagnostic.rule);
            let message = cell::one_line(&diagnostic.message);
            write!(out, "{path}:{line}:{column}: {severity}[{rule}] {message}")?;
            let page = document.source.page(diagnostic.primary.span.start).map(|page| format!("第{page}页"));
            let count = (diagnostic.count > 1).then(|| format!("共{}处", diagnostic.count));
            let notes: Vec<String> = page.into_iter().chain(count).collect();
            if !notes.is_empty() {
                write!(out, "（{}）", notes.join("，"))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn record(&self, file: &Checked<'_>) -> Record {
        match (&self.statistics, file.outcome) {
            (Some(_), Ok((_, linted))) => Record::of(&Statistics::places(linted)),
            _ => Record::default(),
        }
    }

    fn between(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end(&self, _summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()> {
        let rows = |statistics| Statistics::rows(statistics, records.iter().filter_map(Record::read));
        for (rule, title, count) in self.statistics.iter().flat_map(rows) {
            writeln!(out, "{}处 {}份 [{rule}] {}", count.places, count.reports, cell::one_line(title))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::report::sample;
    use crate::source::Source;

    #[test]
    fn a_page_is_named_where_there_are_pages() {
        let (document, spans) = sample::document("第一行\n“八五”⟦普法⟧");
        let source = Source::new("甲.pdf", document.source.text()).with_pages(vec![(0, 1), (10, 2)]);
        let document = Document::understand(source, document.blocks, &[]);
        let linted = sample::linted(vec![sample::diagnostic(spans[0])]);
        let file = Checked { path: "甲.pdf", format: Some("pdf"), outcome: Ok((&document, &linted)) };
        let shown = sample::run(&Short::new(None), &[file], &Summary::default());
        assert_eq!(shown, "甲.pdf:2:5: 错误[missing-date] 未发现成文日期（第2页）\n");
        assert!(document.place(spans[0].start).starts_with("第2页，"), "{}", document.place(spans[0].start));
    }

    #[test]
    fn one_line_a_finding_and_one_an_unreadable_file() {
        let (document, spans) = sample::document("第一行\n“八五”⟦普法⟧");
        let mut found = sample::diagnostic(spans[0]);
        found.message = "第一句\n第二句\u{1b}[0m".to_owned();
        let mut many = sample::diagnostic(spans[0]);
        many.count = 9;
        let linted = sample::linted(vec![found, many]);
        let read = Checked { path: "报告/甲.txt", format: Some("txt"), outcome: Ok((&document, &linted)) };
        let broken = Checked { path: "坏\n的.docx", format: None, outcome: Err("文件已损坏。\n请另存") };
        assert_eq!(
            sample::run(&Short::new(None), &[read, broken], &Summary::default()),
            "报告/甲.txt:2:5: 错误[missing-date] 第一句 第二句␛[0m
报告/甲.txt:2:5: 错误[missing-date] 未发现成文日期（共9处）
坏 的.docx: 错误: 文件已损坏。 请另存
"
        );
    }
}
