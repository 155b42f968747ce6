//! Rates: those that their own figures contradict, those above the whole, those of nothing.

use serde::Deserialize;

use super::arithmetic::{decimals, like_counter, plain};
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, Figure, FigureUnit};
use crate::scan;
use crate::span::Span;

/// Rates.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// What is wrong with them.
    pub fault: Fault,
    /// Words with which the name of a rate ends; for `mismatch` what stands before them is looked for at the part: 采纳率
    /// goes with 采纳79条.
    pub names: Vec<String>,
    /// For `mismatch`: groups of words that name the same result: 成功 and 达成.
    #[serde(default)]
    pub same: Vec<Vec<String>>,
    /// Words in the clause by which the rate is of another kind: 增长, 同比; for `empty`, words that tell of cases after
    /// all.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Words before the result that make it another one, unless the part has them too: 按期办结率 is no share of all cases.
    #[serde(default)]
    pub qualifiers: Vec<String>,
    /// Words before the result by which a figure is the whole after all: 应整改30个.
    #[serde(default)]
    pub wholes: Vec<String>,
    /// Results of which the times are counted as the cases are: 应诉3次 of 4件.
    #[serde(default)]
    pub mixed: Vec<String>,
    /// For `empty`: words one of which stands with the figure of the cases.
    #[serde(default)]
    pub cases: Vec<String>,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The rate is not the part's share of the whole. Values: `{rate}`, `{part}`, `{whole}`, `{right}`.
    Mismatch,
    /// The rate is above 100%. Values: `{rate}`.
    Above,
    /// A rate though no case is told, or none happened. Variant: `none` where the text says that there was none.
    Empty,
}

impl Check for Rate {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.names.iter().map(String::as_str));
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let mut last = None;
        for hit in target.hits {
            // The rate that follows the name, in its clause.
            let Some(figure) = figure_after(document, hit.span) else { continue };
            // 占83.7% is a share of what was just told, 占全镇干部的52% of something else.
            if document.slice(hit.span) == "占" && figure.span.start > hit.span.end {
                continue;
            }
            if figure.unit != FigureUnit::Rate || document.slice(figure.counter).contains('点') || last == Some(figure.span) {
                continue;
            }
            last = Some(figure.span);
            let clause = clause(document, hit.span.start, figure.span.end);
            let other_kind = self.unless.iter().any(|word| scan::holds(document.slice(clause), word));
            match self.fault {
                Fault::Mismatch if !other_kind => found.extend(self.mismatch(document, figure, hit.span)),
                Fault::Above if !other_kind && is_above(document, figure) => {
                    found.push(Finding::at(figure.span).with("rate", document.slice(figure.span)));
                }
                Fault::Empty => found.extend(self.empty(document, figure, hit.span)),
                _ => {}
            }
        }
    }
}

/// The figure that follows a name with nothing but a few plain words between: 采纳率达到95.2%.
fn figure_after(document: &Document, name: Span) -> Option<&Figure> {
    let figures = document.figures();
    let figure = figures.get(figures.partition_point(|figure| figure.span.start < name.end))?;
    let between = &document.text()[name.end..figure.span.start];
    let plain = || !between.contains(['，', '。', '；', '、', ',', ';', '\n', '和', '与', '（', '(']);
    (between.len() <= 36 && plain()).then_some(figure)
}

/// From the mark before an offset to another offset.
fn clause(document: &Document, start: usize, end: usize) -> Span {
    let text = document.text();
    let from = text.ceil_char_boundary(start.saturating_sub(120));
    let mark = text[from..start].char_indices().rev().find(|(_, one)| "，。；：,;:\n（(、".contains(*one));
    Span::new(mark.map_or(from, |(at, mark)| from + at + mark.len_utf8()), end)
}

/// 100%以上, 102%.
fn is_above(document: &Document, figure: &Figure) -> bool {
    let written = document.slice(figure.span);
    let beyond = ["超", "以上", "逾"].iter().any(|word| written.contains(word));
    figure.value > 100.0 + 1e-9 || (beyond && figure.value > 100.0 - 1e-9)
}

