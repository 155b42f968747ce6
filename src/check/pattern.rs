//! A regular expression of a rule, with the literals that lead to it.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{literals, plain, reach};
use crate::span::Span;

/// Bytes that the small engine reads for a pattern before the large one is worth its making.
const SMALL: usize = 6 * 1024;

/// A regular expression, compiled at first use.
///
/// In rule files it is a string, refused where it is no regular expression. Built-in rules have it as
/// `{ source, plain, literals, reach }`, prepared by the build script, so that nothing is parsed at start-up.
///
/// Two engines that agree in every match: one report is checked by the small one, which is made in some 20 µs and reads
/// 20 MB/s; after a few reports the large one takes over, which is made in 0.3 to 4 ms and reads 250 MB/s.
///
/// For people who write rules: write `[0-9]` rather than `\d`, which stands for 650 characters and hides the words
/// beside it from the search; there is no look-around; a pattern in which some word must stand (`截止[0-9]{4}年`) is
/// tried only where that word is, one without any (`[0-9]+[件次]?`) on every report.
pub struct Pattern {
    source: String,
    /// For the small engine, where it can be said.
    plain: Option<String>,
    literals: Vec<String>,
    /// Most bytes of a match.
    reach: Option<usize>,
    small: OnceLock<Option<regex_lite::Regex>>,
    large: OnceLock<Option<regex::Regex>>,
    /// Bytes read by the small engine.
    read: AtomicUsize,
}

/// One match with its groups, in offsets of the whole text.
#[derive(Debug)]
pub struct Groups<'t> {
    captures: Captures<'t>,
    offset: usize,
}

#[derive(Debug)]
enum Captures<'t> {
    Small(regex_lite::Captures<'t>),
    Large(regex::Captures<'t>),
}

#[derive(Clone, Copy)]
enum Engine<'p> {
    Small(&'p regex_lite::Regex),
    Large(&'p regex::Regex),
}

impl Pattern {
    /// Checks and compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it, in Chinese.
    pub fn new(source: impl Into<String>) -> Result<Self, String> {
        let source = source.into();
        let literals = literals::required(&source).map_err(|reason| fault(&source, &reason))?;
        let plain = plain::plain(&source).map_err(|reason| fault(&source, &reason))?;
        let reach = reach::reach(&source).map_err(|reason| fault(&source, &reason))?;
        let pattern = Self::prepared(source, plain, literals, reach);
        match pattern.engine(0) {
            Some(_) => Ok(pattern),
            None => Err(format!("正则表达式“{}”太大", pattern.source)),
        }
    }

    fn prepared(source: String, plain: Option<String>, literals: Vec<String>, reach: Option<usize>) -> Self {
        let (small, large) = (OnceLock::new(), OnceLock::new());
        Self { source, plain, literals, reach, small, large, read: AtomicUsize::new(0) }
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
        self.engine_for(text).is_some_and(|engine| match engine {
            Engine::Small(regex) => regex.is_match(text),
            Engine::Large(regex) => regex.is_match(text),
        })
    }

    /// Where it matches in a unit (a sentence, a paragraph …); `^` and `$` are the unit's ends.
    pub fn find_iter(&self, text: &str, unit: Span) -> impl Iterator<Item = Span> + use<> {
        let slice = &text[unit.range()];
        let found: Vec<Range<usize>> = match self.engine_for(slice) {
            Some(Engine::Small(regex)) => regex.find_iter(slice).map(|found| found.range()).collect(),
            Some(Engine::Large(regex)) => regex.find_iter(slice).map(|found| found.range()).collect(),
            None => Vec::new(),
        };
        found.into_iter().map(move |range| Span::new(unit.start + range.start, unit.start + range.end))
    }

    /// Most bytes of a match; none where there is no end to it.
    pub fn reach(&self) -> Option<usize> {
        self.reach
    }

    /// The first match at or after `from` that begins no later than a literal of it, in a unit; only what such a match
    /// of at most `reach` bytes can take in is read. `^` and `$` are the unit's ends.
    pub fn captures_with<'t>(
        &self,
        text: &'t str,
        unit: Span,
        literal: Span,
        reach: usize,
        from: usize,
    ) -> Option<Groups<'t>> {
        // One character more than a match can have, so that the end of what is read is never that of a match.
        let end = text.ceil_char_boundary((literal.start + reach + 1).min(unit.end));
        let start = text.ceil_char_boundary(literal.end.saturating_sub(reach).max(from)).max(unit.start);
        let slice = text.get(unit.start..end)?;
        let at = start.checked_sub(unit.start).filter(|at| *at <= slice.len())?;
        let captures = match self.engine(end - start)? {
            Engine::Small(regex) => Captures::Small(regex.captures_at(slice, at)?),
            // Groups cost some work even where nothing matches.
            Engine::Large(regex) if regex.is_match_at(slice, at) => Captures::Large(regex.captures_at(slice, at)?),
            Engine::Large(_) => return None,
        };
        let groups = Groups { captures, offset: unit.start };
        (groups.span().start <= literal.start).then_some(groups)
    }

    /// Where it matches in a unit, with groups.
    pub fn captures_iter<'t>(&self, text: &'t str, unit: Span) -> impl Iterator<Item = Groups<'t>> + use<'t> {
        let slice = &text[unit.range()];
        let found: Vec<Captures<'t>> = match self.engine_for(slice) {
            Some(Engine::Small(regex)) => regex.captures_iter(slice).map(Captures::Small).collect(),
            // Groups cost some work even where nothing matches.
            Some(Engine::Large(regex)) if regex.is_match(slice) => {
                regex.captures_iter(slice).map(Captures::Large).collect()
            }
            _ => Vec::new(),
        };
        found.into_iter().map(move |captures| Groups { captures, offset: unit.start })
    }

    /// The engine to read a text with; none where no match can be in it.
    fn engine_for(&self, text: &str) -> Option<Engine<'_>> {
        let engine = self.engine(text.len())?;
        // The large engine looks for literals by itself.
        let may_match = matches!(engine, Engine::Large(_))
            || self.literals.is_empty()
            || self.literals.iter().any(|literal| text.contains(literal.as_str()));
        may_match.then_some(engine)
    }

    /// The engine to read some more bytes with; none where neither can be made.
    fn engine(&self, more: usize) -> Option<Engine<'_>> {
        let small = || {
            let make = || self.plain.as_ref().and_then(|plain| regex_lite::Regex::new(plain).ok());
            self.small.get_or_init(make).as_ref().map(Engine::Small)
        };
        let large = || self.large.get_or_init(|| regex::Regex::new(&self.source).ok()).as_ref().map(Engine::Large);
        if self.read.load(Ordering::Relaxed) + more < SMALL {
            self.read.fetch_add(more, Ordering::Relaxed);
            small().or_else(large)
        } else {
            large().or_else(small)
        }
    }
}

