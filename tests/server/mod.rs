//! The language server as an editor meets it: the program over pipes.

mod action;
mod editor;
mod life;

use self::editor::Editor;
