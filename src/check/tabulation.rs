//! Numbers in tables that must add up.

use serde::Deserialize;

use super::{Check, Finding, Target};
use crate::diagnostic::Label;
use crate::document::{Document, Table, cell_number};
use crate::span::Span;

/// Numbers in tables that do not make up their total. Values: `{label}`, what is summed up; `{total}` as written; `{sum}`
/// of the parts. Variants: `across` a row, `down` a column, `balance` of two sides.
///
/// ```yaml
/// check: { tabulation: { any: { totals: [合计, 总计], unless: [其中, 率] } } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Tabulation {
    /// Tables of any form, told by the words for a total in their first row or column.
    #[serde(default)]
    pub any: Option<AnyForm>,
    /// Tables of one form, told by how many numbers their rows have.
    #[serde(default)]
    pub form: Option<Form>,
}

/// Tables of any form. A column or row of totals is believed to be one where some of it adds up; of what does not, so
/// much must be the smaller part.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct AnyForm {
    /// Words that alone head a column or row of totals.
    pub totals: Vec<String>,
    /// Words in headings of columns and rows that are no parts, or parts of parts.
    #[serde(default)]
    pub unless: Vec<String>,
}

/// Tables of one form.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// How many numbers such a row has; rows with more or fewer are left alone.
    pub numbers: usize,
    /// Of each so many numbers of a row the last is the total of those before.
    #[serde(default)]
    pub across: Option<usize>,
    /// What the columns are called in messages.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Rows that make up each other in every column.
    #[serde(default)]
    pub balance: Vec<Balance>,
}

/// Two sides that must be equal in every column; rows are told by words in their labels.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// Rows of one side, one for each word; without it, all rows between `after` and the first of `right`.
    #[serde(default)]
    pub left: Vec<String>,
    /// The row after which those of the one side begin.
    #[serde(default)]
    pub after: Option<String>,
    /// Rows of the other side, one for each word.
    pub right: Vec<String>,
}

/// Most parts of which it is tried whether some of them make up a total that is too small.
const MOST_PARTS: usize = 12;

/// A row of numbers with the labels before them.
#[derive(Debug, Default)]
struct Record {
    labels: Vec<Span>,
    /// `None` for an empty cell and for one with a sign in place of a number.
    numbers: Vec<Number>,
}

#[derive(Clone, Copy, Debug)]
struct Number {
    value: Option<f64>,
    span: Span,
}

impl Check for Tabulation {
    fn faults(&self) -> Vec<String> {
        let form = self.form.as_ref();
        let uneven = |form: &Form| form.across.is_some_and(|across| across < 2 || !form.numbers.is_multiple_of(across));
        let mut faults = Vec::new();
        if self.any.is_none() && form.is_none() {
            faults.push("要写 any 或 form".to_owned());
        }
        if form.is_some_and(uneven) {
            faults.push("numbers 应为 across 的整数倍，across 至少为 2".to_owned());
        }
        faults
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let document = target.document;
        for table in document.tables() {
            if let Some(any) = &self.any {
                any.check(document, table, found);
            }
            if let Some(form) = &self.form {
                form.check(document, &records(document, table), found);
            }
        }
    }
}

impl Form {
    fn check(&self, document: &Document, records: &[Record], found: &mut Vec<Finding>) {
        let records: Vec<&Record> = records.iter().filter(|record| record.numbers.len() == self.numbers).collect();
        let before = found.len();
        for record in &records {
            for group in record.numbers.chunks(self.across.unwrap_or(usize::MAX)).filter(|_| self.across.is_some()) {
                let Some((total, parts)) = group.split_last() else { continue };
                if let Some(finding) = mismatch(document, &[*total], parts) {
                    found.push(finding.variant("across").with("label", record.label(document)));
                }
            }
        }
        let wrong: Vec<Span> = found[before..].iter().map(|finding| finding.span).collect();
        for balance in &self.balance {
            self.balance(document, balance, &records, &wrong, found);
        }
    }

