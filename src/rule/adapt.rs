//! Rules as a user's configuration wants them: with its own files, some packs chosen, some rules changed.

use serde_yaml::Spanned;

use super::change::Changes;
use super::load::{Fault, Loader, perhaps};
use super::nearest::nearest;
use super::set::{Library, RuleSet};
use super::yaml;
use crate::rule_id::RuleId;
use crate::source::Source;

/// What configurations want of the rules. Each wish names the file in which it stands by its index.
#[derive(Debug, Default)]
pub struct Wishes<'a> {
    /// The packs for kinds of documents; the first is for documents of unknown kind. Empty: all. Packs that do not come
    /// with the program are there without being named.
    pub packs: Vec<(usize, &'a Spanned<String>)>,
    /// Changes of rules, made in this order. A severity holds whatever the norm's strength.
    pub changes: Vec<(usize, &'a Changes)>,
}

impl RuleSet {
    /// The built-in rules and those of files, as [`RuleSet::with_files`] has them, with what is wished on top. Only the
    /// first `count` files are of rules; the others are those in which wishes stand.
    pub fn adapted(files: &[Source], count: usize, wishes: &Wishes<'_>) -> (Self, Vec<Fault>) {
        let mut loader = Loader::new(Library::builtin(), Vec::new(), files);
        loader.read(count);
        for (file, name) in &wishes.packs {
            let packs = &loader.library.packs;
            match packs.iter().position(|pack| pack.file.pack == name.value) {
                Some(index) => loader.library.chosen.push(index),
                None => {
                    let known = nearest(&name.value, packs.iter().map(|pack| pack.file.pack.as_str()));
                    let message = format!("没有名为“{}”的规则包{}", name.value, perhaps(known));
                    let keys: Vec<&str> = packs.iter().map(|pack| pack.file.pack.as_str()).collect();
                    let help = format!("可以写：{}。", keys.join("、"));
                    let span = yaml::place(files[*file].text(), name.referenced);
                    loader.fault(*file, span, message, Some(help));
                }
            }
        }
        for (file, changes) in &wishes.changes {
            loader.changes(*file, changes, None);
        }
        let (rules, mut faults) = loader.done();
        for fault in faults.iter_mut().filter(|fault| fault.file >= count) {
            fault.diagnostic.rule = RuleId::new("broken-config").expect("a well-formed name");
        }
        (rules, faults)
    }
}
