//! Beginning and end, documents coming and going, what is no message.

use serde_json::{Value, json};

use super::Editor;
use super::editor::{codes, pulling, pushed};

pub(super) const REPORT: &str = "青禾镇2024年法治政府建设年度报告\n\n现将2024年度法治政府建设情况报告如下：\n\n\
    一、主要举措和成效\n全年开展宣传5场,解答咨询40余次。13月1日召开会议。\n";

#[test]
fn a_run_begins_and_ends_in_order() {
    let editor = Editor::with(&pushed(&["utf-16"]));
    assert_eq!(editor.quit(), Some(0));
    let mut editor = Editor::with(&pushed(&["utf-16"]));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end(), Some(1));
    assert_eq!(Editor::with(&pushed(&[])).end(), Some(1));
    let mut editor = Editor::bare();
    assert_eq!(editor.ask("textDocument/hover", json!({}))["error"]["code"], -32002);
    editor.tell("textDocument/didOpen", json!({}));
    let begin = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    assert_eq!(editor.ask("initialize", begin.clone())["result"]["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(editor.ask("initialize", begin)["error"]["code"], -32600);
    assert_eq!(editor.ask("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(editor.ask("shutdown", Value::Null)["error"]["code"], -32600);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn columns_are_counted_as_agreed() {
    let text = REPORT.replace("宣传5场,", "𠮷宣传5场,");
    for (offered, agreed, column) in [
        (vec!["utf-32", "utf-8", "utf-16"], "utf-8", 26),
        (vec!["utf-32", "utf-16"], "utf-32", 9),
        (vec!["utf-16"], "utf-16", 10),
        (vec![], "utf-16", 10),
        (vec!["utf-7"], "utf-16", 10),
    ] {
        let mut editor = Editor::bare();
        let capabilities = if offered.is_empty() { json!({}) } else { pushed(&offered) };
        let begin = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        let answer = editor.ask("initialize", begin);
        assert_eq!(answer["result"]["capabilities"]["positionEncoding"], agreed);
        let uri = editor.open("甲.txt", &text);
        let sent = editor.sent(&uri, 1);
        let comma = sent.iter().find(|one| one["code"] == "halfwidth-punctuation").expect("found");
        assert_eq!(comma["range"]["start"], json!({ "line": 5, "character": column }), "{agreed}");
    }
}

#[test]
fn the_newest_text_is_checked() {
    let mut editor = Editor::with(&pushed(&["utf-16"]));
    let uri = editor.open("青禾镇 2024.txt", REPORT);
    let first = editor.sent(&uri, 1);
    assert!(codes(&first).contains(&"impossible-date"), "{first:?}");
    let at = |character: u32| json!({ "line": 5, "character": character });
    for version in 2..=300 {
        let change = json!({ "range": { "start": at(0), "end": at(0) }, "text": "续" });
        editor.change(&uri, version, json!([change]));
    }
    let last = editor.sent(&uri, 300);
    let date = |sent: &[Value]| sent.iter().find(|one| one["code"] == "impossible-date").cloned().expect("found");
    let column = |found: Value| found["range"]["start"]["character"].as_u64().expect("a number");
    assert_eq!(column(date(&last)), column(date(&first)) + 299);
    editor.change(&uri, 301, json!([{ "text": "记事\n买菜。\n" }]));
    assert_eq!(editor.sent(&uri, 301), Vec::<Value>::new());
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let closed =
        editor.wait(|one| one["method"] == "textDocument/publishDiagnostics" && one["params"]["version"].is_null());
    assert_eq!(closed["params"]["diagnostics"], json!([]));
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn diagnostics_are_asked_for_and_told_once() {
    let mut editor = Editor::with(&pulling(&["utf-8"]));
    let uri = editor.open("甲.md", REPORT);
    let ask = |editor: &mut Editor, before: &Value| {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": before });
        editor.ask("textDocument/diagnostic", params)["result"].clone()
    };
    let first = ask(&mut editor, &Value::Null);
    assert_eq!(first["kind"], "full");
    assert!(codes(first["items"].as_array().expect("a list")).contains(&"impossible-date"));
    let again = ask(&mut editor, &first["resultId"]);
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    editor.change(&uri, 2, json!([{ "text": REPORT.replace("13月", "12月") }]));
    let changed = ask(&mut editor, &first["resultId"]);
    assert!(!codes(changed["items"].as_array().expect("a list")).contains(&"impossible-date"));
    let sent = editor.heard.iter().find(|one| one["method"] == "textDocument/publishDiagnostics");
    assert_eq!(sent, None);
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn what_is_no_message_is_answered_and_the_run_goes_on() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let uri = editor.open("甲.txt", REPORT);
    let document = json!({ "uri": uri });
    let broken = |message: &Value| message["id"].is_null() && message["error"]["code"].is_i64();
    editor.raw(b"Content-Length: 7\r\n\r\n{\"id\":1");
    assert_eq!(editor.wait(broken)["error"]["code"], -32700);
    editor.raw(b"Content-Length: 4\r\n\r\n[{}]");
    assert_eq!(editor.wait(broken)["error"]["code"], -32600);
    editor.raw("乱码\r\n\r\n".as_bytes());
    assert_eq!(editor.wait(broken)["error"]["code"], -32700);
    for (method, params, code) in [
        ("textDocument/unknown", json!({}), -32601),
        ("textDocument/diagnostic", json!({}), -32602),
        ("textDocument/diagnostic", json!([1]), -32602),
        ("textDocument/diagnostic", Value::Null, -32602),
        ("textDocument/diagnostic", json!({ "textDocument": { "uri": "file:///none.txt" } }), -32602),
        ("textDocument/diagnostic", json!({ "textDocument": { "uri": "：" } }), -32602),
    ] {
        let answer = editor.ask(method, params.clone());
        assert_eq!(answer["error"]["code"], code, "{method} {params}");
    }
    for (method, params) in [
        ("textDocument/didOpen", json!({ "textDocument": 1 })),
        (
            "textDocument/didChange",
            json!({ "textDocument": { "uri": "file:///none.txt", "version": 2 }, "contentChanges": [] }),
        ),
        ("textDocument/didClose", json!({ "textDocument": { "uri": "file:///none.txt" } })),
        ("$/unknown", json!(null)),
        ("$/cancelRequest", json!({ "id": { "a": 1 } })),
        ("workspace/didChangeConfiguration", json!({})),
    ] {
        editor.tell(method, params);
    }
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let half = json!({ "line": 0, "character": 1 });
    editor.change(
        &uri,
        2,
        json!([
            { "text": "𠮷\r\n甲\r乙\n" },
            { "range": { "start": half, "end": half }, "text": "前" },
            { "range": { "start": far, "end": far }, "text": REPORT },
            { "range": { "start": far, "end": half }, "text": "" },
            { "range": { "start": half, "end": half }, "text": REPORT, "rangeLength": 99 },
        ]),
    );
    let answer = editor.ask("textDocument/diagnostic", json!({ "textDocument": document }));
    assert!(answer["result"]["items"].is_array(), "{answer}");
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn a_request_that_was_given_up_is_not_answered_in_full() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let uri = editor.open("甲.txt", &REPORT.repeat(2000));
    let mut frames = Vec::new();
    let mut add = |message: Value| {
        let text = message.to_string();
        frames.extend(format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes());
    };
    let ask = |id: &str| json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/diagnostic", "params": { "textDocument": { "uri": uri } } });
    add(ask("一"));
    add(ask("二"));
    add(json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": "二" } }));
    editor.raw(&frames);
    assert!(editor.wait(|one| one["id"] == "一")["result"]["items"].is_array());
    // The second is read while the first is answered, unless the machine is very slow.
    let second = editor.wait(|one| one["id"] == "二");
    assert!(second["error"]["code"] == -32800 || second["result"]["items"].is_array(), "{second}");
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn only_what_a_check_would_take_is_checked() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let mut found = |name: &str, text: &str| {
        let uri = editor.open(name, text);
        !editor.pulled(&uri).is_empty()
    };
    for (name, text, expected) in [
        ("甲.txt", REPORT, true),
        ("甲.md", REPORT, true),
        ("无后缀", REPORT, true),
        ("README.md", REPORT, false),
        ("甲.rs", REPORT, false),
        ("记事.txt", "今天13月1日。", false),
        ("空.txt", "", false),
        ("空白.md", " \r\n\u{feff}", false),
    ] {
        assert_eq!(found(name, text), expected, "{name}");
    }
    let page = format!("<html><body><article>{}</article></body></html>", REPORT.replace('\n', "</p>\n<p>"));
    assert!(found("甲.html", &page));
}
