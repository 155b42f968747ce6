//! Reads a whole report: title first, then its end, then what lies between.

use super::block::Block;
use super::role::Roles;
use super::sentence::trim;
use super::tail::Tail;
use super::title::Title;
use super::{
    ContentForm, Document, Evidence, Lazy, Level, Section, Vocabulary, date, heading, kind, section, table, tail,
    title, unit,
};
use crate::scan::Characters;
use crate::source::Source;
use crate::span::Span;
use crate::waiver;

pub(super) fn read(source: Source, blocks: Vec<Block>, vocabularies: &[Vocabulary]) -> Document {
    let waivers = waiver::find(source.text());
    let prose = (!waivers.is_empty()).then(|| waiver::without(source.text(), &waivers));
    let mut blocks = match &prose {
        Some(prose) => without_marks(prose, blocks),
        None => blocks,
    };
    let text = prose.as_deref().unwrap_or_else(|| source.text());
    let characters = Characters::of(text);
    table::mark(text, &mut blocks);
    let (title, after_title) = title::find(text, &blocks);
    let opening = title::opening(text, after_title);
    let (kind, vocabulary) = kind::tell(text, title.as_ref(), &text[opening.range()], vocabularies);
    let stated = year(text, title.as_ref(), opening, &[]);
    let roles = Roles::new(vocabularies.get(vocabulary), stated.map(|(year, _)| year));
    let Tail { signature, date, body_end } = tail::find(text, &blocks, after_title);
    let salutation = salutation(text, &blocks, after_title);
    let body = Span::new(salutation.map_or(after_title, |span| span.end), body_end.max(after_title));
    let headings = heading::find(text, &blocks, body, &roles, &characters);
    let sections = section::build(text, &headings, body.end.max(body.start), &roles);
    let kind = kind::tell_by_sections(kind, text, &sections, vocabularies.get(vocabulary));
    let introduction = introduction(text, body, sections.first());
    let (unit, level) = unit(text, title.as_ref(), signature, opening);
    let year = stated.or_else(|| year(text, title.as_ref(), opening, &sections));
    let year = year.or_else(|| introduction.and_then(|introduction| first_year(text, introduction)));
    let mut document = Document {
        blocks,
        kind,
        vocabulary,
        title,
        unit,
        level,
        year,
        salutation,
        introduction,
        sections,
        evidence: Vec::new(),
        signature,
        date,
        leftovers: Vec::new(),
        waivers,
        remarks: Vec::new(),
        prose,
        characters,
        lazy: Lazy::default(),
        source,
    };
    document.evidence = evidence(&document, &roles);
    document
}

/// The blocks without the marks at their ends, which are spaces here; a block of nothing else is none.
fn without_marks(prose: &str, blocks: Vec<Block>) -> Vec<Block> {
    let trimmed = blocks.into_iter().map(|block| Block { span: trim(prose, block.span), ..block });
    trimmed.filter(|block| !block.span.is_empty()).collect()
}

/// The line that addresses the superior: short, with a colon at its end, before the report begins.
fn salutation(text: &str, blocks: &[Block], from: usize) -> Option<Span> {
    let next = blocks.iter().filter(|block| block.span.end > from && block.is_running()).take(4);
    for block in next {
        let span = trim(text, Span::new(block.span.start.max(from), block.span.end));
        let slice = &text[span.range()];
        let Some(colon) = slice.find(['：', ':']) else { continue };
        let line = &slice[..colon];
        let addressed =
            ["委", "政府", "党组", "局", "人大", "办公室", "领导小组", "办", "厅", "院", "委员会", "常委会", "管委会"]
                .iter()
                .any(|ending| line.trim_end().ends_with(ending));
        // 工作 in the name of an organ is no work that is told of.
        let organs = ["工作委员会", "工作领导小组", "工作办公室"];
        let words = organs.iter().fold(line.to_owned(), |words, organ| words.replace(organ, ""));
        let plain = !line.contains(['。', '；', '《', '“'])
            && !["如下", "报告", "方面", "工作"].iter().any(|word| words.contains(word));
        if addressed
            && plain
            && line.chars().count() <= 60
            && super::numbering::Number::read(line, 0, line.len()).is_none()
        {
            let colon = slice[colon..].chars().next().map_or(0, char::len_utf8);
            return Some(Span::new(span.start, span.start + line.len() + colon));
        }
        if slice.chars().count() > 60 {
            return None;
        }
    }
    None
}

