//! A note beside the text: number, severity, what is wrong, what to do, the norm.

use crate::diagnostic::{Applicability, Diagnostic, Label, Severity};
use crate::document::Document;
use crate::report::escape;
use crate::report::note;
use crate::report::places::Places;

/// Related places that a note names.
const NAMED: usize = 5;
/// The longest text that is quoted of a related place, in characters.
const QUOTED: usize = 20;

/// Adds the note of a number.
pub(super) fn write(number: usize, diagnostic: &Diagnostic, places: &mut Places<'_>, out: &mut String) {
    let severity = diagnostic.severity;
    out.push_str(&format!(
        "<div class=\"note {}\" id=\"r\0-n{number}\"><p class=\"said\"><a href=\"#r\0-m{number}\">{number}</a> \
         <strong>{}</strong>　",
        severity.key(),
        severity_word(severity),
    ));
    escape::push(&diagnostic.message, out);
    out.push_str("</p>");
    if diagnostic.count > 1 {
        let count = diagnostic.count;
        out.push_str(&format!("<p>共{count}处，文中都标作 {number}。</p>"));
    } else {
        related(&diagnostic.related, places, out);
    }
    if let Some(help) = &diagnostic.help {
        line("建议", note::wanted(help), out);
    }
    if let Some(fix) = &diagnostic.fix {
        let name = match fix.applicability {
            Applicability::Safe => "可自动修正",
            Applicability::Unsafe => "建议修改",
        };
        line(name, &note::mending(places.document, fix), out);
    }
    if let Some(basis) = note::basis(&diagnostic.basis) {
        line("依据", &basis, out);
    }
    out.push_str("<p class=\"where\">");
    escape::push(&place(places, diagnostic.primary.span.start), out);
    out.push('　');
    escape::element("code", diagnostic.rule.as_str(), out);
    out.push_str("</p></div>\n");
}

/// The word for a severity with a sign, so that it is not told by colour alone.
pub(super) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✕ 错误",
        Severity::Warning => "！提醒",
        Severity::Info => "○ 提示",
    }
}

/// `第三部分第2段（第7行）`.
pub(super) fn place(places: &mut Places<'_>, offset: usize) -> String {
    let name = places.name(offset).to_owned();
    match places.document.source.page(offset) {
        // The name begins with the page.
        Some(_) => name,
        None => {
            let line = places.position(offset).line + 1;
            if name.is_empty() { format!("第{line}行") } else { format!("{name}（第{line}行）") }
        }
    }
}

fn line(name: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<p><b>{name}：</b>"));
    escape::push(text, out);
    out.push_str("</p>");
}

fn related(labels: &[Label], places: &mut Places<'_>, out: &mut String) {
    for label in labels.iter().take(NAMED) {
        let quoted = quoted(places.document, label);
        let quoted = if quoted.is_empty() { quoted } else { format!("“{quoted}”") };
        let said = if label.message.is_empty() { String::new() } else { format!("：{}", label.message) };
        line("另见", &format!("{}{quoted}{said}", place(places, label.span.start)), out);
    }
    if labels.len() > NAMED {
        line("另见", &format!("共{}处", labels.len()), out);
    }
}

fn quoted(document: &Document, label: &Label) -> String {
    let text = document.text().get(label.span.range()).unwrap_or_default().trim();
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}
