//! What a rule says of what its check found.

use super::Rule;
use super::file::{FixWords, Variant};
use super::message::Values;
use crate::check::{Finding, Stage};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Label, Severity};
use crate::document::Document;

/// A rule with how it is set here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speaker<'a> {
    /// The rule.
    pub(crate) rule: &'a Rule,
    /// What the user set; it holds whatever the norm's strength.
    pub(crate) severity: Option<Severity>,
    /// The stage.
    pub(crate) stage: Stage,
    /// The report.
    pub(crate) document: &'a Document,
}

impl Speaker<'_> {
    /// Findings as diagnostics: one each, or one for all of a variant where the rule collapses them.
    pub(crate) fn speak(&self, mut findings: Vec<Finding>, said: &mut Vec<Diagnostic>) {
        findings.sort_by_key(|finding| finding.span);
        if !self.rule.file.collapse {
            said.extend(findings.into_iter().map(|finding| self.one(finding)));
            return;
        }
        while let Some(variant) = findings.first().map(|first| first.variant.clone()) {
            let (mut alike, others): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(|finding| finding.variant == variant);
            findings = others;
            alike.dedup_by_key(|finding| finding.span);
            said.push(self.together(&alike));
        }
    }

    fn one(&self, mut finding: Finding) -> Diagnostic {
        let fix = self.fix(std::slice::from_ref(&finding));
        let mut related = std::mem::take(&mut finding.related);
        related.sort_by_key(|label| label.span);
        Diagnostic { related, fix, ..self.diagnostic(&finding, 1) }
    }

    fn together(&self, findings: &[Finding]) -> Diagnostic {
        let elsewhere = findings[1..].iter().map(|finding| Label { span: finding.span, message: String::new() });
        Diagnostic {
            related: elsewhere.collect(),
            fix: self.fix(findings),
            ..self.diagnostic(&findings[0], findings.len())
        }
    }

    fn diagnostic(&self, finding: &Finding, count: usize) -> Diagnostic {
        let file = &self.rule.file;
        let variant = finding.variant.as_ref().and_then(|name| file.variants.get(name));
        let values = self.values(finding, count);
        let help = variant.and_then(|variant| variant.help.as_ref()).unwrap_or(&file.help).fill(values);
        Diagnostic {
            rule: file.id.clone(),
            group: self.rule.group.clone(),
            severity: self.weigh(variant),
            message: variant.and_then(|variant| variant.message.as_ref()).unwrap_or(&file.message).fill(values),
            primary: Label { span: finding.span, message: String::new() },
            related: Vec::new(),
            help: Some(help).filter(|help| !help.is_empty()),
            basis: self.rule.basis.clone(),
            count,
            role: finding.role.clone(),
            fix: None,
        }
    }

    fn values<'a>(&'a self, finding: &'a Finding, count: usize) -> Values<'a> {
        let found = self.document.text().get(finding.span.range()).unwrap_or_default();
        Values { found, count, others: &finding.values }
    }

    fn weigh(&self, variant: Option<&Variant>) -> Severity {
        let file = &self.rule.file;
        self.severity.unwrap_or_else(|| {
            let staged = file.severity_by_stage.get(&self.stage).copied();
            self.rule.capped(variant.and_then(|variant| variant.severity).or(staged).unwrap_or(file.severity))
        })
    }

    /// The edits of some findings, the later one left out where two overlap. Where some findings are sure and some are
    /// not, the fix is that of the sure ones: the others stay for the next look.
    fn fix(&self, findings: &[Finding]) -> Option<Fix> {
        let words: &FixWords = self.rule.file.fix.as_ref()?;
        let with_edits = || findings.iter().filter(|finding| !finding.edits.is_empty());
        let any_sure = with_edits().any(|finding| !finding.unsure);
        let chosen: Vec<&Finding> = with_edits().filter(|finding| !finding.unsure || !any_sure).collect();
        let title = words.title.fill(self.values(chosen.first()?, chosen.len()));
        let mut edits: Vec<Edit> = chosen.iter().flat_map(|finding| finding.edits.iter().cloned()).collect();
        edits.sort();
        edits.dedup_by(|later, earlier| later.span.overlaps(earlier.span) || later == earlier);
        let applicability = if any_sure { words.applicability } else { Applicability::Unsafe };
        Some(Fix { title, applicability, edits })
    }
}
