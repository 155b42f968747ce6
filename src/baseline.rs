//! Baselines: findings that were there before, told from new ones by their rule and by the words they stand in.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::check::Finding;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::rule_id::RuleId;
use crate::span::Span;

/// The form of the file.
const SCHEMA: &str = "hegui/baseline@1";
/// The most characters of the words that are repeated for people.
const WORDS: usize = 30;
/// Marks between which words belong together.
const PARTING: [char; 8] = ['，', '；', '：', '。', '！', '？', ',', ';'];

/// A finding of one report that was there before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The report, as seen from the baseline's folder, with `/`.
    pub file: String,
    /// The rule.
    pub rule: String,
    /// Where a person looks, as it was; of two findings alike, the one there is meant.
    pub place: String,
    /// The words at the place, for people.
    pub text: String,
    /// The words and those around them, so that changes elsewhere do not matter.
    pub hash: String,
}

/// The findings of many reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By report; those of one in the order of its text.
    pub findings: BTreeMap<String, Vec<Known>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    findings: Vec<Known>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// Why it cannot be read, in Chinese.
    pub fn parse(text: &str) -> Result<Self, String> {
        let again = "可用 --write-baseline 重新生成";
        let file: File = serde_json::from_str(text)
            .map_err(|error| format!("第{}行第{}列不是基线文件的写法；{again}", error.line(), error.column()))?;
        if file.schema != SCHEMA {
            return Err(format!("版本“{}”不能识别；{again}", file.schema));
        }
        let mut findings: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for known in file.findings {
            findings.entry(known.file.clone()).or_default().push(known);
        }
        Ok(Self { findings })
    }

    /// The file: one finding a line, by report, then in the order of the text.
    pub fn write(&self) -> String {
        let mut text = format!("{{\"schema\":\"{SCHEMA}\",\"findings\":[");
        for (index, known) in self.findings.values().flatten().enumerate() {
            let line = serde_json::to_string(known).expect("words become JSON");
            let comma = if index > 0 { "," } else { "" };
            write!(text, "{comma}\n{line}").expect("a string takes all that is written");
        }
        text.push_str("\n]}\n");
        text
    }
}

/// What a baseline is to have of a report: each place of each diagnostic, in the order of the text.
pub fn records(
    file: &str,
    document: &Document,
    diagnostics: &[Diagnostic],
    collapses: impl Fn(&RuleId) -> bool,
) -> Vec<Known> {
    let mut places: Vec<(Span, &RuleId)> = Vec::new();
    for diagnostic in diagnostics {
        places.push((diagnostic.primary.span, &diagnostic.rule));
        if collapses(&diagnostic.rule) {
            places.extend(diagnostic.related.iter().map(|label| (label.span, &diagnostic.rule)));
        }
    }
    places.sort();
    places.dedup();
    let known = |(span, rule): (Span, &RuleId)| Known {
        file: file.to_owned(),
        rule: rule.to_string(),
        place: document.place(span.start),
        text: document.source.slice(span).split_whitespace().collect::<String>().chars().take(WORDS).collect(),
        hash: hash(document, span),
    };
    places.into_iter().map(known).collect()
}

/// Which findings of one report are known, and which of the known ones have been met.
#[derive(Debug)]
pub(crate) struct Recall<'a> {
    known: &'a [Known],
    met: Vec<bool>,
}

impl<'a> Recall<'a> {
    pub(crate) fn new(known: &'a [Known]) -> Self {
        Self { known, met: vec![false; known.len()] }
    }

    /// Takes out the findings of a rule that are known. Each of the known ones stands for one place.
    pub(crate) fn take(&mut self, document: &Document, rule: &RuleId, findings: &mut Vec<Finding>) -> Vec<Finding> {
        let mut left: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, known) in self.known.iter().enumerate().filter(|(_, known)| known.rule == rule.as_str()) {
            left.entry(&known.hash).or_default().push(at);
        }
        if left.is_empty() || findings.is_empty() {
            return Vec::new();
        }
        let mut places: BTreeMap<Span, bool> = findings.iter().map(|finding| (finding.span, false)).collect();
        let hashes: Vec<String> = places.keys().map(|span| hash(document, *span)).collect();
        // Those at their old place first: what is alike elsewhere is newer.
        for same_place in [true, false] {
            for ((span, is_known), hash) in places.iter_mut().zip(&hashes).filter(|((_, is_known), _)| !**is_known) {
                let Some(alike) = left.get_mut(hash.as_str()).filter(|alike| !alike.is_empty()) else { continue };
                let place = if same_place { document.place(span.start) } else { String::new() };
                if let Some(index) = alike.iter().position(|&at| !same_place || self.known[at].place == place) {
                    self.met[alike.swap_remove(index)] = true;
                    *is_known = true;
                }
            }
        }
        let (known, new) = findings.drain(..).partition(|finding| places.get(&finding.span) == Some(&true));
        *findings = new;
        known
    }

    /// Those that nothing has met, of rules that could.
    pub(crate) fn stale(&self, could: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.known.len()).filter(|&at| !self.met[at] && could(&self.known[at].rule)).collect()
    }
}

