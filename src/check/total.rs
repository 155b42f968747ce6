//! Parts that do not make up their total.

use serde::Deserialize;

use super::arithmetic::{adds_up, in_words_of, same_counter, slack};
use super::part::{Apart, Part, ahead, clause_start, parts, reach, totals};
use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, Figure, FigureUnit};
use crate::span::Span;

/// Parts that do not make up their total: 共49条，其中甲2条、其他26条.
///
/// A list of parts is full when it names a rest (`rest`), stands in brackets by itself, gives its values by 分别, or is
/// summed up after it (甲2条、乙3条，共6条), or when one of `opens` stands between the total and parts with a rest; then the parts must be the total. 其中 without a rest is no full list: then
/// only parts above the total are wrong. Parts in another counter than the total's are not looked at, and nothing is
/// said of approximate figures. Values: `{total}`, `{sum}`, `{parts}`. Variant: `above` for parts above the total.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// Words with which the part for all the rest begins: 其他, 其余 …
    pub rest: Vec<String>,
    /// Those of them that tell of a rest without 其中: 受理46个，解决44个，其余2个….
    pub left: Vec<String>,
    /// Words for what is kept and what is not, whose figures are parts of the one before without 其中: 保留, 废止.
    pub told: Vec<String>,
    /// Words that announce a sum.
    pub sum: Vec<String>,
    /// Words by which figures are no parts of a total: 每, 平均 …
    pub unless: Vec<String>,
    /// Words by which what stands in brackets is no list of parts: 含, 新增, 同比 …
    pub asides: Vec<String>,
    /// Counters of what can belong to several parts at once, such as persons; their parts may add up to more.
    pub shared: Vec<String>,
    /// Names of parts to which nothing belongs at once, whatever counts them, each group by itself: 男 and 女.
    #[serde(default)]
    pub apart: Vec<Vec<String>>,
    /// Words in the sentence by which such parts may be of more than the total, where nothing but their names tells that
    /// they are parts: 结转.
    #[serde(default)]
    pub beyond: Vec<String>,
    /// Words between a total and its parts: 包括, 涉及.
    #[serde(default)]
    pub opens: Vec<String>,
    /// Counters of the totals that these words divide.
    #[serde(default)]
    pub opened: Vec<String>,
}

impl Check for Total {
    fn literals<'a>(&'a self, literals: &mut Vec<&'a str>) {
        literals.extend(["其中", "中", "分别", "（", "("]);
        let words = [&self.sum, &self.rest, &self.left, &self.told].into_iter().chain(&self.apart);
        literals.extend(words.flatten().map(String::as_str));
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        let text = document.text();
        let told = self.told.iter().filter(|word| document.may_hold(word)).collect();
        let words = Present { words: self, apart: Apart::of(&self.apart, document), told };
        // Each sentence with a literal in it, once.
        let mut last = Span::default();
        for hit in target.hits {
            let sentence = document.sentence_at(hit.span.start);
            if sentence == last || document.figures_in(sentence).len() < 2 {
                continue;
            }
            last = sentence;
            for (at, word) in text[sentence.range()].match_indices("其中") {
                words.among(document, sentence, Span::new(sentence.start + at, sentence.start + at + word.len()), found);
            }
            words.apart(document, sentence, found);
            for figure in document.figures_in(sentence) {
                words.bracket(document, figure, sentence, found);
                words.summed(document, figure, sentence, found);
                words.left(document, figure, sentence, found);
                words.within(document, figure, sentence, found);
                words.opened(document, figure, sentence, found);
            }
        }
    }
}

/// The words, some as far as they may stand in a report.
struct Present<'w> {
    words: &'w Total,
    apart: Apart<'w>,
    told: Vec<&'w String>,
}

