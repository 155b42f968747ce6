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

/// Most diagnostics that one rule gives on one report; the last stands for the rest. No one reads as many.
const MOST: usize = 10_000;

impl Speaker<'_> {
    /// Takes all findings as diagnostics: one each, or one for all of a variant where the rule collapses them.
    pub(crate) fn speak(&self, findings: &mut Vec<Finding>, said: &mut Vec<Diagnostic>) {
        findings.sort_by_key(|finding| finding.span);
        if !self.rule.file.collapse {
            let more = findings.len().saturating_sub(MOST);
            findings.truncate(MOST);
            said.extend(findings.drain(..).map(|finding| self.one(finding)));
            if let Some(last) = said.last_mut().filter(|_| more > 0) {
                last.count += more;
            }
            return;
        }
        while let Some(variant) = findings.first().map(|first| first.variant.clone()) {
            let is_alike = |finding: &Finding| finding.variant == variant;
            if findings.iter().all(is_alike) {
                findings.dedup_by_key(|finding| finding.span);
                said.push(self.together(findings));
                findings.clear();
            } else {
                let (mut alike, others) = findings.drain(..).partition(is_alike);
                *findings = others;
                alike.dedup_by_key(|finding: &mut Finding| finding.span);
                said.push(self.together(&mut alike));
            }
        }
    }

    fn one(&self, mut finding: Finding) -> Diagnostic {
        let fix = self.fix(std::slice::from_mut(&mut finding));
        let mut related = std::mem::take(&mut finding.related);
        related.sort_by_key(|label| label.span);
        Diagnostic { related, fix, ..self.diagnostic(&finding, 1) }
    }

    fn together(&self, findings: &mut [Finding]) -> Diagnostic {
        let fix = self.fix(findings);
        let elsewhere = findings[1..].iter().map(|finding| Label { span: finding.span, message: String::new() });
        Diagnostic { related: elsewhere.collect(), fix, ..self.diagnostic(&findings[0], findings.len()) }
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
    fn fix(&self, findings: &mut [Finding]) -> Option<Fix> {
        let words: &FixWords = self.rule.file.fix.as_ref()?;
        let any_sure = findings.iter().any(|finding| !finding.edits.is_empty() && !finding.unsure);
        let is_chosen = |finding: &Finding| !finding.edits.is_empty() && (!finding.unsure || !any_sure);
        let count = findings.iter().filter(|finding| is_chosen(finding)).count();
        let first = findings.iter().find(|finding| is_chosen(finding))?;
        let title = words.title.fill(self.values(first, count));
        let mut edits: Vec<Edit> = Vec::with_capacity(count);
        for finding in findings.iter_mut().filter(|finding| is_chosen(finding)) {
            edits.extend(std::mem::take(&mut finding.edits));
        }
        edits.sort();
        edits.dedup_by(|later, earlier| later.span.overlaps(earlier.span) || later == earlier);
        let applicability = if any_sure { words.applicability } else { Applicability::Unsafe };
        Some(Fix { title, applicability, edits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::plain_blocks;
    use crate::rule::RuleSet;
    use crate::source::Source;
    use crate::span::Span;

    const TEXT: &str = "甲, 乙, 丙, 丁";

    /// Half-width commas and how sure each is; the second is of another variant.
    fn speak(rest: &str, unsure: [bool; 3]) -> Vec<Diagnostic> {
        let rule = format!(
            "id: comma\nseverity: error\nbasis: fact\nmessage: “{{found}}”共{{count}}处\nhelp: 改。\n\
             fix: {{ title: '改为{{right}}', applicability: safe }}\ncheck: {{ substitution: {{ rows: [{{ wrong: [逗], right: 号 }}] }} }}\n{rest}"
        );
        let (rules, faults) = RuleSet::of_files(&[Source::new("comma.yaml", rule)]);
        assert_eq!(faults, []);
        let document = Document::understand(Source::new("例.txt", TEXT), plain_blocks(TEXT), rules.vocabularies());
        let places = TEXT.match_indices(',').map(|(at, _)| Span::new(at, at + 1));
        let mut findings: Vec<Finding> = places
            .zip(unsure)
            .map(|(span, unsure)| Finding { unsure, ..Finding::at(span).with("right", "，").replaced_by("，") })
            .collect();
        findings[1].variant = Some("second".to_owned());
        let rule = rules.rule("comma").expect("read");
        let mut said = Vec::new();
        Speaker { rule, severity: None, stage: Stage::Submit, document: &document }.speak(&mut findings, &mut said);
        said
    }

    #[test]
    fn a_variant_has_its_own_words_and_weight() {
        let said = speak("variants: { second: { severity: info, message: 另一种 } }\n", [false; 3]);
        let told: Vec<_> = said.iter().map(|one| (one.severity, one.message.as_str())).collect();
        assert_eq!(told[..2], [(Severity::Error, "“,”共1处"), (Severity::Info, "另一种")]);
        assert_eq!(said[0].fix.as_ref().map(|fix| fix.title.as_str()), Some("改为，"));
    }

    #[test]
    fn each_variant_collapses_by_itself() {
        let counts: Vec<_> =
            speak("collapse: true\n", [false; 3]).iter().map(|one| (one.count, one.related.len())).collect();
        assert_eq!(counts, [(2, 1), (1, 0)]);
    }

    #[test]
    fn sure_edits_go_before_unsure_ones() {
        let fix =
            |unsure| speak("collapse: true\n", unsure)[0].fix.clone().map(|fix| (fix.applicability, fix.edits.len()));
        assert_eq!(fix([false, false, false]), Some((Applicability::Safe, 2)));
        assert_eq!(fix([true, false, false]), Some((Applicability::Safe, 1)));
        assert_eq!(fix([true, false, true]), Some((Applicability::Unsafe, 2)));
    }
}
