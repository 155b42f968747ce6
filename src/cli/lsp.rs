//! `hegui lsp`: the language server on standard input and output.

use std::io;

use super::Exit;
use crate::server::{self, Ended};

pub(super) fn run() -> Exit {
    match server::run(io::stdin(), Box::new(io::BufWriter::new(io::stdout()))) {
        Ended::Orderly => Exit::Clean,
        Ended::Abruptly => Exit::Found,
    }
}
