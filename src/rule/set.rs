//! The rules in force: packs in order, rules by name, and what the user chose of them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::file::{Examples, Norm, PackFile, RuleFile};
use super::matcher::{Hits, Matcher};
use super::nearest::nearest;
use super::overlay::Units;
use super::table::Tables;
use super::{Rule, builtin};
use crate::diagnostic::{Basis, Severity};
use crate::document::{Document, Vocabulary};
use crate::rule_id::RuleId;

/// Rules with their packs. Cloning and configuring share the rules themselves.
#[derive(Clone, Debug)]
pub struct RuleSet {
    library: Arc<Library>,
    /// For each rule of the library.
    settings: Vec<Setting>,
    matcher: Arc<OnceLock<Matcher>>,
}

/// Packs and rules as read.
#[derive(Debug, Default)]
pub(super) struct Library {
    pub(super) packs: Vec<Pack>,
    /// By id.
    pub(super) rules: Vec<Rule>,
    pub(super) tables: Tables,
    /// Of all overlays.
    pub(super) units: Units,
    /// The packs that a user chose, by their indices, the one for documents of unknown kind first; empty: all.
    pub(super) chosen: Vec<usize>,
    /// Those of the built-in rules.
    examples: OnceLock<BTreeMap<RuleId, Examples>>,
    vocabularies: Vec<Vocabulary>,
    /// For each vocabulary, the pack it belongs to.
    readers: Vec<usize>,
}

/// A pack of rules.
#[derive(Debug)]
pub struct Pack {
    /// Its `pack.yaml`; the vocabulary has moved to [`RuleSet::vocabularies`].
    pub file: PackFile,
    /// It comes with the program.
    pub builtin: bool,
    /// An overlay: the pack that it lies over.
    pub over: Option<String>,
}

/// What a user chooses of the rules. Names are those of rules, groups and packs.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Only these; empty: all that are on by themselves.
    pub select: Vec<String>,
    /// Not these. Of two names the narrower one decides: a rule's before its group's before its pack's.
    pub ignore: Vec<String>,
    /// Other weights, by rule; they hold whatever the norm's strength, and turn a rule on that is off by itself.
    pub severities: Vec<(String, Severity)>,
}

/// A name that neither a rule nor a group nor a pack has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{name}”的规则、规则组或规则包{}", .nearest.as_ref().map(|nearest| format!("；是不是“{nearest}”？")).unwrap_or_default())]
pub struct UnknownName {
    /// As written.
    pub name: String,
    /// The nearest known one.
    pub nearest: Option<String>,
}

static NO_EXAMPLES: Examples = Examples { good: Vec::new(), bad: Vec::new() };

#[derive(Clone, Copy, Debug)]
struct Setting {
    active: bool,
    severity: Option<Severity>,
}

impl RuleSet {
    /// The rules that come with the program.
    pub fn builtin() -> Self {
        Self::new(Library::builtin())
    }

    pub(super) fn new(mut library: Library) -> Self {
        library.finish();
        let setting = |rule: &Rule| Setting { active: rule.file.enabled, severity: rule.set };
        let settings = library.rules.iter().map(setting).collect();
        Self { library: Arc::new(library), settings, matcher: Arc::default() }
    }

    /// The same rules with other ones in force.
    ///
    /// # Errors
    /// A name that nothing has.
    pub fn configured(&self, choice: &Choice) -> Result<Self, UnknownName> {
        let rules = &self.library.rules;
        for name in choice.select.iter().chain(&choice.ignore) {
            if !rules.iter().any(|rule| rule.is_called(name) > 0) {
                return Err(self.unknown(name, true));
            }
        }
        let mut settings = self.settings.clone();
        for (name, severity) in &choice.severities {
            let index = self.index(name).ok_or_else(|| self.unknown(name, false))?;
            settings[index] = Setting { active: true, severity: Some(*severity) };
        }
        for (rule, setting) in rules.iter().zip(&mut settings) {
            let nearest = |names: &[String]| names.iter().map(|name| rule.is_called(name)).max().unwrap_or(0);
            let (selected, ignored) = (nearest(&choice.select), nearest(&choice.ignore));
            if !choice.select.is_empty() {
                // A rule that is off by itself is turned on by its own name only.
                setting.active = selected == 3 || (selected > 0 && setting.active);
            }
            setting.active &= ignored == 0 || ignored < selected;
        }
        Ok(Self { library: Arc::clone(&self.library), settings, matcher: Arc::default() })
    }

    /// The packs, the one for documents of unknown kind first.
    pub fn packs(&self) -> &[Pack] {
        &self.library.packs
    }

