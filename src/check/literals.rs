//! Literals that every match of a pattern must contain, for the one pass over the text.
//!
//! The build script reads patterns with this file too, so it leans on nothing but the pattern parser.

use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// Most strings that a product of parts may grow to.
const PRODUCT: usize = 96;
/// Most characters of a class that are tried one by one.
const CLASS: usize = 16;
/// Most literals worth looking for on behalf of one pattern.
const MOST: usize = 512;
/// A pattern whose literals stand in more places than this, for each character of a text, is tried everywhere instead.
const OFTEN: f64 = 0.15;

/// Literals of which every match of the pattern contains at least one; empty where none can be named.
///
/// # Errors
/// What the parser says of a pattern that is none.
pub(crate) fn required(pattern: &str) -> Result<Vec<String>, String> {
    let tree = regex_syntax::parse(pattern).map_err(|error| reason(&error))?;
    Ok(read(&tree)
        .needed()
        .filter(|literals| literals.len() <= MOST && expected_hits(literals) <= OFTEN)
        .unwrap_or_default())
}

/// What is known of the matches of a part of a pattern.
enum Known {
    /// They are exactly these strings.
    Exactly(Vec<String>),
    /// Each contains one of `literals`, begins with one of `starts` and ends with one of `ends`.
    Needs { literals: Vec<String>, starts: Option<Vec<String>>, ends: Option<Vec<String>> },
    /// Nothing.
    Nothing,
}

impl Known {
    fn needed(self) -> Option<Vec<String>> {
        match self {
            Known::Exactly(strings) if strings.iter().all(|string| !string.is_empty()) => Some(without_longer(strings)),
            Known::Needs { literals, .. } => Some(literals),
            Known::Exactly(_) | Known::Nothing => None,
        }
    }

    fn starts(&self) -> Option<&Vec<String>> {
        match self {
            Known::Exactly(strings) => Some(strings),
            Known::Needs { starts, .. } => starts.as_ref(),
            Known::Nothing => None,
        }
    }

    fn ends(&self) -> Option<&Vec<String>> {
        match self {
            Known::Exactly(strings) => Some(strings),
            Known::Needs { ends, .. } => ends.as_ref(),
            Known::Nothing => None,
        }
    }
}

fn read(tree: &Hir) -> Known {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => Known::Exactly(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => Known::Exactly(vec![text.to_owned()]),
            Err(_) => Known::Nothing,
        },
        HirKind::Class(class) => characters(class).map_or(Known::Nothing, Known::Exactly),
        HirKind::Capture(capture) => read(&capture.sub),
        HirKind::Repetition(repetition) => repeated(repetition),
        HirKind::Concat(parts) => joined(parts.iter().map(read)),
        HirKind::Alternation(branches) => either(branches.iter().map(read).collect()),
    }
}

/// The characters of a small class, each as a string.
fn characters(class: &Class) -> Option<Vec<String>> {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect(),
    };
    let listed: Vec<char> = ranges.into_iter().flat_map(|(start, end)| (start..=end).take(CLASS + 1)).collect();
    (listed.len() <= CLASS).then(|| listed.into_iter().map(String::from).collect())
}

fn repeated(repetition: &Repetition) -> Known {
    let sub = read(&repetition.sub);
    match (repetition.min, repetition.max, sub) {
        (0, Some(1), Known::Exactly(mut strings)) => {
            strings.push(String::new());
            Known::Exactly(strings)
        }
        (0, ..) => Known::Nothing,
        (1, Some(1), sub) => sub,
        (least, most, Known::Exactly(strings)) => {
            let mut all = strings.clone();
            let mut whole = most == Some(least);
            for _ in 1..least {
                match product(&all, &strings) {
                    Some(longer) => all = longer,
                    None => whole = false,
                }
            }
            if whole {
                return Known::Exactly(all);
            }
            let ends = Some(all.clone());
            match Known::Exactly(all).needed() {
                Some(literals) => Known::Needs { literals, starts: ends.clone(), ends },
                None => Known::Nothing,
            }
        }
        (_, _, sub) => sub,
    }
}

