//! The last sheet: what was checked and what was not, for whoever gets the workbook without the command.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::sheet::{Cell, Column, Sheet, Style};
use crate::report::Summary;

const COLUMNS: [Column<'static>; 2] = [Column::text("项目", 16), Column::text("内容", 110)];

/// Adds the sheet. `left_out` names the sheets that had no room for all rows, with how many.
pub(super) fn write(
    summary: &Summary,
    on: Option<&str>,
    left_out: &[(&str, usize)],
    book: &mut Workbook,
    style: &Style,
) -> Result<(), XlsxError> {
    let rows = rows(summary, on, left_out);
    let mut sheet = Sheet::new(book, "说明", &COLUMNS, COLUMNS.len(), rows.len(), style)?;
    for (name, text) in &rows {
        sheet.row(&[Cell::Text(name), Cell::Text(text)])?;
    }
    sheet.finish().map(|_| ())
}

fn rows(summary: &Summary, on: Option<&str>, left_out: &[(&str, usize)]) -> Vec<(&'static str, String)> {
    let Summary { files, unreadable, passed_over, error, warning, info, waived, .. } = summary;
    let mut checked = format!("共检查{files}份文件");
    if *unreadable > 0 {
        checked.push_str(&format!("，{unreadable}份无法读取"));
    }
    if *passed_over > 0 {
        checked.push_str(&format!("，另有{passed_over}份不是报告，未检查"));
    }
    let known = summary.known.map(|known| format!(" 原有{known}")).unwrap_or_default();
    let mut rows = vec![
        ("检查范围", checked),
        ("问题", format!("错误{error} 提醒{warning} 提示{info} 已豁免{waived}{known}")),
        (
            "规则",
            format!(
                "已检{} 不适用{} 需人工{}",
                summary.rules_checked,
                summary.rules_not_applicable,
                summary.questions.len()
            ),
        ),
        ("程序", format!("hegui {}", env!("CARGO_PKG_VERSION"))),
    ];
    rows.extend(on.map(|on| ("以此日为今天", on.to_owned())));
    rows.push((
        "怎样看",
        "检查结果供修改和审核时参考，不能代替人工核对。“问题”表中“豁免、基线”一栏有内容的，不计入“一览”的错误、提醒、提示；\
         同类问题合并为一行的，“处数”写明共有几处，位置是第一处。Word 文档的行、列以 hegui text 输出的文字为准。\
         两份报告互相雷同的，“雷同”表中各列一行；雷同只是提请注意，是否照抄由人判断。"
            .to_owned(),
    ));
    rows.extend(summary.questions.iter().map(|question| ("请人工核对", question.clone())));
    rows.extend(summary.notices.iter().map(|notice| {
        let line = notice.place.map(|place| format!("第{}行", place.line)).unwrap_or_default();
        let help = notice.diagnostic.help.as_deref().unwrap_or_default();
        ("配置和基线", format!("{}{line}：{}\n{help}", notice.path, notice.diagnostic.message).trim_end().to_owned())
    }));
    let missing = left_out.iter().filter(|(_, rows)| *rows > 0);
    rows.extend(missing.map(|(sheet, rows)| ("未列出", format!("“{sheet}”表另有{rows}行超出工作表的行数，未列出"))));
    rows
}
