//! A document and the rules in force: diagnostics in order, contents, coverage.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::baseline::{Known, Recall};
use crate::check::{CheckKind, Context, Day, Finding, Hit, Target, WaiverFault};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Level, NO_VOCABULARY, RoleForm, Vocabulary};
use crate::rule::{Matcher, Pack, Rule, RuleSet, Speaker};
use crate::rule_id::RuleId;
use crate::span::Span;
use crate::suppress::Suppression;

/// What checking one report gave.
#[derive(Debug, Default)]
pub struct Linted {
    /// By place, then by id.
    pub diagnostics: Vec<Diagnostic>,
    /// Those that a waiver takes out of them, in the same order.
    pub waived: Vec<Waived>,
    /// Those that were there before, in the same order.
    pub known: Vec<Diagnostic>,
    /// Waivers of [`Exceptions::waivers`] whose rule ran and found nothing that they could waive, by their indices.
    pub unused: Vec<usize>,
    /// Findings of [`Exceptions::known`] that are not there any more, by their indices.
    pub stale: Vec<usize>,
    /// The prescribed contents in the norm's order.
    pub contents: Vec<Content>,
    /// What was checked and what was not.
    pub coverage: Coverage,
}

/// A diagnostic that someone waived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// Why it may stand.
    pub reason: String,
    /// Who says so.
    pub by: Option<String>,
    /// The last day on which it may.
    pub until: Option<Day>,
    /// Where the waiver stands.
    pub from: WaivedIn,
}

/// Where a waiver stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaivedIn {
    /// In the report.
    Comment,
    /// Among [`Exceptions::waivers`], by its index.
    Config(usize),
}

/// What is known of a report's findings beside its text.
#[derive(Clone, Debug, Default)]
pub struct Exceptions<'a> {
    /// Rules that are waived for the whole report.
    pub waivers: Vec<ReportWaiver<'a>>,
    /// Findings that were there before.
    pub known: &'a [Known],
}

/// A rule that is waived for a whole report.
#[derive(Clone, Copy, Debug)]
pub struct ReportWaiver<'a> {
    /// The rule.
    pub rule: &'a str,
    /// Why its findings may stand.
    pub reason: &'a str,
    /// Who says so.
    pub by: Option<&'a str>,
    /// The last day on which it holds.
    pub until: Option<Day>,
}

/// One prescribed content and how far the report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The role's key, such as `measures`.
    pub role: String,
    /// The role's name for users.
    pub name: String,
    /// How far it is there.
    pub state: State,
    /// Where it was found: headings with their numbers, or passages.
    pub places: Vec<Span>,
    /// The rules that make it partial or absent here.
    pub because: Vec<RuleId>,
}

/// How far a prescribed content is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// 有.
    Present,
    /// 有但不完整.
    Partial,
    /// 未发现.
    Absent,
}

impl State {
    /// The word shown to users.
    pub const fn word(self) -> &'static str {
        match self {
            State::Present => "有",
            State::Partial => "有但不完整",
            State::Absent => "未发现",
        }
    }
}

/// What was checked, what did not apply, what only a person can judge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many rules ran.
    pub checked: usize,
    /// Rules that did not apply, and why; by id.
    pub not_applicable: Vec<(RuleId, String)>,
    /// Rules that only put a question, and the question; by id.
    pub needs_human: Vec<(RuleId, String)>,
}

/// Checks a report by the rules in force. Year and level that the context leaves open are those of the text.
pub fn lint(document: &Document, rules: &RuleSet, context: &Context) -> Linted {
    lint_except(document, rules, context, &Exceptions::default())
}