/// How many bytes before a rate its figures may stand.
const REACH: usize = 600;
/// And how many figures are tried.
const MOST: usize = 16;

fn share(part: &Figure, whole: &Figure) -> Option<f64> {
    (whole.value > 0.0 && part.value <= whole.value).then(|| part.value / whole.value * 100.0)
}

/// Within one unit of the last printed digit; the whole is no more than rounded to.
fn close(rate: &Figure, share: f64) -> bool {
    let loose = if rate.value < 100.0 { rate.step } else { rate.step / 2.0 };
    (rate.value - share).abs() < loose + 1e-6
}

/// Counters of cases and of what is done in them.
const CASES: [&str; 4] = ["件", "起", "宗", "次"];

impl Rate {
    /// A rate that no two figures before it make, though the part and the whole that it is of are told.
    fn mismatch(&self, document: &Document, rate: &Figure, name: Span) -> Option<Finding> {
        let text = document.text();
        let own = clause(document, name.start, name.end);
        let stem = Span::new(own.start, name.start);
        let is_share = document.slice(name).starts_with('占');
        // 办结率、满意率均为100%: which of them goes with which figures is not told.
        let several = text[..own.start].ends_with('、') || text[name.end..rate.span.start].contains(['均', '都', '分']);
        if rate.approximate || several || rate.value > 100.0 {
            return None;
        }
        let sentence = document.sentence_at(rate.span.start);
        let from = text.ceil_char_boundary(rate.span.start.saturating_sub(REACH)).max(sentence.start);
        let before = document.figures_in(Span::new(from.min(own.start), own.start));
        let counts = || before.iter().rev().take(MOST).filter(|figure| figure.unit == FigureUnit::Count);
        let stem = self.stem(document.slice(stem));
        let is_case = |figure: &Figure| CASES.contains(&document.slice(figure.counter));
        let mixed = self.mixed.iter().any(|word| stem.ends_with(word.as_str()));
        let alike = |one: &Figure, other: &Figure| like_counter(document, one, other) || (mixed && is_case(one) && is_case(other));
        let fits = |part: &Figure, whole: &Figure| {
            part.span != whole.span && share(part, whole).is_some_and(|share| close(rate, share))
        };
        if counts().any(|part| counts().any(|whole| alike(part, whole) && fits(part, whole))) {
            return None;
        }
        // The part is the nearest figure whose clause tells the result; between it and the rate others may tell of the rest.
        let told = |part: &Figure| {
            let told = clause(document, part.span.start, part.span.end).start;
            let ahead = text[part.span.end..own.start].find(['、', '；', ';']).map_or(own.start, |at| part.span.end + at);
            let told = Span::new(told, text[part.span.end..ahead].find(['，', ',']).map_or(ahead, |at| part.span.end + at));
            document.slice(told)
        };
        let result = |part: &&Figure| !is_share && self.is_named(stem, told(part));
        let part = match is_share {
            true => before.last().filter(|part| stem.is_empty() && part.unit == FigureUnit::Count),
            false => counts().take(3).find(result),
        };
        let part = part.filter(|part| !part.approximate)?;
        let after = Span::new(part.span.end, own.start);
        let clauses = document.slice(after).chars().filter(|one| "，,".contains(*one)).count();
        let beside = clauses <= 3 && !document.slice(after).contains(['；', ';', '：', '（', '(']);
        let mut wholes = counts().filter(|whole| whole.span.start < part.span.start && alike(part, whole));
        let whole = wholes.find(|whole| whole.value >= part.value && whole.value > 0.0)?;
        let between = &text[whole.span.end..part.span.start];
        // 当场整改30个，限期整改6个: what has the rate's own word is another part, and not the whole.
        let is_other_part = |figure: &Figure| alike(figure, part) && self.is_part(stem, told(figure), told(part));
        let others = document.figures_in(Span::new(whole.span.start, part.span.start));
        if !is_share && (others.iter().any(is_other_part) || (mixed && others.len() > 1)) {
            return None;
        }
        let other_rate = document.figures_in(Span::new(whole.span.end, part.span.start)).iter().any(|other| other.unit == FigureUnit::Rate);
        let parts = between.find("其中").map(|at| &between[..at]);
        let listed = parts.is_some_and(|before| !before.contains(char::is_alphanumeric));
        let one_thing = !between.contains(['；', ';', '：']) && !other_rate && (between.len() <= 90 || listed);
        if !beside || !one_thing || whole.approximate {
            return None;
        }
        let right = plain(part.value / whole.value * 100.0, decimals(document, rate).max(1));
        let mut finding = Finding::at(rate.span)
            .with("rate", document.slice(rate.span))
            .with("part", document.slice(part.span))
            .with("whole", document.slice(whole.span))
            .with("right", format!("{right}%"));
        finding.related = vec![
            Label { span: whole.span, message: "总数".to_owned() },
            Label { span: part.span, message: "其中的数".to_owned() },
        ];
        Some(finding)
    }

