//! Many reports, each to be compared with those it could share something with; the work grows with the number of reports.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::{self, Print, Run};
use super::running::Running;
use super::token::{Names, Token};
use super::{Difference, Kin, LEAST, Likeness, Passage, Relation, figure};
use crate::span::Span;

/// What more than half of the reports say is common to them, where there are at least so many.
const COMMON: usize = 6;
/// Of those that hold a window so many are looked at; the others share it with them.
const HOLDERS: usize = 16;
/// Most earlier reports of one unit that a report is compared with.
const EARLIER: usize = 8;

/// Reports to compare with, and where their windows stand.
#[derive(Debug, Default)]
pub struct Index {
    names: Names,
    reports: Vec<Report>,
    /// Windows of all reports, those that most of them hold left out.
    windows: Windows,
    /// Hashes of the windows that most reports hold, in order.
    common: Vec<u64>,
    /// Figures of all reports, by what is counted and the value.
    figures: Vec<Entry>,
    /// Reports by their unit.
    units: BTreeMap<String, Vec<u32>>,
    /// Those that were given to compare with.
    given: Vec<u32>,
}

#[derive(Debug)]
struct Report {
    running: Running,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    hash: u64,
    report: u32,
    at: u32,
}

/// Windows by their hashes, with where each stretch of hashes begins: to look one up takes as long among many as among few.
#[derive(Debug, Default)]
struct Windows {
    entries: Vec<Entry>,
    starts: Vec<u32>,
    /// What of a hash does not tell its stretch.
    shift: u32,
}

impl Windows {
    /// Of entries in order.
    fn new(entries: Vec<Entry>) -> Self {
        // Some four to eight entries a stretch.
        let bits = entries.len().max(8).ilog2() - 2;
        let shift = u64::BITS - bits;
        let count = |count: usize| u32::try_from(count).expect("fewer windows than that fit in memory");
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        for (at, entry) in entries.iter().enumerate() {
            while starts.len() as u64 <= entry.hash >> shift {
                starts.push(count(at));
            }
        }
        starts.resize((1 << bits) + 1, count(entries.len()));
        Self { entries, starts, shift }
    }

    /// Those of a hash.
    fn of(&self, hash: u64) -> &[Entry] {
        let Ok(stretch) = usize::try_from(hash >> self.shift) else { return &[] };
        let (Some(start), Some(end)) = (self.starts.get(stretch), self.starts.get(stretch.saturating_add(1))) else {
            return &[];
        };
        let stretch = &self.entries[*start as usize..*end as usize];
        let first = stretch.partition_point(|entry| entry.hash < hash);
        let count = stretch[first..].partition_point(|entry| entry.hash == hash);
        &stretch[first..first + count]
    }
}

impl Index {
    /// Enters reports; their order decides which of several equal ones is named.
    pub fn new(reports: Vec<Running>) -> Self {
        let towns = reports.iter().filter(|report| report.is_town).map(|report| report.unit.clone()).collect();
        let mut index = Self { names: Names::new(towns), ..Self::default() };
        let mut windows = Vec::new();
        for running in reports {
            let number = u32::try_from(index.reports.len()).expect("fewer reports than that fit in memory");
            let tokens = running.tokens(&index.names);
            let entry = |Print { hash, at }| Entry { hash, report: number, at };
            windows.extend(pair::prints(&tokens).into_iter().map(entry));
            index.figures.extend((0..).zip(&running.counted).map(|(at, one)| Entry {
                hash: one.same,
                report: number,
                at,
            }));
            if !running.unit.is_empty() {
                index.units.entry(running.unit.clone()).or_default().push(number);
            }
            if running.given {
                index.given.push(number);
            }
            index.reports.push(Report { running, tokens });
        }
        let count = index.reports.len();
        thin(&mut windows, count, &mut index.common);
        index.windows = Windows::new(windows);
        thin(&mut index.figures, count, &mut Vec::new());
        index
    }

    /// The reports, by their numbers.
    pub fn report(&self, number: usize) -> Option<&Running> {
        self.reports.get(number).map(|report| &report.running)
    }

