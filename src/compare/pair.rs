//! Runs that two reports have in common, around places where the same characters stand.

use super::Difference;
use super::token::{BREAK, FIGURE, PLACE, Token};

/// Characters of a window that is remembered.
const WINDOW: usize = 16;
/// Of so many windows that follow each other one is remembered.
const CHOICE: usize = 8;

/// A window and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Print {
    pub(super) hash: u64,
    pub(super) at: u32,
}

/// A run of the same tokens in two reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) here: usize,
    pub(super) there: usize,
    pub(super) length: usize,
}

/// The windows to remember, in order: of each `CHOICE` neighbours the one of the smallest hash, so that two reports
/// remember the same ones of what they share.
pub(super) fn prints(tokens: &[Token]) -> Vec<Print> {
    let mut prints = Vec::with_capacity(tokens.len() / 4);
    let mut start = 0;
    for piece in tokens.split(|token| token.key() == BREAK) {
        let hashes = hashes(piece);
        let mut last = None;
        for first in 0..(hashes.len() + 1).saturating_sub(CHOICE).max(usize::from(!hashes.is_empty())) {
            let neighbours = &hashes[first..hashes.len().min(first + CHOICE)];
            let smallest = neighbours.iter().enumerate().min_by_key(|(_, hash)| **hash);
            let Some((offset, hash)) = smallest else { continue };
            let at = first + offset;
            if last != Some(at) {
                last = Some(at);
                let at = u32::try_from(start + at).expect("no report is read that is longer");
                prints.push(Print { hash: *hash, at });
            }
        }
        start += piece.len() + 1;
    }
    prints
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of each window of a piece.
fn hashes(piece: &[Token]) -> Vec<u64> {
    if piece.len() < WINDOW {
        return Vec::new();
    }
    let highest = (1..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let key = |index: usize| u64::from(piece[index].key());
    let mut hash = (0..WINDOW).fold(0_u64, |hash, index| hash.wrapping_mul(BASE).wrapping_add(key(index)));
    let mut hashes = Vec::with_capacity(piece.len() + 1 - WINDOW);
    hashes.push(spread(hash));
    for next in WINDOW..piece.len() {
        let rest = hash.wrapping_sub(key(next - WINDOW).wrapping_mul(highest));
        hash = rest.wrapping_mul(BASE).wrapping_add(key(next));
        hashes.push(spread(hash));
    }
    hashes
}

/// The lower bits of a polynomial are those of its last characters; a choice by size needs all.
fn spread(hash: u64) -> u64 {
    (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(32)
}

/// The run around two places, as far as both are the same; it does not reach back before `from`.
pub(super) fn run(here: &[Token], at: usize, there: &[Token], other: usize, from: usize) -> Option<Run> {
    let same = |one: usize, two: usize| {
        let (Some(one), Some(two)) = (here.get(one), there.get(two)) else { return false };
        one.key() == two.key() && one.key() != BREAK
    };
    let most = at.saturating_sub(from).min(other);
    let back = (1..=most).take_while(|&step| same(at - step, other - step)).count();
    let length = (0..).take_while(|&step| same(at + step, other + step)).count();
    (length > 0).then_some(Run { here: at - back, there: other - back, length: back + length })
}

/// Most characters of another clause that are cut off at an end of a run.
const LOOSE: usize = 6;

/// Cuts off what a run takes in of the clauses before and after it, where that is little.
pub(super) fn trim(run: Run, here: (&[Token], &str), there: (&[Token], &str)) -> Run {
    // Where either of the two has a mark, the clause begins or ends.
    let parts = |offset: usize, ends: fn(char) -> bool| {
        let between = |(tokens, text): (&[Token], &str), first: usize| {
            let Some(before) = (first + offset).checked_sub(1) else { return true };
            let Some(next) = tokens.get(first + offset) else { return true };
            let gap = text.get(tokens[before].span().end..next.span().start).unwrap_or_default();
            tokens[before].key() == BREAK || next.key() == BREAK || gap.contains(ends)
        };
        between(here, run.here) || between(there, run.there)
    };
    let most = LOOSE.min(run.length / 4);
    let cut = |parts: &dyn Fn(usize, fn(char) -> bool) -> bool| {
        let first = |ends: fn(char) -> bool| (0..=most).find(|cut| parts(*cut, ends));
        first(ends_sentence).or_else(|| first(ends_clause)).unwrap_or(0)
    };
    let before = cut(&|cut, ends| parts(cut, ends));
    let after = cut(&|cut, ends| parts(run.length - cut, ends));
    Run { here: run.here + before, there: run.there + before, length: run.length - before - after }
}

fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '\n')
}

fn ends_clause(character: char) -> bool {
    ends_sentence(character) || matches!(character, '，' | ',' | '；' | '：' | ';' | ':')
}

/// Marks the tokens of a window.
pub(super) fn cover(marks: &mut [bool], at: usize) {
    let end = marks.len().min(at + WINDOW);
    marks[at.min(end)..end].fill(true);
}

/// In what the tokens of a run differ.
pub(super) fn difference(run: Run, here: (&[Token], &str), there: (&[Token], &str)) -> Difference {
    let own = &here.0[run.here..run.here + run.length];
    let other = &there.0[run.there..run.there + run.length];
    let differs = |kind: u32| {
        let alike = |(one, two): (&Token, &Token)| here.1.get(one.span().range()) == there.1.get(two.span().range());
        own.iter().zip(other).filter(|(one, _)| one.key() == kind).any(|pair| !alike(pair))
    };
    match (differs(PLACE), differs(FIGURE)) {
        (true, _) => Difference::Place,
        (false, true) => Difference::Figures,
        (false, false) => Difference::Nothing,
    }
}
