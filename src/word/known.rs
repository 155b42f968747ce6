//! What was looked up in the dictionary before: the same two characters begin words again and again.

use super::head::{self, Head};

/// As a power of two, for how many pairs of characters there is room.
const ROOM: u32 = 11;

/// What the dictionary has behind pairs of characters; each has one place, where the last one looked up stays.
#[derive(Debug, Default)]
pub(super) struct Known(Vec<Entry>);

#[derive(Clone, Copy, Debug)]
struct Entry {
    pair: (char, char),
    head: Option<Head>,
}

impl Known {
    /// What is known of a pair, or was just looked up.
    pub(super) fn get_or_insert_with(
        &mut self,
        one: char,
        two: char,
        find: impl FnOnce() -> Option<Head>,
    ) -> Option<Head> {
        if self.0.is_empty() {
            self.0.resize(1 << ROOM, Entry { pair: ('\0', '\0'), head: None });
        }
        let entry = &mut self.0[(head::hash(one, two) >> (32 - ROOM)) as usize];
        if entry.pair != (one, two) {
            *entry = Entry { pair: (one, two), head: find() };
        }
        entry.head
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_looked_up_once_while_they_stay() {
        let mut known = Known::default();
        let head = |node| Some(Head { node, shared: 1, own: None });
        assert_eq!(known.get_or_insert_with('法', '治', || head(1)), head(1));
        assert_eq!(known.get_or_insert_with('法', '治', || head(2)), head(1));
        assert_eq!(known.get_or_insert_with('政', '府', || None), None);
        // Many others take the places of these.
        for two in '\u{4e00}'..'\u{9fff}' {
            let node = u32::from(two);
            assert_eq!(
                known.get_or_insert_with('法', two, || head(node)).filter(|_| two != '治'),
                head(node).filter(|_| two != '治')
            );
        }
        assert_eq!(known.get_or_insert_with('政', '府', || head(3)), head(3));
    }
}