/// The words of a place, and those around them up to the next marks, without white space; nothing for a place without
/// words. Of a place that goes on, what stands in its first sentence.
pub(crate) fn hash(document: &Document, span: Span) -> String {
    let slice = |start: usize, end: usize| document.text().get(start..end).unwrap_or_default();
    let (mut around, mut words) = ("", "");
    if !span.is_empty() {
        let sentence = document.sentence_at(span.start);
        let end = span.end.min(sentence.end.max(span.start));
        let before = slice(sentence.start, span.start).rfind(PARTING);
        let start = before.map_or(sentence.start, |at| sentence.start + at);
        let after = slice(end, sentence.end).find(PARTING).map_or(sentence.end, |at| end + at);
        (around, words) = (slice(start, after), slice(span.start, end));
    }
    let bare = |text: &str| text.trim_start_matches(PARTING).split_whitespace().collect::<String>();
    format!("{:016x}", fnv(format!("{}\0{}", bare(around), bare(words)).as_bytes()))
}

/// FNV-1a: the same on every machine and in every version.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Label;
    use crate::document::plain_blocks;
    use crate::rule::Fault;
    use crate::source::Source;

    fn document(text: &str) -> Document {
        Document::understand(Source::new("报告.txt", text), plain_blocks(text), &[])
    }

    fn rule() -> RuleId {
        RuleId::new("soon").expect("well-formed")
    }

    /// Where a word stands in a text.
    fn findings(text: &str) -> Vec<Finding> {
        text.match_indices("尽快").map(|(at, word)| Finding::at(Span::new(at, at + word.len()))).collect()
    }

    fn known(text: &str) -> Vec<Known> {
        let place = |finding: &Finding| Diagnostic {
            primary: Label { span: finding.span, message: String::new() },
            ..Fault::new("soon", 0, Span::at(0), String::new(), None).diagnostic
        };
        records("报告.txt", &document(text), &findings(text).iter().map(place).collect::<Vec<_>>(), |_| false)
    }

    /// The places that are new, by how many of the word come before, and how many are stale.
    fn new(before: &str, now: &str) -> (Vec<usize>, usize) {
        let known = known(before);
        let mut recall = Recall::new(&known);
        let mut left = findings(now);
        recall.take(&document(now), &rule(), &mut left);
        let all: Vec<Span> = findings(now).iter().map(|finding| finding.span).collect();
        let index = |finding: &Finding| all.iter().position(|span| *span == finding.span).expect("one of all");
        (left.iter().map(index).collect(), recall.stale(|_| true).len())
    }

    #[test]
    fn what_is_elsewhere_does_not_matter() {
        let before = "一、举措\n请尽快报送。\n二、安排\n尽快办结，尽快反馈。\n";
        for (now, told) in [
            (before.to_owned(), (vec![], 0)),
            (before.replace("一、举措\n", "一、举措\n另加一段。\n\n又一段。\n"), (vec![], 0)),
            (before.replace("请尽快报送。", "请 尽快报送。下一句。"), (vec![], 0)),
            (before.replace("二、安排", "请尽快报送。\n二、安排"), (vec![1], 0)),
            (before.replace("一、举措", "请尽快报送。\n一、举措"), (vec![0], 0)),
            (before.replace("请尽快报送", "请尽快上报"), (vec![0], 1)),
            (before.replace("，尽快反馈", ""), (vec![], 1)),
            (before.replace("尽快办结，", "尽快办结，另加一句，"), (vec![], 0)),
            (before.replace("请尽快报送。\n", ""), (vec![], 1)),
            ("尽快。".to_owned(), (vec![0], 3)),
        ] {
            assert_eq!(new(before, &now), told, "{now}");
        }
    }

    #[test]
    fn a_baseline_is_read_as_written() {
        let mut baseline = Baseline::default();
        for (file, text) in [("2024/乙.txt", "请尽快\n“报送”，尽快。"), ("2023/甲.txt", "尽快。")] {
            let known = known(text).into_iter().map(|known| Known { file: file.to_owned(), ..known });
            baseline.findings.insert(file.to_owned(), known.collect());
        }
        let text = baseline.write();
        assert_eq!(Baseline::parse(&text).as_ref(), Ok(&baseline));
        assert_eq!(text.lines().count(), 5);
        assert_eq!(Baseline::parse(&Baseline::default().write()), Ok(Baseline::default()));
        assert_eq!(fnv(b"hegui"), 0x54f1_6546_5369_e731);
    }

    #[test]
    fn what_is_no_baseline_is_told() {
        for (text, why) in [
            ("", "第1行第0列不是基线文件的写法；可用 --write-baseline 重新生成"),
            ("{\"schema\":\"hegui/baseline@1\"}", "第1行第29列不是基线文件的写法；可用 --write-baseline 重新生成"),
            ("{\"schema\":\"其他\",\"findings\":[]}", "版本“其他”不能识别；可用 --write-baseline 重新生成"),
        ] {
            assert_eq!(Baseline::parse(text), Err(why.to_owned()));
        }
    }
}
