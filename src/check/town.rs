//! Names of towns: one's own with another character, another town in one's own place.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::phrase;
use super::script::{is_gap, is_han};
use super::surroundings::Surroundings;
use super::{Check, Finding, Target};
use crate::document::{Document, Level, Mark};
use crate::span::Span;

/// Names of towns that do not fit the one that reports. Value: `{own}`, its name.
///
/// ```yaml
/// check: { town: { fault: varies, before: [党委, 人民政府], unless: { near: [与, 联合] } } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Town {
    /// Which fault.
    pub fault: TownFault,
    /// For `varies`: words one of which must follow the name, where it is neither signed nor in a heading.
    #[serde(default)]
    pub before: Vec<String>,
    /// For `foreign`: the towns of the county, beside those that the program was given.
    #[serde(default)]
    pub towns: Vec<String>,
    /// What stands around a name that is another's rightly.
    #[serde(default)]
    pub unless: Surroundings,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum TownFault {
    /// A name that is one character off the own name stands where the own name stands: at the head of a clause before
    /// one of `before`, in a heading, in the signature.
    Varies,
    /// Another town of the list acts: its name stands at the head of a clause.
    Foreign,
}

impl Check for Town {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let is_town = matches!(document.level, Level::Township | Level::Town | Level::Street);
        let may_vary = is_town || self.fault == TownFault::Varies;
        let Some(own) = document.unit.filter(|_| may_vary).map(|unit| document.slice(unit)) else { return };
        let mut names = match self.fault {
            TownFault::Varies => varied(document, own, &self.before),
            TownFault::Foreign => self.foreign(target, own),
        };
        names.retain(|name| {
            phrase::is_language(document, name.start)
                && !document.is_enclosed(*name, Mark::Citation)
                && !document.is_enclosed(*name, Mark::Quotation)
                && !self.unless.hold(document, *name)
        });
        names.sort();
        names.dedup();
        found.extend(names.into_iter().map(|name| Finding::at(name).with("own", own)));
    }
}

impl Town {
    fn foreign(&self, target: &Target<'_>, own: &str) -> Vec<Span> {
        let text = target.document.text();
        let towns = self.towns.iter().chain(&target.context.towns);
        let others = towns.filter(|town| !town.is_empty() && *town != own && !own.ends_with(town.as_str()));
        let places = others.flat_map(|town| text.match_indices(town.as_str()));
        let listed = places.map(|(start, town)| Span::new(start, start + town.len()));
        let named = listed.chain(neighbours(text, own, &target.context.neighbours));
        let county = target.context.county.as_deref();
        named.filter(|name| heads_clause(text, name.start) && !is_elsewhere(text, name.start, county)).collect()
    }
}

/// Most characters of a town's name.
const LONGEST: usize = 8;

/// Where other towns of a set are named. The text is read once, however many they are.
fn neighbours(text: &str, own: &str, towns: &BTreeSet<String>) -> Vec<Span> {
    let mut named = Vec::new();
    if towns.is_empty() {
        return named;
    }
    for ending in TOWNS {
        for (at, _) in text.match_indices(ending) {
            let end = at + ending.len();
            let starts = text[..at].char_indices().rev().take(LONGEST).map(|(start, _)| start);
            let is_other = |name: &str| towns.contains(name) && name != own && !own.ends_with(name);
            // The longest name: 大石桥镇, not 石桥镇.
            let start = starts.filter(|start| is_other(&text[*start..end])).last();
            named.extend(start.map(|start| Span::new(start, end)));
        }
    }
    named
}

/// Whether another county than the own one is named before: 邻山县石桥镇.
fn is_elsewhere(text: &str, start: usize, county: Option<&str>) -> bool {
    let before = &text[..start];
    let named = before.ends_with(['县', '市', '区', '旗']) && !["全县", "全市", "全区", "我县"].iter().any(|own| before.ends_with(own));
    named && county.is_some_and(|county| !before.ends_with(county))
}

/// How the names of towns end.
const TOWNS: [&str; 4] = ["街道", "苏木", "镇", "乡"];

