//! Rules: packs of YAML files that pick a check and supply its words, norm and examples.

pub mod file;
