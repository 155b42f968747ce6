//! Quick fixes, sections put in, waivers, all fixes at once.

use std::process::Command;

use serde_json::{Value, json};

use super::Editor;
use super::editor::{codes, pulling};

const FAULTY: &str = "# 青禾镇2024年法治政府建设年度报告\r\n\r\n现将𠮷年度2024年法治政府建设情况报告如下:\r\n\r\n\
    ## 一、2024年度推进法治政府建设的主要举措和成效\r\n\r\n全年开展宣传5场,解答咨询40次,，办理案件２0件。\
    学习了了《行政处罚法》😀,严格落实行政执法三项制度.\r\n\r\n\
    ## 二、2024年度推进法治政府建设存在的不足和原因\r\n\r\n执法力量薄弱,主要原因是编制偏少。\r\n";

/// The text with edits made, as an editor makes them.
pub(super) fn applied(text: &str, edits: &[Value], encoding: &str) -> String {
    let mut spans: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let at = |end: &str| offset(text, &edit["range"][end], encoding);
            (at("start"), at("end"), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, *end));
    let mut made = String::new();
    let mut after = 0;
    for (start, end, new) in spans {
        assert!(after <= start && start <= end, "{edits:?}");
        made.push_str(&text[after..start]);
        made.push_str(new);
        after = end;
    }
    made + &text[after..]
}

fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let (mut line, mut column) = (position["line"].as_u64().expect("a number"), 0);
    let wanted = position["character"].as_u64().expect("a number");
    for (at, character) in text.char_indices() {
        if line == 0 && column >= wanted {
            return at;
        }
        column += match encoding {
            "utf-8" => character.len_utf8() as u64,
            "utf-16" => character.len_utf16() as u64,
            _ => 1,
        };
        if character == '\n' {
            line = line.saturating_sub(1);
            column = 0;
        }
    }
    text.len()
}

/// The edits of an action for one document.
fn edits(action: &Value, uri: &str) -> Vec<Value> {
    action["edit"]["changes"][uri].as_array().unwrap_or_else(|| panic!("{action}")).clone()
}

fn actions(editor: &mut Editor, uri: &str, range: &Value, only: &[&str]) -> Vec<Value> {
    let params = json!({
        "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [], "only": only },
    });
    let answer = editor.ask("textDocument/codeAction", params);
    answer["result"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
}

fn places(diagnostics: &[Value]) -> usize {
    let related = |one: &Value| one["relatedInformation"].as_array().map_or(0, Vec::len);
    diagnostics.iter().map(|one| 1 + related(one)).sum()
}

#[test]
fn each_quick_fix_leaves_fewer_findings() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let mut editor = Editor::with(&pulling(&[encoding]));
        let mut text = FAULTY.to_owned();
        let uri = editor.open("甲.md", &text);
        let mut fixes = 0;
        loop {
            let found = editor.pulled(&uri);
            let Some(fixable) = found.iter().find(|one| !one["data"]["fix"].is_null()) else { break };
            let offered = actions(&mut editor, &uri, &fixable["range"], &["quickfix"]);
            let action = offered.iter().find(|action| action["diagnostics"][0] == *fixable).expect("a fix");
            let is_safe = fixable["data"]["fix"]["applicability"] == "safe";
            assert_eq!(action["isPreferred"] == json!(true), is_safe, "{action}");
            assert_eq!(edits(action, &uri), *fixable["data"]["fix"]["edits"].as_array().expect("edits"));
            text = applied(&text, &edits(action, &uri), encoding);
            fixes += 1;
            editor.change(&uri, fixes + 1, json!([{ "text": text }]));
            let left = editor.pulled(&uri);
            assert!(places(&left) < places(&found), "{encoding} {action}\n{text}");
        }
        assert!(fixes >= 4, "{encoding}: {fixes} {text}");
    }
}

