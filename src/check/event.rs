//! Meetings, plans and laws named at a time that does not fit them.

use std::cmp::Reverse;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::day::Day;
use super::phrase;
use super::surroundings::Surroundings;
use super::{Check, Finding, Target};
use crate::span::Span;

/// Things with dates, named at a time that does not fit. Values: `{name}` of the thing, and `{day}`, the one it turns
/// on; for `behind` also `{due}`, the newest of its kind, and `{due_day}`. What the table does not hold is unknown.
/// Variant: the kind of the thing.
///
/// ```yaml
/// check: { event: { table: events, fault: ahead, unless: { near: [迎接, 即将] } } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Which fault.
    pub fault: EventFault,
    /// The things.
    pub rows: Vec<Row>,
    /// Only things of these kinds; empty: all.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// For `behind`: kinds whose newest thing will do as well: a congress beside the plenums.
    #[serde(default)]
    pub also: Vec<String>,
    /// What stands around a place where the thing is named rightly after all.
    #[serde(default)]
    pub unless: Surroundings,
    /// What must stand around a place; nothing if not given.
    #[serde(default)]
    pub only: Surroundings,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum EventFault {
    /// It happened after the report was issued (where no date stands: after 31 March of the next year); or its time
    /// begins after the report year.
    Ahead,
    /// Its time was over before the report year began.
    Over,
    /// The newest of its kind that the text names is older than the newest that the report year saw.
    Behind,
}

/// A thing with its dates.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What it is called in messages.
    pub name: String,
    /// What sort of thing it is: plenum, congress, meeting, plan, law.
    pub kind: String,
    /// The forms in which texts name it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Or the list in which it may be one of several.
    #[serde(default)]
    pub list: Option<List>,
    /// The day on which it happened, the last of several, or was made public.
    #[serde(default)]
    pub happened_on: Option<Day>,
    /// The first day of its time.
    #[serde(default)]
    pub valid_from: Option<Day>,
    /// The last day of its time.
    #[serde(default)]
    pub valid_to: Option<Day>,
    /// `false`: no text need name it.
    #[serde(default = "expected")]
    pub expected: bool,
    /// What stands around a place where it is named rightly, or is not named at all.
    #[serde(default)]
    pub unless: Surroundings,
    /// Where the dates were read; for those who keep the table.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "serde_json::Value"))]
    pub source: IgnoredAny,
    /// How they were read: `seen`, `secondary`, `recalled`; likewise.
    #[cfg_attr(test, schemars(with = "serde_json::Value"))]
    pub read: IgnoredAny,
}

/// Names that share head and tail: 二十届 · 二中、三中 · 全会.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The shared beginning.
    pub head: String,
    /// The thing's own part; one of them.
    pub items: Vec<String>,
    /// The shared end; one of them.
    pub tails: Vec<String>,
}

fn expected() -> bool {
    true
}

/// A row and where the text names it.
struct Named<'a> {
    row: &'a Row,
    span: Span,
}

impl Check for Event {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.rows.iter().filter(|row| self.asks(row)).flat_map(Row::literals));
    }

    fn faults(&self) -> Vec<String> {
        let wordless = self.rows.iter().filter(|row| row.literals().all(str::is_empty));
        wordless.map(|row| format!("“{}”没有写明在文中的名称", row.name)).collect()
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let named = self.named(target);
        match self.fault {
            EventFault::Ahead => self.ahead(target, named, found),
            EventFault::Over => self.over(target, named, found),
            EventFault::Behind => found.extend(self.behind(target, &named)),
        }
    }
}

