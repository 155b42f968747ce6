//! A regular expression of a rule, with the literals that lead to it.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::literals;
use crate::span::Span;

/// A regular expression, compiled at first use.
///
/// In rule files it is a string, refused where it is no regular expression. Built-in rules have it as
/// `{ source, literals }`, prepared by the build script, so that nothing is parsed at start-up.
///
/// For people who write rules: write `[0-9]` rather than `\d`, which stands for 650 characters and hides the words
/// beside it from the search; there is no look-around; a pattern in which some word must stand (`截止[0-9]{4}年`) is
/// tried only where that word is, one without any (`[0-9]+[件次]?`) on every report.
pub struct Pattern {
    source: String,
    literals: Vec<String>,
    regex: OnceLock<Option<Regex>>,
}

/// One match with its groups, in offsets of the whole text.
#[derive(Debug)]
pub struct Groups<'t> {
    captures: regex::Captures<'t>,
    offset: usize,
}

impl Pattern {
    /// Checks and compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in Chinese.
    pub fn new(source: impl Into<String>) -> Result<Self, String> {
        let source = source.into();
        let literals = literals::required(&source).map_err(|reason| fault(&source, &reason))?;
        let regex = Regex::new(&source).map_err(|_| format!("正则表达式“{source}”太大"))?;
        Ok(Self { source, literals, regex: OnceLock::from(Some(regex)) })
    }

    /// The pattern as written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Literals of which every match contains at least one; empty where none can be named.
    pub fn literals(&self) -> &[String] {
        &self.literals
    }

    /// Whether it matches somewhere in a piece of text.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }

    /// Where it matches in a unit (a sentence, a paragraph …); `^` and `$` are the unit's ends.
    pub fn find_iter<'t>(&self, text: &'t str, unit: Span) -> impl Iterator<Item = Span> + use<'_, 't> {
        let regex = self.regex().into_iter();
        regex.flat_map(move |regex| regex.find_iter(&text[unit.range()])).map(move |found| {
            let range = found.range();
            Span::new(unit.start + range.start, unit.start + range.end)
        })
    }

    /// Where it matches in a unit, with groups.
    pub fn captures_iter<'t>(&self, text: &'t str, unit: Span) -> impl Iterator<Item = Groups<'t>> + use<'_, 't> {
        let regex = self.regex().into_iter();
        regex
            .flat_map(move |regex| regex.captures_iter(&text[unit.range()]))
            .map(move |captures| Groups { captures, offset: unit.start })
    }

    /// The compiled form; none for a pattern that the build script let through though it cannot be compiled.
    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.source).ok()).as_ref()
    }
}

impl<'t> Groups<'t> {
    /// The whole match.
    pub fn span(&self) -> Span {
        self.get(0).unwrap_or_default()
    }

    /// A group by its number from 1; none where it did not take part.
    pub fn get(&self, number: usize) -> Option<Span> {
        self.captures.get(number).map(|group| self.moved(group))
    }

    /// A group by its name.
    pub fn name(&self, name: &str) -> Option<Span> {
        self.captures.name(name).map(|group| self.moved(group))
    }

    /// A template such as `${year}年$2月` with the groups filled in.
    pub fn expand(&self, template: &str) -> String {
        let mut expanded = String::new();
        self.captures.expand(template, &mut expanded);
        expanded
    }

    fn moved(&self, group: regex::Match<'t>) -> Span {
        Span::new(self.offset + group.start(), self.offset + group.end())
    }
}

