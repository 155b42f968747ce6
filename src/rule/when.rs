//! Whether a rule applies to a report, and why not.

use super::file::{When, YearRange};
use crate::check::Context;
use crate::document::Level;

impl When {
    /// Why the rule does not apply, in Chinese; none where it does. What is not known of a report excludes nothing.
    pub fn excludes(&self, context: &Context) -> Option<String> {
        if let (Some(range), Some(year)) = (self.year, context.year)
            && !range.contains(year)
        {
            return Some(format!("仅适用于{}的报告", range.words()));
        }
        let of_level = self.level.iter().any(|word| word.levels.contains(&context.level));
        if !self.level.is_empty() && context.level != Level::Unknown && !of_level {
            let words: Vec<&str> = self.level.iter().map(|level| level.word.as_str()).collect();
            return Some(format!("仅适用于{}的报告", words.join("、")));
        }
        if !self.stage.is_empty() && !self.stage.contains(&context.stage) {
            let words: Vec<&str> = self.stage.iter().map(|stage| stage.word()).collect();
            return Some(format!("仅在{}阶段检查", words.join("、")));
        }
        None
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
    fn what_is_not_known_excludes_nothing() {
        assert_eq!(excludes("{ year: { from: 2019 }, level: [县] }", None, Level::Unknown), None);
    }
}
