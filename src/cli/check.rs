//! `hegui check`: files, folders or standard input against the rules.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::account::Account;
use super::arguments::CheckArguments;
use super::batch::{self, Done};
use super::cache::Cache;
use super::company::Company;
use super::judge::{self, Case, Judge};
use super::kept::{Kept, Store};
use super::read::{self, Reader, Report};
use super::tally::Tally;
use super::{Exit, Failure, show_config, terminal, watch};
use crate::check::Day;
use crate::config::Part;
use crate::input::Format;
use crate::judge::digest::{Digest, Digester};
use crate::judge::outcome::Outcome;
use crate::judge::terms::Terms;
use crate::judge::walk;
use crate::report::likeness::Comparison;
use crate::report::{Checked, Notice, Options, Record, Reporter, Summary};
use crate::rule::RuleSet;

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let goes_to_screen = arguments.output.is_none() && !arguments.quiet && io::stdout().is_terminal();
    if goes_to_screen && !arguments.format.is_text() && !arguments.show_config {
        let format = arguments.format.key();
        return Err(Failure::Told(format!(
            "{format} 格式的结果不能显示在屏幕上；请用 -o 写到文件里，如 -o 汇总.{format}"
        )));
    }
    if arguments.watch {
        return watch::run(arguments);
    }
    once(arguments, &Kept::new(cache(arguments).map(Store::Folder)), None).map(|round| round.exit)
}

/// One check of all inputs.
pub(super) struct Round {
    pub(super) exit: Exit,
    /// The configurations that hold for some of them.
    pub(super) configs: Vec<PathBuf>,
}

/// Checks all inputs once, and writes to standard output or to the file that the arguments name unless told otherwise.
pub(super) fn once(arguments: &CheckArguments, kept: &Kept, into: Option<&mut dyn Write>) -> Result<Round, Failure> {
    let judge = Judge::judging(&arguments.judgement)?;
    let judge = judge.with_standard_input(arguments.reading.stdin_filepath.as_deref());
    let mut judge = judge.writing_baselines(arguments.write_baseline);
    let cases = judge.cases(walk::inputs(&arguments.reading.paths(&arguments.paths)))?;
    if arguments.show_config {
        let exit = show_config::run(&cases, &judge)?;
        return Ok(Round { exit, configs: Vec::new() });
    }
    let options = Options {
        width: terminal::width(),
        color: arguments.output.is_none() && terminal::is_colored(arguments.color),
        waived: arguments.show_waived,
        statistics: arguments.statistics,
        on: on(arguments, &cases).map(Day::written),
        folder: std::env::current_dir().ok(),
    };
    let sets: Vec<&RuleSet> = terms(&cases).map(|terms| &terms.rules).collect();
    let reporter = arguments.format.reporter(&options, &sets);
    let reader = Reader::new(&arguments.reading);
    let company = Company::gather(&cases, &arguments.against, &reader, kept, arguments.jobs)?;
    // The day is told before the reports; what it means for one of them is known by its waivers.
    let shape = (arguments.format.key(), Options { on: None, ..options.clone() }, reader.options());
    let terms: Vec<&Digest> = terms(&cases).map(|terms| &terms.digest).collect();
    let is_terminal = io::stdout().is_terminal();
    let check = Check {
        kept,
        same: kept.digester("result").with_all(&shape).with_all(&terms).with(&company.digest()),
        reader,
        company: &company,
        reporter: &*reporter,
        names_unreadable: arguments.quiet || arguments.output.is_some() || !is_terminal,
        flushes: is_terminal,
    };
    let mut out = match into {
        Some(out) => Box::new(out),
        None => output(arguments, &cases)?,
    };
    let account = Account::new(&arguments.reading.paths(&arguments.paths), judge::configs(&cases));
    let mut run = Run { account, ..Run::default() };
    let written = check.all(&cases, arguments.jobs, &mut *out, &mut run);
    let Run { tally, account, notices, .. } = run;
    match written {
        // Whoever read the output has seen enough of it; what has been found until then counts.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(Round { exit: tally.exit().min(Exit::Found), configs: Vec::new() });
        }
        other => other?,
    }
    if !arguments.quiet {
        Account::tell(&notices);
    }
    if arguments.write_baseline {
        account.write().map_err(Failure::Told)?;
    }
    if arguments.verbose {
        terminal::say(&kept.told());
    }
    if tally.exit() == Exit::Failed && tally.summary().unreadable == 0 {
        terminal::complain(&nothing(&tally, arguments));
    }
    let is_whole = judge.is_whole() && company.is_whole();
    Ok(Round { exit: if is_whole { tally.exit() } else { Exit::Failed }, configs: configs(&cases) })
}

