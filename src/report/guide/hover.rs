//! One finding with its rule and norms, for an editor that shows it beside the text.

use super::{page, words};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::report::note;
use crate::rule::RuleSet;

/// What was found, what to do and why, a paragraph each; with signs of Markdown where it will be read as such.
pub fn hover(rules: &RuleSet, diagnostic: &Diagnostic, markdown: bool) -> String {
    let plain = |text: &str| if markdown { page::plain(text) } else { text.to_owned() };
    let bold = |text: &str| if markdown { format!("**{text}**") } else { text.to_owned() };
    let count = if diagnostic.count > 1 { format!("（共{}处）", diagnostic.count) } else { String::new() };
    let head = bold(&format!("{} {}", diagnostic.severity.word(), diagnostic.rule));
    let mut lines = vec![format!("{head}：{}{count}", plain(&diagnostic.message))];
    lines.extend(diagnostic.help.iter().map(|help| format!("建议：{}", plain(note::wanted(help)))));
    let grounds = rules.rule(diagnostic.rule.as_str()).map(|rule| words::grounds(rules, rule)).unwrap_or_default();
    for (ground, source) in grounds {
        let link = source.filter(|source| markdown && source.starts_with("http"));
        let link = link.map(|source| format!(" [来源](<{source}>)")).unwrap_or_default();
        lines.push(format!("依据：{}{link}", plain(&ground)));
    }
    if let Some(fix) = &diagnostic.fix {
        let how = match fix.applicability {
            Applicability::Safe => "可自动修正",
            Applicability::Unsafe => "可修改，改后请核对",
        };
        lines.push(format!("{how}：{}", plain(&fix.title)));
    }
    lines.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::rule_id::RuleId;

    #[test]
    fn a_finding_is_told_with_its_norm() {
        let rules = RuleSet::builtin();
        let (_, spans) = sample::document("⟦普法⟧");
        let id = RuleId::new("missing-leader-section").expect("well-formed");
        let found = Diagnostic { rule: id, count: 3, ..sample::diagnostic(spans[0]) };
        let text = hover(&rules, &found, true);
        assert!(
            text.starts_with("**") && text.contains("missing-leader-section**：") && text.contains("（共3处）"),
            "{text}"
        );
        assert!(
            text.contains("依据：《法治政府建设与责任落实督察工作规定》") && text.contains("[来源](<http"),
            "{text}"
        );
        let text = hover(&rules, &found, false);
        assert!(!text.contains(['*', '<', '\\']), "{text}");
    }
}
