//! The language server: an editor's messages answered in their order, reports checked when no message waits.

mod action;
mod check;
mod client;
mod command;
mod completion;
mod diagnostics;
mod dispatch;
mod hover;
mod insertion;
mod keys;
mod lexicon;
mod life;
mod open;
mod settings;
mod symbol;
mod text;
mod transport;
mod uri;
mod workspace;
mod yaml;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

use self::client::Client;
use self::lexicon::Lexicon;
use self::open::Open;
use self::transport::Incoming;
use crate::judge::Judge;
use crate::judge::terms::Terms;
use crate::report::Cards;

/// How a run of the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The editor said that it would, and then that it did.
    Orderly,
    /// It went away.
    Abruptly,
}

/// Serves one editor until it ends: messages are read from `input` and written to `output`.
pub fn run(input: impl Read + Send + 'static, output: Box<dyn Write>) -> Ended {
    Server::new(Client::new(output), transport::listen(input)).serve()
}

/// Why a request is not answered; the words are for the editor's log.
#[derive(Debug)]
struct Refusal(ErrorCode, String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Before `initialize`.
    New,
    Running,
    /// After `shutdown`.
    Ending,
}

/// All that is known between two messages.
struct Server {
    client: Client,
    incoming: Receiver<Incoming>,
    phase: Phase,
    /// Messages that were read and not yet looked at.
    waiting: VecDeque<Incoming>,
    /// The request that is being answered.
    current: Option<RequestId>,
    /// Requests of these that the editor does not want answered any more.
    cancelled: BTreeSet<RequestId>,
    folders: Vec<PathBuf>,
    settings: Value,
    /// The request for settings that is out.
    asked: Option<i32>,
    /// Made when first needed, and again when a configuration or a rule has changed.
    judge: Option<Judge>,
    cards: Vec<(Arc<Terms>, Arc<Cards>)>,
    /// By address.
    open: BTreeMap<String, Open>,
    /// Documents whose diagnostics are to be sent.
    due: BTreeSet<String>,
    /// Faults in configurations and rule files, by the file's address.
    faulty: BTreeMap<String, Vec<Value>>,
    /// Files that are not open and have been sent diagnostics of.
    elsewhere: BTreeSet<String>,
    lexicon: Option<(Arc<Terms>, Arc<Lexicon>)>,
}

impl Server {
    fn new(client: Client, incoming: Receiver<Incoming>) -> Self {
        Self {
            client,
            incoming,
            phase: Phase::New,
            waiting: VecDeque::new(),
            current: None,
            cancelled: BTreeSet::new(),
            folders: Vec::new(),
            settings: Value::Null,
            asked: None,
            judge: None,
            cards: Vec::new(),
            open: BTreeMap::new(),
            due: BTreeSet::new(),
            faulty: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            lexicon: None,
        }
    }

    fn serve(mut self) -> Ended {
        while !self.client.is_gone() {
            self.take();
            let next = match self.waiting.pop_front() {
                Some(next) => next,
                // Only the newest text of a document is checked, however many edits came before it.
                None => match self.due.pop_first() {
                    Some(uri) => {
                        self.guarded(|server| server.publish(&uri));
                        continue;
                    }
                    None => match self.incoming.recv() {
                        Ok(next) => next,
                        Err(_) => break,
                    },
                },
            };
            match next {
                Incoming::Broken(code, told) => self.client.send(&transport::broken(code, &told)),
                Incoming::Message(Message::Request(request)) => self.answer(request),
                Incoming::Message(Message::Response(response)) => {
                    self.guarded(|server| server.learn(response));
                }
                Incoming::Message(Message::Notification(notification)) if notification.method == "exit" => {
                    return if self.phase == Phase::Ending { Ended::Orderly } else { Ended::Abruptly };
                }
                Incoming::Message(Message::Notification(notification)) => self.note(notification),
            }
        }
        Ended::Abruptly
    }

    /// Takes all messages that have come, so that what the editor has given up is known before it is done.
    fn take(&mut self) {
        while let Ok(message) = self.incoming.try_recv() {
            if let Incoming::Message(Message::Notification(one)) = &message
                && one.method == "$/cancelRequest"
            {
                let id: Option<RequestId> = one.params.get("id").and_then(|id| serde_json::from_value(id.clone()).ok());
                self.cancelled.extend(id.filter(|id| self.is_open(id)));
                continue;
            }
            self.waiting.push_back(message);
        }
    }

    /// Whether a request is being answered or waits.
    fn is_open(&self, id: &RequestId) -> bool {
        let mut requests = self.waiting.iter();
        self.current.as_ref() == Some(id)
            || requests.any(|one| matches!(one, Incoming::Message(Message::Request(request)) if request.id == *id))
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        self.current = Some(id.clone());
        let answer = if self.cancelled.remove(&id) {
            Err(Refusal(ErrorCode::RequestCanceled, "请求已取消".to_owned()))
        } else {
            let broken = || Err(Refusal(ErrorCode::InternalError, "处理这个请求时程序出错".to_owned()));
            self.guarded(|server| server.dispatch(&method, params)).unwrap_or_else(broken)
        };
        self.current = None;
        self.cancelled.remove(&id);
        let message = match answer {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(Refusal(code, told)) => {
                json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": told } })
            }
        };
        self.client.send(&message);
        if method == "initialize" && self.phase == Phase::Running {
            self.make_ready();
        }
    }

    fn note(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        if self.phase != Phase::Running {
            return;
        }
        if let Some(Err(Refusal(_, told))) = self.guarded(|server| server.heed(&method, params)) {
            self.client.notify("window/logMessage", &json!({ "type": 1, "message": format!("{method}：{told}") }));
        }
    }

    /// Does something; should it fail by a fault of the program, the server goes on with the next message.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        catch_unwind(AssertUnwindSafe(|| work(self))).ok()
    }
}