/// Adds the literals of several patterns, of which any may match; adds none where one of them has none, so that the
/// check runs on every report.
pub fn literals_of_all<'a>(patterns: impl Iterator<Item = &'a Pattern> + Clone, literals: &mut Vec<&'a str>) {
    if patterns.clone().all(|pattern| !pattern.literals.is_empty()) {
        literals.extend(patterns.flat_map(|pattern| pattern.literals.iter().map(String::as_str)));
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Pattern({:?}, {:?})", self.source, self.literals)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

/// A string, or what the build script made of one.
struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = Pattern;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("正则表达式（加引号）")
    }

    fn visit_str<E: de::Error>(self, source: &str) -> Result<Pattern, E> {
        Pattern::new(source).map_err(E::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pattern, A::Error> {
        let mut pattern = Pattern { source: String::new(), literals: Vec::new(), regex: OnceLock::new() };
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "source" => pattern.source = map.next_value()?,
                "literals" => pattern.literals = map.next_value()?,
                _ => return Err(de::Error::unknown_field(&key, &["source", "literals"])),
            }
        }
        Ok(pattern)
    }
}

/// The parser's reasons that people who write rules meet.
const REASONS: [(&str, &str); 9] = [
    ("unclosed group", "圆括号没有闭合"),
    ("unopened group", "多了右圆括号"),
    ("unclosed character class", "方括号没有闭合"),
    ("invalid character class range", "方括号里的范围前后颠倒"),
    ("repetition operator missing expression", "* + ? {} 之前没有可重复的内容"),
    ("unclosed counted repetition", "花括号没有闭合"),
    ("look-around", "不支持环视 (?=…) (?!…) (?<=…) (?<!…)"),
    ("backreferences", "不支持反向引用 \\1"),
    ("unrecognized escape sequence", "不认识这个转义"),
];

fn fault(source: &str, reason: &str) -> String {
    let known = REASONS.iter().find(|(english, _)| reason.starts_with(english));
    format!("正则表达式“{source}”有误：{}", known.map_or(reason, |(_, chinese)| chinese))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_placed_in_the_whole_text() {
        let pattern = Pattern::new("截止(?<year>[0-9]{4})年").expect("a pattern");
        let text = "截止2023年。截止2024年底。";
        let second = Span::new("截止2023年。".len(), text.len());
        let found: Vec<_> = pattern.find_iter(text, second).map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["截止2024年"]);
        let groups: Vec<_> = pattern.captures_iter(text, second).collect();
        assert_eq!(groups[0].name("year").map(|span| &text[span.range()]), Some("2024"));
        assert_eq!(groups[0].get(2), None);
        assert_eq!(groups[0].expand("截至${year}年"), "截至2024年");
    }

    #[test]
    fn the_ends_of_a_unit_are_its_own() {
        let pattern = Pattern::new("^（[一二三]）").expect("a pattern");
        let text = "前（一）。（二）后";
        let unit = Span::new("前（一）。".len(), text.len());
        assert_eq!(pattern.find_iter(text, unit).count(), 1);
        assert_eq!(pattern.find_iter(text, Span::new(0, text.len())).count(), 0);
    }

    #[test]
    fn faults_are_told_in_chinese() {
        for (source, words) in [("(法治", "圆括号没有闭合"), ("法治(?=政府)", "不支持环视"), ("*法", "之前没有")]
        {
            let error = Pattern::new(source).expect_err(source);
            assert!(error.contains(words) && error.contains(source), "{error}");
        }
    }

    #[test]
    fn a_prepared_pattern_is_not_looked_into() {
        let prepared: Pattern =
            serde_json::from_str(r#"{"source":"法(治|制)","literals":["法治","法制"]}"#).expect("a pattern");
        assert_eq!(prepared.literals(), ["法治", "法制"]);
        assert!(prepared.is_match("法制宣传"));
        let broken: Pattern = serde_json::from_str(r#"{"source":"(","literals":[]}"#).expect("taken as it is");
        assert!(!broken.is_match("("));
    }

    #[test]
    fn one_pattern_without_literals_makes_a_check_run_everywhere() {
        let patterns = ["法治", "[0-9]+个?"].map(|source| Pattern::new(source).expect("a pattern"));
        let mut literals = Vec::new();
        literals_of_all(patterns.iter(), &mut literals);
        assert!(literals.is_empty());
        literals_of_all(patterns[..1].iter(), &mut literals);
        assert_eq!(literals, ["法治"]);
    }
}
