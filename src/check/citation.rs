//! Titles in 《》 against a table of laws and the like.

use std::collections::HashMap;

use serde::Deserialize;

use super::day::Day;
use super::statute::{Statute, Statutes};
use super::{Check, Finding, Target};
use crate::document::{Enclosed, Mark};
use crate::span::Span;

/// Titles in 《》 that nearly are those of a known law, or known ones wrongly called new. A title that is not near any is
/// unknown, and nothing is said of it.
///
/// ```yaml
/// check: { citation: { fault: misnamed, endings: [法, 条例], generic: [管理], table: laws } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Which fault.
    pub fault: CitationFault,
    /// The titles.
    pub rows: Statutes,
    /// For `misnamed`: endings, of which the title and the known one must share one.
    #[serde(default)]
    pub endings: Vec<String>,
    /// Words before the ending that tell nothing of the title.
    #[serde(default)]
    pub generic: Vec<String>,
    /// Kinds whose titles are known but never offered as the right one.
    #[serde(default)]
    pub unoffered: Vec<String>,
    /// Known titles of which a near one is certainly wrong: the edit need not be looked at.
    #[serde(default)]
    pub certain: Vec<String>,
    /// For `aged`: words before 《 that call a law new.
    #[serde(default)]
    pub new_words: Vec<String>,
    /// For `aged`: how many years a law is new.
    #[serde(default)]
    pub years: i32,
    /// For `aged`: the last report year for which the table knows every revision; for later ones only laws count that
    /// were revised in the six years before, and are not likely to have been revised again.
    #[serde(default)]
    pub known_to: i32,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum CitationFault {
    /// A near miss. Value: `{right}`. Variant `draft`: a law in force is cited as （草案）.
    Misnamed,
    /// A law called new long after. Values: `{title}`, `{day}` from which it is in force.
    Aged,
}

const STATE: &str = "中华人民共和国";
const PARTY: &str = "中国共产党";

impl Check for Citation {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        match self.fault {
            CitationFault::Misnamed => literals.push("《"),
            CitationFault::Aged => literals.extend(self.new_words.iter().map(String::as_str)),
        }
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = self.rows.faults();
        if self.fault == CitationFault::Aged && (self.new_words.is_empty() || self.years < 1) {
            faults.push("aged 要写明 new_words 和 years".to_owned());
        }
        faults
    }

    fn mends(&self) -> bool {
        self.fault == CitationFault::Misnamed
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let citations = target.document.enclosed().iter().filter(|one| one.mark == Mark::Citation && one.closed);
        match self.fault {
            CitationFault::Misnamed => {
                let mut seen = HashMap::new();
                for citation in citations {
                    found.extend(self.misnamed(target, citation, &mut seen));
                }
            }
            CitationFault::Aged => found.extend(citations.filter_map(|citation| self.aged(target, citation))),
        }
    }
}

