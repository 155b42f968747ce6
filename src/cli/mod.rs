//! The program: arguments, files and terminal; one file a command.

mod account;
mod annotate;
mod arguments;
mod batch;
mod check;
mod company;
mod compare;
mod completions;
mod create;
mod explain;
mod fix;
mod init;
mod judge;
#[cfg(feature = "lsp")]
mod lsp;
mod man;
mod new;
mod option;
mod outline;
mod read;
mod replace;
mod rule_files;
mod rules;
mod schema;
mod show_config;
mod tally;
mod terminal;
mod test;
mod text;
mod usage;

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::process::ExitCode;

use arguments::Command;

/// What a run came to; the numbers are the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing weighs as much as was asked about.
    Clean = 0,
    /// Something does.
    Found = 1,
    /// The program could not run, an input could not be read, or there was none.
    Failed = 2,
}

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// A sentence for the user.
    #[error("{0}")]
    Told(String),
    /// Its output could not be written.
    #[error("无法写出结果：{}", read::reason(.0))]
    Output(#[from] io::Error),
}

impl Failure {
    /// For a file that a command cannot do without.
    fn unreadable(name: &str, reason: &str) -> Self {
        Self::Told(format!("无法读取 {name}：{reason}"))
    }
}

/// Runs the program with the arguments of a command line, its own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match usage::parse(arguments.into_iter().collect()) {
        Ok(command) => execute(&command),
        Err(exit) => exit,
    };
    ExitCode::from(exit as u8)
}

fn execute(command: &Command) -> Exit {
    let done = match command {
        Command::Check(arguments) => check::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Fix(arguments) => fix::run(arguments),
        Command::New(arguments) => new::run(arguments),
        Command::Outline(arguments) => outline::run(arguments),
        Command::Text(arguments) => text::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Rules(arguments) => rules::run(arguments),
        Command::Test(arguments) => test::run(arguments),
        Command::Init(arguments) => init::run(arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Completions(arguments) => completions::run(arguments),
        #[cfg(feature = "lsp")]
        Command::Lsp(_) => return lsp::run(),
        Command::Man => man::run(),
        Command::Annotate(arguments) => annotate::run(arguments),
    };
    match done {
        Ok(exit) => exit,
        // Whoever read the output has seen enough of it.
        Err(Failure::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Exit::Clean,
        Err(failure) => {
            terminal::complain(&failure);
            Exit::Failed
        }
    }
}
