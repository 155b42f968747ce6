//! Enumerations 一是…二是…: members that are missing or stand twice, and how many were announced.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, chinese_value};
use crate::scan;
use crate::span::Span;

/// Enumerations 一是…二是….
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Enumeration {
    /// What is wrong with them.
    pub fault: Fault,
    /// For `member`: other words for a first member, such as 首先.
    #[serde(default)]
    pub first: Vec<String>,
    /// For `count`: what stands between the announced number and what is counted: 项, 个方面.
    #[serde(default)]
    pub classifiers: Vec<String>,
    /// For `count`: what is announced: 措施, 问题. Without any of them nothing is announced.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// For `count`: words that add members without a number, such as 此外.
    #[serde(default)]
    pub more: Vec<String>,
}

/// The faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// A member is left out or stands twice. Values: `{expected}`, `{before}`. Variant: `repeat`.
    Member,
    /// The announced number is not that of the members. Values: `{announced}`, `{members}`, `{last}`.
    Count,
}

/// How many members a series numbers.
const SERIES: usize = 12;
/// The words that number members: three series.
const MEMBERS: [&str; 3 * SERIES] = [
    "一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是", "十一是", "十二是", "一要", "二要",
    "三要", "四要", "五要", "六要", "七要", "八要", "九要", "十要", "十一要", "十二要", "第一，", "第二，", "第三，", "第四，",
    "第五，", "第六，", "第七，", "第八，", "第九，", "第十，", "第十一，", "第十二，",
];
/// Characters that make another word of a numeral and 要: 三要素.
const OTHER_WORDS: &str = "素件害点务义领";

/// How many bytes after the last member words are looked for that add one more.
const REACH: usize = 900;

/// An enumeration of which more members may come.
#[derive(Debug)]
struct List {
    first: Span,
    last: Span,
    value: usize,
    /// How many members it has; a wrong number among them is told once.
    members: usize,
    /// It is as it should be so far.
    sound: bool,
    /// Each member begins a paragraph.
    paragraphs: bool,
}

/// A number in its place: at the start of a sentence, a clause or a paragraph, or only within other words.
#[derive(Clone, Copy, Debug)]
struct Member {
    span: Span,
    value: usize,
    section: Option<usize>,
    /// It begins a paragraph.
    leads: bool,
    /// Which of the series it is of.
    series: usize,
}

impl Check for Enumeration {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(MEMBERS);
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let all = members(target);
        for series in 0..MEMBERS.len() / SERIES {
            let members: Vec<Member> = all.iter().filter(|member| member.series == series).copied().collect();
            self.check_series(target.document, &members, found);
        }
    }
}

impl Enumeration {
    fn check_series(&self, document: &Document, members: &[Member], found: &mut Vec<Finding>) {
        let mut lists: Vec<List> = Vec::new();
        let mut section = None;
        for (index, &member) in members.iter().enumerate() {
            if section != Some(member.section) {
                self.close(document, &mut lists, 0, found);
                section = Some(member.section);
            }
            // 一是…, 一是…, 三是…, each a paragraph: the second is wrong.
            let next = members.get(index + 1).filter(|next| next.section == member.section);
            let is_second = next.is_some_and(|next| next.value == 3 && next.leads)
                && lists.last().is_some_and(|list| list.paragraphs && list.value == 1);
            if member.value == 1 && !(member.leads && is_second) {
                lists.push(List::of(member));
                continue;
            }
            let goes_on = |list: &List| list.value + 1 == member.value || list.members + 1 == member.value;
            match lists.iter().rposition(goes_on) {
                Some(index) => {
                    self.close(document, &mut lists, index + 1, found);
                    lists[index].value = member.value;
                    lists[index].last = member.span;
                    lists[index].members += 1;
                    lists[index].paragraphs &= member.leads;
                }
                None => self.out_of_order(document, member, &mut lists, found),
            }
        }
        self.close(document, &mut lists, 0, found);
    }

