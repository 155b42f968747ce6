//! What stands under a diagnostic: what to do, the norm that asks for it, how it can be mended, where else.

use crate::diagnostic::{Applicability, Basis, Diagnostic, Edit, Fix, Label};
use crate::document::Document;
use crate::line_index::Encoding;
use crate::lint::Waived;
use crate::report::cell;
use crate::report::ink::Ink;

const INDENT: &str = "  ";
/// Places named before the rest is only counted.
const NAMED: usize = 5;
/// The longest text, in cells, that is quoted as what a fix takes out or puts in.
const QUOTED: usize = 24;

/// What stands for the norm of a rule that needs none, in a sentence and in a few words.
pub(super) const FACT: &str = "据报告文字本身即可判断，不以某一规定为依据";
pub(super) const FACT_SHORT: &str = "据文字判断";

/// Adds the notes of a diagnostic. `elsewhere` are the related places for which no snippet is drawn.
pub(super) fn write(
    document: &Document,
    diagnostic: &Diagnostic,
    elsewhere: &[Label],
    width: usize,
    ink: Ink,
    out: &mut String,
) {
    let mut note = |name: &str, text: &str| {
        let name = format!("{INDENT}{name}");
        cell::hang(&name, &ink.note(&name), text, width, out);
    };
    if !elsewhere.is_empty() {
        let others = if diagnostic.count > 1 { diagnostic.count - 1 } else { elsewhere.len() };
        note("其他位置：", &places(document, elsewhere, others));
    }
    if let Some(help) = &diagnostic.help {
        note("建议：", wanted(help));
    }
    if let Some(basis) = basis(&diagnostic.basis) {
        note("依据：", &basis);
    }
    if let Some(fix) = &diagnostic.fix {
        let name = match fix.applicability {
            Applicability::Safe => "可自动修正：",
            Applicability::Unsafe => "建议修改：",
        };
        note(name, &mending(document, fix));
    }
}

fn places(document: &Document, labels: &[Label], count: usize) -> String {
    let named: Vec<String> = labels
        .iter()
        .take(NAMED)
        .map(|label| {
            if document.source.page(label.span.start).is_some() {
                return document.place(label.span.start);
            }
            let position = document.source.position(label.span.start, Encoding::Character);
            format!("第{}行第{}列", position.line + 1, position.column + 1)
        })
        .collect();
    let rest = if count > named.len() { format!("等{count}处") } else { String::new() };
    format!("{}{rest}", named.join("、"))
}

/// What to do, as it stands behind “建议：”; many rules begin with the word themselves.
pub(super) fn wanted(help: &str) -> &str {
    help.strip_prefix("建议").unwrap_or(help)
}

/// The norms with their items; a plain fact needs none.
pub(super) fn norms(basis: &[Basis]) -> Vec<String> {
    let norm = |Basis { title, item, .. }: &Basis| {
        if item.is_empty() || title.ends_with('》') {
            format!("{title}{item}")
        } else {
            format!("{title}（{item}）")
        }
    };
    basis.iter().filter(|norm| !norm.title.is_empty()).map(norm).collect()
}

/// All norms in one line.
pub(super) fn basis(basis: &[Basis]) -> Option<String> {
    let norms = norms(basis);
    (!norms.is_empty()).then(|| norms.join("；"))
}

/// Why something is waived, by whom and until when: `县里统一延期（司法所，至2027年4月1日）`.
pub(super) fn reason(waived: &Waived) -> String {
    let until = waived.until.map(|until| format!("至{until}"));
    let said: Vec<String> = waived.by.clone().into_iter().chain(until).collect();
    let said = if said.is_empty() { String::new() } else { format!("（{}）", said.join("，")) };
    format!("{}{said}", waived.reason)
}

/// The fix's title, with the replacement where it is one, short and not told by the title.
pub(super) fn mending(document: &Document, fix: &Fix) -> String {
    let [edit] = fix.edits.as_slice() else {
        return format!("{}（共{}处）", fix.title, fix.edits.len());
    };
    let told = !edit.text.is_empty() && fix.title.contains(&*edit.text);
    match replacement(document, edit) {
        Some(replacement) if !told => format!("{}（{replacement}）", fix.title),
        _ => fix.title.clone(),
    }
}

