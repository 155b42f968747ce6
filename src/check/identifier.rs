//! Numbers that belong to one person: identity numbers, mobile numbers, bank cards.

use serde::Deserialize;

use super::phrase;
use super::surroundings::Surroundings;
use super::{Check, Finding, Target};
use crate::document::Document;
use crate::span::Span;

/// A number that names one person, told by its length, its parts and its check digit. Value: `{masked}`, the number with
/// its middle hidden, which is also what the edit writes.
///
/// The digits may be grouped by single spaces or hyphens as people write them (138 1234 5678). A number inside a longer
/// one, beside letters or a decimal point is something else.
///
/// ```yaml
/// check: { identifier: { form: mobile-number, unless: { near: [热线], within: 12 } } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// Which number.
    pub form: IdentifierForm,
    /// What stands around a number that may be shown.
    #[serde(default)]
    pub unless: Surroundings,
    /// What must stand around a number; nothing if not given.
    #[serde(default)]
    pub only: Surroundings,
}

/// The numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierForm {
    /// 18 characters with a region, a date of birth and a check digit (GB 11643).
    IdentityNumber,
    /// 11 digits from 13 to 19.
    MobileNumber,
    /// 16 to 19 digits with a check digit (Luhn).
    BankCard,
}

impl Check for Identifier {
    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        for (number, span) in numbers(document, self.form) {
            let passes = self.unless.hold(document, span)
                || !(self.only.is_empty() || self.only.hold(document, span))
                || !phrase::is_language(document, span.start);
            if !passes {
                let masked = self.form.masked(&number);
                found.push(Finding::at(span).with("masked", &masked).replaced_by(masked));
            }
        }
    }
}

impl IdentifierForm {
    /// How its digits may be grouped.
    fn groups(self) -> &'static [&'static [usize]] {
        match self {
            IdentifierForm::IdentityNumber => &[&[18], &[6, 8, 4]],
            IdentifierForm::MobileNumber => &[&[11], &[3, 4, 4]],
            IdentifierForm::BankCard => {
                &[&[16], &[17], &[18], &[19], &[4, 4, 4, 4], &[4, 4, 4, 4, 1], &[4, 4, 4, 4, 2], &[4, 4, 4, 4, 3], &[6, 13]]
            }
        }
    }

    fn is_valid(self, number: &str) -> bool {
        match self {
            IdentifierForm::IdentityNumber => is_identity_number(number),
            IdentifierForm::MobileNumber => number.starts_with('1') && matches!(number.as_bytes().get(1), Some(b'3'..=b'9')),
            IdentifierForm::BankCard => !number.ends_with('X') && !number.starts_with('0') && passes_luhn(number),
        }
    }

    fn masked(self, number: &str) -> String {
        let (head, tail) = match self {
            IdentifierForm::IdentityNumber => (2, 3),
            IdentifierForm::MobileNumber => (3, 4),
            IdentifierForm::BankCard => (4, 4),
        };
        let hidden = number.len().saturating_sub(head + tail);
        format!("{}{}{}", &number[..head], "*".repeat(hidden), &number[number.len() - tail..])
    }
}

/// A run of digits with the places of its groups.
struct Run {
    span: Span,
    digits: String,
    /// Length and span of each group.
    groups: Vec<(usize, Span)>,
    /// The groups are joined by hyphens.
    hyphens: bool,
}

/// All valid numbers of a form, as plain digits, with their places.
fn numbers(document: &Document, form: IdentifierForm) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for stretch in stretches(document) {
        in_stretch(document.text(), stretch, form, &mut found);
    }
    found.retain(|(number, _)| form.is_valid(number));
    found
}

fn in_stretch(text: &str, stretch: Span, form: IdentifierForm, found: &mut Vec<(String, Span)>) {
    let mut at = stretch.start;
    while let Some(first) = text[at..stretch.end].find(|one| digit(one).is_some()) {
        let run = run(text, at + first);
        at = run.span.end;
        let lengths: Vec<usize> = run.groups.iter().map(|(length, _)| *length).collect();
        if run.digits.len() < SHORTEST || touches_more(text, run.span) {
            continue;
        }
        if form.groups().contains(&lengths.as_slice()) {
            found.push((run.digits, run.span));
        } else if !run.hyphens {
            // Another number stands beside it: 张某 2024 13800000000.
            let mut start = 0;
            for (length, span) in run.groups {
                if form.groups().contains(&[length].as_slice()) {
                    found.push((run.digits[start..start + length].to_owned(), span));
                }
                start += length;
            }
        }
    }
}

/// Digits of the shortest number.
const SHORTEST: usize = 11;

/// Where so many characters of which numbers are made stand together that one may be among them. One of as many is
/// looked at, and where it is such a character, those around it.
fn stretches(document: &Document) -> Vec<Span> {
    let signs = document.characters().signs();
    let end = |index: usize| signs[index].end();
    let joins = |index: usize| end(index) == signs[index + 1].at();
    let mut found = Vec::new();
    let (mut from, mut probe) = (0, SHORTEST - 1);
    while probe < signs.len() {
        let (mut first, mut last) = (probe, probe);
        if is_part(signs[probe].character) {
            while first > from && joins(first - 1) && is_part(signs[first - 1].character) {
                first -= 1;
            }
            while last + 1 < signs.len() && joins(last) && is_part(signs[last + 1].character) {
                last += 1;
            }
            if last - first + 1 >= SHORTEST {
                found.push(Span::new(signs[first].at(), end(last)));
            }
        }
        from = last + 1;
        probe = last + SHORTEST;
    }
    found
}

