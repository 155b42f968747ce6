//! What day it is, for waivers that expire.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::check::Day;

/// Reports are due by the calendar of Beijing, wherever the machine stands.
const BEIJING: u64 = 8 * 60 * 60;
const DAY: u64 = 24 * 60 * 60;

/// Today by the clock.
pub(crate) fn today() -> Day {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    day_at(passed.as_secs())
}

/// The day of a time, in seconds since 1970 began in Greenwich.
fn day_at(seconds: u64) -> Day {
    let mut left = seconds.saturating_add(BEIJING) / DAY;
    // Four hundred years have as many days each time.
    let mut year = 1970 + i32::try_from(left / 146_097).unwrap_or_default().min(1000) * 400;
    left %= 146_097;
    let is_leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of = |year: i32| if is_leap(year) { 366 } else { 365 };
    while left >= days_of(year) {
        left -= days_of(year);
        year += 1;
    }
    let february = days_of(year) - 337;
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    Day::new(year, month, u32::try_from(left).unwrap_or_default() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (16 * 3600 - 1, "1970-01-01"),
            (16 * 3600, "1970-01-02"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_767_196_799, "2025-12-31"),
            (1_767_196_800, "2026-01-01"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(day_at(seconds).written(), day);
        }
        assert!(day_at(u64::MAX).month <= 12);
    }
}
