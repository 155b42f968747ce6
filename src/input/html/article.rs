//! What of a page is its article: where its sentences are, without what is links.

use super::element::Element;
use super::tree::{Node, Tree};

/// The share of a page's sentences, in hundredths, that its article holds.
const ARTICLE: usize = 90;
/// The fewest marks of sentences by which an article is told.
const FEWEST: usize = 5;
/// Characters of a block that is dropped for its links, at least.
const LINKS: usize = 4;
/// The longest line of furniture, in characters.
const LONGEST: usize = 160;

/// The longest title, in characters, and how titles of reports end.
const LONGEST_TITLE: usize = 60;
const KINDS: [&str; 4] = ["报告", "总结", "年报", "汇报"];

/// What is read of a page.
#[derive(Debug)]
pub(super) struct Article {
    /// The element that holds the article.
    pub(super) root: usize,
    /// A heading before that element.
    pub(super) title: Option<usize>,
    /// For each element: it is no part of the article.
    pub(super) dropped: Vec<bool>,
}

/// What an element holds, those inside counted in.
#[derive(Clone, Debug, Default)]
struct Count {
    characters: usize,
    linked: usize,
    /// Marks of sentences outside of links.
    marks: usize,
    /// It has blocks or tables inside.
    has_blocks: bool,
}

/// Tells the article of a page.
pub(super) fn choose(tree: &Tree) -> Article {
    let mut dropped: Vec<bool> = tree.elements.iter().map(Element::is_dropped).collect();
    dropped[0] = false;
    let counts = counts(tree, &dropped);
    for (index, element) in tree.elements.iter().enumerate().skip(1) {
        let count = &counts[index];
        let may_be_menu =
            matches!(element.name.as_str(), "ul" | "ol" | "dl" | "div" | "table" | "section" | "p" | "header" | "tr");
        let is_menu = count.linked * 2 > count.characters && count.characters >= LINKS && count.marks == 0;
        dropped[index] |= may_be_menu && is_menu;
    }
    let root = root(tree, &counts, &dropped);
    let title = title(tree, root, &dropped);
    Article { root, title, dropped }
}

fn counts(tree: &Tree, dropped: &[bool]) -> Vec<Count> {
    let mut counts = vec![Count::default(); tree.elements.len()];
    let (mut open, mut links, mut silent) = (vec![0], 0_usize, 0_usize);
    for node in &tree.nodes {
        match node {
            Node::Open(index) => {
                open.push(*index);
                links += usize::from(tree.elements[*index].name == "a");
                silent += usize::from(dropped[*index]);
            }
            Node::Close(index) => {
                open.pop();
                links -= usize::from(tree.elements[*index].name == "a");
                silent -= usize::from(dropped[*index]);
                if *index > 0 && silent == 0 {
                    let own = counts[*index].clone();
                    let above = &mut counts[tree.elements[*index].parent];
                    above.characters += own.characters;
                    above.linked += own.linked;
                    above.marks += own.marks;
                    above.has_blocks |= own.has_blocks || tree.elements[*index].is_block();
                }
            }
            Node::Text(text) if silent == 0 => {
                let Some(count) = open.last().map(|&index| &mut counts[index]) else { continue };
                let words = || text.pieces.iter().flat_map(|piece| piece.words.chars());
                let characters = words().filter(|one| one.is_alphanumeric()).count();
                count.characters += characters;
                if links > 0 {
                    count.linked += characters;
                } else {
                    count.marks += words().filter(|one| "，。；、".contains(*one)).count();
                }
            }
            Node::Text(_) => {}
        }
    }
    counts
}

/// The innermost element with nearly all sentences.
fn root(tree: &Tree, counts: &[Count], dropped: &[bool]) -> usize {
    let mut best = vec![0_usize; tree.elements.len()];
    for (index, element) in tree.elements.iter().enumerate().skip(1) {
        let known = best[element.parent];
        if !dropped[index] && counts[index].marks > if known == 0 { 0 } else { counts[known].marks } {
            best[element.parent] = index;
        }
    }
    let all = counts[0].marks;
    if all < FEWEST {
        return 0;
    }
    let mut root = 0;
    // Every step leads to a later element.
    while best[root] > root && counts[best[root]].marks * 100 >= all * ARTICLE && counts[best[root]].has_blocks {
        root = best[root];
    }
    root
}

