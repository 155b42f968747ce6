//! The program `hegui`; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    hegui::cli::run(std::env::args_os())
}