    /// A member that goes on from no list.
    fn out_of_order(&self, document: &Document, member: Member, lists: &mut Vec<List>, found: &mut Vec<Finding>) {
        let block = document.block_at(member.span.start).map_or(0, |block| block.span.start);
        let list = lists.last_mut();
        // A list of this paragraph, or one that a paragraph before left open.
        let by_paragraphs = |list: &List| list.paragraphs && member.leads && list.value == member.value;
        let list = list.filter(|list| list.first.start >= block || list.value < member.value || by_paragraphs(list));
        let before = list.as_ref().map_or(1, |list| list.value + 1);
        let start = match &list {
            Some(list) => list.last.end,
            None => member.section.map_or(block, |index| document.sections[index].line.start),
        };
        let before_it = Span::new(start.min(member.span.start), member.span.start);
        let told = member.value > 1 && self.is_told(document, before_it, member.value - 1);
        if !told && self.fault == Fault::Member {
            let expected = MEMBERS[member.series * SERIES + before.min(SERIES) - 1].trim_end_matches('，');
            let mut finding = Finding::at(member.span).with("expected", expected);
            if let Some(list) = &list {
                finding = finding.with("before", document.slice(list.last));
                finding.related.push(Label { span: list.last, message: "前一项".to_owned() });
                if list.value >= member.value {
                    finding = finding.variant("repeat");
                }
            }
            found.push(finding);
        }
        match list {
            Some(list) => {
                // The one after goes on as if this one were right.
                list.value = if list.value >= member.value { list.value + 1 } else { member.value };
                list.last = member.span;
                list.members += 1;
                list.sound = false;
            }
            None => lists.push(List { members: member.value, sound: false, ..List::of(member) }),
        }
    }

    /// Whether the member before is told by other words: 首先, 第二, 二要, （二）.
    fn is_told(&self, document: &Document, span: Span, value: usize) -> bool {
        let slice = document.slice(span);
        let Some(numeral) = MEMBERS.get(value - 1).map(|word| word.trim_end_matches('是')) else { return true };
        let others = [
            format!("{numeral}是"),
            format!("{numeral}要"),
            format!("{numeral}、"),
            format!("第{numeral}"),
            format!("其{numeral}"),
            format!("（{numeral}）"),
            format!("({numeral})"),
            format!("{value}."),
            format!("{value}、"),
            format!("（{value}）"),
        ];
        others.iter().any(|word| slice.contains(word.as_str()))
            || (value == 1 && self.first.iter().any(|word| slice.contains(word.as_str())))
    }

    /// Ends the lists from an index on, and compares each with what was announced.
    fn close(&self, document: &Document, lists: &mut Vec<List>, from: usize, found: &mut Vec<Finding>) {
        for list in lists.drain(from..) {
            if self.fault == Fault::Count && list.sound && list.value > 1 {
                found.extend(self.miscounted(document, &list));
            }
        }
    }

    fn miscounted(&self, document: &Document, list: &List) -> Option<Finding> {
        let text = document.text();
        let index = document.blocks.partition_point(|block| block.span.end <= list.first.start);
        let block = document.blocks.get(index)?.span;
        let own = &text[block.start..list.first.start];
        let (start, announcement) = match own.trim().is_empty() {
            false => (block.start, own),
            true => {
                let previous = document.blocks[index.checked_sub(1)?].span;
                let section = document.section_at(list.first.start);
                let same = document.section_at(previous.start) == section;
                same.then_some((previous.start, &text[previous.range()]))?
            }
        };
        let after = &text[list.first.end..text.floor_char_boundary(list.first.end + REACH).max(list.first.end)];
        let first = after.split(['，', ',', '。', '；', ';', '\n']).next().unwrap_or_default();
        let (span, value) = self.announced(start, announcement, first)?;
        let reach = text.floor_char_boundary(list.last.end + REACH);
        let rest = text[list.last.end..reach].split('\n').next().unwrap_or_default();
        if value == list.value || self.more.iter().any(|word| rest.contains(word.as_str())) {
            return None;
        }
        let mut finding = Finding::at(span)
            .with("announced", value.to_string())
            .with("members", list.value.to_string())
            .with("last", document.slice(list.last));
        finding.related.push(Label { span: list.last, message: "列到这一项".to_owned() });
        Some(finding)
    }

