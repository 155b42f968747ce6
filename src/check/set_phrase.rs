//! Phrases that official texts write in full every time.

use crate::scan;

/// Set phrases in the order of their first characters.
#[derive(Debug)]
pub(super) struct SetPhrases(Vec<Vec<u16>>);

impl SetPhrases {
    pub(super) fn new(rows: &[String]) -> Self {
        let counted = |row: &String| row.chars().filter(|one| counts(*one)).collect::<String>();
        let phrases = rows.iter().map(|row| scan::codes(&counted(row)).collect());
        let mut phrases: Vec<Vec<u16>> = phrases.filter(|phrase: &Vec<u16>| !phrase.is_empty()).collect();
        phrases.sort_unstable();
        Self(phrases)
    }

    /// Which of some characters, given by their codes, marks and white space left out, are part of a set phrase.
    pub(super) fn mark(&self, codes: &[u16]) -> Vec<bool> {
        let mut set = vec![false; codes.len()];
        for (start, code) in codes.iter().enumerate() {
            let first = self.0.partition_point(|phrase| phrase[0] < *code);
            let phrases = self.0[first..].iter().take_while(|phrase| phrase[0] == *code);
            for phrase in phrases.filter(|phrase| codes[start..].starts_with(phrase)) {
                set[start..start + phrase.len()].fill(true);
            }
        }
        set
    }
}

/// Whether it is a 汉字, a letter or a digit.
pub(super) fn counts(character: char) -> bool {
    match character {
        '\u{4e00}'..='\u{9fff}' => true,
        // The marks that stand most, told without the tables of Unicode.
        '，' | '。' | '、' | '；' | '：' | '“' | '”' | '（' | '）' | '《' | '》' | ',' | '.' | ' ' | '\n' => {
            false
        }
        _ => character.is_alphanumeric(),
    }
}