    /// One finding for the first column that does not balance; the others are related. A column with a total that is
    /// `wrong` in its own row is left alone.
    fn balance(
        &self,
        document: &Document,
        balance: &Balance,
        records: &[&Record],
        wrong: &[Span],
        found: &mut Vec<Finding>,
    ) {
        let row = |word: &String| records.iter().position(|record| record.label(document).contains(word.as_str()));
        let rows = |words: &[String]| words.iter().map(row).collect::<Option<Vec<usize>>>();
        let Some(right) = rows(&balance.right) else { return };
        let left = match &balance.after {
            None => rows(&balance.left),
            Some(after) => row(after).zip(right.first().copied()).map(|(after, end)| (after + 1..end).collect()),
        };
        let Some(left) = left.filter(|left| !left.is_empty()) else { return };
        let of = |rows: &[usize], column: usize| rows.iter().map(|&row| records[row].numbers[column]).collect::<Vec<_>>();
        let mut findings = (0..self.numbers).filter_map(|column| {
            let name = self.columns.get(column).map_or("", String::as_str);
            let (right, left) = (of(&right, column), of(&left, column));
            let is_wrong = right.iter().chain(&left).any(|number| wrong.contains(&number.span));
            let finding = mismatch(document, &right, &left).filter(|_| !is_wrong)?;
            Some(finding.variant("balance").with("label", name))
        });
        if let Some(mut first) = findings.next() {
            let others = findings.map(|other| Label { span: other.span, message: "这一列也不相等".to_owned() });
            first.related.extend(others);
            found.push(first);
        }
    }
}

impl AnyForm {
    fn check(&self, document: &Document, table: &Table, found: &mut Vec<Finding>) {
        let is_number = |cell: &Span| value(document, *cell).is_some();
        let is_head = |row: &Vec<Span>| row.len() > 1 && !row.iter().any(is_number);
        for (index, pair) in table.rows.windows(2).enumerate() {
            if is_head(&pair[0]) && !is_head(&pair[1]) && pair[0].len() == pair[1].len() {
                let body = table.rows[index + 1..].iter();
                let body = body.take_while(|row| row.len() == pair[0].len() && !is_head(row));
                let numbers = |row: &Vec<Span>| {
                    row.iter().map(|&span| Number { value: value(document, span), span }).collect::<Vec<_>>()
                };
                self.part(document, &pair[0], &body.map(numbers).collect::<Vec<_>>(), found);
            }
        }
    }

    /// The rows under one row of headings.
    fn part(&self, document: &Document, head: &[Span], body: &[Vec<Number>], found: &mut Vec<Finding>) {
        let width = head.len();
        let is_total = |span: Span| self.totals.iter().any(|word| bare(document, span) == *word);
        let is_other = |span: Span| self.unless.iter().any(|word| document.slice(span).contains(word.as_str()));
        let has_other = head.iter().any(|cell| is_other(*cell));
        let own: Vec<usize> = (1..width).filter(|&column| !is_total(head[column])).collect();
        let is_sum = |row: &Vec<Number>| is_total(row[0].span);
        if let Some(total) = (1..width).find(|&column| is_total(head[column])).filter(|_| own.len() > 1 && !has_other) {
            let lines = body.iter().map(|row| {
                let parts: Vec<Number> = own.iter().map(|&column| row[column]).collect();
                (row[total], parts, bare(document, row[0].span))
            });
            self.odd_ones(document, lines.collect(), "across", found);
        }
        let Some(sum) = body.iter().position(is_sum).filter(|&sum| sum > 1) else { return };
        if body[..sum].iter().any(|row| is_other(row[0].span)) {
            return;
        }
        let lines = (1..width).filter(|&column| !is_other(head[column])).map(|column| {
            let parts: Vec<Number> = body[..sum].iter().map(|row| row[column]).collect();
            (body[sum][column], parts, bare(document, head[column]))
        });
        self.odd_ones(document, lines.collect(), "down", found);
    }

    /// Reports the totals that do not add up where more of their kind do, or where there is but one.
    fn odd_ones(
        &self,
        document: &Document,
        lines: Vec<(Number, Vec<Number>, String)>,
        variant: &str,
        found: &mut Vec<Finding>,
    ) {
        let is_known = |number: &Number| number.value.is_some();
        let known: Vec<_> = lines.into_iter().filter(|(total, parts, _)| is_known(total) && parts.iter().all(is_known)).collect();
        let mut right = 0;
        let mut wrong = Vec::new();
        for (total, parts, label) in &known {
            match mismatch(document, &[*total], parts) {
                None => right += usize::from(total.value != Some(0.0)),
                Some(_) if is_of_some(*total, parts) => {}
                Some(finding) => wrong.push(finding.with("label", label)),
            }
        }
        if right > wrong.len() || (known.len() == 1 && variant == "down") {
            found.extend(wrong.into_iter().map(|finding| finding.variant(variant)));
        }
    }
}

