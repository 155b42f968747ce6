//! For people at a terminal: the grid of prescribed contents, then each diagnostic with its sentence.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::lint::Linted;
use crate::report::ink::Ink;
use crate::report::snippet::{Renderer, Snippet};
use crate::report::{Checked, Options, Reporter, Summary, cell, grid, note};

/// Narrower terminals are written to as if they were so wide.
const NARROWEST: usize = 40;
/// Related places drawn for one diagnostic; further ones are only named.
const DRAWN: usize = 4;

/// The reporter for a terminal.
pub(super) struct Pretty {
    renderer: Renderer,
    width: usize,
    ink: Ink,
    questions: bool,
}

impl Pretty {
    /// For a terminal of this width.
    pub(super) fn new(options: &Options) -> Self {
        let width = options.width.max(NARROWEST);
        Self {
            renderer: Renderer::new(width, options.color),
            width,
            ink: Ink { color: options.color },
            questions: options.questions,
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
            self.diagnostic(path, document, diagnostic, out);
        }
        if linted.diagnostics.is_empty() {
            out.push_str("\n  所检各项未发现问题。\n");
        }
        if self.questions && !linted.coverage.needs_human.is_empty() {
            out.push_str("\n以下各项请人工核对：\n");
            for (_, question) in &linted.coverage.needs_human {
                cell::hang("  - ", "  - ", question, self.width, out);
            }
        }
    }

    fn diagnostic(&self, path: &str, document: &Document, diagnostic: &Diagnostic, out: &mut String) {
        let collapsed = diagnostic.count > 1;
        let mut head = format!("{}[{}]", diagnostic.severity.word(), diagnostic.rule);
        let place = document.place(diagnostic.primary.span.start);
        if !place.is_empty() {
            head.push(' ');
            head.push_str(&place);
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

impl Reporter for Pretty {
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn file(&self, file: &Checked<'_>, out: &mut dyn Write) -> io::Result<()> {
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

    fn between(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n")
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::from("\n");
        for line in [files(summary), Some(counts(summary))].into_iter().flatten() {
            cell::hang("", "", &line, self.width, &mut text);
        }
        out.write_all(text.as_bytes())
    }
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
    format!(
        "错误{} 提醒{} 提示{} 已豁免{}；规则：已检{} 不适用{} 需人工{}",
        summary.error,
        summary.warning,
        summary.info,
        summary.waived,
        summary.rules_checked,
        summary.rules_not_applicable,
        summary.rules_needing_human,
    )
}
