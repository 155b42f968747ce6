//! What is made from the rules, `docs/rules.md` and the schemas. `UPDATE=1 cargo test guide` makes the page anew.

use std::fs;
use std::path::Path;

use crate::fixture;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints.
fn hegui(arguments: &[&str]) -> String {
    let output = fixture::program().args(arguments).output().expect("the program runs");
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

/// A schema of `schemas/`, ready to check by.
fn schema(name: &str) -> jsonschema::Validator {
    let path = root().join("schemas").join(name).with_extension("json");
    let schema = serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("JSON");
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::validator_for(&schema).expect("a schema")
}

fn faults(schema: &jsonschema::Validator, name: &str, value: &serde_json::Value, faults: &mut Vec<String>) {
    faults.extend(schema.iter_errors(value).map(|error| format!("{name}: {}: {error}", error.instance_path())));
}

#[test]
fn the_program_prints_the_schemas() {
    if std::env::var_os("UPDATE").is_some() {
        // They may have been made anew since the program was built.
        return;
    }
    for name in ["rule", "pack", "report"] {
        let path = root().join("schemas").join(name).with_extension("json");
        let written = fs::read_to_string(path).expect("a schema");
        assert_eq!(hegui(&["schema", name]).replace("\r\n", "\n"), written.replace("\r\n", "\n"), "{name}");
    }
}

#[test]
fn every_rule_and_pack_file_keeps_to_its_schema() {
    let (rule, pack) = (schema("rule"), schema("pack"));
    let mut wrong = Vec::new();
    for path in super::rules::yaml_files("rules")
        .into_iter()
        .filter(|path| !path.parent().is_some_and(|own| own.ends_with("data")))
    {
        let text = fs::read_to_string(&path).expect("a text");
        let value = serde_yaml::from_str(&text).expect("YAML");
        let by = if path.ends_with("pack.yaml") { &pack } else { &rule };
        faults(by, &path.display().to_string(), &value, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn schemas_refuse_what_the_program_refuses() {
    let rule = schema("rule");
    let good = "id: vague\nseverity: info\nbasis: fact\nmessage: 含糊\nhelp: 写明。\ncheck: { existence: { terms: [尽快] } }\n";
    let is_valid = |text: &str| rule.is_valid(&serde_yaml::from_str(text).expect("YAML"));
    assert!(is_valid(good));
    for (from, to) in [
        ("severity: info", "severity: high"),
        ("severity: info", "severty: info"),
        ("id: vague", "id: Vague"),
        ("fact", "facts"),
        ("fact", "[]"),
        ("help: 写明。\n", ""),
        ("existence:", "existance:"),
        ("terms:", "words:"),
        ("{ existence: { terms: [尽快] } }", "{ existence: { terms: [尽快] }, spacing: {} }"),
        ("{ existence: { terms: [尽快] } }", "{}"),
        ("{ existence: { terms: [尽快] } }", "{ substitution: { unit: block } }"),
        ("check:", "when: { level: [村] }\ncheck:"),
    ] {
        assert!(!is_valid(&good.replace(from, to)), "{to}");
    }
    assert!(is_valid(&good.replace("existence: { terms: [尽快] }", "substitution: { table: confusables }")));
}

#[test]
fn what_is_printed_as_json_keeps_to_its_schema() {
    let report = schema("report");
    let mut wrong = Vec::new();
    for arguments in [
        ["check", "--no-config", "--format", "json", "--stage", "submit", "examples", "Cargo.lock"],
        ["check", "--no-config", "--format", "json", "--stage", "publish", "examples/shiqiao-2024.txt", "missing.txt"],
        ["check", "--no-config", "--format", "json", "--level", "县", "examples", "tests/outlines"],
        ["check", "--no-config", "--format", "json", "--stage", "draft", "tests/waived.txt", "README.md"],
    ] {
        let output = fixture::program().args(arguments).current_dir(root()).output();
        let value = serde_json::from_slice(&output.expect("the program runs").stdout).expect("JSON");
        faults(&report, &arguments.join(" "), &value, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
