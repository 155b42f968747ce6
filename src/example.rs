//! The good and bad examples that a rule carries, tried.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::check::Context;
use crate::compare::{Index, Likeness, Running};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Leftover, plain_blocks};
use crate::input;
use crate::lint::{lint, lint_by};
use crate::rule::file::Example;
use crate::rule::{Rule, RuleSet};
use crate::rule_id::RuleId;
use crate::source::Source;
use crate::span::Span;

/// An example that did not come out as its rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule.
    pub rule: RuleId,
    /// Among the good ones or the bad ones.
    pub good: bool,
    /// Which of them, from 1.
    pub number: usize,
    /// The text with its marks.
    pub expected: String,
    /// What came instead, in Chinese: what is wrong, or the text with marks where the rule spoke.
    pub came: String,
    /// Rules that spoke of what stands at the marks, each with the text with its own marks.
    pub others: Vec<(RuleId, String)>,
}

/// A text without its marks, and where they stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// What stood between ⟦ and ⟧.
    pub spans: Vec<Span>,
}

impl Marked {
    /// Takes out the marks.
    ///
    /// # Errors
    /// Which mark has no partner, in Chinese.
    pub fn parse(marked: &str) -> Result<Self, String> {
        let mut text = String::with_capacity(marked.len());
        let mut spans = Vec::new();
        let mut open = None;
        for character in marked.chars() {
            match (character, open) {
                ('⟦', None) => open = Some(text.len()),
                ('⟧', Some(start)) => {
                    spans.push(Span::new(start, text.len()));
                    open = None;
                }
                ('⟦', Some(_)) => return Err("⟦ 里面又有 ⟦".to_owned()),
                ('⟧', None) => return Err("⟧ 之前没有 ⟦".to_owned()),
                _ => text.push(character),
            }
        }
        if open.is_some() { Err("⟦ 没有闭合".to_owned()) } else { Ok(Self { text, spans }) }
    }

    /// A text with marks around some spans, as in an example.
    pub fn write(text: &str, spans: &[Span]) -> String {
        let mut sorted = spans.to_vec();
        sorted.sort();
        let mut marked = String::with_capacity(text.len());
        let mut after = 0;
        for span in sorted {
            let start = span.start.max(after);
            let end = span.end.max(start);
            marked.extend([&text[after..start], "⟦", &text[start..end], "⟧"]);
            after = end;
        }
        marked + &text[after..]
    }
}

/// Tries a rule's own examples, with this rule and those in `also` alone.
pub fn failures(rules: &RuleSet, rule: &Rule) -> Vec<Failure> {
    let examples = rules.examples(rule);
    let mut failures = Vec::new();
    for (good, list) in [(true, &examples.good), (false, &examples.bad)] {
        for (index, example) in list.iter().enumerate() {
            if let Err((came, others)) = come_out(rules, rule, example, good) {
                let expected = example.text.clone();
                failures.push(Failure { rule: rule.id().clone(), good, number: index + 1, expected, came, others });
            }
        }
    }
    failures
}

type Others = Vec<(RuleId, String)>;

fn come_out(rules: &RuleSet, rule: &Rule, example: &Example, good: bool) -> Result<(), (String, Others)> {
    let alone = |came: String| (came, Vec::new());
    let marked = Marked::parse(&example.text).map_err(alone)?;
    if good != marked.spans.is_empty() {
        let fault = if good { "好例里有 ⟦⟧ 标记" } else { "坏例里没有 ⟦⟧ 标记" };
        return Err(alone(fault.to_owned()));
    }
    let mut tried = vec![rule];
    for also in &example.also {
        tried.push(rules.rule(also.as_str()).ok_or_else(|| alone(format!("没有“{also}”这条规则")))?);
    }
    let leftovers = example
        .leftover
        .iter()
        .flat_map(|&kind| marked.spans.iter().map(move |&span| Leftover { kind, span, text: String::new() }))
        .collect();
    let document = understand(&marked.text, example.markdown, rules).map_err(alone)?.with_leftovers(leftovers);
    let likeness = (!example.others.is_empty()).then(|| likeness(&document, example, rules)).transpose();
    let context = Context {
        likeness: likeness.map_err(alone)?.map(Arc::new),
        stage: example.stage.unwrap_or_default(),
        year: example.year,
        level: example.level.unwrap_or_default(),
        towns: example.towns.clone(),
        ..Context::default()
    };
    let diagnostics = lint_by(&document, &tried, rules, &context);
    let own: Vec<&Diagnostic> = diagnostics.iter().filter(|diagnostic| diagnostic.rule == *rule.id()).collect();
    let silent = |also: &&RuleId| !diagnostics.iter().any(|diagnostic| diagnostic.rule == **also);
    let compared = compare(rule, &marked, &own).and_then(|()| match example.also.iter().find(silent) {
        Some(also) => Err(format!("also 里的“{also}”没有报告")),
        None => Ok(()),
    });
    compared.map_err(|came| (came, others(rules, rule, &marked, &document, &context)))
}

/// Rules in force that speak of what stands at the marks, by id.
fn others(rules: &RuleSet, rule: &Rule, marked: &Marked, document: &Document, context: &Context) -> Others {
    // A whole paragraph is mostly where something is missing, and says nothing of the mark in it.
    let is_whole = |span: Span| document.blocks.iter().any(|block| block.span == span);
    let is_marked =
        |span: Span| marked.spans.iter().any(|mark| *mark == span || (mark.overlaps(span) && !is_whole(span)));
    let mut places: BTreeMap<RuleId, Vec<Span>> = BTreeMap::new();
    for diagnostic in lint(document, rules, context).diagnostics {
        if diagnostic.rule != *rule.id() && is_marked(diagnostic.primary.span) {
            places.entry(diagnostic.rule).or_default().push(diagnostic.primary.span);
        }
    }
    places.into_iter().map(|(other, spans)| (other, Marked::write(&marked.text, &spans))).collect()
}

