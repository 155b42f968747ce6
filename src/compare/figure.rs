//! Things that two reports count, and those of them that have the same value.

use std::collections::{BTreeMap, BTreeSet};

use super::Figures;
use super::running::Counted;

/// What two reports count both. What one counts several times is taken where it stands first.
pub(super) fn shared(here: &[Counted], there: &[Counted]) -> Figures {
    let theirs = firsts(there);
    let places: BTreeMap<u64, usize> = theirs.iter().enumerate().map(|(index, one)| (one.what, index)).collect();
    let mut figures = Figures::default();
    // Which of the other's figures the one before was the same as, and how many were so in a row.
    let mut before: Option<(usize, usize)> = None;
    for counted in firsts(here) {
        let place = places.get(&counted.what).copied();
        figures.both += usize::from(place.is_some());
        let same = place.filter(|&index| theirs[index].same == counted.same);
        before = same.map(|index| (index, before.filter(|(last, _)| last + 1 == index).map_or(1, |(_, row)| row + 1)));
        if let Some((index, row)) = before {
            figures.same.push((counted.span, theirs[index].span));
            figures.in_a_row = figures.in_a_row.max(row);
        }
    }
    figures
}

/// The first figure of each thing.
fn firsts(counted: &[Counted]) -> Vec<&Counted> {
    let mut seen = BTreeSet::new();
    counted.iter().filter(|one| seen.insert(one.what)).collect()
}