impl Citation {
    fn misnamed<'t>(
        &'t self,
        target: &Target<'t>,
        citation: &Enclosed,
        seen: &mut HashMap<&'t str, Option<&'t str>>,
    ) -> Option<Finding> {
        let (span, title) = bare_title(target.document.slice(citation.inner), citation.inner.start);
        let note = target.document.slice(Span::new(span.end, citation.inner.end));
        if let Some(known) = self.rows.get(title) {
            let year = target.context.year.unwrap_or(self.known_to);
            let is_law = known.kind == "法律" && known.published().is_some_and(|day| day.year < year);
            let is_draft = is_law && matches!(note, "（草案）" | "(草案)" | "草案");
            let whole = Span::new(citation.inner.start, citation.inner.end);
            return is_draft.then(|| Finding::at(whole).variant("draft").with("right", title).replaced_by(known.title.to_owned()));
        }
        if let Some(draft) = title.strip_suffix("草案").filter(|draft| self.rows.get(draft).is_some()) {
            let known = self.rows.get(draft)?;
            let year = target.context.year.unwrap_or(self.known_to);
            let is_law = known.kind == "法律" && known.published().is_some_and(|day| day.year < year);
            return is_law.then(|| Finding::at(span).variant("draft").with("right", draft).replaced_by(known.title.to_owned()));
        }
        let of_state = || if span.start > citation.inner.start { self.of_state(title) } else { None };
        let nearest = || self.nearest(title).or_else(of_state).or_else(|| self.shuffled(title));
        let right = (*seen.entry(title).or_insert_with(nearest))?;
        let mut finding = Finding::at(span).with("right", right).replaced_by(right.to_owned());
        finding.unsure = !self.certain.iter().any(|certain| certain == right);
        Some(finding)
    }

    /// The one known title that this nearly is; none where two are as near.
    fn nearest(&self, title: &str) -> Option<&str> {
        let written: Vec<char> = title.chars().collect();
        let Some(ending) = self.ending(title) else { return self.with_other_ending(title, &written) };
        let mut near = (written.len().saturating_sub(2)..=written.len() + 2)
            .flat_map(|length| self.rows.like(title, length, 4))
            .filter(|known| self.ending(known.title) == Some(ending) && self.is_near(&written, known.title, ending));
        let first: Statute<'_> = near.next()?;
        (near.next().is_none() && !self.unoffered.iter().any(|kind| kind == first.kind)).then_some(first.title)
    }

    /// A title that is a known one but for one character of its ending: 信访工作条列, 安全生产发.
    fn with_other_ending(&self, title: &str, written: &[char]) -> Option<&str> {
        let is_near = |known: &Statute<'_>| {
            let Some(ending) = self.ending(known.title) else { return false };
            let own = known.title.chars().count() - ending.chars().count();
            let differ: Vec<usize> =
                known.title.chars().enumerate().filter(|(at, one)| written[*at] != *one).map(|(at, _)| at).collect();
            let may_slip = ending.chars().count() > 1 || written.last() == Some(&SOUNDS_LIKE_LAW);
            may_slip && own >= SHORT && matches!(differ[..], [at] if at >= own)
        };
        let mut near = self.rows.like(title, written.len(), 2).filter(is_near);
        let first = near.next()?;
        (near.next().is_none() && !self.unoffered.iter().any(|kind| kind == first.kind)).then_some(first.title)
    }

    /// A law of the state of the same matter: 中华人民共和国行政处罚条例 for 行政处罚法. Local rules may be called so.
    fn of_state(&self, title: &str) -> Option<&str> {
        let own = |title: &str| -> Option<String> {
            let mut own = title.strip_suffix(self.ending(title)?)?;
            while let Some(shorter) = self.generic.iter().find_map(|word| own.strip_suffix(word.as_str())) {
                own = shorter;
            }
            (own.chars().count() >= SHORT).then(|| own.to_owned())
        };
        let matter = own(title)?;
        let length = matter.chars().count();
        let mut same = (length + 1..length + 6)
            .flat_map(|length| self.rows.like(title, length, 16))
            .filter(|known| known.kind == "法律" && known.title.starts_with(&matter) && own(known.title).as_deref() == Some(&matter));
        let first = same.next()?;
        same.next().is_none().then_some(first.title)
    }

    /// A law that lacks its 反 (电信网络诈骗法) or one of its general words (治安处罚法: none but the state's acts are called 法), or a title whose
    /// first word went to its end (农民工工资支付保障条例).
    fn shuffled(&self, title: &str) -> Option<&str> {
        let ending = self.ending(title)?;
        let matter = title.strip_suffix(ending).filter(|matter| matter.chars().count() >= SHORT)?;
        let lacks_word = |known: &Statute<'_>| {
            let own = known.title.strip_suffix(ending).filter(|_| ending == "法" && known.kind == "法律");
            own.is_some_and(|own| {
                own.strip_prefix('反') == Some(matter) || self.generic.iter().any(|word| {
                    own.match_indices(word.as_str()).any(|(at, _)| {
                        let (before, after) = (&own[..at], &own[at + word.len()..]);
                        !before.is_empty() && !after.is_empty() && matter.strip_prefix(before) == Some(after)
                    })
                })
            })
        };
        let is_turned = |known: &Statute<'_>| {
            let own = known.title.strip_suffix(ending).filter(|own| own.chars().count() >= MIDDLING);
            let second = own.and_then(|own| own.char_indices().nth(2).map(|(at, _)| own.split_at(at)));
            second.is_some_and(|(first, rest)| matter.strip_suffix(first) == Some(rest))
        };
        let length = title.chars().count();
        let longer = [1, 2].into_iter().flat_map(|more| self.rows.like(title, length + more, 4)).filter(lacks_word);
        let mut near = longer.chain(self.rows.like(title, length, 0).filter(is_turned));
        let first = near.next()?;
        (near.next().is_none() && !self.unoffered.iter().any(|kind| kind == first.kind)).then_some(first.title)
    }

    fn ending(&self, title: &str) -> Option<&str> {
        self.endings.iter().map(String::as_str).filter(|ending| title.ends_with(ending)).max_by_key(|ending| ending.len())
    }

    /// How many characters of a title are its own.
    fn own_length(&self, title: &str, ending: &str) -> usize {
        let own = title.strip_suffix(ending).unwrap_or(title);
        let mut own = own.strip_prefix(PARTY).unwrap_or(own);
        while let Some(shorter) = self.generic.iter().find_map(|word| own.strip_suffix(word.as_str())) {
            own = shorter;
        }
        own.chars().count()
    }

    /// One character other, lost or added, or two that changed places; in a longer title also a word lost or added, or
    /// two other characters. A word of two
    /// characters in another's place is another title (城市 and 城乡 are too, which only the table can tell), and what is
    /// added in front is a place or a kind.
    fn is_near(&self, written: &[char], known: &str, ending: &str) -> bool {
        let known_letters: Vec<char> = known.chars().collect();
        let own = self.own_length(known, ending);
        let before = written.iter().zip(&known_letters).take_while(|(one, other)| one == other).count();
        let left = written.len().min(known_letters.len()) - before;
        let pairs = written.iter().rev().zip(known_letters.iter().rev());
        let after = pairs.take(left).take_while(|(one, other)| one == other).count();
        let wrong = &written[before..written.len() - after];
        let right = &known_letters[before..known_letters.len() - after];
        match (wrong, right) {
            ([_], [_]) => own >= SHORT,
            ([_], []) | ([], [_]) => own >= SHORT && before > 0,
            ([a, b], [c, d]) => own >= SHORT - 1 && a == d && b == c,
            ([_, _], []) | ([], [_, _]) => {
                let word: String = wrong.iter().chain(right).collect();
                own >= MIDDLING && before > 0 && (!self.generic.contains(&word) || self.certain.iter().any(|certain| certain == known))
            }
            _ => {
                let others = wrong.iter().zip(right).filter(|(one, other)| one != other).count();
                own >= LONG && wrong.len() == right.len() && others == 2
            }
        }
    }

    fn aged(&self, target: &Target<'_>, citation: &Enclosed) -> Option<Finding> {
        let year = target.context.year?;
        let text = target.document.text();
        let before = text[..citation.span.start].trim_end();
        let word = self.new_words.iter().find(|word| before.ends_with(word.as_str()))?;
        let (_, title) = bare_title(target.document.slice(citation.inner), citation.inner.start);
        let known = self.rows.get(title)?;
        let day = known.in_force().or_else(|| known.published())?;
        let is_old = Day::new(day.year + self.years, day.month, day.day) < Day::new(year, 1, 1);
        let is_sure = year <= self.known_to || day.year >= year - 6;
        let span = Span::new(before.len() - word.len(), citation.span.end);
        (is_old && is_sure).then(|| Finding::at(span).with("title", title).with("day", day.to_string()))
    }
}

