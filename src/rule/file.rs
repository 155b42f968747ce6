//! The shape of rule files and pack files; read from YAML, and from the JSON that the build script makes of it.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::message::Message;
use crate::check::{CheckKind, Stage};
use crate::diagnostic::{Applicability, Severity};
use crate::document::{LeftoverKind, Level, Scope, Vocabulary};
use crate::rule_id::RuleId;

/// One rule: `rules/<pack>/<group>/<id>.yaml`. The folder is the rule's group.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Names the fault; unique over all packs; the file is called after it.
    pub id: RuleId,
    /// How much it weighs before the norm's strength caps it.
    pub severity: Severity,
    /// `false`: off unless someone asks for it.
    #[serde(default = "enabled")]
    pub enabled: bool,
    /// Other weights at other stages.
    #[serde(default)]
    pub severity_by_stage: BTreeMap<Stage, Severity>,
    /// When the rule applies at all.
    #[serde(default)]
    pub when: When,
    /// The headline; `{found}` and the check's own values are filled in.
    pub message: Message,
    /// What to do; the same values are filled in.
    pub help: Message,
    /// The norms behind it, or `fact`.
    pub basis: BasisList,
    /// Where it looks.
    #[serde(default)]
    pub scope: Scope,
    /// `true`: all findings of a report are one diagnostic.
    #[serde(default)]
    pub collapse: bool,
    /// What its edits are called and whether they are safe; needed where the check makes edits.
    #[serde(default)]
    pub fix: Option<FixWords>,
    /// What is looked for.
    pub check: CheckKind,
    /// Other words and weights, by what the check found.
    #[serde(default)]
    pub variants: BTreeMap<String, Variant>,
    /// Texts that must and must not be reported.
    #[serde(default)]
    pub examples: Examples,
}

/// Conditions on the report; what the text does not tell does not exclude.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The report year.
    #[serde(default)]
    pub year: Option<YearRange>,
    /// 省 市 县 部门 乡 镇 街道, or 乡镇 for 乡 and 镇.
    #[serde(default)]
    pub level: Vec<LevelWord>,
    /// draft, submit, publish.
    #[serde(default)]
    pub stage: Vec<Stage>,
    /// Also for documents of a kind that the pack knows but is not made for, such as a 述法报告.
    #[serde(default)]
    pub any_kind: bool,
}

/// Years from and to, both counted in.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct YearRange {
    /// The first.
    #[serde(default)]
    pub from: Option<i32>,
    /// The last.
    #[serde(default)]
    pub to: Option<i32>,
}

/// A level as rules write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelWord {
    /// As written.
    pub word: String,
    /// What it stands for.
    pub levels: Vec<Level>,
}

/// What a fix is called and whether it is safe.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FixWords {
    /// In a few words, such as 改为全角标点; values are filled in as in the message.
    pub title: Message,
    /// `safe` or `unsafe`.
    pub applicability: Applicability,
}

/// Other words and weight for what a check calls by this name.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Instead of the rule's.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Instead of the rule's.
    #[serde(default)]
    pub message: Option<Message>,
    /// Instead of the rule's.
    #[serde(default)]
    pub help: Option<Message>,
}

/// A rule's norms; empty for `fact`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasisList(pub Vec<BasisRef>);

/// A norm of the pack and the part of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BasisRef {
    /// The norm's key in `pack.yaml`.
    pub norm: String,
    /// Which part of it.
    #[serde(default)]
    pub item: String,
}

/// A rule's own examples.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// The rule must stay quiet.
    #[serde(default)]
    pub good: Vec<Example>,
    /// The rule must speak, with its primary span exactly at the mark ⟦…⟧ (several marks: several diagnostics;
    /// for a `collapse` rule the first mark is the span and the others are related).
    #[serde(default)]
    pub bad: Vec<Example>,
}

