//! Laws that are no longer in force.

use serde::Deserialize;

use super::phrase::{self, Owners, Phrase, Unit};
use super::{Check, Finding, Target};
use crate::document::Mark;
use crate::span::Span;

/// Laws cited after their repeal. The rule's words may use `{title}`, `{repealed}`, the day of repeal in words, and
/// `{replaced}`, the law that took its place.
///
/// Counted are titles in 《》, full titles with 中华人民共和国, and short titles in a list of laws. Variants: `before`,
/// repealed before the report year begins; `within`, repealed in its course; `unknown`, the report year is not known.
///
/// ```yaml
/// check: { law-status: { table: repealed-laws, allowed_after: [原], allowed_near: [废止], year_if_unknown: 2024 } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct LawStatus {
    /// The laws.
    pub rows: Vec<Law>,
    /// A law may be named after one of these: 原, 已废止的.
    #[serde(default)]
    pub allowed_after: Vec<String>,
    /// A law may be named in a sentence with one of these: 废止, 同时失效.
    #[serde(default)]
    pub allowed_near: Vec<String>,
    /// A short title without 《》 counts after one of these, or after another law: 学习, 宣传, 、.
    #[serde(default)]
    pub bare_after: Vec<String>,
    /// A short title without 《》 counts before one of these, or at the end: 、, 等, ，.
    #[serde(default)]
    pub bare_before: Vec<String>,
    /// The report year to go by where it is not known.
    pub year_if_unknown: i32,
    #[serde(skip)]
    owners: Owners,
}

/// A law that was repealed.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its title without 中华人民共和国.
    pub title: String,
    /// The day from which it is no longer in force, `2021-01-01`.
    pub repealed_on: String,
    /// The title of what took its place; empty where nothing did.
    #[serde(default)]
    pub replaced_by: String,
    /// Where the repeal was read, or `recalled`.
    #[serde(default)]
    pub source: String,
}

impl Law {
    fn phrase(&self) -> Phrase<'_> {
        Phrase { words: std::slice::from_ref(&self.title), patterns: &[] }
    }
}

const STATE: &str = "中华人民共和国";

impl Check for LawStatus {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(self.rows.iter().map(|law| law.title.as_str()));
    }

    fn faults(&self) -> Vec<String> {
        let wrong = self.rows.iter().filter(|law| day(&law.repealed_on).is_none());
        wrong.map(|law| format!("“{}”不是日期，应写作 2021-01-01", law.repealed_on)).collect()
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let mut places = phrase::find(target, &self.rows, Law::phrase, &self.owners, Unit::Sentence);
        phrase::settle(&mut places);
        for place in places {
            let law = &self.rows[place.phrase];
            let Some((year, month, date)) = day(&law.repealed_on) else { continue };
            let Some(span) = self.citation(target, place.span) else { continue };
            let Some(variant) = self.variant(target, year, month, date) else { continue };
            if self.is_looking_back(target, span, year) {
                continue;
            }
            found.push(
                Finding::at(span)
                    .variant(variant)
                    .with("title", &law.title)
                    .with("repealed", format!("{year}年{month}月{date}日"))
                    .with("replaced", &law.replaced_by),
            );
        }
    }
}

impl LawStatus {
    /// The title with its marks and 中华人民共和国, where it is one: not a part of a longer title or word.
    fn citation(&self, target: &Target<'_>, title: Span) -> Option<Span> {
        let text = target.document.text();
        let before = &text[..title.start];
        let (full, before) = match before.strip_suffix(STATE) {
            Some(rest) => (Span::new(rest.len(), title.end), rest),
            None => (title, before),
        };
        let after = &text[title.end..];
        if before.ends_with('《') {
            return after.starts_with('》').then(|| Span::new(full.start - '《'.len_utf8(), title.end + '》'.len_utf8()));
        }
        if target.document.is_enclosed(title, Mark::Citation) {
            return None;
        }
        let ends = after.is_empty() || after.starts_with('\n') || self.bare_before.iter().any(|word| after.starts_with(word.as_str()));
        let begins = full != title || self.bare_after.iter().any(|word| before.ends_with(word.as_str()));
        (ends && begins).then_some(full)
    }

