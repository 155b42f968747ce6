//! One test program; each file beside this one is a module of it.

#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "docx")]
mod docx;
mod layers;
mod outlines;
#[cfg(feature = "cli")]
mod reports;
mod rules;
