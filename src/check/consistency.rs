//! The same thing counted twice with different values.

use serde::Deserialize;

use super::arithmetic::slack;
use super::claim::{Claim, Wording};
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, Figure, FigureUnit};

/// The same thing counted twice with different values. Two figures count the same thing when they have the same counter
/// and, without words for the whole and for the whole year, the same words for what is counted; another subject, time,
/// place or qualifier that the text states makes another thing of it. The later place is the finding, the earlier one
/// related. Values: `{what}`, `{first}`, `{second}`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Consistency {
    /// Sections of these roles are left out: plans.
    #[serde(default)]
    pub outside_roles: Vec<String>,
    /// The words by which figures are read.
    pub wording: Wording,
}

impl Check for Consistency {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let chosen = candidates(document, 0..document.figures().len());
        let in_plan = |index: usize| {
            let at = document.figures()[index].span.start;
            self.outside_roles.iter().any(|role| document.in_role(at, role))
        };
        if chosen.is_empty() {
            return;
        }
        let wording = self.wording.of(document);
        // What is told before words are cut leaves fewer to compare.
        let of_the_year = |index: &usize| !in_plan(*index) && wording.is_of_the_year(target, *index);
        let chosen = candidates(document, chosen.into_iter().filter(of_the_year));
        let claims: Vec<Claim<'_>> = chosen.into_iter().filter_map(|index| wording.claim(target, index)).collect();
        // Those that count the same, together, in the order of the text.
        let key = |index: &usize| {
            let claim = &claims[*index];
            (document.slice(claim.figure.counter), &claim.content, claim.figure.span)
        };
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by(|one, other| key(one).cmp(&key(other)));
        let same = |one: &usize, other: &usize| {
            let (one, other) = (&claims[*one], &claims[*other]);
            one.content == other.content && document.slice(one.figure.counter) == document.slice(other.figure.counter)
        };
        for group in order.chunk_by(same) {
            if !some_differ(group.iter().map(|index| claims[*index].figure)) {
                continue;
            }
            let group: Vec<Claim<'_>> =
                group.iter().filter_map(|index| wording.completed(target, claims[*index].clone())).collect();
            for (place, later) in group.iter().enumerate().skip(1).take(MOST) {
                let mut against = group[..place].iter().filter(|earlier| contradict(document, earlier, later));
                if let Some(earlier) = against.next() {
                    found.push(finding(document, earlier, later));
                }
            }
        }
    }
}

/// How many figures of one thing are compared with those before them.
const MOST: usize = 64;

/// Those of some figures that have a counter and the end of what they count in common with another of a different value; told by
/// characters alone, so that most figures need not be cut into words.
fn candidates(document: &Document, among: impl Iterator<Item = usize>) -> Vec<usize> {
    let figures = document.figures();
    let mut keys: Vec<(&str, &str, usize)> = Vec::with_capacity(figures.len() * 4);
    for (index, figure) in among.map(|index| (index, &figures[index])) {
        let Some(counts) = figure.counts.filter(|_| figure.unit != FigureUnit::Rate) else { continue };
        let counter = document.slice(figure.counter);
        let pairs = pairs(document.slice(counts));
        // The noun after a counter may go on into what is said of it, so that its end is not known.
        if counts.start >= figure.span.end {
            keys.extend(pairs.map(|pair| (counter, pair, index)));
        } else {
            keys.extend(pairs.last().map(|pair| (counter, pair, index)));
        }
    }
    keys.sort_unstable();
    let mut chosen: Vec<usize> = keys
        .chunk_by(|one, other| (one.0, one.1) == (other.0, other.1))
        .filter(|group| some_differ(group.iter().map(|one| &figures[one.2])))
        .flat_map(|group| group.iter().map(|one| one.2))
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Each two characters that stand side by side.
fn pairs(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, character)| at + character.len_utf8());
    text.char_indices().zip(ends.skip(1)).map(|((start, _), end)| &text[start..end])
}

/// Whether some two of the figures cannot be the same number.
fn some_differ<'d>(figures: impl Iterator<Item = &'d Figure>) -> bool {
    let (low, high) = figures
        .map(range)
        .fold((f64::NEG_INFINITY, f64::INFINITY), |(low, high), (one, other)| (low.max(one), high.min(other)));
    high < low - 1e-6
}