    /// What a report shares with those of the index; those of its own name are passed over.
    pub fn likeness(&self, running: &Running) -> Likeness {
        let tokens = running.tokens(&self.names);
        let prints = pair::prints(&tokens);
        let mut common = vec![false; tokens.len()];
        for print in prints.iter().filter(|print| self.common.binary_search(&print.hash).is_ok()) {
            pair::cover(&mut common, print.at as usize);
        }
        let weights = weights(&tokens, &common);
        let look = Look { index: self, running, tokens: &tokens, prints: &prints, weights: &weights };
        let earlier = self.earlier(running);
        let mut kin: BTreeMap<u32, Kin> = BTreeMap::new();
        for number in &earlier {
            let windows = pair::prints(&self.reports[*number as usize].tokens);
            let mut entries: Vec<Entry> =
                windows.into_iter().map(|Print { hash, at }| Entry { hash, report: *number, at }).collect();
            entries.sort_unstable();
            let mut found = look.kin(*number, Relation::Earlier);
            found.passages =
                look.passages(&Windows::new(entries), |_| true).into_iter().map(|(_, passage)| passage).collect();
            kin.insert(*number, found);
        }
        let is_other = |number: u32| self.is_other(running, number);
        for (number, passage) in look.passages(&self.windows, is_other) {
            kin.entry(number).or_insert_with(|| look.kin(number, Relation::Other)).passages.push(passage);
        }
        if let Some(number) = look.of_most_figures(is_other) {
            kin.entry(number).or_insert_with(|| look.kin(number, Relation::Other));
        }
        for (number, kin) in &mut kin {
            kin.figures = figure::shared(&running.counted, &self.reports[*number as usize].running.counted);
        }
        Likeness {
            characters: weights.last().copied().unwrap_or_default(),
            had_earlier: !earlier.is_empty(),
            had_others: (0..).take(self.reports.len()).any(is_other),
            kin: kin.into_values().collect(),
        }
    }

    /// Earlier reports of the same unit, the latest ones, in the order of the index.
    fn earlier(&self, running: &Running) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.units.get(&running.unit).cloned().unwrap_or_default();
        // One that was given and does not say whose it is was given for this.
        let is_nameless =
            |number: &&u32| running.unit.is_empty() || self.reports[**number as usize].running.unit.is_empty();
        numbers.extend(self.given.iter().filter(is_nameless));
        numbers.retain(|number| {
            let other = &self.reports[*number as usize].running;
            let is_before = matches!((other.year, running.year), (Some(other), Some(own)) if other < own);
            let is_later = matches!((other.year, running.year), (Some(other), Some(own)) if other > own);
            other.name != running.name && (is_before || (other.given && !is_later))
        });
        numbers.sort_by_key(|number| (std::cmp::Reverse(self.reports[*number as usize].running.year), *number));
        numbers.dedup();
        numbers.truncate(EARLIER);
        numbers.sort_unstable();
        numbers
    }

    /// Whether a report is of another unit, and not later.
    fn is_other(&self, running: &Running, number: u32) -> bool {
        let other = &self.reports[number as usize].running;
        let is_later = matches!((other.year, running.year), (Some(other), Some(own)) if other > own);
        let unknown = other.unit.is_empty() || running.unit.is_empty();
        other.name != running.name && !is_later && other.unit != running.unit && !(unknown && other.given)
    }
}

/// Takes out what more than half of the reports hold, and of the rest all holders but the first few.
fn thin(entries: &mut Vec<Entry>, reports: usize, common: &mut Vec<u64>) {
    entries.sort_unstable();
    let mut kept = 0;
    let mut start = 0;
    while let Some(first) = entries.get(start).copied() {
        let end = start + entries[start..].partition_point(|entry| entry.hash == first.hash);
        let held: BTreeSet<u32> = entries[start..end].iter().map(|entry| entry.report).collect();
        let holders = held.len();
        if reports >= COMMON && holders * 2 > reports {
            common.push(first.hash);
        } else {
            let few = end.min(start + HOLDERS);
            entries.copy_within(start..few, kept);
            kept += few - start;
        }
        start = end;
    }
    entries.truncate(kept);
    entries.shrink_to_fit();
}

