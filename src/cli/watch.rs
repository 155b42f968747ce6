//! `hegui check --watch`: checks again whenever a file changes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::arguments::CheckArguments;
use super::check::{cache, once};
use super::kept::{Kept, Store};
use super::read::{self, STANDARD_INPUT};
use super::{Exit, Failure, terminal};
use crate::input;
use crate::judge::discover::whole;
use crate::report::Format;

/// Editors write a file in several steps; after the last one it is quiet for so long.
const QUIET: Duration = Duration::from_millis(60);
/// What changes all the time is looked at that often.
const PATIENCE: Duration = Duration::from_secs(1);

/// Clears a terminal and what has left it at the top.
const CLEAR: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let paths = arguments.reading.paths(&arguments.paths);
    refuse(arguments, &paths)?;
    // Watching begins before the first check, so that no change falls in between.
    let mut watch = Watch::new(&paths)?;
    let more = [&arguments.judgement.config.config, &arguments.judgement.baseline];
    for path in more.into_iter().flatten().chain(&arguments.judgement.rules.paths).chain(&arguments.against) {
        watch.add(path);
    }
    let store = cache(arguments).map_or_else(|| Store::Memory(Mutex::default()), Store::Folder);
    let mut kept = Kept::new(Some(store).filter(|_| arguments.against.is_empty()));
    let is_terminal = io::stdout().is_terminal();
    let mut shown = None;
    loop {
        if is_terminal {
            write(CLEAR)?;
        }
        let mut text = Vec::new();
        match once(arguments, &kept, Some(&mut text)) {
            Ok(round) => round.configs.iter().for_each(|config| watch.add(config)),
            Err(Failure::Output(error)) => return Err(error.into()),
            Err(failure) => text = format!("错误：{failure}\n").into_bytes(),
        }
        // A file that was written as it was gives nothing new to read.
        if is_terminal || shown.as_ref() != Some(&text) {
            write(&text)?;
            terminal::say("正在等待文件变动，按 Ctrl-C 结束");
            shown = Some(text);
        }
        kept.again();
        if !watch.wait() {
            return Ok(Exit::Clean);
        }
    }
}

fn refuse(arguments: &CheckArguments, paths: &[PathBuf]) -> Result<(), Failure> {
    let refused = |why: &str| Err(Failure::Told(format!("--watch {why}")));
    if !matches!(arguments.format, Format::Pretty | Format::Short) {
        return refused("只能用 pretty 或 short 格式");
    }
    let others = [
        ("--output", arguments.output.is_some()),
        ("--write-baseline", arguments.write_baseline),
        ("--show-config", arguments.show_config),
        ("--quiet", arguments.quiet),
    ];
    if let Some((other, _)) = others.iter().find(|(_, is_there)| *is_there) {
        return refused(&format!("不能与 {other} 同时使用"));
    }
    if paths.iter().any(|path| path == Path::new(STANDARD_INPUT)) {
        return refused("只能检查文件和文件夹，不能检查标准输入");
    }
    Ok(())
}

fn write(text: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(())
}

/// Tells when something has changed that a result may hang on.
struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders of which all that may be a report counts.
    folders: Vec<PathBuf>,
    /// Files that count by themselves.
    files: BTreeSet<PathBuf>,
}

impl Watch {
    fn new(paths: &[PathBuf]) -> Result<Self, Failure> {
        let (sender, events) = mpsc::channel();
        let failed = |error: &notify::Error| Failure::Told(format!("无法等待文件变动：{}", why(error)));
        let watcher = notify::recommended_watcher(sender).map_err(|error| failed(&error))?;
        let mut watch = Self { watcher, events, folders: Vec::new(), files: BTreeSet::new() };
        for path in paths {
            watch.enter(path).map_err(|error| failed(&error))?;
        }
        Ok(watch)
    }

    /// Watches a further file or folder, as far as that can be done.
    fn add(&mut self, path: &Path) {
        let _ = self.enter(path);
    }

    fn enter(&mut self, path: &Path) -> notify::Result<()> {
        let path = real(path);
        if path.is_dir() {
            if !self.folders.contains(&path) {
                self.watcher.watch(&path, RecursiveMode::Recursive)?;
                self.folders.push(path);
            }
        } else if self.files.insert(path.clone()) && !self.folders.iter().any(|folder| path.starts_with(folder)) {
            // A file that an editor replaces is another one after that; its folder stays.
            self.watcher.watch(path.parent().unwrap_or(&path), RecursiveMode::NonRecursive)?;
        }
        Ok(())
    }

    /// Waits for changes and for them to end; false where nothing can be known any more.
    fn wait(&self) -> bool {
        loop {
            match self.events.recv() {
                Ok(event) if self.counts(&event) => break,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        let start = Instant::now();
        while start.elapsed() < PATIENCE && self.events.recv_timeout(QUIET).is_ok() {}
        true
    }

    fn counts(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        // Reading a file is no change; after too many changes nobody knows which there were.
        !matches!(event.kind, EventKind::Access(_))
            && (event.need_rescan() || event.paths.iter().any(|path| self.is_of_use(path)))
    }

    /// Whether a change of a file can change a result.
    fn is_of_use(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let Some(inside) = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok()) else { return false };
        let mut names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
        let name = names.pop().unwrap_or_default();
        let is_list = [".gitignore", ".ignore"].contains(&&*name);
        let is_hidden = |name: &str| name.starts_with('.');
        let is_known = input::may_be_report(&name)
            || [".yaml", ".yml"].iter().any(|end| name.ends_with(end))
            // A folder has come or gone.
            || !name.contains('.');
        !names.iter().any(|folder| is_hidden(folder))
            && (is_list || (is_known && !is_hidden(&name) && !name.starts_with("~$")))
    }
}

/// A path as the system tells of changes to it; the last name may be that of a link, or of nothing.
fn real(path: &Path) -> PathBuf {
    let path = whole(path);
    if path.is_dir() {
        return fs::canonicalize(&path).unwrap_or(path);
    }
    let folder = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
    match (folder, path.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

fn why(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => read::reason(error),
        notify::ErrorKind::PathNotFound => read::reason(&io::ErrorKind::NotFound.into()),
        notify::ErrorKind::MaxFilesWatch => "文件夹太多，超过了系统的限制；请写出较小的范围".to_owned(),
        _ => error.to_string(),
    }
}
