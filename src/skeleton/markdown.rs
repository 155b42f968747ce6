//! A skeleton as Markdown.

use super::Line;
use crate::rule::SkeletonPart;

/// The lines with the signs of headings, an empty line between them.
pub fn markdown(lines: &[Line]) -> String {
    let sign = |part| match part {
        SkeletonPart::Title => "# ",
        SkeletonPart::Section => "## ",
        SkeletonPart::Heading => "### ",
        _ => "",
    };
    let lines: Vec<String> = lines.iter().map(|line| format!("{}{}\n", sign(line.part), line.text)).collect();
    lines.join("\n")
}
