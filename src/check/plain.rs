//! A pattern in words that the small engine knows as well as the large one.
//!
//! The build script prepares patterns with this file too, so it leans on nothing but the pattern parser.

use regex_syntax::hir::print::Printer;

/// The same pattern with what only the large engine knows (`\p{Han}`, `\s` beyond ASCII, `(?i)`) written out as ranges;
/// none where that cannot be said, as of `\b` between Chinese characters.
///
/// # Errors
/// What the parser says of a pattern that is none.
pub(crate) fn plain(pattern: &str) -> Result<Option<String>, String> {
    let tree = regex_syntax::parse(pattern).map_err(|error| error.to_string())?;
    if tree.properties().look_set().contains_word_unicode() {
        return Ok(None);
    }
    let mut plain = String::new();
    let printed = Printer::new().print(&tree, &mut plain);
    Ok(printed.is_ok().then_some(plain))
}
