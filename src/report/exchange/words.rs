//! What a diagnostic says, in plain lines.

use crate::diagnostic::Diagnostic;
use crate::report::note;

/// The headline, with how many places it stands for.
pub(super) fn headline(diagnostic: &Diagnostic) -> String {
    match diagnostic.count {
        0 | 1 => diagnostic.message.clone(),
        count => format!("{}（共{count}处）", diagnostic.message),
    }
}

/// What to do and by which norm, a line each; empty where neither is known.
pub(super) fn advice(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.iter().map(|help| format!("建议：{}", note::wanted(help)));
    let basis = note::basis(&diagnostic.basis).map(|basis| format!("依据：{basis}"));
    help.chain(basis).collect::<Vec<_>>().join("\n")
}

/// Headline and advice.
pub(super) fn whole(diagnostic: &Diagnostic) -> String {
    let mut words = headline(diagnostic);
    let advice = advice(diagnostic);
    if !advice.is_empty() {
        words.push('\n');
        words.push_str(&advice);
    }
    words
}
