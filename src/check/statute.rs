//! A long table of titles, kept as one text until a title is looked up.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::de::{self, DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::day::Day;

/// Titles of laws and the like. In rule files: a list of rows, each a line of title, kind, day of publication and day of
/// coming into force, `-` for a day that is not known.
#[derive(Default)]
pub struct Statutes {
    /// The rows, one a line.
    rows: String,
    read: OnceLock<Index>,
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statute<'a> {
    /// The title without 中华人民共和国.
    pub title: &'a str,
    /// What sort of text it is: 法律, 行政法规, 党内法规 …
    pub kind: &'a str,
    /// The day on which its newest text was made public.
    pub published: Option<Day>,
    /// The day on which that came into force.
    pub in_force: Option<Day>,
}

/// Where each row stands, by title and by the length of the title in characters.
struct Index {
    by_title: HashMap<String, usize>,
    by_length: Vec<Vec<usize>>,
}

impl Statutes {
    /// The row of a title.
    pub fn get(&self, title: &str) -> Option<Statute<'_>> {
        self.index().by_title.get(title).and_then(|&at| self.row(at))
    }

    /// The rows whose titles have so many characters.
    pub fn of_length(&self, characters: usize) -> impl Iterator<Item = Statute<'_>> {
        self.index().by_length.get(characters).into_iter().flatten().filter_map(|&at| self.row(at))
    }

    /// What is wrong with the rows, in Chinese.
    pub fn faults(&self) -> Vec<String> {
        let is_broken = |line: &&str| {
            let columns: Vec<&str> = line.split(' ').collect();
            let is_day = |column: &&str| *column == "-" || Day::parse(column).is_some();
            columns.len() < 4 || !columns[2..4].iter().all(is_day)
        };
        let broken = self.rows.lines().filter(is_broken);
        broken.map(|line| format!("“{line}”应写作：名称 类别 公布日期 施行日期，不详的日期写 -")).collect()
    }

    fn row(&self, at: usize) -> Option<Statute<'_>> {
        let mut columns = self.rows[at..].lines().next()?.split(' ');
        let (title, kind) = (columns.next()?, columns.next()?);
        let mut day = || columns.next().and_then(Day::parse);
        Some(Statute { title, kind, published: day(), in_force: day() })
    }

    fn index(&self) -> &Index {
        self.read.get_or_init(|| {
            let mut index = Index { by_title: HashMap::new(), by_length: Vec::new() };
            let mut at = 0;
            for line in self.rows.split_inclusive('\n') {
                let title = line.split(' ').next().unwrap_or_default();
                let length = title.chars().count();
                if index.by_length.len() <= length {
                    index.by_length.resize_with(length + 1, Vec::new);
                }
                index.by_length[length].push(at);
                index.by_title.insert(title.to_owned(), at);
                at += line.len();
            }
            index
        })
    }
}

impl fmt::Debug for Statutes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.rows.lines()).finish()
    }
}

impl<'de> Deserialize<'de> for Statutes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut rows = String::new();
        deserializer.deserialize_seq(Lines(&mut rows))?;
        Ok(Self { rows, read: OnceLock::new() })
    }
}

/// Puts all rows into one text, so that a long table costs one piece of memory while nobody asks for it.
struct Lines<'a>(&'a mut String);

/// Puts one row there.
struct Line<'a>(&'a mut String);

impl<'de> Visitor<'de> for Lines<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("列表，如 [行政处罚法 法律 2021-01-22 2021-07-15]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(Line(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Line<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Line<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("文字")
    }

    fn visit_str<E: de::Error>(self, row: &str) -> Result<(), E> {
        self.0.push_str(row);
        self.0.push('\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_looked_up_by_title_and_by_length() {
        let statutes: Statutes =
            serde_yaml::from_str("[行政处罚法 法律 2021-01-22 2021-07-15, 刑法 法律 - -, 民法典 法律 2020-05-28 -]")
                .expect("rows");
        let found = statutes.get("行政处罚法").expect("known");
        assert_eq!((found.kind, found.published), ("法律", Some(Day::new(2021, 1, 22))));
        assert_eq!(found.in_force, Some(Day::new(2021, 7, 15)));
        assert_eq!(statutes.get("刑法").map(|found| found.published), Some(None));
        assert_eq!(statutes.get("民法"), None);
        assert_eq!(statutes.of_length(3).map(|found| found.title).collect::<Vec<_>>(), ["民法典"]);
        assert_eq!(statutes.of_length(9).count(), 0);
        assert!(statutes.faults().is_empty());
    }

    #[test]
    fn broken_rows_are_told() {
        let statutes: Statutes = serde_yaml::from_str("[行政处罚法 法律, 刑法 法律 1979 -]").expect("rows");
        assert_eq!(statutes.faults().len(), 2);
    }
}
