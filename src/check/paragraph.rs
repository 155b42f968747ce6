//! Paragraphs that break off in the middle of a sentence.

use serde::Deserialize;

use super::script::{ends_clause, is_han};
use super::{Check, Finding, Target};
use crate::diagnostic::{Edit, Label};
use crate::document::{Block, BlockKind, Document, HeadingForm};
use crate::line_index::characters;
use crate::span::Span;

/// A paragraph that breaks off in the middle of a sentence which the next one carries on.
///
/// Both must be running text. Headings, list items, lines of titles and signatures, and short lines are left. The place
/// is where the next paragraph begins. Where lines break off all over the text, it was wrapped: one finding has them all.
///
/// ```yaml
/// check: { paragraph: { words_left_hanging: [让, 并], openings: [同时, 下一步] } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Shortest paragraph, in characters, that can be running text.
    #[serde(default = "shortest")]
    pub shortest: usize,
    /// Words with which no sentence ends.
    #[serde(default)]
    pub words_left_hanging: Vec<String>,
    /// Words with which new sentences begin: before them a paragraph may only lack its full stop.
    #[serde(default)]
    pub openings: Vec<String>,
    /// Words with which a line ends that leads on to a list.
    #[serde(default)]
    pub lead_ins: Vec<String>,
}

fn shortest() -> usize {
    25
}

/// Characters that a line which stops at a comma must have.
const SHORT: usize = 8;

/// From so many broken paragraphs on, if they are a third of all, the text was wrapped.
const WRAPPED: usize = 6;

impl Check for Paragraph {
    fn mends(&self) -> bool {
        true
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let pairs = document.blocks.windows(2);
        let mut broken: Vec<Finding> = pairs
            .filter(|pair| self.goes_on(document, &pair[0], &pair[1]))
            .map(|pair| finding(document.text(), pair[0].span, pair[1].span))
            .collect();
        if broken.len() >= WRAPPED && broken.len() * 3 >= document.blocks.len() {
            let mut first = broken.remove(0);
            for other in broken {
                first.related.push(Label { span: other.span, message: "此处同样断开".to_owned() });
                first.edits.extend(other.edits);
            }
            found.push(first);
        } else {
            found.append(&mut broken);
        }
    }
}

impl Paragraph {
    fn goes_on(&self, document: &Document, first: &Block, second: &Block) -> bool {
        // Most paragraphs end with a full stop.
        let Some(last) = document.slice(first.span).chars().next_back() else { return false };
        let ends_open = is_han(last) || matches!(last, '，' | ',' | '、') || last.is_ascii_digit();
        if !ends_open
            || first.kind != BlockKind::Paragraph
            || !(document.is_body(first) && document.is_body(second))
        {
            return false;
        }
        // A heading that hangs on to the paragraph before is another fault.
        let last_heading = document.section_at(first.span.end).map(|index| &document.sections[index]);
        if last_heading.is_some_and(|section| section.form == HeadingForm::Inline && section.line.end >= first.span.end) {
            return false;
        }
        let spans = [first.span, second.span];
        let [first, second] = spans.map(|span| document.slice(span));
        let is_table = |text: &str| text.contains(['\t', '|']);
        if is_table(first) || is_table(second) || begins_item(second) {
            return false;
        }
        // A short line that stops at a comma is no heading, and goes on in running text.
        let stops_short = matches!(last, '，' | ',')
            && characters(first.as_bytes()) >= SHORT
            && !begins_item(first)
            && self.is_running(document, spans[1]);
        if !stops_short && !self.is_running(document, spans[0]) {
            return false;
        }
        let Some(next) = second.chars().next() else { return false };
        let is_text = second.ends_with(ends_clause) || second.ends_with(['”', '）']) || self.is_running(document, spans[1]);
        if !is_text || self.lead_ins.iter().any(|word| first.ends_with(word.as_str())) {
            return false;
        }
        let certain = matches!(last, '，' | ',' | '、')
            || self.words_left_hanging.iter().any(|word| first.ends_with(word.as_str()))
            || matches!(next, '，' | '。' | '、' | '；' | '”' | '）' | '》');
        let is_year = second.starts_with("20") && second.get(4..).is_some_and(|rest| rest.starts_with('年'));
        let goes_on = is_han(next) || (next.is_ascii_digit() && is_han(last) && !is_year);
        let likely = goes_on && second.contains('。') && !self.openings.iter().any(|word| second.starts_with(word.as_str()));
        certain || likely
    }

