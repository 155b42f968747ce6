//! The language server as an editor meets it: the program over pipes.

mod action;
mod editor;
mod feature;
mod life;
mod strain;

use self::editor::Editor;
