//! Commands of an editor: a rule explained, all reports of the folders checked, a new report, a waiver with its reason.

use std::path::Path;

use lsp_server::ErrorCode;
use lsp_types::{ExecuteCommandParams, Range};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Refusal, Server, insertion, uri};
use crate::document::Level;
use crate::report::guide;
use crate::rule_id::RuleId;
use crate::skeleton::{self, Subject};

const EXPLAIN: &str = "hegui.explain";
const CHECK_WORKSPACE: &str = "hegui.checkWorkspace";
const NEW_REPORT: &str = "hegui.newReport";
const WAIVE: &str = "hegui.waive";

/// All commands.
pub(super) const COMMANDS: [&str; 4] = [EXPLAIN, CHECK_WORKSPACE, NEW_REPORT, WAIVE];

/// The pack of new reports where none is named.
const PACK: &str = "fazhi";

#[derive(Deserialize)]
struct Explain {
    rule: String,
    #[serde(default)]
    uri: Option<String>,
}

#[derive(Deserialize)]
struct NewReport {
    unit: String,
    year: i32,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    pack: Option<String>,
    #[serde(default)]
    uri: Option<String>,
}

#[derive(Deserialize)]
struct Waive {
    uri: String,
    rule: String,
    range: Range,
    reason: String,
}

impl Server {
    /// Does what a command says; each takes one object.
    pub(super) fn execute(&mut self, params: ExecuteCommandParams) -> Result<Value, Refusal> {
        let argument = params.arguments.into_iter().next().unwrap_or_else(|| json!({}));
        match params.command.as_str() {
            EXPLAIN => self.explain(&read(argument)?),
            CHECK_WORKSPACE => self.check_workspace(),
            NEW_REPORT => self.new_report(&read(argument)?),
            WAIVE => self.waive(&read(argument)?),
            other => Err(refused(format!("没有命令 {other}"))),
        }
    }

    fn explain(&mut self, argument: &Explain) -> Result<Value, Refusal> {
        let terms = self.terms(&self.place(argument.uri.as_deref())).map_err(refused)?;
        let rules = &terms.rules;
        let rule = rules.rule(&argument.rule);
        let rule = rule.ok_or_else(|| refused(format!("没有名为“{}”的规则", argument.rule)))?;
        let norms = rule.basis.iter().filter_map(|basis| rules.norm(rule, basis)?.source.as_deref());
        let address = norms.into_iter().find(|source| source.starts_with("http"));
        Ok(json!({
            "rule": argument.rule, "title": guide::headline(rule), "markdown": guide::entry(rules, rule),
            "address": address,
        }))
    }

    fn new_report(&mut self, argument: &NewReport) -> Result<Value, Refusal> {
        let terms = self.terms(&self.place(argument.uri.as_deref())).map_err(refused)?;
        let unit = argument.unit.trim();
        let is_name = unit.chars().all(|one| one.is_alphanumeric() || "（）、·".contains(one));
        if !is_name || !(2..=40).contains(&unit.chars().count()) {
            return Err(refused("写单位的名称，如 青禾镇".to_owned()));
        }
        if !(1949..=2100).contains(&argument.year) {
            return Err(refused("写四位年份，如 2025".to_owned()));
        }
        let mut subject = Subject::of(unit, argument.year, &terms.rules);
        let known = || Level::ALL.map(Level::word).join("、");
        if let Some(word) = &argument.level {
            subject.level = Level::from_word(word).ok_or_else(|| refused(format!("层级可写 {}", known())))?;
        }
        if subject.level == Level::Unknown {
            return Err(refused(format!("从“{unit}”看不出单位的层级；请写明 level：{}", known())));
        }
        let pack = argument.pack.as_deref().unwrap_or(PACK);
        let lines = skeleton::lines(&terms.rules, pack, &subject).map_err(|error| refused(error.to_string()))?;
        Ok(json!({
            "text": skeleton::markdown(&lines), "languageId": "markdown", "prompts": skeleton::prompts(&lines),
            "name": format!("{}{}年法治政府建设年度报告.md", subject.unit, subject.year),
        }))
    }

    fn waive(&mut self, argument: &Waive) -> Result<Value, Refusal> {
        let reason = argument.reason.split_whitespace().collect::<Vec<_>>().join(" ").replace("--", "——");
        if !reason.contains(char::is_alphanumeric) {
            return Err(refused("豁免须写明不作修改的理由".to_owned()));
        }
        let rule = RuleId::new(&argument.rule).map_err(|_| refused(format!("没有名为“{}”的规则", argument.rule)))?;
        let report = self.report(&argument.uri)?;
        let report = report.ok_or_else(|| refused("这个文件不是报告，不作检查".to_owned()))?;
        if report.terms.rules.rule(rule.as_str()).is_none() {
            return Err(refused(format!("没有名为“{rule}”的规则")));
        }
        let fix = insertion::waiver(&report.document, report.span(&argument.range), &rule, &reason);
        let edit = self.workspace_edit(&argument.uri, report.view.edits(&report.document.source, &fix));
        self.client.ask("workspace/applyEdit", &json!({ "label": "豁免", "edit": edit }));
        Ok(Value::Null)
    }

    /// The file that a command is about, else one in the first folder.
    fn place(&self, address: Option<&str>) -> std::path::PathBuf {
        match (address, self.folders.first()) {
            (Some(address), _) => uri::path_or_name(address),
            (None, Some(folder)) => folder.join("新报告.md"),
            (None, None) => Path::new("新报告.md").to_owned(),
        }
    }
}

fn read<T: DeserializeOwned>(argument: Value) -> Result<T, Refusal> {
    serde_json::from_value(argument)
        .map_err(|error| Refusal(ErrorCode::InvalidParams, format!("参数不合要求：{error}")))
}

fn refused(told: String) -> Refusal {
    Refusal(ErrorCode::RequestFailed, told)
}
