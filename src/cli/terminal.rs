//! The terminal: how wide it is, whether it shows colour, and words to the user beside the output.

use std::env;
use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use super::option::Color;

/// The width of a line where nothing tells.
const WIDTH: usize = 80;

/// The cells of a line: as `COLUMNS` says, else as the terminal is wide.
pub(super) fn width() -> usize {
    known_width().unwrap_or(WIDTH)
}

/// The cells of a line where something tells: output that goes to no terminal may have any.
pub(super) fn known_width() -> Option<usize> {
    let told = env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok()).filter(|width| *width > 0);
    told.or_else(|| {
        let size = terminal_size::terminal_size_of(io::stdout());
        size.map(|(terminal_size::Width(width), _)| usize::from(width)).filter(|width| *width > 0)
    })
}

/// Whether standard output is to be coloured.
pub(super) fn is_colored(color: Color) -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            io::stdout().is_terminal() && !is_set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Standard output for much at a time: without the search for line ends that goes with a terminal.
#[cfg(unix)]
pub(super) fn output() -> Box<dyn Write> {
    use std::fs::File;
    use std::os::fd::AsFd;

    match io::stdout().as_fd().try_clone_to_owned() {
        Ok(descriptor) => Box::new(BufWriter::new(File::from(descriptor))),
        Err(_) => Box::new(BufWriter::new(io::stdout().lock())),
    }
}

/// Standard output for much at a time.
#[cfg(not(unix))]
pub(super) fn output() -> Box<dyn Write> {
    Box::new(BufWriter::new(io::stdout().lock()))
}

/// Tells the user what went wrong.
pub(super) fn complain(message: &dyn Display) {
    say(&format!("错误：{message}"));
}

/// Tells the user something on a line of standard error. Where nobody listens, nothing is lost.
pub(super) fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// How far a long run has come, on one line of a terminal that shows nothing else.
pub(super) struct Progress {
    shows: bool,
    all: usize,
}

/// Fewer files are done before anyone would ask.
const MANY: usize = 1000;

impl Progress {
    /// Of so many files.
    pub(super) fn of(all: usize) -> Self {
        Self { shows: all >= MANY && io::stderr().is_terminal() && !io::stdout().is_terminal(), all }
    }

    /// So many are done.
    pub(super) fn at(&self, done: usize) {
        if self.shows {
            let end = if done == self.all { "\r\u{1b}[K" } else { "" };
            let _ = write!(io::stderr(), "\r已检查 {done}/{} 份{end}", self.all);
        }
    }
}
