//! Numbers in another style than their siblings': 一、二、3、四、.

use super::Heading;
use crate::document::numbering::{Number, NumberStyle};

/// For each heading, the style in which its number should stand, where it stands in for one of another style.
pub(in crate::document) fn styles(headings: &[Heading]) -> Vec<Option<NumberStyle>> {
    let mut styles = vec![None; headings.len()];
    for index in 1..headings.len() {
        styles[index] = headings[index].number.and_then(|number| stands_for(headings, &styles, index, number));
    }
    styles
}

/// How many headings before and after one are looked at: siblings stand nearer, and a text may have any number.
const REACH: usize = 200;

fn stands_for(
    headings: &[Heading],
    known: &[Option<NumberStyle>],
    index: usize,
    number: Number,
) -> Option<NumberStyle> {
    if number.value < 2 || !is_listed(number.style) {
        return None;
    }
    let first = index.saturating_sub(REACH);
    let before = |style| {
        let earlier = headings[first..index].iter().zip(&known[first..]).rev();
        earlier
            .filter_map(|(heading, known)| heading.number.map(|other| (known.unwrap_or(other.style), other.value)))
            .find(|(other, _)| *other == style)
            .map(|(_, value)| value)
    };
    let numbers = || headings[index + 1..].iter().take(REACH).filter_map(|heading| heading.number);
    let after = |style| numbers().find(|other| other.style == style).map(|other| other.value);
    let goes_on = before(number.style) == Some(number.value - 1);
    // What stands above it, or beside it: the nearest heading of another style.
    let nearest = headings[first..index].iter().zip(&known[first..]).rev().find_map(|(heading, known)| {
        let other = heading.number?;
        let style = known.unwrap_or(other.style);
        (style != number.style && is_listed(style)).then_some((style, other.value))
    });
    let mut others = [NumberStyle::Chinese, NumberStyle::ChineseBracket, NumberStyle::Arabic].into_iter();
    others.find(|&style| {
        if style == number.style || before(style) != Some(number.value - 1) {
            return false;
        }
        let fills = after(style) == Some(number.value + 1)
            && numbers().take_while(|other| other.style != style).all(|other| other.style > style);
        // The last one of its family: nothing tells more than that it does not go on from its own style. （二） alone may
        // just as well be the second below one whose first is missing.
        let next = numbers().find(|other| other.style <= style);
        let closes = next.is_none_or(|next| next.style < style) && number.style >= NumberStyle::Arabic;
        if goes_on {
            return fills && after(number.style) == Some(number.value) && number.style < style;
        }
        nearest == Some((style, number.value - 1)) && (fills || closes)
            || fills && number.style > style && before(number.style).is_none_or(|value| value + 1 != number.value)
    })
}

/// Whether sections are numbered in this style.
fn is_listed(style: NumberStyle) -> bool {
    matches!(
        style,
        NumberStyle::Chinese | NumberStyle::ChineseBracket | NumberStyle::Arabic | NumberStyle::ArabicBracket
    )
}