/// What the example's report shares with its other ones, which are called 报告1, 报告2 …
fn likeness(document: &Document, example: &Example, rules: &RuleSet) -> Result<Likeness, String> {
    let mut others = Vec::new();
    for (number, text) in (1..).zip(&example.others) {
        let other = understand(text, example.markdown, rules)?;
        others.push(Running::of(&other, &format!("报告{number}")).given());
    }
    Ok(Index::new(others).likeness(&Running::of(document, "")))
}

fn understand(text: &str, markdown: bool, rules: &RuleSet) -> Result<Document, String> {
    let (source, blocks) = if markdown {
        let reading = input::read(text.as_bytes().to_vec(), "例.md", &input::Options::default());
        let reading = reading.map_err(|error| error.to_string())?;
        (reading.source, reading.blocks)
    } else {
        (Source::new("例.txt", text), plain_blocks(text))
    };
    Ok(Document::understand(source, blocks, rules.vocabularies()))
}

/// Whether the diagnostics stand at the marks; those of a rule that collapses stand there with their related places.
fn compare(rule: &Rule, marked: &Marked, own: &[&Diagnostic]) -> Result<(), String> {
    let mut places: Vec<Span> = own.iter().map(|diagnostic| diagnostic.primary.span).collect();
    if rule.file.collapse {
        places.extend(own.iter().flat_map(|diagnostic| diagnostic.related.iter().map(|label| label.span)));
        places.sort();
    }
    if places != marked.spans {
        return Err(match places.is_empty() {
            true => "没有报告".to_owned(),
            false => Marked::write(&marked.text, &places),
        });
    }
    let unfilled = own.iter().find(|one| one.message.contains(['{', '}']) && !marked.text.contains(['{', '}']));
    if let Some(diagnostic) = unfilled {
        return Err(format!("变量没有填上：{}", diagnostic.message));
    }
    Ok(())
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.good { "好例" } else { "坏例" };
        let shown = |text: &str| text.trim_end().replace('\n', "\n        ");
        write!(formatter, "{} {kind}{}", self.rule, self.number)?;
        write!(formatter, "\n  应为：{}\n  实为：{}", shown(&self.expected), shown(&self.came))?;
        for (other, text) in &self.others {
            write!(formatter, "\n  另有 {other}：{}", shown(text))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_put_back() {
        let marked = "请⟦尽快⟧报送，⟦⟧再⟦议⟧";
        let parsed = Marked::parse(marked).expect("well marked");
        assert_eq!(parsed.text, "请尽快报送，再议");
        assert_eq!(Marked::write(&parsed.text, &parsed.spans), marked);
        for bad in ["⟦", "⟧", "⟦甲⟦乙⟧⟧", "甲⟧"] {
            assert!(Marked::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn another_rule_at_the_mark_is_named() {
        let rule = |id: &str, term: &str| {
            let text = format!(
                "id: {id}\nseverity: info\nbasis: fact\nmessage: 含糊\nhelp: 写明。\n\
                 check: {{ existence: {{ terms: [{term}] }} }}\nexamples: {{ bad: [{{ text: 请⟦尽快⟧办，适时报 }}] }}\n"
            );
            Source::new(format!("{id}.yaml"), text)
        };
        let (rules, faults) = RuleSet::of_files(&[rule("own", "从速"), rule("late", "适时"), rule("vague", "尽快")]);
        assert_eq!(faults, []);
        let failures = failures(&rules, rules.rule("own").expect("read"));
        assert_eq!(failures[0].came, "没有报告");
        let told: Vec<_> = failures[0].others.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
        assert_eq!(told, [("vague", "请⟦尽快⟧办，适时报")]);
    }

    #[test]
    fn an_example_that_fails_shows_what_came() {
        let rule = "id: vague\nseverity: info\nbasis: fact\nmessage: 时限含糊：“{found}”\nhelp: 写明日期。\n\
                    check: { existence: { terms: [尽快, 适时] } }\n\
                    examples:\n  good: [{ text: 请于3月1日前报送。 }, { text: 请适时报送。 }, { text: '⟦尽快⟧' }]\n  \
                    bad: [{ text: 请⟦尽快⟧、⟦适时⟧报送。 }, { text: 尽快⟦报送⟧。 }, { text: 报⟦送⟧ }, { text: 尽快 }]\n";
        let (rules, faults) = RuleSet::of_files(&[Source::new("vague.yaml", rule)]);
        assert_eq!(faults, []);
        let rule = rules.rule("vague").expect("read");
        let failures = failures(&rules, rule);
        let came: Vec<_> =
            failures.iter().map(|failure| (failure.good, failure.number, failure.came.as_str())).collect();
        assert_eq!(
            came,
            [
                (true, 2, "请⟦适时⟧报送。"),
                (true, 3, "好例里有 ⟦⟧ 标记"),
                (false, 2, "⟦尽快⟧报送。"),
                (false, 3, "没有报告"),
                (false, 4, "坏例里没有 ⟦⟧ 标记"),
            ]
        );
    }
}
