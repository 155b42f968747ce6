//! Numbers that lost their mark, told by the numbers around them.

use super::{Heading, words_of};
use crate::document::block::Block;
use crate::document::numbering::Number;
use crate::document::section::HeadingForm;
use crate::span::Span;

/// Lines such as `2优化…` or `一法治…` that lost the mark after their number: told by the numbers around them.
pub(super) fn restore(text: &str, blocks: &[Block], bounds: Span, headings: &mut Vec<Heading>) {
    let mut found = Vec::new();
    for block in blocks.iter().filter(|block| block.is_prose() && bounds.covers(block.span)) {
        let Some(number) = Number::read_bare(text, block.span.start, block.span.end) else { continue };
        let at = headings.partition_point(|heading| heading.line.start < block.span.start);
        let known = headings.get(at).filter(|heading| heading.line.start == block.span.start);
        if known.is_some_and(|heading| heading.number.is_some()) {
            continue;
        }
        let same = |heading: &&Heading| heading.number.is_some_and(|other| other.style == number.style);
        let before = headings[..at].iter().rev().find(same).and_then(|heading| heading.number);
        let after = headings[at..].iter().find(same).and_then(|heading| heading.number);
        let follows = before.map_or(number.value == 1, |before| before.value + 1 == number.value);
        let leads = after.is_some_and(|after| number.value + 1 == after.value);
        let slice = &text[block.span.range()];
        let short = slice.chars().nth(40).is_none() && !slice.ends_with('。');
        // 2优化服务。全年…: runs into its text, as the one before it does.
        let sentence =
            slice.find('。').filter(|&at| at + '。'.len_utf8() < slice.len() && slice[..at].chars().nth(24).is_none());
        let is_run_in = |heading: &Heading| heading.form == HeadingForm::RunIn && same(&heading);
        let run_in = sentence.filter(|_| headings[..at].last().is_some_and(is_run_in));
        let end = run_in.filter(|_| !short).map_or(block.span.end, |at| block.span.start + at);
        let counted = text[number.span.end..block.span.end]
            .starts_with(|next: char| "个次项件人名条家户场份年月日号站期批届级类种些般定村镇乡是".contains(next));
        if !counted && (short || end < block.span.end) && follows && (before.is_some() || leads) {
            let words = words_of(text, Span::new(number.span.end, end));
            found.push(Heading {
                number: Some(number),
                words,
                line: Span::new(block.span.start, end),
                form: if end < block.span.end { HeadingForm::RunIn } else { HeadingForm::OwnLine },
                depth: None,
            });
        }
    }
    headings.retain(|heading| !found.iter().any(|whole: &Heading| whole.line.start == heading.line.start));
    headings.extend(found);
    headings.sort_by_key(|heading| heading.line.start);
}
