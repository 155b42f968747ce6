//! The years in the titles of plans and outlines.

use serde::Deserialize;

use super::phrase::{self, Owners, Phrase, Unit};
use super::{Check, Finding, Target};
use crate::span::Span;

/// Titles of plans in 《》 whose years are not those of the plan. The rule's words may use `{right}`.
///
/// Only the plan's own title counts, with nothing before it but the words of `prefixes`: a county's own outline has
/// its own years. A period after the last one known is left. Any kind of dash is right. Variant `form`: the years are right, but white space stands in the title
/// or 年 is missing.
///
/// ```yaml
/// check: { title-years: { table: plans, prefixes: [中共中央、国务院] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct TitleYears {
    /// The plans.
    pub rows: Vec<Plan>,
    /// What may stand between 《 and the title.
    #[serde(default)]
    pub prefixes: Vec<String>,
    #[serde(skip)]
    owners: Owners,
}

/// A plan or outline, in all its periods.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its title without the years.
    pub title: String,
    /// First and last year of each period: `[2021, 2025]`.
    pub periods: Vec<(i32, i32)>,
    /// Where the years were read, or `recalled`.
    #[serde(default)]
    pub source: String,
}

impl Plan {
    fn phrase(&self) -> Phrase<'_> {
        Phrase { words: std::slice::from_ref(&self.title), patterns: &[] }
    }
}

impl Check for TitleYears {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.rows.iter().map(|plan| plan.title.as_str()));
    }

    fn faults(&self) -> Vec<String> {
        let wrong = self.rows.iter().filter(|plan| plan.periods.iter().any(|(first, last)| first > last));
        wrong.map(|plan| format!("《{}》的起止年份颠倒", plan.title)).collect()
    }

    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let mut places = phrase::find(target, &self.rows, Plan::phrase, &self.owners, Unit::Sentence);
        phrase::settle(&mut places);
        for place in places {
            let plan = &self.rows[place.phrase];
            let Some(range) = self.range(target.document.text(), place.span) else { continue };
            // A later period than those known: its plan may have been made since.
            if plan.periods.iter().all(|&(_, last)| range.first >= last) {
                continue;
            }
            let fitting = plan.periods.iter().find(|&&period| period == (range.first, range.last));
            let (first, last) = fitting.copied().unwrap_or_else(|| nearest(&plan.periods, range.first, range.last));
            let right = format!("（{first}{}{last}年）", range.dash);
            let finding = Finding::at(range.span).with("right", &right).with("title", &plan.title);
            match fitting {
                Some(_) if right == target.document.slice(range.span) || !range.is_odd => {}
                Some(_) => found.push(finding.replaced_by(right).variant("form")),
                None => found.push(Finding { unsure: true, ..finding.replaced_by(right) }),
            }
        }
    }
}

/// The years after a title.
struct Range {
    /// Brackets and all, and the white space before them.
    span: Span,
    first: i32,
    last: i32,
    dash: char,
    /// White space within, or no 年.
    is_odd: bool,
}

impl TitleYears {
    fn range(&self, text: &str, title: Span) -> Option<Range> {
        let before = text[..title.start].trim_end();
        let own = before.ends_with('《')
            || self.prefixes.iter().any(|prefix| before.strip_suffix(prefix.as_str()).is_some_and(|rest| rest.ends_with('《')));
        if !own {
            return None;
        }
        // The years may stand behind the closing mark: 《…纲要》（2021—2025年）.
        let rest = &text[title.end..];
        let outside = rest.strip_prefix('》').map_or(0, |_| '》'.len_utf8());
        let start = title.end + outside;
        let inner = text[start..].trim_start_matches([' ', '\u{a0}']);
        let inner = inner.strip_prefix(['（', '('])?;
        let end = inner.find(['）', ')'])?;
        let close = inner[end..].chars().next().map_or(0, char::len_utf8);
        let inside = &inner[..end];
        let compact: String = inside.chars().filter(|character| !character.is_whitespace()).collect();
        let (years, has_nian) = compact.strip_suffix('年').map_or((compact.as_str(), false), |years| (years, true));
        let dash = years.chars().find(|character| !character.is_ascii_digit())?;
        let (first, last) = years.split_once(dash)?;
        if !matches!(dash, '-' | '—' | '–' | '－' | '―' | '~' | '～' | '至') {
            return None;
        }
        let last = last.trim_start_matches(dash);
        let span = Span::new(start, text.len() - inner.len() + end + close);
        let is_year = |word: &str| word.len() == 4;
        (is_year(first) && is_year(last)).then_some(())?;
        Some(Range {
            span,
            first: first.parse().ok()?,
            last: last.parse().ok()?,
            dash,
            is_odd: !has_nian || compact.len() != inside.len() || text[start..].starts_with([' ', '\u{a0}']),
        })
    }
}

/// The period that shares most with the years written.
fn nearest(periods: &[(i32, i32)], first: i32, last: i32) -> (i32, i32) {
    let distance = |&&(from, to): &&(i32, i32)| (from - first).abs() + (to - last).abs();
    periods.iter().min_by_key(distance).copied().unwrap_or((first, last))
}

#[cfg(test)]
mod tests {
    use super::TitleYears;
    use crate::check::marked::{findings, fixed, marks};

    const PLANS: &str = "{ rows: [{ title: 法治政府建设实施纲要, periods: [[2015, 2020], [2021, 2025]] },
{ title: 规划, periods: [[2020, 2025]] }], prefixes: [中共中央] }";

    #[test]
    fn wrong_years_are_found() {
        marks::<TitleYears>(PLANS, "《法治政府建设实施纲要⟦（2022—2025年）⟧》和《中共中央规划》⟦（2021-2025年）⟧");
        assert_eq!(
            fixed::<TitleYears>(PLANS, "《法治政府建设实施纲要（2022—2025年）》"),
            "《法治政府建设实施纲要（2021—2025年）》"
        );
    }

    #[test]
    fn right_years_local_plans_and_other_dashes_are_left() {
        for quiet in [
            "《法治政府建设实施纲要（2021-2025年）》", "《法治政府建设实施纲要（2021－2025年）》",
            "《法治政府建设实施纲要（2015—2020年）》", "《青禾县法治政府建设实施纲要（2022—2025年）》",
            "《法治政府建设实施纲要》", "法治政府建设实施纲要（2022—2025年）", "《法治政府建设实施纲要（试行）》",
        ] {
            marks::<TitleYears>(PLANS, quiet);
        }
    }

    #[test]
    fn white_space_and_a_lost_nian_are_a_matter_of_form() {
        for text in ["《法治政府建设实施纲要（2021—2025 年）》", "《法治政府建设实施纲要 （2021—2025）》"] {
            let found = findings::<TitleYears>(PLANS, text);
            assert_eq!(found[0].variant.as_deref(), Some("form"), "{text}");
            assert_eq!(fixed::<TitleYears>(PLANS, text), "《法治政府建设实施纲要（2021—2025年）》");
        }
    }
}
