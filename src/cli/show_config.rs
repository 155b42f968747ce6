//! `hegui check --show-config`: what holds for each file, and where each value was set.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use super::judge::{Case, Judge};
use super::{Exit, Failure, read, terminal};
use crate::config::{Config, Entry, Origin, Settled};
use crate::document::Level;
use crate::judge::terms::Terms;
use crate::span::Span;

pub(super) fn run(cases: &[Case], judge: &Judge) -> Result<Exit, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut exit = if judge.is_whole() { Exit::Clean } else { Exit::Failed };
    let mut is_first = true;
    for case in cases {
        let name = read::name(&case.input.path);
        let Some(terms) = &case.terms else {
            let reason = case.input.trouble.clone().unwrap_or_default();
            terminal::complain(&Failure::unreadable(&name, &reason));
            exit = Exit::Failed;
            continue;
        };
        if !is_first {
            writeln!(out)?;
        }
        is_first = false;
        writeln!(out, "文件：{name}")?;
        let shown = Shown { terms };
        shown.settings(&mut out)?;
        if let Some((config, overrides)) = &terms.config {
            if !terms.takes(&case.path) {
                writeln!(out, "检查文件夹时不包括本文件（include、exclude）")?;
            }
            shown.changes(config, overrides, &mut out)?;
            shown.waivers(config, &config.waivers(&case.path), &mut out)?;
        }
        if let Some(before) = &terms.before {
            writeln!(out, "基线：{}", before.name())?;
        }
        let options = judge.chosen();
        if !options.is_empty() {
            writeln!(out, "命令行对规则的选用：{options}")?;
        }
    }
    out.flush()?;
    Ok(exit)
}

struct Shown<'a> {
    terms: &'a Terms,
}

impl Shown<'_> {
    fn settings(&self, out: &mut dyn Write) -> io::Result<()> {
        let settings = &self.terms.settings;
        match &self.terms.config {
            None => writeln!(out, "配置：没有")?,
            Some((config, _)) => {
                let mut names: Vec<&str> = config.parts.iter().map(|part| part.source.name()).collect();
                let own = names.pop().unwrap_or_default();
                let bases =
                    if names.is_empty() { String::new() } else { format!("（以 {} 为基础）", names.join("、")) };
                writeln!(out, "配置：{own}{bases}")?;
            }
        }
        let stage = settings.stage.value;
        self.line("阶段 stage", &format!("{}（{}）", stage.key(), stage.word()), &settings.stage, out)?;
        let year = settings.year.value.map_or_else(|| "以文中为准".to_owned(), |year| year.to_string());
        self.line("年度 year", &year, &settings.year, out)?;
        let level =
            if settings.level.value == Level::Unknown { "以文中为准" } else { settings.level.value.word() };
        self.line("层级 level", level, &settings.level, out)?;
        self.line("显示的级别 min-severity", settings.least.value.key(), &settings.least, out)?;
        let fail_on = settings.fail_on.value.map_or("never", |severity| severity.key());
        self.line("不通过的级别 fail-on", fail_on, &settings.fail_on, out)?;
        if let Some(county) = &settings.county {
            writeln!(out, "县（市、区）unit.county：{county}")?;
        }
        if !settings.towns.is_empty() {
            writeln!(out, "乡镇、街道 unit.towns：{}", settings.towns.join("、"))?;
        }
        Ok(())
    }

    fn line<T>(&self, name: &str, value: &str, settled: &Settled<T>, out: &mut dyn Write) -> io::Result<()> {
        let origin = match settled.origin {
            Origin::Default => "默认".to_owned(),
            Origin::CommandLine => "命令行".to_owned(),
            Origin::Part { part, span } => self.place(part, span),
        };
        writeln!(out, "{name}：{value}　← {origin}")
    }

    /// The rules that are changed, as they are now, each with all places that change it.
    fn changes(&self, config: &Config, overrides: &[Entry], out: &mut dyn Write) -> io::Result<()> {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (index, changes) in config.changes(overrides) {
            for rule in changes.rules() {
                let place = self.place(index, config.parts[index].place(rule));
                places.entry(&rule.value).or_default().push(place);
            }
        }
        if !places.is_empty() {
            writeln!(out, "规则的改动：")?;
        }
        let rules = &self.terms.rules;
        for (name, places) in places {
            let rule = rules.rule(name).filter(|rule| rules.is_in_force(rule));
            let state = rule.map_or("不用", |rule| rules.severity(rule).word());
            writeln!(out, "  {name}：{state}　← {}", places.join("，"))?;
        }
        Ok(())
    }

    fn waivers(&self, config: &Config, waivers: &[Entry], out: &mut dyn Write) -> io::Result<()> {
        if !waivers.is_empty() {
            writeln!(out, "豁免：")?;
        }
        for &(index, entry) in waivers {
            let part = &config.parts[index];
            let waiver = &part.file.waivers[entry];
            let by = waiver.by.as_ref().map(|by| format!("，{by}")).unwrap_or_default();
            let until = waiver.until.as_ref().map(|until| format!("，至{}", until.value)).unwrap_or_default();
            let place = self.place(index, part.place(&waiver.rule));
            writeln!(out, "  {}：{}{by}{until}　← {place}", waiver.rule.value, waiver.reason.value)?;
        }
        Ok(())
    }

    fn place(&self, part: usize, span: Span) -> String {
        let Some((config, _)) = &self.terms.config else { return String::new() };
        let source = &config.parts[part].source;
        format!("{} 第{}行", source.name(), source.lines().line(span.start) + 1)
    }
}
