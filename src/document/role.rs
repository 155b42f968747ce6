//! Which prescribed content a section or a passage holds.

use super::numbering::is_han;
use super::vocabulary::{ContentForm, HeadingWords, RoleForm, Vocabulary};
use crate::span::Span;

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
}

/// What is known of a heading beside its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position {
    pub(super) level: u8,
    /// The first section of level 1.
    pub(super) first: bool,
}

impl<'a> Roles<'a> {
    pub(super) fn new(vocabulary: Option<&'a Vocabulary>) -> Self {
        Self { forms: vocabulary.map_or(&[], |vocabulary| &vocabulary.roles) }
    }

    /// The roles that a heading names, in the order of the vocabulary.
    pub(super) fn of_heading(&self, heading: &str, position: Position) -> Vec<String> {
        let bare = bare(heading);
        let fits = |form: &&RoleForm| form.headings.iter().any(|words| fits(words, &bare, position));
        self.forms.iter().filter(fits).map(|form| form.role.clone()).collect()
    }

    /// Whether a heading of level 1 with these words has a role.
    pub(super) fn is_level_one(&self, heading: &str) -> bool {
        !self.of_heading(heading, Position { level: 1, first: false }).is_empty()
    }

    /// Whether a line without number or mark is a heading by its words alone.
    pub(super) fn is_bare_heading(&self, line: &str) -> bool {
        let bare = bare(line);
        let position = Position { level: 1, first: false };
        self.forms.iter().any(|form| form.headings.iter().any(|words| words.bare && fits(words, &bare, position)))
    }

    /// The end of the norm's own words for a role in a text, with 的情况 and the like after them.
    pub(super) fn core_end(&self, text: &str) -> Option<usize> {
        let ends = self
            .forms
            .iter()
            .flat_map(|form| &form.core)
            .filter_map(|core| text.find(core.as_str()).map(|at| at + core.len()));
        let mut end = ends.min()?;
        for tail in ["，加强法治政府建设的有关情况", ",加强法治政府建设的有关情况", "的有关情况", "的情况", "情况"]
        {
            if text[end..].starts_with(tail) {
                end += tail.len();
                break;
            }
        }
        Some(end)
    }

    /// The role of themes taken together, if no heading names it.
    pub(super) fn from_themes(&self) -> Option<&'a RoleForm> {
        self.forms.iter().find(|form| form.from_themes)
    }

    /// Roles whose content may stand under no heading of its own.
    pub(super) fn with_content(&self) -> impl Iterator<Item = &'a RoleForm> + use<'a> {
        self.forms.iter().filter(|form| !form.content.is_empty())
    }
}

/// Whether a passage tells a content.
pub(super) fn tells(form: &ContentForm, passage: &str) -> bool {
    form.words.iter().all(|group| group.iter().any(|word| passage.contains(word.as_str())))
}

fn fits(words: &HeadingWords, bare: &str, position: Position) -> bool {
    let level = if words.levels.is_empty() { position.level == 1 } else { words.levels.contains(&position.level) };
    level
        && (position.first || !words.first)
        && words.words.iter().all(|group| group.iter().any(|word| bare.contains(word.as_str())))
        && (words.ends.is_empty() || words.ends.iter().any(|end| bare.ends_with(end.as_str())))
        && !words.without.iter().any(|word| bare.contains(word.as_str()))
        && !(words.plain && bare.contains(','))
        && words.longest.is_none_or(|longest| bare.chars().count() <= longest)
}

/// The words alone: without years, white space and quotation marks; commas and semicolons become `,`.
fn bare(heading: &str) -> String {
    let mut kept = String::with_capacity(heading.len());
    for character in heading.chars() {
        match character {
            '，' | ',' | '；' | ';' => kept.push(','),
            _ if is_han(character) || character.is_alphanumeric() || character == '、' => kept.push(character),
            _ => {}
        }
    }
    for date in super::date::find(&kept).into_iter().rev() {
        if date.year.is_some() && date.month.is_none() {
            let after =
                kept[date.span.end..].strip_prefix('度').map_or(date.span.end, |_| date.span.end + '度'.len_utf8());
            kept.replace_range(date.span.start..after, "");
        }
    }
    if let Some((_, span)) = super::title::loose_year(&kept) {
        kept.replace_range(span.range(), "");
    }
    kept
}