/// What is typed for 法, the ending of most titles.
const SOUNDS_LIKE_LAW: char = '发';

/// Characters of its own that a title needs for one other character to be a slip.
const SHORT: usize = 4;
/// For a word lost or added.
const MIDDLING: usize = 6;
/// For two characters other in two places.
const LONG: usize = 8;

/// A title without 中华人民共和国 and without years or notes in brackets at its end.
fn bare_title(inner: &str, start: usize) -> (Span, &str) {
    let after_state = inner.strip_prefix(STATE).filter(|rest| !rest.is_empty()).unwrap_or(inner);
    let start = start + inner.len() - after_state.len();
    let title = match after_state.find(['（', '(']) {
        Some(at) if at > 0 && after_state.ends_with(['）', ')']) => &after_state[..at],
        _ => after_state,
    };
    let title = title.trim_end();
    (Span::new(start, start + title.len()), title)
}

#[cfg(test)]
mod tests {
    use super::Citation;
    use crate::check::Context;
    use crate::check::marked::{findings, findings_in, marks};

    const MISNAMED: &str = "fault: misnamed
endings: [法, 条例, 规定, 实施细则]
generic: [工作, 管理, 暂行]
unoffered: [其他]
certain: [法治政府建设与责任落实督察工作规定]
known_to: 2024
rows: [行政处罚法 法律 2021-01-22 2021-07-15, 民法典 法律 2020-05-28 2021-01-01, 信访工作条例 行政法规 - -, 征兵工作条例 行政法规 - -,
  城乡规划法 法律 - -, 城市规划法 其他 - -, 刑事诉讼法 法律 - -, 民事诉讼法 法律 - -, 法治政府建设与责任落实督察工作规定 党内法规 - -,
  优化营商环境条例 行政法规 - -, 妇女权益保障法 法律 - -]";

