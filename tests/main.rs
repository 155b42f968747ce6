//! One test program; each file beside this one is a module of it.

#[cfg(feature = "cli")]
mod cli;
mod layers;
mod outlines;
mod rules;
