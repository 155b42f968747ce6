//! Sections to four levels, with their headings and roles.

use super::heading::{Heading, stand_in};
use super::numbering::{Number, NumberStyle};
use super::residue;
use super::role::{Position, Roles};
use super::sentence::trim;
use crate::span::Span;

/// A section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// From 1; the level of its number or mark.
    pub level: u8,
    /// Its number, if it has one.
    pub number: Option<Number>,
    /// The heading without number and end punctuation.
    pub heading: Span,
    /// Number, heading and the punctuation after it.
    pub line: Span,
    /// How the heading stands in the text.
    pub form: HeadingForm,
    /// The text after the heading up to the next heading of any level; may be empty.
    pub body: Span,
    /// Heading, body and all sub-sections.
    pub span: Span,
    /// The section above, by its index.
    pub parent: Option<usize>,
    /// Keys of the roles it has.
    pub roles: Vec<String>,
    /// The roles were not told by a heading.
    pub inferred: bool,
}

/// How a heading stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingForm {
    /// On its own line.
    OwnLine,
    /// At the start of a paragraph that goes on after it.
    RunIn,
    /// In the middle of a paragraph.
    Inline,
    /// A numbered paragraph without a heading: the heading is its first clause.
    Item,
}

impl Section {
    /// Whether it has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Whether it has text of its own or sub-sections.
    pub fn has_text(&self) -> bool {
        self.span.end > self.line.end && self.span.len() > self.line.len() + 3
    }

    /// Whether the heading is alone on its line.
    pub fn own_line(&self) -> bool {
        self.form == HeadingForm::OwnLine
    }
}

/// Puts headings in a tree: levels, parents, spans, roles.
pub(super) fn build(text: &str, headings: &[Heading], end: usize, roles: &Roles<'_>) -> Vec<Section> {
    let levels = levels(text, headings, roles);
    let mut sections: Vec<Section> = Vec::with_capacity(headings.len());
    let mut open: Vec<usize> = Vec::new();
    let mut top_seen = false;
    for (index, (heading, level)) in headings.iter().zip(levels).enumerate() {
        while let Some(&above) = open.last().filter(|&&above| sections[above].level >= level) {
            sections[above].span.end = heading.line.start;
            open.pop();
        }
        let body_end = headings.get(index + 1).map_or(end, |next| next.line.start);
        let position = Position { level, first: !top_seen && heading.number.is_none_or(|number| number.value == 1) };
        top_seen |= level == 1;
        let names = match heading.form {
            HeadingForm::Item => Vec::new(),
            _ => roles.of_heading(&text[heading.words.range()], position),
        };
        let parent = open.last().copied();
        // A sub-section of a section with a role keeps to that role.
        let names =
            names.into_iter().filter(|name| !parent.is_some_and(|parent| sections[parent].has_role(name))).collect();
        sections.push(Section {
            level,
            number: heading.number,
            heading: heading.words,
            line: heading.line,
            form: heading.form,
            body: body(text, heading, body_end),
            span: Span::new(heading.line.start, end),
            parent,
            roles: names,
            inferred: false,
        });
        open.push(index);
    }
    infer_themes(&mut sections, roles);
    sections
}

/// What stands between a heading and the next one; the signs of marked headings are no text.
fn body(text: &str, heading: &Heading, end: usize) -> Span {
    let span = Span::new(heading.line.end.min(end), end);
    if heading.depth.is_some() { residue::strip(text, span) } else { trim(text, span) }
}

/// The level of each heading: by the style of its number, else by the depth of its mark.
fn levels(text: &str, headings: &[Heading], roles: &Roles<'_>) -> Vec<u8> {
    let styles = |style| headings.iter().any(|heading| heading.number.is_some_and(|number| number.style == style));
    let shallowest = headings.iter().filter_map(|heading| heading.depth).min();
    let outline = Outline { text, headings, roles, shallowest };
    let parts = styles(NumberStyle::Chinese) && (styles(NumberStyle::Part) || outline.is_below_bare());
    let marked = headings.iter().any(|heading| heading.depth.is_some());
    let only_arabic = !marked
        && !parts
        && !styles(NumberStyle::Part)
        && !styles(NumberStyle::Chinese)
        && !styles(NumberStyle::ChineseBracket)
        && !outline.begins_below_bare(NumberStyle::Arabic);
    let top = (!styles(NumberStyle::Part) && !styles(NumberStyle::Chinese)).then(|| outline.top()).flatten();
    let shallowest = shallowest.unwrap_or(1);
    let mut levels = Vec::with_capacity(headings.len());
    // An unnumbered heading by its mark goes with the numbered ones of the same depth.
    let depth_levels: Vec<(u8, u8)> =
        headings.iter().filter_map(|heading| Some((heading.depth?, heading.number?.usual_level(parts)))).collect();
    for (heading, stands_for) in headings.iter().zip(stand_in::styles(headings)) {
        let number = heading.number.map(|number| Number { style: stands_for.unwrap_or(number.style), ..number });
        let level = match (number, heading.depth) {
            (Some(number), _) if top == Some(number.style) => 1,
            (Some(number), _) if top.is_some() && number.style == NumberStyle::ChineseBracket => 2,
            (Some(number), _) if top.is_some() => number.usual_level(false) - 1,
            (Some(number), _) if only_arabic && number.style == NumberStyle::Arabic => 1,
            (Some(number), _) => number.usual_level(parts),
            (None, Some(depth)) => depth_levels
                .iter()
                .find(|(other, _)| *other == depth)
                .map_or(depth - shallowest + 1, |(_, level)| *level),
            (None, None) => 1,
        };
        levels.push(level);
    }
    levels
}

