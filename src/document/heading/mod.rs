//! Headings among the blocks of a text: on their own line, run into their text, or inside a paragraph.

mod damaged;
mod inline;
pub(super) mod stand_in;

use super::block::{Block, BlockKind};
use super::numbering::{Number, NumberStyle, is_arabic_digit, is_han};
use super::role::Roles;
use super::section::HeadingForm;
use super::sentence::{ends_sentence, trim};
use crate::scan::Characters;
use crate::span::Span;

/// A heading before its place in the tree is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) number: Option<Number>,
    /// Without number and end punctuation.
    pub(super) words: Span,
    /// Number, words and end punctuation.
    pub(super) line: Span,
    pub(super) form: HeadingForm,
    /// The depth that the format gives it.
    pub(super) depth: Option<u8>,
}

/// The longest heading, in characters.
const LONGEST: usize = 60;
/// The longest heading that lists what its part tells.
const LONGEST_LIST: usize = 140;
/// The longest heading that runs on into its text.
const LONGEST_RUN_IN: usize = 50;

/// All headings between two offsets, in order.
pub(super) fn find(
    text: &str,
    blocks: &[Block],
    bounds: Span,
    roles: &Roles<'_>,
    characters: &Characters,
) -> Vec<Heading> {
    let inside: Vec<Line<'_>> = blocks
        .iter()
        .filter(|block| block.is_prose() && block.span.end > bounds.start && block.span.start < bounds.end)
        .map(|block| Line { block, number: Number::read(text, block.span.start, block.span.end) })
        .collect();
    let mut headings = Vec::new();
    let own_lines = inside.iter().any(|line| {
        line.block.span.start >= bounds.start
            && line.number.is_some_and(|number| matches!(number.style, NumberStyle::Chinese | NumberStyle::Part))
    });
    let parts = inline::may_hold_parts(characters);
    for (index, line @ Line { block, .. }) in inside.iter().enumerate() {
        let span = Span::new(block.span.start.max(bounds.start), block.span.end.min(bounds.end));
        let span = trim(text, span);
        if span.is_empty() {
            continue;
        }
        let whole = span.start == block.span.start;
        let below = inside.get(index + 1).filter(|next| next.block.span.end <= bounds.end);
        let with_colon = whole.then(|| with_colon(text, line, below, roles, characters)).flatten();
        let first = with_colon.or_else(|| whole.then(|| at_start(text, line, span, roles, characters)).flatten());
        let from = first.map_or(span.start, |heading| heading.line.end);
        headings.extend(first);
        let joins = !own_lines || first.is_some_and(|heading| heading.form != HeadingForm::OwnLine);
        let start_is_free = first.is_some() || !whole;
        let scan = inline::Scan { text, span, own_lines, roles, start_is_free, characters, parts };
        if from < span.end && (joins || span.len() > 600 || scan.may_hold()) {
            scan.inside(from, &mut headings);
        }
    }
    damaged::restore(text, blocks, bounds, &mut headings);
    headings
}

/// A block with the number at its start.
struct Line<'a> {
    block: &'a Block,
    number: Option<Number>,
}

/// The heading with which a block begins; `span` is what lies of it within bounds.
fn at_start(text: &str, line: &Line<'_>, span: Span, roles: &Roles<'_>, characters: &Characters) -> Option<Heading> {
    let is_whole = span.end == line.block.span.end;
    let number = if is_whole { line.number } else { Number::read(text, span.start, span.end) };
    if let BlockKind::Heading(depth) = line.block.kind {
        let words = words_of(text, Span::new(number.map_or(span.start, |number| number.span.end), span.end));
        return Some(Heading { number, words, line: span, form: HeadingForm::OwnLine, depth: Some(depth) });
    }
    match number {
        Some(number) => numbered(text, number, span.end, true, roles, characters),
        None => bare(text, span, roles),
    }
}

