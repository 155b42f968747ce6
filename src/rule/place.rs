//! Where in the text of a rule file its examples stand.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_yaml::Spanned;

use super::yaml;
use crate::source::Source;
use crate::span::Span;

#[derive(Deserialize)]
struct RulePlaces {
    #[serde(default)]
    examples: ExamplePlaces,
}

#[derive(Default, Deserialize)]
struct ExamplePlaces {
    #[serde(default)]
    good: Vec<Spanned<IgnoredAny>>,
    #[serde(default)]
    bad: Vec<Spanned<IgnoredAny>>,
}

/// Where a rule file writes one of its examples: the good or the bad one of this number, from 1.
pub fn example_place(file: &Source, good: bool, number: usize) -> Option<Span> {
    let places: RulePlaces = serde_yaml::from_str(file.text()).ok()?;
    let list = if good { places.examples.good } else { places.examples.bad };
    let place = list.get(number.checked_sub(1)?)?;
    Some(yaml::place(file.text(), place.referenced))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_found_in_both_ways_of_writing() {
        let text = "id: vague\ncheck: { existence: { table: words } }\nexamples:\n  bad: [{ text: 甲 }, { text: 乙 }]\n  good:\n    - text: |\n        丙\n    - text: 丁\n";
        let file = Source::new("vague.yaml", text);
        let line = |good, number| example_place(&file, good, number).map(|span| file.lines().line(span.start) + 1);
        assert_eq!([line(false, 1), line(false, 2)], [Some(4), Some(4)]);
        assert_eq!([line(true, 1), line(true, 2)], [Some(6), Some(8)]);
        assert_eq!([line(true, 0), line(true, 3)], [None, None]);
        assert_eq!(example_place(&Source::new("x.yaml", "examples: ["), true, 1), None);
    }
}