/// Checks a report as [`lint`] does, without what is waived or was there before.
pub fn lint_except(document: &Document, rules: &RuleSet, context: &Context, exceptions: &Exceptions<'_>) -> Linted {
    let mut linted = Linted::default();
    let mut completed = completed(document, context);
    completed.towns.extend(rules.units().towns.iter().cloned());
    completed.county = completed.county.or_else(|| rules.units().county.clone());
    let mut lint = Lint::new(document, &completed, rules, exceptions);
    let hits = rules.hits(document);
    let packs = rules.packs_for(document);
    let reader = rules.pack_of(document);
    // The pack that the report was read with, and its overlays.
    let is_for_reader = |pack: &&&Pack| {
        let name = pack.over.as_ref().unwrap_or(&pack.file.pack);
        reader.is_some_and(|reader| reader.file.pack == *name)
    };
    let made_for_reader: Vec<&str> = packs.iter().filter(is_for_reader).map(|pack| pack.file.pack.as_str()).collect();
    let is_other_kind = !document.kind.expected && !document.kind.is_unknown();
    let of_these = |rule: &Rule| rule.pack.as_ref().is_none_or(|own| packs.iter().any(|pack| pack.file.pack == *own));
    for (index, rule, severity) in rules.in_force().filter(|(_, rule, _)| of_these(rule)) {
        let of_reader = rule.pack.as_deref().is_some_and(|own| made_for_reader.contains(&own));
        let other_kind = (of_reader && is_other_kind && !rule.file.when.any_kind)
            .then(|| format!("本文是“{}”，不是这套规则所查的文种", document.kind.name));
        if let Some(why) = other_kind.or_else(|| rule.excludes(lint.context)) {
            linted.coverage.not_applicable.push((rule.id().clone(), why));
            continue;
        }
        lint.ran(rule);
        if let CheckKind::Ask(ask) = &rule.file.check {
            linted.coverage.needs_human.push((rule.id().clone(), ask.question.clone()));
            continue;
        }
        linted.coverage.checked += 1;
        if let Some(hits) = hits.of(index) {
            lint.run(rule, severity, hits);
        }
    }
    let linted = Linted { coverage: linted.coverage, ..lint.finish() };
    let contents = contents(document, rules, &packs, &linted);
    Linted { contents, ..linted }
}

/// Checks a report by a few rules of a set, whether or not they are in force or their pack is for such a document.
pub(crate) fn lint_by(document: &Document, tried: &[&Rule], rules: &RuleSet, context: &Context) -> Vec<Diagnostic> {
    let completed = completed(document, context);
    let exceptions = Exceptions::default();
    let mut lint = Lint::new(document, &completed, rules, &exceptions);
    let matcher = Matcher::new(tried.iter().map(|rule| Some(rule.file.check.as_check())));
    let hits = matcher.hits(document.text(), document.characters());
    for (index, rule) in tried.iter().enumerate() {
        if rule.excludes(lint.context).is_some() {
            continue;
        }
        lint.ran(rule);
        if let Some(hits) = hits.of(index) {
            lint.run(rule, None, hits);
        }
    }
    lint.finish().diagnostics
}

struct Lint<'a> {
    document: &'a Document,
    context: &'a Context,
    vocabulary: &'a Vocabulary,
    rules: &'a RuleSet,
    suppression: Suppression<'a>,
    exceptions: &'a Exceptions<'a>,
    recall: Recall<'a>,
    /// The rules that ran, where anyone will ask.
    ran: BTreeSet<&'a str>,
    /// Rules about the waivers, which speak when all others have.
    of_waivers: Vec<(&'a Rule, Option<Severity>, WaiverFault)>,
    /// What the rule that runs has found; taken up by the next.
    findings: Vec<Finding>,
    said: Vec<Diagnostic>,
    waived: Vec<Waived>,
    known: Vec<Diagnostic>,
}

impl<'a> Lint<'a> {
    fn new(document: &'a Document, context: &'a Context, rules: &'a RuleSet, exceptions: &'a Exceptions<'a>) -> Self {
        Self {
            document,
            context,
            vocabulary: rules.vocabularies().get(document.vocabulary).unwrap_or(&NO_VOCABULARY),
            rules,
            suppression: Suppression::new(document),
            exceptions,
            recall: Recall::new(exceptions.known),
            ran: BTreeSet::new(),
            of_waivers: Vec::new(),
            findings: Vec::with_capacity(32),
            said: Vec::with_capacity(32),
            waived: Vec::new(),
            known: Vec::new(),
        }
    }

