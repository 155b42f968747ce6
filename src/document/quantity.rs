//! Numbers with what they count: 解答法律咨询4次, 开展5场大型法律宣传活动, 覆盖率达100%.

use super::block::Block;
use crate::span::Span;

/// A number that counts or measures something.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Number and counter with the words of approximation: `近30余次`.
    pub span: Span,
    /// The value; of an approximate one, the number named.
    pub value: f64,
    /// 余 近 约 超 多 以上 …
    pub approximate: bool,
    /// The unit.
    pub unit: Unit,
    /// The counter or unit as written, such as 次 or 万元; `%` for rates.
    pub counter: Span,
    /// What is counted, where the clause tells; may be empty.
    pub counts: Option<Span>,
}

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A count: 次 件 人 场 …
    Count,
    /// A measure: 元 亩 公里 …
    Measure,
    /// A rate: % 百分之
    Rate,
}

pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Figure> {
    let _ = (text, blocks);
    Vec::new()
}
