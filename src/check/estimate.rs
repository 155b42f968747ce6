//! Figures that are only estimated: 10余次, 近30多次, 十余次 beside 10余次.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Check, Finding, Surroundings, Target};
use crate::document::{Document, Figure, FigureUnit};
use crate::scan;
use crate::span::Span;

/// Figures that are only estimated.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// What is wrong with them.
    pub fault: Fault,
    /// Words of estimation before, inside and after a number: 近, 余, 左右.
    #[serde(default)]
    pub words: Vec<String>,
    /// For `vague`: quantities without any number, such as 多次.
    #[serde(default)]
    pub quantities: Vec<String>,
    /// For `vague`: where such a quantity is no result.
    #[serde(default)]
    pub unless: Surroundings,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The number is not told exactly, or not at all.
    Vague,
    /// More than one word of estimation at one number. An edit takes out the first. Values: `{words}`, `{right}`.
    Doubled,
    /// The same estimate in Chinese numerals and in digits, or both kinds in one list; the Chinese one is the place.
    /// Values: `{other}`.
    Mixed,
}

impl Check for Estimate {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.words.iter().chain(&self.quantities).map(String::as_str));
    }

    fn mends(&self) -> bool {
        self.fault == Fault::Doubled
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        match self.fault {
            Fault::Vague => self.vague(target, found),
            Fault::Doubled => self.doubled(document, found),
            Fault::Mixed => mixed(document, found),
        }
    }
}

impl Estimate {
    fn vague(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let figures = document.figures().iter();
        let estimated = figures.filter(|figure| figure.unit != FigureUnit::Rate && figure.approximate);
        let estimated = estimated.filter(|figure| !self.words_of(document, figure).is_empty());
        found.extend(estimated.map(|figure| Finding::at(figure.span)));
        let mut hits: Vec<_> = target.hits.iter().filter(|hit| hit.literal >= self.words.len()).collect();
        // 上万人次 before 上万人, which begins with it and says no more.
        hits.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
        hits.dedup_by_key(|hit| hit.span.start);
        for hit in hits {
            let before = &document.text()[..hit.span.start];
            let follows_number = before.ends_with(|one: char| one.is_numeric() || is_chinese(one) || one == '余');
            if !follows_number && !self.unless.hold(document, hit.span) {
                found.push(Finding::at(hit.span));
            }
        }
    }

    fn doubled(&self, document: &Document, found: &mut Vec<Finding>) {
        for figure in document.figures().iter().filter(|figure| figure.approximate) {
            let words = self.words_of(document, figure);
            let [first, .., last] = words.as_slice() else { continue };
            // What stands before the number goes; where nothing does, what stands last.
            let gone = if first.end <= figure.number.start { first } else { last };
            let right =
                [Span::new(figure.span.start, gone.start), Span::new(gone.end, figure.span.end)].map(|part| document.slice(part));
            let named: Vec<String> = words.iter().map(|word| format!("“{}”", document.slice(*word))).collect();
            let finding = Finding::at(figure.span).with("words", named.join("")).with("right", right.concat());
            found.push(finding.replaced_by(right.concat()));
        }
    }

    /// The words of estimation at a figure, in order.
    fn words_of(&self, document: &Document, figure: &Figure) -> Vec<Span> {
        let between = |from: usize, to: usize| Span::new(from.min(to), to);
        let places = [
            between(figure.span.start, figure.number.start),
            between(figure.number.end, figure.counter.start),
            between(figure.counter.end.max(figure.number.end), figure.span.end),
        ];
        let place_of = |place: Span| {
            let slice = document.slice(place);
            if slice.is_empty() {
                return None;
            }
            let may_stand = self.words.iter().filter(|word| word.len() <= slice.len());
            let words = may_stand.filter_map(|word| scan::find(slice, word).map(|at| (word.len(), at)));
            let (length, at) = words.max()?;
            Some(Span::new(place.start + at, place.start + at + length))
        };
        let [ahead, ..] = places;
        let mut words: Vec<Span> = places.into_iter().filter_map(place_of).collect();
        // 大约近40份: two before the number.
        if let Some(word) = words.first().copied().filter(|word| ahead.covers(*word)) {
            let others = [Span::new(ahead.start, word.start), Span::new(word.end, ahead.end)];
            words.extend(others.into_iter().filter_map(place_of));
            words.sort();
        }
        words
    }
}

/// Estimates in Chinese numerals that stand in digits elsewhere, and numerals of both kinds in one list.
fn mixed(document: &Document, found: &mut Vec<Finding>) {
    let figures = document.figures();
    let in_digits = |figure: &Figure| document.slice(figure.number).starts_with(char::is_numeric);
    if figures.iter().all(in_digits) {
        return;
    }
    let key = |figure: &Figure| {
        let inside = Span::new(figure.number.end.min(figure.counter.start), figure.counter.start);
        (document.slice(figure.counter), figure.value.to_bits(), document.slice(inside).trim())
    };
    let estimates = figures.iter().filter(|figure| figure.approximate && in_digits(figure));
    let estimates: BTreeMap<_, Span> = estimates.map(|figure| (key(figure), figure.span)).collect();
    for (index, figure) in figures.iter().enumerate() {
        if figure.unit == FigureUnit::Rate || in_digits(figure) {
            continue;
        }
        let elsewhere = || estimates.get(&key(figure)).filter(|_| figure.approximate).copied();
        let beside = || {
            let neighbours = [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|at| figures.get(at));
            let mut listed = neighbours.filter(|other| in_digits(other) && are_listed(document, figure, other));
            listed.next().map(|other| other.span)
        };
        if let Some(other) = elsewhere().or_else(beside) {
            found.push(Finding::at(figure.span).with("other", document.slice(other)));
        }
    }
}

fn is_chinese(character: char) -> bool {
    "零一二三四五六七八九十百千万两".contains(character)
}

/// Whether two figures end neighbouring members of one list: 召开会议三次，听取汇报4次.
fn are_listed(document: &Document, numeral: &Figure, digits: &Figure) -> bool {
    let (first, second) = if numeral.span.start < digits.span.start { (numeral, digits) } else { (digits, numeral) };
    let between = Span::new(first.span.end, second.span.start);
    let slice = document.slice(between);
    let ends = |figure: &Figure| {
        document.text()[figure.span.end..].chars().next().is_none_or(|next| !next.is_alphanumeric())
    };
    // 一 and 两 are written out anywhere: 每季度召开一次, 两名干部.
    let idiom = document.slice(numeral.number).starts_with(['一', '两']) && numeral.value <= 9.0;
    // But not within one list of the same: 推进会两次、调度会3次.
    let same = document.slice(numeral.counter) == document.slice(digits.counter) && slice.contains('、');
    // 千余家 and 1000家左右 are told in two ways, 二十余处 and 30余处 in one.
    let inside = |figure: &Figure| document.slice(Span::new(figure.number.end.min(figure.counter.start), figure.counter.start)).trim();
    let alike = inside(numeral) == inside(digits) && document.slice(numeral.counter) == document.slice(digits.counter);
    let both_about = numeral.approximate && digits.approximate && alike && !inside(numeral).is_empty();
    let plain = both_about || !numeral.approximate && !digits.approximate && (!idiom || same);
    let one_mark = slice.chars().filter(|one| matches!(one, '，' | ',' | '、')).count() == 1;
    plain && one_mark && ends(first) && ends(second) && !slice.contains(['。', '；', ';', '\n', '：', '（', '“'])
}
