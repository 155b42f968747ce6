//! What is made from the rules: `docs/rules.md`. `UPDATE=1 cargo test guide` makes it anew.

use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints.
fn hegui(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_hegui")).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_page_of_rules_is_that_of_the_rules() {
    let path = root().join("docs/rules.md");
    let page = hegui(&["rules", "--format", "markdown"]);
    if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != page {
        assert!(std::env::var_os("UPDATE").is_some(), "docs/rules.md is of other rules: UPDATE=1 makes it anew");
        fs::write(&path, page).expect("a place to write");
    }
}
