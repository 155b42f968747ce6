//! What kind of document a text is: 年度报告, 述法报告, 要点 …

use memchr::memmem;

use super::section::Section;
use super::title::Title;
use super::vocabulary::{KindForm, RoleForm, Vocabulary};

/// The kind of a document, and why it was thought to be that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The kind's name; `unknown` where nothing tells.
    pub name: String,
    /// The words that tell it, or what was missing; for users.
    pub why: String,
    /// Whether a pack is made for this kind.
    pub expected: bool,
}

impl Kind {
    /// Whether nothing told the kind.
    pub fn is_unknown(&self) -> bool {
        self.name == "unknown"
    }
}

/// Tells the kind by the title, else by the opening of the text, and with it which vocabulary to read by.
pub(super) fn tell(text: &str, title: Option<&Title>, opening: &str, vocabularies: &[Vocabulary]) -> (Kind, usize) {
    let heading = title.map(|title| title.joined(text)).unwrap_or_default();
    for (text, place) in [(heading.as_str(), "标题"), (opening, "开头")] {
        let found = vocabularies.iter().enumerate().find_map(|(index, vocabulary)| {
            let fits = if place == "标题" { titles } else { opens };
            let form = vocabulary.kinds.iter().find(|form| fits(form, text))?;
            Some((index, form))
        });
        if let Some((index, form)) = found {
            let kind =
                Kind { name: form.name.clone(), why: format!("{place}：{}", shorten(text)), expected: form.expected };
            return (kind, index);
        }
    }
    let why = if title.is_some() {
        "标题和开头都未写明文种和事由"
    } else {
        "未发现标题，开头也未写明文种和事由"
    };
    (Kind { name: "unknown".to_owned(), why: why.to_owned(), expected: false }, 0)
}

/// Tells the kind of a text that its title does not tell, by what its headings name.
pub(super) fn tell_by_sections(kind: Kind, text: &str, sections: &[Section], vocabulary: Option<&Vocabulary>) -> Kind {
    let Some(vocabulary) = vocabulary.filter(|_| kind.is_unknown()) else { return kind };
    let named = |role: &&RoleForm| {
        role.prescribed
            && sections.iter().any(|section| section.level == 1 && !section.inferred && section.has_role(&role.role))
    };
    let names: Vec<&str> = vocabulary.roles.iter().filter(named).map(|role| role.name.as_str()).collect();
    let told = |form: &&KindForm| {
        !form.body.is_empty() && form.body.iter().all(|group| group.iter().any(|word| text.contains(word.as_str())))
    };
    match vocabulary.kinds.iter().find(told) {
        Some(form) if names.len() >= 2 => {
            let why = format!("各部分标题：{}", names.join("、"));
            Kind { name: form.name.clone(), why, expected: form.expected }
        }
        _ => kind,
    }
}

fn titles(form: &KindForm, title: &str) -> bool {
    !form.title.is_empty() && form.title.iter().all(|group| has_one(group, title)) && !has_one(&form.without, title)
}

/// The words of the last group announce what follows, and only their own clause tells that it is something else: an
/// opening also speaks of speeches, plans and the notice that asks for the report.
fn opens(form: &KindForm, opening: &str) -> bool {
    let Some((announcing, about)) = form.opening.split_last() else { return false };
    let ends = announcing
        .iter()
        .flat_map(|word| memmem::find_iter(opening.as_bytes(), word.as_str()).map(|at| at + word.len()));
    let clause = |end: usize| {
        let told = &opening[..end];
        told.rfind(['，', ',', '。', '；', '\n']).map_or(told, |at| &told[at..])
    };
    about.iter().all(|group| has_one(group, opening))
        && ends.into_iter().any(|end| !has_one(&form.without, clause(end)))
}

fn has_one(words: &[String], text: &str) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
