//! Fixes made: which of the findings' edits go together, and the file's bytes with them, until none is left.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity};
use crate::document::Document;
use crate::input::{self, Charset, InputError};
use crate::lint::{Exceptions, Linted, lint_except};
use crate::rule::RuleSet;
use crate::span::Span;

/// Most times that a report is mended and checked again; what mends a mended place ends long before.
const PASSES: usize = 20;

/// By what a report is checked, and which of the fixes are made.
#[derive(Clone, Copy, Debug)]
pub struct Fixer<'a> {
    /// The rules.
    pub rules: &'a RuleSet,
    /// What is said of all reports alike.
    pub context: &'a Context,
    /// What is waived or was there before; it is left alone.
    pub exceptions: &'a Exceptions<'a>,
    /// How the bytes are read, those with edits too.
    pub reading: &'a input::Options,
    /// Findings that weigh less are left alone and not told.
    pub least: Severity,
    /// Fixes that a person must look at are made too.
    pub with_unsafe: bool,
}

/// A report with its fixes made.
#[derive(Debug)]
pub struct Fixed {
    /// The file.
    pub bytes: Vec<u8>,
    /// The report as it is now.
    pub document: Document,
    /// What is still to be said of it.
    pub linted: Linted,
    /// How many edits were made.
    pub edits: usize,
    /// Edits that are left for a person to look at.
    pub unsafe_edits: usize,
    /// Edits that are left because the file's character set has no bytes for them.
    pub unwritable: usize,
    /// Nothing is left that could be done; otherwise fixes undo each other.
    pub is_stable: bool,
}

/// Why fixes cannot be made; the message is for users. The file is to stay as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FixError {
    /// With the edits, the file could not be read.
    #[error("修正后的文件读不回来，所以没有改动：{0}")]
    Input(#[from] InputError),
    /// With the edits, the file would have another text than it should.
    #[error("文件的编码或者换行前后不一，改动后别处会变，所以没有改动；请另存为 UTF-8 编码的纯文本后再修正")]
    Altered,
}

impl Fixer<'_> {
    /// Makes all fixes of a text in its file. `bytes` and `charset` are what the document was read from.
    ///
    /// Waived findings are left alone. Of two fixes that meet, the safe one goes before the other, then the one that
    /// stands first; the one that loses comes again with the next pass, if there is still a finding.
    ///
    /// # Errors
    /// The file with its edits would not be the text with its edits.
    pub fn fix(&self, mut bytes: Vec<u8>, charset: Charset, mut document: Document) -> Result<Fixed, FixError> {
        let (mut made, mut passes) = (0, 0);
        loop {
            let mut linted = lint_except(&document, self.rules, self.context, self.exceptions);
            linted.diagnostics.retain(|diagnostic| diagnostic.severity >= self.least);
            linted.known.retain(|diagnostic| diagnostic.severity >= self.least);
            linted.waived.retain(|waived| waived.diagnostic.severity >= self.least);
            let settled = self.settle(&linted.diagnostics, document.source.text(), charset);
            let is_stable = settled.edits.is_empty();
            if is_stable || passes == PASSES {
                let Settled { unsafe_edits, unwritable, .. } = settled;
                return Ok(Fixed { bytes, document, linted, edits: made, unsafe_edits, unwritable, is_stable });
            }
            made += settled.edits.len();
            passes += 1;
            let expected = applied(document.source.text(), &settled.edits);
            let source = &document.source;
            bytes = input::rewrite(&bytes, source, charset, &settled.edits).ok_or(FixError::Altered)?;
            let reading = input::read(bytes.clone(), source.name(), self.reading)?;
            if reading.source.text() != expected || reading.charset != Some(charset) {
                return Err(FixError::Altered);
            }
            document = Document::understand(reading.source, reading.blocks, self.rules.vocabularies())
                .with_leftovers(reading.leftovers);
        }
    }

    /// The edits of one pass.
    fn settle(&self, diagnostics: &[Diagnostic], text: &str, charset: Charset) -> Settled {
        let mut settled = Settled::default();
        let mut taken = Taken::default();
        for applicability in [Applicability::Safe, Applicability::Unsafe] {
            let fixes = diagnostics.iter().filter_map(|diagnostic| diagnostic.fix.as_ref());
            for fix in fixes.filter(|fix| fix.applicability == applicability) {
                let changes = changes(fix, text);
                if applicability == Applicability::Unsafe && !self.with_unsafe {
                    settled.unsafe_edits += changes.len();
                } else if changes.iter().any(|edit| !charset.can_write(&edit.text)) {
                    settled.unwritable += changes.len();
                } else {
                    taken.add(&changes);
                }
            }
        }
        settled.edits = taken.0.into_values().cloned().collect();
        settled
    }
}

/// The edits of one pass, and how many are left for whatever reason.
#[derive(Debug, Default)]
struct Settled {
    /// In the order of the text; no two meet.
    edits: Vec<Edit>,
    unsafe_edits: usize,
    unwritable: usize,
}

/// Edits that go together, by their place.
#[derive(Debug, Default)]
struct Taken<'a>(BTreeMap<Span, &'a Edit>);

