//! The head of a report in the terminal: what it was taken for, and which prescribed contents it has and where.

use crate::document::{Document, Level};
use crate::lint::{Content, Linted, State};
use crate::report::cell;
use crate::report::ink::Ink;
use crate::span::Span;

const INDENT: &str = "  ";
/// The column of states: 有但不完整.
const STATE: usize = 10;
/// Headings of one content that are named before the rest is only counted.
const NAMED: usize = 2;
/// The longest heading or passage that is quoted, in cells.
const QUOTED: usize = 60;

/// Title, unit, level, year and kind as understood.
pub(super) fn write_understood(document: &Document, width: usize, out: &mut String) {
    let mut line = |name: &str, text: &str| {
        cell::hang(name, name, text, width, out);
    };
    let title = document.title.as_ref().map(|title| cell::cut_end(&title.joined(document.text()), 4 * QUOTED));
    line("标题：", title.as_deref().unwrap_or("未发现"));
    let unit = document.unit.map(|unit| cell::cut_end(document.slice(unit), QUOTED));
    let unit = match (unit, document.level) {
        (Some(unit), Level::Unknown) => unit,
        (Some(unit), level) => format!("{unit}（{}）", level.word()),
        (None, Level::Unknown) => "未能判断".to_owned(),
        (None, level) => format!("未能判断（{}）", level.word()),
    };
    let year = document.year.map_or_else(|| "未能判断".to_owned(), |(year, _)| format!("{year}年"));
    let kind = &document.kind;
    let name = if kind.is_unknown() { "未能判断" } else { &kind.name };
    line("单位：", &format!("{unit}　年度：{year}　文种：{name}"));
    if kind.is_unknown() {
        line("说明：", &format!("文种未能判断（{}），按默认规则检查", kind.why));
    } else if !kind.expected {
        line("说明：", &format!("没有专为{name}准备的规则，按默认规则检查"));
    }
}

/// One row a prescribed content: state, name, where it was found.
pub(super) fn write_contents(document: &Document, linted: &Linted, width: usize, ink: Ink, out: &mut String) {
    let name_width = linted.contents.iter().map(|content| cell::cells(&content.name)).max().unwrap_or(0);
    let margin = INDENT.len() + STATE + 2;
    let beside = margin + name_width + 2;
    let beside_fits = |content: &Content| {
        rows(document, linted, content, 2 * QUOTED).iter().all(|row| beside + cell::cells(row) <= width)
    };
    let on_one_line = linted.contents.iter().all(beside_fits);
    for content in &linted.contents {
        let word = content.state.word();
        let fill = " ".repeat(STATE - cell::cells(word) + 2);
        let name = cell::cut_end(&content.name, width.saturating_sub(margin));
        out.push_str(&format!("{INDENT}{}{fill}{name}", ink.state(content.state, word)));
        let column = if on_one_line { beside } else { margin };
        let mut at = if on_one_line { margin + cell::cells(&name) } else { width };
        for row in rows(document, linted, content, width.saturating_sub(column)) {
            if at > column {
                out.push('\n');
                at = 0;
            }
            out.push_str(&" ".repeat(column - at));
            out.push_str(&row);
            at = width;
        }
        out.push('\n');
    }
}

/// Where a content was found, and what makes it incomplete; each fits the room.
fn rows(document: &Document, linted: &Linted, content: &Content, room: usize) -> Vec<String> {
    let mut rows: Vec<String> =
        content.places.iter().take(NAMED).map(|&place| place_row(document, place, room)).collect();
    if let Some(last) = rows.last_mut().filter(|_| content.places.len() > NAMED) {
        let count = format!("等{}处", content.places.len());
        *last = format!("{}{count}", cell::cut_end(last, room.saturating_sub(cell::cells(&count))));
    }
    if content.state == State::Partial {
        for rule in &content.because {
            let said = linted.diagnostics.iter().find(|diagnostic| &diagnostic.rule == rule);
            let waived = || linted.waived.iter().find(|waived| &waived.diagnostic.rule == rule);
            let known = || linted.known.iter().find(|diagnostic| &diagnostic.rule == rule);
            let row = match said.or_else(known) {
                Some(diagnostic) => diagnostic.message.clone(),
                None => waived()
                    .map_or_else(|| rule.to_string(), |waived| format!("{}（已豁免）", waived.diagnostic.message)),
            };
            rows.push(cell::cut_end(&row, room));
        }
    }
    rows
}

