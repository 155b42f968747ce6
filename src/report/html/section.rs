//! One report on the page: what it was taken for, its contents, its text with notes, what was waived and not checked.

use super::text::{Drawer, Mark, Role};
use super::{remark, state_class};
use crate::document::Document;
use crate::lint::{Content, Linted, State};
use crate::report::escape;
use crate::report::ledger::Row;
use crate::report::note;
use crate::report::places::Places;

/// Notes of one report; further findings are only counted.
const NOTES: usize = 1_000;
/// Marks of one report.
const MARKS: usize = 5_000;
/// Places that are named of one content.
const NAMED: usize = 2;
/// The longest heading that is quoted, in characters.
const QUOTED: usize = 40;

/// A report's section; `\0` stands for its number in the page, as no text has it once it is escaped.
pub(super) fn render(row: &Row, document: &Document, linted: &Linted) -> String {
    let mut out = String::with_capacity(document.text().len() * 2);
    out.push_str("<section class=\"report\" id=\"r\0\" aria-labelledby=\"r\0-h\">\n<h2 id=\"r\0-h\">");
    let title = document.title.as_ref().map(|title| title.joined(document.text()));
    escape::push(title.as_deref().unwrap_or("（未发现标题）"), &mut out);
    out.push_str("</h2>\n");
    understood(row, document, linted, &mut out);
    let mut places = Places::new(document);
    contents(&linted.contents, linted, &mut places, &mut out);
    findings(document, linted, &mut places, &mut out);
    waived(linted, &mut places, &mut out);
    known(linted, &mut places, &mut out);
    unchecked(linted, &mut out);
    out.push_str("<p class=\"up\"><a href=\"#top\">回到一览</a></p>\n</section>\n");
    out
}

fn understood(row: &Row, document: &Document, linted: &Linted, out: &mut String) {
    let or = |text: &str| if text.is_empty() { "未能判断".to_owned() } else { text.to_owned() };
    let unit = if row.level.is_empty() { or(&row.unit) } else { format!("{}（{}）", or(&row.unit), row.level) };
    let year = row.year.map_or_else(|| or(""), |year| format!("{year}年"));
    let counts = format!("错误{} 提醒{} 提示{} 已豁免{}", row.error, row.warning, row.info, row.waived);
    let coverage = &linted.coverage;
    let rules = format!(
        "已检{} 不适用{} 需人工{}",
        coverage.checked,
        coverage.not_applicable.len(),
        coverage.needs_human.len()
    );
    out.push_str("<dl>");
    let kind = &document.kind;
    let note = if kind.is_unknown() {
        format!("文种未能判断（{}），按默认规则检查", kind.why)
    } else if !kind.expected {
        format!("没有专为{}准备的规则，按默认规则检查", kind.name)
    } else {
        String::new()
    };
    let rows = [
        ("文件", row.path.clone()),
        ("单位", unit),
        ("年度", year),
        ("文种", or(&row.kind)),
        ("说明", note),
        ("问题", counts),
        ("规则", rules),
    ];
    for (name, text) in rows.iter().filter(|(_, text)| !text.is_empty()) {
        out.push_str("<div>");
        escape::element("dt", name, out);
        escape::element("dd", text, out);
        out.push_str("</div>");
    }
    out.push_str("</dl>\n");
}