impl<'a> Taken<'a> {
    /// Adds the edits of a fix, all or, where one meets another, none.
    fn add(&mut self, edits: &[&'a Edit]) {
        if edits.iter().all(|edit| self.is_free(edit.span)) {
            self.0.extend(edits.iter().map(|edit| (edit.span, *edit)));
        }
    }

    fn is_free(&self, span: Span) -> bool {
        let before = self.0.range(..span).next_back();
        let after = self.0.range(span..).next();
        !before.into_iter().chain(after).any(|(taken, _)| meet(*taken, span))
    }
}

/// Whether the order of two edits would matter: they share text, or one is put in at an end of the other.
fn meet(one: Span, other: Span) -> bool {
    let touch = one.start <= other.end && other.start <= one.end;
    one.overlaps(other) || (touch && (one.is_empty() || other.is_empty()))
}

/// The edits of a fix that change something.
fn changes<'a>(fix: &'a Fix, text: &str) -> Vec<&'a Edit> {
    fix.edits.iter().filter(|edit| text.get(edit.span.range()).is_some_and(|old| old != edit.text)).collect()
}

/// A text with edits made that come in its order and do not overlap.
pub fn applied(text: &str, edits: &[Edit]) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut after = 0;
    for edit in edits {
        mended.push_str(&text[after..edit.span.start]);
        mended.push_str(&edit.text);
        after = edit.span.end;
    }
    mended + &text[after..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    /// A rule that puts one word in the place of another.
    fn rule(id: &str, applicability: &str, wrong: &str, right: &str) -> Source {
        let text = format!(
            "id: {id}\nseverity: info\nbasis: fact\nmessage: 改\nhelp: 改。\nfix: {{ title: 改, applicability: {applicability} }}\n\
             check: {{ substitution: {{ rows: [{{ wrong: [{wrong}], right: '{right}' }}] }} }}\n"
        );
        Source::new(format!("{id}.yaml"), text)
    }

    fn fixed(rules: &[Source], bytes: &[u8], with_unsafe: bool) -> Result<Fixed, FixError> {
        let (rules, faults) = RuleSet::of_files(rules);
        assert_eq!(faults, []);
        let options = input::Options::default();
        let reading = input::read(bytes.to_vec(), "报告.txt", &options).expect("a text");
        let document = Document::understand(reading.source, reading.blocks, rules.vocabularies());
        let fixer = Fixer {
            rules: &rules,
            context: &Context::default(),
            exceptions: &Exceptions::default(),
            reading: &options,
            least: Severity::Info,
            with_unsafe,
        };
        fixer.fix(bytes.to_vec(), reading.charset.expect("of a text"), document)
    }

    fn text(rules: &[Source], text: &str, with_unsafe: bool) -> (String, usize, bool) {
        let fixed = fixed(rules, text.as_bytes(), with_unsafe).expect("written");
        (String::from_utf8(fixed.bytes).expect("UTF-8"), fixed.edits, fixed.is_stable)
    }

    #[test]
    fn of_two_that_overlap_the_first_wins() {
        let rules = [rule("a", "safe", "乙丙", "丁"), rule("b", "safe", "甲乙", "戊"), rule("c", "safe", "戊丙", "己")];
        // 甲乙 stands before 乙丙; what it leaves is the next pass's.
        assert_eq!(text(&rules, "甲乙丙，乙丙", false), ("己，丁".to_owned(), 3, true));
    }

    #[test]
    fn a_safe_fix_goes_before_one_that_is_not() {
        let rules = [rule("a", "unsafe", "甲乙", "丁"), rule("b", "safe", "乙丙", "戊")];
        assert_eq!(text(&rules, "甲乙丙，甲乙", true), ("甲戊，丁".to_owned(), 2, true));
        let left = fixed(&rules, "甲乙丁，甲乙".as_bytes(), false).expect("written");
        assert_eq!((left.edits, left.unsafe_edits, left.is_stable), (0, 2, true));
    }

    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let rules = [rule("a", "safe", "甲乙", "丙丁"), rule("b", "safe", "丙丁", "甲乙")];
        assert_eq!(text(&rules, "甲乙", false), ("甲乙".to_owned(), PASSES, false));
    }

    #[test]
    fn what_the_character_set_lacks_is_left() {
        let rules = [rule("a", "safe", "鄉", "乡"), rule("b", "safe", "鎮鎮", "鎮")];
        let raw = "青禾鄉公所2024年法治建設年度報告，青禾鎮鎮公所一、主要舉措和成效";
        let (bytes, ..) = encoding_rs::BIG5.encode(raw);
        let fixed = fixed(&rules, &bytes, false).expect("written");
        let (mended, ..) = encoding_rs::BIG5.encode("青禾鄉公所2024年法治建設年度報告，青禾鎮公所一、主要舉措和成效");
        assert_eq!((fixed.bytes.as_slice(), fixed.unwritable, fixed.is_stable), (&*mended, 1, true));
    }

    #[test]
    fn a_file_that_would_read_otherwise_stays() {
        // Without the word, its two line ends would be one.
        let rules = [rule("a", "safe", "甲甲", "")];
        assert_eq!(fixed(&rules, "青\r甲甲\n禾".as_bytes(), false).map(|fixed| fixed.edits), Err(FixError::Altered));
        assert_eq!(text(&rules, "青\n甲甲\n禾", false).0, "青\n\n禾");
    }

    #[test]
    fn edits_meet_where_their_order_matters() {
        let span = Span::new;
        for (one, other, expected) in [
            (span(0, 3), span(3, 6), false),
            (span(0, 3), span(2, 6), true),
            (span(3, 3), span(3, 6), true),
            (span(0, 3), span(3, 3), true),
            (span(3, 3), span(3, 3), true),
            (span(0, 2), span(3, 3), false),
        ] {
            assert_eq!((meet(one, other), meet(other, one)), (expected, expected), "{one:?} {other:?}");
        }
    }
}
