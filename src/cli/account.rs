//! What became of waivers in configurations and of baselines over a run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::terminal;
use crate::baseline::Known;
use crate::check::Day;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::judge::baseline::Before;
use crate::judge::discover::whole;
use crate::judge::outcome::{Fate, Outcome};
use crate::report::{Notice, Options};
use crate::rule::Fault;
use crate::span::Span;

/// Stale entries of a baseline that are named; the rest is counted.
const NAMED: usize = 5;

/// What became of them over a run.
#[derive(Debug, Default)]
pub(super) struct Account {
    /// Folders that were walked whole.
    walked: Vec<PathBuf>,
    /// By the configuration's name and the waiver's index in it.
    waivers: BTreeMap<(String, usize), Record>,
    stale: BTreeMap<String, Vec<Known>>,
    found: BTreeMap<String, Found>,
}

/// What is to be written into a baseline, by report.
#[derive(Debug)]
struct Found {
    before: Arc<Before>,
    records: BTreeMap<String, Vec<Known>>,
}

#[derive(Debug)]
struct Record {
    config: Arc<Config>,
    part: usize,
    files: usize,
    used: usize,
    idle: usize,
    /// How many were found since it holds no longer.
    expired: Option<usize>,
}

impl Account {
    /// Before anything was checked under these configurations. Of the paths, folders are walked whole.
    pub(super) fn new<'a>(paths: &[PathBuf], configs: impl Iterator<Item = &'a Arc<Config>>) -> Self {
        let walked = paths.iter().filter(|path| path.is_dir()).map(|path| whole(path)).collect();
        let mut account = Self { walked, ..Self::default() };
        let mut last: Option<&Arc<Config>> = None;
        for config in configs {
            if last.is_none_or(|last| !Arc::ptr_eq(last, config)) {
                account.open(config);
            }
            last = Some(config);
        }
        account
    }

    /// A configuration that holds for some input, whether or not its waivers do.
    fn open(&mut self, config: &Arc<Config>) {
        for (part, of) in config.parts.iter().enumerate() {
            for index in 0..of.file.waivers.len() {
                let new = || Record { config: Arc::clone(config), part, files: 0, used: 0, idle: 0, expired: None };
                self.waivers.entry((of.source.name().to_owned(), index)).or_insert_with(new);
            }
        }
    }

    pub(super) fn add(&mut self, outcome: Outcome) {
        if let Some(config) = &outcome.config {
            for ((part, index), fate) in outcome.waivers {
                let key = (config.parts[part].source.name().to_owned(), index);
                let Some(record) = self.waivers.get_mut(&key) else { continue };
                record.files += 1;
                match fate {
                    Fate::Idle => record.idle += 1,
                    Fate::Unused => {}
                    Fate::Used => record.used += 1,
                    Fate::Expired(found) => record.expired = Some(record.expired.unwrap_or(0) + found),
                }
            }
        }
        if let Some(before) = outcome.before {
            if !outcome.stale.is_empty() {
                self.stale.entry(before.name()).or_default().extend(outcome.stale);
            }
            let found = self.found.entry(before.name()).or_insert_with(|| Found { before, records: BTreeMap::new() });
            found.records.insert(outcome.key, outcome.records);
        }
    }

    /// What is to be told of waivers and baselines, by file.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let waivers = self.waivers.iter().filter_map(|((_, index), record)| self.told(*index, record));
        let stale = self.stale.iter().map(|(name, known)| stale(name, known));
        waivers.chain(stale).collect()
    }

    /// Tells the user what is to be told.
    pub(super) fn tell(notices: &[Notice]) {
        let options = Options { width: terminal::width(), ..Options::default() };
        for notice in notices {
            terminal::say(notice.shown(&options).trim_end());
        }
    }

    /// Writes the baselines and says so.
    ///
    /// # Errors
    /// Why one cannot be written.
    pub(super) fn write(self) -> Result<(), String> {
        for (name, Found { before, records }) in self.found {
            let count = before.write(records)?;
            terminal::say(&format!("已把现有的 {count} 处问题记入基线文件 {name}"));
            if !before.is_configured {
                let ask = format!("今后检查时加 --baseline {name}，或者在 hegui.yaml 中写明 baseline");
                terminal::say(&format!("{ask}，就只报告新出现的问题"));
            }
        }
        Ok(())
    }

    fn told(&self, index: usize, record: &Record) -> Option<Notice> {
        let part = &record.config.parts[record.part];
        let waiver = &part.file.waivers[index];
        let rule = &waiver.rule.value;
        let until = waiver.until.as_ref().map(|until| until.value).unwrap_or(Day::end_of(9999));
        let (name, severity, message, help) = match record.expired {
            Some(0) => (
                "expired-waiver",
                Severity::Info,
                format!("豁免已于{until}到期，{rule} 在所指的文件中没有发现问题"),
                "可以删除这项豁免。",
            ),
            Some(found) => (
                "expired-waiver",
                Severity::Warning,
                format!("豁免已于{until}到期，{rule} 的 {found} 处问题重新计入"),
                "请改正这些问题；确需继续豁免的，请重新核定期限。",
            ),
            None if record.used > 0 || record.idle > 0 || !self.has_seen_all(index, record) => return None,
            None if record.files == 0 => (
                "unused-waiver",
                Severity::Info,
                format!("豁免没有用到：所检查的文件中没有 {rule} 的豁免所指的文件"),
                "请核对 files 中的文件范围，它从本配置文件所在的文件夹写起。",
            ),
            None => (
                "unused-waiver",
                Severity::Info,
                format!("豁免没有用到：{rule} 在所指的文件中没有发现问题"),
                "问题已经改正的，请删除这项豁免。",
            ),
        };
        let span = part.place(&waiver.rule);
        let fault = Fault::new(name, 0, span, message, Some(help.to_owned())).diagnostic;
        Some(Notice::at(&part.source, Diagnostic { severity, ..fault }))
    }

    /// Whether a waiver has had a chance at all reports that it is for: those named one by one, or all in its folder.
    fn has_seen_all(&self, index: usize, record: &Record) -> bool {
        let part = &record.config.parts[record.part];
        let patterns = &part.file.waivers[index].files;
        let are_names = patterns.iter().all(|pattern| !pattern.value.contains(['*', '?', '[', '{']));
        (are_names && !patterns.is_empty() && record.files >= patterns.len())
            || self.walked.iter().any(|folder| part.folder().starts_with(folder))
    }
}

fn stale(name: &str, known: &[Known]) -> Notice {
    let named = |known: &Known| format!("{} {}（{}“{}”）", known.file, known.rule, known.place, known.text);
    let mut list: Vec<String> = known.iter().take(NAMED).map(named).collect();
    if known.len() > NAMED {
        list.push(format!("等{}处", known.len()));
    }
    let fault = Fault::new(
        "stale-baseline",
        0,
        Span::at(0),
        format!("基线中有 {} 处问题已经没有了：{}", known.len(), list.join("、")),
        Some("可用 --write-baseline 更新基线文件。".to_owned()),
    );
    Notice::of_file(name, Diagnostic { severity: Severity::Info, ..fault.diagnostic })
}