/// What is the same for every input.
struct Check<'a> {
    kept: &'a Kept,
    /// The fingerprint of what is the same.
    same: Digester,
    reader: Reader,
    company: &'a Company,
    reporter: &'a dyn Reporter,
    /// Standard error is told of what the output may not show to a person.
    names_unreadable: bool,
    /// The output goes to a terminal.
    flushes: bool,
}

impl Check<'_> {
    fn all(&self, cases: &[Case], jobs: Option<usize>, out: &mut dyn Write, run: &mut Run) -> Result<(), Failure> {
        self.reporter.begin(out)?;
        let mut is_first = true;
        batch::run(
            "正在检查",
            cases,
            jobs,
            |case| self.one(case),
            |done| {
                run.tally.add(done.tally);
                run.account.add(done.outcome);
                run.records.push(done.record);
                if let Some(note) = done.note {
                    terminal::say(&note);
                }
                if let Some(output) = done.output {
                    if !output.is_empty() && !std::mem::take(&mut is_first) {
                        self.reporter.between(out)?;
                    }
                    out.write_all(&output)?;
                }
                // What is shown beside the output on one terminal stands after whole lines.
                if self.flushes { out.flush() } else { Ok(()) }
            },
        )?;
        run.notices = run.account.notices();
        let summary = Summary { notices: run.notices.clone(), ..run.tally.summary() };
        self.reporter.end(&summary, &run.records, out)?;
        out.flush()?;
        Ok(())
    }

    fn one(&self, case: &Case) -> Done {
        let Case { input, path, terms } = case;
        let name = self.reader.name(&input.path);
        let (None, Some(terms)) = (&input.trouble, terms) else {
            return self.unreadable(&name, input.trouble.as_deref().unwrap_or_default());
        };
        // What has been read for its unit is not read again.
        let seen = self.company.take(&input.path);
        let (content, read) = match seen {
            Some((content, report)) => (content, Read::Report(Box::new(report))),
            None => match self.reader.bytes(&input.path) {
                Ok(bytes) => (self.kept.content(&bytes), Read::Bytes(bytes)),
                Err(reason) => return self.unreadable(&name, &reason),
            },
        };
        let key = || {
            let own = self.same.clone().with(&terms.digest_of(path)).with_all(&(&name, input.named));
            own.with(&content).done()
        };
        let to_keep = match self.kept.result(&input.path, key, terms) {
            Ok(done) => return done,
            Err(to_keep) => to_keep,
        };
        let report = match read {
            Read::Report(report) => *report,
            Read::Bytes(bytes) => match self.reader.understand(bytes, &input.path) {
                Ok(reading) => Report::of(reading, terms.rules.vocabularies()),
                Err(reason) => return self.unreadable(&name, &reason),
            },
        };
        to_keep.keep(self.checked(case, &name, &report, terms))
    }

    fn checked(&self, Case { input, path, .. }: &Case, name: &str, report: &Report, terms: &Terms) -> Done {
        let Report { document, format } = report;
        // Folders hold all sorts of texts and pages; who writes a document of another format means it to be read.
        let is_loose = Format::from_name(name).is_none_or(Format::is_loose);
        if !input.named && is_loose && document.kind.is_unknown() {
            return Done { tally: Tally::passed_over(), ..Done::default() };
        }
        let context = self.company.context(document, name, &terms.context);
        let (linted, outcome) = terms.lint_in(document, path, context.as_ref());
        if let (Some(index), Some(likeness)) = (&self.company.index, context.likeness.as_deref()) {
            self.reporter.compared(&Comparison { name, document, likeness, index, rules: &terms.rules });
        }
        let format = Some(format.key());
        let (output, record) = self.shown(&Checked { path: name, format, outcome: Ok((document, &linted)) });
        let tally = Tally::of(&linted, terms.settings.fail_on.value);
        Done { output: Some(output), record, note: None, tally, outcome }
    }

    fn unreadable(&self, name: &str, reason: &str) -> Done {
        let format = Format::from_name(name).map(Format::key);
        let note = self.names_unreadable.then(|| format!("错误：无法读取 {name}：{reason}"));
        let (output, record) = self.shown(&Checked { path: name, format, outcome: Err(reason) });
        Done { output: Some(output), record, note, tally: Tally::unreadable(), outcome: Outcome::default() }
    }

    /// A file's part of the output.
    fn shown(&self, checked: &Checked<'_>) -> (Vec<u8>, Record) {
        let mut output = Vec::new();
        self.reporter.file(checked, &mut output).expect("a vector takes all that is written");
        (output, self.reporter.record(checked))
    }
}

