//! Code actions: what can be done about a finding, and all safe fixes at once.

use std::iter;
use std::sync::Arc;

use lsp_server::ErrorCode;
use lsp_types::{CodeAction, CodeActionKind, CodeActionParams};
use serde_json::{Value, json};
use similar::{DiffTag, DiffableStr, TextDiff};

use super::open::{Report, unknown};
use super::{Refusal, Server, insertion};
use crate::check::CheckKind;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::fix::Fixer;
use crate::input::{self, Charset};
use crate::span::Span;

const QUICK_FIX: &str = "quickfix";
const FIX_ALL: &str = "source.fixAll.hegui";

/// The kinds of action that there are.
pub(super) const KINDS: [&str; 2] = [QUICK_FIX, FIX_ALL];

impl Server {
    /// What can be done at a place.
    pub(super) fn actions(&mut self, params: &CodeActionParams) -> Result<Value, Refusal> {
        let address = params.text_document.uri.as_str();
        let Some(report) = self.report(address)? else { return Ok(json!([])) };
        let only = params.context.only.as_deref();
        let mut actions = Vec::new();
        if !self.client.takes_actions {
            return Ok(json!([]));
        }
        if wants(only, QUICK_FIX) {
            let place = report.span(&params.range);
            let said = report.linted.diagnostics.iter().zip(&report.diagnostics);
            for (diagnostic, sent) in said.filter(|(diagnostic, _)| touch(diagnostic.primary.span, place)) {
                for mut action in self.about(address, &report, diagnostic) {
                    action["diagnostics"] = json!([sent]);
                    actions.push(action);
                }
            }
        }
        let is_safe = |diagnostic: &Diagnostic| {
            diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe)
        };
        if wants(only, FIX_ALL) && report.linted.diagnostics.iter().any(is_safe) {
            let mut action = json!({ "title": "修正全部有把握的问题", "kind": FIX_ALL });
            if self.client.resolves_edits {
                let version = self.open.get(address).map(|open| open.version);
                action["data"] = json!({ "uri": address, "version": version });
            } else {
                action["edit"] = self.fix_all(address)?;
            }
            actions.push(action);
        }
        Ok(Value::Array(actions))
    }

    /// Adds its edit to an action that was offered without.
    pub(super) fn resolved(&mut self, action: &CodeAction) -> Result<Value, Refusal> {
        let data = action.data.clone().unwrap_or_default();
        let mut resolved = serde_json::to_value(action).unwrap_or_default();
        if action.edit.is_some() || action.kind.as_ref().map(CodeActionKind::as_str) != Some(FIX_ALL) {
            return Ok(resolved);
        }
        let address = data["uri"].as_str().unwrap_or_default();
        let open = self.open.get(address).ok_or_else(|| unknown(address))?;
        if data["version"] != open.version {
            return Err(Refusal(ErrorCode::ContentModified, "文字已经变动".to_owned()));
        }
        resolved["edit"] = self.fix_all(address)?;
        Ok(resolved)
    }

    /// What can be done about one finding, the best first.
    fn about(&self, address: &str, report: &Report, diagnostic: &Diagnostic) -> Vec<Value> {
        let source = &report.document.source;
        let mut actions = Vec::new();
        // In a web page an edit must not reach over marks that are no text.
        let is_exact = |edit: &Edit| {
            let pieces: Vec<_> = source.origin(edit.span).collect();
            source.counts_own_lines() || matches!(pieces.as_slice(), [piece] if piece.exact)
        };
        if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| fix.edits.iter().all(is_exact)) {
            let is_safe = fix.applicability == Applicability::Safe;
            let title = if is_safe { fix.title.clone() } else { format!("{}（改后请核对）", fix.title) };
            let edit = self.workspace_edit(address, report.view.edits(source, fix));
            let mut action = json!({ "title": title, "kind": QUICK_FIX, "edit": edit });
            if is_safe && self.client.prefers {
                action["isPreferred"] = json!(true);
            }
            actions.push(action);
        }
        let mut insert = |title: String, fix| {
            let edit = self.workspace_edit(address, report.view.edits(source, &fix));
            actions.push(json!({ "title": title, "kind": QUICK_FIX, "edit": edit }));
        };
        if let Some((name, fix)) = insertion::section(report, diagnostic) {
            insert(format!("补充“{name}”部分"), fix);
        }
        let rule = report.terms.rules.rule(diagnostic.rule.as_str());
        if rule.is_some_and(|rule| !matches!(rule.file.check, CheckKind::Waiver(_))) {
            let fix = insertion::waiver(&report.document, diagnostic.primary.span, &diagnostic.rule, "");
            insert("保留并说明理由（写在插入的标记里）".to_owned(), fix);
        }
        actions
    }

    /// All safe fixes of a document, made until none is left.
    fn fix_all(&mut self, address: &str) -> Result<Value, Refusal> {
        let Some(report) = self.report(address)? else { return Ok(json!({})) };
        let open = self.open.get(address).ok_or_else(|| unknown(address))?;
        let raw = open.text.as_str();
        let edits = mended(&report, raw, &open.path).unwrap_or_default();
        let range = |span: Span| {
            let place = |offset| open.text.position(offset, self.client.encoding);
            json!({ "start": place(span.start), "end": place(span.end) })
        };
        let edits = edits.iter().map(|(span, text)| json!({ "range": range(*span), "newText": text }));
        // Its lines have their own ends already, which may differ.
        Ok(self.versioned(address, edits.collect()))
    }

    /// Edits of one document with its line ends, for the version that is known.
    pub(super) fn workspace_edit(&self, address: &str, mut edits: Value) -> Value {
        if self.open.get(address).is_some_and(|open| open.text.has_returns()) {
            for edit in edits.as_array_mut().into_iter().flatten() {
                let text = edit["newText"].as_str().unwrap_or_default();
                edit["newText"] = json!(text.replace("\r\n", "\n").replace('\n', "\r\n"));
            }
        }
        self.versioned(address, edits)
    }

    fn versioned(&self, address: &str, edits: Value) -> Value {
        if !self.client.versions {
            return json!({ "changes": { address: edits } });
        }
        let version = self.open.get(address).map(|open| open.version);
        json!({ "documentChanges": [{ "textDocument": { "uri": address, "version": version }, "edits": edits }] })
    }
}