/// How many tokens before each index count.
fn weights(tokens: &[Token], common: &[bool]) -> Vec<usize> {
    let mut sum = 0;
    let mut weights = vec![0];
    for (token, common) in tokens.iter().zip(common) {
        let counts = token.key() != super::token::BREAK && !token.is_cited() && !common;
        sum += usize::from(counts);
        weights.push(sum);
    }
    weights
}

/// One report that is looked at.
struct Look<'a> {
    index: &'a Index,
    running: &'a Running,
    tokens: &'a [Token],
    prints: &'a [Print],
    weights: &'a [usize],
}

impl Look<'_> {
    fn kin(&self, number: u32, relation: Relation) -> Kin {
        let name = self.index.reports[number as usize].running.name.clone();
        Kin { number: number as usize, name, relation, passages: Vec::new(), figures: super::Figures::default() }
    }

    fn weight(&self, run: Run) -> usize {
        self.weights[run.here + run.length] - self.weights[run.here]
    }

    /// Passages from left to right, each with the report that has most of it.
    fn passages(&self, windows: &Windows, may: impl Fn(u32) -> bool) -> Vec<(u32, Passage)> {
        let mut passages = Vec::new();
        let mut covered = 0;
        for print in self.prints {
            let at = print.at as usize;
            if at < covered {
                continue;
            }
            let holders = windows.of(print.hash).iter().take(HOLDERS);
            let mut best: Option<(u32, Run)> = None;
            for entry in holders.filter(|entry| may(entry.report)) {
                let there = &self.index.reports[entry.report as usize].tokens;
                let run = pair::run(self.tokens, at, there, entry.at as usize, covered);
                best = match (best, run) {
                    (Some((_, best)), Some(run)) if run.length <= best.length => continue,
                    (_, Some(run)) => Some((entry.report, run)),
                    (best, None) => best,
                };
            }
            if let Some((number, run)) = best.filter(|(_, run)| self.weight(*run) >= LEAST) {
                covered = run.here + run.length;
                passages.push((number, self.passage(number, run)));
            }
        }
        passages
    }

    fn passage(&self, number: u32, run: Run) -> Passage {
        let report = &self.index.reports[number as usize];
        let (here, there) = (self.tokens, report.tokens.as_slice());
        let trimmed = pair::trim(run, (here, &self.running.text), (there, &report.running.text));
        let run = if self.weight(trimmed) >= LEAST { trimmed } else { run };
        let difference: Difference = pair::difference(run, (here, &self.running.text), (there, &report.running.text));
        let span = whole(&self.running.text, here, run.here, run.length);
        let other = whole(&report.running.text, there, run.there, run.length);
        let place = report.running.place(other.start);
        Passage { span, there: other, place, characters: self.weight(run), difference }
    }

    /// Among the holders of the same figures the report that has most of them.
    fn of_most_figures(&self, may: impl Fn(u32) -> bool) -> Option<u32> {
        let entries = &self.index.figures;
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for counted in &self.running.counted {
            let first = entries.partition_point(|entry| entry.hash < counted.same);
            let holders = entries[first..].iter().take_while(|entry| entry.hash == counted.same).take(HOLDERS);
            let holders: BTreeSet<u32> = holders.map(|entry| entry.report).filter(|number| may(*number)).collect();
            for number in holders {
                *counts.entry(number).or_default() += 1;
            }
        }
        let most = counts.into_iter().max_by_key(|(number, count)| (*count, std::cmp::Reverse(*number)));
        most.map(|(number, _)| number)
    }
}

/// The text of some tokens, with the mark that ends it.
fn whole(text: &str, tokens: &[Token], start: usize, length: usize) -> Span {
    let (first, last) = (tokens[start].span(), tokens[start + length - 1].span());
    let closing = text[last.end..].chars().next().filter(|next| matches!(next, '”' | '》' | '）' | ')' | '。' | '；'));
    Span::new(first.start, last.end + closing.map_or(0, char::len_utf8))
}