    /// The county and its towns, as overlays name them.
    pub fn units(&self) -> &Units {
        &self.library.units
    }

    /// How documents are read: [`Document::vocabulary`] is an index into these.
    pub fn vocabularies(&self) -> &[Vocabulary] {
        &self.library.vocabularies
    }

    /// How documents of a pack are read; none where it is for no kind of document, or unknown.
    pub fn vocabulary(&self, pack: &str) -> Option<&Vocabulary> {
        let library = &self.library;
        let own = library.readers.iter().position(|&reader| library.packs[reader].file.pack == pack);
        own.map(|index| &library.vocabularies[index])
    }

    /// The rows of a table as JSON, that of a file before that of the program.
    pub(crate) fn table(&self, name: &str) -> Option<String> {
        self.library.tables.get(name).cloned().or_else(|| builtin::tables().remove(name))
    }

    /// The pack that a document was read with; none where no pack has a vocabulary.
    pub fn pack_of(&self, document: &Document) -> Option<&Pack> {
        self.library.readers.get(document.vocabulary).map(|&pack| &self.library.packs[pack])
    }

    /// The rules in force, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.in_force().map(|(_, rule, _)| rule)
    }

    /// All rules, by id, in force or not.
    pub fn all(&self) -> &[Rule] {
        &self.library.rules
    }

    /// Any rule by its id, in force or not.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.index(id).map(|index| &self.library.rules[index])
    }

    /// The rules that a name stands for, by id: one rule, or all of a group, or all of a pack.
    ///
    /// # Errors
    /// A name that nothing has.
    pub fn called(&self, name: &str) -> Result<Vec<&Rule>, UnknownName> {
        let narrowest = self.all().iter().map(|rule| rule.is_called(name)).max().filter(|narrowness| *narrowness > 0);
        let narrowest = narrowest.ok_or_else(|| self.unknown(name, true))?;
        Ok(self.all().iter().filter(|rule| rule.is_called(name) == narrowest).collect())
    }

    /// Whether a rule is in force.
    pub fn is_in_force(&self, rule: &Rule) -> bool {
        self.index(rule.id().as_str()).is_some_and(|index| self.settings[index].active)
    }

    /// What users call a rule's group: in its own pack, in those it builds on, in any; else the folder's name.
    pub fn group_title<'a>(&'a self, rule: &'a Rule) -> &'a str {
        let mut packs = self.library.nearest_first(rule.pack.as_deref());
        packs.find_map(|pack| pack.file.groups.get(&*rule.group)).map_or(&*rule.group, String::as_str)
    }

    /// What users call a role, such as 主要举措和成效 for `measures`.
    pub fn role_name<'a>(&'a self, role: &'a str) -> &'a str {
        let forms = self.vocabularies().iter().find_map(|vocabulary| vocabulary.role(role));
        forms.map_or(role, |form| form.name.as_str())
    }

    /// How much a rule weighs here before stage and variants.
    pub fn severity(&self, rule: &Rule) -> Severity {
        let set = self.index(rule.id().as_str()).and_then(|index| self.settings[index].severity);
        set.unwrap_or_else(|| rule.capped(rule.file.severity))
    }

    /// The norm behind a rule, in full.
    pub fn norm(&self, rule: &Rule, basis: &Basis) -> Option<&Norm> {
        self.library.norm(rule.pack.as_deref(), &basis.norm)
    }

    /// A rule's examples. Those of built-in rules are read when the first is asked for.
    pub fn examples<'a>(&'a self, rule: &'a Rule) -> &'a Examples {
        if !rule.builtin {
            return &rule.file.examples;
        }
        self.library.examples.get_or_init(builtin::examples).get(rule.id()).unwrap_or(&NO_EXAMPLES)
    }

    /// The rules in force with their index and the severity that the user set.
    pub(crate) fn in_force(&self) -> impl Iterator<Item = (usize, &Rule, Option<Severity>)> {
        let rules = self.library.rules.iter().zip(&self.settings).enumerate();
        rules.filter(|(_, (_, setting))| setting.active).map(|(index, (rule, setting))| (index, rule, setting.severity))
    }

    /// Packs whose rules run on a document: the one it was read with, those it builds on, overlays of these, and those of
    /// the user that are for no kind of document; all where no pack has a vocabulary.
    pub(crate) fn packs_for(&self, document: &Document) -> Vec<&Pack> {
        let library = &self.library;
        match library.readers.get(document.vocabulary) {
            None => library.packs.iter().collect(),
            Some(&reader) => {
                let under = library.under(reader);
                let is_under = |name: &String| under.iter().any(|&index| library.packs[index].file.pack == *name);
                let runs = |index: usize| {
                    let pack = &library.packs[index];
                    let over = pack.over.as_ref().map(is_under);
                    let of_user = || !pack.builtin && !library.readers.contains(&index);
                    under.contains(&index) || over.unwrap_or_else(of_user)
                };
                (0..library.packs.len()).filter(|&index| runs(index)).map(|index| &library.packs[index]).collect()
            }
        }
    }

    /// Where the literals of the rules in force stand.
    pub(crate) fn hits(&self, document: &Document) -> Hits<'_> {
        let matcher = self.matcher.get_or_init(|| {
            let rules = self.library.rules.iter().zip(&self.settings);
            Matcher::new(rules.map(|(rule, setting)| setting.active.then(|| rule.file.check.as_check())))
        });
        matcher.hits(document.text(), document.characters())
    }

    fn index(&self, id: &str) -> Option<usize> {
        self.library.rules.binary_search_by(|rule| rule.id().as_str().cmp(id)).ok()
    }

    fn unknown(&self, name: &str, groups_too: bool) -> UnknownName {
        let rules = &self.library.rules;
        let ids = rules.iter().map(|rule| rule.id().as_str());
        let others = rules.iter().flat_map(|rule| [Some(&*rule.group), rule.pack.as_deref()]).flatten();
        let known = ids.chain(others.filter(|_| groups_too));
        UnknownName { name: name.to_owned(), nearest: nearest(name, known).map(str::to_owned) }
    }
}

