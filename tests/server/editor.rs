//! An editor that talks to the program.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use std::{env, fs, process, thread};

use serde_json::{Value, json};

/// No answer takes as long on any machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program with the editor's end of the pipes.
pub(super) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    pub(super) heard: Vec<Value>,
    requests: i64,
    pub(super) folder: PathBuf,
}

/// Capabilities of an editor that is sent diagnostics, with columns in these units.
pub(super) fn pushed(encodings: &[&str]) -> Value {
    json!({
        "general": { "positionEncodings": encodings },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true,
                "tagSupport": { "valueSet": [1, 2] },
            },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source"] } },
                "isPreferredSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
            },
        },
    })
}

/// Capabilities of an editor that asks for diagnostics.
pub(super) fn pulling(encodings: &[&str]) -> Value {
    let mut capabilities = pushed(encodings);
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": false });
    capabilities["workspace"] = json!({ "diagnostics": { "refreshSupport": true }, "configuration": true });
    capabilities
}

impl Editor {
    /// The program in a folder of its own, before the first message.
    pub(super) fn bare() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("hegui-server-{}-{number}", process::id()));
        fs::create_dir_all(&folder).expect("a place for files");
        let mut command = Command::new(env!("CARGO_BIN_EXE_hegui"));
        command.arg("lsp").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let input = child.stdin.take();
        let output = child.stdout.take().expect("a pipe");
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { child, input, messages, heard: Vec::new(), requests: 0, folder }
    }

    /// The program with these capabilities, ready for documents.
    pub(super) fn with(capabilities: &Value) -> Self {
        Self::with_settings(capabilities, &Value::Null)
    }

    pub(super) fn with_settings(capabilities: &Value, settings: &Value) -> Self {
        let mut editor = Self::bare();
        let folder = address(&editor.folder);
        let answer = editor.ask(
            "initialize",
            json!({
                "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": settings,
                "workspaceFolders": [{ "uri": folder, "name": "报告" }],
            }),
        );
        assert_eq!(answer["result"]["serverInfo"]["name"], "hegui", "{answer}");
        editor.tell("initialized", json!({}));
        editor
    }

    /// The address of a file of the folder.
    pub(super) fn uri(&self, name: &str) -> String {
        address(&self.folder.join(name))
    }

    /// Writes a file into the folder.
    pub(super) fn file(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a place for files");
        fs::write(path, text).expect("a place for files");
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("a program that reads");
    }

    pub(super) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(super) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; its id.
    pub(super) fn request(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }));
        self.requests
    }

    /// The whole answer to a request.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// The first message that was heard or comes and is wanted.
    pub(super) fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&wanted) {
            return self.heard.remove(at);
        }
        loop {
            let message = self.messages.recv_timeout(PATIENCE).expect("an answer");
            if wanted(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// Opens a document of the folder; its address.
    pub(super) fn open(&mut self, name: &str, text: &str) -> String {
        let uri = self.uri(name);
        let language = match name.rsplit('.').next() {
            Some("md") => "markdown",
            Some("html") => "html",
            Some("yaml") => "yaml",
            _ => "plaintext",
        };
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        uri
    }

    /// Changes a document.
    pub(super) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The diagnostics of a version as they are sent.
    pub(super) fn sent(&mut self, uri: &str, version: i64) -> Vec<Value> {
        let message = self.wait(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        });
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// The diagnostics of a document as they are asked for.
    pub(super) fn pulled(&mut self, uri: &str) -> Vec<Value> {
        let answer = self.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
        answer["result"]["items"].as_array().unwrap_or_else(|| panic!("{answer}")).clone()
    }

    /// Says goodbye; the exit code.
    pub(super) fn quit(mut self) -> Option<i32> {
        let answer = self.ask("shutdown", Value::Null);
        assert_eq!(answer["result"], Value::Null);
        self.tell("exit", Value::Null);
        self.end()
    }

    /// The number of the process.
    pub(super) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the program to end; its exit code.
    pub(super) fn end(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().expect("an end").code()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The ids of the rules that spoke, in order.
pub(super) fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|one| one["code"].as_str().unwrap_or_default()).collect()
}

fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(told) = line.strip_prefix("Content-Length: ") {
            length = told.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
