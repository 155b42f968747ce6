//! What the edges of pages repeat: running headers, footers, page numbers.

use super::line::Line;

/// Lines at the top and at the foot of a page that may be none of its text.
const EDGE: usize = 3;
/// How far a line may stand from where it stands on another page, in points.
const OFF_PLACE: f32 = 3.0;
/// The part of a page's height, above and below, in which a number alone is the page's.
const MARGIN: f32 = 0.1;
/// The longest page number, in characters: 第 12 页 共 128 页.
const LONGEST_NUMBER: usize = 20;

/// Drops the furniture of all pages.
pub(super) fn drop_furniture(pages: &mut [Vec<Line>], sizes: &[(f32, f32)]) {
    let edges: Vec<[Vec<Outer>; 2]> = pages.iter().map(|lines| [top(lines), foot(lines)]).collect();
    for (index, (lines, (_, height))) in pages.iter_mut().zip(sizes).enumerate() {
        // Pages with odd and even numbers may differ.
        let others = || (index.saturating_sub(2)..(index + 3).min(edges.len())).filter(move |&other| other != index);
        let is_furniture = |side: usize, outer: &Outer| {
            is_number(&outer.text, is_in_margin(outer.y, *height))
                || others().any(|other| {
                    let distance = other as i64 - index as i64;
                    edges[other][side].iter().any(|one| repeats(outer, one, distance))
                })
        };
        let count = |side: usize| edges[index][side].iter().take_while(|outer| is_furniture(side, outer)).count();
        let (above, below) = (count(0), count(1));
        lines.truncate(lines.len() - below.min(lines.len()));
        lines.drain(..above.min(lines.len()));
    }
}

/// A line near the edge of its page.
#[derive(Debug)]
struct Outer {
    /// Without white space, each number written as `#`.
    mask: String,
    numbers: Vec<i64>,
    text: String,
    y: f32,
}

fn top(lines: &[Line]) -> Vec<Outer> {
    lines.iter().take(EDGE).map(outer).collect()
}

fn foot(lines: &[Line]) -> Vec<Outer> {
    lines.iter().rev().take(EDGE).map(outer).collect()
}

fn outer(line: &Line) -> Outer {
    let mut text = String::new();
    for cell in &line.cells {
        text.extend(cell.text.chars().filter(|one| !one.is_whitespace()).map(half_width));
    }
    let (mut mask, mut numbers) = (String::new(), Vec::new());
    for piece in text.chars() {
        match piece.to_digit(10) {
            Some(digit) if mask.ends_with('#') => {
                if let Some(last) = numbers.last_mut() {
                    *last = i64::from(digit) + *last % 1_000_000 * 10;
                }
            }
            Some(digit) => {
                mask.push('#');
                numbers.push(i64::from(digit));
            }
            None => mask.push(piece),
        }
    }
    Outer { mask, numbers, text, y: line.y }
}

fn half_width(one: char) -> char {
    match one {
        '０'..='９' => char::from_u32(u32::from(one) - 0xFEE0).unwrap_or(one),
        _ => one,
    }
}

/// Whether another page, `distance` pages further on, says the same at the same height; numbers may count the pages.
fn repeats(one: &Outer, other: &Outer, distance: i64) -> bool {
    (one.y - other.y).abs() < OFF_PLACE
        && one.mask == other.mask
        && one.numbers.iter().zip(&other.numbers).all(|(own, number)| number == own || number - own == distance)
}

fn is_in_margin(y: f32, height: f32) -> bool {
    y < MARGIN * height || y > (1.0 - MARGIN) * height
}

/// `—3—`, `第3页`, `3/9`; and `3`, where nothing but a page number stands.
fn is_number(text: &str, in_margin: bool) -> bool {
    if text.chars().nth(LONGEST_NUMBER).is_some() {
        return false;
    }
    let is_dash = |one: char| "-—–－―─·•~".contains(one);
    let bare = text.trim_matches(is_dash);
    let is_digits = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(bare) {
        return in_margin || (text.starts_with(is_dash) && text.ends_with(is_dash));
    }
    if let Some((page, pages)) = bare.split_once('/') {
        return in_margin && is_digits(page) && is_digits(pages);
    }
    let words: String = bare.chars().filter(|one| !one.is_ascii_digit()).collect();
    ["第页", "第页共页", "第页，共页", "第页,共页", "第页/共页", "共页第页", "共页，第页", "第页(共页)", "第页（共页）"]
        .contains(&words.as_str())
        && bare.bytes().any(|byte| byte.is_ascii_digit())
}