impl Event {
    fn asks(&self, row: &Row) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&row.kind) || self.also.contains(&row.kind)
    }

    /// All places where a row stands, the longer of two that begin together first.
    fn named(&self, target: &Target<'_>) -> Vec<Named<'_>> {
        let asked = self.rows.iter().filter(|row| self.asks(row));
        let owners: Vec<(&Row, &str)> = asked.flat_map(|row| row.literals().map(move |word| (row, word))).collect();
        let text = target.document.text();
        let mut named = Vec::new();
        for hit in target.hits.iter().filter(|hit| phrase::is_language(target.document, hit.span.start)) {
            let Some(&(row, _)) = owners.get(hit.literal) else { continue };
            let span = match &row.list {
                Some(list) if list.head == text[hit.span.range()] => list.whole(text, hit.span),
                _ => Some(hit.span),
            };
            named.extend(span.map(|span| Named { row, span }));
        }
        named.retain(|one| !one.row.unless.hold(target.document, one.span));
        named.sort_by_key(|one| (one.span.start, Reverse(one.span.end)));
        named
    }

    fn counts(&self, target: &Target<'_>, span: Span) -> bool {
        let document = target.document;
        !self.unless.hold(document, span) && (self.only.is_empty() || self.only.hold(document, span))
    }

    fn report(&self, target: &Target<'_>, mut named: Vec<(Named<'_>, Day)>, found: &mut Vec<Finding>) {
        named.retain(|(one, _)| self.counts(target, one.span));
        let mut end = 0;
        for (Named { row, span }, day) in named {
            if span.start >= end {
                end = span.end;
                let finding = Finding::at(span).variant(&row.kind).with("name", &row.name);
                found.push(finding.with("day", day.to_string()));
            }
        }
    }

    fn ahead(&self, target: &Target<'_>, named: Vec<Named<'_>>, found: &mut Vec<Finding>) {
        let issued = issued(target);
        let year = target.context.year;
        let last = match (issued, year) {
            (Some(issued), Some(year)) => issued.max(Day::end_of(year)),
            (Some(issued), None) => issued,
            (None, Some(year)) => Day::new(year + 1, 3, 31),
            (None, None) => return,
        };
        let ahead = |row: &Row| match (row.happened_on, row.valid_from, year) {
            (Some(day), ..) => (day > last).then_some(day),
            (None, Some(day), Some(year)) => (day > Day::end_of(year)).then_some(day),
            _ => None,
        };
        let ahead = named.into_iter().filter_map(|one| ahead(one.row).map(|day| (one, day))).collect();
        self.report(target, ahead, found);
    }

    fn over(&self, target: &Target<'_>, named: Vec<Named<'_>>, found: &mut Vec<Finding>) {
        let Some(year) = target.context.year else { return };
        let over = |row: &Row| row.valid_to.filter(|day| day.year < year);
        self.report(target, named.into_iter().filter_map(|one| over(one.row).map(|day| (one, day))).collect(), found);
    }

    fn behind(&self, target: &Target<'_>, named: &[Named<'_>]) -> Option<Finding> {
        let year_end = Day::end_of(target.context.year?);
        let cutoff = issued(target).map_or(year_end, |issued| issued.min(year_end));
        // A name for a whole series (历次全会) reaches as far as the series.
        let reach = |row: &Row| row.happened_on.or(row.valid_to);
        let newest_due = |kinds: &[String]| {
            let due = self.rows.iter().filter(|row| row.expected && kinds.contains(&row.kind));
            let due = due.filter_map(|row| Some((row.happened_on.filter(|day| *day <= cutoff)?, row)));
            due.max_by_key(|(day, _)| *day)
        };
        let beside = newest_due(&self.also);
        let (due_day, due) = newest_due(&self.kinds).into_iter().chain(beside).max_by_key(|(day, _)| *day)?;
        let newest = named.iter().filter_map(|one| reach(one.row)).max()?;
        let is_newest = |one: &&Named<'_>| reach(one.row) == Some(newest);
        if newest >= due_day || beside.is_some_and(|(day, _)| day == newest) {
            return None;
        }
        let Named { row, span } = named.iter().filter(is_newest).find(|one| self.counts(target, one.span))?;
        let finding = Finding::at(*span).with("name", &row.name).with("day", newest.to_string());
        Some(finding.with("due", &due.name).with("due_day", due_day.to_string()))
    }
}

/// The date of issue.
fn issued(target: &Target<'_>) -> Option<Day> {
    target.document.date.as_ref().filter(|date| date.exists()).and_then(Day::of)
}

impl Row {
    fn literals(&self) -> impl Iterator<Item = &str> + Clone {
        self.words.iter().chain(self.list.iter().map(|list| &list.head)).map(String::as_str)
    }
}

impl List {
    /// The list that begins with this head, if one of its members is the thing.
    fn whole(&self, text: &str, head: Span) -> Option<Span> {
        let mut at = head.end;
        let mut is_member = false;
        loop {
            let rest = &text[at..];
            if let Some(tail) = self.tails.iter().find(|tail| rest.starts_with(tail.as_str())) {
                let end = at + tail.len();
                // 二十届二中全会、三中全会.
                let next = text[end..].strip_prefix('、').and_then(item);
                if let Some(length) = next.filter(|_| !is_member) {
                    is_member |= self.is_item(&text[end + '、'.len_utf8()..][..length]);
                    at = end + '、'.len_utf8() + length;
                    continue;
                }
                return is_member.then(|| Span::new(head.start, end));
            }
            if let Some(length) = item(rest) {
                is_member |= self.is_item(&rest[..length]);
                at += length;
            } else {
                let joint = rest.chars().next().filter(|next| matches!(next, '、' | '，' | ',' | '和' | '及' | '与'))?;
                at += joint.len_utf8();
            }
        }
    }