/// A line with a colon inside it that is all heading: 三、压实责任：党政主要负责人履职情况. It is short and no sentence, and
/// what it heads stands below.
fn with_colon(
    text: &str,
    own: &Line<'_>,
    below: Option<&Line<'_>>,
    roles: &Roles<'_>,
    characters: &Characters,
) -> Option<Heading> {
    let line = own.block.span;
    let number = own.number.filter(|number| number.style != NumberStyle::Circled)?;
    let signs = characters.signs_in(Span::new(number.span.end, line.end));
    signs.iter().find(|sign| matches!(sign.character, '：' | ':'))?;
    let words = words_of(text, Span::new(number.span.end, line.end));
    let slice = &text[words.range()];
    let (before, after) = slice.split_once(['：', ':'])?;
    let headed = below.is_some_and(|below| below.number.is_none_or(|next| next.style > number.style));
    let sentence = text[words.start..line.end].contains(|mark: char| ends_sentence(mark) || "；;".contains(mark));
    let list = ["一是", "首先", "第一"].iter().any(|opening| after.trim_start().starts_with(opening))
        || Number::read(after, after.len() - after.trim_start().len(), after.len()).is_some();
    let own_line = own.block.kind == BlockKind::Paragraph
        && headed
        && !sentence
        && !list
        && words.end == line.end
        && before.ends_with(|last: char| is_han(last) || "”）)".contains(last))
        && (longer(before, 1) && longer(after, 3) && !longer(slice, LONGEST) && !has_figure(after))
        && (!after.contains(['，', ',', '：', ':']) || roles.is_level_one(after));
    own_line.then_some(Heading { number: Some(number), words, line, form: HeadingForm::OwnLine, depth: None })
}

/// A line without number or mark that a role's heading gives away.
fn bare(text: &str, span: Span, roles: &Roles<'_>) -> Option<Heading> {
    let slice = &text[span.range()];
    // The longest heading that the norm gives has 42 characters.
    let fits = !longer(slice, 45) && !slice.ends_with(['。', '；', '，', '！', '？', '.']) && !slice.contains('。');
    let words = words_of(text, span);
    let leads_in = slice.ends_with(['：', ':'])
        && (longer(slice, 12) || ["有", "是", "为", "下"].iter().any(|end| text[words.range()].ends_with(end)));
    (fits && !leads_in && roles.is_bare_heading(&text[words.range()])).then_some(Heading {
        number: None,
        words,
        line: span,
        form: HeadingForm::OwnLine,
        depth: None,
    })
}

/// The heading of a number; `at_line_start` when nothing stands before it in its block.
fn numbered(
    text: &str,
    number: Number,
    end: usize,
    at_line_start: bool,
    roles: &Roles<'_>,
    characters: &Characters,
) -> Option<Heading> {
    let start = trim(text, Span::new(number.span.end, end)).start;
    if at_line_start && is_long_heading(text, start, end, number, roles) {
        let words = words_of(text, Span::new(start, end));
        let line = Span::new(number.span.start, end);
        return Some(Heading { number: Some(number), words, line, form: HeadingForm::OwnLine, depth: None });
    }
    let stop = match run_on(text, start, end, number, at_line_start, roles) {
        Some(words_end) => Stop::At { words_end, line_end: words_end },
        None => stop(text, start, end, characters),
    };
    let make = |words_end: usize, line_end: usize, form: HeadingForm| {
        let words = words_of(text, Span::new(start, words_end));
        let line = Span::new(number.span.start, line_end);
        (!words.is_empty()).then_some(Heading { number: Some(number), words, line, form, depth: None })
    };
    match stop {
        Stop::End { sentence } => {
            let length = text[start..end].chars().count();
            let item = length > LONGEST || sentence && (length > 45 || has_figure(&text[start..end]));
            match (item, at_line_start) {
                (true, _) => make(clause_end(text, start, end), clause_end(text, start, end), HeadingForm::Item),
                (false, true) => make(end, end, HeadingForm::OwnLine),
                (false, false) => make(end, end, HeadingForm::Inline),
            }
        }
        Stop::At { words_end, line_end } => {
            let length = text[start..words_end].chars().count();
            let form = if at_line_start { HeadingForm::RunIn } else { HeadingForm::Inline };
            if length <= LONGEST_RUN_IN {
                make(words_end, line_end, form)
            } else {
                let end = clause_end(text, start, end);
                make(end, end, HeadingForm::Item)
            }
        }
        Stop::TooFar => {
            let end = clause_end(text, start, end);
            make(end, end, HeadingForm::Item)
        }
    }
}

/// A whole line that lists what its part tells before it names it: 深入学习…的情况，围绕…推动法治政府建设的举措和成效.
fn is_long_heading(text: &str, start: usize, end: usize, number: Number, roles: &Roles<'_>) -> bool {
    let slice = &text[start..end];
    matches!(number.style, NumberStyle::Chinese | NumberStyle::Part)
        && longer(slice, LONGEST)
        && !longer(slice, LONGEST_LIST)
        && !slice.contains(|character: char| ends_sentence(character) || matches!(character, '；' | ';' | '：' | ':'))
        && roles.names_at_end(slice.trim_end())
}

/// Where the words of a heading stop.
enum Stop {
    /// With the block; `sentence` when a full stop ends it.
    End { sentence: bool },
    /// Before the text that goes on.
    At { words_end: usize, line_end: usize },
    /// Nowhere near.
    TooFar,
}

