//! One test program; each file beside this one is a module of it.

mod accuracy;
#[cfg(feature = "cli")]
mod cli;
mod coverage;
#[cfg(feature = "docx")]
mod docx;
mod fix;
#[cfg(feature = "cli")]
mod guide;
mod layers;
mod outlines;
mod plants;
#[cfg(feature = "cli")]
mod reports;
mod repository;
mod rules;
mod skeleton;
mod waiver;