    /// The number that the last clause of a text announces, and where: 采取三项措施：. What is announced is one of the
    /// nouns, or a word that the first member has too: 做到三个到位：一是责任到位.
    fn announced(&self, start: usize, text: &str, first: &str) -> Option<(Span, usize)> {
        let text = text.trim_end().trim_end_matches(['：', ':', '。', '，', ',', '；', ';']);
        let clause = text.rfind(['，', ',', '。', '；', ';', '：', ':']).map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
        let slice = &text[clause..];
        if slice.contains('等') {
            return None;
        }
        let is_announced = |rest: &str| {
            let rest = rest.trim_matches(['“', '”', '‘', '’', '的']);
            // “三个强化”措施 has its word within the marks.
            let word = rest.split(['”', '’']).next().unwrap_or_default();
            let shared = (2..=4).contains(&word.chars().count()) && first.contains(word);
            let is_noun = |noun: &String| slice.ends_with(noun.as_str()) || rest.starts_with(noun.as_str());
            (shared, shared || self.nouns.iter().any(is_noun))
        };
        let places = self.classifiers.iter().filter_map(|word| Some((scan::rfind(slice, word)?, word.len())));
        // 原因有三： is told without a classifier.
        let bare = slice.trim_end_matches(is_numeral).ends_with('有').then_some((slice.len(), 0));
        let counted = |&(at, length): &(usize, usize)| {
            slice[..at].ends_with(is_numeral) && slice[at + length..].chars().count() <= 10
        };
        let (at, length) = places.chain(bare).filter(counted).max()?;
        let (is_shared, is_announced) = is_announced(&slice[at + length..]);
        let from = slice[..at].trim_end_matches(is_numeral).len();
        // 主要做法有三条：
        let thing = slice[..from].strip_suffix('有').filter(|_| at + length == slice.len());
        let thing = thing.map(|thing| thing.strip_suffix("主要").unwrap_or(thing));
        let told = thing.and_then(|thing| {
            let nouns = self.nouns.iter().filter(|noun| thing.ends_with(noun.as_str()));
            Some(thing.len() - nouns.map(String::len).max()?)
        });
        let quoted = slice[..from].ends_with(['“', '‘']) && !is_shared;
        let named = quoted || slice[..from].ends_with(['第', '之', '—', '-', '至']);
        let number = &slice[from..at];
        let value = number.parse().ok().or_else(|| usize::try_from(chinese_value(number)?).ok())?;
        // “三个强化”措施: no more than stands within the marks.
        let marked = quoted_end(&slice[..from], &slice[at..]).map_or(text.len(), |end| clause + at + end);
        let span = Span::new(start + clause + told.unwrap_or(from), start + marked);
        ((is_announced || told.is_some()) && !named && (2..=10).contains(&value)).then_some((span, value))
    }
}

/// Where the quotation that opens at the end of one text ends in the next.
fn quoted_end(before: &str, after: &str) -> Option<usize> {
    before.ends_with(['“', '‘']).then(|| after.find(['”', '’'])).flatten()
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十两".contains(character)
}

impl List {
    fn of(member: Member) -> Self {
        let Member { span, value, leads, .. } = member;
        Self { first: span, last: span, value, members: 1, sound: true, paragraphs: leads }
    }
}

/// The members at the start of a clause, in order.
fn members(target: &Target<'_>) -> Vec<Member> {
    let document = target.document;
    let text = document.text();
    let mut members: Vec<Member> = Vec::new();
    for hit in target.hits {
        // 十一是 holds 一是.
        if members.last().is_some_and(|last| last.span.end >= hit.span.end) {
            continue;
        }
        let before = text[..hit.span.start].chars().next_back();
        let opens = before.is_none_or(|one| one.is_whitespace() || "。；：，、！？）)”》…;:,.!?|*#".contains(one));
        let other_word = text[..hit.span.end].ends_with('要') && text[hit.span.end..].starts_with(|one| OTHER_WORDS.contains(one));
        if opens && !other_word {
            let section = document.section_at(hit.span.start);
            let (series, value) = (hit.literal / SERIES, hit.literal % SERIES + 1);
            let leads = document.block_at(hit.span.start).is_some_and(|block| block.span.start == hit.span.start);
            let end = hit.span.start + document.slice(hit.span).trim_end_matches('，').len();
            members.push(Member { span: Span::new(hit.span.start, end), value, section, leads, series });
        }
    }
    members
}
