//! How results are shown: one file a format.

mod cell;
mod counts;
mod csv;
#[cfg(feature = "docx")]
pub mod docx;
mod escape;
mod exchange;
mod grid;
pub mod guide;
mod html;
mod ink;
mod json;
mod json_lines;
mod ledger;
pub mod likeness;
mod note;
mod notice;
mod numbers;
pub mod outline;
mod places;
mod pretty;
mod record;
mod roster;
#[cfg(test)]
mod sample;
mod short;
mod snippet;
mod statistics;
mod window;
#[cfg(feature = "xlsx")]
mod xlsx;
#[cfg(not(feature = "xlsx"))]
#[path = "without_xlsx.rs"]
mod xlsx;

use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use self::likeness::Comparison;
use self::statistics::Statistics;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::lint::Linted;
use crate::rule::RuleSet;
use crate::source::Source;

#[cfg(feature = "lsp")]
pub(crate) use exchange::address::file as file_address;
pub(crate) use exchange::cards::Cards;
#[cfg(feature = "lsp")]
pub(crate) use exchange::lsp::View;
pub use notice::Notice;
pub use record::Record;

/// A format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Pretty,
    /// One line a finding.
    Short,
    /// One JSON object a run, `hegui/report@1`.
    Json,
    /// The JSON object of each file on a line, then one of what is about no file.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// The Code Quality report of GitLab.
    Gitlab,
    /// The XML of JUnit.
    Junit,
    /// The XML of Checkstyle.
    Checkstyle,
    /// Diagnostics as editors take them.
    Lsp,
    /// The lines of reviewdog.
    Rdjson,
    /// One row a report.
    Csv,
    /// One page a run.
    Html,
    /// A workbook: one row a report, one a finding, one a similar passage, one a rule.
    Xlsx,
}

/// What the formats need to know of where they go; a format takes what it uses.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The cells of a line (`pretty`); less than 40 counts as 40.
    pub width: usize,
    /// Whether to colour (`pretty`).
    pub color: bool,
    /// Whether to list what is waived (`pretty`).
    pub waived: bool,
    /// Whether to count findings by rule at the end (`pretty`, `short`).
    pub statistics: bool,
    /// What “today” was taken to be (`json`, `jsonl`, `xlsx`); it is told for the run and never with an input.
    pub on: Option<String>,
    /// The folder that relative paths are taken from (`lsp`).
    pub folder: Option<PathBuf>,
}

impl Format {
    /// All formats, in the order in which they are listed to users.
    pub const ALL: [Format; 14] = [
        Format::Pretty,
        Format::Short,
        Format::Json,
        Format::JsonLines,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Checkstyle,
        Format::Rdjson,
        Format::Lsp,
        Format::Csv,
        Format::Html,
        Format::Xlsx,
    ];

    /// The word for it in options.
    pub const fn key(self) -> &'static str {
        match self {
            Format::Pretty => "pretty",
            Format::Short => "short",
            Format::Json => "json",
            Format::JsonLines => "jsonl",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Checkstyle => "checkstyle",
            Format::Rdjson => "rdjsonl",
            Format::Lsp => "lsp",
            Format::Csv => "csv",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
        }
    }

    /// Whether people can read it as it stands; if not, it belongs into a file.
    pub const fn is_text(self) -> bool {
        !matches!(self, Format::Xlsx)
    }

    /// The format of a word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// What writes it; some formats list the rules of the run, of which there may be several sets.
    pub fn reporter(self, options: &Options, rules: &[&RuleSet]) -> Box<dyn Reporter> {
        let statistics = || options.statistics.then(|| Statistics::new(rules));
        match self {
            Format::Pretty => Box::new(pretty::Pretty::new(options, statistics())),
            Format::Short => Box::new(short::Short::new(statistics())),
            Format::Json => Box::new(json::Json::new(options)),
            Format::JsonLines => Box::new(json_lines::JsonLines::new(options)),
            Format::Sarif => Box::new(exchange::sarif::Sarif::new(Cards::new(rules))),
            Format::Github => Box::new(exchange::github::Github),
            Format::Gitlab => Box::new(exchange::code_quality::CodeQuality),
            Format::Junit => Box::new(exchange::junit::Junit),
            Format::Checkstyle => Box::new(exchange::checkstyle::Checkstyle),
            Format::Rdjson => Box::new(exchange::rdjson::Rdjson),
            Format::Lsp => Box::new(exchange::lsp::Lsp::new(options, Cards::new(rules))),
            Format::Csv => Box::new(csv::Csv),
            Format::Html => Box::new(html::Html),
            Format::Xlsx => Box::new(xlsx::Xlsx::new(options, rules)),
        }
    }
}

/// Draws one fault of a file that is no report, such as a rule file: its words, and the place they are about.
pub fn fault(options: &Options, file: &Source, diagnostic: &Diagnostic) -> String {
    pretty::fault(options, file, diagnostic)
}

/// One input and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The path as it was given or found.
    pub path: &'a str,
    /// The format's key, such as `txt`; `None` where it could not be told.
    pub format: Option<&'a str>,
    /// The report with its findings, or why it could not be read (Chinese, one sentence).
    pub outcome: Result<(&'a Document, &'a Linted), &'a str>,
}

/// Counts over all inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Inputs that were checked or tried.
    pub files: usize,
    /// Inputs that could not be read.
    pub unreadable: usize,
    /// Files of a walked folder passed over because they are no report.
    pub passed_over: usize,
    /// Diagnostics by severity.
    pub error: usize,
    pub warning: usize,
    pub info: usize,
    /// Waived diagnostics.
    pub waived: usize,
    /// Diagnostics that a baseline has, where there are any.
    pub known: Option<usize>,
    /// Rules that ran and that did not apply, over all inputs together (each rule once).
    pub rules_checked: usize,
    pub rules_not_applicable: usize,
    /// What only a person can judge: the question of each rule that puts one, in the order of their ids.
    pub questions: Vec<String>,
    /// What is to be told of waivers in configurations and of baselines; known when all inputs are.
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

/// A way to show results. Inputs may be rendered on any thread, each into its own buffer; the caller puts them in order.
/// What an input gives depends on nothing but that input, so that it may be kept and shown again in another run.
pub trait Reporter: Sync {
    /// What comes before the first input.
    ///
    /// # Errors
    /// Those of the writer, here and below.
    fn begin(&self, out: &mut dyn Write) -> io::Result<()>;
    /// One input.
    fn file(&self, file: &Checked<'_>, out: &mut Vec<u8>) -> io::Result<()>;
    /// What a report shares with others, where it was held against some; told before the report itself.
    fn compared(&self, _comparison: &Comparison<'_>) {}
    /// What the end needs to know of an input.
    fn record(&self, file: &Checked<'_>) -> Record {
        let _ = file;
        Record::default()
    }
    /// What stands between two inputs of which something was written.
    fn between(&self, out: &mut dyn Write) -> io::Result<()>;
    /// What comes after the last input; the records of all inputs are in their order.
    fn end(&self, summary: &Summary, records: &[Record], out: &mut dyn Write) -> io::Result<()>;
}
