//! Where the lines of running text begin and end.

use super::line::Line;

/// How near, in sizes, two lines end that end at the same margin: marks at line ends may be squeezed.
const NEAR: f32 = 1.1;
/// Pages whose widths differ by less, in points, are of one width.
const CLASS: f32 = 20.0;
/// How much of what lies right of the left margin, at least, lines take up before the right one.
const NARROWEST: f32 = 0.75;
/// From so many distances between lines of running text on, a page has a usual one of its own: the pages of a notice and
/// of the tables behind it differ.
const PITCHES: usize = 5;

/// The margins of pages of one width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Margin {
    pub(super) left: f32,
    pub(super) right: f32,
    /// The distance between most lines of the page.
    pub(super) pitch: f32,
}

/// The margins of all pages.
#[derive(Debug, Default)]
pub(super) struct Margins {
    /// For each page.
    pub(super) pages: Vec<Margin>,
    /// The size of most of the text.
    pub(super) size: f32,
    /// The distance between most lines.
    pub(super) pitch: f32,
}

impl Margins {
    pub(super) fn of(pages: &[Vec<Line>], sizes: &[(f32, f32)]) -> Self {
        let size = usual_size(pages);
        // Pages on their side have margins of their own.
        let mut widths: Vec<i64> = sizes.iter().map(|(width, _)| width_class(*width)).collect();
        let classes = widths.clone();
        widths.sort_unstable();
        widths.dedup();
        let of_class = |class: i64| {
            let own = pages.iter().zip(&classes).filter(move |(_, one)| **one == class).flat_map(|(lines, _)| lines);
            let single = own.filter(|line| line.cells.len() == 1);
            let (mut starts, mut ends): (Vec<f32>, Vec<f32>) = single.map(|line| (line.x(), line.end())).unzip();
            starts.sort_by(f32::total_cmp);
            ends.sort_by(|one, other| other.total_cmp(one));
            let left = shared(&starts, size);
            // Where all lines are short, none of them ends at the margin.
            let narrowest = NARROWEST * (class as f32 * CLASS - left);
            (left, shared(&ends, size).max(narrowest))
        };
        let known: Vec<(f32, f32)> = widths.iter().map(|class| of_class(*class)).collect();
        let pitch = usual_pitch(pages, size);
        let margin = |(class, lines): (&i64, &Vec<Line>)| {
            let (left, right) = widths.binary_search(class).map_or((0.0, 0.0), |at| known[at]);
            Margin { left, right, pitch: own_pitch(lines).unwrap_or(pitch) }
        };
        Self { pages: classes.iter().zip(pages).map(margin).collect(), size, pitch }
    }
}

fn width_class(width: f32) -> i64 {
    (width / CLASS).round() as i64
}

/// The outermost of some sorted places that another is near to.
fn shared(places: &[f32], size: f32) -> f32 {
    let near = places.windows(2).find(|pair| (pair[0] - pair[1]).abs() < NEAR * size);
    near.map(|pair| pair[0]).or_else(|| places.first().copied()).unwrap_or_default()
}

/// The size in which most characters stand.
fn usual_size(pages: &[Vec<Line>]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = Vec::new();
    for line in pages.iter().flatten() {
        sizes.push((line.size, line.cells.iter().map(|cell| cell.text.len()).sum()));
    }
    median(&mut sizes).unwrap_or(1.0)
}

/// The distance of most lines from the line before.
fn usual_pitch(pages: &[Vec<Line>], size: f32) -> f32 {
    let pairs = pages.iter().flat_map(|lines| lines.windows(2)).map(|pair| (pair[1].y - pair[0].y, 1));
    let mut pitches: Vec<(f32, usize)> = pairs.filter(|(pitch, _)| *pitch > 0.5 * size).collect();
    median(&mut pitches).unwrap_or(2.0 * size)
}

/// The distance of most lines of running text on a page; none where there are few.
fn own_pitch(lines: &[Line]) -> Option<f32> {
    let is_text =
        |pair: &&[Line]| pair.iter().all(|line| line.cells.len() == 1) && (pair[0].size - pair[1].size).abs() < 0.5;
    let pairs = lines.windows(2).filter(is_text).map(|pair| (pair[1].y - pair[0].y, 1));
    let mut pitches: Vec<(f32, usize)> = pairs.collect();
    (pitches.len() >= PITCHES).then(|| median(&mut pitches)).flatten()
}

/// The middle of some numbers, each as often as its weight says.
fn median(numbers: &mut [(f32, usize)]) -> Option<f32> {
    numbers.sort_by(|one, other| one.0.total_cmp(&other.0));
    let half = numbers.iter().map(|(_, weight)| weight).sum::<usize>().div_ceil(2);
    let mut seen = 0;
    numbers.iter().find_map(|(number, weight)| {
        seen += weight;
        (seen >= half).then_some(*number)
    })
}
