//! A long table of titles, kept as one text until a title is looked up.

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
    index: OnceLock<Index>,
}

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statute<'a> {
    /// The title without 中华人民共和国.
    pub title: &'a str,
    /// What sort of text it is: 法律, 行政法规, 党内法规 …
    pub kind: &'a str,
    /// Day of publication and day of coming into force, as written.
    days: [&'a str; 2],
}

impl Statute<'_> {
    /// The day on which its newest text was made public.
    pub fn published(&self) -> Option<Day> {
        Day::parse(self.days[0])
    }

    /// The day on which that came into force.
    pub fn in_force(&self) -> Option<Day> {
        Day::parse(self.days[1])
    }
}

/// Rows in the order of the lengths of their titles.
struct Index {
    entries: Vec<Entry>,
    /// By length in characters, where the entries of that length begin.
    starts: Vec<usize>,
}

/// Where a row stands, and what its title is made of.
#[derive(Clone, Copy)]
struct Entry {
    length: usize,
    letters: u64,
    at: usize,
}

/// One bit for each character, so that two titles that differ in few characters differ in few bits.
fn letters(title: &str) -> u64 {
    title.chars().fold(0, |bits, one| bits | 1 << (u32::from(one).wrapping_mul(0x9E37_79B1) >> 26))
}

impl Statutes {
    /// The row of a title; the last of several.
    pub fn get(&self, title: &str) -> Option<Statute<'_>> {
        self.like(title, title.chars().count(), 0).filter(|known| known.title == title).last()
    }

    /// The rows with so many characters in the title, of which about so many others than a title has at most: rows that
    /// differ more may be among them, none that differs less is left out.
    pub fn like(&self, title: &str, length: usize, others: u32) -> impl Iterator<Item = Statute<'_>> {
        let index = self.index.get_or_init(|| Index::of(&self.rows));
        let start = |length: usize| index.starts.get(length).copied().unwrap_or(index.entries.len());
        let wanted = letters(title);
        let is_like = move |entry: &&Entry| (entry.letters ^ wanted).count_ones() <= others;
        index.entries[start(length)..start(length + 1)].iter().filter(is_like).filter_map(|entry| self.row(entry.at))
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
        let mut day = || columns.next().unwrap_or_default();
        Some(Statute { title, kind, days: [day(), day()] })
    }
}

impl Index {
    fn of(rows: &str) -> Self {
        let mut entries = Vec::new();
        let mut at = 0;
        for line in rows.split_inclusive('\n') {
            let title = line.split(' ').next().unwrap_or_default();
            entries.push(Entry { length: title.chars().count(), letters: letters(title), at });
            at += line.len();
        }
        entries.sort_by_key(|entry| entry.length);
        let longest = entries.last().map_or(0, |entry| entry.length);
        let starts = (0..=longest).map(|length| entries.partition_point(|entry| entry.length < length)).collect();
        Self { entries, starts }
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
        Ok(Self { rows, index: OnceLock::new() })
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
        assert_eq!((found.kind, found.published()), ("法律", Some(Day::new(2021, 1, 22))));
        assert_eq!(found.in_force(), Some(Day::new(2021, 7, 15)));
        assert_eq!(statutes.get("刑法").map(|found| found.published()), Some(None));
        assert_eq!(statutes.get("民法"), None);
        let like =
            |title, length, others| statutes.like(title, length, others).map(|found| found.title).collect::<Vec<_>>();
        assert_eq!(like("民法", 3, 1), ["民法典"]);
        assert_eq!(like("行政处罚条例", 5, 4), ["行政处罚法"]);
        assert_eq!(like("海洋", 2, 1), Vec::<&str>::new());
        assert_eq!(like("海洋", 9, 64), Vec::<&str>::new());
        assert!(statutes.faults().is_empty());
    }

    #[test]
    fn broken_rows_are_told() {
        let statutes: Statutes = serde_yaml::from_str("[行政处罚法 法律, 刑法 法律 1979 -]").expect("rows");
        assert_eq!(statutes.faults().len(), 2);
    }
}
