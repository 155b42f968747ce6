//! The beginning of a run, and what changes for all documents: folders, settings, configurations and rules.

use std::path::{Path, PathBuf};

use lsp_server::Response;
use lsp_types::{
    DidChangeConfigurationParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, InitializeParams,
};
use serde_json::{Value, json};

use super::client::encoding_name;
use super::{Phase, Server, settings, uri};
use crate::config;
use crate::judge::Judge;

/// The files that change what reports are judged by.
const WATCHED: [&str; 3] = ["**/*.yaml", "**/*.yml", "**/*baseline*.json"];

impl Server {
    /// Learns what the editor can do; tells what the server can.
    pub(super) fn initialize(&mut self, params: &InitializeParams) -> Value {
        self.client.learn(&params.capabilities);
        self.folders = match &params.workspace_folders {
            Some(folders) => folders.iter().filter_map(|folder| uri::path(folder.uri.as_str())).collect(),
            #[expect(deprecated, reason = "editors of before 2019 name their one folder so")]
            None => params.root_uri.iter().filter_map(|root| uri::path(root.as_str())).collect(),
        };
        self.settings = params.initialization_options.clone().unwrap_or_default();
        self.phase = Phase::Running;
        json!({
            "serverInfo": { "name": "hegui", "version": env!("CARGO_PKG_VERSION") },
            "capabilities": self.capabilities(),
        })
    }

    fn capabilities(&self) -> Value {
        json!({
            "positionEncoding": encoding_name(self.client.encoding),
            "textDocumentSync": { "openClose": true, "change": 2, "save": true },
            "diagnosticProvider": {
                "identifier": "hegui", "interFileDependencies": false, "workspaceDiagnostics": false,
            },
            "codeActionProvider": { "codeActionKinds": super::action::KINDS, "resolveProvider": true },
            "hoverProvider": true,
            "documentSymbolProvider": { "label": "hegui" },
            "foldingRangeProvider": true,
            "documentLinkProvider": { "resolveProvider": false },
            "completionProvider": { "triggerCharacters": super::completion::TRIGGERS },
            "executeCommandProvider": { "commands": super::command::COMMANDS },
            "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
        })
    }

    /// What is asked of the editor once it knows the server.
    pub(super) fn make_ready(&mut self) {
        if self.client.watches {
            let watchers: Vec<Value> = WATCHED.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let watch = json!({
                "id": "hegui-files", "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.client.ask("client/registerCapability", &json!({ "registrations": [watch] }));
        }
    }

    /// Takes the answer to a request of the server's own.
    pub(super) fn learn(&mut self, response: Response) {
        let is_asked = self.asked.is_some_and(|id| response.id == id.into());
        if !is_asked {
            return;
        }
        self.asked = None;
        if let Ok(Value::Array(mut told)) = response.response_result
            && !told.is_empty()
        {
            self.settings = told.swap_remove(0);
            self.judge_anew();
        }
    }

    pub(super) fn configured(&mut self, params: DidChangeConfigurationParams) {
        if params.settings.get("hegui").is_some() {
            self.settings = params.settings;
            self.judge_anew();
        } else if self.client.configures {
            self.asked =
                Some(self.client.ask("workspace/configuration", &json!({ "items": [{ "section": "hegui" }] })));
        }
    }

    pub(super) fn watched(&mut self, params: &DidChangeWatchedFilesParams) {
        let paths = params.changes.iter().filter_map(|change| uri::path(change.uri.as_str()));
        if paths.into_iter().any(|path| judges(&path)) {
            self.judge_anew();
        }
    }

    pub(super) fn moved(&mut self, params: &DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[lsp_types::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| uri::path(folder.uri.as_str())).collect()
        };
        let removed = paths(&params.event.removed);
        self.folders.retain(|folder| !removed.contains(folder));
        self.folders.extend(paths(&params.event.added));
        self.judge_anew();
    }

    /// Forgets by what reports were judged; all that are open are checked again.
    pub(super) fn judge_anew(&mut self) {
        self.judge = None;
        self.cards.clear();
        self.lexicon = None;
        for open in self.open.values_mut() {
            open.checked = None;
        }
        let before = std::mem::take(&mut self.faulty);
        for uri in before.into_keys().filter(|uri| !self.open.contains_key(uri)).collect::<Vec<_>>() {
            self.client.notify("textDocument/publishDiagnostics", &json!({ "uri": uri, "diagnostics": [] }));
        }
        if !self.client.pulls {
            self.due.extend(self.open.keys().cloned());
        } else if self.client.refreshes {
            self.client.ask("workspace/diagnostic/refresh", &Value::Null);
        }
    }

    /// What reports are judged by, as the settings say; where they cannot be followed, without them.
    pub(super) fn judge(&mut self) -> &mut Judge {
        if self.judge.is_none() {
            let (orders, faults) = settings::orders(&self.settings, self.folders.first().map(PathBuf::as_path));
            for fault in faults {
                self.client.warn(&fault);
            }
            let judge = Judge::new(orders).unwrap_or_else(|reason| {
                self.client.warn(&format!("设置 hegui.rules 未采用：{reason}"));
                Judge::new(crate::judge::Orders::default()).expect("without files of rules nothing is read")
            });
            self.judge = Some(judge);
        }
        self.judge.as_mut().expect("made above")
    }
}

/// Whether a file may say by what reports are judged.
pub(super) fn judges(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    path.file_name().is_some_and(|name| name == config::NAME)
        || extension.is_some_and(|extension| matches!(extension.as_str(), "yaml" | "yml" | "json"))
}