    /// What stands before the word 率, without 完成 after a known result: 整改完成率.
    fn stem<'d>(&self, stem: &'d str) -> &'d str {
        let is_known = |bare: &&str| self.same.iter().flatten().any(|word| bare.ends_with(word.as_str()));
        stem.trim_end().strip_suffix("完成").filter(is_known).unwrap_or(stem)
    }

    /// The words that name the result of a rate: its last two characters, and others of the same meaning.
    fn names<'d>(&'d self, stem: &'d str) -> Vec<&'d str> {
        let stem = stem.trim();
        let Some(start) = stem.char_indices().rev().nth(1).map(|(at, _)| at) else { return Vec::new() };
        let alike = self.same.iter().filter(|group| group.iter().any(|word| stem.ends_with(word.as_str())));
        [&stem[start..]].into_iter().chain(alike.flatten().map(String::as_str)).collect()
    }

    /// Whether what is told of a figure before the part makes it another part: it has the very word that the rate is
    /// called after, or all the words for the result that the part has.
    fn is_part(&self, stem: &str, told: &str, part: &str) -> bool {
        let names = self.names(stem);
        let is_whole = |before: &str| self.wholes.iter().any(|word| before.ends_with(word.as_str()));
        let stands = |name: &&str| told.find(name).is_some_and(|at| !is_whole(&told[..at]));
        names.first().is_some_and(stands) || names.iter().filter(|name| part.contains(**name)).all(stands)
    }

    /// Whether the clauses of a part tell the result that a rate is called after: 采纳率 after 采纳79条.
    fn is_named(&self, stem: &str, told: &str) -> bool {
        let misses = |word: &String| stem.contains(word.as_str()) && !told.contains(word.as_str());
        !self.qualifiers.iter().any(misses) && self.names(stem).iter().any(|name| told.contains(name))
    }

    /// A rate of cases of which the text tells no number above nought.
    fn empty(&self, document: &Document, rate: &Figure, name: Span) -> Option<Finding> {
        let text = document.text();
        let told = |figure: &Figure| {
            let clause = clause(document, figure.span.start, figure.span.end);
            let ahead = text.floor_char_boundary(figure.span.end + 60);
            let after = text[figure.span.end..ahead].split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
            let about = self.cases.iter().any(|word| document.slice(clause).contains(word.as_str()) || after.contains(word.as_str()));
            figure.unit == FigureUnit::Count && figure.value > 0.0 && about
        };
        if document.figures().iter().any(told) {
            return None;
        }
        let finding = Finding::at(Span::new(name.start, rate.span.end));
        let none = self.unless.iter().find_map(|word| text.find(word.as_str()).map(|at| Span::new(at, at + word.len())));
        Some(match none {
            Some(place) => {
                let mut finding = finding.variant("none");
                finding.related.push(Label { span: place, message: "这里说没有案件".to_owned() });
                finding
            }
            None => finding,
        })
    }
}
