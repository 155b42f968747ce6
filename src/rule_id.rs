//! A rule's name, checked when it is made.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The name of a rule: small letters, digits and single hyphens, such as `missing-leader-section`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// Checks the form.
    ///
    /// # Errors
    /// What is wrong with it, in Chinese.
    pub fn new(name: &str) -> Result<Self, String> {
        let well_formed = name.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
        if well_formed && name.starts_with(|first: char| first.is_ascii_lowercase()) {
            Ok(Self(name.into()))
        } else {
            Err(format!("规则编号“{name}”不合要求：只用小写字母、数字和连字符，如 missing-date"))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Borrow<str> for RuleId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::new(&name).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::RuleId;

    #[test]
    fn only_plain_names_pass() {
        for good in ["missing-date", "e7", "a-b-c"] {
            assert_eq!(RuleId::new(good).map(|id| id.as_str().to_owned()), Ok(good.to_owned()));
        }
        for bad in ["", "-a", "a-", "a--b", "Missing", "缺日期", "7a", "a b"] {
            assert!(RuleId::new(bad).is_err(), "{bad}");
        }
    }
}
