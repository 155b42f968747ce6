//! One test program; each file beside this one is a module of it.

mod layers;
mod outlines;
mod rules;
