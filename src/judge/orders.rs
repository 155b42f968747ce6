//! What whoever runs the program says of all reports alike.

use std::path::PathBuf;

use crate::check::{Day, Stage};
use crate::config::Settings;
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::rule::Choice;

/// Options that hold for every report of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Orders {
    /// The configuration of all files.
    pub(crate) config: Option<PathBuf>,
    /// No configuration is looked for.
    pub(crate) without_config: bool,
    /// Files and folders of rules beside the built-in ones.
    pub(crate) rules: Vec<PathBuf>,
    /// What is chosen of the rules.
    pub(crate) choice: Choice,
    /// The baseline of all reports.
    pub(crate) baseline: Option<PathBuf>,
    /// What counts as today; without it, the clock.
    pub(crate) on: Option<Day>,
    /// The stage, the report year and the level.
    pub(crate) stage: Option<Stage>,
    pub(crate) year: Option<i32>,
    pub(crate) level: Option<Level>,
    /// What weighs less is left out.
    pub(crate) least: Option<Severity>,
    /// From which severity on a run fails; none inside for never.
    pub(crate) fail_on: Option<Option<Severity>>,
}

impl Orders {
    pub(super) fn set(&self, settings: &mut Settings) {
        settings.stage.command(self.stage);
        settings.year.command(self.year.map(Some));
        settings.level.command(self.level);
        settings.least.command(self.least);
        settings.fail_on.command(self.fail_on);
    }
}