    fn is_item(&self, written: &str) -> bool {
        self.items.iter().any(|item| item == written)
    }
}

/// The length of 三中 at the start of a text.
fn item(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let number = characters.next().filter(|number| "一二三四五六七八九".contains(*number))?;
    characters.next().filter(|next| *next == '中').map(|next| number.len_utf8() + next.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::Event;
    use crate::check::Context;
    use crate::check::marked::{findings_in, unmark};

    const ROWS: &str = "rows:
- { name: 二中, kind: plenum, list: { head: 二十届, items: [二中], tails: [全会] }, happened_on: 2023-02-28, expected: false, read: seen }
- { name: 三中, kind: plenum, list: { head: 二十届, items: [三中], tails: [全会] }, happened_on: 2024-07-18, read: seen }
- { name: 四中, kind: plenum, list: { head: 二十届, items: [四中], tails: [全会] }, happened_on: 2025-10-23, read: seen }
- { name: 六中, kind: plenum, list: { head: 十九届, items: [六中], tails: [全会] }, happened_on: 2021-11-11, read: seen }
- { name: 大, kind: congress, words: [二十大], unless: { before: [类] }, happened_on: 2022-10-22, read: seen }
- { name: 全, kind: plenum, words: [二十届历次全会], valid_to: 2027-12-31, read: seen }
- { name: 七五, kind: plan, words: [“七五”普法], valid_from: 2016-01-01, valid_to: 2020-12-31, read: seen }
- { name: 九五, kind: plan, words: [“九五”普法], valid_from: 2026-01-01, valid_to: 2030-12-31, read: seen }
";

    fn marks(check: &str, year: i32, marked: &str) {
        let (text, spans) = unmark(marked);
        let context = Context { year: Some(year), ..Context::default() };
        let found = findings_in::<Event>(&format!("{check}\n{ROWS}"), &text, &context);
        assert_eq!(found.iter().map(|one| one.span).collect::<Vec<_>>(), spans, "{year}: {marked}");
    }

    #[test]
    fn what_had_not_happened_is_found() {
        let check = "fault: ahead\nunless: { near: [谋划] }";
        marks(check, 2024, "学习二十届二中、三中全会，贯彻⟦二十届三中、四中全会⟧，推进⟦“九五”普法⟧。");
        marks(check, 2023, "学习⟦二十届二中全会、三中全会⟧精神。");
        marks(check, 2025, "学习二十届四中全会精神。谋划“九五”普法。⟦“九五”普法⟧启动。");
        let issued = "青禾镇2024年法治政府建设年度报告\n一、举措\n学习二十届四中全会精神。\n2025年12月1日\n";
        marks(check, 2024, issued);
    }

    #[test]
    fn what_was_over_is_found() {
        let check = "fault: over\nunless: { near: [总结] }";
        marks(check, 2021, "落实⟦“七五”普法⟧规划。总结“七五”普法。");
        marks(check, 2020, "落实“七五”普法规划。");
    }

    #[test]
    fn the_newest_of_a_kind_is_asked_for() {
        let check = "fault: behind\nkinds: [plenum]\nalso: [congress]\nonly: { near: [精神] }";
        marks(check, 2025, "学习⟦二十届三中全会⟧精神。");
        marks(check, 2025, "学习二十大和⟦二十届二中、三中全会⟧精神。");
        marks(check, 2024, "学习⟦十九届六中全会⟧精神，20类二十大类。");
        marks(check, 2023, "学习⟦十九届六中全会⟧精神。");
        for (year, quiet) in [
            (2024, "学习二十届三中全会精神。"),
            (2024, "学习二十大和十九届六中全会精神。"),
            (2025, "学习二十届历次全会精神。"),
            (2026, "学习二十届四中全会精神。"),
            (2023, "学习二十大精神。"),
            (2021, "学习十九届六中全会精神。"),
            (2025, "二十届三中全会提出改革任务。"),
            (2025, "省委十二届七次全会精神。"),
        ] {
            marks(check, year, quiet);
        }
    }
}
