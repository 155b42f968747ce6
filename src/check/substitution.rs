//! Use this wording instead of that.

use serde::Deserialize;

use super::phrase::{self, Match, Owners, Phrase, Unit};
use super::surroundings::Surroundings;
use super::{Check, Finding, Pattern, Target};
use crate::document::Level;

/// Use this wording instead of that. The rule's words may use `{right}`, `{note}` and `{source}` of the row.
///
/// ```yaml
/// check:
///   substitution:
///     rows:
///       - { wrong: [布署], right: 部署 }
///       - { wrong: [法制建设], right: 法治建设, unless: { after: [社会主义, 民主] } }
///       - { pattern: "截止(?<day>[0-9]{4}年)", right: "截至${day}" }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Substitution {
    /// The wordings.
    pub rows: Vec<Row>,
    /// What the patterns are tried on: `sentence` (if not given) or `block`.
    #[serde(default)]
    pub unit: Unit,
    /// What stands around a place where any of the wordings is right after all.
    #[serde(default)]
    pub unless: Surroundings,
    /// What must stand around a place, here or by the row's own `only`; nothing if neither is given.
    #[serde(default)]
    pub only: Surroundings,
    #[serde(skip)]
    owners: Owners,
}

/// One wording.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The wrong forms, as they are.
    #[serde(default)]
    pub wrong: Vec<String>,
    /// Or a regular expression for them. A group `(?<found>…)` is the place to be shown and replaced.
    #[serde(default)]
    pub pattern: Option<Pattern>,
    /// The right form; after a pattern, `${name}` and `${1}` stand for its groups. Empty: take the wrong one out.
    #[serde(default)]
    pub right: Option<String>,
    /// `false`: the right form only shows the way; it does not replace the wrong one letter by letter.
    #[serde(default = "exact")]
    pub exact: bool,
    /// The replacement needs a look, whatever the rule says of its fix.
    #[serde(default)]
    pub unsure: bool,
    /// What stands around a place where this wording is right after all.
    #[serde(default)]
    pub unless: Surroundings,
    /// What must stand around a place.
    #[serde(default)]
    pub only: Surroundings,
    /// The first report year to which it applies; a report of unknown year is taken for a recent one.
    #[serde(default)]
    pub from: Option<i32>,
    /// The levels of reports to which it applies (乡, 镇, 街道 …); empty: all. A report of unknown level is left.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// Which of the rule's variants speaks.
    #[serde(default)]
    pub variant: Option<String>,
    /// Where the right form stands, or `recalled`.
    #[serde(default)]
    pub source: String,
    /// What a reader should know of it.
    #[serde(default)]
    pub note: String,
}

fn exact() -> bool {
    true
}

impl Substitution {
    fn phrases(&self) -> impl Iterator<Item = Phrase<'_>> + Clone {
        self.rows.iter().map(Row::phrase)
    }

    fn is_wrong(&self, target: &Target<'_>, place: &Match<'_>) -> bool {
        let row = &self.rows[place.phrase];
        let holds = |surroundings: &Surroundings| surroundings.hold(target.document, place.span);
        if row.from.zip(target.context.year).is_some_and(|(first, year)| year < first) {
            return false;
        }
        if !row.levels.is_empty() && !row.levels.contains(&target.context.level) {
            return false;
        }
        let everywhere = self.only.is_empty() && row.only.is_empty();
        !holds(&self.unless) && !holds(&row.unless) && (everywhere || holds(&self.only) || holds(&row.only))
    }
}

impl Row {
    fn phrase(&self) -> Phrase<'_> {
        Phrase { words: &self.wrong, patterns: self.pattern.as_slice() }
    }

    fn right_form(&self, place: &Match<'_>) -> Option<String> {
        let right = self.right.as_deref()?;
        Some(place.groups.as_ref().map_or_else(|| right.to_owned(), |groups| groups.expand(right)))
    }
}