/// What the headings say of the style in which the report's own parts are numbered.
struct Outline<'a> {
    text: &'a str,
    headings: &'a [Heading],
    roles: &'a Roles<'a>,
    /// The least depth that a mark gives.
    shallowest: Option<u8>,
}

impl Outline<'_> {
    /// The roles that some headings would have at level 1, each once.
    fn names(&self, of: impl Fn(&Heading) -> bool) -> Vec<String> {
        let own = self.headings.iter().filter(|heading| heading.form != HeadingForm::Item && of(heading));
        let mut names: Vec<String> = own
            .flat_map(|heading| {
                let first = heading.number.is_some_and(|number| number.value == 1);
                self.roles.of_heading(&self.text[heading.words.range()], Position { level: 1, first })
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// （一） or 1. where the report begins with it and several prescribed contents are headed so.
    fn top(&self) -> Option<NumberStyle> {
        let style = self.headings.first()?.number?.style;
        let is_top = matches!(style, NumberStyle::ChineseBracket | NumberStyle::Arabic)
            && self.headings.iter().all(|heading| heading.number.is_some())
            && self.names(|heading| heading.number.is_some_and(|number| number.style == style)).len() > 1;
        is_top.then_some(style)
    }

    /// The headings without numbers above all others.
    fn is_bare(&self, heading: &Heading) -> bool {
        heading.number.is_none() && heading.depth == self.shallowest
    }

    /// Whether the first number of a style stands right below a heading without one.
    fn begins_below_bare(&self, style: NumberStyle) -> bool {
        let begins =
            |heading: &Heading| heading.number.is_some_and(|number| number.style == style && number.value == 1);
        let pairs = self.headings.iter().zip(&self.headings[1.min(self.headings.len())..]);
        let mut lists = pairs.filter(|(above, below)| self.is_bare(above) && begins(below));
        lists.any(|(above, below)| below.depth.is_none() || below.depth > above.depth)
    }

    /// Whether 一、 numbers what stands below headings without numbers.
    fn is_below_bare(&self) -> bool {
        if !self.begins_below_bare(NumberStyle::Chinese) {
            return false;
        }
        let chinese = |heading: &Heading| heading.number.filter(|number| number.style == NumberStyle::Chinese);
        let lists = self.headings.iter().filter_map(chinese).filter(|number| number.value == 1).count();
        let above = self.names(|heading| self.is_bare(heading)).len();
        let below = || self.names(|heading| chinese(heading).is_some());
        above > 2 || above > 1 && lists > 1 || above > 0 && below().is_empty()
    }
}

/// When no heading names the role, the themes before the first section with a role are taken together for it.
fn infer_themes(sections: &mut [Section], roles: &Roles<'_>) {
    let Some(form) = roles.for_themes() else { return };
    if sections.iter().any(|section| section.has_role(&form.role)) {
        return;
    }
    let is_theme =
        |section: &Section| section.level == 1 && section.roles.is_empty() && section.form != HeadingForm::Item;
    let named = |section: &Section| {
        section.level == 1
            && !section.roles.is_empty()
            && !section.roles.iter().all(|role| form.may_lead.contains(role))
    };
    let first_named = sections.iter().position(named).unwrap_or(sections.len());
    let any_before = sections[..first_named].iter().any(is_theme);
    let reach = if any_before { first_named } else { sections.len() };
    for section in sections[..reach].iter_mut().filter(|section| is_theme(section)) {
        section.roles.push(form.role.clone());
        section.inferred = true;
    }
}
