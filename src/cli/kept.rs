//! What checking a file gave, kept for runs in which nothing that it depends on has changed.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::batch::Done;
use super::cache::Cache;
use super::read::{self, STANDARD_INPUT};
use super::tally::Tally;
use crate::judge::digest::{Digest, Digester, program};
use crate::judge::outcome::Outcome;
use crate::judge::terms::Terms;
use crate::report::Record;

/// Results of earlier runs, as this run may use them.
#[derive(Debug, Default)]
pub(super) struct Kept {
    store: Option<Store>,
    /// The fingerprint of this program.
    program: Digest,
    /// Results taken from earlier runs.
    taken: AtomicUsize,
    /// Results made in this run.
    made: AtomicUsize,
}

/// Where results are kept.
#[derive(Debug)]
pub(super) enum Store {
    /// For other runs.
    Folder(Cache),
    /// For the next round of this run: each result with whether this round has used it.
    Memory(Mutex<HashMap<Digest, (bool, Vec<u8>)>>),
}

impl Store {
    fn get(&self, key: &Digest) -> Option<Vec<u8>> {
        match self {
            Store::Folder(cache) => cache.get(key),
            Store::Memory(entries) => {
                let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
                let (is_used, content) = entries.get_mut(key)?;
                *is_used = true;
                Some(content.clone())
            }
        }
    }

    fn put(&self, key: &Digest, content: Vec<u8>) {
        match self {
            Store::Folder(cache) => cache.put(key, &content),
            Store::Memory(entries) => {
                entries.lock().unwrap_or_else(PoisonError::into_inner).insert(*key, (true, content));
            }
        }
    }
}

/// What stands before the output in an entry, on a line of its own.
#[derive(Serialize, Deserialize)]
struct Head {
    /// The file was passed over, so that there is no output.
    is_passed_over: bool,
    record: String,
    tally: Tally,
    outcome: Outcome,
}

/// Where a result is to be kept, if anywhere.
pub(super) struct ToKeep<'a>(Option<(&'a Store, Digest)>);

impl ToKeep<'_> {
    /// Keeps a result, unless the file could not be read: a person may mend that without changing the file.
    pub(super) fn keep(self, done: Done) -> Done {
        if let Some((store, key)) = self.0.filter(|_| done.tally.is_readable()) {
            store.put(&key, written(&done));
        }
        done
    }

    /// Keeps a few words.
    pub(super) fn words(self, words: &str) {
        if let Some((store, key)) = self.0 {
            store.put(&key, words.as_bytes().to_vec());
        }
    }
}

impl Kept {
    pub(super) fn new(store: Option<Store>) -> Self {
        let program = if store.is_some() { program() } else { Digest::default() };
        Self { store, program, ..Self::default() }
    }

    /// Begins another round of the same run: counts begin anew, and of what is kept in memory goes what the last round had
    /// no use for.
    pub(super) fn again(&mut self) {
        (self.taken, self.made) = Default::default();
        match &mut self.store {
            Some(Store::Memory(entries)) => {
                let entries = entries.get_mut().unwrap_or_else(PoisonError::into_inner);
                entries.retain(|_, (is_used, _)| std::mem::take(is_used));
            }
            Some(Store::Folder(cache)) => cache.end(),
            None => {}
        }
    }

    /// Takes in what a result of some kind depends on, beside the program.
    pub(super) fn digester(&self, kind: &str) -> Digester {
        Digester::new(kind).with(&self.program)
    }

    /// The fingerprint of a file's bytes; any, where nothing is kept.
    pub(super) fn content(&self, bytes: &[u8]) -> Digest {
        if self.store.is_some() { Digester::new("content").with(bytes).done() } else { Digest::default() }
    }

    /// The result that an earlier run has kept, else who keeps the one that is made now. Of standard input nothing is
    /// kept: it is another one each time.
    pub(super) fn result(&self, path: &Path, key: impl FnOnce() -> Digest, terms: &Terms) -> Result<Done, ToKeep<'_>> {
        let key = self.store.as_ref().filter(|_| path != Path::new(STANDARD_INPUT)).map(|store| (store, key()));
        let done = key.as_ref().and_then(|(store, key)| restored(&store.get(key)?, terms));
        let count = if done.is_some() { &self.taken } else { &self.made };
        count.fetch_add(1, Ordering::Relaxed);
        done.ok_or(ToKeep(key))
    }

    /// A few words that an earlier run has kept, else who keeps those of now.
    pub(super) fn words(&self, key: impl FnOnce() -> Digest) -> Result<String, ToKeep<'_>> {
        let key = self.store.as_ref().map(|store| (store, key()));
        let words = key.as_ref().and_then(|(store, key)| String::from_utf8(store.get(key)?).ok());
        words.ok_or(ToKeep(key))
    }

    /// How many results were taken from earlier runs, in a sentence.
    pub(super) fn told(&self) -> String {
        let [taken, made] = [&self.taken, &self.made].map(|count| count.load(Ordering::Relaxed));
        let same = format!("检查了{made}份，{taken}份没有变动，沿用上次的结果");
        match &self.store {
            Some(Store::Folder(cache)) => format!("{same}（存放在 {}）", read::name(cache.folder())),
            Some(Store::Memory(_)) => same,
            None => format!("检查了{made}份，没有使用上次的结果"),
        }
    }
}

fn written(done: &Done) -> Vec<u8> {
    let head = Head {
        is_passed_over: done.output.is_none(),
        record: done.record.text().to_owned(),
        tally: done.tally.clone(),
        outcome: done.outcome.clone(),
    };
    let mut bytes = serde_json::to_vec(&head).expect("counts and words become JSON");
    bytes.push(b'\n');
    bytes.extend_from_slice(done.output.as_deref().unwrap_or_default());
    bytes
}

fn restored(bytes: &[u8], terms: &Terms) -> Option<Done> {
    let end = memchr::memchr(b'\n', bytes)?;
    let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
    let outcome = Outcome {
        config: terms.config.as_ref().map(|(config, _)| config.clone()),
        before: terms.before.clone(),
        ..head.outcome
    };
    Some(Done {
        output: (!head.is_passed_over).then(|| bytes[end + 1..].to_vec()),
        record: Record::from_text(head.record),
        note: None,
        tally: head.tally,
        outcome,
    })
}
