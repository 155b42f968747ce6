//! Changes from one figure to another: 由40件增至50件，增长20%.

use serde::Deserialize;

use super::arithmetic::{decimals, in_words_of, like_counter, plain, slack, within};
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, Figure, FigureUnit};
use crate::span::Span;

/// Changes from one figure to another. Values: `{from}`, `{to}`, `{change}`, `{right}`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// What is wrong with them.
    pub fault: Fault,
    /// Words for more: 增长.
    pub up: Vec<String>,
    /// Words for less: 下降.
    pub down: Vec<String>,
    /// Words in the sentence by which the figures are ranks and the like, of which less is more.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The change is not that of the two figures. Variant: `direction` where it goes the other way.
    Mismatch,
    /// The difference of two rates is told in % instead of 百分点. An edit puts it right.
    Points,
}

/// A change and the words between the figures.
struct Change<'d> {
    from: &'d Figure,
    to: &'d Figure,
    /// How much, where it is told.
    by: Option<&'d Figure>,
    /// Whether the text says that it grew.
    grew: bool,
}

impl Check for Growth {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.up.iter().chain(&self.down).map(String::as_str));
    }

    fn mends(&self) -> bool {
        self.fault == Fault::Points
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let figures = document.figures();
        for index in 0..figures.len() {
            // A word for the change stands after the first figure and before the third.
            let first = target.hits.partition_point(|hit| hit.span.start < figures[index].span.end);
            let Some(word) = target.hits.get(first) else { break };
            let next = figures.get(index + 2).or(figures.get(index + 1));
            if next.is_none_or(|next| next.span.start < word.span.start) {
                continue;
            }
            let Some(change) = self.change(document, &figures[index..]) else { continue };
            if change.from.approximate || change.to.approximate || change.by.is_some_and(|by| by.approximate) {
                continue;
            }
            let sentence = document.sentence_at(change.from.span.start);
            if self.unless.iter().any(|word| near(document, sentence, change.from).contains(word.as_str())) {
                continue;
            }
            match self.fault {
                Fault::Points => found.extend(points(document, &change)),
                Fault::Mismatch => found.extend(mismatch(document, &change)),
            }
        }
    }
}

impl Growth {
    /// The change that begins with the first of these figures.
    fn change<'d>(&self, document: &'d Document, figures: &'d [Figure]) -> Option<Change<'d>> {
        let [first, second, ..] = figures else { return None };
        let between = between(document, first, second)?;
        if !like_counter(document, first, second) {
            return None;
        }
        let by = figures.get(2).filter(|third| self::between(document, second, third).is_some());
        if without_time(between).ends_with(['至', '到', '为']) && follows_from(document, first) {
            // 由 x 增至 y，增长 c
            let grew = self.direction(between)?;
            let told = by.and_then(|by| {
                let words = document.slice(Span::new(second.span.end, by.span.start));
                let clause = words.rsplit(['，', ',', '（', '(', '、']).next().unwrap_or_default().trim();
                let clause = ["同比", "环比", "累计", "共", "平均", "总体", "较上年", "比上年", "较去年", "比去年", "较上一年"]
                    .into_iter()
                    .find_map(|word| clause.strip_prefix(word))
                    .unwrap_or(clause);
                let opens = self.up.iter().chain(&self.down).any(|word| clause.starts_with(word.as_str()));
                self.direction(clause).filter(|_| opens)
            });
            let by = by.filter(|_| told.is_some());
            // The two words go different ways: nothing is sure.
            return (told.unwrap_or(grew) == grew).then_some(Change { from: first, to: second, by, grew });
        }
        // y，比上年的 x 增长 c
        let by = by?;
        let words = document.slice(Span::new(second.span.end, by.span.start));
        let clause = between.rsplit(['，', ',']).next().unwrap_or_default().trim();
        let compared = clause.starts_with(['比', '较']) && !["比重", "比例", "较好", "较为"].iter().any(|word| clause.starts_with(word));
        let direct = words.chars().count() <= 6 && !words.contains(['，', ',', '、', '到', '至', '为']);
        let grew = self.direction(words).filter(|_| compared && direct)?;
        Some(Change { from: second, to: first, by: Some(by), grew })
    }

    /// Whether words tell of more or of less.
    fn direction(&self, words: &str) -> Option<bool> {
        let tells = |list: &[String]| list.iter().any(|word| words.contains(word.as_str()));
        match (tells(&self.up), tells(&self.down)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}

/// Words without a time at their end: 提高到今年底的, 增至2024年的.
fn without_time(words: &str) -> &str {
    let bare = words.trim_end();
    match bare.strip_suffix('的') {
        Some(bare) => bare.trim_end_matches(|one: char| one.is_ascii_digit() || "今本年目前底末度".contains(one)),
        None => bare,
    }
}

/// The words between two figures of one sentence that stand near each other.
fn between<'d>(document: &'d Document, first: &Figure, second: &Figure) -> Option<&'d str> {
    let between = document.text().get(first.span.end..second.span.start)?;
    (between.len() <= 60 && !between.contains(['。', '；', ';', '\n', '、'])).then_some(between)
}

