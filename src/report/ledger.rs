//! One row a report: what it is, which prescribed contents it has, what was found; and the columns of a table of them.

use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Severity;
use crate::document::Level;
use crate::lint::State;
use crate::report::Checked;

/// A report's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) path: String,
    pub(super) unit: String,
    pub(super) level: &'static str,
    pub(super) year: Option<i32>,
    pub(super) kind: String,
    /// Each prescribed content of its kind, by name.
    pub(super) contents: Vec<(String, State)>,
    pub(super) error: usize,
    pub(super) warning: usize,
    pub(super) info: usize,
    pub(super) waived: usize,
    /// Why it could not be read.
    pub(super) unreadable: Option<String>,
}

/// What stands in a column of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// Words; empty where nothing is known.
    Text(&'a str),
    /// How many, or which year.
    Number(usize),
    /// How far a prescribed content is there.
    State(State),
    /// What the row comes to.
    Verdict(&'static str),
    /// There is no such thing in this row.
    Nothing,
}

/// The heads of the columns, for reports with these prescribed contents.
pub(super) fn heads(contents: &[String]) -> Vec<&str> {
    let before = ["文件", "单位", "层级", "年度", "文种"].into_iter();
    let contents = contents.iter().map(String::as_str);
    before.chain(contents).chain(["错误", "提醒", "提示", "已豁免", "结论", "说明"]).collect()
}

impl Row {
    /// What stands in the columns of [`heads`].
    pub(super) fn values(&self, contents: &[String]) -> Vec<Value<'_>> {
        let year = self.year.and_then(|year| usize::try_from(year).ok()).map_or(Value::Nothing, Value::Number);
        let mut values = vec![
            Value::Text(&self.path),
            Value::Text(&self.unit),
            Value::Text(self.level),
            year,
            Value::Text(&self.kind),
        ];
        values.extend(contents.iter().map(|name| self.state(name).map_or(Value::Nothing, Value::State)));
        // Nothing was counted in a report that could not be read.
        let count = |count| if self.unreadable.is_some() { Value::Nothing } else { Value::Number(count) };
        values.extend([self.error, self.warning, self.info, self.waived].map(count));
        values.extend([Value::Verdict(self.verdict()), Value::Text(self.unreadable.as_deref().unwrap_or_default())]);
        values
    }

    /// What the row comes to, in a few words. It never says that a report is in order.
    pub(super) fn verdict(&self) -> &'static str {
        match self {
            Row { unreadable: Some(_), .. } => "无法读取",
            Row { error: 1.., .. } => "有错误",
            Row { warning: 1.., .. } => "有提醒",
            _ => "未发现错误和提醒",
        }
    }

    /// The state of a content; none where its kind of report has no such content.
    pub(super) fn state(&self, name: &str) -> Option<State> {
        self.contents.iter().find(|(own, _)| own == name).map(|(_, state)| *state)
    }

    /// The row of an input.
    pub(super) fn new(checked: &Checked<'_>) -> Self {
        let mut row = Self {
            path: checked.path.to_owned(),
            unit: String::new(),
            level: "",
            year: None,
            kind: String::new(),
            contents: Vec::new(),
            error: 0,
            warning: 0,
            info: 0,
            waived: 0,
            unreadable: None,
        };
        let (document, linted) = match checked.outcome {
            Ok(checked) => checked,
            Err(reason) => return Self { unreadable: Some(reason.to_owned()), ..row },
        };
        let count = |severity| linted.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        row.unit = document.unit.map(|unit| document.slice(unit).to_owned()).unwrap_or_default();
        row.level = if document.level == Level::Unknown { "" } else { document.level.word() };
        row.year = document.year.map(|(year, _)| year);
        row.kind = if document.kind.is_unknown() { String::new() } else { document.kind.name.clone() };
        row.contents = linted.contents.iter().map(|content| (content.name.clone(), content.state)).collect();
        (row.error, row.warning, row.info) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        row.waived = linted.waived.len();
        row
    }
}

/// Rows as they come in, from any thread.
#[derive(Debug, Default)]
pub(super) struct Ledger(Mutex<Vec<Row>>);

impl Ledger {
    /// Adds a report.
    pub(super) fn add(&self, checked: &Checked<'_>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Row::new(checked));
    }

    /// All rows by their paths, and the names of all contents that one of them has, in the order in which the norms ask
    /// for them.
    pub(super) fn rows(&self) -> (Vec<Row>, Vec<String>) {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        rows.sort_by(|one, other| one.path.cmp(&other.path));
        let names = contents(&rows);
        (rows, names)
    }
}

/// The names of all contents that one of the rows has, in the order in which they come.
pub(super) fn contents<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in rows.into_iter().flat_map(|row| &row.contents) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
