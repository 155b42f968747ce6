//! What the end of a run needs to know of one input, as a text that can be kept.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a format tells its own end of one input; nothing by default. Only the format that wrote it can read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(String);

impl Record {
    /// Of a value that is made of words, numbers, lists and maps by words.
    pub(super) fn of(value: &impl Serialize) -> Self {
        Self(serde_json::to_string(value).expect("words and numbers become JSON"))
    }

    /// The value; none where nothing was to be told.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.0).ok()
    }

    /// The record of a text that [`Record::text`] gave.
    pub fn from_text(text: String) -> Self {
        Self(text)
    }

    /// The text to keep.
    pub fn text(&self) -> &str {
        &self.0
    }
}
