//! Tables that rules share: `table: name` under a check stands for `rows: […]` of that table.
//!
//! A table is `rules/<pack>/data/<name>.yaml` with the one key `rows`. Its rows are put into the rule's text where its
//! name stands, before the rule is read, so that a check kind knows nothing of tables: it has a parameter `rows` and
//! reads it whether the rows were written in the rule or come from a table. The build script does the same with this
//! file, so it leans on nothing but the YAML and JSON crates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_yaml::Spanned;

/// The rows of each table, as JSON on one line.
pub(crate) type Tables = BTreeMap<String, String>;

/// The text of a rule file with the rows in it.
#[derive(Debug)]
pub(crate) struct Filled<'a> {
    /// The text to read.
    pub(crate) text: Cow<'a, str>,
    /// Where `table: name` stood, and how many bytes stand there now.
    filled: Option<(Range<usize>, usize)>,
}

/// A name that no table has, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoSuchTable {
    /// The name.
    pub(crate) name: String,
    /// Its bytes in the rule file.
    pub(crate) at: Range<usize>,
}

/// What of a rule file tells that it uses a table.
#[derive(Deserialize)]
struct RuleWithTable {
    #[serde(default)]
    check: BTreeMap<String, CheckWithTable>,
}

#[derive(Deserialize)]
struct CheckWithTable {
    #[serde(default)]
    table: Option<Spanned<String>>,
}

/// The rows of a table file, as JSON on one line.
///
/// # Errors
/// What is wrong with the file.
pub(crate) fn rows(table: serde_json::Value) -> Result<serde_json::Value, String> {
    match table {
        serde_json::Value::Object(mut keys) if keys.len() == 1 => {
            keys.remove("rows").filter(serde_json::Value::is_array).ok_or("数据表应写作 rows: […]".to_owned())
        }
        _ => Err("数据表只有一个键 rows，其下是各行".to_owned()),
    }
}

/// A value as JSON on one line that YAML takes too: what YAML does not allow as it is stands as `\u…`.
pub(crate) fn on_one_line(value: &serde_json::Value) -> String {
    let mut line = String::new();
    for character in value.to_string().chars() {
        match character {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                line.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => line.push(character),
        }
    }
    line
}

/// Puts the rows where a table is named. A text that is no rule at all stays as it is.
///
/// # Errors
/// The name that no table has.
pub(crate) fn fill<'a>(text: &'a str, tables: &Tables) -> Result<Filled<'a>, NoSuchTable> {
    let plain = Filled { text: Cow::Borrowed(text), filled: None };
    if !text.contains("table") {
        return Ok(plain);
    }
    let Ok(rule) = serde_yaml::from_str::<RuleWithTable>(text) else { return Ok(plain) };
    let Some(table) = rule.check.into_values().find_map(|check| check.table) else { return Ok(plain) };
    let name = table.referenced.span();
    let (Some(start), Some(length)) = (name.byte_offset(), name.byte_len()) else { return Ok(plain) };
    let (start, end) = (start as usize, start as usize + length as usize);
    let Some(key) = text.get(..start).and_then(|before| before.rfind("table")) else { return Ok(plain) };
    let Some(rows) = tables.get(&table.value) else {
        return Err(NoSuchTable { name: table.value, at: start..end });
    };
    let inserted = format!("rows: {rows}");
    Ok(Filled {
        text: Cow::Owned(format!("{}{inserted}{}", &text[..key], &text[end..])),
        filled: Some((key..end, inserted.len())),
    })
}

impl Filled<'_> {
    /// Where a stretch of the read text stands in the rule file; what lies in the rows stands where the table is named.
    pub(crate) fn place(&self, read: Range<usize>) -> Range<usize> {
        match &self.filled {
            Some((named, length)) if read.start >= named.start + length => {
                let back = |offset: usize| offset - length + named.len();
                back(read.start)..back(read.end)
            }
            Some((named, _)) if read.end > named.start => named.clone(),
            _ => read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Tables {
        let rows = r#"[{"pattern":{"source":"两个\"维护\"\\s","literals":["两个"]},"use":"两个维护\n"},{"n":1}]"#;
        Tables::from([("phrases".to_owned(), rows.to_owned())])
    }

    #[test]
    fn rows_stand_where_the_table_was_named() {
        for text in [
            "id: a\ncheck:\n  substitution:\n    table: phrases\n    whole: true\nhelp: 后\n",
            "id: a\ncheck: { substitution: { table: phrases, whole: true } }\nhelp: 后\n",
            "check: { substitution: {whole: true,table: 'phrases'}}\nhelp: 后\n",
        ] {
            let filled = fill(text, &tables()).expect("a known table");
            let value: serde_json::Value = serde_yaml::from_str(&filled.text).expect(text);
            let check = &value["check"]["substitution"];
            assert_eq!(
                check["rows"].to_string(),
                serde_json::from_str::<serde_json::Value>(&tables()["phrases"]).expect("JSON").to_string()
            );
            assert_eq!(check["whole"], true);
            for (read, written) in [("whole", "whole"), ("后", "后"), ("维护", "table: ")] {
                let start = filled.text.find(read).expect("read");
                let place = filled.place(start..start + read.len());
                assert!(text[place].starts_with(written), "{text}: {read}");
            }
        }
    }

    #[test]
    fn rows_of_odd_characters_are_read_again() {
        let value = serde_json::json!([{ "plain": "[\u{0}-\u{9f}\u{2028}\u{feff}\u{ffff}\u{10ffff}]\"\\" }]);
        let text = format!("rows: {}", on_one_line(&value));
        let read: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        assert_eq!(read["rows"], value);
    }

    #[test]
    fn what_names_no_table_stays() {
        for text in
            ["id: a\ncheck: { existence: { terms: [table] } }\n", "table: [", "", "check: { a: { table: [b] } }"]
        {
            assert_eq!(fill(text, &tables()).expect("no table").text, text);
        }
        let text = "check: { a: { table: phrase } }";
        let missing = fill(text, &tables()).expect_err("no such table");
        assert_eq!((missing.name.as_str(), &text[missing.at]), ("phrase", "phrase"));
    }
}
