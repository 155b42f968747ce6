//! How far a match of a pattern can go from a literal in it.
//!
//! The build script prepares patterns with this file too, so it leans on nothing but the pattern parser.

/// Most bytes of a match; none where there is no end to it.
///
/// # Errors
/// What the parser says of a pattern that is none.
pub(crate) fn reach(pattern: &str) -> Result<Option<usize>, String> {
    let tree = regex_syntax::parse(pattern).map_err(|error| error.to_string())?;
    Ok(tree.properties().maximum_len())
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn a_match_goes_as_far_as_its_longest_part() {
        for (pattern, expected) in [("^法治?", Some(6)), ("[0-9]{2,4}年(?:底|$)", Some(10)), ("法+", None)] {
            assert_eq!(reach(pattern), Ok(expected), "{pattern}");
        }
    }
}
