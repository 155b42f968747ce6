//! A day of the calendar, as tables write it.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::document::Date;

/// A day, written `2021-01-01`; ordered as in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// The month from 1.
    pub month: u32,
    /// The day from 1.
    pub day: u32,
}

impl Day {
    /// A day by its parts.
    pub const fn new(year: i32, month: u32, day: u32) -> Self {
        Self { year, month, day }
    }

    /// Reads `2021-01-01`.
    pub fn parse(written: &str) -> Option<Self> {
        let mut parts = written.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let read = Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        (year.len() == 4 && (1..=12).contains(&read.month) && (1..=31).contains(&read.day)).then_some(read)
    }

    /// As files write it: `2021-01-01`.
    pub fn written(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// The last day of a year.
    pub const fn end_of(year: i32) -> Self {
        Self::new(year, 12, 31)
    }

    /// A date as written; the first day of what it leaves open.
    pub fn of(date: &Date) -> Option<Self> {
        Some(Self::new(date.year?, date.month.unwrap_or(1), date.day.unwrap_or(1)))
    }
}

/// As in Chinese text: 2021年1月1日.
impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        Self::parse(&written).ok_or_else(|| de::Error::custom(format!("“{written}”不是日期，应写作 2021-01-01")))
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_read_compared_and_written() {
        let day = Day::parse("2021-01-01").expect("a day");
        assert_eq!((day.to_string(), day.written()), ("2021年1月1日".to_owned(), "2021-01-01".to_owned()));
        assert!(day < Day::new(2021, 1, 2) && day > Day::end_of(2020));
        for wrong in ["2021", "2021-13-01", "21-01-01", "2021-01-32", "2021-01-01-01", ""] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }
}
