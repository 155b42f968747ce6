//! Reading YAML with its faults told in Chinese and placed in the text.

use serde::de::DeserializeOwned;
use serde_yaml::{DuplicateKeyPolicy, Error, Location};

use super::nearest::nearest;
use crate::span::Span;

/// Why a YAML text could not be read: the first fault in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Where; empty where the text is too short.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What could stand there instead.
    pub help: Option<String>,
}

/// Reads a text. A number or a truth value where a word is asked for must be quoted (`item: "7.3"`), so that it
/// means the same to every reader of YAML.
///
/// # Errors
/// The first fault.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    let options = serde_yaml::options! {
        no_schema: true,
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::Error,
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let (message, help) = words(&error);
        Misread { span: error.location().map_or(Span::at(0), |location| place(text, location)), message, help }
    })
}

/// The bytes of a location; by its line and column, counted in characters, where it has no bytes.
pub(crate) fn place(text: &str, location: Location) -> Span {
    let span = location.span();
    let bytes =
        span.byte_offset().zip(span.byte_len()).map(|(start, length)| (start as usize, (start + length) as usize));
    let range = bytes.unwrap_or_else(|| {
        let lines = text.split_inclusive('\n').take((location.line() as usize).saturating_sub(1));
        let start: usize = lines.map(str::len).sum();
        let line = text[start..].lines().next().unwrap_or_default();
        let column = (location.column() as usize).saturating_sub(1);
        let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        (start + at, start + at)
    });
    let (start, end) = (range.0.min(text.len()), range.1.min(text.len()));
    if text.get(start..end).is_some() { Span::new(start, end) } else { Span::at(0) }
}

fn words(error: &Error) -> (String, Option<String>) {
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            (guess(format!("没有“{field}”这个键"), field, expected), Some(format!("可以写：{}。", expected.join("、"))))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let known = expected.join("、");
            (guess(format!("不认识“{variant}”"), variant, expected), Some(format!("可以写：{known}。")))
        }
        Error::SerdeMissingField { field, .. } => (format!("缺少“{field}”"), None),
        Error::DuplicateMappingKey { key: Some(key), .. } => (format!("“{key}”重复"), None),
        Error::DuplicateMappingKey { .. } => ("键重复".to_owned(), None),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            (format!("这里应为{}，写的是{}", shape(expected), written(unexpected)), None)
        }
        Error::SerdeInvalidLength { expected, .. } => (format!("这里应为{}", shape(expected)), None),
        Error::InvalidScalar { ty, .. } => (format!("这里应为{}", shape(ty)), None),
        Error::Unexpected { expected, .. } => (format!("这里应为{}", shape(expected)), None),
        Error::QuotingRequired { value, .. } => {
            (format!("“{value}”会被当作数字或真假值"), Some(format!("加引号：\"{value}\"。")))
        }
        Error::NullIntoString { .. } => ("这里没有内容".to_owned(), None),
        Error::Eof { .. } => ("文件没有内容".to_owned(), None),
        Error::MultipleDocuments { .. } => ("一个文件只有一份内容，不用“---”分隔".to_owned(), None),
        Error::UnknownAnchor { .. } => ("别名（*）没有对应的锚点（&）".to_owned(), None),
        Error::Budget { .. } => ("内容过大或嵌套过深".to_owned(), None),
        Error::Message { msg, .. } => (msg.clone(), None),
        Error::AliasError { error, .. } => words(error),
        Error::ExternalMessage { msg, .. } => (format!("YAML 写法有误：{}", syntax(msg)), None),
        other => (format!("YAML 写法有误：{}", syntax(&other.to_string())), None),
    }
}

fn guess(message: String, written: &str, known: &[&str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(nearest) => format!("{message}；是不是“{nearest}”？"),
        None => message,
    }
}

/// What the deserialiser expected, in Chinese; what this crate expects is Chinese already.
fn shape(expected: &str) -> &str {
    const SHAPES: [(&str, &str); 7] = [
        ("map", "“键: 值”"),
        ("struct", "“键: 值”"),
        ("seq", "列表，如 [甲, 乙]"),
        ("str", "文字"),
        ("bool", "true 或 false"),
        ("int", "整数"),
        ("float", "数字"),
    ];
    let is_integer = ["i32", "i64", "u8", "u16", "u32", "u64", "usize"].contains(&expected);
    let known = SHAPES.iter().find(|(english, _)| expected.contains(english));
    if is_integer { "整数" } else { known.map_or(expected, |(_, chinese)| chinese) }
}

