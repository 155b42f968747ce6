//! Colours of our own lines, the same as miette's.

use crate::diagnostic::Severity;
use crate::lint::State;

/// Puts colour on text, or leaves it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub(super) color: bool,
}

impl Ink {
    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn note(self, text: &str) -> String {
        self.paint("36", text)
    }

    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        };
        self.paint(code, text)
    }

    pub(super) fn state(self, state: State, text: &str) -> String {
        let code = match state {
            State::Present => "32",
            State::Partial => "33",
            State::Absent => "31",
        };
        self.paint(code, text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
