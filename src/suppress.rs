//! Which findings the waivers in a text cover, and which waivers cover nothing.

use std::collections::BTreeMap;

use crate::check::{Finding, WaiverFault};
use crate::document::{Block, BlockKind, Document};
use crate::rule::{RuleSet, nearest};
use crate::rule_id::RuleId;
use crate::span::Span;
use crate::waiver::{Reach, Waiver};

/// Most faults of one kind that are told; no one reads as many.
const MOST: usize = 1000;
/// A longer name is none that someone misspelt.
const LONGEST_NAME: usize = 60;

/// The waivers of one report at work.
#[derive(Debug)]
pub(crate) struct Suppression<'a> {
    document: &'a Document,
    /// By the rule, those with a reason, in the order of the text.
    by_rule: BTreeMap<&'a str, Vec<Use<'a>>>,
}

/// A waiver of one rule, and what became of it.
#[derive(Debug)]
struct Use<'a> {
    waiver: &'a Waiver,
    /// The text it reaches; empty where no block follows the mark.
    place: Span,
    /// It is a comment on words, and for what is found in any of them.
    is_remark: bool,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The rule did not run, or there is none of this name.
    Idle,
    /// The rule ran.
    Ran,
    /// It found something that was waived.
    Waived,
}

impl<'a> Suppression<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut by_rule: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
        let mut places = Places { document, table: 0..0 };
        for waiver in document.waivers.iter().filter(|waiver| !waiver.reason.is_empty()) {
            let place = places.of(waiver);
            for rule in &waiver.rules {
                by_rule.entry(rule).or_default().push(Use { waiver, place, is_remark: false, state: State::Idle });
            }
        }
        for waiver in document.remarks.iter().filter(|waiver| !waiver.reason.is_empty()) {
            for rule in &waiver.rules {
                let own = Use { waiver, place: waiver.span, is_remark: true, state: State::Idle };
                by_rule.entry(rule).or_default().push(own);
            }
        }
        Self { document, by_rule }
    }

    /// A rule has run, whatever it found.
    pub(crate) fn ran(&mut self, rule: &RuleId) {
        let uses = self.by_rule.get_mut(rule.as_str()).into_iter().flatten();
        uses.filter(|own| own.state == State::Idle).for_each(|own| own.state = State::Ran);
    }

    /// Drops findings that are about marks, and edits that would change one: marks are no text.
    pub(crate) fn spare_marks(&self, findings: &mut Vec<Finding>) {
        let (document, waivers) = (self.document, &self.document.waivers);
        if waivers.is_empty() {
            return;
        }
        let meets = |span: Span| {
            let next = waivers.partition_point(|waiver| waiver.span.end <= span.start);
            waivers.get(next).is_some_and(|waiver| waiver.span.overlaps(span))
        };
        let text = |span: Span| document.text().get(span.range()).unwrap_or_default();
        findings.retain(|finding| !(meets(finding.span) && text(finding.span).trim().is_empty()));
        for finding in findings {
            if finding.edits.iter().any(|edit| meets(edit.span)) {
                finding.edits.clear();
            }
        }
    }

    /// Takes out the findings of a rule that waivers cover: those of each waiver together, with its reason.
    pub(crate) fn take(&mut self, rule: &RuleId, findings: &mut Vec<Finding>) -> Vec<(&'a str, Vec<Finding>)> {
        let Some(uses) = self.by_rule.get_mut(rule.as_str()) else { return Vec::new() };
        let mut rest: Vec<(usize, Finding)> =
            findings.drain(..).map(|finding| (start(self.document, finding.span), finding)).collect();
        rest.sort_by_key(|(start, finding)| (*start, finding.span.end));
        let mut taken = Vec::new();
        let file = uses.iter_mut().find(|own| own.waiver.reach == Reach::File);
        if let Some(own) = file.filter(|_| !rest.is_empty()) {
            own.state = State::Waived;
            taken.push((own.waiver.reason.as_str(), rest.drain(..).map(|(_, finding)| finding).collect()));
        }
        // Places come in the order of their starts, so that one pass over the findings serves them all.
        let mut rest = rest.into_iter().peekable();
        for own in uses.iter_mut().filter(|own| own.waiver.reach == Reach::Block && !own.is_remark) {
            while let Some((_, finding)) = rest.next_if(|(start, _)| *start < own.place.start) {
                findings.push(finding);
            }
            let is_inside = |(start, finding): &(usize, Finding)| {
                *start < own.place.end || (*start == own.place.end && finding.span.is_empty())
            };
            let mut covered = Vec::new();
            while let Some((_, finding)) = rest.next_if(is_inside) {
                covered.push(finding);
            }
            if !covered.is_empty() {
                own.state = State::Waived;
                taken.push((own.waiver.reason.as_str(), covered));
            }
        }
        findings.extend(rest.map(|(_, finding)| finding));
        for own in uses.iter_mut().filter(|own| own.waiver.reach == Reach::Block && own.is_remark) {
            let is_meant =
                |finding: &mut Finding| meet(own.place, start(self.document, finding.span), finding.span.end);
            let covered: Vec<Finding> = findings.extract_if(.., is_meant).collect();
            if !covered.is_empty() {
                own.state = State::Waived;
                taken.push((own.waiver.reason.as_str(), covered));
            }
        }
        taken
    }

    /// What is wrong with the marks themselves; asked when all other rules have run.
    pub(crate) fn faults(&self, fault: WaiverFault, rules: &RuleSet) -> Vec<Finding> {
        let waivers = self.document.waivers.iter().chain(&self.document.remarks);
        match fault {
            WaiverFault::Invalid => waivers.flat_map(|waiver| invalid(waiver, rules)).take(MOST).collect(),
            WaiverFault::Unused => self.unused(),
        }
    }

    fn unused(&self) -> Vec<Finding> {
        let mut marks: BTreeMap<Span, Vec<&str>> = BTreeMap::new();
        for (rule, uses) in &self.by_rule {
            for own in uses.iter().filter(|own| own.state == State::Ran) {
                marks.entry(own.waiver.span).or_default().push(rule);
            }
        }
        let told = marks.into_iter().take(MOST);
        told.map(|(mark, names)| Finding::at(mark).with("names", names.join("、"))).collect()
    }
}