/// How far a file has been read.
enum Read {
    Bytes(Vec<u8>),
    Report(Box<Report>),
}

/// What comes together over all inputs.
#[derive(Default)]
struct Run {
    records: Vec<Record>,
    tally: Tally,
    account: Account,
    notices: Vec<Notice>,
}

/// What the cases are judged by, each once.
fn terms(cases: &[Case]) -> impl Iterator<Item = &Terms> {
    let mut seen = BTreeSet::new();
    let terms = cases.iter().filter_map(|case| case.terms.as_ref());
    terms.filter(move |terms| seen.insert(Arc::as_ptr(terms))).map(Arc::as_ref)
}

/// The files of all configurations.
fn configs(cases: &[Case]) -> Vec<PathBuf> {
    let configs = terms(cases).filter_map(|terms| terms.config.as_ref());
    configs.flat_map(|(config, _)| config.parts.iter().map(Part::path)).collect()
}

/// Where results are kept. What reports share hangs on all of them, and a baseline is written from what is found now:
/// such runs use none.
pub(super) fn cache(arguments: &CheckArguments) -> Option<Cache> {
    let is_of_use = !arguments.no_cache && arguments.against.is_empty() && !arguments.write_baseline;
    if is_of_use { Cache::of_user() } else { None }
}

/// The day that counted as today, if any did.
fn on(arguments: &CheckArguments, cases: &[Case]) -> Option<Day> {
    let mut terms = cases.iter().filter_map(|case| case.terms.as_ref());
    arguments.judgement.on.or_else(|| terms.find(|terms| terms.expires()).map(|terms| terms.on))
}

fn output(arguments: &CheckArguments, cases: &[Case]) -> Result<Box<dyn Write>, Failure> {
    match &arguments.output {
        Some(path) => {
            let name = read::name(path);
            if cases.iter().any(|case| is_same(&case.input.path, path)) {
                return Err(Failure::Told(format!("--output {name} 是要检查的文件，不能覆盖；请换一个文件名")));
            }
            let file = File::create(path)
                .map_err(|error| Failure::Told(format!("无法写入 {name}：{}", read::reason(&error))))?;
            Ok(Box::new(BufWriter::new(file)))
        }
        None if arguments.quiet => Ok(Box::new(io::sink())),
        None => Ok(terminal::output()),
    }
}

pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// What to say where no input was checked.
fn nothing(tally: &Tally, arguments: &CheckArguments) -> String {
    let names: Vec<String> = arguments.reading.paths(&arguments.paths).iter().map(|path| read::name(path)).collect();
    let names = names.join("、");
    match tally.summary().passed_over {
        0 => format!(
            "{names} 里没有可检查的文件（.docx、.doc、.wps、.pdf、.ofd、.html、.txt、.md）；README、CHANGELOG、LICENSE 和 .gitignore 排除的文件不检查"
        ),
        count => format!("{names} 里有 {count} 个文本文件，但都认不出是报告；要检查其中某个文件，请直接写出它的文件名"),
    }
}
