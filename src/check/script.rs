//! What a character is: 汉字, Chinese punctuation, a figure.

/// Whether it is a 汉字.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' | '\u{20000}'..='\u{3134f}')
}

/// Whether it is a 汉字 or a mark that only Chinese text has; “” and ‘’ are not, English has them too.
pub(super) fn is_chinese(character: char) -> bool {
    is_han(character)
        || matches!(character, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}' | '\u{ff01}'..='\u{ff5e}')
}

/// Whether it ends a sentence or a member of one that could stand at the end of a paragraph.
pub(super) fn ends_sentence(character: char) -> bool {
    matches!(character, '。' | '！' | '？' | '；' | '：' | '…' | '!' | '?' | ';' | ':' | '.')
}

/// Whether it ends a clause.
pub(super) fn ends_clause(character: char) -> bool {
    matches!(character, '，' | ',') || ends_sentence(character)
}

/// White space that does not break the line.
pub(super) fn is_gap(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\t' | '\u{2002}'..='\u{200a}')
}
