//! What sort of word a dictionary entry is, and how an entry is packed into one number; the build script packs by this file.

/// The sort of a word, by the dictionary's own mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A noun or a name.
    Noun,
    /// A verb.
    Verb,
    /// A verb that stands as a noun: 咨询, 培训.
    VerbalNoun,
    /// An adjective or what distinguishes like one.
    Adjective,
    /// An adverb.
    Adverb,
    /// A preposition.
    Preposition,
    /// A conjunction.
    Conjunction,
    /// A word of time.
    Time,
    /// A word of place or direction: 上, 期间.
    Place,
    /// A numeral or a counter.
    Quantity,
    /// A pronoun: 我, 各, 每.
    Pronoun,
    /// A particle: 的, 了.
    Particle,
    /// A set phrase.
    Phrase,
    /// Anything else, and what the dictionary does not have.
    Other,
}

/// By their numbers in the packed form.
pub(crate) const CLASSES: [Class; 14] = [
    Class::Noun,
    Class::Verb,
    Class::VerbalNoun,
    Class::Adjective,
    Class::Adverb,
    Class::Preposition,
    Class::Conjunction,
    Class::Time,
    Class::Place,
    Class::Quantity,
    Class::Pronoun,
    Class::Particle,
    Class::Phrase,
    Class::Other,
];

/// Room for the class in a packed entry.
pub(crate) const SLOTS: u64 = 16;

/// How often a word is and what sort it is, from one number: the frequency times [`SLOTS`], plus the place in [`CLASSES`].
pub(crate) fn unpack(packed: u64) -> (u64, Class) {
    let number = usize::try_from(packed % SLOTS).unwrap_or(CLASSES.len());
    (packed / SLOTS, CLASSES.get(number).copied().unwrap_or(Class::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back_as_they_were_packed() {
        for (number, class) in CLASSES.into_iter().enumerate() {
            assert_eq!(unpack(318_825 * SLOTS + number as u64), (318_825, class));
        }
    }
}
