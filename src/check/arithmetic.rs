//! Reckoning with figures as they are written: rounding, kinds of counters, results in the words of the report.

use crate::document::{Document, Figure};

/// Half a unit below which two reckoned values are the same.
const NOTHING: f64 = 1e-6;

/// Counters that count the same things: 件 and 起, 人 and 名.
const ALIKE: [&[&str]; 3] = [&["人", "名", "位", "余人"], &["件", "起", "宗"], &["场", "场次"]];

/// The counter of a figure as written.
pub(super) fn counter<'d>(document: &'d Document, figure: &Figure) -> &'d str {
    document.slice(figure.counter)
}

/// Whether two figures have the very same counter; 万元 and 元 are the same.
pub(super) fn same_counter(document: &Document, one: &Figure, other: &Figure) -> bool {
    let bare = |figure: &Figure| counter(document, figure).trim_start_matches(['万', '亿', '余']);
    one.unit == other.unit && bare(one) == bare(other)
}

/// Whether two figures may count the same things, though by other words.
pub(super) fn like_counter(document: &Document, one: &Figure, other: &Figure) -> bool {
    let of = |figure: &Figure| ALIKE.iter().position(|alike| alike.contains(&counter(document, figure)));
    same_counter(document, one, other) || (one.unit == other.unit && of(one).is_some() && of(one) == of(other))
}

/// How far a figure may lie from what it stands for: nothing for a plain whole number, else one unit of its last digit.
pub(super) fn slack(figure: &Figure) -> f64 {
    if (figure.step - 1.0).abs() < NOTHING { 0.0 } else { figure.step }
}

/// Whether a reckoned value is the figure's within so much.
pub(super) fn within(figure: &Figure, value: f64, slack: f64) -> bool {
    (figure.value - value).abs() <= slack + NOTHING
}

/// Whether a sum of figures is another figure within rounding: one unit of the total, half a unit of each part.
pub(super) fn adds_up(total: &Figure, parts: &[&Figure]) -> bool {
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let slack = slack(total) + parts.iter().map(|part| slack(part) / 2.0).sum::<f64>();
    within(total, sum, slack)
}

/// A value in the words of a figure: 28条, 1.3万元.
pub(super) fn in_words_of(document: &Document, figure: &Figure, value: f64) -> String {
    let number = document.slice(figure.number);
    let counter = counter(document, figure);
    let scale =
        [('亿', 1e8), ('万', 1e4)].into_iter().find(|(sign, _)| number.ends_with(*sign) || counter.starts_with(*sign));
    let (sign, factor) = match scale {
        Some((sign, factor)) if number.ends_with(sign) => (sign.to_string(), factor),
        Some((_, factor)) => (String::new(), factor),
        None => (String::new(), 1.0),
    };
    format!("{}{sign}{counter}", plain(value / factor, 4))
}

/// A number with so many decimals at most, without zeros at its end.
pub(super) fn plain(value: f64, decimals: usize) -> String {
    let written = format!("{value:.decimals$}");
    match written.contains('.') {
        true => written.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => written,
    }
}

/// How many decimals a figure is printed with.
pub(super) fn decimals(document: &Document, figure: &Figure) -> usize {
    let number = document.slice(figure.number);
    number.split(['.', '．']).nth(1).map_or(0, |decimals| decimals.chars().filter(|one| one.is_numeric()).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;
    use crate::source::Source;

    fn document(text: &str) -> Document {
        Document::understand(Source::new("t", text), plain_blocks(text), &[])
    }

    #[test]
    fn sums_hold_within_rounding() {
        for (text, holds) in [
            ("49件，2件、47件", true),
            ("49件，2件、26件", false),
            ("１２件，5件、7件", true),
            ("1.2万人次，7980人次、4034人次", true),
            ("1.2万人次，7980人次、6034人次", false),
            ("318.4万元，200.1万元、118.4万元", true),
            ("三十件，十八件、十二件", true),
        ] {
            let document = document(text);
            let figures: Vec<&Figure> = document.figures().iter().collect();
            assert_eq!(adds_up(figures[0], &figures[1..]), holds, "{text}");
        }
    }

    #[test]
    fn results_are_written_as_the_figure_is() {
        for (text, value, written) in [
            ("共49条", 28.0, "28条"),
            ("1.2万人次", 14_014.0, "1.4014万人次"),
            ("3万元", 15_000.0, "1.5万元"),
            ("3元", 2.5, "2.5元"),
        ] {
            let document = document(text);
            assert_eq!(in_words_of(&document, &document.figures()[0], value), written);
        }
    }

    #[test]
    fn counters_are_compared() {
        let document = document("3万元，5元，7件，8起，9人，4名，2次");
        let figures = document.figures();
        assert!(same_counter(&document, &figures[0], &figures[1]));
        assert!(!same_counter(&document, &figures[2], &figures[3]));
        assert!(like_counter(&document, &figures[2], &figures[3]));
        assert!(like_counter(&document, &figures[4], &figures[5]));
        assert!(!like_counter(&document, &figures[5], &figures[6]));
    }
}
