//! The word that someone probably meant.

/// The nearest of some words, unless all are far off.
pub fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = word.chars().collect();
    let limit = (written.len() / 3).max(1);
    among
        .into_iter()
        .map(|candidate| (distance(&written, &candidate.chars().collect::<Vec<_>>()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut rows = vec![vec![0; right.len() + 1]; left.len() + 1];
    for (index, row) in rows.iter_mut().enumerate() {
        row[0] = index;
    }
    rows[0] = (0..=right.len()).collect();
    for one in 1..=left.len() {
        for other in 1..=right.len() {
            let differs = usize::from(left[one - 1] != right[other - 1]);
            let mut least =
                (rows[one - 1][other - 1] + differs).min(rows[one - 1][other] + 1).min(rows[one][other - 1] + 1);
            if one > 1 && other > 1 && left[one - 1] == right[other - 2] && left[one - 2] == right[other - 1] {
                least = least.min(rows[one - 2][other - 2] + 1);
            }
            rows[one][other] = least;
        }
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_mended_and_other_words_left_alone() {
        let words = ["severity", "message", "help", "basis"];
        for (slip, meant) in [
            ("severty", Some("severity")),
            ("mesasge", Some("message")),
            ("hlep", Some("help")),
            ("basis", Some("basis")),
            ("title", None),
            ("", None),
        ] {
            assert_eq!(nearest(slip, words), meant, "{slip}");
        }
    }
}
