//! Sentences with gaps: `{found}`, `{count}` and what the check adds.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, de};

/// Most characters of a found text that a sentence quotes.
const QUOTED: usize = 30;

/// A sentence in which `{name}` is filled in; a brace that is meant is not possible and not needed in Chinese.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message(String);

/// What fills the gaps.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// `{found}`: the text of the finding's place.
    pub found: &'a str,
    /// `{count}`: how many places the diagnostic stands for.
    pub count: usize,
    /// The check's own.
    pub others: &'a [(&'static str, String)],
}

impl Message {
    /// Checks the braces.
    ///
    /// # Errors
    /// What is wrong with them, in Chinese.
    pub fn new(text: impl Into<String>) -> Result<Self, String> {
        let text = text.into();
        let mut rest = text.as_str();
        while let Some(open) = rest.find(['{', '}']) {
            let inner = rest[open..].strip_prefix('{').ok_or("多了“}”")?;
            let end = inner.find(['{', '}']).filter(|&end| inner[end..].starts_with('}')).ok_or("“{”没有闭合")?;
            let name = &inner[..end];
            if name.is_empty()
                || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            {
                return Err(format!("“{{{name}}}”不是变量名：只用小写字母、数字和下划线，如 {{found}}"));
            }
            rest = &inner[end + 1..];
        }
        Ok(Self(text))
    }

    /// The sentence with its gaps.
    pub fn template(&self) -> &str {
        &self.0
    }

    /// The sentence with its gaps filled; one that nothing fills stays.
    pub fn fill(&self, values: Values<'_>) -> String {
        let mut filled = String::with_capacity(self.0.len() + 32);
        let mut rest = self.0.as_str();
        let at = |text: &str, brace: u8| memchr::memchr(brace, text.as_bytes());
        while let Some(open) = at(rest, b'{') {
            filled.push_str(&rest[..open]);
            rest = &rest[open + 1..];
            let Some(close) = at(rest, b'}') else { break };
            let (name, after) = (&rest[..close], &rest[close + 1..]);
            match values.get(name) {
                Some(value) => filled.push_str(&value),
                None => filled.extend(["{", name, "}"]),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

impl Values<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        match name {
            "found" => Some(quoted(self.found)),
            "count" => Some(self.count.to_string().into()),
            _ => self.others.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str().into()),
        }
    }
}

/// A text on one line, cut where it is long.
fn quoted(text: &str) -> Cow<'_, str> {
    if text.chars().nth(QUOTED).is_none() && !text.contains('\n') {
        return text.into();
    }
    let mut short: String = text.chars().take(QUOTED).map(|one| if one == '\n' { ' ' } else { one }).collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short.into()
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(template: &str, found: &str, others: &[(&'static str, String)]) -> String {
        Message::new(template).expect(template).fill(Values { found, count: 3, others })
    }

    #[test]
    fn gaps_are_filled_once() {
        let others = [("right", "{found}".to_owned())];
        assert_eq!(fill("“{found}”应为“{right}”，共{count}处", "截止", &others), "“截止”应为“{found}”，共3处");
        assert_eq!(fill("{other}。", "截止", &[]), "{other}。");
        assert_eq!(fill("没有变量", "", &[]), "没有变量");
    }

    #[test]
    fn long_texts_are_cut_and_stay_on_one_line() {
        assert_eq!(fill("{found}", &"法".repeat(30), &[]), "法".repeat(30));
        assert_eq!(fill("{found}", &"法".repeat(31), &[]), "法".repeat(30) + "…");
        assert_eq!(fill("{found}", "甲\n乙", &[]), "甲 乙");
    }

    #[test]
    fn braces_must_pair_around_a_name() {
        for bad in ["{", "}", "{found", "found}", "{{found}}", "{}", "{发现}", "{found }"] {
            assert!(Message::new(bad).is_err(), "{bad}");
        }
    }
}