/// `第一部分“…”（第7行）`, the heading cut so that the whole fits; a page stands for the line where there are pages.
fn place_row(document: &Document, place: Span, room: usize) -> String {
    let at = document.source.page_or_line(place.start);
    let name = document.place_by_outline(place.start);
    // The heading itself follows.
    let name = cell::cut_end(name.strip_suffix("标题").unwrap_or(&name), room / 3);
    let around = format!("{name}“”（{at}）");
    let text = document.source.text().get(place.range()).unwrap_or_default().trim_start();
    let first_line = text.lines().next().unwrap_or_default();
    let quoted = cell::cut_end(first_line, room.saturating_sub(cell::cells(&around)).clamp(1, QUOTED));
    format!("{name}“{quoted}”（{at}）")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, Title};
    use crate::report::sample;
    use crate::rule_id::RuleId;

    fn content(name: &str, state: State, places: &[Span]) -> Content {
        let because =
            vec![RuleId::new("missing-date").expect("well-formed"), RuleId::new("other").expect("well-formed")];
        Content { role: "role".to_owned(), name: name.to_owned(), state, places: places.to_vec(), because }
    }

    fn grid(document: &Document, contents: Vec<Content>, width: usize) -> String {
        let mut linted = sample::linted(vec![sample::diagnostic(Span::at(0))]);
        linted.contents = contents;
        let mut out = String::new();
        write_contents(document, &linted, width, Ink { color: false }, &mut out);
        out.replace(&document.place(0), "第一段")
    }

    #[test]
    fn each_content_says_how_far_it_is_there_and_where() {
        let (mut document, at) = sample::document("⟦一、主要成效⟧\n甲\n⟦二、问题⟧\n⟦三、再说⟧\n⟦四、又说⟧");
        document.blocks.clear();
        let contents = vec![
            content("主要举措和成效", State::Present, &at[..1]),
            content("不足和原因", State::Partial, &at[1..2]),
            content("党政主要负责人履职", State::Absent, &[]),
            content("下一年度安排", State::Present, &at[1..]),
        ];
        assert_eq!(
            grid(&document, contents.clone(), 80),
            "  有          主要举措和成效      第一段“一、主要成效”（第1行）
  有但不完整  不足和原因          第一段“二、问题”（第3行）
                                  未发现成文日期
                                  other
  未发现      党政主要负责人履职
  有          下一年度安排        第一段“二、问题”（第3行）
                                  第一段“三、再说”（第4行）等3处
"
        );
        assert_eq!(
            grid(&document, contents, 50),
            "  有          主要举措和成效
              第一段“一、主要成效”（第1行）
  有但不完整  不足和原因
              第一段“二、问题”（第3行）
              未发现成文日期
              other
  未发现      党政主要负责人履职
  有          下一年度安排
              第一段“二、问题”（第3行）
              第一段“三、再说”（第4行）等3处
"
        );
    }

    #[test]
    fn long_names_headings_and_passages_are_cut_to_the_width() {
        let (document, at) = sample::document(&format!("前文。⟦{}\n下一行⟧", "很长的一段话，".repeat(999)));
        for width in [40, 60, 80, 100] {
            let places = [at[0], at[0], at[0]];
            let drawn = grid(&document, vec![content(&"名称".repeat(30), State::Partial, &places)], width);
            assert!(drawn.lines().all(|line| cell::cells(line) <= width), "{width}\n{drawn}");
            assert!(drawn.contains("（第1行）"), "{drawn}");
        }
    }

    #[test]
    fn what_was_understood_is_said_and_so_is_what_was_not() {
        let (mut document, at) = sample::document("⟦沙门镇⟧\n⟦2023年度报告⟧");
        let understood = |document: &Document| {
            let mut out = String::new();
            write_understood(document, 60, &mut out);
            out
        };
        assert_eq!(
            understood(&document),
            "标题：未发现\n单位：未能判断　年度：未能判断　文种：未能判断\n说明：文种未能判断（未发现标题），按默认规则检查\n"
        );
        document.title = Some(Title { span: Span::new(at[0].start, at[1].end), lines: at.clone() });
        document.unit = Some(at[0]);
        document.level = Level::Town;
        document.year = Some((2023, at[1]));
        document.kind = Kind { name: "年度报告".to_owned(), why: String::new(), expected: true };
        assert_eq!(
            understood(&document),
            "标题：沙门镇 2023年度报告\n单位：沙门镇（镇）　年度：2023年　文种：年度报告\n"
        );
        document.kind = Kind { name: "述法报告".to_owned(), why: String::new(), expected: false };
        assert!(understood(&document).ends_with("说明：没有专为述法报告准备的规则，按默认规则检查\n"));
    }
}
