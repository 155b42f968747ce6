//! Large documents, many edits, positions and texts at random.

use serde_json::{Value, json};

use super::Editor;
use super::editor::pulling;
use super::life::REPORT;
use crate::fixture;

#[test]
fn nothing_at_random_makes_the_program_fail() {
    let mut random = fixture::random();
    let pieces = [
        "\r",
        "\n",
        "\r\n",
        "𠮷",
        "😀",
        "\u{feff}",
        "《行政处罚法》",
        "一、",
        "（一）",
        "40次",
        "# ",
        "<!-- hegui: allow a 理由 -->",
        "|甲|1|\n",
        "“",
        "2024年13月1日",
        REPORT,
        "<p>",
        "<article>",
        "&amp;",
        "```\n",
        "了了",
        ",",
    ];
    for (encoding, name) in [("utf-8", "甲.md"), ("utf-16", "甲.txt"), ("utf-32", "甲.html"), ("utf-16", "hegui.yaml")]
    {
        let mut editor = Editor::with(&pulling(&[encoding]));
        let uri = editor.open(name, REPORT);
        for version in 2..120 {
            let mut position = || json!({ "line": random(14), "character": random(40) });
            let range = json!({ "start": position(), "end": position() });
            let place = position();
            let change = match random(9) {
                0 => json!({ "text": REPORT }),
                _ => json!({ "range": range, "text": pieces[random(pieces.len())] }),
            };
            editor.change(&uri, version, json!([change]));
            let document = json!({ "uri": uri });
            for (method, params) in [
                ("textDocument/diagnostic", json!({ "textDocument": document })),
                ("textDocument/hover", json!({ "textDocument": document, "position": place })),
                ("textDocument/completion", json!({ "textDocument": document, "position": place })),
                ("textDocument/documentSymbol", json!({ "textDocument": document })),
                ("textDocument/foldingRange", json!({ "textDocument": document })),
                ("textDocument/documentLink", json!({ "textDocument": document })),
                (
                    "textDocument/codeAction",
                    json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } }),
                ),
            ] {
                let answer = editor.ask(method, params);
                assert!(answer.get("result").is_some(), "{method} {answer}");
            }
        }
        let all = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
        let params = json!({
            "textDocument": { "uri": uri }, "range": all, "context": { "diagnostics": [], "only": ["source.fixAll"] },
        });
        for action in editor.ask("textDocument/codeAction", params)["result"].as_array().expect("a list") {
            let answer = editor.ask("codeAction/resolve", action.clone());
            assert!(answer["result"]["edit"].is_object(), "{answer}");
        }
        assert_eq!(editor.quit(), Some(0));
    }
}

#[test]
fn many_edits_of_a_large_document_take_no_more_memory() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let large = REPORT.repeat(60);
    let uri = editor.open("甲.txt", &large);
    editor.pulled(&uri);
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    let mut version = 1;
    let mut edit = |editor: &mut Editor, count: usize| {
        for _ in 0..count {
            version += 2;
            let put = json!({ "range": { "start": at(5, 0), "end": at(5, 0) }, "text": "续续" });
            let take = json!({ "range": { "start": at(5, 0), "end": at(5, 2) }, "text": "" });
            editor.change(&uri, version - 1, json!([put]));
            editor.change(&uri, version, json!([take]));
        }
        editor.pulled(&uri);
        memory(editor)
    };
    let before = edit(&mut editor, 100);
    let after = edit(&mut editor, 1000);
    assert!(after <= before + before / 4 + (8 << 10), "{before} KiB, then {after} KiB");
    assert_eq!(editor.quit(), Some(0));
}

/// What the program holds, in KiB; nothing where the system does not tell.
fn memory(editor: &Editor) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", editor.process())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or_default()
}

#[test]
fn a_document_of_five_megabytes_is_answered() {
    let mut editor = Editor::with(&pulling(&["utf-16"]));
    let line = "买菜做饭，13月1日晴。".repeat(200) + "\n";
    let uri = editor.open("记事.txt", &line.repeat((5 << 20) / line.len()));
    assert_eq!(editor.pulled(&uri), Vec::<Value>::new());
    let far = json!({ "line": 1, "character": 3000 });
    editor.change(&uri, 2, json!([{ "range": { "start": far, "end": far }, "text": "𠮷" }]));
    let answer = editor.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": far }));
    assert_eq!(answer["result"], Value::Null);
    assert_eq!(editor.quit(), Some(0));
}
