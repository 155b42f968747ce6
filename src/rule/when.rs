//! Whether a rule applies to a report, and why not.

use super::file::{When, YearRange};
use crate::check::Context;
use crate::document::Level;

impl When {
    /// Why the rule does not apply, in Chinese; none where it does. What is not known of a report excludes nothing.
    pub fn excludes(&self, context: &Context) -> Option<String> {
        if self.year.zip(context.year).is_some_and(|(range, year)| !range.contains(year)) {
            return self.of_years();
        }
        let of_level = self.level.iter().any(|word| word.levels.contains(&context.level));
        if !self.level.is_empty() && context.level != Level::Unknown && !of_level {
            return self.of_levels();
        }
        if !self.stage.contains(&context.stage) {
            return self.at_stages();
        }
        None
    }

    /// The conditions in Chinese, one each; none where the rule always applies.
    pub fn words(&self) -> Vec<String> {
        let other_kinds = self.any_kind.then(|| "文种不符的文件也检查".to_owned());
        [self.of_years(), self.of_levels(), self.at_stages(), other_kinds].into_iter().flatten().collect()
    }

    fn of_years(&self) -> Option<String> {
        self.year.map(|range| format!("仅适用于{}的报告", range.words()))
    }

    fn of_levels(&self) -> Option<String> {
        let words: Vec<&str> = self.level.iter().map(|level| level.word.as_str()).collect();
        (!words.is_empty()).then(|| format!("仅适用于{}的报告", words.join("、")))
    }

    fn at_stages(&self) -> Option<String> {
        let words: Vec<&str> = self.stage.iter().map(|stage| stage.word()).collect();
        (!words.is_empty()).then(|| format!("仅在{}阶段检查", words.join("、")))
    }
}

impl YearRange {
    fn contains(self, year: i32) -> bool {
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }

    fn words(self) -> String {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => format!("{from}年"),
            (Some(from), Some(to)) => format!("{from}年至{to}年"),
            (Some(from), None) => format!("{from}年以后"),
            (None, Some(to)) => format!("{to}年以前"),
            (None, None) => "各年".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Stage;

    fn excludes(when: &str, year: Option<i32>, level: Level) -> Option<String> {
        let when: When = serde_yaml::from_str(when).expect("conditions");
        when.excludes(&Context { year, level, stage: Stage::Submit, ..Context::default() })
    }

    #[test]
    fn what_is_known_excludes_with_its_reason() {
        let from = "year: { from: 2019 }";
        assert_eq!(excludes(from, Some(2018), Level::Town).as_deref(), Some("仅适用于2019年以后的报告"));
        assert_eq!(excludes(from, Some(2019), Level::Town), None);
        let both = "{ year: { from: 2021, to: 2025 }, level: [乡镇, 街道] }";
        assert_eq!(excludes(both, Some(2026), Level::Town).as_deref(), Some("仅适用于2021年至2025年的报告"));
        assert_eq!(excludes(both, Some(2025), Level::County).as_deref(), Some("仅适用于乡镇、街道的报告"));
        assert_eq!(excludes(both, Some(2025), Level::Township), None);
        assert_eq!(excludes("stage: [publish]", None, Level::Town).as_deref(), Some("仅在公开阶段检查"));
    }

    #[test]
    fn conditions_are_told_in_chinese() {
        let when: When =
            serde_yaml::from_str("{ year: { from: 2019 }, level: [乡镇, 街道], stage: [publish], any_kind: true }")
                .expect("conditions");
        assert_eq!(
            when.words(),
            ["仅适用于2019年以后的报告", "仅适用于乡镇、街道的报告", "仅在公开阶段检查", "文种不符的文件也检查"]
        );
        assert_eq!(When::default().words(), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_known_excludes_nothing() {
        assert_eq!(excludes("{ year: { from: 2019 }, level: [县] }", None, Level::Unknown), None);
    }
}
