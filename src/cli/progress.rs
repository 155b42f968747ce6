//! How far a long run has come: a line on a terminal's standard error.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter work is done before anyone would ask.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts files as they are done, from any thread. Where standard error is no terminal, nothing is shown.
pub(super) struct Progress {
    label: &'static str,
    all: usize,
    start: Instant,
    is_terminal: bool,
    /// Made when the work turns out to be long.
    bar: OnceLock<ProgressBar>,
    done: AtomicUsize,
}

impl Progress {
    /// Of so many files; the label says what is done with them.
    pub(super) fn new(label: &'static str, all: usize) -> Self {
        Self {
            label,
            all,
            start: Instant::now(),
            is_terminal: io::stderr().is_terminal(),
            bar: OnceLock::new(),
            done: AtomicUsize::new(0),
        }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.is_terminal && self.start.elapsed() > PATIENCE {
            self.bar.get_or_init(|| bar(self.label, self.all)).set_position(done as u64);
        }
    }

    /// Writes something else, perhaps on the same terminal.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match self.bar.get() {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(label: &'static str, all: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} 份")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::stderr()).with_style(style).with_message(label)
}
