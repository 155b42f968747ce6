//! Values of options, with what is said of wrong ones.

use clap::ValueEnum;

use crate::check::{Day, Stage};
use crate::diagnostic::Severity;
use crate::document::Level;
use crate::input::Charset;
use crate::report::Format;

/// Severities, from the heaviest.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// Names with commas between them.
#[derive(Clone, Debug)]
pub(super) struct Names(pub(super) Vec<String>);

/// What a rule weighs: `RULE=LEVEL`, where `off` turns it off.
#[derive(Clone, Debug)]
pub(super) struct Weight {
    pub(super) rule: String,
    pub(super) severity: Option<Severity>,
}

/// From which severity on the program ends with 1; never for none.
#[derive(Clone, Copy, Debug)]
pub(super) struct FailOn(pub(super) Option<Severity>);

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// When a person looks.
    Auto,
    Always,
    Never,
}

/// The format of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OutlineFormat {
    Pretty,
    Json,
}

/// The format of a list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    Table,
    Json,
    Markdown,
}

/// The format of a skeleton.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SkeletonFormat {
    Docx,
    Md,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    Rule,
    Pack,
    Overlay,
    Config,
    Report,
}

pub(super) fn names(text: &str) -> Result<Names, String> {
    let names: Vec<String> =
        text.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    if names.is_empty() {
        Err("写规则或规则组的名称，几个之间用逗号隔开".to_owned())
    } else {
        Ok(Names(names))
    }
}

pub(super) fn weight(text: &str) -> Result<Weight, String> {
    let form = "写成 规则=级别，如 vague-quantity=info；级别可写 error、warning、info、off";
    let (rule, level) = text.split_once('=').ok_or(form)?;
    let severity = if level.trim() == "off" { None } else { Some(severity(level.trim()).map_err(|_| form)?) };
    Ok(Weight { rule: rule.trim().to_owned(), severity })
}

pub(super) fn severity(text: &str) -> Result<Severity, String> {
    let found = SEVERITIES.into_iter().find(|severity| severity.key() == text);
    found.ok_or_else(|| "可写 error、warning、info".to_owned())
}

pub(super) fn fail_on(text: &str) -> Result<FailOn, String> {
    if text == "never" {
        return Ok(FailOn(None));
    }
    severity(text).map(|severity| FailOn(Some(severity))).map_err(|known| known + "、never")
}

pub(super) fn format(text: &str) -> Result<Format, String> {
    Format::from_key(text).ok_or_else(|| format!("可写 {}", Format::ALL.map(Format::key).join("、")))
}

pub(super) fn year(text: &str) -> Result<i32, String> {
    let year = text.trim_end_matches('年').parse().ok().filter(|year| (1949..=2100).contains(year));
    year.ok_or_else(|| "写四位年份，如 2025".to_owned())
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "写成年-月-日，如 2027-04-01".to_owned())
}

/// The name of a unit: words only, so that it is the same in any format.
pub(super) fn unit(text: &str) -> Result<String, String> {
    let name = text.trim();
    let is_name = name.chars().all(|character| character.is_alphanumeric() || "（）、·".contains(character));
    if is_name && (2..=40).contains(&name.chars().count()) {
        Ok(name.to_owned())
    } else {
        Err("写单位的名称，如 青禾镇".to_owned())
    }
}

pub(super) fn level(text: &str) -> Result<Level, String> {
    Level::from_word(text).ok_or_else(|| format!("可写 {}", Level::ALL.map(Level::word).join("、")))
}

pub(super) fn stage(text: &str) -> Result<Stage, String> {
    match text {
        "draft" => Ok(Stage::Draft),
        "submit" => Ok(Stage::Submit),
        "publish" => Ok(Stage::Publish),
        _ => Err("可写 draft（起草）、submit（报送）、publish（公开）".to_owned()),
    }
}

pub(super) fn charset(text: &str) -> Result<Charset, String> {
    Charset::from_label(text).ok_or_else(|| format!("可写 {}", Charset::LABELS))
}

pub(super) fn jobs(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|jobs| (1..=1024).contains(jobs)).ok_or_else(|| "写 1 到 1024 的整数".to_owned())
}