fn introduction(text: &str, body: Span, first: Option<&Section>) -> Option<Span> {
    let end = first.map_or(body.end, |section| section.line.start);
    let span = super::residue::strip(text, Span::new(body.start.min(end), end));
    (!span.is_empty()).then_some(span)
}

/// From the title, else the signature, else `现将柳溪街道…报告如下`.
fn unit(text: &str, title: Option<&Title>, signature: Option<Span>, opening: Span) -> (Option<Span>, Level) {
    let announced = || {
        let (own, _) = unit::find(text, announcement(text, opening).filter(|found| found.by_name)?.span)?;
        (!["本", "各", "该"].iter().any(|word| text[own.range()].starts_with(word))).then_some(own)
    };
    let found = title
        .and_then(|title| title.lines.iter().find_map(|line| unit::find(text, *line)))
        .or_else(|| signature.and_then(|signature| unit::find(text, signature)))
        .or_else(|| unit::find(text, announced()?));
    found.map_or((None, Level::Unknown), |(span, level)| (Some(span), level))
}

/// The clause that announces the report: 现将青禾镇2024年法治政府建设情况报告如下.
struct Announcement {
    /// After 现将, or the whole sentence without it; up to the closing words.
    span: Span,
    /// Begins with 现将 or the like.
    by_name: bool,
}

fn announcement(text: &str, opening: Span) -> Option<Announcement> {
    let slice = &text[opening.range()];
    let told = ["报告", "汇报", "总结", "情况", "公布"];
    let (below, told) = memchr::memmem::find_iter(slice.as_bytes(), "如下").find_map(|below| {
        let told = told.into_iter().find(|word| slice[..below].ends_with(word))?;
        Some((below, told))
    })?;
    let end = below - told.len();
    let start = slice[..end].rfind(['。', '\n']).map_or(0, |at| at + 1);
    let start = (start..=end).find(|&at| slice.is_char_boundary(at)).unwrap_or(end);
    let now = ["现将", "现就", "现把", "谨将", "兹将"]
        .iter()
        .filter_map(|word| slice[start..end].rfind(word).map(|at| start + at + word.len()))
        .max();
    let span = Span::new(opening.start + now.unwrap_or(start), opening.start + end);
    Some(Announcement { span, by_name: now.is_some() })
}

/// From the title, else `现将…年…报告如下`, else a heading.
fn year(text: &str, title: Option<&Title>, opening: Span, sections: &[Section]) -> Option<(i32, Span)> {
    let first = |span: Span| {
        let slice = &text[span.range()];
        let dated = date::find(slice).into_iter().filter(|date| !is_of_another(slice, date.span));
        let dated = dated.filter_map(|date| Some((date.year?, date.span))).next();
        let loose = || title::loose_year(slice).filter(|(_, found)| !is_of_another(slice, *found));
        let (year, found) = dated.or_else(loose)?;
        Some((year, Span::new(span.start + found.start, span.start + found.end)))
    };
    title
        .and_then(|title| title.lines.iter().find_map(|line| first(*line)))
        .or_else(|| first(announcement(text, opening)?.span))
        .or_else(|| {
            let own = sections.iter().filter(|section| section.level == 1 && !section.roles.is_empty());
            own.filter_map(|section| first(section.heading)).min_by_key(|(year, _)| *year)
        })
}

/// The year with which an introduction begins, 2024年，青禾镇…, where it names no later one.
fn first_year(text: &str, introduction: Span) -> Option<(i32, Span)> {
    let slice = &text[introduction.range()];
    let dates = date::find(slice);
    let dates = || dates.iter().filter(|date| !is_of_another(slice, date.span));
    let first = dates().next().filter(|date| date.span.start == 0 && date.month.is_none())?;
    let year = first.year?;
    let later = dates().filter_map(|date| date.year).any(|other| other > year);
    (!later).then(|| (year, Span::new(introduction.start, introduction.start + first.span.end)))
}

