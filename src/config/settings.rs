//! What a configuration comes to for a file, each value with where it was set.

use serde_yaml::Spanned;

use super::{Config, Entry, Part};
use crate::check::{Context, Stage};
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::span::Span;

/// A value and where it was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled<T> {
    /// The value.
    pub value: T,
    /// Where it was set.
    pub origin: Origin,
}

/// Where a value was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nowhere.
    Default,
    /// In a part of the configuration.
    Part {
        /// The part, by its index.
        part: usize,
        /// The value.
        span: Span,
    },
    /// By whoever runs the program.
    CommandLine,
}

/// Everything but the rules and waivers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The stage.
    pub stage: Settled<Stage>,
    /// The report year; without it, as the text tells.
    pub year: Settled<Option<i32>>,
    /// The level; where unknown, as the text tells.
    pub level: Settled<Level>,
    /// What weighs less is left out.
    pub least: Settled<Severity>,
    /// From which severity on a run fails; none for never.
    pub fail_on: Settled<Option<Severity>>,
    /// The county.
    pub county: Option<String>,
    /// Its towns.
    pub towns: Vec<String>,
}

impl<T> Settled<T> {
    const fn default(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }

    /// Sets another value, if there is one, by the command line.
    pub fn command(&mut self, value: Option<T>) {
        if let Some(value) = value {
            *self = Self { value, origin: Origin::CommandLine };
        }
    }

    fn set<V: Copy>(&mut self, part: (usize, &Part), value: Option<&Spanned<V>>, as_set: impl Fn(V) -> T) {
        if let Some(written) = value {
            let span = part.1.place(written);
            *self = Self { value: as_set(written.value), origin: Origin::Part { part: part.0, span } };
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            stage: Settled::default(Stage::default()),
            year: Settled::default(None),
            level: Settled::default(Level::default()),
            least: Settled::default(Severity::Info),
            fail_on: Settled::default(Some(Severity::Error)),
            county: None,
            towns: Vec::new(),
        }
    }
}

impl Settings {
    /// What is known of a report beside its text; the rest as in another context.
    pub fn context(&self, base: &Context) -> Context {
        Context {
            stage: self.stage.value,
            year: self.year.value,
            level: self.level.value,
            towns: self.towns.clone(),
            county: self.county.clone(),
            ..base.clone()
        }
    }
}

impl Config {
    /// What holds where these overrides hold.
    pub fn settings(&self, overrides: &[Entry]) -> Settings {
        let mut settings = Settings::default();
        for part in self.parts.iter().enumerate() {
            let file = &part.1.file;
            settings.stage.set(part, file.stage.as_ref(), |stage| stage);
            settings.year.set(part, file.year.as_ref(), Some);
            settings.level.set(part, file.level.as_ref(), |level| level);
            settings.least.set(part, file.min_severity.as_ref(), |least| least);
            settings.fail_on.set(part, file.fail_on.as_ref(), |fail_on| fail_on.least());
            settings.county = file.unit.county.clone().or(settings.county);
            settings.towns.extend(file.unit.towns.iter().cloned());
        }
        for &(index, entry) in overrides {
            let part = (index, &self.parts[index]);
            let own = &part.1.file.overrides[entry];
            settings.stage.set(part, own.stage.as_ref(), |stage| stage);
            settings.year.set(part, own.year.as_ref(), Some);
            settings.level.set(part, own.level.as_ref(), |level| level);
        }
        settings
    }
}
