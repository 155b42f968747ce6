//! What a rule's keys mean, in Chinese.

use crate::check::{CheckKind, Day, Stage};
use crate::diagnostic::{Applicability, Basis, Severity};
use crate::document::{Mark, Part};
use crate::report::note;
use crate::rule::file::{FixWords, Norm, Reading, Strength};
use crate::rule::{Message, Rule, RuleSet};

/// A sentence with `…` for what is filled in.
pub(in crate::report) fn blank(message: &Message) -> String {
    let mut shown = String::new();
    let mut rest = message.template();
    while let Some((before, after)) = rest.split_once('{') {
        shown.push_str(before);
        shown.push('…');
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    shown.push_str(rest);
    // A further sentence that is filled in or not.
    if shown.ends_with("。…") {
        shown.truncate(shown.len() - '…'.len_utf8());
    }
    shown
}

/// What the rule says, or the question it asks.
pub(crate) fn headline(rule: &Rule) -> String {
    match &rule.file.check {
        CheckKind::Ask(ask) => ask.question.clone(),
        _ => blank(&rule.file.message),
    }
}

/// Its weight in two characters; a rule that only asks weighs nothing.
pub(super) fn mark(rules: &RuleSet, rule: &Rule) -> &'static str {
    match &rule.file.check {
        CheckKind::Ask(_) => "人工",
        _ => rules.severity(rule).word(),
    }
}

/// `提醒；公开阶段为错误`.
pub(super) fn severity(rules: &RuleSet, rule: &Rule) -> String {
    if matches!(rule.file.check, CheckKind::Ask(_)) {
        return "需人工核对，不计入错误、提醒、提示".to_owned();
    }
    let own = rules.severity(rule);
    let mut words = own.word().to_owned();
    for (stage, severity) in by_stage(rules, rule) {
        words.push_str(&format!("；{}阶段为{}", stage.word(), severity.word()));
    }
    words
}

/// The weights at stages where they are others than the rule's own.
pub(super) fn by_stage(rules: &RuleSet, rule: &Rule) -> Vec<(Stage, Severity)> {
    let own = rules.severity(rule);
    if own != rule.capped(rule.file.severity) {
        // What the user set holds at every stage.
        return Vec::new();
    }
    let staged = rule.file.severity_by_stage.iter().map(|(stage, severity)| (*stage, rule.capped(*severity)));
    staged.filter(|(_, severity)| *severity != own).collect()
}

/// `时间（time）`; the folder alone where no pack says what it is called.
pub(super) fn group(rules: &RuleSet, rule: &Rule) -> String {
    let title = rules.group_title(rule);
    if *title == *rule.group { title.to_owned() } else { format!("{title}（{}）", rule.group) }
}

/// One line a variant that weighs or says something else.
pub(in crate::report) fn variants(rules: &RuleSet, rule: &Rule) -> Vec<String> {
    let own = rules.severity(rule);
    let variants = rule.file.variants.values().filter_map(|variant| {
        let severity = variant.severity.map_or(own, |severity| rule.capped(severity));
        let message = variant.message.as_ref().map(blank);
        (severity != own || message.is_some())
            .then(|| format!("{}：{}", severity.word(), message.unwrap_or_else(|| blank(&rule.file.message))))
    });
    variants.collect()
}

/// When and where the rule looks, one condition each.
pub(super) fn conditions(rules: &RuleSet, rule: &Rule) -> Vec<String> {
    let mut conditions = rule.file.when.words();
    let scope = &rule.file.scope;
    let names = |roles: &[String]| {
        let names: Vec<String> = roles.iter().map(|role| format!("“{}”", rules.role_name(role))).collect();
        names.join("")
    };
    match scope.part {
        Part::Text => {}
        Part::Title => conditions.push("只看标题".to_owned()),
        Part::Heading => conditions.push("只看各部分的标题".to_owned()),
        Part::Body => conditions.push("只看正文段落".to_owned()),
    }
    if !scope.roles.is_empty() {
        conditions.push(format!("只看{}部分", names(&scope.roles)));
    }
    if !scope.outside_roles.is_empty() {
        conditions.push(format!("不看{}部分", names(&scope.outside_roles)));
    }
    let marks: Vec<&str> = scope
        .outside
        .iter()
        .map(|mark| match mark {
            Mark::Quotation => "引号",
            Mark::Citation => "书名号",
        })
        .collect();
    if !marks.is_empty() {
        conditions.push(format!("不看{}里的文字", marks.join("、")));
    }
    if rule.file.collapse {
        conditions.push("一份报告里的多处合并为一条".to_owned());
    }
    if !rule.file.enabled {
        conditions.push("默认不启用".to_owned());
    }
    conditions
}

