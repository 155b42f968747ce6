//! Which method is answered by what.

use lsp_server::ErrorCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Phase, Refusal, Server};

impl Server {
    /// Answers a request.
    pub(super) fn dispatch(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        match (method, self.phase) {
            ("initialize", Phase::New) => {
                // The protocol's name for it is not that of lsp-types.
                let refreshes = params.pointer("/capabilities/workspace/diagnostics/refreshSupport");
                self.client.refreshes = refreshes == Some(&Value::Bool(true));
                return Ok(self.initialize(&read(params)?));
            }
            ("initialize", _) => {
                return Err(Refusal(ErrorCode::InvalidRequest, "initialize 只能发一次".to_owned()));
            }
            (_, Phase::New) => {
                return Err(Refusal(ErrorCode::ServerNotInitialized, "请先发 initialize".to_owned()));
            }
            (_, Phase::Ending) => {
                return Err(Refusal(ErrorCode::InvalidRequest, "已经 shutdown，不再回答请求".to_owned()));
            }
            (_, Phase::Running) => {}
        }
        match method {
            "shutdown" => {
                self.phase = Phase::Ending;
                Ok(Value::Null)
            }
            "textDocument/diagnostic" => self.pulled(&read(params)?),
            "textDocument/codeAction" => self.actions(&read(params)?),
            "textDocument/hover" => self.hover(&read(params)?),
            "textDocument/documentSymbol" => self.symbols(&read(params)?),
            "textDocument/foldingRange" => self.foldings(&read(params)?),
            "textDocument/documentLink" => self.links(&read(params)?),
            "textDocument/completion" => self.completion(&read(params)?),
            "workspace/executeCommand" => self.execute(read(params)?),
            "codeAction/resolve" => self.resolved(&read(params)?),
            _ => Err(Refusal(ErrorCode::MethodNotFound, format!("不支持 {method}"))),
        }
    }

    /// Takes a notification; one that is not known is passed over, as the protocol asks.
    pub(super) fn heed(&mut self, method: &str, params: Value) -> Result<(), Refusal> {
        match method {
            "textDocument/didOpen" => self.opened(read(params)?),
            "textDocument/didChange" => self.changed(read(params)?)?,
            "textDocument/didClose" => self.closed(&read(params)?),
            "textDocument/didSave" => self.saved(&read(params)?),
            "workspace/didChangeConfiguration" => self.configured(read(params)?),
            "workspace/didChangeWatchedFiles" => self.watched(&read(params)?),
            "workspace/didChangeWorkspaceFolders" => self.moved(&read(params)?),
            _ => {}
        }
        Ok(())
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Refusal> {
    serde_json::from_value(params).map_err(|error| Refusal(ErrorCode::InvalidParams, format!("参数不合要求：{error}")))
}
