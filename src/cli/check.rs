//! `hegui check`: files, folders or standard input against the rules.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;

use super::account::Account;
use super::arguments::CheckArguments;
use super::batch::{self, Done};
use super::company::Company;
use super::judge::{self, Case, Judge};
use super::read::{self, Reader, Report};
use super::tally::Tally;
use super::{Exit, Failure, show_config, terminal};
use crate::check::Day;
use crate::input::Format;
use crate::judge::outcome::Outcome;
use crate::judge::walk;
use crate::report::likeness::Comparison;
use crate::report::{Checked, Notice, Options, Reporter, Summary};
use crate::rule::RuleSet;

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let goes_to_screen = arguments.output.is_none() && !arguments.quiet && io::stdout().is_terminal();
    if goes_to_screen && !arguments.format.is_text() && !arguments.show_config {
        let format = arguments.format.key();
        return Err(Failure::Told(format!(
            "{format} 格式的结果不能显示在屏幕上；请用 -o 写到文件里，如 -o 汇总.{format}"
        )));
    }
    let judge = Judge::judging(&arguments.judgement)?;
    let judge = judge.with_standard_input(arguments.reading.stdin_filepath.as_deref());
    let mut judge = judge.writing_baselines(arguments.write_baseline);
    let cases = judge.cases(walk::inputs(&arguments.reading.paths(&arguments.paths)))?;
    if arguments.show_config {
        return show_config::run(&cases, &judge);
    }
    let options = Options {
        width: terminal::width(),
        color: arguments.output.is_none() && terminal::is_colored(arguments.color),
        waived: arguments.show_waived,
        statistics: arguments.statistics,
        on: on(arguments, &cases).map(Day::written),
        folder: std::env::current_dir().ok(),
    };
    let sets = sets(&cases);
    let reporter = arguments.format.reporter(&options, &sets);
    let reader = Reader::new(&arguments.reading);
    let company = Company::gather(&cases, &arguments.against, &reader, arguments.jobs)?;
    let check = Check {
        reader,
        company: &company,
        reporter: &*reporter,
        names_unreadable: arguments.quiet || arguments.output.is_some() || !io::stdout().is_terminal(),
    };
    let mut out = output(arguments, &cases)?;
    let mut run = Run {
        tally: Tally::default(),
        account: Account::new(&arguments.reading.paths(&arguments.paths), judge::configs(&cases)),
        notices: Vec::new(),
    };
    let written = check.all(&cases, arguments.jobs, &mut *out, &mut run);
    let Run { tally, account, notices } = run;
    match written {
        // Whoever read the output has seen enough of it; what has been found until then counts.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(tally.exit().min(Exit::Found));
        }
        other => other?,
    }
    if !arguments.quiet {
        Account::tell(&notices);
    }
    if arguments.write_baseline {
        account.write().map_err(Failure::Told)?;
    }
    if tally.exit() == Exit::Failed && tally.summary().unreadable == 0 {
        terminal::complain(&nothing(&tally, arguments));
    }
    let exit = tally.exit();
    Ok(if judge.is_whole() && company.is_whole() { exit } else { Exit::Failed })
}

/// What is the same for every input.
struct Check<'a> {
    reader: Reader,
    company: &'a Company,
    reporter: &'a dyn Reporter,
    /// Standard error is told of what the output may not show to a person.
    names_unreadable: bool,
}

impl Check<'_> {
    fn all(&self, cases: &[Case], jobs: Option<usize>, out: &mut dyn Write, run: &mut Run) -> Result<(), Failure> {
        self.reporter.begin(out)?;
        let mut is_first = true;
        batch::run(
            cases,
            jobs,
            |case| self.one(case),
            |done| {
                run.tally.add(done.tally);
                run.account.add(done.outcome);
                if let Some(note) = done.note {
                    terminal::say(&note);
                }
                if let Some(output) = done.output {
                    if !output.is_empty() && !std::mem::take(&mut is_first) {
                        self.reporter.between(out)?;
                    }
                    out.write_all(&output)?;
                }
                Ok(())
            },
        )?;
        run.notices = run.account.notices();
        let summary = Summary { notices: run.notices.clone(), ..run.tally.summary() };
        self.reporter.end(&summary, out)?;
        out.flush()?;
        Ok(())
    }

    fn one(&self, Case { input, path, terms }: &Case) -> Done {
        let name = self.reader.name(&input.path);
        let read = match (&input.trouble, terms) {
            (None, Some(terms)) => {
                let kept = self.company.take(&input.path).map(Ok);
                let read = || self.reader.report(&input.path, terms.rules.vocabularies());
                kept.unwrap_or_else(read).map(|report| (report, terms))
            }
            (trouble, _) => Err(trouble.clone().unwrap_or_default()),
        };
        let (Report { document, format }, terms) = match read {
            Ok(read) => read,
            Err(reason) => {
                let format = Format::from_name(&name).map(Format::key);
                let note = self.names_unreadable.then(|| format!("错误：无法读取 {name}：{reason}"));
                let output = self.shown(&Checked { path: &name, format, outcome: Err(&reason) });
                return Done { output: Some(output), note, tally: Tally::unreadable(), outcome: Outcome::default() };
            }
        };
        // Folders hold all sorts of texts and pages; who writes a document of another format means it to be read.
        let is_loose = Format::from_name(&name).is_none_or(Format::is_loose);
        if !input.named && is_loose && document.kind.is_unknown() {
            return Done { output: None, note: None, tally: Tally::passed_over(), outcome: Outcome::default() };
        }
        let context = self.company.context(&document, &name, &terms.context);
        let (linted, outcome) = terms.lint_in(&document, path, context.as_ref());
        if let (Some(index), Some(likeness)) = (&self.company.index, context.likeness.as_deref()) {
            let rules = &terms.rules;
            self.reporter.compared(&Comparison { name: &name, document: &document, likeness, index, rules });
        }
        let format = Some(format.key());
        let output = self.shown(&Checked { path: &name, format, outcome: Ok((&document, &linted)) });
        let tally = Tally::of(&linted, terms.settings.fail_on.value);
        Done { output: Some(output), note: None, tally, outcome }
    }

    /// A file's part of the output.
    fn shown(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut output = Vec::new();
        self.reporter.file(checked, &mut output).expect("a vector takes all that is written");
        output
    }
}

/// What comes together over all inputs.
struct Run {
    tally: Tally,
    account: Account,
    notices: Vec<Notice>,
}

/// The rules of all cases, each set once.
fn sets(cases: &[Case]) -> Vec<&RuleSet> {
    let mut seen = BTreeSet::new();
    let terms = cases.iter().filter_map(|case| case.terms.as_ref());
    terms.filter(|terms| seen.insert(Arc::as_ptr(terms))).map(|terms| &terms.rules).collect()
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
