//! Listed words must not appear.

use serde::Deserialize;

use super::{Check, Finding, Target};

/// Listed words must not appear.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Existence {
    /// The words.
    pub terms: Vec<String>,
}

impl Check for Existence {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.terms.iter().map(String::as_str));
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        found.extend(target.hits.iter().map(|hit| Finding::at(hit.span)));
    }
}
