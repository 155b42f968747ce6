//! Words that the rules' tables know: titles of laws, fixed phrases; read when first asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::Server;
use crate::check::Day;
use crate::judge::terms::Terms;
use crate::rule::RuleSet;

/// The tables, by their names in `rules/*/data`.
const LAWS: &str = "laws";
const REPEALED: &str = "repealed-laws";
const PHRASES: &str = "set-phrases";
const FIXED: &str = "fixed-phrases";

pub(super) const STATE: &str = "中华人民共和国";
/// Titles of this kind are known, but are no proper ones.
const IMPROPER: &str = "其他";

/// What the tables of a set of rules know.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// In the order of the table.
    pub(super) laws: Vec<Law>,
    pub(super) phrases: Vec<String>,
}

/// A law, a regulation, a plan.
#[derive(Debug)]
pub(super) struct Law {
    /// Without 中华人民共和国.
    pub(super) title: String,
    /// 法律, 行政法规, 党内法规 …
    pub(super) kind: String,
    published: Option<Day>,
    in_force: Option<Day>,
    /// The day of repeal as written, and what took its place.
    pub(super) repealed: Option<(String, String)>,
}

#[derive(Deserialize)]
struct Repeal {
    title: String,
    repealed_on: String,
    #[serde(default)]
    replaced_by: String,
}

impl Lexicon {
    fn of(rules: &RuleSet) -> Self {
        let rows = |table: &str| -> Vec<Value> {
            rules.table(table).and_then(|rows| serde_json::from_str(&rows).ok()).unwrap_or_default()
        };
        let repeals: BTreeMap<String, (String, String)> = rows(REPEALED)
            .into_iter()
            .filter_map(|row| serde_json::from_value::<Repeal>(row).ok())
            .map(|row| (row.title, (row.repealed_on, row.replaced_by)))
            .collect();
        let laws = rows(LAWS);
        let mut laws: Vec<Law> =
            laws.iter().filter_map(Value::as_str).filter_map(|row| Law::read(row, &repeals)).collect();
        for (title, repealed) in &repeals {
            if !laws.iter().any(|law| law.title == *title) {
                laws.push(Law::repealed(title, repealed));
            }
        }
        let right = |row: &Value| {
            row.get("right").and_then(Value::as_str).filter(|right| !right.contains('$')).map(str::to_owned)
        };
        let set = rows(PHRASES);
        let set = set.iter().filter_map(Value::as_str).map(str::to_owned);
        let mut phrases: Vec<String> = set.chain(rows(FIXED).iter().filter_map(right)).collect();
        phrases.sort();
        phrases.dedup();
        Self { laws, phrases }
    }

    /// A law by its title, with or without 中华人民共和国.
    pub(super) fn law(&self, title: &str) -> Option<&Law> {
        let bare = title.strip_prefix(STATE).unwrap_or(title);
        self.laws.iter().find(|law| law.title == bare)
    }
}

impl Law {
    /// A row: title, kind, day of publication, day of coming into force, for a repealed one the day of repeal and its
    /// successor.
    fn read(row: &str, repeals: &BTreeMap<String, (String, String)>) -> Option<Self> {
        let mut words = row.split(' ');
        let (title, kind) = (words.next()?, words.next()?);
        let (published, in_force) = (words.next().and_then(Day::parse), words.next().and_then(Day::parse));
        let own = words.next().map(|day| (day.to_owned(), words.next().unwrap_or_default().to_owned()));
        let repealed = repeals.get(title).cloned().or(own);
        if kind == IMPROPER && repealed.is_none() {
            return None;
        }
        Some(Self { title: title.to_owned(), kind: kind.to_owned(), published, in_force, repealed })
    }

    fn repealed(title: &str, repealed: &(String, String)) -> Self {
        let (title, kind) = (title.to_owned(), IMPROPER.to_owned());
        Self { title, kind, published: None, in_force: None, repealed: Some(repealed.clone()) }
    }

    /// Whether it was no longer in force in a year; of an unknown year, today's state counts.
    pub(super) fn is_repealed(&self, year: Option<i32>) -> bool {
        let day = self.repealed.as_ref().map(|(day, _)| Day::parse(day));
        day.is_some_and(|day| day.is_none_or(|day| year.is_none_or(|year| day.year <= year)))
    }

    /// What is known of it.
    pub(super) fn told(&self) -> String {
        let mut words = vec![match self.kind.as_str() {
            IMPROPER => format!("《{}》", self.title),
            kind => format!("《{}》（{kind}）", self.title),
        }];
        if let Some((day, successor)) = &self.repealed {
            let day = Day::parse(day).map(|day| format!("自{day}起")).unwrap_or_default();
            let successor = if successor.is_empty() { String::new() } else { format!("，代之以{successor}") };
            words.push(format!("{day}废止{successor}"));
        } else {
            words.extend(self.published.map(|day| format!("现行文本{day}公布")));
            words.extend(self.in_force.map(|day| format!("{day}起施行")));
        }
        words.join("，")
    }
}

impl Server {
    /// The words that some rules know.
    pub(super) fn lexicon(&mut self, terms: &Arc<Terms>) -> Arc<Lexicon> {
        if let Some((known, lexicon)) = &self.lexicon
            && Arc::ptr_eq(known, terms)
        {
            return Arc::clone(lexicon);
        }
        let lexicon = Arc::new(Lexicon::of(&terms.rules));
        self.lexicon = Some((Arc::clone(terms), Arc::clone(&lexicon)));
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read() {
        let lexicon = Lexicon::of(&RuleSet::builtin());
        assert!(lexicon.laws.len() > 500 && lexicon.phrases.len() > 10);
        assert!(lexicon.phrases.iter().any(|phrase| phrase == "习近平新时代中国特色社会主义思想"));
        let told = |title| lexicon.law(title).map(Law::told);
        assert_eq!(
            told("中华人民共和国公职人员政务处分法").as_deref(),
            Some("《公职人员政务处分法》（法律），现行文本2020年6月20日公布，2020年7月1日起施行")
        );
        assert_eq!(
            told("婚姻法")
                .as_deref()
                .map(|told| told.ends_with("自2021年1月1日起废止，代之以《中华人民共和国民法典》")),
            Some(true)
        );
        assert_eq!(told("没有的法"), None);
    }
}