impl Record {
    /// The last label before the numbers, without white space.
    fn label(&self, document: &Document) -> String {
        self.labels.last().map(|label| bare(document, *label)).unwrap_or_default()
    }
}

/// The totals on the one side against the parts on the other; nothing where a number is missing.
fn mismatch(document: &Document, totals: &[Number], parts: &[Number]) -> Option<Finding> {
    let sum = |numbers: &[Number]| numbers.iter().map(|number| number.value).sum::<Option<f64>>();
    let (total, all) = (sum(totals)?, sum(parts)?);
    if (total - all).abs() < 1e-6 * all.abs().max(1.0) {
        return None;
    }
    let written: Vec<&str> = totals.iter().map(|number| document.slice(number.span)).collect();
    let mut finding = Finding::at(totals.first()?.span).with("total", written.join("＋")).with("sum", plain(all));
    finding.values.push(("totals", plain(total)));
    let parts = parts.iter().filter(|part| part.value != Some(0.0)).map(|part| (part.span, "相加的一项"));
    let others = totals.iter().skip(1).map(|other| (other.span, "与此合计"));
    finding.related =
        others.chain(parts).map(|(span, message)| Label { span, message: message.to_owned() }).collect();
    Some(finding)
}

/// Whether a total is that of some of the parts only: the others are parts of parts, or it cannot be told.
fn is_of_some(total: Number, parts: &[Number]) -> bool {
    let values: Vec<f64> = parts.iter().filter_map(|part| part.value).filter(|value| *value != 0.0).collect();
    let (total, all) = (total.value.unwrap_or_default(), values.iter().sum::<f64>());
    if total >= all - 1e-6 {
        return false;
    }
    if values.len() > MOST_PARTS {
        return true;
    }
    let mut sums = vec![0.0];
    for value in values {
        sums.extend(sums.clone().iter().map(|sum| sum + value));
    }
    sums.iter().any(|sum| (sum - total).abs() < 1e-6)
}

/// A number as people write it; sums of decimals have no tail.
fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    rounded.to_string()
}

fn records(document: &Document, table: &Table) -> Vec<Record> {
    let mut records = Vec::new();
    let mut open = Record::default();
    let close = |open: &mut Record, records: &mut Vec<Record>| {
        while open.numbers.last().is_some_and(|number| number.span.is_empty()) {
            open.numbers.pop();
        }
        if !open.numbers.is_empty() {
            records.push(std::mem::take(open));
        }
    };
    for row in &table.rows {
        for &span in row {
            let value = value(document, span);
            let is_sign = is_sign(document.slice(span));
            if value.is_none() && !span.is_empty() && !is_sign {
                close(&mut open, &mut records);
                open.labels.push(span);
            } else if !span.is_empty() || !open.numbers.is_empty() {
                open.numbers.push(Number { value, span });
            }
        }
        if row.len() > 1 {
            close(&mut open, &mut records);
        } else {
            // Bars between cells that stand on lines of their own.
            open.numbers.retain(|number| !number.span.is_empty());
        }
    }
    close(&mut open, &mut records);
    records
}

fn value(document: &Document, span: Span) -> Option<f64> {
    cell_number(document.slice(span))
}

/// Whether a cell has a sign in place of a number.
fn is_sign(cell: &str) -> bool {
    matches!(cell, "/" | "-" | "—" | "——" | "－" | "／" | "*")
}