/// Whether two figures cannot be the same number.
fn differ(one: &Figure, other: &Figure) -> bool {
    let (low, high) = range(one);
    let (other_low, other_high) = range(other);
    high < other_low - 1e-6 || other_high < low - 1e-6
}

/// The values that a figure may stand for.
fn range(figure: &Figure) -> (f64, f64) {
    let value = figure.value;
    if figure.approximate {
        // 80余 is below 90, 1200余 below 1300; a fifth more or less is let pass.
        let mut place = figure.step.max(1.0);
        while value > 0.0 && (value / (place * 10.0)).fract() == 0.0 {
            place *= 10.0;
        }
        return (value * 0.8, (value + place) * 1.2);
    }
    (value - slack(figure), value + slack(figure))
}

/// Whether two claims of the same thing cannot both be true.
fn contradict(document: &Document, earlier: &Claim<'_>, later: &Claim<'_>) -> bool {
    if !differ(earlier.figure, later.figure) || earlier.sentence.overlaps(later.sentence) {
        return false;
    }
    if (earlier.vague || later.vague) && !(earlier.whole && later.whole) {
        return false;
    }
    let above = |one: &Claim<'_>, other: &Claim<'_>| one.figure.value > other.figure.value;
    match (earlier.subject, later.subject) {
        (Some(one), Some(other)) if one != other => return false,
        // What someone did is no more than what all did.
        (Some(_), None) => return later.of_all && above(earlier, later),
        (None, Some(_)) => return earlier.of_all && above(later, earlier),
        _ => {}
    }
    let part = |claim: &Claim<'_>| {
        let mut at = document.section_at(claim.figure.span.start);
        while let Some(parent) = at.and_then(|index| document.sections[index].parent) {
            at = Some(parent);
        }
        at
    };
    let apart = part(earlier) != part(later) || part(earlier).is_none();
    match (earlier.whole, later.whole) {
        (true, true) => true,
        (true, false) => apart || above(later, earlier),
        (false, true) => apart || above(earlier, later),
        (false, false) => apart,
    }
}

fn finding(document: &Document, earlier: &Claim<'_>, later: &Claim<'_>) -> Finding {
    let written = |claim: &Claim<'_>| document.slice(claim.figure.span);
    let mut finding = Finding::at(later.place)
        .with("what", document.slice(later.what).trim())
        .with("first", written(earlier))
        .with("second", written(later));
    finding.related.push(Label { span: earlier.place, message: format!("前文是{}", written(earlier)) });
    finding
}

#[cfg(test)]
mod tests {
    use crate::check::{CheckKind, Context, Target};
    use crate::document::{Document, plain_blocks};
    use crate::rule::RuleSet;
    use crate::source::Source;

    /// What the rule on conflicting figures finds in a text.
    fn found(text: &str) -> Vec<String> {
        let rules = RuleSet::builtin();
        let document = Document::understand(Source::new("a", text), plain_blocks(text), rules.vocabularies());
        let rule = rules.rule("conflicting-figures").expect("a rule");
        let CheckKind::Consistency(check) = &rule.file.check else { panic!("another kind of check") };
        let (context, vocabulary) = (Context::default(), &rules.vocabularies()[0]);
        let mut findings = Vec::new();
        crate::check::Check::check(
            check,
            &Target { document: &document, hits: &[], context: &context, vocabulary },
            &mut findings,
        );
        findings.into_iter().map(|finding| document.slice(finding.span).to_owned()).collect()
    }

    #[test]
    fn the_same_thing_counted_twice_must_be_as_many() {
        let conflict = "全年举办法治讲座4场。\n第二部分另述：举办法治讲座6场。";
        assert_eq!(found(conflict).len(), 1, "{:?}", found(conflict));
        for quiet in [
            "全年举办法治讲座4场。\n第二部分另述：举办法治讲座4场。",
            "上半年举办法治讲座4场，全年举办法治讲座6场。",
            "全年举办法治讲座4场，举办消防演练6场。",
        ] {
            assert_eq!(found(quiet), Vec::<String>::new(), "{quiet}");
        }
    }
}