fn stop(text: &str, start: usize, end: usize, characters: &Characters) -> Stop {
    let first = characters.at(start);
    for sign in characters.signs_in(Span::new(start, end)) {
        let (at, after, character) = (sign.at(), sign.end(), sign.character);
        let count = sign.index as usize - first;
        if count > LONGEST {
            break;
        }
        let previous = text[start..at].chars().next_back().unwrap_or(' ');
        if ends_sentence(character) {
            let rest = trim(text, Span::new(after, end));
            let closes = rest.is_empty() || text[rest.range()].chars().all(|mark| "”’）)》".contains(mark));
            return if closes { Stop::End { sentence: true } } else { Stop::At { words_end: at, line_end: after } };
        }
        if matches!(character, '：' | ':' | '；' | ';')
            && count > 1
            && (is_han(previous) || matches!(previous, '”' | '）' | ')'))
        {
            let rest = trim(text, Span::new(after, end));
            if rest.is_empty() {
                return Stop::End { sentence: false };
            }
            if matches!(character, '：' | ':') {
                return Stop::At { words_end: at, line_end: after };
            }
            return Stop::TooFar;
        }
        let gap = character.is_whitespace() && count > 1 && breaks_here(text, after, end);
        if gap || (matches!(character, '（' | '(') && count > 1 && starts_subheading(text, at, end)) {
            return Stop::At { words_end: at, line_end: at };
        }
    }
    if longer(&text[start..end], LONGEST) { Stop::TooFar } else { Stop::End { sentence: false } }
}

/// The end of a heading of level 1 that runs into its text with no mark between them, in a text that is one paragraph.
fn run_on(
    text: &str,
    start: usize,
    end: usize,
    number: Number,
    at_line_start: bool,
    roles: &Roles<'_>,
) -> Option<usize> {
    let long = longer(&text[start..end], LONGEST);
    if !matches!(number.style, NumberStyle::Chinese | NumberStyle::Part) || (at_line_start && !long) {
        return None;
    }
    let reach: usize = text[start..end].chars().take(LONGEST).map(char::len_utf8).sum();
    let head = &text[start..start + reach];
    let head = &head[..head.find(ends_sentence).unwrap_or(head.len())];
    roles.phrase_end(head).map(|at| start + at)
}

/// After white space: a number, an enumeration or a long text begins.
fn breaks_here(text: &str, at: usize, end: usize) -> bool {
    let rest = trim(text, Span::new(at, end));
    if rest.is_empty() {
        return false;
    }
    let slice = &text[rest.range()];
    let list = ["一是", "首先", "第一，", "1."].iter().any(|opening| slice.starts_with(opening));
    let number = Number::read(text, rest.start, end)
        .is_some_and(|number| !matches!(number.style, NumberStyle::Arabic) && !number.damaged);
    list || number || longer(slice, LONGEST)
}

/// `（一）` directly after the words of a heading of level 1.
fn starts_subheading(text: &str, at: usize, end: usize) -> bool {
    Number::read(text, at, end)
        .is_some_and(|number| number.style == NumberStyle::ChineseBracket && number.value == 1 && !number.damaged)
}

/// Whether a text has more than so many characters; reads no further than it must, for a block may be of any length.
fn longer(text: &str, characters: usize) -> bool {
    text.chars().nth(characters).is_some()
}

/// Takes off white space and punctuation at the end.
fn words_of(text: &str, span: Span) -> Span {
    let span = trim(text, span);
    let slice = &text[span.range()];
    let ends = |mark: char| {
        matches!(mark, '：' | ':' | '；' | ';' | '。' | '，' | ',' | '、' | '.' | '．' | '*' | '#')
            || mark.is_whitespace()
    };
    let bare = slice.trim_end_matches(ends);
    Span::new(span.start, span.start + bare.len())
}

fn clause_end(text: &str, start: usize, end: usize) -> usize {
    let marks = ['，', '。', '；', '：', ',', ';', ':'];
    let reach: usize = text[start..end].chars().take(LONGEST).map(char::len_utf8).sum();
    text[start..start + reach].find(marks).map_or(start + reach, |at| start + at)
}

/// A number before a counter: the sentence tells something rather than heading it.
fn has_figure(slice: &str) -> bool {
    slice.char_indices().any(|(at, character)| {
        is_arabic_digit(character)
            && slice[at..]
                .chars()
                .find(|next| !is_arabic_digit(*next))
                .is_some_and(|next| "次件人名条家户场份个余万%％项起".contains(next))
    })
}