/// Parts one after the other: the run of exactly known parts grows; what ends a run is offered with the rest.
fn joined(parts: impl Iterator<Item = Known>) -> Known {
    let mut best: Option<Vec<String>> = None;
    let mut run = Some(vec![String::new()]);
    let mut starts = None;
    let mut whole = true;
    for part in parts {
        let grown = run.as_ref().zip(part.starts()).and_then(|(run, starts)| product(run, starts));
        let exact = matches!(part, Known::Exactly(_));
        if grown.is_none() || !exact {
            if whole {
                starts = grown.clone().or_else(|| run.clone());
            }
            whole = false;
            let beside = run.as_ref().zip(part.starts()).filter(|_| grown.is_none());
            offer(&mut best, beside.and_then(|(run, starts)| border(run, starts)));
            offer(&mut best, run.take());
            offer(&mut best, grown.clone());
        }
        run = if exact { grown.or_else(|| part.ends().cloned()) } else { part.ends().cloned() };
        offer(&mut best, part.needed());
    }
    match (whole, run) {
        (true, Some(run)) => Known::Exactly(run),
        (_, run) => {
            offer(&mut best, run.clone());
            best.map_or(Known::Nothing, |literals| Known::Needs { literals, starts, ends: run })
        }
    }
}

fn either(branches: Vec<Known>) -> Known {
    let mut all = Vec::new();
    if branches.iter().all(|branch| matches!(branch, Known::Exactly(_))) {
        for branch in branches {
            if let Known::Exactly(strings) = branch {
                all.extend(strings);
            }
        }
        return Known::Exactly(all);
    }
    let together = |side: fn(&Known) -> Option<&Vec<String>>| {
        let mut strings = Vec::new();
        for branch in &branches {
            strings.extend(side(branch)?.iter().cloned());
        }
        (strings.len() <= PRODUCT).then_some(strings)
    };
    let (starts, ends) = (together(Known::starts), together(Known::ends));
    for branch in branches {
        match branch.needed() {
            Some(literals) => all.extend(literals),
            None => return Known::Nothing,
        }
    }
    Known::Needs { literals: without_longer(all), starts, ends }
}

/// Each string of the one followed by each of the other, unless they are too many.
fn product(left: &[String], right: &[String]) -> Option<Vec<String>> {
    let count = left.len().checked_mul(right.len())?;
    if count > PRODUCT.max(left.len()).max(right.len()) {
        return None;
    }
    Some(left.iter().flat_map(|start| right.iter().map(move |end| format!("{start}{end}"))).collect())
}

/// The characters that meet where one of the one side stands before one of the other.
fn border(left: &[String], right: &[String]) -> Option<Vec<String>> {
    let of = |strings: &[String], character: fn(&String) -> Option<char>| {
        let mut all = strings.iter().map(character).collect::<Option<Vec<char>>>()?;
        all.sort_unstable();
        all.dedup();
        Some(all.into_iter().map(String::from).collect::<Vec<String>>())
    };
    product(&of(left, |string| string.chars().next_back())?, &of(right, |string| string.chars().next())?)
}

/// Keeps the better of two sets: the one that stands in fewer places, each literal counted as some work of its own.
fn offer(best: &mut Option<Vec<String>>, candidate: Option<Vec<String>>) {
    let Some(candidate) = candidate.and_then(|strings| Known::Exactly(strings).needed()) else { return };
    #[expect(clippy::cast_precision_loss, reason = "some hundred literals at most")]
    let cost = |literals: &[String]| expected_hits(literals) + literals.len() as f64 * 4e-6;
    if best.as_ref().is_none_or(|best| cost(&candidate) < cost(best)) {
        *best = Some(candidate);
    }
}

