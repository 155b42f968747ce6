//! What is counted over all inputs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Exit;
use crate::diagnostic::Severity;
use crate::lint::{Coverage, Linted};
use crate::report::Summary;
use crate::rule_id::RuleId;

/// Counts of one input or of many.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    summary: Summary,
    /// Inputs that were read and checked.
    checked: usize,
    /// Diagnostics that weigh as much as a run fails on.
    failing: usize,
    /// The most rules that one report was held against, in whatever way.
    rules: usize,
    /// For rules that did not run on every report: how often they did not apply, and whether they put a question.
    others: BTreeMap<RuleId, Other>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Other {
    not_applicable: usize,
    question: Option<String>,
}

impl Tally {
    /// One report, of which diagnostics from a severity on make the run fail; none for never.
    pub(super) fn of(linted: &Linted, fail_on: Option<Severity>) -> Self {
        let mut tally = Self { checked: 1, ..Self::default() };
        tally.summary.files = 1;
        tally.summary.waived = linted.waived.len();
        tally.summary.known = Some(linted.known.len()).filter(|known| *known > 0);
        for diagnostic in &linted.diagnostics {
            *tally.count(diagnostic.severity) += 1;
            tally.failing += usize::from(fail_on.is_some_and(|least| diagnostic.severity >= least));
        }
        let Coverage { checked, not_applicable, needs_human } = &linted.coverage;
        tally.rules = checked + not_applicable.len() + needs_human.len();
        for (rule, _) in not_applicable {
            tally.others.insert(rule.clone(), Other { not_applicable: 1, question: None });
        }
        for (rule, question) in needs_human {
            tally.others.insert(rule.clone(), Other { not_applicable: 0, question: Some(question.clone()) });
        }
        tally
    }

    /// One input that could not be read.
    pub(super) fn unreadable() -> Self {
        Self { summary: Summary { files: 1, unreadable: 1, ..Summary::default() }, ..Self::default() }
    }

    /// One file of a walked folder that is no report.
    pub(super) fn passed_over() -> Self {
        Self { summary: Summary { passed_over: 1, ..Summary::default() }, ..Self::default() }
    }

    /// Whether all inputs could be read.
    pub(super) fn is_readable(&self) -> bool {
        self.summary.unreadable == 0
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: Self) {
        let (sum, more) = (&mut self.summary, other.summary);
        sum.files += more.files;
        sum.unreadable += more.unreadable;
        sum.passed_over += more.passed_over;
        sum.error += more.error;
        sum.warning += more.warning;
        sum.info += more.info;
        sum.waived += more.waived;
        sum.known = sum.known.map_or(more.known, |known| Some(known + more.known.unwrap_or(0)));
        self.checked += other.checked;
        self.failing += other.failing;
        self.rules = self.rules.max(other.rules);
        for (rule, more) in other.others {
            let own = self.others.entry(rule).or_default();
            own.not_applicable += more.not_applicable;
            own.question = own.question.take().or(more.question);
        }
    }

    /// The counts for users; each rule counts once, as run where it ran on any report.
    pub(super) fn summary(&self) -> Summary {
        let others = self.others.values();
        let questions: Vec<String> = others.clone().filter_map(|other| other.question.clone()).collect();
        let is_nowhere = |other: &&Other| other.question.is_none() && other.not_applicable == self.checked;
        let nowhere = others.filter(is_nowhere).count();
        Summary {
            rules_checked: self.rules.saturating_sub(questions.len() + nowhere),
            rules_not_applicable: nowhere,
            questions,
            ..self.summary.clone()
        }
    }

    /// What the run comes to.
    pub(super) fn exit(&self) -> Exit {
        if self.summary.unreadable > 0 || self.checked == 0 {
            Exit::Failed
        } else if self.failing > 0 {
            Exit::Found
        } else {
            Exit::Clean
        }
    }

    fn count(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.summary.error,
            Severity::Warning => &mut self.summary.warning,
            Severity::Info => &mut self.summary.info,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Fault;
    use crate::span::Span;

    fn linted(checked: usize, not_applicable: &[&str], needs_human: &[&str]) -> Linted {
        let rules = |names: &[&str]| {
            names.iter().map(|name| (RuleId::new(name).expect("well-formed"), String::new())).collect()
        };
        let coverage = Coverage { checked, not_applicable: rules(not_applicable), needs_human: rules(needs_human) };
        Linted { coverage, ..Linted::default() }
    }

    #[test]
    fn a_rule_counts_once_over_all_reports() {
        let mut tally = Tally::default();
        tally.add(Tally::of(&linted(7, &["a", "b"], &["c"]), None));
        tally.add(Tally::of(&linted(8, &["a"], &["c"]), None));
        tally.add(Tally::unreadable());
        tally.add(Tally::passed_over());
        let Summary { files, unreadable, passed_over, rules_checked, rules_not_applicable, questions, .. } =
            tally.summary();
        assert_eq!((files, unreadable, passed_over), (3, 1, 1));
        assert_eq!((rules_checked, rules_not_applicable, questions.len()), (8, 1, 1));
    }

    #[test]
    fn what_could_not_be_read_outdoes_what_was_found() {
        let one = Fault::new("missing-date", 0, Span::at(0), "未发现成文日期".to_owned(), None).diagnostic;
        let found = Linted { diagnostics: vec![one], ..Linted::default() };
        let exit = |fail_on| Tally::of(&found, fail_on).exit();
        assert_eq!(Tally::of(&Linted::default(), Some(Severity::Info)).exit(), Exit::Clean);
        assert_eq!(
            [exit(Some(Severity::Error)), exit(Some(Severity::Info)), exit(None)],
            [Exit::Found, Exit::Found, Exit::Clean]
        );
        let mut tally = Tally::of(&found, Some(Severity::Error));
        tally.add(Tally::of(&Linted::default(), None));
        assert_eq!(tally.exit(), Exit::Found);
        tally.add(Tally::unreadable());
        assert_eq!(tally.exit(), Exit::Failed);
        assert_eq!(Tally::passed_over().exit(), Exit::Failed);
    }
}