    /// Long enough, and with the marks of running text; a numbered line must have a whole sentence after its heading.
    fn is_running(&self, document: &Document, span: Span) -> bool {
        let text = document.slice(span);
        let has_clause = || document.signs_in(span).iter().any(|sign| ends_clause(sign.character));
        characters(text.as_bytes()) >= self.shortest
            && if begins_item(text) { text.contains('。') } else { has_clause() }
    }
}

fn finding(text: &str, first: Span, second: Span) -> Finding {
    let clause = |character: char| ends_clause(character) || character == '、';
    let slice = &text[second.range()];
    let end = slice.char_indices().skip(1).find(|&(at, character)| clause(character) || slice[..at].chars().count() >= 16);
    let span = Span::new(second.start, end.map_or(second.end, |(at, _)| second.start + at));
    let before = &text[first.range()];
    let start = before.trim_end_matches(clause).rfind(clause).map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    let mut finding = Finding::at(span);
    finding.related.push(Label { span: Span::new(first.start + start, first.end), message: "上一段在此中断".to_owned() });
    finding.edits.push(Edit { span: Span::new(first.end, second.start), text: "".into() });
    finding
}

/// Whether a line begins with the number or the sign of a heading or a list.
fn begins_item(line: &str) -> bool {
    let is_number = |character: char| {
        matches!(character, '0'..='9' | '０'..='９' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    if line.starts_with(|first: char| {
        matches!(first, '（' | '(' | '①'..='⑳' | '•' | '·' | '●' | '■' | '◆' | '★' | '※' | '-' | '*' | '—' | '#' | '>' | '【' | '附' | '注')
    }) {
        return true;
    }
    let rest = line.strip_prefix('第').unwrap_or(line);
    let after = rest.trim_start_matches(is_number);
    (after.len() < rest.len()
        && (after.starts_with(['、', '.', '．', '，', '是', '）', ')', '：', ':']) || rest.len() < line.len()))
        || ["首先", "其次", "再次", "最后", "其一", "其二", "其三"].iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::Paragraph;
    use crate::check::marked::{fixed, marks};

    const WORDS: &str = "{ words_left_hanging: [让], openings: [同时], lead_ins: [如下] }";
    const RUNNING: &str = "青禾镇围绕河道采砂和违法建设，组织三支队伍轮班巡查，让";

    #[test]
    fn sentences_cut_in_two_are_found() {
        marks::<Paragraph>(WORDS, &format!("{RUNNING}\n\n⟦沿河村民安心生产⟧，秩序良好。"));
        marks::<Paragraph>(WORDS, &format!("（一）{RUNNING}。化解各类矛盾纠纷\n⟦四十余件⟧。"));
        marks::<Paragraph>(WORDS, &format!("（一）{RUNNING}。审批时限压缩至\n⟦8个工作日⟧。"));
        marks::<Paragraph>(WORDS, &format!("{RUNNING}，\n⟦同时⟧，做好回访。"));
        let text = format!("{RUNNING}\n\n群众满意。");
        assert_eq!(fixed::<Paragraph>(WORDS, &text), format!("{RUNNING}群众满意。"));
    }

    #[test]
    fn lists_headings_and_short_lines_are_left() {
        for next in ["（二）加强领导。全年学习。", "二是加强领导。", "1.加强领导。", "2024年加强领导。", "- 加强领导。", "2025年1月9日", "青禾镇人民政府", "同时，加强领导。"]
        {
            let before = RUNNING.replace('让', "推进工作");
            marks::<Paragraph>(WORDS, &format!("{before}\n{next}"));
        }
        for quiet in [
            "（一）围绕河道采砂和违法建设，组织三支队伍轮班巡查值守\n全年查处案件12件。",
            "青禾河水清又清\n两岸稻花阵阵香。",
            "围绕河道采砂和违法建设，组织三支队伍轮班巡查，现将情况报告如下\n全年查处案件12件。",
            "围绕河道采砂和违法建设，组织三支队伍轮班巡查，强化值守。\n全年查处案件12件。",
        ] {
            marks::<Paragraph>(WORDS, quiet);
        }
    }

    #[test]
    fn a_wrapped_text_is_one_finding() {
        let text = format!("{RUNNING}\n⟦群众满意⟧，{RUNNING}").to_owned();
        let text = format!("{text}\n{}", [RUNNING; 8].join("\n"));
        marks::<Paragraph>(WORDS, &text);
    }
}
