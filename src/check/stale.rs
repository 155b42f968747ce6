//! Sentences that tell of a year before the report year.

use serde::Deserialize;

use super::script::is_gap;
use super::surroundings::Surroundings;
use super::{Check, Finding, Target};
use crate::document::{Date, Document, Mark};
use crate::span::Span;

/// A sentence opens with a year before the report year (`2022年，我镇…`), or counts up to one (`截至2023年底`).
/// Values: `{year}`, the year that stands there; `{right}`, the report year. Variant `until` for the second form.
///
/// A sentence that also names the report year or a later one compares, and is left.
///
/// ```yaml
/// check: { stale: { roles: [measures], subjects: [我镇, 全镇], until: [截至], unless: { near: [连续] } } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Stale {
    /// The roles of the sections that are read, at any depth.
    pub roles: Vec<String>,
    /// Read the text before the first section too.
    #[serde(default)]
    pub introduction: bool,
    /// What may follow the year beside a comma: 我镇, 全年共.
    pub subjects: Vec<String>,
    /// Words before the year in the second form.
    pub until: Vec<String>,
    /// Words with which a month of an older year tells history: 2021年3月，执法队挂牌成立.
    #[serde(default)]
    pub history: Vec<String>,
    /// What stands around a year that is right after all.
    #[serde(default)]
    pub unless: Surroundings,
}

impl Check for Stale {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let Some(report_year) = target.context.year else { return };
        for date in document.dates() {
            let Some(year) = date.year.filter(|year| *year < report_year) else { continue };
            let variant = match () {
                () if self.counts_up_to(document, date) => "until",
                () if self.opens(document, date) => "opens",
                () => continue,
            };
            let right = self.is_read(document, date.span.start)
                && !document.is_enclosed(date.span, Mark::Citation)
                && !document.is_enclosed(date.span, Mark::Quotation)
                && !self.is_history(document, date)
                && !names_year_from(document, date.span, report_year)
                && !self.unless.hold(document, date.span);
            if right {
                let finding = Finding::at(date.span).variant(variant).with("year", year.to_string());
                found.push(finding.with("right", report_year.to_string()));
            }
        }
    }
}

/// Parts of a year that may stand between it and the comma.
const PARTS: [&str; 15] =
    ["度", "年底", "年末", "年初", "底", "末", "初", "以内", "内", "上半年", "下半年", "第一季度", "第二季度", "第三季度", "第四季度"];

impl Stale {
    fn is_read(&self, document: &Document, offset: usize) -> bool {
        let in_introduction = || document.introduction.is_some_and(|span| span.start <= offset && offset < span.end);
        self.roles.iter().any(|role| document.in_role(offset, role)) || (self.introduction && in_introduction())
    }

    fn is_history(&self, document: &Document, date: &Date) -> bool {
        let sentence = document.slice(document.sentence_at(date.span.start));
        date.month.is_some() && self.history.iter().any(|word| sentence.contains(word.as_str()))
    }

    /// 截至2023年底 at the head of a clause.
    fn counts_up_to(&self, document: &Document, date: &Date) -> bool {
        let before = document.text()[..date.span.start].trim_end_matches(is_gap);
        let word = self.until.iter().find_map(|word| before.strip_suffix(word.as_str()));
        word.is_some_and(|rest| !rest.ends_with(|last: char| last.is_alphanumeric()))
    }

    /// `2022年，` or `2022年我镇` at the head of a sentence or of a member after ；, 一是.
    fn opens(&self, document: &Document, date: &Date) -> bool {
        let sentence = document.sentence_at(date.span.start);
        let before = document.slice(Span::new(sentence.start.min(date.span.start), date.span.start)).trim_end();
        let before = before.strip_suffix('在').unwrap_or(before);
        let at_head = before.is_empty() || before.ends_with(['；', ';', '：', ':']) || is_enumerator(before);
        let after = document.text()[date.span.end..].trim_start_matches(is_gap);
        let after = PARTS.iter().find_map(|part| after.strip_prefix(part)).unwrap_or_else(|| after_months(after));
        let own = || document.unit.map(|unit| document.slice(unit)).is_some_and(|unit| after.starts_with(unit));
        at_head
            && (after.starts_with(['，', ','])
                || own()
                || self.subjects.iter().any(|subject| after.starts_with(subject.as_str())))
    }
}