impl Present<'_> {
    /// 共 N，其中 a、b、其他 c.
    fn among(&self, document: &Document, sentence: Span, word: Span, found: &mut Vec<Finding>) {
        let text = document.text();
        if text[..word.start].ends_with(['在', '入', '于', '与', '到', '插']) {
            return;
        }
        let after = &text[word.end..ahead(document, sentence, word.end)];
        let after = after.split(['；', ';']).next().unwrap_or_default();
        let end = word.end + after.find("其中").unwrap_or(after.len());
        let parts = parts(document, Span::new(word.end, end));
        let Some(first) = parts.first() else { return };
        let before = totals(document, sentence, word.start, first.figure);
        let Some(total) = before.last().copied() else { return };
        let rest = parts.iter().position(|part| self.is_rest(part.name));
        let listed = match rest {
            Some(rest) => &parts[..=rest],
            None => {
                let joined = 1 + parts[1..].iter().take_while(|part| part.joined).count();
                &parts[..joined.max(self.apart.count(&parts))]
            }
        };
        // 同比减少40%，其中2023年为234户: the figure of another year is no part.
        let names_year = first.name.starts_with("20") && first.name.get(4..).is_some_and(|rest| rest.starts_with('年'));
        if !self.comparable(document, total, listed) || (names_year && listed.len() == 1) {
            return;
        }
        let fits = |parts: &[Part<'_>]| {
            let figures: Vec<&Figure> = parts.iter().map(|part| part.figure).collect();
            before.iter().any(|total| adds_up(total, &figures))
        };
        // What comes first after 其中 may be told beside the parts: 其中重大隐患6处，整改1039处，其余8处.
        let any_fits = (0..listed.len()).any(|from| fits(&listed[from..]));
        let chain = &listed[listed.iter().rposition(|part| !part.joined).unwrap_or(0)..];
        match rest {
            Some(_) if !any_fits => {
                let parts = if chain.len() > 1 { chain } else { listed };
                found.push(self.finding(document, total, parts));
            }
            None if self.are_above(document, &before, listed) => {
                found.push(self.finding(document, total, listed).variant("above"));
            }
            _ => {}
        }
    }

    /// N件文件中甲 a、乙 b; and of what is cleared away or kept, without any word: 清理 N 件，保留 a 件、废止 b 件.
    fn within(&self, document: &Document, total: &Figure, sentence: Span, found: &mut Vec<Finding>) {
        let text = document.text();
        let after = &text[total.span.end..ahead(document, sentence, total.span.end)];
        let start = match after.find('中').filter(|&at| at <= 24 && after[..at].chars().all(char::is_alphanumeric)) {
            Some(at) => total.span.end + at + '中'.len_utf8(),
            None => total.span.end,
        };
        let is_within = start > total.span.end && !after.starts_with("其中");
        if !is_within && self.apart.is_empty() && self.told.is_empty() {
            return;
        }
        let after = &text[start..ahead(document, sentence, start)];
        let parts = parts(document, Span::new(start, start + after.find(['；', ';', '。']).unwrap_or(after.len())));
        let joined = parts.iter().skip(1).take_while(|part| part.joined).count() + 1;
        let apart = self.apart.count(&parts);
        let count = joined.max(apart);
        let Some(listed) = parts.get(..count).filter(|listed| listed.len() > 1) else { return };
        // 受理62件，已办结55件，正在办理8件: parts by their names alone, unless some are of the year before.
        let is_beyond = |word: &String| document.slice(sentence).contains(word.as_str());
        let is_apart = !is_within && apart == count && !self.words.beyond.iter().any(is_beyond);
        let before = totals(document, sentence, listed[0].figure.span.start, listed[0].figure);
        let totals = if is_apart { before } else { vec![total] };
        let is_told = |part: &Part<'_>| self.told.iter().any(|word| part.name.starts_with(word.as_str()));
        let near = text[start..listed[0].figure.span.start].chars().filter(|one| "，,".contains(*one)).count() <= 1;
        if near
            && (is_within || is_apart || listed.iter().all(is_told))
            && self.comparable(document, total, listed)
            && self.are_above(document, &totals, listed)
        {
            found.push(self.finding(document, total, listed).variant("above"));
        }
    }

    /// N件：甲 a、乙 b、其他 c; N件，包括甲 a、其他 b.
    fn opened(&self, document: &Document, total: &Figure, sentence: Span, found: &mut Vec<Finding>) {
        let text = document.text();
        if !self.words.opened.iter().any(|counter| counter == document.slice(total.counter)) {
            return;
        }
        let after = &text[total.span.end..ahead(document, sentence, total.span.end)];
        let noun = after.find(|one: char| !one.is_alphanumeric()).unwrap_or(after.len());
        let opens = |from: usize| self.words.opens.iter().find(|word| after[from..].starts_with(word.as_str())).map(|word| from + word.len());
        let start = opens(noun).or_else(|| opens(noun + after[noun..].chars().next().filter(|one| "，,".contains(*one))?.len_utf8()));
        let Some(start) = start.filter(|_| noun <= 24).map(|start| total.span.end + start) else { return };
        let parts = parts(document, Span::new(start, ahead(document, sentence, start)));
        let Some(rest) = parts.iter().position(|part| self.is_rest(part.name)).filter(|rest| *rest > 0) else { return };
        let listed = &parts[..=rest];
        let figures: Vec<&Figure> = listed.iter().map(|part| part.figure).collect();
        let is_plain = |part: &Part<'_>| part.name.chars().all(char::is_alphanumeric) && !part.name.contains("其中");
        let goes_on = text[listed[rest].figure.span.end..].starts_with('等');
        if !goes_on && listed.iter().all(is_plain) && self.comparable(document, total, listed) && !adds_up(total, &figures) {
            found.push(self.finding(document, total, listed));
        }
    }

    /// Whether one part is above every total before it, or all together are, where nothing belongs to two of them.
    fn are_above(&self, document: &Document, totals: &[&Figure], parts: &[Part<'_>]) -> bool {
        let Some(first) = parts.first() else { return false };
        let shared = self.words.shared.iter().any(|counter| counter == document.slice(first.figure.counter));
        let above = |sum: f64, loose: f64| totals.iter().all(|total| sum > total.value + slack(total) + loose + 1e-6);
        let sum: f64 = parts.iter().map(|part| part.figure.value).sum();
        let loose: f64 = parts.iter().map(|part| slack(part.figure) / 2.0).sum();
        let shared = shared && !self.apart.holds(parts);
        parts.iter().any(|part| above(part.figure.value, slack(part.figure))) || (!shared && above(sum, loose))
    }

    /// 共 N，甲、乙分别为 a、b.
    fn apart(&self, document: &Document, sentence: Span, found: &mut Vec<Finding>) {
        let text = document.text();
        let Some(at) = text[sentence.range()].find("分别").map(|at| sentence.start + at) else { return };
        let clause_start = text[sentence.start..at].rfind(['，', ',', '；', ';', '：']).map(|at| sentence.start + at);
        let Some(clause_start) = clause_start else { return };
        // 共 N，分别为甲 a、乙 b: each part has its name beside it.
        let bare = !text[clause_start..at].contains(char::is_alphanumeric);
        let names = text[clause_start..at].split(['、', '和', '与', '及']).count();
        let end = text[at..sentence.end].find(['，', ',', '；', ';']).map_or(sentence.end, |end| at + end);
        let parts = parts(document, Span::new(at, end));
        let Some(first) = parts.first() else { return };
        let names = if bare { parts.len() } else { names };
        let before = totals(document, sentence, clause_start, first.figure);
        let announced = |total: &&Figure| bare || self.is_announced(document, total);
        let Some(total) = before.last().copied().filter(announced) else { return };
        let figures: Vec<&Figure> = parts.iter().map(|part| part.figure).collect();
        let told_by_among = text[clause_start..at].contains("其中");
        if names == parts.len()
            && names > 1
            && !told_by_among
            && self.comparable(document, total, &parts)
            && !before.iter().any(|total| adds_up(total, &figures))
        {
            found.push(self.finding(document, total, &parts));
        }
    }

    /// N（甲 a、乙 b）.
    fn bracket(&self, document: &Document, total: &Figure, sentence: Span, found: &mut Vec<Finding>) {
        let text = document.text();
        let window = ahead(document, sentence, total.span.end);
        let Some(inner) = text[total.span.end..window].strip_prefix(['（', '(']) else { return };
        let start = window - inner.len();
        let Some(end) = inner.find(['）', ')']).map(|end| start + end) else { return };
        let slice = &text[start..end];
        let parts = parts(document, Span::new(start, end));
        let has_rest = parts.iter().any(|part| self.is_rest(part.name));
        let members = slice.split(['、', '，', ',', '；', ';']).filter(|member| !member.trim().is_empty()).count();
        let aside = self.words.asides.iter().any(|word| slice.contains(word.as_str()));
        let full = if aside {
            false
        } else if slice.contains("其中") { has_rest } else { parts.len() == members && parts.len() > 1 };
        let figures: Vec<&Figure> = parts.iter().map(|part| part.figure).collect();
        if full && self.comparable(document, total, &parts) && !adds_up(total, &figures) {
            found.push(self.finding(document, total, &parts));
        }
    }

    /// 甲 a、乙 b，共 N.
    fn summed(&self, document: &Document, total: &Figure, sentence: Span, found: &mut Vec<Finding>) {
        if total.approximate || !self.is_bare_sum(document, total) {
            return;
        }
        let before = parts(document, Span::new(reach(document, sentence, total.span.start), total.span.start));
        let alike: Vec<Part<'_>> = before
            .iter()
            .rev()
            .take_while(|part| same_counter(document, part.figure, total) && !part.figure.approximate)
            .copied()
            .collect();
        let chain = 1 + alike.iter().take_while(|part| part.joined).count();
        let any_fits = (1..=alike.len()).any(|count| {
            let figures: Vec<&Figure> = alike[..count].iter().map(|part| part.figure).collect();
            adds_up(total, &figures)
        });
        let Some(chain) = alike.get(..chain).filter(|chain| chain.len() > 1) else { return };
        if !any_fits && self.comparable(document, total, chain) {
            let mut chain = chain.to_vec();
            chain.reverse();
            found.push(self.finding(document, total, &chain));
        }
    }

    /// N，已办 a，其余 b.
    fn left(&self, document: &Document, rest: &Figure, sentence: Span, found: &mut Vec<Finding>) {
        let clause = &document.text()[clause_start(document, sentence, rest.span.start)..rest.span.start];
        if !self.words.left.iter().any(|word| clause.trim() == word) {
            return;
        }
        let before = Span::new(reach(document, sentence, rest.span.start), rest.span.start);
        let parts: Vec<Part<'_>> =
            parts(document, before).into_iter().filter(|part| same_counter(document, part.figure, rest)).collect();
        let [total, part] = parts.as_slice() else { return };
        let own = Part { figure: rest, name: "", joined: false };
        let told_by_among = document.slice(before).contains("其中");
        let listed = [*part, own];
        if !told_by_among
            && part.figure.value <= total.figure.value
            && self.comparable(document, total.figure, &listed)
            && !adds_up(total.figure, &[part.figure, rest])
        {
            found.push(self.finding(document, total.figure, &listed));
        }
    }

    /// Whether total and parts are exact, of one counter, and no word says that they are no parts.
    fn comparable(&self, document: &Document, total: &Figure, parts: &[Part<'_>]) -> bool {
        let sentence = document.sentence_at(total.span.start);
        let own_clause = &document.text()[clause_start(document, sentence, total.span.start)..total.span.start];
        let no_parts = |text: &str| self.words.unless.iter().any(|word| text.contains(word.as_str()));
        !total.approximate
            && total.unit != FigureUnit::Rate
            && !no_parts(own_clause)
            && parts.iter().all(|part| {
                !part.figure.approximate
                    && same_counter(document, total, part.figure)
                    && !no_parts(part.name)
                    && !part.name.ends_with('各')
            })
    }

    fn is_rest(&self, name: &str) -> bool {
        self.words.rest.iter().any(|word| name.starts_with(word.as_str())) && name.chars().count() <= 10
    }

    /// Whether the figure is what 共 and the like announce.
    fn is_announced(&self, document: &Document, figure: &Figure) -> bool {
        let sentence = document.sentence_at(figure.span.start);
        let clause = &document.text()[clause_start(document, sentence, figure.span.start)..figure.span.start];
        self.words.sum.iter().any(|word| clause.contains(word.as_str()))
    }

    /// Whether nothing but such a word stands before the figure in its clause, and nothing follows it.
    fn is_bare_sum(&self, document: &Document, figure: &Figure) -> bool {
        let sentence = document.sentence_at(figure.span.start);
        let start = clause_start(document, sentence, figure.span.start);
        let clause = document.text()[start..figure.span.start].trim();
        let ends = document.text()[figure.span.end..].chars().next().is_none_or(|next| !next.is_alphanumeric());
        ends && self.words.sum.iter().any(|word| clause == word)
    }

    fn finding(&self, document: &Document, total: &Figure, parts: &[Part<'_>]) -> Finding {
        let sum = parts.iter().map(|part| part.figure.value).sum();
        let written: Vec<&str> = parts.iter().map(|part| document.slice(part.figure.span)).collect();
        let before = &document.text()[..total.span.start];
        let word = self.words.sum.iter().filter(|word| before.ends_with(word.as_str())).max_by_key(|word| word.len());
        let start = total.span.start - word.map_or(0, String::len);
        let mut finding = Finding::at(Span::new(start, total.span.end))
            .with("total", document.slice(total.span))
            .with("sum", in_words_of(document, total, sum))
            .with("parts", written.join("＋"));
        finding.related =
            parts.iter().map(|part| Label { span: part.figure.span, message: "分项".to_owned() }).collect();
        finding
    }
}
