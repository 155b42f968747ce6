//! `hegui completions`: a script by which a shell completes the command line.

use std::io::{self, Write};

use super::arguments::CompletionsArguments;
use super::{Exit, Failure, usage};

pub(super) fn run(arguments: &CompletionsArguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut usage::command(), "hegui", &mut script);
    let mut out = io::stdout().lock();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn every_shell_completes_every_command() {
        for shell in Shell::value_variants() {
            let mut command = usage::command();
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut command, "hegui", &mut script);
            let script = String::from_utf8(script).expect("UTF-8");
            for subcommand in command.get_subcommands() {
                assert!(script.contains(subcommand.get_name()), "{shell} {}", subcommand.get_name());
            }
        }
    }
}
