//! The tables at the top of the page: one row a report.

use super::state_class;
use crate::report::escape;
use crate::report::ledger::Row;

/// The names of prescribed contents, and the reports that have these with the numbers of their sections.
type Group<'a> = (Vec<&'a str>, Vec<(usize, &'a Row)>);

/// Adds the tables of all reports, one for the reports of the same prescribed contents, and the list of what could not
/// be read. Each row comes with its section's number.
pub(super) fn write(rows: &[(usize, &Row)], out: &mut String) {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for &(number, row) in rows.iter().filter(|(_, row)| row.unreadable.is_none()) {
        let names: Vec<&str> = row.contents.iter().map(|(name, _)| name.as_str()).collect();
        match groups.iter_mut().find(|(own, _)| *own == names) {
            Some((_, members)) => members.push((number, row)),
            None => groups.push((names, vec![(number, row)])),
        }
    }
    for (names, members) in &groups {
        group(names, members, out);
    }
    let unreadable: Vec<&Row> = rows.iter().map(|(_, row)| *row).filter(|row| row.unreadable.is_some()).collect();
    if !unreadable.is_empty() {
        out.push_str("<table><caption>无法读取的文件</caption><thead><tr><th scope=\"col\">文件</th>");
        out.push_str("<th scope=\"col\">原因</th></tr></thead><tbody>\n");
        for row in unreadable {
            out.push_str("<tr>");
            escape::element("th scope=\"row\" class=\"path\"", &row.path, out);
            escape::element("td", row.unreadable.as_deref().unwrap_or_default(), out);
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table>\n");
    }
}

fn group(names: &[&str], members: &[(usize, &Row)], out: &mut String) {
    let mut kinds: Vec<&str> =
        members.iter().map(|(_, row)| row.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kinds = if kinds.is_empty() { "文种未能判断".to_owned() } else { kinds.join("、") };
    out.push_str("<table class=\"all\"><caption>");
    escape::push(&format!("{kinds}（{}份）", members.len()), out);
    out.push_str("</caption><thead><tr>");
    let heads = ["文件", "单位", "层级", "年度"].into_iter().chain(names.iter().copied());
    for head in heads.chain(["错误", "提醒", "提示", "已豁免", "结论"]) {
        let class = if head.chars().count() < 4 { " class=\"short\"" } else { "" };
        escape::element(&format!("th scope=\"col\"{class}"), head, out);
    }
    out.push_str("</tr></thead><tbody>\n");
    for &(number, row) in members {
        out.push_str(&format!("<tr><th scope=\"row\" class=\"path\"><a href=\"#r{number}\">"));
        escape::push(&row.path, out);
        out.push_str("</a></th>");
        let year = row.year.map(|year| year.to_string()).unwrap_or_default();
        for (name, class, text) in
            [("单位", "unit", row.unit.as_str()), ("层级", "short", row.level), ("年度", "short", &year)]
        {
            cell(name, class, if text.is_empty() { "—" } else { text }, out);
        }
        for (name, state) in &row.contents {
            cell(name, state_class(*state), state.word(), out);
        }
        for (name, count) in [("错误", row.error), ("提醒", row.warning), ("提示", row.info), ("已豁免", row.waived)]
        {
            cell(name, if count == 0 { "short none" } else { "short" }, &count.to_string(), out);
        }
        cell("结论", "verdict", row.verdict(), out);
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

/// A cell that names its column, for screens too narrow for columns.
fn cell(name: &str, class: &str, text: &str, out: &mut String) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    escape::element(&format!("td{class} data-name=\"{}\"", escape::escaped(name)), text, out);
}
