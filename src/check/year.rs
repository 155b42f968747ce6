//! The years that title, opening, headings and sentences name, against each other.

use serde::Deserialize;

use super::day::Day;
use super::script::is_gap;
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, HeadingForm, Mark, Section};
use crate::span::Span;

/// Years that do not go together. Values: `{year}`, the one that stands there; `{right}`, the one it should be.
///
/// ```yaml
/// check: { year: { fault: heading, next: [plan], unless_with: [问题, 整改] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// Which fault.
    pub fault: YearFault,
    /// Roles whose headings name the year after the report year.
    #[serde(default)]
    pub next: Vec<String>,
    /// Such a heading with one of these words may name the report year too: 2024年问题整改措施.
    #[serde(default)]
    pub unless_with: Vec<String>,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum YearFault {
    /// The opening (现将…年…报告如下), or all headings together, name another year than the title; or the title two.
    Title,
    /// A heading with a role names another year than the report year, or than the next for the roles of `next`.
    Heading,
}

/// A year and where it stands.
type Named = (i32, Span);

/// What the parts of a report say of its year.
struct Years<'a> {
    title: Option<Named>,
    opening: Option<Named>,
    /// Headings with a role that name years: the years, and the report years that each would fit.
    headings: Vec<(&'a Section, Vec<Named>, Vec<i32>)>,
}

impl Check for Year {
    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let years = self.read(target.document);
        let others = years.against_title(target.document);
        match self.fault {
            YearFault::Title => title(target.document, &years, others, found),
            YearFault::Heading => {
                // Where the title is the one that is wrong, the headings are right.
                let Some(year) = target.context.year.filter(|_| others.is_none()) else { return };
                for (section, named, fits) in &years.headings {
                    if !fits.contains(&year) {
                        let (written, span) = named[0];
                        let is_next = self.is_next(section);
                        let right = year + i32::from(is_next);
                        let finding = Finding::at(span).with("year", written.to_string()).with("right", right.to_string());
                        found.push(finding.variant(if is_next { "next" } else { "same" }));
                    }
                }
            }
        }
    }
}

impl Year {
    fn read<'a>(&self, document: &'a Document) -> Years<'a> {
        let lines = document.title.iter().flat_map(|title| &title.lines);
        let in_title = document.year.filter(|(_, span)| lines.clone().any(|line| line.covers(*span)));
        let with_roles = document.sections.iter().filter(|section| {
            !section.roles.is_empty() && !section.inferred && section.form != HeadingForm::Item
        });
        let headings = with_roles.filter_map(|section| {
            let named = named_in(document, section.heading);
            let fits = named.iter().flat_map(|(year, _)| self.fitting(document, section, *year)).collect();
            (!named.is_empty()).then_some((section, named, fits))
        });
        Years { title: in_title, opening: opening(document), headings: headings.collect() }
    }

    /// The report years that a heading fits which names this year.
    fn fitting(&self, document: &Document, section: &Section, year: i32) -> Vec<i32> {
        let words = document.slice(section.heading);
        let looks_back = self.unless_with.iter().any(|word| words.contains(word.as_str()));
        let is_next = |role: &String| self.next.contains(role);
        let own = looks_back || !section.roles.iter().all(is_next);
        let next = section.roles.iter().any(is_next);
        [own.then_some(year), next.then_some(year - 1)].into_iter().flatten().collect()
    }

    fn is_next(&self, section: &Section) -> bool {
        section.roles.iter().all(|role| self.next.contains(role))
    }
}

impl Years<'_> {
    /// The year that the rest of the report names in place of the title's: that of the opening where the headings do not
    /// speak for the title, or that of all headings where opening, date of issue or text speak for it.
    fn against_title(&self, document: &Document) -> Option<i32> {
        let (title, _) = self.title?;
        let fits_title = |fits: &[i32]| fits.contains(&title);
        if let Some((opening, _)) = self.opening {
            let for_title = self.headings.iter().any(|(.., fits)| fits_title(fits) && !fits.contains(&opening));
            return (opening != title && !for_title).then_some(opening);
        }
        let [(.., first), rest @ ..] = self.headings.as_slice() else { return None };
        let other = *first.iter().find(|year| rest.iter().all(|(.., fits)| fits.contains(year)))?;
        if rest.is_empty() || self.headings.iter().any(|(.., fits)| fits_title(fits)) {
            return None;
        }
        let issued = document.date.as_ref().and_then(Day::of).map(|day| day.year - 1);
        let count = |year| document.dates().iter().filter(|date| date.year == Some(year)).count();
        let speaks = match issued {
            Some(issued) if issued == other || issued == title => issued == other,
            _ => count(other) > count(title) + self.headings.len(),
        };
        speaks.then_some(other)
    }
}

