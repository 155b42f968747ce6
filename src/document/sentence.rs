//! Where sentences end.

use super::Document;
use super::block::BlockKind;
use crate::span::Span;

/// Marks that end a sentence.
pub(super) fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '!' | '?')
}

/// Marks that may follow the end of a sentence and still belong to it.
pub(super) fn closes(character: char) -> bool {
    matches!(character, '”' | '’' | '）' | ')' | '》' | '」' | '』' | '。' | '！' | '？')
}

/// The sentences of all blocks of language, without white space around them.
pub(super) fn split(document: &Document) -> Vec<Span> {
    let text = document.text();
    let mut sentences = Vec::with_capacity(text.len() / 128 + 4);
    for block in document.blocks.iter().filter(|block| block.kind != BlockKind::Raw) {
        let mut start = block.span.start;
        let mut signs = document.signs_in(block.span).iter().peekable();
        while let Some(sign) = signs.next() {
            if !ends_sentence(sign.character) {
                continue;
            }
            let mut end = sign.end();
            while let Some(next) = signs.next_if(|next| next.at() == end && closes(next.character)) {
                end += next.character.len_utf8();
            }
            push(text, Span::new(start, end), &mut sentences);
            start = end;
        }
        push(text, Span::new(start, block.span.end), &mut sentences);
    }
    sentences
}

/// Takes off white space at both ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let trimmed = slice.trim_start();
    let start = span.end - trimmed.len();
    Span::new(start, start + trimmed.trim_end().len())
}

fn push(text: &str, span: Span, sentences: &mut Vec<Span>) {
    let span = trim(text, span);
    if !span.is_empty() {
        sentences.push(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;
    use crate::source::Source;

    fn sentences(text: &str) -> Vec<&str> {
        let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph };
        let document = Document::understand(Source::new("t", text), vec![block], &[]);
        document.sentences().iter().map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(sentences("他说：“好。”　再议！！末"), ["他说：“好。”", "再议！！", "末"]);
        assert_eq!(sentences(" 。 "), ["。"]);
        assert_eq!(sentences(""), Vec::<&str>::new());
    }
}
