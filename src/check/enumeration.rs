//! Enumerations 一是…二是…: members that are missing or stand twice, and how many were announced.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, chinese_value};
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

/// The words that number members.
const MEMBERS: [&str; 12] =
    ["一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是", "十一是", "十二是"];

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
}

/// A number in its place: at the start of a sentence, a clause or a paragraph, or only within other words.
#[derive(Clone, Copy, Debug)]
struct Member {
    span: Span,
    value: usize,
    section: Option<usize>,
}

impl Check for Enumeration {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(MEMBERS);
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let mut lists: Vec<List> = Vec::new();
        let mut section = None;
        for member in members(target) {
            if section != Some(member.section) {
                self.close(document, &mut lists, 0, found);
                section = Some(member.section);
            }
            if member.value == 1 {
                lists.push(List { first: member.span, last: member.span, value: 1, members: 1, sound: true });
                continue;
            }
            let goes_on = |list: &List| list.value + 1 == member.value || list.members + 1 == member.value;
            match lists.iter().rposition(goes_on) {
                Some(index) => {
                    self.close(document, &mut lists, index + 1, found);
                    lists[index].value = member.value;
                    lists[index].last = member.span;
                    lists[index].members += 1;
                }
                None => self.out_of_order(document, member, &mut lists, found),
            }
        }
        self.close(document, &mut lists, 0, found);
    }
}

impl Enumeration {
    /// A member that goes on from no list.
    fn out_of_order(&self, document: &Document, member: Member, lists: &mut Vec<List>, found: &mut Vec<Finding>) {
        let block = document.block_at(member.span.start).map_or(0, |block| block.span.start);
        let list = lists.last_mut();
        // A list of this paragraph, or one that a paragraph before left open.
        let list = list.filter(|list| list.first.start >= block || list.value < member.value);
        let before = list.as_ref().map_or(1, |list| list.value + 1);
        let start = match &list {
            Some(list) => list.last.end,
            None => member.section.map_or(block, |index| document.sections[index].line.start),
        };
        let told = self.is_told(document, Span::new(start.min(member.span.start), member.span.start), member.value - 1);
        if !told && self.fault == Fault::Member {
            let expected = MEMBERS.get(before.min(MEMBERS.len()) - 1).copied().unwrap_or_default();
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
                list.value = member.value;
                list.last = member.span;
                list.members += 1;
                list.sound = false;
            }
            None => lists.push(List { first: member.span, last: member.span, value: member.value, members: member.value, sound: false }),
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
        let (span, value) = self.announced(start, announcement)?;
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

    /// The number that the last clause of a text announces, and where: 采取三项措施：.
    fn announced(&self, start: usize, text: &str) -> Option<(Span, usize)> {
        let text = text.trim_end().trim_end_matches(['：', ':', '。', '，', ',', '；', ';']);
        let clause = text.rfind(['，', ',', '。', '；', ';', '：', ':']).map_or(0, |at| {
            at + text[at..].chars().next().map_or(0, char::len_utf8)
        });
        let slice = &text[clause..];
        if slice.contains('等') || !self.nouns.iter().any(|noun| slice.ends_with(noun.as_str())) {
            return None;
        }
        let places = self.classifiers.iter().filter_map(|word| Some((slice.rfind(word.as_str())?, word.len())));
        let counted = |&(at, length): &(usize, usize)| {
            slice[..at].ends_with(is_numeral) && slice[at + length..].chars().count() <= 10
        };
        let (at, _) = places.filter(counted).max()?;
        let from = slice[..at].trim_end_matches(is_numeral).len();
        let named = slice[..from].ends_with(['第', '“', '‘', '之', '—', '-', '至']);
        let number = &slice[from..at];
        let value = number.parse().ok().or_else(|| usize::try_from(chinese_value(number)?).ok())?;
        let span = Span::new(start + clause + from, start + text.len());
        (!named && (2..=10).contains(&value)).then_some((span, value))
    }
}

fn is_numeral(character: char) -> bool {
    character.is_ascii_digit() || "一二三四五六七八九十两".contains(character)
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
        if opens {
            let section = document.section_at(hit.span.start);
            members.push(Member { span: hit.span, value: hit.literal + 1, section });
        }
    }
    members
}