impl Library {
    pub(super) fn builtin() -> Self {
        let builtin::Builtin { packs, rules } = builtin::rules();
        let packs = packs.into_iter().map(|file| Pack { file, builtin: true, over: None }).collect();
        let mut library = Self { packs, ..Self::default() };
        for builtin::BuiltinRule { pack, group, rule } in rules {
            let resolved = library.resolve(rule, group.into(), Some(pack), true);
            library.rules.push(resolved.expect("tests look up the norms of the built-in rules"));
        }
        library
    }

    /// Looks up a rule's norms.
    ///
    /// # Errors
    /// The index of the norm that nothing has.
    pub(super) fn resolve(
        &self,
        file: RuleFile,
        group: Arc<str>,
        pack: Option<String>,
        builtin: bool,
    ) -> Result<Rule, usize> {
        let mut basis = Vec::with_capacity(file.basis.0.len());
        let mut most = None;
        for (index, entry) in file.basis.0.iter().enumerate() {
            let norm = self.norm(pack.as_deref(), &entry.norm).ok_or(index)?;
            most = most.max(Some(norm.strength.most()));
            let item = norm.printable(&entry.item).to_owned();
            basis.push(Basis { norm: entry.norm.clone(), title: norm.title.clone(), item });
        }
        Ok(Rule { file, group, pack, basis: basis.into(), most, builtin, source: None, set: None })
    }

    /// A norm by its key: the pack's own, then of the packs it builds on, then of any.
    pub(super) fn norm(&self, pack: Option<&str>, key: &str) -> Option<&Norm> {
        self.nearest_first(pack).find_map(|pack| pack.file.norms.get(key))
    }

    /// A pack, those it builds on, then all.
    fn nearest_first(&self, pack: Option<&str>) -> impl Iterator<Item = &Pack> {
        let own = self.packs.iter().position(|known| Some(known.file.pack.as_str()) == pack);
        let first = own.map(|own| self.under(own)).unwrap_or_default();
        first.into_iter().chain(0..self.packs.len()).map(|index| &self.packs[index])
    }

    /// A pack and all that it builds on, itself first.
    fn under(&self, pack: usize) -> Vec<usize> {
        let mut under = vec![pack];
        let mut next = 0;
        while let Some(&index) = under.get(next) {
            next += 1;
            for name in &self.packs[index].file.extends {
                let found = self.packs.iter().position(|known| known.file.pack == *name);
                under.extend(found.filter(|found| !under.contains(found)));
            }
        }
        under
    }

