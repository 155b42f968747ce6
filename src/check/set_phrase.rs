//! Phrases that official texts write in full every time.

/// Set phrases in the order of their first characters.
#[derive(Debug)]
pub(super) struct SetPhrases(Vec<Vec<char>>);

impl SetPhrases {
    pub(super) fn new(rows: &[String]) -> Self {
        let phrase = |row: &String| row.chars().filter(|one| counts(*one)).collect();
        let phrases = rows.iter().map(phrase).filter(|phrase: &Vec<char>| !phrase.is_empty());
        let mut phrases: Vec<Vec<char>> = phrases.collect();
        phrases.sort_unstable();
        Self(phrases)
    }

    /// Which of some characters, marks and white space left out, are part of a set phrase.
    pub(super) fn mark(&self, characters: &[char]) -> Vec<bool> {
        let mut set = vec![false; characters.len()];
        for (start, character) in characters.iter().enumerate() {
            let first = self.0.partition_point(|phrase| phrase[0] < *character);
            let phrases = self.0[first..].iter().take_while(|phrase| phrase[0] == *character);
            for phrase in phrases.filter(|phrase| characters[start..].starts_with(phrase)) {
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