/// What may stand in a number: a digit, a mark between its groups, the letter that may end it.
fn is_part(character: char) -> bool {
    digit(character).is_some() || check_letter(character).is_some() || matches!(character, ' ' | '-')
}

fn run(text: &str, start: usize) -> Run {
    let mut run = Run { span: Span::new(start, start), digits: String::new(), groups: Vec::new(), hyphens: false };
    let mut characters = text[start..].char_indices().map(|(at, one)| (start + at, one)).peekable();
    let mut group = (0, Span::new(start, start));
    while let Some((at, one)) = characters.next() {
        let end = at + one.len_utf8();
        // X may only end an identity number.
        let value = digit(one).or_else(|| (group.0 == 17 || group.0 == 3).then(|| check_letter(one)).flatten());
        if let Some(value) = value {
            run.digits.push(value);
            group = (group.0 + 1, Span::new(group.1.start, end));
            run.span.end = end;
            continue;
        }
        let joins = matches!(one, ' ' | '-') && characters.peek().is_some_and(|(_, next)| digit(*next).is_some());
        if !joins {
            break;
        }
        run.hyphens |= one == '-';
        run.groups.push(std::mem::replace(&mut group, (0, Span::new(end, end))));
    }
    run.groups.push(group);
    run
}

/// A digit of either width.
fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_u32(u32::from(character) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn check_letter(character: char) -> Option<char> {
    matches!(character, 'X' | 'x' | 'Ｘ').then_some('X')
}

/// Letters, a decimal point, a mask or a sign beside it make it a part of something else.
fn touches_more(text: &str, span: Span) -> bool {
    let is_part = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '*' | '_' | '/' | '=' | '#' | '@' | '%');
    text[..span.start].chars().next_back().is_some_and(is_part) || text[span.end..].chars().next().is_some_and(is_part)
}

fn is_identity_number(number: &str) -> bool {
    const REGIONS: [&str; 35] = [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
        "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    ];
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let part = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let born = part(6, 10).zip(part(10, 12)).zip(part(12, 14));
    let is_day = born.is_some_and(|((year, month), day)| {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1900..2100).contains(&year) && (1..=last).contains(&day)
    });
    let sum: u32 = number.chars().zip(WEIGHTS).filter_map(|(one, weight)| Some(one.to_digit(10)? * weight)).sum();
    let region = number.get(..2).is_some_and(|region| REGIONS.contains(&region));
    region && is_day && number.ends_with(CHECK[(sum % 11) as usize])
}

fn passes_luhn(number: &str) -> bool {
    let digits = number.chars().rev().filter_map(|one| one.to_digit(10));
    let sum: u32 = digits.enumerate().map(|(index, digit)| if index % 2 == 1 { double(digit) } else { digit }).sum();
    sum.is_multiple_of(10) && number.bytes().any(|one| one != number.as_bytes()[0])
}

fn double(digit: u32) -> u32 {
    if digit > 4 { 2 * digit - 9 } else { 2 * digit }
}

#[cfg(test)]
mod tests {
    use super::Identifier;
    use crate::check::marked::{fixed, marks};

    #[test]
    fn identity_numbers_have_a_date_and_a_check_digit() {
        let check = "{ form: identity-number }";
        marks::<Identifier>(check, "身份证号⟦11010519491231002X⟧，⟦110105 19491231 002x⟧，⟦１１０１０５１９４９１２３１００２Ｘ⟧");
        for quiet in [
            "110105194912310021", "110105194913310029", "99010519491231002X", "35****12", "35*************123",
            "A11010519491231002X", "11010519491231002X1", "办件编号202403150000000018",
        ] {
            marks::<Identifier>(check, quiet);
        }
    }

    #[test]
    fn mobile_numbers_are_told_from_longer_ones() {
        let check = "{ form: mobile-number, unless: { near: [热线], within: 6 } }";
        marks::<Identifier>(check, "联系⟦13800000000⟧、⟦138 0000 0000⟧、⟦138-0000-0000⟧，2024 ⟦13800000000⟧");
        for quiet in [
            "12345", "0431-13800000000", "138000000001", "12800000000", "138****0000", "热线：13800000000",
            "投入13800000000.5元", "https://a.cn/13800000000",
        ] {
            marks::<Identifier>(check, quiet);
        }
        assert_eq!(fixed::<Identifier>(check, "联系13800001234。"), "联系138****1234。");
    }

    #[test]
    fn bank_cards_pass_their_check() {
        let check = "{ form: bank-card, only: { near: [卡号, 账号] } }";
        marks::<Identifier>(check, "卡号⟦6222020000123456782⟧");
        marks::<Identifier>(check, "账号：⟦6222 0200 0012 3456 782⟧");
        for quiet in ["卡号6222020000123456783", "编号6222020000123456782", "账号0000000000000000"] {
            marks::<Identifier>(check, quiet);
        }
    }
}