/// A norm with its number and the part of it: `《…》（厅字〔2019〕28号）年度报告内容第三项`.
pub(in crate::report) fn norm(norm: Option<&Norm>, basis: &Basis) -> String {
    let number = norm.and_then(|norm| norm.number.as_deref()).map(|number| format!("（{number}）")).unwrap_or_default();
    let item = match basis.item.as_str() {
        "" => String::new(),
        item if basis.title.ends_with('》') => item.to_owned(),
        item => format!("（{item}）"),
    };
    format!("{}{number}{item}", basis.title)
}

/// What a rule rests on, a sentence each, with where the norm can be read.
pub(in crate::report) fn grounds<'a>(rules: &'a RuleSet, rule: &Rule) -> Vec<(String, Option<&'a str>)> {
    let ground = |basis: &Basis| {
        let norm = rules.norm(rule, basis);
        let known = norm.map(|norm| {
            let reading = reading(norm, &basis.item).map(|reading| format!("；{reading}"));
            format!("。{}{}", strength(norm), reading.unwrap_or_default())
        });
        let source = norm.and_then(|norm| norm.source.as_deref());
        (format!("{}{}", self::norm(norm, basis), known.unwrap_or_default()), source)
    };
    if rule.basis.is_empty() { vec![(note::FACT.to_owned(), None)] } else { rule.basis.iter().map(ground).collect() }
}

/// How strong a norm is and when it is in force: `有约束力的规定，2019年4月15日起施行`.
pub(in crate::report) fn strength(norm: &Norm) -> String {
    let strength = match norm.strength {
        Strength::Binding => "有约束力的规定",
        Strength::Standard => "推荐性标准",
        Strength::Local => "地方规定",
        Strength::Team => "本工具的建议，不是国家规定",
    };
    let from = norm.valid_from.as_deref().map(|day| format!("，{}起施行", self::day(day)));
    let to = norm.valid_to.as_deref().map(|day| format!("，适用至{}", self::day(day)));
    format!("{strength}{}{}", from.unwrap_or_default(), to.unwrap_or_default())
}

/// How sure we are of the words: `条文读自引文或转述，未核对原文（2026年11月21日）`; none for a convention of our own.
pub(in crate::report) fn reading(norm: &Norm, item: &str) -> Option<String> {
    if norm.strength == Strength::Team {
        return None;
    }
    let reading = match norm.reading(item) {
        Reading::Seen => "已核对原文",
        Reading::Secondary => "读自引文或者转述，未核对原文",
        Reading::Recalled => "凭一般了解，未核对出处",
    };
    Some(format!("{reading}（{}）", day(&norm.read_on)))
}

/// What a fix is called and how safe it is.
pub(super) fn fix(fix: &FixWords) -> String {
    format!("{}（{}）", blank(&fix.title), applicability(fix.applicability))
}

pub(super) const fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "可以自动修正，不改变意思",
        Applicability::Unsafe => "需逐处核对后修改",
    }
}

fn day(written: &str) -> String {
    Day::parse(written).map_or_else(|| written.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_shown_as_dots() {
        let message = Message::new("由{from}到{to}相差的是百分点，不是“{change}”").expect("well-formed");
        assert_eq!(blank(&message), "由…到…相差的是百分点，不是“…”");
        assert_eq!(blank(&Message::new("请核对。{note}").expect("well-formed")), "请核对。");
        assert_eq!(blank(&Message::new("没有变量").expect("well-formed")), "没有变量");
    }
}
