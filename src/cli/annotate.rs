//! `hegui annotate`: copies of Word documents with a comment at each finding.

use std::io::{self, Write};
use std::path::Path;

use super::account::Account;
use super::arguments::AnnotateArguments;
use super::judge::{self, Case, Judge};
use super::read::{self, Report};
use super::tally::Tally;
use super::{Exit, Failure, check, create, terminal};
use crate::diagnostic::Severity;
use crate::input::{self, Format};
use crate::judge::outcome::Outcome;
use crate::judge::terms::Terms;
use crate::judge::walk::{self, ANNOTATED, Input};
use crate::report::docx;

pub(super) fn run(arguments: &AnnotateArguments) -> Result<Exit, Failure> {
    let mut judge = Judge::judging(&arguments.judgement)?;
    let inputs = walk::inputs(&arguments.files);
    if arguments.output.is_some() && inputs.len() > 1 {
        return Err(Failure::Told("--output 只能在批注一个文件时使用".to_owned()));
    }
    let mut tally = Tally::default();
    let mut out = io::stdout().lock();
    let wanted: Vec<Input> = inputs.into_iter().filter(|input| input.named || is_document(&input.path)).collect();
    let cases = judge.cases(wanted)?;
    // Of folders only some formats are read: what no report here made use of may be for another.
    let mut account = Account::new(&[], judge::configs(&cases));
    for Case { input, path, terms } in cases {
        let name = read::name(&input.path);
        if is_copy(&input.path) {
            terminal::say(&format!("{name} 是带批注的副本，已跳过"));
            continue;
        }
        match annotate(&input, &path, terms.as_deref(), arguments) {
            Ok((line, own, outcome)) => {
                tally.add(own);
                account.add(outcome);
                writeln!(out, "{line}")?;
            }
            Err(reason) => {
                tally.add(Tally::unreadable());
                terminal::complain(&format!("无法批注 {name}：{reason}"));
            }
        }
    }
    Account::tell(&account.notices());
    if tally.summary().files == 0 {
        terminal::complain(&"没有可批注的 .docx 文件");
    }
    let exit = tally.exit();
    Ok(if judge.is_whole() { exit } else { Exit::Failed })
}

/// Writes one copy; says where, and what was found.
fn annotate(
    input: &Input,
    whole: &Path,
    terms: Option<&Terms>,
    arguments: &AnnotateArguments,
) -> Result<(String, Tally, Outcome), String> {
    let Some(terms) = terms.filter(|_| input.trouble.is_none()) else {
        return Err(input.trouble.clone().unwrap_or_default());
    };
    let (path, name) = (&input.path, read::name(&input.path));
    let copy = arguments.output.clone().unwrap_or_else(|| path.with_extension(&ANNOTATED[1..]));
    if check::is_same(path, &copy) {
        return Err("副本不能覆盖原文件；请换一个文件名".to_owned());
    }
    let bytes = read::bytes(path).map_err(|error| read::reason(&error))?;
    let reading = input::read(bytes.clone(), &name, &input::Options::default()).map_err(|error| error.to_string())?;
    if reading.format != Format::Docx {
        return Err("只能批注 Word 文档（.docx）；其他格式请用 hegui check 查看问题".to_owned());
    }
    let Report { document, .. } = Report::of(reading, terms.rules.vocabularies());
    let (linted, outcome) = terms.lint(&document, whole);
    let annotated = docx::annotate(bytes, &document, &linted).map_err(|error| error.to_string())?;
    create::write(&copy, &annotated, arguments.force)?;
    let tally = Tally::of(&linted, terms.settings.fail_on.value);
    let summary = tally.summary();
    let counts =
        [(Severity::Error, summary.error), (Severity::Warning, summary.warning), (Severity::Info, summary.info)]
            .map(|(severity, count)| format!("{}{count}", severity.word()));
    let comments = docx::count(&document, &linted);
    Ok((format!("{name} → {}：批注{comments}处，{}", read::name(&copy), counts.join(" ")), tally, outcome))
}

fn is_document(path: &Path) -> bool {
    Format::from_name(&read::name(path)) == Some(Format::Docx)
}

fn is_copy(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().ends_with(ANNOTATED))
}