/// The lines of a text that its safe fixes change, with what takes their place; nothing where they cannot be made.
fn mended(report: &Arc<Report>, raw: &str, path: &std::path::Path) -> Option<Vec<(Span, String)>> {
    let reading = input::Options { charset: Some(Charset::UTF_8) };
    let name = report.document.source.name();
    let exceptions = report.terms.exceptions(path);
    let fixer = Fixer {
        rules: &report.terms.rules,
        context: &report.terms.context,
        exceptions: &exceptions,
        reading: &reading,
        least: report.terms.settings.least.value,
        with_unsafe: false,
    };
    let bytes = raw.as_bytes().to_vec();
    let read = input::read(bytes.clone(), name, &reading).ok()?;
    let charset = read.charset?;
    let document = crate::document::Document::understand(read.source, read.blocks, report.terms.rules.vocabularies());
    let fixed = String::from_utf8(fixer.fix(bytes, charset, document).ok()?.bytes).ok()?;
    let (before, after) = (raw.tokenize_lines(), fixed.tokenize_lines());
    let diff = TextDiff::from_slices(&before, &after);
    let starts = |lines: &[&str]| {
        let ends = lines.iter().scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        iter::once(0).chain(ends).collect::<Vec<usize>>()
    };
    let (old, new) = (starts(&before), starts(&after));
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let edit = |op: &similar::DiffOp| {
        let (before, after) = (op.old_range(), op.new_range());
        let text = fixed.get(*new.get(after.start)?..*new.get(after.end)?)?;
        Some((Span::new(*old.get(before.start)?, *old.get(before.end)?), text.to_owned()))
    };
    changed.map(edit).collect()
}

/// Whether a kind is among those that are wanted: named, or below one that is.
fn wants(only: Option<&[CodeActionKind]>, kind: &str) -> bool {
    let above = |wanted: &str| kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    only.is_none_or(|only| only.iter().any(|wanted| wanted.as_str().is_empty() || above(wanted.as_str())))
}

/// Whether two places have a character in common, or stand side by side.
fn touch(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}