    /// A rule applies; whatever it finds, waivers of it can be of use.
    fn ran(&mut self, rule: &'a Rule) {
        if !self.exceptions.waivers.is_empty() || !self.exceptions.known.is_empty() {
            self.ran.insert(rule.id().as_str());
        }
        if !matches!(rule.file.check, CheckKind::Waiver(_)) {
            self.suppression.ran(rule.id());
        }
    }

    fn run(&mut self, rule: &'a Rule, severity: Option<Severity>, hits: &[Hit]) {
        if let CheckKind::Waiver(check) = &rule.file.check {
            self.of_waivers.push((rule, severity, check.find));
            return;
        }
        let mut findings = std::mem::take(&mut self.findings);
        let target = Target { document: self.document, hits, context: self.context, vocabulary: self.vocabulary };
        rule.file.check.as_check().check(&target, &mut findings);
        if findings.is_empty() {
            self.findings = findings;
            return;
        }
        findings.retain(|finding| self.document.in_scope(&rule.file.scope, finding.span));
        self.suppression.spare_marks(&mut findings);
        self.speak(rule, severity, &mut findings);
        self.findings = findings;
    }

    /// Takes all findings. Each waiver's are spoken of by themselves, so that the counts of collapsed ones are right on both sides.
    fn speak(&mut self, rule: &Rule, severity: Option<Severity>, findings: &mut Vec<Finding>) {
        let speaker = Speaker { rule, severity, stage: self.context.stage, document: self.document };
        for (reason, covered) in self.suppression.take(rule.id(), findings) {
            let waived = |diagnostic| Waived {
                diagnostic,
                reason: reason.to_owned(),
                by: None,
                until: None,
                from: WaivedIn::Comment,
            };
            self.waived.extend(spoken(speaker, &mut { covered }).into_iter().map(waived));
        }
        let mut waivers = self.exceptions.waivers.iter().enumerate();
        if let Some((index, waiver)) = waivers.find(|(_, waiver)| waiver.rule == rule.id().as_str()) {
            let waived = |diagnostic| Waived {
                diagnostic,
                reason: waiver.reason.to_owned(),
                by: waiver.by.map(str::to_owned),
                until: waiver.until,
                from: WaivedIn::Config(index),
            };
            self.waived.extend(spoken(speaker, findings).into_iter().map(waived));
        }
        let mut known = self.recall.take(self.document, rule.id(), findings);
        speaker.speak(&mut known, &mut self.known);
        speaker.speak(findings, &mut self.said);
    }

    /// What was said, waived and known, by place, then by id; what is said twice in the same words is said once.
    fn finish(mut self) -> Linted {
        for (rule, severity, fault) in std::mem::take(&mut self.of_waivers) {
            self.speak(rule, severity, &mut self.suppression.faults(fault, self.rules));
        }
        let (mut said, mut waived, mut known) = (self.said, self.waived, self.known);
        for diagnostics in [&mut said, &mut known] {
            diagnostics.sort_by(by_place);
            diagnostics.dedup();
        }
        waived.sort_by(|one, other| by_place(&one.diagnostic, &other.diagnostic));
        waived.dedup();
        let is_idle = |index: &usize| {
            let ran = self.ran.contains(self.exceptions.waivers[*index].rule);
            ran && !waived.iter().any(|waived| waived.from == WaivedIn::Config(*index))
        };
        let unused = (0..self.exceptions.waivers.len()).filter(is_idle).collect();
        let stale = self.recall.stale(|rule| self.ran.contains(rule) || self.rules.rule(rule).is_none());
        Linted { diagnostics: said, waived, known, unused, stale, ..Linted::default() }
    }
}

fn spoken(speaker: Speaker<'_>, findings: &mut Vec<Finding>) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    speaker.speak(findings, &mut said);
    said
}

fn completed(document: &Document, context: &Context) -> Context {
    let year = context.year.or(document.year.map(|(year, _)| year));
    let level = if context.level == Level::Unknown { document.level } else { context.level };
    Context { year, level, ..context.clone() }
}

fn by_place(one: &Diagnostic, other: &Diagnostic) -> Ordering {
    one.order().cmp(&other.order()).then_with(|| one.message.cmp(&other.message))
}

