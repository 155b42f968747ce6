//! What a figure claims: what it counts, word by word, of whom and of which time.

use serde::Deserialize;

use super::Target;
use super::lexicon::{Lexicon, WordList};
use crate::document::{Document, Figure};
use crate::scan::{self, begins};
use crate::span::Span;
use crate::word::{Class, Word};

/// The words by which claims are read.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Names of the whole that reports: 全镇, 我镇. No subject at all means the same.
    pub subjects: Lexicon,
    /// Words for the whole year: 全年, 截至目前, 累计. No time at all means the same.
    pub periods: Lexicon,
    /// Verbs and nouns that say nothing of what is counted: 开展, 总数.
    pub light: Lexicon,
    /// Words so general that the same ones may count different things: 问题, 会议.
    pub general: Lexicon,
    /// Words in an earlier clause of the sentence that narrow what comes after: 期间, 联合.
    pub narrow: WordList,
    /// Words in the clause or the one before by which a figure is no result of this year: 力争, 去年.
    pub unless: WordList,
    /// Words anywhere before in the paragraph by which its figures are of several years: 五年来.
    pub years: WordList,
    /// Words in the clause by which a figure counts for each and not for all: 每, 分别.
    pub each: Lexicon,
    /// Persons who act in what follows: 书记, 镇长.
    pub persons: WordList,
}

/// The words by which the claims of one report are read: of the long lists only those that may stand in it.
pub(super) struct Present<'w> {
    wording: &'w Wording,
    unless: Vec<&'w str>,
    years: Vec<&'w str>,
    narrow: Vec<&'w str>,
    persons: Vec<&'w str>,
    subjects: Vec<&'w str>,
}

/// A figure with what it counts.
#[derive(Clone, Debug)]
pub(super) struct Claim<'d> {
    /// The figure.
    pub(super) figure: &'d Figure,
    /// The words for what is counted, sorted.
    pub(super) content: Vec<&'d str>,
    /// Who else than the whole acts.
    pub(super) subject: Option<&'d str>,
    /// The text says that the figure is of the whole: its subject, its year, or both.
    pub(super) whole: bool,
    /// It says so of the subject.
    pub(super) of_all: bool,
    /// The sentence.
    pub(super) sentence: Span,
    /// Where its clause begins.
    clause: usize,
    /// The figure with what it counts, beside it.
    pub(super) place: Span,
    /// What it counts, as written.
    pub(super) what: Span,
    /// The words say little of what is counted, so that only claims of the whole can be compared: 审查合同.
    pub(super) vague: bool,
}

/// Marks that end a clause; 、 joins the words of one.
const MARKS: [char; 10] = ['，', ',', '。', '；', ';', '：', ':', '（', '(', '\n'];

fn is_mark((_, character): &(usize, char)) -> bool {
    MARKS.contains(character)
}

/// The marks, figures and letters of a span from its end to its start, by their places in it.
fn back(document: &Document, span: Span) -> impl Iterator<Item = (usize, char)> + '_ {
    document.signs_in(span).iter().rev().map(move |sign| (sign.at() - span.start, sign.character))
}

/// How many bytes of the section before a figure are looked at for the person who acts.
const REACH: usize = 3000;
/// How many clauses of the sentence before are looked at.
const CLAUSES: usize = 8;
/// Characters that what is counted must have beside general words.
const SPECIFIC: usize = 4;
/// The same, where the text says of both figures that they are of the whole.
const LEAST: usize = 2;

impl Wording {
    /// The words, as far as they may stand in a report.
    pub(super) fn of<'w>(&'w self, document: &Document) -> Present<'w> {
        let present = |words: &'w WordList| words.in_report(document).collect();
        Present {
            wording: self,
            unless: present(&self.unless),
            years: present(&self.years),
            narrow: present(&self.narrow),
            persons: present(&self.persons),
            subjects: self.subjects.iter().filter(|word| document.may_hold(word)).collect(),
        }
    }
}

