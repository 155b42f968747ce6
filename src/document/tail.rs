//! The end of a report: who signs, and the date of issue.