/// Finds what waivers reach; they are asked for in the order of the text.
struct Places<'a> {
    document: &'a Document,
    /// The blocks of the table that was reached last.
    table: std::ops::Range<usize>,
}

impl Places<'_> {
    /// The block of a mark or the next one, with a table all rows from there on.
    fn of(&mut self, waiver: &Waiver) -> Span {
        let (blocks, lines) = (&self.document.blocks, self.document.source.lines());
        if waiver.reach == Reach::File {
            return Span::new(0, self.document.text().len());
        }
        let at = waiver.span.start;
        let after = blocks.partition_point(|block| block.span.start <= at);
        // A block that ends on the line of the mark has the mark at its end.
        let own = after.checked_sub(1).map(|index| blocks[index].span);
        if let Some(own) = own.filter(|own| at < own.end || lines.line(own.end) == lines.line(at)) {
            return own;
        }
        let Some(next) = blocks.get(after) else { return Span::at(self.document.text().len()) };
        if next.kind != BlockKind::Table {
            return next.span;
        }
        if !self.table.contains(&after) {
            let rows = blocks[after..].windows(2).take_while(|pair| self.is_next_row(pair)).count();
            self.table = after..after + rows + 1;
        }
        Span::new(next.span.start, blocks[self.table.end - 1].span.end)
    }

    fn is_next_row(&self, pair: &[Block]) -> bool {
        let between = self.document.text().get(pair[0].span.end..pair[1].span.start).unwrap_or_default();
        pair[1].kind == BlockKind::Table && !between.contains("\n\n")
    }
}

/// Where a finding begins: it is waived there, since one about a section goes on behind its heading.
fn start(document: &Document, span: Span) -> usize {
    let text = document.text().get(span.range()).unwrap_or_default();
    span.start + (text.len() - text.trim_start().len())
}

/// Whether a finding from one offset to another is about words of a place, or stands at one of its ends.
fn meet(place: Span, start: usize, end: usize) -> bool {
    if start >= end { place.start <= start && start <= place.end } else { start < place.end && place.start < end }
}

fn invalid(waiver: &Waiver, rules: &RuleSet) -> Vec<Finding> {
    if waiver.rules.is_empty() {
        return vec![Finding::at(waiver.span).variant("malformed")];
    }
    let unknown = waiver.rules.iter().filter(|name| rules.rule(name).is_none());
    let mut findings: Vec<Finding> = unknown
        .map(|name| {
            let known = rules.all().iter().map(|rule| rule.id().as_str());
            let near = nearest(name, known.filter(|_| name.len() <= LONGEST_NAME));
            let hint = near.map_or_else(|| "。".to_owned(), |near| format!("，是不是“{near}”？"));
            Finding::at(waiver.span).variant("unknown-rule").with("name", name).with("hint", hint)
        })
        .collect();
    if waiver.reason.is_empty() {
        findings.push(Finding::at(waiver.span).variant("no-reason"));
    }
    findings
}
