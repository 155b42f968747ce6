//! Text as HTML and XML: nothing in it is markup, nothing in it is invisible.

use crate::report::cell;

/// Adds text, in elements and in attributes alike. What steers a line (direction marks, control characters) becomes
/// visible; white space stays.
pub(in crate::report) fn push(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(character),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.extend(cell::shown(other)),
        }
    }
}

/// The same as a text of its own.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(text, &mut out);
    out
}

/// The same for an attribute of XML, where a line end and a tab would else become spaces.
pub(in crate::report) fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Adds an element that holds nothing but text.
pub(in crate::report) fn element(tag: &str, text: &str, out: &mut String) {
    out.push_str(&format!("<{tag}>"));
    push(text, out);
    let name = tag.split(' ').next().unwrap_or(tag);
    out.push_str(&format!("</{name}>"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_or_invisible() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&amp;\u{202e}\u{0}\u{1b}\u{feff}\u{ffff}甲\t乙\n"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;\u{fffd}␀␛\u{fffd}\u{fffd}甲\t乙\n"
        );
    }
}
