//! Which prescribed content a section or a passage holds.

use super::numbering::is_han;
use super::vocabulary::{HeadingWords, RoleForm, Term, Vocabulary};
use crate::scan::{self, Neighbours};
use crate::span::Span;

/// More characters than this, and a heading also tells of other things than what it names.
const LONG: usize = 60;

/// A passage that tells a content which no section is named for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The role it fills.
    pub role: String,
    /// The passage.
    pub span: Span,
}

/// The roles of a vocabulary, asked about headings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Roles<'a> {
    forms: &'a [RoleForm],
    year: Option<i32>,
}

/// What is known of a heading beside its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) level: u8,
    /// The first section of level 1.
    pub(super) first: bool,
}

impl<'a> Roles<'a> {
    /// `year` is the report's, where the title tells it.
    pub(super) fn new(vocabulary: Option<&'a Vocabulary>, year: Option<i32>) -> Self {
        Self { forms: vocabulary.map_or(&[], |vocabulary| &vocabulary.roles), year }
    }

    /// The roles that a heading names, in the order of the vocabulary.
    ///
    /// Of two halves with a colon between them, the second names them where it says so in the norm's words or gives a year
    /// (谋划未来：2025年度主要安排); else the first (存在问题：执法力量不足).
    pub(super) fn of_heading(&self, heading: &str, position: Position) -> Vec<String> {
        let Some((before, after)) = heading.split_once(['：', ':']) else { return self.of_words(heading, position) };
        let in_core = |form: &RoleForm| form.core.iter().any(|core| after.contains(core.as_str()));
        let sure = self.forms.iter().any(|form| in_core(form) || ends_with_name(form, after));
        let sure = sure || super::title::loose_year(after).is_some();
        let ways = if sure { [after, heading, before] } else { [before, after, heading] };
        ways.into_iter().map(|words| self.of_words(words, position)).find(|names| !names.is_empty()).unwrap_or_default()
    }

    fn of_words(&self, heading: &str, position: Position) -> Vec<String> {
        let forms = || self.forms.iter().flat_map(|form| &form.headings);
        if !forms().any(|words| is_at(words, position)) {
            return Vec::new();
        }
        let bare = Bare::new(heading, self.year);
        let only = |form: &&RoleForm| form.headings.iter().any(|words| words.only && fits(words, &bare, position));
        if let Some(form) = self.forms.iter().find(only) {
            return vec![form.role.clone()];
        }
        let fits = |form: &&RoleForm| form.headings.iter().any(|words| fits(words, &bare, position));
        let fitting: Vec<&RoleForm> = self.forms.iter().filter(fits).collect();
        // 围绕市委的工作安排推动法治政府建设的举措和成效: what a long heading names stands at its end.
        let by_end = heading.chars().count() > LONG && fitting.iter().any(|form| ends_with_name(form, heading));
        let fitting = fitting.into_iter().filter(|form| !by_end || ends_with_name(form, heading));
        fitting.map(|form| form.role.clone()).collect()
    }

    /// Whether a heading of level 1 with these words has a role.
    pub(super) fn is_level_one(&self, heading: &str) -> bool {
        !self.of_heading(heading, Position { level: 1, first: false }).is_empty()
    }

    /// Whether a heading of level 1, however long, ends in the words that name a role.
    pub(super) fn names_at_end(&self, heading: &str) -> bool {
        self.forms.iter().any(|form| ends_with_name(form, heading)) && self.is_level_one(heading)
    }

    /// Whether a line without number or mark is a heading by its words alone.
    pub(super) fn is_bare_heading(&self, line: &str) -> bool {
        let bare = Bare::new(line, self.year);
        let position = Position { level: 1, first: false };
        self.forms.iter().any(|form| form.headings.iter().any(|words| words.bare && fits(words, &bare, position)))
    }