/// A year inside 《》 is that of the document cited: 落实《…纲要（2021—2025年）》情况的报告.
fn is_of_another(slice: &str, year: Span) -> bool {
    let before = &slice[..year.start];
    // A covering letter names the report that it hands in.
    let hands_in = |at: usize| ["报送", "上报", "呈报", "呈送"].iter().any(|word| before[..at].ends_with(word));
    before.rfind('《').is_some_and(|at| !before[at..].contains('》') && !hands_in(at))
}

/// Passages that tell a content which no section is named for: the first few of each role.
fn evidence(document: &Document, roles: &Roles<'_>) -> Vec<Evidence> {
    let mut found = Vec::new();
    for form in roles.with_content() {
        if document.sections.iter().any(|section| section.has_role(&form.role)) {
            continue;
        }
        let ways: Vec<Way<'_>> = form.content.iter().filter_map(|content| Way::of(content, document)).collect();
        if ways.is_empty() {
            continue;
        }
        // What the whole report tells is told nowhere where another content is.
        let elsewhere = |passage: Span| form.from_themes && has_named_role(document, passage.start);
        let passages = passages(document).filter(|passage| !elsewhere(*passage)).filter(|passage| {
            ways.iter().any(|content| {
                let slice = document.slice(*passage);
                content.is_told(slice)
                    && (!content.in_sentence || sentences_of(slice).any(|sentence| content.is_told(sentence)))
            })
        });
        found.extend(passages.take(5).map(|span| Evidence { role: form.role.clone(), span }));
    }
    found
}

/// A way to tell a content, with those of its words alone that may stand in the report.
struct Way<'a> {
    words: Vec<Vec<&'a str>>,
    in_sentence: bool,
}

impl<'a> Way<'a> {
    /// None where the report cannot tell the content in this way.
    fn of(content: &'a ContentForm, document: &Document) -> Option<Self> {
        let mut words = Vec::with_capacity(content.words.len());
        for group in &content.words {
            let present = group.iter().map(String::as_str).filter(|word| document.may_hold(word));
            let present: Vec<&str> = present.collect();
            if present.is_empty() {
                return None;
            }
            words.push(present);
        }
        // What few words tell is told of few passages.
        words.sort_by_key(Vec::len);
        Some(Self { words, in_sentence: content.in_sentence })
    }

    /// Whether a passage tells the content.
    fn is_told(&self, passage: &str) -> bool {
        self.words.iter().all(|group| group.iter().any(|word| passage.contains(word)))
    }
}

/// Whether an offset lies in a section that a heading gives a role.
fn has_named_role(document: &Document, offset: usize) -> bool {
    let mut at = document.section_at(offset);
    while let Some(index) = at {
        let section = &document.sections[index];
        if !section.roles.is_empty() && !section.inferred {
            return true;
        }
        at = section.parent;
    }
    false
}

/// Paragraphs without headings; in a paragraph that holds several sections, each section's own text with its heading.
fn passages(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let introduction = document.introduction.into_iter();
    let sections = document.sections.iter().flat_map(move |section| {
        let heading_and_body = Span::new(section.line.start, section.body.end.max(section.line.end));
        let after = document.blocks.partition_point(|block| block.span.end <= section.body.start);
        let inside = document.blocks[after..].iter().take_while(move |block| block.span.start < section.body.end).map(
            move |block| Span::new(block.span.start.max(section.body.start), block.span.end.min(section.body.end)),
        );
        std::iter::once(heading_and_body)
            .filter(move |_| section.level > 1)
            .chain(inside.filter(move |_| section.level == 1))
    });
    introduction.chain(sections).filter(|span| span.start < span.end)
}

fn sentences_of(passage: &str) -> impl Iterator<Item = &str> {
    passage.split_inclusive(['。', '！', '？', '\n'])
}
