//! One test program; each file beside this one is a module of it.

mod accuracy;
// The help lists all commands.
#[cfg(feature = "lsp")]
mod cli;
mod compare;
mod coverage;
#[cfg(all(feature = "doc", feature = "docx"))]
mod doc;
#[cfg(feature = "docx")]
mod docx;
mod fix;
mod fixture;
#[cfg(all(feature = "doc", feature = "docx", feature = "ofd", feature = "pdf"))]
mod formats;
#[cfg(feature = "cli")]
mod guide;
mod html;
mod layers;
#[cfg(all(feature = "docx", feature = "ofd", feature = "pdf"))]
mod ofd;
mod outlines;
#[cfg(feature = "pdf")]
mod pdf;
mod plants;
#[cfg(feature = "cli")]
mod reports;
mod repository;
mod rules;
#[cfg(feature = "cli")]
mod sameness;
#[cfg(feature = "lsp")]
mod server;
mod skeleton;
mod waiver;