/// A text with what is known beside it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A sentence, a paragraph or a whole report.
    pub text: String,
    /// Other rules that speak too.
    #[serde(default)]
    pub also: Vec<RuleId>,
    /// As by `--year`.
    #[serde(default)]
    pub year: Option<i32>,
    /// As by `--level`.
    #[serde(default)]
    pub level: Option<Level>,
    /// As by `--stage`.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Other towns, as of an overlay or of the reports checked together.
    #[serde(default)]
    pub towns: Vec<String>,
    /// Other reports to compare with, as those of `--against`.
    #[serde(default)]
    pub others: Vec<String>,
    /// The text is Markdown.
    #[serde(default)]
    pub markdown: bool,
    /// The marked words carry a tracked change, a comment or hidden text.
    #[serde(default)]
    pub leftover: Option<LeftoverKind>,
}

/// `rules/<pack>/pack.yaml`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// The pack's key; its folder is called after it.
    pub pack: String,
    /// What users call it.
    pub title: String,
    /// Packs whose rules count here too.
    #[serde(default)]
    pub extends: Vec<String>,
    /// What users call the groups of rules, by folder.
    #[serde(default)]
    pub groups: BTreeMap<String, String>,
    /// Norms by key.
    #[serde(default)]
    pub norms: BTreeMap<String, Norm>,
    /// How its documents are read; a pack without kinds is only built upon.
    #[serde(default)]
    pub vocabulary: Vocabulary,
    /// Which rules make a prescribed content partial, by role.
    #[serde(default)]
    pub partial: BTreeMap<String, Vec<RuleId>>,
}

/// A norm.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// Its title, with 《》 where it is a document.
    pub title: String,
    /// Its number, such as 厅字〔2019〕28号.
    #[serde(default)]
    pub number: Option<String>,
    /// Day from which it is in force, `2019-04-15`.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Last day, where it has one.
    #[serde(default)]
    pub valid_to: Option<String>,
    /// How strong it is.
    pub strength: Strength,
    /// How it was read.
    pub read: Reading,
    /// When it was read, `2026-11-21`.
    pub read_on: String,
    /// Where it was read.
    #[serde(default)]
    pub source: Option<String>,
    /// What a reader should know of it.
    #[serde(default)]
    pub note: Option<String>,
    /// Articles and clauses read in an official text though the norm as a whole was not.
    #[serde(default)]
    pub seen_items: Vec<String>,
}

/// How strong a norm is; it caps the severity of its rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// A convention of this project: 提示 at most.
    Team,
    /// A local rule: 提醒 at most.
    Local,
    /// A recommended standard: 提醒 at most.
    Standard,
    /// Binding: 错误.
    Binding,
}

/// How sure we are of a norm's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// Read in an official text.
    Seen,
    /// Read in another's account.
    Secondary,
    /// From general knowledge.
    Recalled,
}

fn enabled() -> bool {
    true
}

impl<'de> Deserialize<'de> for LevelWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let levels = match word.as_str() {
            "乡镇" => vec![Level::Township, Level::Town],
            _ => Level::from_word(&word).map(|level| vec![level]).ok_or_else(|| {
                de::Error::custom(format!("没有“{word}”这一层级：可写 省 市 县 部门 乡 镇 街道 乡镇"))
            })?,
        };
        Ok(Self { word, levels })
    }
}

impl<'de> Deserialize<'de> for BasisList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = BasisList;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("fact 或依据清单，如 [{ norm: gbt9704, item: 7.3.5.4 }]")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<BasisList, E> {
                if word == "fact" {
                    Ok(BasisList::default())
                } else {
                    Err(E::invalid_value(de::Unexpected::Str(word), &self))
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<BasisList, A::Error> {
                let mut list = Vec::new();
                while let Some(entry) = entries.next_element()? {
                    list.push(entry);
                }
                if list.is_empty() { Err(de::Error::invalid_length(0, &self)) } else { Ok(BasisList(list)) }
            }
        }
        deserializer.deserialize_any(Either)
    }
}