/// What stands there, in Chinese; a word, a number or a truth value as it is written.
fn written(unexpected: &str) -> String {
    let value = unexpected.split_once(['"', '`']).map(|(_, rest)| rest.trim_end_matches(['"', '`']));
    match (unexpected.split([' ', '`']).next().unwrap_or_default(), value) {
        (_, Some(value)) => format!("“{value}”"),
        ("sequence", _) => "列表".to_owned(),
        ("map" | "struct", _) => "“键: 值”".to_owned(),
        ("unit" | "Option", _) => "空白".to_owned(),
        _ => "别的内容".to_owned(),
    }
}

/// The scanner's messages that people who write YAML meet.
fn syntax(message: &str) -> &str {
    const MESSAGES: [(&str, &str); 12] = [
        ("mapping values are not allowed", "缩进不对，或者文字里有“: ”而没有加引号"),
        ("unknown escape", "双引号里的“\\”写法不对，改用单引号"),
        ("quoted scalar", "引号没有闭合，或者引号里的换行没有缩进"),
        ("tab", "不能用制表符缩进，改用空格"),
        ("flow sequence", "方括号没有闭合，或者文字里有方括号而没有加引号"),
        ("flow mapping", "花括号没有闭合，或者文字里有花括号、逗号而没有加引号"),
        ("did not find expected key", "缩进不对，或者缺少“键:”"),
        ("expected '-' indicator", "缩进不对，或者缺少“- ”"),
        ("cannot start any token", "这个字符不能放在开头，给文字加引号"),
        ("unexpected character", "这个字符不能放在开头，给文字加引号"),
        ("placement of ':'", "方括号或花括号没有闭合，或者冒号放错了地方"),
        ("simple key expected ':'", "缺少冒号"),
    ];
    MESSAGES.iter().find(|(english, _)| message.contains(english)).map_or(message, |(_, chinese)| chinese)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        #[serde(rename = "title")]
        _title: String,
        #[serde(default, rename = "words")]
        _words: Vec<String>,
        #[serde(default, rename = "least")]
        _least: Option<u32>,
    }

    #[test]
    fn faults_are_placed_and_told_in_chinese() {
        for (text, at, message) in [
            ("标题: 甲\n", "标题", "没有“标题”这个键"),
            ("title: 甲\nwrods: []\n", "wrods", "没有“wrods”这个键；是不是“words”？"),
            ("words: [甲]\n", "words", "缺少“title”"),
            ("title: 甲\nwords: 乙\n", "乙", "这里应为列表，如 [甲, 乙]"),
            ("title: 甲\nleast: 三\n", "三", "这里应为整数"),
            ("title: 甲\nwords: { 乙: 丙 }\n", "{", "这里应为列表，如 [甲, 乙]"),
            ("title: 7.3\n", "7.3", "“7.3”会被当作数字或真假值"),
            ("title: 甲\ntitle: 乙\n", "title: 乙", "“title”重复"),
            ("- 甲\n", "- 甲", "这里应为“键: 值”"),
            ("title: 甲\n---\ntitle: 乙\n", "title: 乙", "一个文件只有一份内容，不用“---”分隔"),
            ("", "", "文件没有内容"),
        ] {
            let misread = read::<Form>(text).expect_err(text);
            assert_eq!(misread.message, message, "{text}");
            assert!(text[misread.span.start..].starts_with(at), "{text}: {:?}", misread.span);
        }
    }

    #[test]
    fn faults_of_writing_have_a_place_too() {
        for (text, words) in [
            ("title: '甲\n", "引号没有闭合"),
            ("title: 甲\n  words: 乙\n", "缩进不对"),
            ("title: *甲\n", "别名"),
            ("title: 甲\nwords:\n\t- 乙\n", "制表符"),
            ("title: 甲: 乙\n", "没有加引号"),
            ("title: 甲\nwords: [乙\nleast: 3\n", "括号没有闭合"),
            ("title: 甲\n- 乙\n", "缩进不对"),
            ("title: %甲\n", "加引号"),
            ("title: \"甲\\q\"\n", "改用单引号"),
            ("title: 甲\nwords\n", "缺少冒号"),
        ] {
            let misread = read::<Form>(text).expect_err(text);
            assert!(misread.message.contains(words), "{text}: {}", misread.message);
            assert!(text.get(misread.span.range()).is_some(), "{text}");
        }
    }
}