/// Whether 由 or 从 stands before a figure in its clause.
fn follows_from(document: &Document, figure: &Figure) -> bool {
    let from = document.text().ceil_char_boundary(figure.span.start.saturating_sub(60));
    let before = &document.text()[from..figure.span.start];
    let clause = before.rsplit(['，', '。', '；', '：', ',', ';', '\n', '、']).next().unwrap_or_default();
    clause.contains(['由', '从'])
}

/// The part of a sentence around a figure.
fn near<'d>(document: &'d Document, sentence: Span, figure: &Figure) -> &'d str {
    let text = document.text();
    let start = text.ceil_char_boundary(figure.span.start.saturating_sub(150)).max(sentence.start);
    &text[start..text.floor_char_boundary(figure.span.end + 150).min(sentence.end).max(start)]
}

fn is_percent(document: &Document, figure: &Figure) -> bool {
    figure.unit == FigureUnit::Rate && !document.slice(figure.counter).contains('点')
}

/// The change as it should be told by such a figure, and whether it is told so.
fn reckoned(document: &Document, change: &Change<'_>, by: &Figure) -> Option<(String, bool)> {
    let difference = (change.to.value - change.from.value).abs();
    let loose = slack(change.from) / 2.0 + slack(change.to) / 2.0;
    if by.unit == FigureUnit::Rate && is_percent(document, by) {
        let share = (change.from.value > 0.0).then(|| difference / change.from.value * 100.0)?;
        let right = format!("{}%", plain(share, decimals(document, by).max(1)));
        let (least, most) = shares(change.from, change.to);
        return Some((right, by.value > least - by.step - 1e-6 && by.value < most + by.step + 1e-6));
    }
    let alike = if by.unit == FigureUnit::Rate {
        is_percent(document, change.from)
    } else {
        like_counter(document, by, change.from)
    };
    alike.then(|| {
        (in_words_of(document, by, difference), within(by, difference, loose.max(slack(by)).max(loose + slack(by) / 2.0)))
    })
}

/// The least and the most that the change can be, in percent, of figures that are rounded.
fn shares(from: &Figure, to: &Figure) -> (f64, f64) {
    let ends = |figure: &Figure| [figure.value - slack(figure) / 2.0, figure.value + slack(figure) / 2.0];
    let shares = ends(from).into_iter().filter(|from| *from > 0.0).flat_map(|from| {
        ends(to).into_iter().map(move |to| (to - from).abs() / from * 100.0)
    });
    shares.fold((f64::INFINITY, 0.0), |(least, most), share| (share.min(least), share.max(most)))
}

/// Two rates whose difference is told in %.
fn points(document: &Document, change: &Change<'_>) -> Option<Finding> {
    let by = change.by.filter(|by| is_percent(document, by))?;
    let rates = is_percent(document, change.from) && is_percent(document, change.to);
    let difference = (change.to.value - change.from.value).abs();
    let loose = slack(by).max(slack(change.to)).max(slack(change.from));
    // The share that is right to the digit, and nearer to what is told than the difference.
    let share = difference / change.from.value * 100.0;
    let nearer = (by.value - share).abs() <= (by.value - difference).abs() + 1e-9;
    let is_share = change.from.value > 0.0 && within(by, share, by.step / 2.0) && nearer;
    if !rates || is_share || !within(by, difference, loose) {
        return None;
    }
    let right = format!("{}个百分点", document.slice(by.number));
    Some(finding(document, change, by, by.span, &right).replaced_by(right))
}

fn mismatch(document: &Document, change: &Change<'_>) -> Option<Finding> {
    let grew = change.to.value > change.from.value;
    if grew != change.grew && (change.to.value - change.from.value).abs() > 1e-9 {
        let place = change.by.unwrap_or(change.to);
        return Some(finding(document, change, place, change.to.span, "").variant("direction"));
    }
    let by = change.by?;
    let (right, as_told) = reckoned(document, change, by)?;
    // A difference of rates in % is another fault.
    let difference = (change.to.value - change.from.value).abs();
    let in_points = is_percent(document, by)
        && is_percent(document, change.from)
        && within(by, difference, slack(by).max(slack(change.from)).max(slack(change.to)));
    (!as_told && !in_points).then(|| finding(document, change, by, by.span, &right))
}

fn finding(document: &Document, change: &Change<'_>, by: &Figure, place: Span, right: &str) -> Finding {
    let mut finding = Finding::at(place)
        .with("from", document.slice(change.from.span))
        .with("to", document.slice(change.to.span))
        .with("change", document.slice(by.span))
        .with("right", right);
    let label = |span: Span, message: &str| Label { span, message: message.to_owned() };
    finding.related = [label(change.from.span, "原来的数"), label(change.to.span, "后来的数")]
        .into_iter()
        .filter(|label| label.span != place)
        .collect();
    finding
}