/// A cell without white space.
fn bare(document: &Document, span: Span) -> String {
    document.slice(span).chars().filter(|character| !character.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::Tabulation;
    use crate::check::Context;
    use crate::check::marked::{findings_in, marks};

    const ANY: &str = "{ any: { totals: [合计, 总计], unless: [其中, 率] } }";
    const SEVEN: &str = "{ form: { numbers: 4, across: 4, columns: [自然人, 企业, 其他, 总计], \
        balance: [{ left: [新收, 结转], right: [总计, 下年度] }, { after: 结转, right: [总计] }] } }";

    #[test]
    fn totals_of_tables_of_any_form() {
        marks::<Tabulation>(ANY, "执法情况\n类别\t数量\n许可\t12\n处罚\t30\n合计\t⟦45⟧\n");
        marks::<Tabulation>(ANY, "村\t许可\t处罚\t合计\n甲村\t1\t2\t3\n乙村\t4\t5\t⟦8⟧\n丙村\t2\t2\t4\n合计\t7\t9\t⟦16⟧\n");
        marks::<Tabulation>(ANY, "村\t许可\t处罚\t复议\n甲村\t1\t2\t1\n乙村\t4\t5\t1\n总计\t⟦8⟧\t7\t2\n");
        for quiet in [
            "类别\t数量\n许可\t12\n处罚\t30\n合计\t42\n",
            "类别\t数量\n案件\t12\n其中：许可\t3\n合计\t12\n",
            "村\t户数\t面积\t合计\n甲村\t1\t2\t30\n乙村\t4\t5\t80\n",
            "村\t办结率\t合计\n甲村\t1\t2\n",
            "类别\t数量\n许可\t12\n处罚\t30\n合计\t42\n类别\t金额\n许可\t1\n处罚\t2\n合计\t3\n",
            "类别\t数量\n一、处罚\t30\n1.简易程序\t12\n2.普通程序\t18\n二、许可\t5\n合计\t35\n",
            "类别\t数量\n许可\t/\n处罚\t30\n合计\t45\n",
            "全年合计45件，其中许可12件、处罚30件。\n",
        ] {
            marks::<Tabulation>(ANY, quiet);
        }
    }

    #[test]
    fn rows_of_a_form_balance() {
        let rows = |new: &str, old: &str, open: &str, refused: &str, total: &str, left: &str| {
            format!(
                "一、本年新收\t{new}\n二、上年结转\t{old}\n三、办理结果\t（一）予以公开\t{open}\n（二）不予公开\t{refused}\n（三）总 计\t{total}\n四、结转下年度\t{left}\n"
            )
        };
        marks::<Tabulation>(SEVEN, &rows("3\t1\t0\t4", "1\t0\t0\t1", "3\t1\t0\t4", "0\t0\t0\t0", "3\t1\t0\t4", "1\t0\t0\t1"));
        marks::<Tabulation>(SEVEN, &rows("3\t1\t0\t⟦5⟧", "0\t0\t0\t0", "3\t1\t0\t⟦5⟧", "0\t0\t0\t0", "3\t1\t0\t⟦5⟧", "0\t0\t0\t0"));
        marks::<Tabulation>(SEVEN, &rows("3\t1\t0\t4", "0\t0\t0\t0", "2\t1\t0\t3", "0\t0\t0\t0", "⟦2⟧\t1\t0\t3", "0\t0\t0\t0"));
        marks::<Tabulation>(SEVEN, &rows("3\t1\t0\t4", "0\t0\t0\t0", "3\t1\t0\t4", "/\t/\t/\t/", "2\t1\t0\t3", "1\t0\t0\t1"));
    }

    #[test]
    fn hostile_tables_take_no_longer_than_long_ones() {
        for piece in ["合计\t1\n", "合计\t合计\n甲\t1\n", "甲\t1\n", "新收\t1\t1\t1\t3\n结转\t0\t0\t0\t1\n总计\t1\t1\t1\t3\n"] {
            for check in [ANY, SEVEN] {
                let text = format!("类别\t数量\n{}", piece.repeat(5_000));
                let found = findings_in::<Tabulation>(check, &text, &Context::default());
                assert!(found.len() <= 10_000, "{piece}");
            }
        }
    }

    #[test]
    fn cells_on_lines_of_their_own_are_rows_too() {
        marks::<Tabulation>(
            SEVEN,
            "申请情况\n申请人\n自然人\n总计\n一、本年新收\n3\n1\n0\n4\n二、上年结转\n0\n0\n0\n⟦1⟧\n三、办理结果\n（一）予以公开\n2\n1\n0\n3\n",
        );
    }
}
