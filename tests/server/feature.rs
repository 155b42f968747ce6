//! Hover, outline, completion, links, configurations and rule files, commands.

use serde_json::{Value, json};

use super::Editor;
use super::editor::{codes, pulling, pushed};
use super::life::REPORT;

const GOOD: &str = "# 青禾镇2024年法治政府建设年度报告\n\n现将2024年度法治政府建设情况报告如下：\n\n\
    ## 一、2024年度推进法治政府建设的主要举措和成效\n\n### （一）加强普法\n\n全年解答法律咨询40次。落实《中华人民共和国行政处罚法》和\
    《法治政府建设与责任落实督察工作规定》，学习《婚姻法》。\n\n\
    ## 二、存在的不足和原因\n\n执法力量薄弱，主要原因是编制偏少。解答法律咨询40次，仍然偏少。\n";

/// The position of a word, in characters.
fn position(text: &str, word: &str) -> Value {
    let at = text.find(word).unwrap_or_else(|| panic!("{word}"));
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": before.matches('\n').count(), "character": before[start..].chars().count() })
}

fn at(uri: &str, position: Value) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": position })
}

#[test]
fn a_hover_tells_finding_figure_and_law() {
    let mut editor = Editor::with(&pulling(&["utf-32"]));
    let uri = editor.open("甲.md", GOOD);
    for (word, told) in [
        ("二、存在的", "missing-leader-section"),
        ("二、存在的", "依据：《法治政府建设与责任落实督察工作规定》"),
        ("40次。落实", "计“解答法律咨询”，单位“次”；文中另有：第二部分"),
        ("行政处罚法", "《行政处罚法》（法律），现行文本2021年1月22日公布"),
        ("婚姻法", "自2021年1月1日起废止，代之以《中华人民共和国民法典》"),
    ] {
        let answer = editor.ask("textDocument/hover", at(&uri, position(GOOD, word)));
        let words = answer["result"]["contents"]["value"].as_str().unwrap_or_else(|| panic!("{word} {answer}"));
        assert!(words.contains(told), "{word}: {words}");
    }
    let answer = editor.ask("textDocument/hover", at(&uri, json!({ "line": 1, "character": 0 })));
    assert_eq!(answer["result"], Value::Null);
    let links = editor.ask("textDocument/documentLink", json!({ "textDocument": { "uri": uri } }));
    let links = links["result"].as_array().expect("a list");
    assert_eq!(links.len(), 1, "{links:?}");
    assert_eq!(links[0]["range"]["start"], position(GOOD, "《法治政府建设与"));
}

#[test]
fn the_outline_has_roles_and_folds() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let uri = editor.open("甲.md", GOOD);
    let document = json!({ "textDocument": { "uri": uri } });
    let symbols = editor.ask("textDocument/documentSymbol", document.clone())["result"].clone();
    let names: Vec<&str> = symbols.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(
        names,
        ["青禾镇2024年法治政府建设年度报告", "一、2024年度推进法治政府建设的主要举措和成效", "二、存在的不足和原因"]
    );
    assert_eq!(symbols[1]["detail"], "主要举措和成效");
    assert_eq!(symbols[1]["children"][0]["name"], "（一）加强普法");
    let folds = editor.ask("textDocument/foldingRange", document)["result"].clone();
    assert_eq!(
        folds,
        json!([
            { "startLine": 4, "endLine": 8 }, { "startLine": 6, "endLine": 8 }, { "startLine": 10, "endLine": 12 },
        ])
    );
    let mut editor = Editor::with(&json!({}));
    let uri = editor.open("甲.md", GOOD);
    let flat = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }))["result"].clone();
    assert_eq!(flat[2]["containerName"], "一、2024年度推进法治政府建设的主要举措和成效", "{flat}");
}

