//! Lays overlays over packs, and puts the rules that they change in the place of the rules.

use serde_json::Value;
use serde_yaml::Spanned;

use super::change::{Change, Changes, Origin, RULE_KEYS};
use super::file::{PackFile, RuleFile};
use super::load::{Loader, folder, perhaps};
use super::nearest::nearest;
use super::overlay::{Lack, OverlayFile, RoleChange};
use super::set::Pack;
use super::table;
use super::yaml::{self, Misread};
use super::{Rule, builtin};
use crate::document::Vocabulary;
use crate::source::Source;
use crate::span::Span;

impl Loader<'_> {
    /// Lays an overlay over its pack; its changes of rules wait until all rules are read.
    pub(super) fn overlay(&mut self, index: usize, source: &Source) -> Option<OverlayFile> {
        let mut overlay: OverlayFile = match yaml::read(source.text()) {
            Ok(overlay) => overlay,
            Err(misread) => {
                self.misread(index, misread);
                return None;
            }
        };
        let at = |spanned: &Spanned<String>| yaml::place(source.text(), spanned.referenced);
        let packs = &self.library.packs;
        if packs.iter().any(|pack| pack.file.pack == overlay.pack.value) {
            let message = format!("规则包“{}”已有", overlay.pack.value);
            self.fault(index, at(&overlay.pack), message, Some("请给本套规则另起一个代号。".to_owned()));
            return None;
        }
        let Some(base) = packs.iter().position(|pack| pack.file.pack == overlay.overlay.value) else {
            let known = nearest(&overlay.overlay.value, packs.iter().map(|pack| pack.file.pack.as_str()));
            let message = format!("没有名为“{}”的规则包{}", overlay.overlay.value, perhaps(known));
            self.fault(index, at(&overlay.overlay), message, None);
            return None;
        };
        for role in std::mem::take(&mut overlay.roles) {
            self.role(index, source, base, role);
        }
        let units = std::mem::take(&mut overlay.unit);
        self.library.units.county = units.county.or(self.library.units.county.take());
        self.library.units.towns.extend(units.towns);
        self.folders.push((folder(source.name()).to_owned(), overlay.pack.value.clone()));
        let file = PackFile {
            pack: overlay.pack.value.clone(),
            title: std::mem::take(&mut overlay.title),
            extends: vec![overlay.overlay.value.clone()],
            groups: std::mem::take(&mut overlay.groups),
            norms: std::mem::take(&mut overlay.norms),
            vocabulary: Vocabulary::default(),
            partial: std::mem::take(&mut overlay.partial),
        };
        self.library.packs.push(Pack { file, builtin: false, over: Some(overlay.overlay.value.clone()) });
        Some(overlay)
    }

    fn role(&mut self, index: usize, source: &Source, base: usize, change: RoleChange) {
        let at = |spanned: &Spanned<String>| yaml::place(source.text(), spanned.referenced);
        let (key, after) = (change.role.clone(), change.after.clone());
        let vocabulary = &mut self.library.packs[base].file.vocabulary;
        let Err(lack) = change.lay(vocabulary) else { return };
        let known = |role: &str| perhaps(nearest(role, vocabulary.roles.iter().map(|form| form.role.as_str())));
        let (span, message, help) = match lack {
            Lack::Name => (
                at(&key),
                format!("规则包里没有“{}”这一部分{}", key.value, known(&key.value)),
                Some("新增的部分要写 name（名称）。".to_owned()),
            ),
            Lack::Role(role) => {
                (after.as_ref().map_or_else(|| at(&key), at), format!("没有“{role}”这一部分{}", known(&role)), None)
            }
        };
        self.fault(index, span, message, help);
    }

    /// Makes the changes that a file asks for; norms are looked up in its pack first, if it is of one.
    pub(super) fn changes(&mut self, index: usize, changes: &Changes, pack: Option<&str>) {
        let text = self.files[index].text();
        for (id, change) in &changes.0 {
            let done = match &change.value.unknown {
                Some(word) => Err(Misread {
                    span: yaml::place(text, change.referenced),
                    message: if word.is_empty() {
                        "这里没有内容".to_owned()
                    } else {
                        format!("不认识“{word}”")
                    },
                    help: Some(
                        "可以写：error、warning、info、off，或要改的内容，如 { severity: warning, min: 2 }。"
                            .to_owned(),
                    ),
                }),
                None => self.change(&id.value, &change.value, pack, text),
            };
            if let Err(misread) = done {
                let own = yaml::place(text, id.referenced);
                let span = if misread.span.is_empty() { own } else { misread.span };
                self.misread(index, Misread { span, ..misread });
            }
        }
    }

    /// Puts a changed rule in the place of the rule.
    ///
    /// # Errors
    /// What is wrong with the change; without a place where that is the rule's name.
    fn change(&mut self, id: &str, change: &Change, pack: Option<&str>, text: &str) -> Result<(), Misread> {
        let wrong = |message: String| Misread { span: Span::at(0), message, help: None };
        let find = |rules: &[Rule]| rules.iter().position(|rule| rule.id().as_str() == id);
        let (own, lent) = (find(&self.library.rules), find(&self.lent));
        let known = match (own, lent) {
            (Some(at), _) => &self.library.rules[at],
            (None, Some(at)) => &self.lent[at],
            (None, None) => {
                let rules = self.library.rules.iter().chain(&self.lent);
                let known = nearest(id, rules.map(|rule| rule.id().as_str()));
                return Err(wrong(format!("没有名为“{id}”的规则{}", perhaps(known))));
            }
        };
        let changed = match change.keys.is_empty() {
            true => None,
            false => Some(self.changed(known, change, pack, text)?),
        };
        let changed = changed.map(|(rule, raw)| {
            self.raw.insert(rule.id().clone(), raw);
            // Examples that come with the change are the rule's from now on.
            let has_own = !(rule.file.examples.bad.is_empty() && rule.file.examples.good.is_empty());
            Rule { builtin: rule.builtin && !has_own, ..rule }
        });
        match (own, changed) {
            (Some(at), changed) => {
                let rule = &mut self.library.rules[at];
                let enabled = rule.file.enabled;
                if let Some(changed) = changed {
                    *rule = changed;
                }
                rule.file.enabled = change.enabled.unwrap_or(change.severity.is_some() || enabled);
                rule.set = change.severity.or(rule.set);
            }
            // In a set of files alone, a rule of others stands only where the overlay gives it examples.
            (None, Some(rule)) if !rule.builtin => self.library.rules.push(Rule { set: change.severity, ..rule }),
            (None, _) => {}
        }
        Ok(())
    }

    /// A rule as data: with earlier changes, as in its file, or as built in.
    fn raw(&self, rule: &Rule) -> Value {
        let read = || {
            let filled = table::fill(self.files[rule.source?].text(), &self.library.tables).ok()?;
            yaml::read(&filled.text).ok()
        };
        self.raw.get(rule.id()).cloned().or_else(read).or_else(|| builtin::raw(rule.id())).unwrap_or_default()
    }

    /// A rule with its changed keys, and the same as data.
    fn changed(&self, rule: &Rule, change: &Change, pack: Option<&str>, text: &str) -> Result<(Rule, Value), Misread> {
        let merged = change.merge(self.raw(rule));
        let place = |location| yaml::place(text, location);
        let file: RuleFile = yaml::read(&merged.text).map_err(|misread| match merged.origin(misread.span.start) {
            Origin::Rule => Misread { span: Span::at(0), ..misread },
            Origin::Value(key) => Misread { span: place(change.value_at(key)), ..misread },
            Origin::Name(key) => {
                let name = &change.keys[key].name;
                let known = nearest(&name.value, RULE_KEYS.into_iter().chain(["severity", "enabled"]));
                let guess = if misread.message.contains("是不是") { None } else { known };
                let message = format!("{}{}", misread.message, perhaps(guess));
                let help =
                    misread.help.map(|help| format!("{help}另可写：severity、enabled、{}。", RULE_KEYS.join("、")));
                Misread { span: place(name.referenced), message, help }
            }
        })?;
        let wrong = |message: String| Misread { span: Span::at(0), message, help: None };
        if let Some(fault) = file.check.as_check().faults().into_iter().next() {
            return Err(wrong(fault));
        }
        let norms: Vec<String> = file.basis.0.iter().map(|entry| entry.norm.clone()).collect();
        let pack = pack.map(str::to_owned).or_else(|| rule.pack.clone());
        let resolved = self.library.resolve(file, rule.group.clone(), pack, rule.builtin);
        let resolved = resolved.map_err(|at| {
            let known = self.library.packs.iter().flat_map(|pack| pack.file.norms.keys().map(String::as_str));
            let message = format!("没有名为“{}”的依据{}", norms[at], perhaps(nearest(&norms[at], known)));
            let key = change.keys.iter().position(|key| key.name.value == "basis");
            Misread { span: key.map_or(Span::at(0), |key| place(change.value_at(key))), message, help: None }
        })?;
        let raw = yaml::read(&merged.text)?;
        Ok((Rule { pack: rule.pack.clone(), set: rule.set, source: rule.source, ..resolved }, raw))
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{CheckKind, Context};
    use crate::diagnostic::Severity;
    use crate::document::{Document, plain_blocks};
    use crate::lint::{State, lint};
    use crate::rule::RuleSet;
    use crate::source::Source;

    const OVERLAY: &str = "overlay: fazhi
pack: yunling
title: 云岭县要求
norms:
  tongzhi: { title: 云岭县通知, strength: local, read: seen, read_on: '2026-01-01' }
unit: { county: 云岭县, towns: [青禾镇, 石桥镇] }
roles:
  - { role: plan, accept: ['{next}年度工作谋划'] }
  - { role: rural, name: 法治乡村建设情况, prescribed: true, after: measures, standard: '{year}年度法治乡村建设情况' }
rules:
  late-report: { month: 2, day: 15, help: '应在{deadline}之前报送。', basis: [{ norm: tongzhi }] }
  vague-quantity: off
  title-form: info
  unquantified-measure: { severity: error, min: 2 }
";

    const REPORT: &str = "青禾镇2024年法治政府建设年度报告
一、2024年度推进法治政府建设的主要举措和成效
全年组织学法4次，办理案件12件，接待群众多次。
石桥镇组织宣讲3场。
二、2024年度法治乡村建设成效
培育“法律明白人”36名。
三、2025年度工作谋划
继续组织学法。
青禾镇人民政府
2025年2月20日
";

    fn load(overlay: &str) -> (RuleSet, Vec<(String, String)>) {
        let sources = [Source::new("云岭/pack.yaml", overlay)];
        let (rules, faults) = RuleSet::with_files(&sources);
        let told = faults
            .into_iter()
            .map(|fault| (sources[0].slice(fault.diagnostic.primary.span).to_owned(), fault.diagnostic.message));
        (rules, told.collect())
    }

    #[test]
    fn an_overlay_adds_and_changes() {
        let overlay = OVERLAY.replace("法治乡村建设情况'", "法治乡村建设成效'");
        let (rules, told) = load(&overlay);
        assert_eq!(told, []);
        let document =
            Document::understand(Source::new("报告.txt", REPORT), plain_blocks(REPORT), rules.vocabularies());
        let linted = lint(&document, &rules, &Context::default());
        let state =
            |role: &str| linted.contents.iter().find(|content| content.role == role).map(|content| content.state);
        assert_eq!((state("rural"), state("plan")), (Some(State::Present), Some(State::Present)));
        assert_eq!(linted.contents[1].role, "rural");
        let said = |rule: &str| linted.diagnostics.iter().find(|one| one.rule.as_str() == rule);
        let late = said("late-report").expect("the county's deadline");
        assert_eq!(
            (late.help.as_deref(), late.basis[0].title.as_str()),
            (Some("应在2025年2月15日之前报送。"), "云岭县通知")
        );
        let foreign = said("foreign-place").expect("another town of the county");
        assert_eq!(document.slice(foreign.primary.span), "石桥镇");
        assert!(said("vague-quantity").is_none() && said("merged-sections").is_none());
        assert!(said("nonstandard-section-heading").is_none(), "{:?}", said("nonstandard-section-heading"));
        let severity = |id: &str| rules.rule(id).map(|rule| rules.severity(rule));
        assert_eq!(severity("unquantified-measure"), Some(Severity::Error));
        assert_eq!(severity("title-form"), Some(Severity::Info));
        let rule = rules.rule("unquantified-measure").expect("known");
        let CheckKind::Quantified(check) = &rule.file.check else { panic!("{rule:?}") };
        assert!(check.min == 2 && check.role == "measures" && !check.zero.is_empty());
        assert_eq!(rule.pack.as_deref(), Some("fazhi"));
    }

    #[test]
    fn faults_of_an_overlay_point_into_it() {
        for (from, to, at, message) in [
            ("overlay: fazhi", "overlay: fazi", "fazi", "没有名为“fazi”的规则包；是不是“fazhi”？"),
            ("pack: yunling", "pack: gongwen", "gongwen", "规则包“gongwen”已有"),
            ("title: 云岭县要求", "titel: 云岭县要求", "titel", "没有“titel”这个键；是不是“title”？"),
            ("late-report:", "late-reprot:", "late-reprot", "没有名为“late-reprot”的规则；是不是“late-report”？"),
            ("min: 2", "mim: 2", "mim", "没有“mim”这个键；是不是“min”？"),
            ("help: '应", "halp: '应", "halp", "没有“halp”这个键；是不是“help”？"),
            ("month: 2", "month: 二", "二", "这里应为整数"),
            ("month: 2", "month: 13", "late-report", "late 要写明 month 和 day，如 month: 3, day: 1"),
            ("severity: error", "severity: high", "high", "不认识“high”"),
            ("vague-quantity: off", "vague-quantity: of", "of", "不认识“of”"),
            ("vague-quantity: off", "vague-quantity:", "vague-quantity", "这里没有内容"),
            (
                "title-form: info",
                "title-form: [info]",
                "title-form",
                "这里应为error、warning、info、off 或要改的内容，如 { severity: warning, min: 2 }，写的是列表",
            ),
            ("{ norm: tongzhi }", "{ norm: tongzi }", "basis", "没有名为“tongzi”的依据；是不是“tongzhi”？"),
            ("help: '应在{deadline}", "help: '应在{deadline", "'应在{deadline之前报送。'", "“{”没有闭合"),
            ("role: plan,", "role: plam,", "plam", "规则包里没有“plam”这一部分；是不是“plan”？"),
            ("after: measures", "after: measure", "measure", "没有“measure”这一部分；是不是“measures”？"),
        ] {
            let (rules, told) = load(&OVERLAY.replacen(from, to, 1));
            let [(place, said)] = told.as_slice() else { panic!("{to}: {told:?}") };
            assert!(place.starts_with(at) && said.starts_with(message), "{to}: {place}: {said}");
            assert!(rules.rule("late-report").is_some());
        }
    }

    #[test]
    fn of_the_files_alone_only_rules_with_examples_are_changed_into_the_set() {
        let text =
            OVERLAY.replace("unquantified-measure: { ", "unquantified-measure: { examples: { good: [{ text: 甲 }] }, ");
        let (rules, faults) = RuleSet::of_files(&[Source::new("云岭/pack.yaml", text)]);
        assert_eq!(faults, []);
        assert_eq!(rules.all().iter().map(|rule| rule.id().as_str()).collect::<Vec<_>>(), ["unquantified-measure"]);
        assert_eq!(rules.examples(&rules.all()[0]).good.len(), 1);
    }

    #[test]
    fn overlays_add_up_and_the_later_one_decides() {
        let overlay = |pack: &str, rules: &str| {
            let text = format!("overlay: fazhi\npack: {pack}\ntitle: 要求\nrules:\n{rules}");
            Source::new(format!("{pack}/pack.yaml"), text)
        };
        let (rules, faults) = RuleSet::with_files(&[
            overlay(
                "shi",
                "  unquantified-measure: { min: 3, made: [印发] }\n  title-form: off\n  missing-shufa: error\n",
            ),
            overlay("xian", "  unquantified-measure: { min: 2 }\n  title-form: { once: 年 }\n  missing-shufa: info\n"),
        ]);
        assert_eq!(faults, []);
        let rule = rules.rule("unquantified-measure").expect("known");
        let CheckKind::Quantified(check) = &rule.file.check else { panic!("{rule:?}") };
        assert_eq!((check.min, check.made.as_slice()), (2, ["印发".to_owned()].as_slice()));
        assert!(!rules.rules().any(|rule| rule.id().as_str() == "title-form"));
        assert_eq!(rules.rule("missing-shufa").map(|rule| rules.severity(rule)), Some(Severity::Info));
    }

    #[test]
    fn a_rule_from_a_file_is_changed_too() {
        let rule = "id: vague\nseverity: info\nbasis: fact\nmessage: 含糊\nhelp: 写明。\ncheck: { existence: { terms: [尽快] } }\n";
        let overlay =
            "overlay: fazhi\npack: yunling\ntitle: 云岭\nrules:\n  vague: { terms: [择机], severity: warning }\n";
        let (rules, faults) =
            RuleSet::with_files(&[Source::new("甲/vague.yaml", rule), Source::new("甲/pack.yaml", overlay)]);
        assert_eq!(faults, []);
        let rule = rules.rule("vague").expect("known");
        assert_eq!((rules.severity(rule), rule.pack.as_deref()), (Severity::Warning, Some("yunling")));
        assert!(format!("{:?}", rule.file.check).contains("择机"));
    }
}