/// How often one of the literals stands in an official text, for each of its characters: a rough guess.
fn expected_hits(literals: &[String]) -> f64 {
    literals.iter().map(|literal| expected(literal)).sum()
}

fn expected(literal: &str) -> f64 {
    let by_chance = |text: &str| text.chars().map(frequency).product::<f64>();
    let words = literal.trim_start_matches(|one: char| one.is_ascii_digit());
    let digits = i32::try_from(literal.len() - words.len()).unwrap_or(i32::MAX);
    if digits > 0 {
        // Of the numbers of a report, every other one is a year.
        let number = match digits {
            1 if words.is_empty() => frequency('0'),
            2.. if literal.starts_with("20") => 4e-3 * 0.1_f64.powi(digits - 2),
            _ => 2e-2 * 0.1_f64.powi(digits),
        };
        return number * words.strip_prefix('年').map_or_else(|| by_chance(words), by_chance);
    }
    // Words of the language stand together more often than by chance, those of this field most of all.
    let is_of_field = FIELD.iter().any(|word| word.contains(literal) || literal == *word);
    let as_word = match literal.chars().count() {
        _ if !literal.chars().all(|one| matches!(one, '\u{4E00}'..='\u{9FFF}')) => 1e-8,
        length if length > 1 && is_of_field => 3e-3,
        0..=2 => 5e-4,
        3..=4 => 1e-4,
        _ => 3e-5,
    };
    by_chance(literal).max(as_word)
}

/// Words that stand in every report many times.
const FIELD: [&str; 7] = ["法治政府建设", "行政执法", "依法行政", "法治思想", "习近平", "镇政府", "群众"];

/// How often a character stands in an official text.
fn frequency(character: char) -> f64 {
    match character {
        '，' | '。' | '、' => 0.04,
        '0'..='9' | ' ' => 0.02,
        '习' => 0.004,
        _ if "的一法治政府行建设工作全年人".contains(character) => 0.02,
        '《' | '》' | '“' | '”' | '（' | '）' | '；' | '：' | ',' | '(' | ')' => 0.008,
        '\u{4E00}'..='\u{9FFF}' => 0.003,
        _ => 0.0005,
    }
}

/// Drops literals that hold another one: where they stand, the other stands too.
fn without_longer(mut literals: Vec<String>) -> Vec<String> {
    literals.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    let mut kept: Vec<String> = Vec::new();
    for literal in literals {
        if !kept.iter().any(|shorter| literal.contains(shorter.as_str())) {
            kept.push(literal);
        }
    }
    kept
}

