//! `hegui new`: the skeleton of a report.

use std::io::{self, Write};

use super::arguments::NewArguments;
use super::judge::Judge;
use super::option::SkeletonFormat;
use super::{Exit, Failure, create, read};
use crate::document::Level;
use crate::input::Format;
use crate::skeleton::{self, Subject};

pub(super) fn run(arguments: &NewArguments) -> Result<Exit, Failure> {
    let mut judge = Judge::new(&arguments.config, &arguments.rules)?;
    let terms = match &arguments.output {
        Some(path) => judge.one(path)?,
        None => judge.here()?,
    };
    let format = format(arguments)?;
    let subject = subject(arguments, &terms.rules)?;
    let lines =
        skeleton::lines(&terms.rules, &arguments.pack, &subject).map_err(|error| Failure::Told(error.to_string()))?;
    let bytes = match format {
        SkeletonFormat::Md => skeleton::markdown(&lines).into_bytes(),
        SkeletonFormat::Docx => skeleton::docx(&lines).map_err(|error| Failure::Told(error.to_string()))?,
    };
    let mut out = io::stdout().lock();
    match &arguments.output {
        Some(path) => {
            create::write(path, &bytes, arguments.force).map_err(Failure::Told)?;
            let name = read::name(path);
            let prompts = skeleton::prompts(&lines);
            writeln!(out, "已写出 {name}；请填写其中的{prompts}处【请填写…】，再用 hegui check 检查")?;
        }
        None => out.write_all(&bytes)?,
    }
    out.flush()?;
    Ok(if judge.is_whole() { Exit::Clean } else { Exit::Failed })
}

/// As asked for, else as the file's name says.
fn format(arguments: &NewArguments) -> Result<SkeletonFormat, Failure> {
    let named = arguments.output.as_deref().map(|path| Format::from_name(&read::name(path)));
    match (arguments.format, named) {
        (Some(SkeletonFormat::Docx), None) => {
            Err(Failure::Told("Word 文档要写到文件里；请加 --output，如 -o 报告.docx".to_owned()))
        }
        (Some(format), _) => Ok(format),
        (None, None | Some(Some(Format::Markdown))) => Ok(SkeletonFormat::Md),
        (None, Some(Some(Format::Docx))) => Ok(SkeletonFormat::Docx),
        (None, Some(_)) => Err(Failure::Told(
            "--output 的文件名要以 .docx 或 .md 结尾，或者用 --format 写明格式（docx、md）".to_owned(),
        )),
    }
}

fn subject(arguments: &NewArguments, rules: &crate::rule::RuleSet) -> Result<Subject, Failure> {
    let mut subject = Subject::of(&arguments.unit, arguments.year, rules);
    if let Some(level) = arguments.level {
        subject.level = level;
    }
    if subject.level == Level::Unknown {
        return Err(Failure::Told(format!(
            "从“{}”看不出单位的层级；请加 --level，可写 {}",
            arguments.unit,
            Level::ALL.map(Level::word).join("、")
        )));
    }
    Ok(subject)
}