    fn finish(&mut self) {
        self.rules.sort_by(|one, other| one.id().cmp(other.id()));
        let mut order: Vec<usize> = (0..self.packs.len()).collect();
        if !self.chosen.is_empty() {
            let under: Vec<usize> = self.chosen.iter().flat_map(|&pack| self.under(pack)).collect();
            order.retain(|index| under.contains(index));
            order.sort_by_key(|index| under.iter().position(|pack| pack == index));
            let is_left_out = |pack: &(usize, &Pack)| pack.1.builtin && !order.contains(&pack.0);
            let left_out = self.packs.iter().enumerate().filter(is_left_out);
            let left_out: Vec<&String> = left_out.map(|(_, pack)| &pack.file.pack).collect();
            for rule in
                self.rules.iter_mut().filter(|rule| rule.pack.as_ref().is_some_and(|own| left_out.contains(&own)))
            {
                rule.file.enabled = false;
            }
        }
        for index in order {
            let pack = &mut self.packs[index];
            if !pack.file.vocabulary.kinds.is_empty() {
                self.vocabularies.push(std::mem::take(&mut pack.file.vocabulary));
                self.readers.push(index);
            }
        }
    }
}

impl Rule {
    /// How narrowly a name names the rule: 3 by its id, 2 by its group, 1 by its pack, 0 not at all.
    fn is_called(&self, name: &str) -> u8 {
        if self.id().as_str() == name {
            3
        } else if *self.group == *name {
            2
        } else {
            u8::from(self.pack.as_deref() == Some(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn rules() -> RuleSet {
        let file = |name: &str, rest: &str| {
            let id = name.rsplit('/').next().unwrap_or_default();
            let text = format!(
                "id: {id}\nseverity: error\nmessage: 含糊\nhelp: 写明。\nbasis: [{{ norm: team }}]\n\
                 check: {{ existence: {{ terms: [尽快] }} }}\n{rest}"
            );
            Source::new(format!("{name}.yaml"), text)
        };
        let pack = "pack: gongwen\ntitle: 试\nnorms: { team: { title: 约定, strength: team, read: seen, read_on: '2026-01-01' } }\n";
        let (rules, faults) = RuleSet::of_files(&[
            Source::new("gongwen/pack.yaml", pack),
            file("gongwen/wording/vague", ""),
            file("gongwen/wording/doubled", ""),
            file("gongwen/time/relative", "enabled: false\n"),
            file("own/single", ""),
        ]);
        assert_eq!(faults, []);
        rules
    }

    fn in_force(select: &[&str], ignore: &[&str]) -> Vec<String> {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let choice = Choice { select: names(select), ignore: names(ignore), severities: Vec::new() };
        let rules = rules().configured(&choice).expect("known names");
        rules.rules().map(|rule| rule.id().to_string()).collect()
    }

    #[test]
    fn the_narrower_name_decides() {
        assert_eq!(in_force(&[], &[]), ["doubled", "single", "vague"]);
        assert_eq!(in_force(&["wording"], &[]), ["doubled", "vague"]);
        assert_eq!(in_force(&["gongwen"], &["wording"]), Vec::<String>::new());
        assert_eq!(in_force(&["wording"], &["vague"]), ["doubled"]);
        assert_eq!(in_force(&["vague"], &["gongwen"]), ["vague"]);
        assert_eq!(in_force(&["own"], &[]), ["single"]);
    }

    #[test]
    fn a_rule_that_is_off_is_turned_on_by_its_own_name() {
        assert_eq!(in_force(&["time"], &[]), Vec::<String>::new());
        assert_eq!(in_force(&["relative"], &[]), ["relative"]);
        let choice = Choice { severities: vec![("relative".to_owned(), Severity::Error)], ..Choice::default() };
        let rules = rules().configured(&choice).expect("known names");
        let relative = rules.rules().find(|rule| rule.id().as_str() == "relative").expect("on");
        assert_eq!(rules.severity(relative), Severity::Error);
        assert_eq!(rules.severity(rules.rule("vague").expect("known")), Severity::Info);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let choice = |select: &str| Choice { select: vec![select.to_owned()], ..Choice::default() };
        let told = |choice: &Choice| rules().configured(choice).expect_err("unknown").to_string();
        assert_eq!(told(&choice("vauge")), "没有名为“vauge”的规则、规则组或规则包；是不是“vague”？");
        assert_eq!(told(&choice("wordnig")), "没有名为“wordnig”的规则、规则组或规则包；是不是“wording”？");
        assert_eq!(told(&choice("完全不同")), "没有名为“完全不同”的规则、规则组或规则包");
        let group = Choice { severities: vec![("wording".to_owned(), Severity::Info)], ..Choice::default() };
        assert!(rules().configured(&group).is_err());
    }

    #[test]
    fn a_pack_of_the_user_takes_the_place_of_the_built_in_one() {
        assert_eq!(rules().packs().iter().filter(|pack| pack.file.pack == "gongwen").count(), 1);
        let basis = rules().rule("vague").map(|rule| rule.basis[0].title.clone());
        assert_eq!(basis.as_deref(), Some("约定"));
    }
}
