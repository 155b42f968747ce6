//! Cuts text into words by the most probable route through the dictionary, as jieba does without guessing new words.

use std::cell::RefCell;

use fst::raw::Node;

use super::head::Head;
use super::known::Known;
use super::{Class, HEADS, PAIRS, Word, class, head};
use crate::span::Span;

/// Words with frequency and class, as the build script wrote them.
pub(super) type Dictionary = fst::Map<&'static [u8]>;

type Transducer = fst::raw::Fst<&'static [u8]>;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// The best way on from one character.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The logarithm of the probability of all that follows.
    probability: f64,
    /// The character after the word, by its index.
    end: usize,
    class: Class,
}

/// Adds the words of a piece of text. All but runs that the dictionary speaks of are cut into characters.
pub(super) fn cut(dictionary: &Dictionary, log_total: f64, text: &str, within: Span, words: &mut Vec<Word>) {
    let mut characters: Vec<(usize, char)> = Vec::with_capacity(within.len() / 3 + 1);
    let mut route = Vec::with_capacity(within.len() / 3 + 2);
    for (at, character) in text[within.range()].char_indices().map(|(at, one)| (within.start + at, one)) {
        if is_word_character(character) {
            characters.push((at, character));
            continue;
        }
        cut_run(dictionary, log_total, text, &characters, &mut route, words);
        characters.clear();
        match words.last_mut().filter(|last| character == '\n' && last.span.end == at && text[..at].ends_with('\r')) {
            Some(last) if within.start < at => last.span.end = at + 1,
            _ => words.push(Word { span: Span::new(at, at + character.len_utf8()), class: Class::Other }),
        }
    }
    cut_run(dictionary, log_total, text, &characters, &mut route, words);
}

/// Characters of which words in the dictionary are made.
fn is_word_character(character: char) -> bool {
    match character {
        '\u{4e00}'..='\u{9fff}' => true,
        _ if character.is_ascii() => character.is_ascii_alphanumeric() || "+#&._%-".contains(character),
        '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2a6df}' | '\u{2a700}'..='\u{2ebef}' => {
            true
        }
        '\u{2f800}'..='\u{2fa1f}' => true,
        _ => false,
    }
}

fn cut_run(
    dictionary: &Dictionary,
    log_total: f64,
    text: &str,
    characters: &[(usize, char)],
    route: &mut Vec<Step>,
    words: &mut Vec<Word>,
) {
    let Some(&(last, character)) = characters.last() else { return };
    let start_of = |index: usize| characters.get(index).map_or(last + character.len_utf8(), |(at, _)| *at);
    let mut push = |start: usize, end: usize, class: Class| {
        let span = Span::new(start_of(start), start_of(end));
        words.push(Word { span, class: class_of_letters(&text[span.range()]).unwrap_or(class) });
    };
    find_route(dictionary, log_total, text, characters, route);
    // Letters and digits that no longer word holds are one word.
    let mut letters: Option<usize> = None;
    let mut at = 0;
    while at < characters.len() {
        let Step { end, class, .. } = route[at];
        if end == at + 1 && characters[at].1.is_ascii_alphanumeric() {
            letters.get_or_insert(at);
        } else {
            if let Some(start) = letters.take() {
                push(start, at, Class::Other);
            }
            push(at, end, class);
        }
        at = end;
    }
    if let Some(start) = letters {
        push(start, at, Class::Other);
    }
}

/// The class of a word of letters and digits alone, whatever the dictionary says of it.
pub(super) fn class_of_letters(word: &str) -> Option<Class> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    let letters = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    letters.then_some(if digits { Class::Quantity } else { Class::Noun })
}

/// From every character the word to take; of two routes that are as probable, the longer word.
fn find_route(
    dictionary: &Dictionary,
    log_total: f64,
    text: &str,
    characters: &[(usize, char)],
    route: &mut Vec<Step>,
) {
    let count = characters.len();
    route.clear();
    route.resize(count + 1, Step { probability: 0.0, end: count, class: Class::Other });
    let transducer = dictionary.as_fst();
    KNOWN.with_borrow_mut(|known| {
        for start in (0..count).rev() {
            let mut best: Option<Step> = None;
            let mut consider = |packed: u64, end: usize| {
                let (frequency, class) = class::unpack(packed);
                #[expect(clippy::cast_precision_loss, reason = "frequencies stay far below 2^53")]
                let probability = (frequency as f64).ln() - log_total + route[end].probability;
                if best.is_none_or(|best| probability >= best.probability) {
                    best = Some(Step { probability, end, class });
                }
            };
            let (mut place, mut end) = (Some((transducer.root(), 0)), start);
            // Most characters are told by their heads, and most two neighbours begin no word.
            let first = characters[start].1;
            if let Some(head) = head::unpack(HEADS, first) {
                end += 1;
                if let Some(own) = head.own {
                    consider(own, end);
                }
                let second = characters.get(end).map(|(_, second)| *second);
                place = None;
                if let Some(second) = second.filter(|second| head::may_go_on(PAIRS, first, *second)) {
                    let pair = known.get_or_insert_with(first, second, || pair_behind(transducer, head, second));
                    end += 1;
                    if let Some(own) = pair.and_then(|pair| pair.own) {
                        consider(own, end);
                    }
                    place = pair.map(|pair| (transducer.node(pair.node as usize), pair.shared));
                }
            }
            while let Some(here) = place.filter(|_| end < count) {
                let (at, character) = characters[end];
                place = behind(transducer, here, &text.as_bytes()[at..at + character.len_utf8()]);
                end += 1;
                if let Some((node, packed)) = place.filter(|(node, _)| node.is_final()) {
                    consider(packed + node.final_output().value(), end);
                }
            }
            route[start] = best.unwrap_or_else(|| Step {
                probability: 0.0 - log_total + route[start + 1].probability,
                end: start + 1,
                class: Class::Other,
            });
        }
    });
}

/// What the dictionary has behind the second character of words.
#[expect(clippy::cast_possible_truncation, reason = "the build script found that addresses have 32 bits")]
fn pair_behind(transducer: &Transducer, head: Head, second: char) -> Option<Head> {
    let place = (transducer.node(head.node as usize), head.shared);
    let (node, shared) = behind(transducer, place, second.encode_utf8(&mut [0; 4]).as_bytes())?;
    let own = node.is_final().then(|| shared + node.final_output().value());
    Some(Head { node: node.addr() as u32, shared, own })
}

/// The node some bytes behind another one, with what the values of its words share.
fn behind<'f>(
    transducer: &'f Transducer,
    (mut node, mut shared): (Node<'f>, u64),
    bytes: &[u8],
) -> Option<(Node<'f>, u64)> {
    for &byte in bytes {
        let transition = node.transition(node.find_input(byte)?);
        shared += transition.out.value();
        node = transducer.node(transition.addr);
    }
    Some((node, shared))
}