    /// Where a heading of level 1 that runs into its text without any mark ends: after the words with which such
    /// headings end, and what may still belong to them. `None` where nothing follows them.
    pub(super) fn phrase_end(&self, text: &str) -> Option<usize> {
        let neighbours = Neighbours::of(text);
        let phrases = self.forms.iter().flat_map(|form| form.core.iter().chain(&form.phrases));
        let phrases = phrases.filter(|phrase| neighbours.may_hold(phrase));
        let ends = phrases.filter_map(|phrase| text.find(phrase.as_str()).map(|at| at + phrase.len()));
        let mut end = ends.max().filter(|&end| text[..end].chars().count() <= 45)?;
        const TAILS: [&str; 12] = [
            "，加强法治政府建设的有关情况",
            ",加强法治政府建设的有关情况",
            "，加强法治政府建设有关情况",
            "责任的情况",
            "责任情况",
            "责任",
            "的有关情况",
            "有关情况",
            "的情况",
            "情况",
            "分析",
            "方面",
        ];
        if let Some(tail) = TAILS.into_iter().find(|tail| text[end..].starts_with(tail)) {
            end += tail.len();
        }
        let rest = text[end..].trim_start();
        let goes_on = ["和", "及", "与", "、", "的", "以及", "，", ","].iter().any(|word| rest.starts_with(word));
        (!goes_on && !rest.is_empty() && self.is_level_one(&text[..end])).then_some(end)
    }

    /// The role of themes taken together, if no heading names it.
    pub(super) fn for_themes(&self) -> Option<&'a RoleForm> {
        self.forms.iter().find(|form| form.from_themes)
    }

    /// Roles whose content may stand under no heading of its own.
    pub(super) fn with_content(&self) -> impl Iterator<Item = &'a RoleForm> + use<'a> {
        self.forms.iter().filter(|form| !form.content.is_empty())
    }
}

fn ends_with_name(form: &RoleForm, heading: &str) -> bool {
    form.core.iter().chain(&form.phrases).any(|phrase| heading.ends_with(phrase.as_str()))
}

/// Whether a heading with these words may stand there.
fn is_at(words: &HeadingWords, position: Position) -> bool {
    let level = if words.levels.is_empty() { position.level == 1 } else { words.levels.contains(&position.level) };
    level && (position.first || !words.first) && !(position.first && words.later)
}

fn fits(words: &HeadingWords, bare: &Bare, position: Position) -> bool {
    let text = bare.text.as_str();
    is_at(words, position)
        && words.words.iter().all(|group| group.iter().any(|word| bare.holds(word)))
        && (words.ends.is_empty() || words.ends.iter().any(|end| text.ends_with(end.as_str())))
        && !words.without.iter().any(|word| bare.holds(word))
        && !(words.plain && text.contains(','))
        && words.names_year.is_none_or(|offset| bare.year_offset == Some(offset))
        && words.not_year.is_none_or(|offset| position.first || bare.year_offset != Some(offset))
        && words.longest.is_none_or(|longest| text.chars().count() <= longest)
}

/// A heading without white space and quotation marks; commas and semicolons become `,`.
pub(super) fn bare_words(heading: &str) -> String {
    let mut text = String::with_capacity(heading.len());
    for character in heading.chars() {
        match character {
            '，' | ',' | '；' | ';' => text.push(','),
            _ if is_han(character) || character.is_alphanumeric() || character == '、' => text.push(character),
            _ => {}
        }
    }
    text
}

/// A heading's words alone.
struct Bare {
    /// Without years too.
    text: String,
    neighbours: Neighbours,
    /// How many years after the report's the year it names is.
    year_offset: Option<i32>,
}

impl Bare {
    fn new(heading: &str, report_year: Option<i32>) -> Self {
        let mut text = bare_words(heading);
        let mut year = None;
        if text.contains(['0', '〇', '０']) {
            for date in super::date::find(&text).into_iter().rev().filter(|date| date.month.is_none()) {
                year = date.year;
                let rest = &text[date.span.end..];
                let end = date.span.end + rest.strip_prefix('度').map_or(0, |after| rest.len() - after.len());
                text.replace_range(date.span.start..end, "");
            }
            if let Some((loose, span)) = super::title::loose_year(&text) {
                year = year.or(Some(loose));
                text.replace_range(span.range(), "");
            }
        }
        let neighbours = Neighbours::of(&text);
        Self { text, neighbours, year_offset: year.zip(report_year).map(|(year, report)| year - report) }
    }

    fn holds(&self, word: &Term) -> bool {
        self.neighbours.may_hold_all(word.neighbours()) && scan::holds(&self.text, word.as_str())
    }
}