/// The labels that are offered at the end of a text.
fn offered(editor: &mut Editor, name: &str, text: &str) -> Vec<String> {
    let uri = editor.open(name, text);
    let line = text.matches('\n').count();
    let column = text.rsplit('\n').next().unwrap_or_default().chars().count();
    let answer = editor.ask("textDocument/completion", at(&uri, json!({ "line": line, "character": column })));
    let items = answer["result"]["items"].as_array().cloned().unwrap_or_default();
    for item in &items {
        let end = &item["textEdit"]["range"]["end"];
        assert_eq!(*end, json!({ "line": line, "character": column }), "{item}");
    }
    items.iter().map(|item| item["label"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn titles_headings_phrases_and_keys_are_offered() {
    let mut editor = Editor::with(&pulling(&["utf-32"]));
    let report = |rest: &str| format!("{GOOD}\n{rest}");
    for (name, text, expected) in [
        ("甲.md", report("认真学习《行政处"), "行政处罚法"),
        ("甲.md", report("认真学习《中华人民共和国民法"), "中华人民共和国民法典"),
        ("甲.md", report("## 三、"), "三、2025年度推进法治政府建设的主要安排"),
        (
            "甲.md",
            report("## "),
            "三、2024年度党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况",
        ),
        ("甲.md", report("深入学习习近平新时代"), "习近平新时代中国特色社会主义思想"),
        ("空.md", "增强“四个".to_owned(), "增强“四个意识”、坚定“四个自信”、做到“两个维护”"),
        ("hegui.yaml", "st".to_owned(), "stage"),
        ("hegui.yaml", "unit:\n  ".to_owned(), "county"),
        ("hegui.yaml", "rules:\n  vague-".to_owned(), "vague-quantity"),
        ("甲.yaml", "id: a\nmessage: 乙\nseverity: info\ncheck:\n  exi".to_owned(), "existence"),
    ] {
        let labels = offered(&mut editor, name, &text);
        assert!(labels.iter().any(|label| label == expected), "{text:.40}: {labels:?}");
    }
    for (name, text) in [
        ("甲.md", report("认真学习《行政处罚法》")),
        ("甲.md", report("这一句已经写了很长，")),
        ("hegui.yaml", "stage: su".to_owned()),
        ("别的.yaml", "a: 1\n".to_owned()),
        ("甲.rs", "《".to_owned()),
    ] {
        let labels = offered(&mut editor, name, &text);
        assert_eq!(labels, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn configurations_and_rule_files_are_checked_as_they_are_written() {
    let mut editor = Editor::with(&pulling(&["utf-32"]));
    for (name, text, word, told) in [
        ("hegui.yaml", "# 说明\nstgae: submit\n", "stgae", "没有“stgae”这个键"),
        ("hegui.yaml", "rules: { late-reprot: off }\n", "late-reprot", "是不是“late-report”"),
        ("hegui.yaml", "overrides:\n  - { files: ['a'], rules: { late-reprot: off } }\n", "late-reprot", "没有名为"),
        ("hegui.yaml", "rule-files: [没有]\n", "没有", "找不到"),
        ("hegui.yaml", "stage: submit\r\n", "", ""),
        (
            "规则/a.yaml",
            "id: a\nseverity: inof\nmessage: 甲\nhelp: 乙\nbasis: fact\ncheck: { existence: { terms: [丙] } }\n",
            "inof",
            "不认识“inof”",
        ),
        (
            "规则/a.yaml",
            "id: a\nseverity: info\nmessage: 甲\nhelp: 乙\nbasis: fact\ncheck: { existence: { terms: [丙] } }\nexamples:\n  bad: [{ text: 丁⟦戊⟧ }]\n",
            "丁⟦戊⟧",
            "应为：丁⟦戊⟧",
        ),
        ("别的.yaml", "a: [\n", "", ""),
    ] {
        let uri = editor.open(name, text);
        let found = editor.pulled(&uri);
        if told.is_empty() {
            assert_eq!(found, Vec::<Value>::new(), "{text}");
            continue;
        }
        assert!(
            found.iter().any(|one| one["message"].as_str().is_some_and(|message| message.contains(told))),
            "{found:?}"
        );
        let line = position(text, word)["line"].clone();
        assert!(found.iter().any(|one| one["range"]["start"]["line"] == line), "{text}: {found:?}");
    }
}

#[test]
fn a_configuration_holds_for_open_reports_and_is_read_again() {
    let mut editor = Editor::with(&pushed(&["utf-16"]));
    editor.file("县/hegui.yaml", "rules: { impossible-date: off }\n");
    editor.file("县/归档/说明.txt", "");
    let uri = editor.open("县/青禾镇.txt", REPORT);
    let other = editor.open("青禾镇.txt", REPORT);
    assert!(!codes(&editor.sent(&uri, 1)).contains(&"impossible-date"));
    assert!(codes(&editor.sent(&other, 1)).contains(&"impossible-date"));
    let config = editor.uri("县/hegui.yaml");
    let changed = |editor: &mut Editor, text: &str| {
        editor.file("县/hegui.yaml", text);
        editor.heard.clear();
        let change = json!({ "changes": [{ "uri": editor.uri("县/hegui.yaml"), "type": 2 }] });
        editor.tell("workspace/didChangeWatchedFiles", change);
        editor.sent(&uri, 1)
    };
    let waived = "waivers: [{ rule: impossible-date, files: ['*'], reason: 理由 }]\nexclude: ['归档/**']\n";
    assert!(!codes(&changed(&mut editor, waived)).contains(&"impossible-date"));
    assert!(codes(&changed(&mut editor, "min-severity: error\n")).contains(&"impossible-date"));
    let broken = changed(&mut editor, "stgae: submit\n");
    assert!(broken[0]["message"].as_str().is_some_and(|message| message.contains("有误，未检查")), "{broken:?}");
    let fault = editor.wait(|one| one["params"]["uri"] == config);
    assert!(fault["params"]["diagnostics"][0]["message"].as_str().is_some_and(|one| one.contains("stgae")), "{fault}");
    changed(&mut editor, "stage: draft\n");
    let mended = editor.wait(|one| one["params"]["uri"] == config);
    assert_eq!(mended["params"]["diagnostics"], json!([]));
    editor.file("县/hegui.yaml", "exclude: ['青禾镇.txt']\n");
    assert_eq!(changed(&mut editor, "exclude: ['青禾镇.txt']\n"), Vec::<Value>::new());
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn settings_are_those_of_the_command_line() {
    let off = json!({ "severity": { "impossible-date": "off" }, "stage": "draft" });
    let mut editor = Editor::with_settings(&pushed(&["utf-16"]), &off);
    let uri = editor.open("甲.txt", REPORT);
    assert!(!codes(&editor.sent(&uri, 1)).contains(&"impossible-date"));
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": { "hegui": { "year": "x" } } }));
    assert!(codes(&editor.sent(&uri, 1)).contains(&"impossible-date"));
    let told = editor.wait(|one| one["method"] == "window/showMessage");
    assert_eq!(told["params"]["message"], "设置 hegui.year 未采用：写四位年份，如 2025");
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": { "hegui": { "select": ["没有"] } } }));
    let sent = editor.sent(&uri, 1);
    assert!(sent[0]["message"].as_str().is_some_and(|message| message.contains("没有名为“没有”的规则")), "{sent:?}");
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let uri = editor.open("甲.txt", REPORT);
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": null }));
    let asked = editor.wait(|one| one["method"] == "workspace/configuration");
    editor.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": [off] }));
    editor.wait(|one| one["method"] == "workspace/diagnostic/refresh");
    assert!(!codes(&editor.pulled(&uri)).contains(&"impossible-date"));
}

#[test]
fn commands_explain_check_write_and_waive() {
    let mut editor = Editor::with(&pushed(&["utf-16"]));
    editor.file("报告/青禾镇.txt", REPORT);
    editor.file("报告/记事.txt", "买菜。\n");
    editor.file("报告/坏.docx", "PK\u{3}\u{4}坏");
    let uri = editor.open("报告/柳溪街道.txt", REPORT);
    editor.sent(&uri, 1);
    let run = |editor: &mut Editor, command: &str, argument: Value| {
        editor.ask("workspace/executeCommand", json!({ "command": command, "arguments": [argument] }))
    };
    let told = run(&mut editor, "hegui.explain", json!({ "rule": "late-report" }))["result"].clone();
    assert!(told["markdown"].as_str().is_some_and(|text| text.contains("late-report")), "{told}");
    let found = run(&mut editor, "hegui.checkWorkspace", Value::Null)["result"].clone();
    assert_eq!(found["files"].as_array().map(Vec::len), Some(2), "{found}");
    assert_eq!(found["unreadable"], 1, "{found}");
    editor.file("报告/柳溪街道.txt", "记事\n");
    let found = run(&mut editor, "hegui.checkWorkspace", Value::Null)["result"].clone();
    assert_eq!(found["files"].as_array().map(Vec::len), Some(3), "the open text counts: {found}");
    let other = editor.uri("报告/青禾镇.txt");
    let sent = editor.wait(|one| one["params"]["uri"] == other);
    assert!(codes(sent["params"]["diagnostics"].as_array().expect("a list")).contains(&"impossible-date"));
    let made = run(&mut editor, "hegui.newReport", json!({ "unit": "青禾镇", "year": 2025 }))["result"].clone();
    assert!(made["text"].as_str().is_some_and(|text| text.starts_with("# 青禾镇2025年")), "{made}");
    assert_eq!(made["name"], "青禾镇2025年法治政府建设年度报告.md");
    let range = json!({ "start": { "line": 5, "character": 0 }, "end": { "line": 5, "character": 3 } });
    let waive = json!({ "uri": uri, "rule": "impossible-date", "range": range, "reason": "引文\n如此" });
    assert_eq!(run(&mut editor, "hegui.waive", waive.clone())["result"], Value::Null);
    let edit = editor.wait(|one| one["method"] == "workspace/applyEdit");
    let text = edit["params"]["edit"]["changes"][&uri][0]["newText"].as_str().unwrap_or_default().to_owned();
    assert!(text.contains("<!-- hegui: allow impossible-date 引文 如此 -->"), "{edit}");
    for (command, argument, code) in [
        ("hegui.explain", json!({ "rule": "没有" }), -32803),
        ("hegui.explain", json!([]), -32602),
        ("hegui.newReport", json!({ "unit": "某某", "year": 2025 }), -32803),
        ("hegui.newReport", json!({ "unit": "a\nb", "year": 2025 }), -32803),
        ("hegui.waive", json!({ "uri": uri, "rule": "impossible-date", "range": range, "reason": " " }), -32803),
        ("hegui.none", Value::Null, -32803),
    ] {
        assert_eq!(run(&mut editor, command, argument.clone())["error"]["code"], code, "{command} {argument}");
    }
}