fn contents(contents: &[Content], linted: &Linted, places: &mut Places<'_>, out: &mut String) {
    if contents.is_empty() {
        return;
    }
    out.push_str("<h3>规定内容</h3>\n<table class=\"contents\"><thead><tr><th scope=\"col\">内容</th><th scope=\"col\">情况</th>");
    out.push_str("<th scope=\"col\">位置和说明</th></tr></thead><tbody>\n");
    for content in contents {
        out.push_str("<tr>");
        escape::element("th scope=\"row\"", &content.name, out);
        escape::element(&format!("td class=\"{}\"", state_class(content.state)), content.state.word(), out);
        out.push_str("<td>");
        for span in content.places.iter().take(NAMED) {
            let text = places.document.text().get(span.range()).unwrap_or_default().trim();
            let line = text.lines().next().unwrap_or_default();
            let cut = line.char_indices().nth(QUOTED).map_or(line.to_owned(), |(at, _)| format!("{}…", &line[..at]));
            out.push_str("<p>");
            escape::push(&format!("“{cut}”（{}）", places.document.source.page_or_line(span.start)), out);
            out.push_str("</p>");
        }
        if content.places.len() > NAMED {
            out.push_str(&format!("<p>等{}处</p>", content.places.len()));
        }
        if content.state == State::Partial {
            because(content, linted, out);
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

/// What makes a content incomplete.
fn because(content: &Content, linted: &Linted, out: &mut String) {
    for rule in &content.because {
        let said =
            linted.diagnostics.iter().chain(&linted.known).find(|one| one.rule == *rule).map(|one| one.message.clone());
        let waived = || linted.waived.iter().find(|one| one.diagnostic.rule == *rule);
        let waived = || waived().map(|one| format!("{}（已豁免）", one.diagnostic.message));
        escape::element("p", &said.or_else(waived).unwrap_or_else(|| rule.to_string()), out);
    }
}

fn findings(document: &Document, linted: &Linted, places: &mut Places<'_>, out: &mut String) {
    let all = &linted.diagnostics;
    let noted = &all[..all.len().min(NOTES)];
    let drawer = Drawer::new(document, marks(linted));
    out.push_str("<h3>正文和问题</h3>\n");
    let mut said = Vec::new();
    match (all.len(), linted.waived.len()) {
        (0, 0) => said.push("所检各项未发现问题。".to_owned()),
        (0, _) => said.push("除已豁免的以外，所检各项未发现问题。".to_owned()),
        (count, _) if count > NOTES => {
            said.push(format!("问题较多，只列出前{NOTES}条，另有{}条未列出。", count - NOTES))
        }
        _ => {}
    }
    if drawer.leaves_out() {
        said.push("正文较长，只显示有问题的段落。".to_owned());
    }
    if !said.is_empty() {
        escape::element("p class=\"hint\"", &said.concat(), out);
        out.push('\n');
    }
    let class = if all.is_empty() { "text bare" } else { "text" };
    out.push_str(&format!("<div class=\"{class}\">\n"));
    drawer.draw(|number, out| remark::write(number, &noted[number - 1], places, out), out);
    out.push_str("</div>\n");
}

/// The places of all notes, then as many others as there is room for.
fn marks(linted: &Linted) -> Vec<Mark> {
    let numbered = || linted.diagnostics.iter().zip(1..).take(NOTES);
    let own = numbered().map(|(one, number)| Mark { span: one.primary.span, number, role: Role::Noted(one.severity) });
    let others = numbered().flat_map(|(one, number)| {
        let role = if one.count > 1 { Role::Same(one.severity) } else { Role::Related };
        one.related.iter().map(move |label| Mark { span: label.span, number, role })
    });
    own.chain(others).take(MARKS).collect()
}

fn waived(linted: &Linted, places: &mut Places<'_>, out: &mut String) {
    if linted.waived.is_empty() {
        return;
    }
    out.push_str("<h3>已豁免的问题</h3>\n<table><thead><tr><th scope=\"col\">问题</th><th scope=\"col\">位置</th>");
    out.push_str("<th scope=\"col\">豁免理由</th></tr></thead><tbody>\n");
    for waived in linted.waived.iter().take(NOTES) {
        let diagnostic = &waived.diagnostic;
        out.push_str("<tr><td>");
        escape::push(&format!("{}　{}", remark::severity_word(diagnostic.severity), diagnostic.message), out);
        if let Some(basis) = note::basis(&diagnostic.basis) {
            escape::element("p class=\"where\"", &format!("依据：{basis}"), out);
        }
        out.push_str("</td>");
        escape::element("td", &places.told(diagnostic.primary.span.start), out);
        escape::element("td", &note::reason(waived), out);
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    if linted.waived.len() > NOTES {
        out.push_str(&format!("<p class=\"hint\">只列出前{NOTES}条，共{}条。</p>\n", linted.waived.len()));
    }
}

/// What a baseline has: told once more, since it is still in the report.
fn known(linted: &Linted, places: &mut Places<'_>, out: &mut String) {
    if linted.known.is_empty() {
        return;
    }
    let count = linted.known.len();
    out.push_str(&format!("<details><summary>基线中原有的问题（{count}条）</summary><ul>\n"));
    for one in linted.known.iter().take(NOTES) {
        let place = places.told(one.primary.span.start);
        let text = format!("{}　{}（{place}）", remark::severity_word(one.severity), one.message);
        escape::element("li", &text, out);
        out.push('\n');
    }
    out.push_str("</ul></details>\n");
}

/// What only a person can judge, and the rules that did not apply.
fn unchecked(linted: &Linted, out: &mut String) {
    let coverage = &linted.coverage;
    if !coverage.needs_human.is_empty() {
        out.push_str("<h3>请人工核对</h3>\n<ul class=\"ask\">\n");
        for (_, question) in &coverage.needs_human {
            escape::element("li", question, out);
            out.push('\n');
        }
        out.push_str("</ul>\n");
    }
    if !coverage.not_applicable.is_empty() {
        let count = coverage.not_applicable.len();
        out.push_str(&format!("<details><summary>不适用的规则（{count}条）</summary><ul>\n"));
        for (rule, why) in &coverage.not_applicable {
            out.push_str("<li>");
            escape::element("code", rule.as_str(), out);
            escape::push(&format!("　{why}"), out);
            out.push_str("</li>\n");
        }
        out.push_str("</ul></details>\n");
    }
}
