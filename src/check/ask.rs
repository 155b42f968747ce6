//! A question that only a person can answer.

use serde::Deserialize;

use super::{Check, Finding, Target};

/// Finds nothing; where the rule applies, its question is listed for the person who decides.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The question, such as 数据是否与台账一致.
    pub question: String,
}

impl Check for Ask {
    fn faults(&self) -> Vec<String> {
        if self.question.trim().is_empty() { vec!["question 不能为空".to_owned()] } else { Vec::new() }
    }

    fn check(&self, _: &Target<'_>, _: &mut Vec<Finding>) {}
}