fn replacement(document: &Document, edit: &Edit) -> Option<String> {
    let old = document.source.text().get(edit.span.range())?;
    let short = |text: &str| text.len() <= QUOTED * 4 && cell::cells(text) <= QUOTED && !text.contains('\n');
    if !short(old) || !short(&edit.text) {
        return None;
    }
    Some(match (old.is_empty(), edit.text.is_empty()) {
        (true, true) => return None,
        (true, false) => format!("加“{}”", edit.text),
        (false, true) => format!("删“{old}”"),
        (false, false) => format!("“{old}”改为“{}”", edit.text),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::span::Span;

    fn notes(document: &Document, diagnostic: &Diagnostic, elsewhere: &[Label]) -> String {
        let mut out = String::new();
        write(document, diagnostic, elsewhere, 60, Ink { color: false }, &mut out);
        out
    }

    fn norm(norm: &str, title: &str, item: &str) -> Basis {
        Basis { norm: norm.to_owned(), title: title.to_owned(), item: item.to_owned() }
    }

    #[test]
    fn norms_are_named_and_plain_facts_are_not() {
        let (document, spans) = sample::document("⟦报告⟧");
        let mut diagnostic = sample::diagnostic(spans[0]);
        diagnostic.basis = [norm("fact", "", "")].into();
        assert_eq!(notes(&document, &diagnostic, &[]), "");
        diagnostic.basis = [norm("a", "《甲》", "年度报告内容第三项"), norm("b", "本工具的建议", "述法")].into();
        diagnostic.help = Some("建议写明日期。".to_owned());
        assert_eq!(
            notes(&document, &diagnostic, &[]),
            "  建议：写明日期。\n  依据：《甲》年度报告内容第三项；本工具的建议（述法）\n"
        );
    }

    #[test]
    fn a_fix_shows_what_it_puts_in_where_that_is_short() {
        let (document, spans) = sample::document("全镇⟦,⟧各村");
        let mut diagnostic = sample::diagnostic(spans[0]);
        let mut said = |applicability, edits: &[(Span, &str)]| {
            let edits = edits.iter().map(|&(span, text)| Edit { span, text: text.to_owned().into() }).collect();
            diagnostic.fix = Some(Fix { title: "改正".to_owned(), applicability, edits });
            notes(&document, &diagnostic, &[])
        };
        use Applicability::{Safe, Unsafe};
        assert_eq!(said(Safe, &[(spans[0], "，")]), "  可自动修正：改正（“,”改为“，”）\n");
        assert_eq!(said(Unsafe, &[(spans[0], "")]), "  建议修改：改正（删“,”）\n");
        assert_eq!(said(Unsafe, &[(Span::at(6), "各")]), "  建议修改：改正（加“各”）\n");
        assert_eq!(said(Unsafe, &[(Span::at(6), &"长".repeat(99))]), "  建议修改：改正\n");
        assert_eq!(said(Unsafe, &[(Span::at(6), "另起\n一行")]), "  建议修改：改正\n");
        assert_eq!(said(Safe, &[(Span::at(0), "一"), (Span::at(6), "二")]), "  可自动修正：改正（共2处）\n");
        assert_eq!(said(Safe, &[(spans[0], "正")]), "  可自动修正：改正\n");
        assert_eq!(said(Safe, &[(Span::new(0, 99), "一")]), "  可自动修正：改正\n");
    }

    #[test]
    fn a_handful_of_places_is_named_and_the_rest_counted() {
        let (document, spans) = sample::document("⟦,⟧甲⟦,⟧乙\n⟦,⟧丙⟦,⟧丁⟦,⟧戊⟦,⟧己⟦,⟧");
        let labels: Vec<Label> = spans.iter().map(|&span| sample::label(span, "")).collect();
        let mut diagnostic = sample::diagnostic(spans[0]);
        diagnostic.count = 3;
        assert_eq!(notes(&document, &diagnostic, &labels[1..3]), "  其他位置：第1行第3列、第2行第1列\n");
        diagnostic.count = 99;
        let said = notes(&document, &diagnostic, &labels[1..]);
        assert!(said.ends_with("第2行第7列等98处\n"), "{said}");
        assert!(said.lines().all(|line| cell::cells(line) <= 60), "{said}");
    }
}