impl Groups<'_> {
    /// The whole match.
    pub fn span(&self) -> Span {
        self.get(0).unwrap_or_default()
    }

    /// A group by its number from 1; none where it did not take part.
    pub fn get(&self, number: usize) -> Option<Span> {
        let range = match &self.captures {
            Captures::Small(captures) => captures.get(number).map(|group| group.range()),
            Captures::Large(captures) => captures.get(number).map(|group| group.range()),
        };
        range.map(|range| self.moved(range))
    }

    /// A group by its name.
    pub fn name(&self, name: &str) -> Option<Span> {
        let range = match &self.captures {
            Captures::Small(captures) => captures.name(name).map(|group| group.range()),
            Captures::Large(captures) => captures.name(name).map(|group| group.range()),
        };
        range.map(|range| self.moved(range))
    }

    /// A template such as `${year}年$2月` with the groups filled in.
    pub fn expand(&self, template: &str) -> String {
        let mut expanded = String::new();
        match &self.captures {
            Captures::Small(captures) => captures.expand(template, &mut expanded),
            Captures::Large(captures) => captures.expand(template, &mut expanded),
        }
        expanded
    }

    fn moved(&self, range: Range<usize>) -> Span {
        Span::new(self.offset + range.start, self.offset + range.end)
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
        let (mut source, mut plain, mut literals, mut reach) = (String::new(), None, Vec::new(), None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "source" => source = map.next_value()?,
                "plain" => plain = map.next_value()?,
                "literals" => literals = map.next_value()?,
                "reach" => reach = map.next_value()?,
                _ => return Err(de::Error::unknown_field(&key, &["source", "plain", "literals", "reach"])),
            }
        }
        Ok(Pattern::prepared(source, plain, literals, reach))
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
        let prepared = r#"{"source":"法(治|制)","plain":"法(治|制)","literals":["法治","法制"]}"#;
        let prepared: Pattern = serde_json::from_str(prepared).expect("a pattern");
        assert_eq!(prepared.literals(), ["法治", "法制"]);
        assert!(prepared.is_match("法制宣传"));
        let broken = r#"{"source":"(","plain":null,"literals":[]}"#;
        let broken: Pattern = serde_json::from_str(broken).expect("taken as it is");
        assert!(!broken.is_match("("));
    }

    #[test]
    fn the_large_engine_takes_over_without_a_difference() {
        let text = "　GB／t ９７０４第一条，\u{a0}第二十条。第三款\r\n";
        let unit = Span::new(0, text.len());
        for source in
            [r"第(?<n>\p{Han}+?)(条)?", r"\s+", r"(?i)gb.\w", r"\d+", "[^，。]+$", r"(?m)^.", "(|第)", r"\b第"]
        {
            let pattern = Pattern::new(source).expect(source);
            let read = || -> Vec<_> {
                let found = pattern.captures_iter(text, unit);
                found.map(|groups| (groups.span(), groups.get(1), groups.name("n"), groups.expand("<$n$1>"))).collect()
            };
            let before = read();
            assert!(!before.is_empty(), "{source}");
            assert!(matches!(pattern.engine(SMALL / 2), Some(Engine::Small(_))) == pattern.plain.is_some(), "{source}");
            // A long text is not read by the small engine at all.
            assert!(matches!(pattern.engine(SMALL), Some(Engine::Large(_))), "{source}");
            pattern.read.store(SMALL, Ordering::Relaxed);
            assert_eq!(before, read(), "{source}");
        }
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
