//! What is said of a report: a headline at a place, its norm, and how to mend it.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::rule_id::RuleId;
use crate::span::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 提示: a matter of style, or a hint for the person who decides.
    Info,
    /// 提醒: very probably to be mended.
    Warning,
    /// 错误: breaks a binding norm, or states something plainly wrong.
    Error,
}

impl Severity {
    /// The word shown to users.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
            Severity::Info => "提示",
        }
    }

    /// The word used in files and options.
    pub const fn key(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there; may be empty.
    pub message: String,
}

/// A norm that asks for what was found wanting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// The norm's key in its pack, or `fact` for what is wrong by itself.
    pub norm: String,
    /// The norm's title; empty for a plain fact.
    pub title: String,
    /// Which part of it; may be empty.
    pub item: String,
}

/// Whether a fix may be made without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The result says the same thing in the right form; no one need look at it.
    Safe,
    /// Probably right; a person must look at it.
    Unsafe,
}

/// Replaces the text of a span.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is taken out; empty for an insertion.
    pub span: Span,
    /// What is put there; most are marks, which no rule has to make.
    pub text: Cow<'static, str>,
}

/// Edits that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, in a few words.
    pub title: String,
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// In the order of the text; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub rule: RuleId,
    /// The rule's group, such as `structure`.
    pub group: Arc<str>,
    /// How much it weighs here: after the norm's strength, the stage and the options.
    pub severity: Severity,
    /// The headline.
    pub message: String,
    /// The one place it is about; its words may be empty.
    pub primary: Label,
    /// Other places that belong to it, in the order of the text.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// The norms behind it.
    pub basis: Arc<[Basis]>,
    /// How many places it stands for; 1 unless the rule collapses its findings.
    pub count: usize,
    /// The prescribed content it is about, where it is about one.
    pub role: Option<String>,
    /// How it can be mended by the program.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// The order in which diagnostics are shown: by place, then by id.
    pub fn order(&self) -> (usize, usize, &RuleId) {
        (self.primary.span.start, self.primary.span.end, &self.rule)
    }
}
