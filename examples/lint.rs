//! The library in twenty lines: `cargo run --example lint -- 报告.txt`.

use std::io::Write;

use hegui::check::Context;
use hegui::{Document, Encoding, input, lint, rule::RuleSet};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "examples/shiqiao-2024.txt".to_owned());
    let rules = RuleSet::builtin();
    let reading = input::read(std::fs::read(&path)?, &path, &input::Options::default())?;
    let report = Document::understand(reading.source, reading.blocks, rules.vocabularies());
    for diagnostic in lint::lint(&report, &rules, &Context::default()).diagnostics {
        let place = report.source.position(diagnostic.primary.span.start, Encoding::Character);
        let (line, column) = (place.line + 1, place.column + 1);
        let words = format_args!("{}[{}] {}", diagnostic.severity.word(), diagnostic.rule, diagnostic.message);
        writeln!(std::io::stdout(), "{path}:{line}:{column}: {words}")?;
    }
    Ok(())
}