impl Present<'_> {
    /// Whether the figure at an index is a result of the year and of the whole: no part, no plan, not another year's.
    pub(super) fn is_of_the_year(&self, target: &Target<'_>, index: usize) -> bool {
        let start = target.document.figures()[index].span.start;
        let ahead = Span::new(self.sentence(target.document, start).start, start);
        self.is_result(target.document, ahead) && !self.is_under_other_time(target.document, start)
    }

    /// What such a figure claims by its own clause; nothing where it is of each, or too general.
    pub(super) fn claim<'d>(&self, target: &Target<'d>, index: usize) -> Option<Claim<'d>> {
        let document = target.document;
        let figure = &document.figures()[index];
        let sentence = self.sentence(document, figure.span.start);
        let ahead = Span::new(sentence.start, figure.span.start);
        let previous = index.checked_sub(1).map(|index| document.figures()[index].span.end);
        let mark = back(document, ahead).find(is_mark);
        let clause = mark.map_or(sentence.start, |(at, mark)| sentence.start + at + mark.len_utf8());
        let start = clause.max(previous.unwrap_or(0)).min(figure.span.start);
        let own = Span::new(start, figure.span.start);
        let (own, of_all, mut whole) = self.without_whole(document, own);
        let Content { words: content, dated, noun, vague } = self.content(target, own, figure)?;
        whole |= dated;
        let (place, what) = match noun.is_empty() {
            true => (Span::new(own.start, figure.span.end), own),
            false => (Span::new(figure.span.start, noun.end), noun),
        };
        Some(Claim { figure, content, subject: None, whole, of_all, sentence, clause, place, what, vague })
    }

    /// Adds what the clauses before say of a claim; nothing where they narrow it.
    pub(super) fn completed<'d>(&self, target: &Target<'d>, claim: Claim<'d>) -> Option<Claim<'d>> {
        let mut standing = Standing { whole: claim.whole, of_all: claim.of_all, subject: None };
        self.earlier(target, claim.sentence, claim.clause, &mut standing)?;
        let Standing { whole, of_all, mut subject } = standing;
        if subject.is_none() && !of_all {
            subject = self.person(target.document, claim.figure.span.start);
        }
        Some(Claim { whole, of_all, subject, ..claim })
    }

    /// The sentence of an offset, or its part between semicolons.
    fn sentence(&self, document: &Document, offset: usize) -> Span {
        let (sentence, text) = (document.sentence_at(offset), document.text());
        let from = text.ceil_char_boundary(offset.saturating_sub(REACH)).max(sentence.start);
        let mark = back(document, Span::new(from, offset)).find(|(_, one)| matches!(one, '；' | ';'));
        let start = mark.map_or(from, |(at, mark)| from + at + mark.len_utf8());
        // A heading that runs into its text is no part of the sentence.
        let heading = document.section_at(offset).map_or(0, |index| document.sections[index].line.end);
        Span::new(if heading <= offset { start.max(heading) } else { start }, sentence.end)
    }

    /// Whether what stands before a figure in its sentence leaves it a result of the year and of the whole.
    fn is_result(&self, document: &Document, ahead: Span) -> bool {
        let slice = document.slice(ahead);
        let bracket = back(document, ahead).find(|(_, sign)| matches!(sign, '（' | '(' | '）' | ')'));
        let in_brackets = bracket.is_some_and(|(_, sign)| matches!(sign, '（' | '('));
        let near = back(document, ahead).filter(is_mark).nth(1).map_or(slice, |(at, _)| &slice[at..]);
        let told_otherwise = slice.contains("其中") || holds_any(near, &self.unless);
        let dates = document.dates();
        let first = dates.partition_point(|date| date.span.start < ahead.start);
        let year = document.year.map(|(year, _)| year);
        let mut inside = dates[first..].iter().take_while(|date| date.span.end <= ahead.end);
        let other_time = inside.any(|date| {
            let until = document.text()[..date.span.start].ends_with(['至', '止']);
            date.year.is_some() && year.is_some() && date.year != year || (date.month.is_some() && !until)
        });
        !in_brackets && !told_otherwise && !other_time && !self.is_of_years(document, ahead.end)
    }

    /// Whether the paragraph before an offset, within its section, tells of several years.
    fn is_of_years(&self, document: &Document, offset: usize) -> bool {
        let text = document.text();
        let block = document.block_at(offset).map_or(0, |block| block.span.start);
        let section = document.section_at(offset).map_or(0, |index| document.sections[index].line.start);
        let start = text.ceil_char_boundary(offset.saturating_sub(REACH)).max(block).max(section).min(offset);
        holds_any(&text[start..offset], &self.years)
    }

    /// Whether a heading above an offset names several years, or another one than the report's.
    fn is_under_other_time(&self, document: &Document, offset: usize) -> bool {
        let mut at = document.section_at(offset);
        while let Some(index) = at {
            let section = &document.sections[index];
            let heading = document.slice(section.heading);
            let dates = document.dates();
            let first = dates.partition_point(|date| date.span.start < section.heading.start);
            let mut named = dates[first..].iter().take_while(|date| date.span.end <= section.heading.end);
            let other = |year: i32| document.year.is_some_and(|(own, _)| own != year);
            if named.any(|date| date.year.is_some_and(other)) || holds_any(heading, &self.years) {
                return true;
            }
            at = section.parent;
        }
        false
    }

    /// A clause without the words for the whole at its start; whether they named the subject; whether there were any.
    fn without_whole(&self, document: &Document, mut clause: Span) -> (Span, bool, bool) {
        let (mut of_all, mut whole) = (false, false);
        let (unit, dates) = (document.unit.map(|unit| document.slice(unit)), document.dates());
        loop {
            let slice = document.slice(clause);
            let bare = slice.trim_start_matches([' ', '\u{3000}', '、', '和', '及', '与', '“', '*']);
            let enumerator = ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
                .into_iter()
                .find_map(|one| bare.strip_prefix(one).and_then(|rest| rest.strip_prefix('是')));
            let longest =
                |words: &Lexicon| words.iter().filter(|word| begins(bare, word)).map(str::len).max().unwrap_or(0);
            let subject =
                longest(&self.wording.subjects).max(unit.filter(|unit| bare.starts_with(unit)).map_or(0, str::len));
            let period = longest(&self.wording.periods);
            let date = dates.binary_search_by_key(&(clause.end - bare.len()), |date| date.span.start);
            let date = date.ok().map(|index| &dates[index]);
            let rest = match (enumerator, date) {
                (Some(rest), _) => rest,
                (None, Some(date)) if date.span.end <= clause.end => {
                    whole = true;
                    document.slice(Span::new(date.span.end, clause.end)).trim_start_matches('度')
                }
                _ => {
                    of_all |= subject > 0;
                    whole |= subject > 0 || period > 0;
                    &bare[subject.max(period)..]
                }
            };
            if rest.len() == slice.len() {
                return (clause, of_all, whole);
            }
            clause = Span::new(clause.end - rest.len(), clause.end);
        }
    }

    /// The words for what is counted: those of the clause before the number, and the noun after its counter; and whether
    /// a word for the whole year stands among them.
    fn content<'d>(&self, target: &Target<'d>, before: Span, figure: &Figure) -> Option<Content<'d>> {
        let document = target.document;
        let text = document.text();
        let own = |word: &Word| document.slice(word.span);
        let before =
            if document.slice(before).trim_end().ends_with('、') { Span::new(before.end, before.end) } else { before };
        let ahead = text.floor_char_boundary(figure.span.end + 45);
        let after =
            text[figure.span.end..ahead].find(|one: char| MARKS.contains(&one) || one == '、' || one.is_numeric());
        let after = Span::new(figure.span.end, after.map_or(ahead, |at| figure.span.end + at));
        let words = &target.context.words;
        let verb = |word: &Word| {
            matches!(
                word.class,
                Class::Verb | Class::Adverb | Class::Preposition | Class::Conjunction | Class::Particle | Class::Place
            )
        };
        let nouns = words.cut(text, after);
        let nouns = &nouns[..nouns.iter().take_while(|word| !verb(word)).count()];
        let noun = nouns
            .first()
            .zip(nouns.last())
            .map_or(Span::new(after.start, after.start), |(first, last)| Span::new(first.span.start, last.span.end));
        let mut content: Vec<&str> = Vec::new();
        let mut dated = false;
        for word in words.cut(text, before).iter().chain(nouns) {
            let word = own(word);
            if self.wording.each.has(word) {
                return None;
            }
            let is_period = self.wording.periods.has(word);
            dated |= is_period;
            let listed = is_period || self.wording.light.has(word) || self.wording.subjects.has(word);
            if !listed && word.chars().any(char::is_alphanumeric) && !["的", "了"].contains(&word) {
                content.push(word);
            }
        }
        let specific = content.iter().filter(|word| !self.is_general(word));
        let specific = specific.map(|word| word.chars().count()).sum::<usize>();
        content.sort_unstable();
        (specific >= LEAST).then_some(Content { words: content, dated, noun, vague: specific < SPECIFIC })
    }

    /// Whether a word is one of the general ones, or made of two of them.
    fn is_general(&self, word: &str) -> bool {
        let listed = |part: &str| self.wording.general.has(part) || self.wording.light.has(part);
        let halves = word.char_indices().skip(1).any(|(at, _)| listed(&word[..at]) && listed(&word[at..]));
        listed(word) || halves
    }

    /// Adds what the earlier clauses of a sentence say of those after them; nothing comes back where they narrow them.
    fn earlier<'d>(
        &self,
        target: &Target<'d>,
        sentence: Span,
        clause: usize,
        standing: &mut Standing<'d>,
    ) -> Option<()> {
        let document = target.document;
        let text = document.text();
        let mut end = clause;
        for _ in 0..CLAUSES {
            let before =
                text[sentence.start..end].trim_end_matches(|one: char| MARKS.contains(&one) || one.is_whitespace());
            if before.is_empty() || standing.of_all || standing.subject.is_some() {
                break;
            }
            let before = Span::new(sentence.start, sentence.start + before.len());
            let start = back(document, before).find(is_mark).map_or(0, |(at, mark)| at + mark.len_utf8());
            let span = Span::new(sentence.start + start, sentence.start + before.len());
            let Standing { whole, of_all, subject } = self.standing(target, span);
            let narrow = || holds_any(document.slice(span), &self.narrow);
            if !standing.whole && !whole && subject.is_none() && narrow() {
                return None;
            }
            *standing = Standing { whole: standing.whole || whole, of_all, subject };
            end = sentence.start + start;
        }
        Some(())
    }

    /// What one clause says of those after it: words for the whole, or the nouns before its verb.
    fn standing<'d>(&self, target: &Target<'d>, clause: Span) -> Standing<'d> {
        let document = target.document;
        let named = holds_any(document.slice(clause), &self.subjects);
        let (rest, of_all, whole) = self.without_whole(document, clause);
        let words = target.context.words.cut(document.text(), rest);
        let dated = words.iter().any(|word| self.wording.periods.has(document.slice(word.span)));
        let of_all = of_all || named;
        let is_name = |word: &&Word| matches!(word.class, Class::Noun | Class::Other);
        let nouns = words.iter().take_while(is_name).count();
        let verb = words[nouns..].iter().find(|word| word.class != Class::Adverb);
        let acts = verb.is_some_and(|word| matches!(word.class, Class::Verb | Class::VerbalNoun | Class::Adjective));
        let first = words.first().filter(|_| nouns > 0 && acts && !of_all);
        let subject = first.map(|first| document.slice(Span::new(first.span.start, words[nouns - 1].span.end)));
        Standing { whole: whole || dated || of_all, of_all, subject }
    }

    /// The person named last in the section before an offset.
    fn person<'d>(&self, document: &'d Document, offset: usize) -> Option<&'d str> {
        let text = document.text();
        let section = document.section_at(offset).map_or(0, |index| document.sections[index].line.start);
        let start = text.ceil_char_boundary(offset.saturating_sub(REACH)).max(section);
        let slice = &text[start..offset];
        let last = |word: &str| slice.rfind(word);
        let named = self.persons.iter().copied().filter_map(|word| last(word).map(|at| (at + word.len(), word.len())));
        let (end, length) = named.max()?;
        let all = self.subjects.iter().copied().filter_map(last).max();
        all.is_none_or(|at| at < end).then(|| &slice[end - length..end])
    }
}

/// Whether one of the words stands in a piece of the text.
fn holds_any(slice: &str, words: &[&str]) -> bool {
    words.iter().any(|word| scan::holds(slice, word))
}

/// The words for what is counted.
struct Content<'d> {
    /// Sorted.
    words: Vec<&'d str>,
    /// A word for the whole year stands among them.
    dated: bool,
    /// The noun after the counter; may be empty.
    noun: Span,
    /// The words say little of what is counted.
    vague: bool,
}

/// What earlier clauses say of those after them.
#[derive(Clone, Copy, Debug, Default)]
struct Standing<'d> {
    /// They are of the whole or of the whole year.
    whole: bool,
    /// They are of the whole.
    of_all: bool,
    /// Who else acts.
    subject: Option<&'d str>,
}