/// The parser's message in one line, without its drawing of the pattern.
fn reason(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(pattern: &str) -> Vec<String> {
        required(pattern).expect(pattern)
    }

    #[test]
    fn the_rarest_part_that_must_stand_is_named() {
        for (pattern, expected) in [
            ("法治政府", &["法治政府"][..]),
            ("截[止至][^0-9]+年", &["截止", "截至"]),
            ("[^0-9]余?(件|次)", &["件", "次"]),
            ("。[，、]+", &["。、", "。，"]),
            ("[，、]+。", &["、。", "，。"]),
            ("(?:[×]{1,8}|[X]{1,8})(?:镇|乡)", &["X乡", "X镇", "×乡", "×镇"]),
            ("[_*]{1,12}法治思想", &["*法治思想", "_法治思想"]),
            (r"\d{4}年度报告", &["年度报告"]),
            ("第[一二三]届.{0,9}大会堂", &["大会堂"]),
            ("(进一步)+(推进|进一步推进)", &["进一步推进"]),
            ("法治?政府", &["法政府", "法治政府"]),
            ("法治|法治政府", &["法治"]),
            ("(坚持){2}", &["坚持坚持"]),
            ("20[0-9]{2}20[0-9]{2}年", &["02", "12", "22", "32", "42", "52", "62", "72", "82", "92"]),
            (
                "20[0-9]{2}[底初]",
                &[
                    "0初", "0底", "1初", "1底", "2初", "2底", "3初", "3底", "4初", "4底", "5初", "5底", "6初", "6底",
                    "7初", "7底", "8初", "8底", "9初", "9底",
                ],
            ),
            ("(?i)ab", &["AB", "Ab", "aB", "ab"]),
            ("^（[一二]）[、，]", &["（一）、", "（一），", "（二）、", "（二），"]),
            ("(市委)?", &[]),
            ("[一-龥]+", &[]),
            ("[0-9]+", &[]),
            ("20[0-9]{2}[×xX]+年", &["X年", "x年", "×年"]),
            ("法治|[0-9]+", &[]),
            ("", &[]),
        ] {
            let mut expected: Vec<&str> = expected.to_vec();
            expected.sort_by_key(|literal| (literal.len(), *literal));
            assert_eq!(literals(pattern), expected, "{pattern}");
        }
        assert_eq!(required("(法治").expect_err("unclosed"), "unclosed group");
    }

    /// Patterns as rules have them.
    const PATTERNS: [&str; 14] = [
        "截止(?:到)?[0-9]{4}年",
        "(近|约|超)[0-9]+(余|多)[个件次]",
        "(?:领导|总书记)法治思想|_法治思想",
        "“?(三|四)个(亲自|意识)”?",
        "[0-9]{1,3}(?:\\.[0-9]+)?%",
        "(坚持|推进)(坚持|推进)?",
        "(甲|乙|丙|丁|戊|己|庚|辛|壬|癸){3}",
        "二十届[二三四五]中全会|二十大[一二三]?届",
        "(?s)第.{1,4}条",
        "([，。；：]){2,}",
        "GB/T ?9704[-—](20[0-9]{2})",
        "(?:(?:依法)+治(?:国|县|镇))+",
        "a{2,4}b?c*",
        "(进一步|切实)?(加强|强化)(?:和改进)?",
    ];

    /// A text that the pattern matches, by a walk that takes its turns from a sequence of numbers.
    fn sample(tree: &Hir, turn: &mut impl FnMut() -> usize, text: &mut String) {
        match tree.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).expect("text")),
            HirKind::Class(Class::Unicode(class)) => {
                let range = class.ranges()[turn() % class.ranges().len()];
                let width = u32::from(range.end()) - u32::from(range.start()) + 1;
                let step = u32::try_from(turn() % 1000).expect("small") % width;
                text.push(char::from_u32(u32::from(range.start()) + step).unwrap_or(range.start()));
            }
            HirKind::Class(Class::Bytes(class)) => text.push(char::from(class.ranges()[0].start())),
            HirKind::Capture(capture) => sample(&capture.sub, turn, text),
            HirKind::Repetition(repetition) => {
                let least = repetition.min as usize;
                let most = repetition.max.map_or(least + 2, |most| most as usize);
                for _ in 0..least + turn() % (most - least + 1) {
                    sample(&repetition.sub, turn, text);
                }
            }
            HirKind::Concat(parts) => parts.iter().for_each(|part| sample(part, turn, text)),
            HirKind::Alternation(branches) => sample(&branches[turn() % branches.len()], turn, text),
        }
    }

    #[test]
    fn every_match_contains_one_of_the_literals() {
        let mut state = 7_u64;
        let mut turn = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize
        };
        for pattern in PATTERNS {
            let literals = literals(pattern);
            let tree = regex_syntax::parse(pattern).expect(pattern);
            let regex = regex::Regex::new(pattern).expect(pattern);
            for _ in 0..300 {
                let mut text = String::from("镇坚持");
                sample(&tree, &mut turn, &mut text);
                text.push_str("推进3件");
                assert!(regex.is_match(&text), "{pattern}: {text}");
                for found in regex.find_iter(&text).map(|found| found.as_str()) {
                    let held = literals.iter().any(|literal| found.contains(literal.as_str()));
                    assert!(held || literals.is_empty(), "{pattern} on {found}: {literals:?}");
                }
            }
        }
    }
}
