//! A note beside the text: number, severity, what is wrong, what to do, the norm.

use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::report::escape;
use crate::report::note;
use crate::report::places::Places;

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
        let others = places.beside(diagnostic.primary.span.start, &diagnostic.related);
        if !others.is_empty() {
            line("另见", &others.join("；"), out);
        }
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
    escape::push(&places.told(diagnostic.primary.span.start), out);
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

fn line(name: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<p><b>{name}：</b>"));
    escape::push(text, out);
    out.push_str("</p>");
}
