//! The numbers that a page shows before the items of its lists.

use super::element::Element;
use crate::document::chinese_numeral;

/// A list that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    form: Form,
    next: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    None,
    Arabic,
    Chinese,
    Letter,
    Capital,
}

impl List {
    /// The list of an element; none where it is no list.
    pub(super) fn of(element: &Element) -> Option<Self> {
        let is_numbered = match element.name.as_str() {
            "ol" => true,
            "ul" | "menu" | "dir" => false,
            _ => return None,
        };
        let has = |words: &[&str]| words.iter().any(|word| element.style_has(word));
        let form = if has(&["list-style:none", "list-style-type:none"]) {
            Form::None
        } else if has(&["cjk-ideographic", "simp-chinese", "trad-chinese", "cjk-decimal"]) {
            Form::Chinese
        } else {
            match element.get("type") {
                _ if !is_numbered => Form::None,
                Some("a") => Form::Letter,
                Some("A") => Form::Capital,
                Some("i" | "I") => Form::None,
                _ if has(&["lower-roman", "upper-roman", ":disc", ":circle", ":square"]) => Form::None,
                _ if has(&["lower-alpha", "lower-latin"]) => Form::Letter,
                _ if has(&["upper-alpha", "upper-latin"]) => Form::Capital,
                _ => Form::Arabic,
            }
        };
        let next = element.get("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        Some(Self { form, next })
    }

    /// What stands before the next item.
    pub(super) fn number(&mut self, item: &Element) -> Option<String> {
        let own = item.get("value").and_then(|value| value.trim().parse().ok()).unwrap_or(self.next);
        self.next = own.saturating_add(1);
        let small = u32::try_from(own).ok().filter(|number| (1..10_000).contains(number))?;
        let letter = |first: u8| (small <= 26).then(|| format!("{}.", char::from(first + (small - 1) as u8)));
        match self.form {
            Form::None => None,
            Form::Arabic => Some(format!("{small}.")),
            Form::Chinese => Some(format!("{}、", chinese_numeral(small))),
            Form::Letter => letter(b'a'),
            Form::Capital => letter(b'A'),
        }
    }
}