fn title(document: &Document, years: &Years<'_>, others: Option<i32>, found: &mut Vec<Finding>) {
    let Some((year, place)) = years.title else { return };
    let finding = |(written, span): Named| {
        let related = Label { span: place, message: format!("标题写的是{year}年") };
        let finding = Finding::at(span).with("year", written.to_string()).with("right", year.to_string());
        Finding { related: vec![related], ..finding }
    };
    let opening = years.opening.filter(|(opening, _)| *opening != year);
    if let Some(opening) = opening {
        found.push(finding(opening));
    } else if let (Some(_), Some((_, named, _))) = (others, years.headings.first()) {
        found.push(finding(named[0]).variant("headings"));
    }
    found.extend(second_in_title(document, (year, place)).map(|second| finding(second).variant("twice")));
}

/// Another year in the title that no word joins to the first: 2023年度青禾镇2024年法治政府建设年度报告.
fn second_in_title(document: &Document, (year, place): Named) -> Option<Named> {
    let title = document.title.as_ref()?;
    let named = named_in(document, title.span);
    let (second, span) = named.into_iter().find(|(other, span)| *other != year && span.start > place.end)?;
    let between = document.slice(Span::new(place.end, span.start));
    let joins = ['暨', '和', '及', '与', '、', '至', '到', '—', '–', '-', '－', '～', '~', '《', '（', '('];
    (!between.contains(joins)).then_some((second, span))
}

/// Whether the opening or the first heading with a year speaks of a later year than the title: then the title may be the
/// one that is wrong, and nothing should be counted from it.
pub(super) fn is_doubtful(target: &Target<'_>, year: i32) -> bool {
    let document = target.document;
    // A plan names the next year rightly.
    let is_own = |role: &String| target.vocabulary.roles.iter().all(|form| form.role != *role || form.year == 0);
    let first = document.sections.iter().filter(|section| {
        !section.roles.is_empty() && !section.inferred && section.roles.iter().all(is_own)
    });
    let first = first.flat_map(|section| named_in(document, section.heading)).next();
    opening(document).or(first).is_some_and(|(named, _)| named > year)
}

/// The first year between 现将 or the like and 如下, before the first section.
fn opening(document: &Document) -> Option<Named> {
    let introduction = document.introduction?;
    let text = document.slice(introduction);
    let end = text.find("如下")?;
    let start = ["现将", "现就", "现把", "谨将", "兹将"].iter().filter_map(|word| text[..end].rfind(word)).max()?;
    let between = &text[start..end];
    if between.contains(['。', '\n']) {
        return None;
    }
    let span = Span::new(introduction.start + start, introduction.start + end);
    let first = named_in(document, span).first().copied();
    let goes_on = ["以来", "至", "—", "-", "－", "–", "～", "起"];
    first.filter(|(_, place)| !goes_on.iter().any(|word| document.text()[place.end..].starts_with(word)))
}

/// Years with 年 in a span, and the first year of a range; years of cited documents are theirs.
fn named_in(document: &Document, span: Span) -> Vec<Named> {
    let dates = document.dates();
    let from = dates.partition_point(|date| date.span.start < span.start);
    let inside = dates[from..].iter().take_while(|date| date.span.end <= span.end);
    let own = inside.filter(|date| !document.is_enclosed(date.span, Mark::Citation));
    own.filter_map(|date| Some((date.year?, date.span)))
        .flat_map(|named| [range_start(document.text(), named.1).filter(|(_, first)| first.start >= span.start), Some(named)])
        .flatten()
        .collect()
}

/// The 2021 of 2021—2025年.
fn range_start(text: &str, last: Span) -> Option<Named> {
    let before = text[..last.start].trim_end_matches(is_gap);
    let joined = before.trim_end_matches(['—', '-', '–', '－', '～', '~', '至', '到']);
    let start = joined.len().checked_sub(4).filter(|_| joined.len() < before.len())?;
    let year = joined.get(start..)?.parse().ok().filter(|year| (1900..2100).contains(year))?;
    Some((year, Span::new(start, joined.len())))
}