impl Check for Substitution {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        phrase::literals(self.phrases(), literals);
    }

    fn faults(&self) -> Vec<String> {
        phrase::faults(self.phrases())
    }

    fn mends(&self) -> bool {
        self.rows.iter().any(|row| row.exact && row.right.is_some())
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let mut matches = phrase::find(target, &self.rows, Row::phrase, &self.owners, self.unit);
        matches.retain(|place| self.is_wrong(target, place));
        phrase::settle(&mut matches);
        for place in matches {
            let row = &self.rows[place.phrase];
            let mut finding = Finding::at(place.span).with("note", &row.note).with("source", &row.source);
            if let Some(right) = row.right_form(&place) {
                // A pattern may also match the right form itself.
                if right == target.document.slice(place.span) {
                    continue;
                }
                finding = finding.with("right", &right);
                if row.exact {
                    finding = finding.replaced_by(right);
                }
            }
            finding.variant.clone_from(&row.variant);
            finding.unsure = row.unsure;
            found.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Substitution;
    use crate::check::Context;
    use crate::check::marked::{findings, findings_in, fixed, marks};
    use crate::document::Level;

    const ROWS: &str = "rows:
- { wrong: [布署, 步署], right: 部署 }
- { wrong: [法制建设], right: 法治建设, unless: { after: [社会主义] }, variant: confused, source: recalled }
- { pattern: '截止(?<day>[0-9]{4}年)', right: '截至${day}', unsure: true }
- { wrong: [三项制度], right: 行政执法“三项制度”, exact: false, only: { near: [执法] } }
";

    #[test]
    fn wrong_forms_are_found_and_replaced() {
        let marked = "⟦布署⟧推进⟦法制建设⟧，健全社会主义法制建设；报名截止；⟦截止2024年⟧底落实执法“⟦三项制度⟧”。";
        marks::<Substitution>(ROWS, marked);
        let text = marked.replace(['⟦', '⟧'], "");
        assert_eq!(
            fixed::<Substitution>(ROWS, &text),
            "部署推进法治建设，健全社会主义法制建设；报名截止；截至2024年底落实执法“三项制度”。"
        );
        marks::<Substitution>(ROWS, "三项制度健全。");
    }

    #[test]
    fn a_row_supplies_words_and_variant() {
        let found = findings::<Substitution>(ROWS, "法制建设，截止2024年");
        assert_eq!(found[0].variant.as_deref(), Some("confused"));
        assert!(found[0].values.contains(&("right", "法治建设".to_owned())));
        assert!(found[0].values.contains(&("source", "recalled".to_owned())));
        assert!(!found[0].unsure && found[1].unsure);
    }

    #[test]
    fn a_row_may_begin_with_a_year() {
        let rows = "rows: [{ wrong: [廉洁高效], right: 智能高效, from: 2021 }]";
        let count = |year| findings_in::<Substitution>(rows, "廉洁高效", &Context { year, ..Context::default() }).len();
        assert_eq!([count(Some(2020)), count(Some(2021)), count(None)], [0, 1, 1]);
    }

    #[test]
    fn a_row_may_be_for_some_levels() {
        let rows = "rows: [{ wrong: [我乡], levels: [镇] }]";
        let count =
            |level| findings_in::<Substitution>(rows, "我乡", &Context { level, ..Context::default() }).len();
        assert_eq!([count(Level::Town), count(Level::Township), count(Level::Unknown)], [1, 0, 0]);
    }

    #[test]
    fn what_is_right_already_is_left() {
        let rows = "rows: [{ pattern: '二十[大届]三中全会', right: 二十届三中全会 }]";
        marks::<Substitution>(rows, "⟦二十大三中全会⟧和二十届三中全会");
    }

    #[test]
    fn an_empty_right_form_takes_the_wrong_one_out() {
        assert_eq!(fixed::<Substitution>("rows: [{ wrong: ['![]()'], right: '' }]", "报告![]() 。"), "报告 。");
    }

    #[test]
    fn the_only_of_a_row_adds_to_the_check() {
        let check = "only: { near: [节日], within: 6 }
rows: [{ wrong: ['3.8'], right: 3·8, only: { near: [妇女节], within: 4 } }]";
        marks::<Substitution>(check, "⟦3.8⟧妇女节；⟦3.8⟧等节日。占3.8%。");
    }
}