#[test]
fn all_safe_fixes_are_those_of_the_command() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let uri = editor.open("甲.md", FAULTY);
    let everywhere = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    assert_eq!(actions(&mut editor, &uri, &everywhere, &["refactor"]), Vec::<Value>::new());
    let offered = actions(&mut editor, &uri, &everywhere, &["source.fixAll"]);
    let [action] = offered.as_slice() else { panic!("{offered:?}") };
    assert_eq!((&action["kind"], &action["edit"]), (&json!("source.fixAll.hegui"), &Value::Null));
    let resolved = editor.ask("codeAction/resolve", action.clone())["result"].clone();
    let text = applied(FAULTY, &edits(&resolved, &uri), "utf-16");
    editor.file("甲.md", FAULTY);
    let mut command = Command::new(env!("CARGO_BIN_EXE_hegui"));
    command.arg("fix").arg("甲.md").current_dir(&editor.folder).output().expect("the program");
    assert_eq!(std::fs::read_to_string(editor.folder.join("甲.md")).expect("a text"), text);
    assert_ne!(text, FAULTY);
    editor.change(&uri, 2, json!([{ "text": text }]));
    assert_eq!(editor.ask("codeAction/resolve", action.clone())["error"]["code"], -32801);
}

#[test]
fn a_missing_section_is_put_where_it_belongs() {
    for (name, end) in [("甲.md", "\n"), ("甲.txt", "\n"), ("甲.md", "\r\n")] {
        let mut editor = Editor::with(&pulling(&["utf-16"]));
        let mut text =
            FAULTY.replace("\r\n", "\n") + "\n## 三、2025年度推进法治政府建设的主要安排\n\n上半年完成两期业务培训。\n";
        if name.ends_with("txt") {
            text = text.replace("# ", "").replace('#', "");
        }
        let text = text.replace('\n', end);
        let uri = editor.open(name, &text);
        let found = editor.pulled(&uri);
        let missing = found.iter().find(|one| one["code"] == "missing-leader-section").expect("missing");
        let offered = actions(&mut editor, &uri, &missing["range"], &["quickfix"]);
        let add = offered.iter().find(|one| one["title"].as_str().is_some_and(|title| title.starts_with("补充")));
        let add = add.unwrap_or_else(|| panic!("{offered:?}"));
        let text = applied(&text, &edits(add, &uri), "utf-16");
        assert_eq!(text.matches('\n').count(), text.matches(end).count(), "{text:?}");
        let plain = text.replace("\r\n", "\n");
        let sign = if name.ends_with("md") { "\n\n## " } else { "\n\n" };
        assert!(plain.contains(&format!("{sign}三、2024年度党政主要负责人")), "{text}");
        assert!(plain.contains(&format!("{sign}四、2025年度")), "{text}");
        editor.change(&uri, 2, json!([{ "text": text }]));
        let left = editor.pulled(&uri);
        let codes = codes(&left);
        assert!(!codes.contains(&"missing-leader-section") && !codes.contains(&"numbering-gap"), "{codes:?}\n{text}");
        assert!(codes.contains(&"unfilled-placeholder"), "{codes:?}");
    }
}

#[test]
fn a_waiver_holds_once_it_has_a_reason() {
    for (name, text) in [("甲.md", FAULTY.replace("\r\n", "\n")), ("甲.txt", FAULTY.replace("\r\n\r\n", "\n"))] {
        let mut editor = Editor::with(&pulling(&["utf-16"]));
        let uri = editor.open(name, &text);
        let found = editor.pulled(&uri);
        let doubled = found.iter().find(|one| one["code"] == "doubled-word").unwrap_or_else(|| panic!("{found:?}"));
        let offered = actions(&mut editor, &uri, &doubled["range"], &["quickfix"]);
        let is_it = |action: &&Value| {
            action["diagnostics"][0]["code"] == "doubled-word"
                && action["title"].as_str().is_some_and(|title| title.starts_with("保留"))
        };
        let text = applied(&text, &edits(offered.iter().find(is_it).expect("offered"), &uri), "utf-16");
        editor.change(&uri, 2, json!([{ "text": text }]));
        let left = editor.pulled(&uri);
        assert!(codes(&left).contains(&"invalid-waiver") && codes(&left).contains(&"doubled-word"), "{text}");
        let text = text.replace("doubled-word  -->", "doubled-word 引文如此 -->");
        editor.change(&uri, 3, json!([{ "text": text }]));
        let left = editor.pulled(&uri);
        assert!(!codes(&left).contains(&"invalid-waiver") && !codes(&left).contains(&"doubled-word"), "{text}");
    }
}