/// What follows 1—12月 or 至12月.
fn after_months(text: &str) -> &str {
    let rest = text.trim_start_matches(|one: char| one.is_ascii_digit() || "月份—-－–~～至到".contains(one));
    if text[..text.len() - rest.len()].contains('月') { rest } else { text }
}

/// 一是, （一）, 1. at the end of what stands before.
fn is_enumerator(before: &str) -> bool {
    let member = before.rsplit(['；', ';', '，', ',', '。']).next().unwrap_or(before).trim();
    member.chars().count() <= 4
        && (member.ends_with('是') || member.ends_with(['）', ')', '.', '、', '．']))
        && member.chars().any(|one| one.is_ascii_digit() || "一二三四五六七八九十".contains(one))
}

/// Words for the report's own year, with which what stands before is compared.
const THIS_YEAR: [&str; 3] = ["今年", "本年度", "本年"];

fn names_year_from(document: &Document, span: Span, year: i32) -> bool {
    let sentence = document.sentence_at(span.start);
    let dates = document.dates();
    let from = dates.partition_point(|date| date.span.start < sentence.start);
    let inside = dates[from..].iter().take_while(|date| date.span.start < sentence.end);
    let own = inside.filter(|date| !document.is_enclosed(date.span, Mark::Citation));
    let rest = Span::new(span.end, sentence.end.max(span.end));
    let tells_own = || THIS_YEAR.iter().any(|word| document.slice(rest).contains(word));
    own.filter_map(|date| date.year).any(|named| named >= year) || tells_own()
}

#[cfg(test)]
mod tests {
    use super::Stale;
    use crate::check::Context;
    use crate::check::marked::{findings_in, unmark};

    const CHECK: &str =
        "{ roles: [], introduction: true, subjects: [我镇, 全年], until: [截至], history: [成立], unless: { near: [连续] } }";

    fn marks(marked: &str) {
        let (text, spans) = unmark(&format!("青禾镇2024年法治政府建设年度报告\n{marked}"));
        let context = Context { year: Some(2024), ..Context::default() };
        let found: Vec<_> = findings_in::<Stale>(CHECK, &text, &context).iter().map(|one| one.span).collect();
        assert_eq!(found, spans, "{marked}");
    }

    #[test]
    fn old_years_at_the_head_are_found() {
        marks("⟦2022年⟧，我镇开展宣传4次。⟦2023年⟧度我镇调解3件。一是⟦2023年⟧全年学法4次；⟦2023年3月⟧，召开会议。");
        marks("今年以来，截至⟦2023年⟧底，共调解4件。");
        marks("⟦2023年⟧1—12月，办件4件。⟦2023年1月⟧至12月，办件4件。");
        marks("⟦2023年⟧青禾镇共审查合同4份。在⟦2023年⟧，我们坚持依法行政。⟦2023年⟧年底，全镇办件4件。");
    }

    #[test]
    fn comparisons_histories_and_titles_are_left() {
        for quiet in [
            "2022年以来，我镇开展宣传4次。",
            "2022年、2023年、2024年，我镇连年达标。",
            "截至2023年底有4件，2024年新增3件。",
            "2023年，我镇连续三年达标。",
            "信访由2023年的45件降至36件。",
            "落实2023年工作要点。",
            "2021年3月，执法队成立。",
            "“2023年，我镇”为题。",
            "2024年，我镇开展宣传4次。",
            "2023年，我镇考核排名第五；今年提升至第二。",
        ] {
            marks(quiet);
        }
    }
}