/// The heading before the article that says what the page is about, where the article does not begin with one.
fn title(tree: &Tree, root: usize, dropped: &[bool]) -> Option<usize> {
    let own = &tree.elements[root];
    let words = |index: usize| {
        let element = &tree.elements[index];
        let mut words = String::new();
        for node in &tree.nodes[element.first..element.after.min(element.first + 200)] {
            if let Node::Text(text) = node {
                words.extend(
                    text.pieces.iter().flat_map(|piece| piece.words.chars()).filter(|one| !one.is_whitespace()),
                );
            }
            if words.len() > 1000 {
                break;
            }
        }
        words
    };
    let named = tree.elements.iter().position(|element| element.name == "title").map(words);
    let meta = tree
        .elements
        .iter()
        .find(|element| element.get("name").is_some_and(|name| name.eq_ignore_ascii_case("ArticleTitle")));
    let meta = meta.and_then(|element| element.get("content")).map(|title| title.replace(char::is_whitespace, ""));
    let is_titled = |words: &str| {
        let is_long = words.chars().nth(5).is_some();
        let is_kind = || KINDS.iter().any(|kind| words.ends_with(kind)) && words.chars().nth(LONGEST_TITLE).is_none();
        is_long && ([&named, &meta].into_iter().flatten().any(|title| title.contains(words)) || is_kind())
    };
    let before = tree.elements.iter().enumerate().skip(1).take_while(|(_, element)| element.first < own.first);
    let mut found = None;
    for (index, element) in before {
        let is_outside = element.after < own.first && !within_dropped(tree, index, dropped);
        let may_be_title = element.heading().is_some()
            || matches!(element.name.as_str(), "div" | "p" | "td" | "span" | "b" | "strong");
        // The first element inside another with the same words says no more.
        let is_new = |words: &str| found.as_ref().is_none_or(|(_, _, known): &(usize, bool, String)| known != words);
        if is_outside && may_be_title {
            let words = words(index);
            let (is_heading, is_titled) = (element.heading().is_some(), is_titled(&words));
            let is_better = found.as_ref().is_none_or(|(_, known, _)| is_titled || !known);
            if (is_titled || is_heading) && !words.is_empty() && is_better && is_new(&words) {
                found = Some((index, is_titled, words));
            }
        }
    }
    let (index, _, words) = found?;
    let begins: String = first_words(tree, root, words.len());
    (!begins.starts_with(&words)).then_some(index)
}

/// The first bytes of an element's text, without white space.
fn first_words(tree: &Tree, index: usize, length: usize) -> String {
    let element = &tree.elements[index];
    let mut words = String::new();
    for node in &tree.nodes[element.first..element.after] {
        if let Node::Text(text) = node {
            words.extend(text.pieces.iter().flat_map(|piece| piece.words.chars()).filter(|one| !one.is_whitespace()));
        }
        if words.len() >= length {
            break;
        }
    }
    words
}

fn within_dropped(tree: &Tree, index: usize, dropped: &[bool]) -> bool {
    let mut at = index;
    while at > 0 {
        if dropped[at] {
            return true;
        }
        at = tree.elements[at].parent;
    }
    false
}

/// Labels of what a page prints around an article.
const LABELS: [&str; 34] = [
    "发布时间",
    "发布日期",
    "发布机构",
    "发布单位",
    "来源：",
    "来源:",
    "信息来源",
    "浏览次数",
    "浏览量",
    "点击数",
    "点击量",
    "访问量",
    "阅读次数",
    "阅读量",
    "字体：",
    "字体:",
    "字号：",
    "【字体",
    "[字体",
    "打印",
    "分享",
    "责任编辑",
    "责编：",
    "当前位置",
    "您的位置",
    "您现在的位置",
    "上一篇",
    "下一篇",
    "扫一扫",
    "关闭窗口",
    "索引号",
    "主题分类",
    "保护视力色",
    "视力保护色",
];

/// Whether a line before the first sentence of an article or after its last is the page's.
pub(super) fn is_furniture(line: &str) -> bool {
    let is_short = line.chars().nth(LONGEST).is_none() && !line.contains('。');
    let begins = line.trim_start().trim_start_matches(['【', '[', '（', '(', '|']);
    is_short
        && (LABELS.iter().any(|label| begins.starts_with(label))
            || LABELS.iter().filter(|label| line.contains(**label)).nth(1).is_some())
}
