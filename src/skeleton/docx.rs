//! A skeleton as a Word document.

use super::Line;
use crate::docx::{self, Form};
use crate::rule::SkeletonPart;

/// The lines in the form of an official document.
///
/// # Errors
/// There is more text than a document may have.
pub fn docx(lines: &[Line]) -> Result<Vec<u8>, docx::Error> {
    let form = |part| match part {
        SkeletonPart::Title => Form::Title,
        SkeletonPart::Salutation => Form::Salutation,
        SkeletonPart::Section => Form::Heading(1),
        SkeletonPart::Heading => Form::Heading(2),
        SkeletonPart::Text | SkeletonPart::Closing => Form::Text,
        SkeletonPart::Signature | SkeletonPart::Date => Form::Signature,
    };
    let paragraphs: Vec<(Form, &str)> = lines.iter().map(|line| (form(line.part), line.text.as_str())).collect();
    docx::compose(&paragraphs)
}