/// Names of as many characters as the own one, with its ending, and one character or the order of two different.
fn varied(document: &Document, own: &str, before: &[String]) -> Vec<Span> {
    let text = document.text();
    let ending = TOWNS.into_iter().find(|ending| own.ends_with(ending)).or_else(|| last_character(own));
    let Some(ending) = ending else { return Vec::new() };
    let stem: Vec<char> = own[..own.len() - ending.len()].chars().collect();
    if stem.len() < 2 {
        return Vec::new();
    }
    let stands_for_own = |name: Span| {
        let rest = text[name.end..].trim_start_matches(is_gap);
        let in_signature = document.signature.is_some_and(|signature| signature.covers(name));
        let in_title = document.title.as_ref().is_some_and(|title| title.span.covers(name));
        let in_heading = document.section_at(name.start).is_some_and(|at| document.sections[at].line.covers(name));
        let acts = || rest.starts_with("20") || before.iter().any(|word| rest.starts_with(word.as_str()));
        in_signature || in_title || (acts() && (in_heading || heads_clause(text, name.start)))
    };
    let mut names = Vec::new();
    for (at, _) in text.match_indices(ending) {
        let written: Vec<(usize, char)> = text[..at].char_indices().rev().take(stem.len()).collect();
        let Some(&(start, _)) = written.last() else { continue };
        let letters: Vec<char> = written.iter().rev().map(|(_, letter)| *letter).collect();
        let name = Span::new(start, at + ending.len());
        if letters.len() == stem.len() && is_one_off(&stem, &letters) && stands_for_own(name) {
            names.push(name);
        }
    }
    // 青禾乡 for 青禾镇.
    let whole = &own[..own.len() - ending.len()];
    for other in TOWNS.into_iter().filter(|other| *other != ending && TOWNS.contains(&ending)) {
        let places = text.match_indices(whole).filter(|(at, _)| text[at + whole.len()..].starts_with(other));
        let named = places.map(|(at, _)| Span::new(at, at + whole.len() + other.len()));
        names.extend(named.filter(|name| stands_for_own(*name)));
    }
    names
}

fn last_character(name: &str) -> Option<&str> {
    name.char_indices().next_back().map(|(at, _)| &name[at..])
}

fn is_one_off(own: &[char], written: &[char]) -> bool {
    let differ: Vec<usize> = (0..own.len()).filter(|&at| own[at] != written[at]).collect();
    let one_off = match differ[..] {
        [_] => true,
        [first, second] => second == first + 1 && own[first] == written[second] && own[second] == written[first],
        _ => false,
    };
    one_off && written.iter().all(|letter| is_han(*letter))
}

/// Whether nothing but a mark, or a word that leads to the one who acts, stands before.
fn heads_clause(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(is_gap);
    let before = ["中共", "中国共产党"].iter().find_map(|party| before.strip_suffix(party)).unwrap_or(before);
    before.chars().next_back().is_none_or(|last| !last.is_alphanumeric() && !matches!(last, '、' | '“' | '《'))
        || ["县", "市", "区", "旗", "年", "年度"].iter().any(|word| before.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::Town;
    use crate::check::Context;
    use crate::check::marked::{findings_in, marks, unmark};

    const OWN: &str = "{ fault: varies, before: [党委, 政府, 坚持], unless: { near: [与, 联合] } }";

    #[test]
    fn the_own_name_with_another_character() {
        marks::<Town>(
            OWN,
            "青禾镇2024年法治政府建设年度报告\n一、举措\n⟦青和镇⟧党委学法4次，⟦禾青镇⟧坚持依法行政。\n云岭县⟦清禾镇⟧政府\n2025年1月9日",
        );
        marks::<Town>(
            OWN,
            "青禾镇2024年法治政府建设年度报告\n一、举措\n青禾镇党委学法。与青山镇政府联合执法，到青山镇学习。大青禾镇党委、青龙河镇党委。",
        );
    }

    #[test]
    fn another_town_in_the_place_of_the_own() {
        let check = "{ fault: foreign, towns: [石桥镇, 青禾镇], unless: { near: [联合] } }";
        let (text, spans) = unmark(
            "青禾镇2024年法治政府建设年度报告\n一、举措\n⟦石桥镇⟧学法4次，⟦柳溪乡⟧办件3件。石桥镇与我镇联合执法，邀请石桥镇授课。",
        );
        let context = Context { towns: vec!["柳溪乡".to_owned()], ..Context::default() };
        let found: Vec<_> = findings_in::<Town>(check, &text, &context).iter().map(|one| one.span).collect();
        assert_eq!(found, spans);
    }

    #[test]
    fn towns_of_the_reports_checked_together() {
        let (text, spans) = unmark(
            "青禾镇2024年法治政府建设年度报告\n一、举措\n⟦大石桥镇⟧学法4次，⟦柳溪街道⟧办件3件。青禾镇学法3次。小石桥镇来访。",
        );
        let neighbours = ["大石桥镇", "石桥镇", "柳溪街道", "青禾镇"].map(str::to_owned).into_iter().collect();
        let context = Context { neighbours: std::sync::Arc::new(neighbours), ..Context::default() };
        let found: Vec<_> = findings_in::<Town>("{ fault: foreign }", &text, &context).iter().map(|one| one.span).collect();
        assert_eq!(found, spans);
    }

    #[test]
    fn a_town_of_another_county_is_another_town() {
        let check = "{ fault: foreign }";
        let (text, spans) = unmark(
            "青禾镇2024年法治政府建设年度报告\n一、举措\n邻山县石桥镇学法4次，云岭县⟦石桥镇⟧办件3件。",
        );
        let context = Context {
            towns: vec!["石桥镇".to_owned()],
            county: Some("云岭县".to_owned()),
            ..Context::default()
        };
        let found: Vec<_> = findings_in::<Town>(check, &text, &context).iter().map(|one| one.span).collect();
        assert_eq!(found, spans);
    }
}
