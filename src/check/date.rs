//! The date of issue against the calendar of reporting, and dates that do not exist.

use serde::Deserialize;

use super::day::Day;
use super::year::is_doubtful;
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{self, DateForm};
use crate::span::Span;

/// What is wrong with a date.
///
/// ```yaml
/// check: { date: { fault: late, month: 3, day: 1 } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Date {
    /// Which fault.
    pub fault: DateFault,
    /// For `late`: the month of the first day that is too late, in the year after the report year.
    #[serde(default)]
    pub month: Option<u32>,
    /// For `late`: the day of that month.
    #[serde(default)]
    pub day: Option<u32>,
    /// For `period`: words, one of which the sentence has.
    #[serde(default)]
    pub near: Vec<String>,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum DateFault {
    /// The date of issue is too late. Values: `{year}`, the report year; `{deadline}`.
    Late,
    /// The date of issue lies before the end of the report year. Value: `{year}`.
    Early,
    /// A date anywhere in the text that the calendar does not have. Value: `{reason}`.
    Impossible,
    /// A sentence with one of the words of `near` names two dates that are not the first and the last day of the report
    /// year. Value: `{right}`.
    Period,
    /// The date of issue is not in the form 2025年1月9日. Value: `{right}`. Variant `incomplete`: it names no day.
    Form,
}

impl Check for Date {
    fn faults(&self) -> Vec<String> {
        let deadline = self.month.zip(self.day);
        let exists = deadline.is_some_and(|(month, day)| (1..=12).contains(&month) && (1..=31).contains(&day));
        let wrong = self.fault == DateFault::Late && !exists;
        if wrong { vec!["late 要写明 month 和 day，如 month: 3, day: 1".to_owned()] } else { Vec::new() }
    }

    fn mends(&self) -> bool {
        self.fault == DateFault::Form
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let issued = target.document.date.as_ref();
        match self.fault {
            DateFault::Late => found.extend(issued.and_then(|date| self.late(target, date))),
            DateFault::Early => found.extend(issued.and_then(|date| early(target, date))),
            DateFault::Period => self.period(target, found),
            DateFault::Form => found.extend(issued.and_then(misformed)),
            DateFault::Impossible => {
                let dates = target.document.dates().iter().filter(|date| !date.exists());
                found.extend(dates.filter_map(|date| impossible(target, date)));
            }
        }
    }
}

impl Date {
    fn late(&self, target: &Target<'_>, date: &document::Date) -> Option<Finding> {
        let year = target.context.year?;
        let deadline = Day::new(year + 1, self.month?, self.day?);
        let finding = || Finding::at(date.span).with("year", year.to_string()).with("deadline", deadline.to_string());
        let is_late = date.exists() && Day::of(date)? >= deadline && !is_doubtful(target, year);
        is_late.then(finding)
    }

    fn period(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let Some(year) = target.context.year.filter(|year| !is_doubtful(target, *year)) else { return };
        let words = self.near.iter().filter(|word| document.may_hold(word));
        let places = words.flat_map(|word| document.text().match_indices(word.as_str()).map(|(at, _)| at));
        let mut sentences: Vec<Span> = places.map(|at| document.sentence_at(at)).collect();
        sentences.sort_unstable();
        sentences.dedup();
        let all = document.dates();
        for sentence in sentences {
            let from = all.partition_point(|date| date.span.start < sentence.start);
            let inside = all[from..].iter().take_while(|date| date.span.end <= sentence.end);
            let days: Vec<&document::Date> = inside.filter(|date| date.month.is_some() && date.day.is_some()).collect();
            let [first, last] = days[..] else { continue };
            let (start, end) = (Day::new(year, 1, 1), Day::end_of(year));
            let fits = |date: &document::Date, day: Day| {
                date.year.is_none_or(|written| written == day.year)
                    && (date.month, date.day) == (Some(day.month), Some(day.day))
            };
            let wrong: Vec<(Span, Day)> =
                [(first, start), (last, end)].into_iter().filter(|(date, day)| !fits(date, *day)).map(|(date, day)| (date.span, day)).collect();
            let Some(((span, day), others)) = wrong.split_first() else { continue };
            let mut finding = Finding::at(*span).with("right", day.to_string());
            let label = |(span, day): &(Span, Day)| Label { span: *span, message: format!("应为{day}") };
            finding.related = others.iter().map(label).collect();
            found.push(finding);
        }
    }
}

fn early(target: &Target<'_>, date: &document::Date) -> Option<Finding> {
    let year = target.context.year?;
    let early = date.exists() && Day::of(date)? <= Day::end_of(year);
    early.then(|| Finding::at(date.span).with("year", year.to_string()))
}

