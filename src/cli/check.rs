//! `hegui check`: files, folders or standard input against the rules.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::arguments::CheckArguments;
use super::batch::{self, Done};
use super::read::{self, Reader, STANDARD_INPUT};
use super::tally::Tally;
use super::walk::{self, Input};
use super::{Exit, Failure, rule_files, terminal};
use crate::check::Context;
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::input::Format;
use crate::lint;
use crate::report::{Checked, Options, Reporter};
use crate::rule::RuleSet;

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let loaded = rule_files::load(&arguments.judgement.rules.paths)?;
    let rules = rule_files::choose(&loaded.rules, &arguments.judgement.rules)?;
    let inputs = walk::inputs(&paths(arguments));
    let options = Options {
        width: terminal::width(),
        color: arguments.output.is_none() && terminal::is_colored(arguments.color),
        on: None,
        folder: std::env::current_dir().ok(),
    };
    let reporter = arguments.format.reporter(&options, &rules);
    let check = Check {
        reader: Reader::new(&arguments.reading),
        rules: &rules,
        context: arguments.judgement.context(),
        least: arguments.judgement.min_severity,
        reporter: &*reporter,
        names_unreadable: arguments.quiet || arguments.output.is_some() || !io::stdout().is_terminal(),
    };
    let mut out = output(arguments, &inputs)?;
    let mut tally = Tally::default();
    let written = check.all(&inputs, arguments.jobs, &mut *out, &mut tally);
    match written {
        // Whoever read the output has seen enough of it; what has been found until then counts.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(tally.exit(arguments.judgement.fail_on.0).min(Exit::Found));
        }
        other => other?,
    }
    if tally.exit(None) == Exit::Failed && tally.summary().unreadable == 0 {
        terminal::complain(&nothing(&tally, arguments));
    }
    let exit = tally.exit(arguments.judgement.fail_on.0);
    Ok(if loaded.is_whole { exit } else { Exit::Failed })
}

/// What is the same for every input.
struct Check<'a> {
    reader: Reader,
    rules: &'a RuleSet,
    context: Context,
    /// Diagnostics that weigh less are left out.
    least: Severity,
    reporter: &'a dyn Reporter,
    /// Standard error is told of what the output may not show to a person.
    names_unreadable: bool,
}

impl Check<'_> {
    fn all(
        &self,
        inputs: &[Input],
        jobs: Option<usize>,
        out: &mut dyn Write,
        tally: &mut Tally,
    ) -> Result<(), Failure> {
        self.reporter.begin(out)?;
        let mut is_first = true;
        batch::run(
            inputs,
            jobs,
            |input| self.one(input),
            |done| {
                tally.add(done.tally);
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
        self.reporter.end(&tally.summary(), out)?;
        out.flush()?;
        Ok(())
    }

    fn one(&self, input: &Input) -> Done {
        let name = self.reader.name(&input.path);
        let read = match &input.trouble {
            Some(trouble) => Err(trouble.clone()),
            None => self.reader.read(&input.path),
        };
        let reading = match read {
            Ok(reading) => reading,
            Err(reason) => {
                let format = Format::from_name(&name).map(Format::key);
                let note = self.names_unreadable.then(|| format!("错误：无法读取 {name}：{reason}"));
                let output = self.shown(&Checked { path: &name, format, outcome: Err(&reason) });
                return Done { output: Some(output), note, tally: Tally::unreadable() };
            }
        };
        let document = Document::understand(reading.source, reading.blocks, self.rules.vocabularies())
            .with_leftovers(reading.leftovers);
        if !input.named && document.kind.is_unknown() {
            return Done { output: None, note: None, tally: Tally::passed_over() };
        }
        let mut linted = lint::lint(&document, self.rules, &self.context);
        linted.diagnostics.retain(|diagnostic| diagnostic.severity >= self.least);
        linted.waived.retain(|waived| waived.diagnostic.severity >= self.least);
        let format = Some(reading.format.key());
        let output = self.shown(&Checked { path: &name, format, outcome: Ok((&document, &linted)) });
        Done { output: Some(output), note: None, tally: Tally::of(&linted) }
    }

    /// A file's part of the output.
    fn shown(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut output = Vec::new();
        self.reporter.file(checked, &mut output).expect("a vector takes all that is written");
        output
    }
}

fn paths(arguments: &CheckArguments) -> Vec<PathBuf> {
    if !arguments.paths.is_empty() {
        arguments.paths.clone()
    } else if arguments.reading.stdin_filepath.is_some() {
        vec![PathBuf::from(STANDARD_INPUT)]
    } else {
        vec![PathBuf::from(".")]
    }
}

fn output(arguments: &CheckArguments, inputs: &[Input]) -> Result<Box<dyn Write>, Failure> {
    match &arguments.output {
        Some(path) => {
            let name = read::name(path);
            if inputs.iter().any(|input| is_same(&input.path, path)) {
                return Err(Failure::Told(format!("--output {name} 是要检查的文件，不能覆盖；请换一个文件名")));
            }
            let file = File::create(path)
                .map_err(|error| Failure::Told(format!("无法写入 {name}：{}", read::reason(&error))))?;
            Ok(Box::new(BufWriter::new(file)))
        }
        None if arguments.quiet => Ok(Box::new(io::sink())),
        None => Ok(Box::new(BufWriter::new(io::stdout().lock()))),
    }
}

pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// What to say where no input was checked.
fn nothing(tally: &Tally, arguments: &CheckArguments) -> String {
    let names: Vec<String> = paths(arguments).iter().map(|path| read::name(path)).collect();
    let names = names.join("、");
    match tally.summary().passed_over {
        0 => format!(
            "{names} 里没有可检查的文件（.docx、.doc、.wps、.pdf、.ofd、.html、.txt、.md）；README、CHANGELOG、LICENSE 和 .gitignore 排除的文件不检查"
        ),
        count => format!("{names} 里有 {count} 个文本文件，但都认不出是报告；要检查其中某个文件，请直接写出它的文件名"),
    }
}
