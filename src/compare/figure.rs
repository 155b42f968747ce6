//! Things that two reports count, and those of them that have the same value.

use std::collections::BTreeMap;

use super::Figures;
use super::running::Counted;

/// What two reports count both.
pub(super) fn shared(here: &[Counted], there: &[Counted]) -> Figures {
    let mut things: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, counted) in there.iter().enumerate() {
        things.entry(counted.what).or_default().push(index);
    }
    let mut figures = Figures::default();
    // Which one of the other's figures the one before was the same as, and how many were so in a row.
    let mut before: Option<(usize, usize)> = None;
    for counted in here {
        let Some(alike) = things.get(&counted.what) else {
            before = None;
            continue;
        };
        figures.both += 1;
        let same = |index: &&usize| there[**index].same == counted.same;
        let follows = before.and_then(|(last, _)| alike.iter().filter(same).find(|index| **index == last + 1));
        let found = follows.or_else(|| alike.iter().find(same)).copied();
        before = found.map(|index| (index, 1 + before.filter(|_| follows.is_some()).map_or(0, |(_, row)| row)));
        if let Some((index, row)) = before {
            figures.same.push((counted.span, there[index].span));
            figures.in_a_row = figures.in_a_row.max(row);
        }
    }
    figures
}