fn misformed(date: &document::Date) -> Option<Finding> {
    let (year, month) = date.year.zip(date.month)?;
    let Some(day) = date.day else {
        return Some(Finding::at(date.span).variant("incomplete"));
    };
    let right = format!("{year}年{month}月{day}日");
    (date.form != DateForm::Plain && date.exists())
        .then(|| Finding::at(date.span).with("right", &right).replaced_by(right))
}

/// Numbers with dots are dates only as far as they look like one: 2024.13.5 may count something else.
fn impossible(target: &Target<'_>, date: &document::Date) -> Option<Finding> {
    let month = date.month?;
    let month_exists = (1..=12).contains(&month);
    let is_issue = target.document.date.as_ref().is_some_and(|issued| issued.span == date.span);
    let could_count = match date.form {
        DateForm::Numeric => !month_exists || date.day.is_none_or(|day| day > 31),
        // 历时13月.
        _ => date.year.is_none() && date.day.is_none(),
    };
    if could_count && !is_issue {
        return None;
    }
    let reason = match date.day {
        Some(day) if month_exists && month == 2 && day == 29 => {
            format!("{}年2月只有28日", date.year.unwrap_or_default())
        }
        Some(day) if month_exists => format!("{month}月没有{day}日"),
        _ => format!("没有{month}月"),
    };
    Some(Finding::at(date.span).with("reason", reason))
}

#[cfg(test)]
mod tests {
    use super::Date;
    use crate::check::Context;
    use crate::check::marked::{findings_in, fixed, marks};

    const BODY: &str = "青禾镇2024年法治政府建设年度报告\n一、主要举措\n全年组织学法4次。\n青禾镇人民政府\n";

    fn issued(check: &str, date: &str) -> usize {
        let context = Context { year: Some(2024), ..Context::default() };
        findings_in::<Date>(check, &format!("{BODY}{date}"), &context).len()
    }

    #[test]
    fn the_day_of_the_deadline_is_too_late() {
        let late = "{ fault: late, month: 3, day: 1 }";
        for (date, count) in [
            ("2025年2月28日", 0),
            ("2025年3月1日", 1),
            ("2025年3月", 1),
            ("2025年2月", 0),
            ("2024年12月20日", 0),
            ("2026年1月9日", 1),
            ("2025.3.21", 1),
            ("二〇二五年三月一日", 1),
            ("2025年3月32日", 0),
        ] {
            assert_eq!(issued(late, date), count, "{date}");
        }
    }

    #[test]
    fn the_year_must_have_ended() {
        let early = "{ fault: early }";
        for (date, count) in [("2024年12月31日", 1), ("2025年1月1日", 0), ("2024年12月", 1)] {
            assert_eq!(issued(early, date), count, "{date}");
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_told_from_other_numbers() {
        let check = "{ fault: impossible }";
        marks::<Date>(check, "于⟦2月30日⟧、⟦2023年2月29日⟧、⟦2024年13月⟧、⟦6月31日⟧、⟦2024-02-30⟧召开；⟦2024年4月 31日⟧");
        for quiet in [
            "2024年2月29日", "2月29日", "历时13月", "编号2024.13.5", "每月31日前", "1—12月", "12月31日", "编号2024-45-67",
            "GB/T 9704-2012", "3月15—31日",
        ] {
            marks::<Date>(check, quiet);
        }
    }

    #[test]
    fn the_period_is_the_report_year() {
        let check = "{ fault: period, near: [统计期限] }";
        let title = "青禾镇2024年政府信息公开工作年度报告\n";
        for (text, count) in [
            ("数据的统计期限自2024年1月1日起至2024年12月31日止。", 0),
            ("数据的统计期限为2024年1月1日至12月31日。", 0),
            ("数据的统计期限自2023年1月1日起至2023年12月31日止。", 1),
            ("数据的统计期限为2024年1月1日至11月30日。", 1),
            ("2023年1月1日至2023年12月31日开展清理。数据的统计期限为2024年度。", 0),
            ("统计期限截至2024年12月20日。", 0),
        ] {
            let context = Context { year: Some(2024), ..Context::default() };
            assert_eq!(findings_in::<Date>(check, &format!("{title}{text}"), &context).len(), count, "{text}");
        }
    }

    #[test]
    fn the_form_of_the_date_of_issue() {
        let check = "{ fault: form }";
        for (date, right) in [
            ("2025年01月09日", "2025年1月9日"),
            ("二〇二五年一月九日", "2025年1月9日"),
            ("2025.1.9", "2025年1月9日"),
            ("2025年1月9号", "2025年1月9日"),
            ("2025年1月9日", "2025年1月9日"),
        ] {
            assert_eq!(fixed::<Date>(check, &format!("{BODY}{date}")), format!("{BODY}{right}"));
        }
        marks::<Date>(check, &format!("{BODY}⟦2025年1月⟧"));
        marks::<Date>(check, &format!("{BODY}2025年02月30日"));
    }
}