    #[test]
    fn near_misses_of_known_titles_are_found() {
        marks::<Citation>(
            MISNAMED,
            "《⟦法治政府建设与责任落实督查工作规定⟧》《中华人民共和国⟦行政处法法⟧》《⟦行政罚处法⟧》《⟦优化营商条例⟧》《⟦信访工作条列⟧》《⟦妇女权宜保障法⟧（2023年修订）》《⟦法治政府建设与责任督察工作规定⟧》",
        );
        let found = findings::<Citation>(MISNAMED, "《法治政府建设与责任落实督查工作规定》《行政处法法》");
        assert_eq!(found.iter().map(|one| one.unsure).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn known_unknown_local_and_doubtful_titles_are_left() {
        for quiet in [
            "《行政处罚法》《中华人民共和国行政处罚法（2021年修订）》《城市规划法》",
            "《青禾县行政处罚法》《民兵工作条例》《信访条例》《城郊规划法》《行事诉讼法》",
            "《行政处罚条例》《行政处罚法实施细则》《关于行政处罚的通知》《行政审批法》",
            "《民法典（草案）》", "行政处法法", "《行政处法法",
        ] {
            let context = Context { year: Some(2020), ..Context::default() };
            let found = findings_in::<Citation>(MISNAMED, quiet, &context);
            assert!(found.is_empty(), "{quiet}: {found:?}");
        }
    }

    #[test]
    fn a_law_in_force_is_no_draft() {
        let context = Context { year: Some(2024), ..Context::default() };
        for (text, count) in
            [("《民法典（草案）》", 1), ("《民法典草案》", 1), ("《行政处罚法（修订草案）》", 0), ("《信访工作条例（草案）》", 0)]
        {
            let found = findings_in::<Citation>(MISNAMED, text, &context);
            assert_eq!(found.iter().filter(|one| one.variant.as_deref() == Some("draft")).count(), count, "{text}");
        }
    }

    #[test]
    fn what_is_no_longer_new() {
        let check = "{ fault: aged, new_words: [新修订的], years: 2, known_to: 2024,
rows: [行政处罚法 法律 2021-01-22 2021-07-15, 仲裁法 法律 2017-09-01 2018-01-01] }";
        let count = |year, text: &str| {
            findings_in::<Citation>(check, text, &Context { year: Some(year), ..Context::default() }).len()
        };
        let text = "学习新修订的《中华人民共和国行政处罚法》";
        assert_eq!([2022, 2023, 2024, 2025, 2028].map(|year| count(year, text)), [0, 0, 1, 1, 0]);
        assert_eq!([2024, 2025].map(|year| count(year, "新修订的《仲裁法》")), [1, 0]);
        assert_eq!(count(2024, "新修订的条例和《行政处罚法》"), 0);
    }
}