/// A waiver changes nothing of what the report has: what is waived, or known, makes a content partial as anything else does.
fn contents(document: &Document, rules: &RuleSet, packs: &[&Pack], linted: &Linted) -> Vec<Content> {
    let Some(vocabulary) = rules.vocabularies().get(document.vocabulary) else { return Vec::new() };
    let prescribed = vocabulary.roles.iter().filter(|form| form.prescribed);
    let content = |form: &RoleForm| {
        let headings = document.with_role(&form.role).map(|section| section.line);
        let passages = document.evidence.iter().filter(|evidence| evidence.role == form.role);
        let mut places: Vec<Span> = headings.chain(passages.map(|evidence| evidence.span)).collect();
        places.sort();
        let listed: Vec<&RuleId> =
            packs.iter().filter_map(|pack| pack.file.partial.get(&form.role)).flatten().collect();
        let waived = linted.waived.iter().map(|waived| &waived.diagnostic);
        let mut because: Vec<RuleId> = linted
            .diagnostics
            .iter()
            .chain(waived)
            .chain(&linted.known)
            .filter(|diagnostic| diagnostic.role.as_ref().is_none_or(|role| *role == form.role))
            .map(|diagnostic| &diagnostic.rule)
            .filter(|rule| listed.contains(rule))
            .cloned()
            .collect();
        because.sort();
        because.dedup();
        let state = match (places.is_empty(), because.is_empty()) {
            (true, _) => State::Absent,
            (false, true) => State::Present,
            (false, false) => State::Partial,
        };
        Content { role: form.role.clone(), name: form.name.clone(), state, places, because }
    };
    prescribed.map(content).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Stage;
    use crate::document::plain_blocks;
    use crate::source::Source;

    const PACK: &str = "pack: probe\ntitle: 试\nnorms:\n  binding: { title: 《规定》, strength: binding, read: secondary, read_on: '2026-01-01', seen_items: [第二条] }\n  team: { title: 约定, strength: team, read: seen, read_on: '2026-01-01' }\n\
        vocabulary:\n  kinds: [{ name: 年度报告, expected: true, title: [[报告]] }]\n  roles:\n\
        \x20   - { role: measures, name: 主要举措, prescribed: true, headings: [{ words: [[举措]] }] }\n\
        \x20   - { role: plan, name: 主要安排, prescribed: true, headings: [{ words: [[安排]] }] }\n\
        partial: { measures: [vague] }\n";

    const TEXT: &str =
        "青禾镇2024年法治政府建设年度报告\n一、主要举措\n尽快办结信访件3件，尽快反馈，适时公开“尽快”二字。\n";

    fn rule(id: &str, rest: &str) -> String {
        format!("id: {id}\nseverity: error\nmessage: “{{found}}”含糊，共{{count}}处\nhelp: 写明日期。\n{rest}\n")
    }

    fn lint_with(rules: &[(&str, &str)], context: &Context) -> Linted {
        let named = rules.iter().map(|(id, rest)| Source::new(format!("p/wording/{id}.yaml"), rule(id, rest)));
        let files: Vec<Source> = [Source::new("p/pack.yaml", PACK)].into_iter().chain(named).collect();
        let (rules, faults) = RuleSet::of_files(&files);
        assert_eq!(faults, []);
        let own = rules.vocabularies().iter().position(|vocabulary| vocabulary.roles[0].name == "主要举措");
        let own = own.expect("the pack's");
        let mut document =
            Document::understand(Source::new("报告.txt", TEXT), plain_blocks(TEXT), &rules.vocabularies()[own..=own]);
        document.vocabulary = own;
        lint(&document, &rules, context)
    }

    const EXISTENCE: &str = "check: { existence: { terms: [尽快, 适时] } }";

    #[test]
    fn findings_become_diagnostics_in_order() {
        let linted = lint_with(
            &[
                ("vague", &format!("basis: fact\nscope: {{ outside: [quotation] }}\n{EXISTENCE}")),
                (
                    "again",
                    "basis: [{ norm: binding, item: 第二条 }, { norm: team }]\ncheck: { existence: { terms: [尽快] } }",
                ),
            ],
            &Context::default(),
        );
        let said: Vec<_> = linted
            .diagnostics
            .iter()
            .map(|one| (one.rule.as_str(), &TEXT[one.primary.span.range()], one.message.as_str()))
            .collect();
        let (soon, timely) = ("“尽快”含糊，共1处", "“适时”含糊，共1处");
        assert_eq!(
            said,
            [
                ("again", "尽快", soon),
                ("vague", "尽快", soon),
                ("again", "尽快", soon),
                ("vague", "尽快", soon),
                ("vague", "适时", timely),
                ("again", "尽快", soon)
            ]
        );
        let items: Vec<_> =
            linted.diagnostics[0].basis.iter().map(|basis| (basis.title.as_str(), basis.item.as_str())).collect();
        assert_eq!(items, [("《规定》", "第二条"), ("约定", "")]);
        assert_eq!(linted.coverage.checked, 2);
    }

    #[test]
    fn a_collapsed_rule_says_it_once() {
        let rest = format!("basis: fact\ncollapse: true\nscope: {{ outside: [quotation] }}\n{EXISTENCE}");
        let linted = lint_with(&[("vague", &rest)], &Context::default());
        let [one] = linted.diagnostics.as_slice() else { panic!("{:?}", linted.diagnostics) };
        assert_eq!((one.count, one.related.len(), one.message.as_str()), (3, 2, "“尽快”含糊，共3处"));
    }

    #[test]
    fn the_strongest_norm_caps_and_the_stage_chooses() {
        let severity = |basis: &str, stage| {
            let rest = format!("basis: {basis}\nseverity_by_stage: {{ draft: info, publish: error }}\n{EXISTENCE}");
            let linted = lint_with(
                &[("vague", &rest.replace("severity: error\n", ""))],
                &Context { stage, ..Context::default() },
            );
            linted.diagnostics[0].severity
        };
        assert_eq!(severity("fact", Stage::Draft), Severity::Info);
        assert_eq!(severity("fact", Stage::Submit), Severity::Error);
        assert_eq!(severity("[{ norm: team }]", Stage::Publish), Severity::Info);
        assert_eq!(severity("[{ norm: gbt9704 }]", Stage::Publish), Severity::Warning);
        assert_eq!(severity("[{ norm: team }, { norm: binding }]", Stage::Publish), Severity::Error);
    }

    #[test]
    fn contents_are_present_partial_or_absent() {
        let states = |terms: &str| {
            let rest = format!("basis: fact\ncheck: {{ existence: {{ terms: [{terms}] }} }}");
            let contents = lint_with(&[("vague", &rest)], &Context::default()).contents;
            contents.into_iter().map(|content| (content.role, content.state, content.because.len())).collect::<Vec<_>>()
        };
        let plan = ("plan".to_owned(), State::Absent, 0);
        assert_eq!(states("没有"), [("measures".to_owned(), State::Present, 0), plan.clone()]);
        assert_eq!(states("尽快"), [("measures".to_owned(), State::Partial, 1), plan]);
    }

    #[test]
    fn what_was_not_checked_is_told() {
        let linted = lint_with(
            &[
                ("later", &format!("basis: fact\nwhen: {{ year: {{ from: 2025 }} }}\n{EXISTENCE}")),
                ("true-data", "basis: fact\ncheck: { ask: { question: 数据是否属实？ } }"),
                ("quiet", &format!("basis: fact\nenabled: false\n{EXISTENCE}")),
            ],
            &Context::default(),
        );
        let told =
            |listed: &[(RuleId, String)]| listed.iter().map(|(id, why)| format!("{id} {why}")).collect::<Vec<_>>();
        assert_eq!(told(&linted.coverage.not_applicable), ["later 仅适用于2025年以后的报告"]);
        assert_eq!(told(&linted.coverage.needs_human), ["true-data 数据是否属实？"]);
        assert_eq!((linted.coverage.checked, linted.diagnostics.len()), (0, 0));
    }
}