    fn variant(&self, target: &Target<'_>, year: i32, month: u32, date: u32) -> Option<&'static str> {
        let (report_year, is_known) = match target.context.year {
            Some(report_year) => (report_year, true),
            None => (self.year_if_unknown, false),
        };
        let whole_year = year < report_year || (year == report_year && (month, date) == (1, 1));
        match (whole_year, year == report_year) {
            (true, _) if is_known => Some("before"),
            (true, _) => Some("unknown"),
            (false, true) => Some("within"),
            (false, false) => None,
        }
    }

    /// Told as history: 原《…》, 废止, or with a year in which the law was in force.
    fn is_looking_back(&self, target: &Target<'_>, span: Span, repealed: i32) -> bool {
        let document = target.document;
        let before = document.text()[..span.start].trim_end();
        let sentence = document.slice(document.sentence_at(span.start));
        self.allowed_after.iter().any(|word| before.ends_with(word.as_str()))
            || self.allowed_near.iter().any(|word| sentence.contains(word.as_str()))
            || years(sentence).max().is_some_and(|latest| latest < repealed)
    }
}

/// Years that a sentence names: `2019年`.
fn years(sentence: &str) -> impl Iterator<Item = i32> + '_ {
    sentence.match_indices('年').filter_map(|(at, _)| {
        let digits = sentence.get(at.checked_sub(4)?..at)?;
        digits.parse().ok().filter(|year| (1900..2100).contains(year))
    })
}

fn day(written: &str) -> Option<(i32, u32, u32)> {
    let mut parts = written.splitn(3, '-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    Some((year.parse().ok()?, month.parse().ok()?, date.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::LawStatus;
    use crate::check::Context;
    use crate::check::marked::{findings_in, marks};

    const LAWS: &str = "{ rows: [{ title: 合同法, repealed_on: 2021-01-01, replaced_by: 民法典 },
{ title: 环境保护法, repealed_on: 2026-08-15 }, { title: 海洋环境保护法, repealed_on: 2026-08-15 }],
allowed_after: [原], allowed_near: [废止], bare_after: [宣传, 、], bare_before: [、, 等], year_if_unknown: 2024 }";

    fn variants(text: &str, year: Option<i32>) -> Vec<String> {
        let context = Context { year, ..Context::default() };
        findings_in::<LawStatus>(LAWS, text, &context).into_iter().filter_map(|finding| finding.variant).collect()
    }

    #[test]
    fn titles_are_told_from_parts_of_words() {
        marks::<LawStatus>(LAWS, "学习⟦《合同法》⟧和⟦《中华人民共和国合同法》⟧，依据⟦中华人民共和国合同法⟧等，宣传⟦合同法⟧、劳动法等");
        for quiet in [
            "审查合同法律文本", "《劳动合同法》", "《合同法司法解释》", "宣传合同法律知识", "劳动合同法、",
            "原《合同法》", "《合同法》已经废止", "2019年学习《合同法》。", "《环境保护法》",
        ] {
            marks::<LawStatus>(LAWS, quiet);
        }
    }

    #[test]
    fn the_report_year_decides() {
        assert_eq!(variants("《合同法》", Some(2024)), ["before"]);
        assert_eq!(variants("《合同法》", Some(2021)), ["before"]);
        assert_eq!(variants("《合同法》", Some(2020)), Vec::<String>::new());
        assert_eq!(variants("《合同法》", None), ["unknown"]);
        assert_eq!(variants("《海洋环境保护法》《环境保护法》", Some(2026)), ["within", "within"]);
        assert_eq!(variants("《环境保护法》", Some(2025)), Vec::<String>::new());
        assert_eq!(variants("《环境保护法》", Some(2027)), ["before"]);
    }
}
