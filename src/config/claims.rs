//! Texts that may have one meaning only: ids, header names, spellings.

use std::collections::BTreeMap;

use crate::model::printed::{LABELS, RESERVED};
pub(super) use crate::model::word::folded as fold;

/// Who claimed each text first, and on which line.
pub(super) struct Claims<O>(BTreeMap<String, (O, u64)>);

impl<O: PartialEq + Clone> Claims<O> {
    /// Nothing claimed yet.
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Claims a text; gives the owner and line of an earlier claim by another owner. A text that could not be read is
    /// nobody's.
    pub(super) fn claim(&mut self, text: String, owner: &O, line: u64) -> Option<(O, u64)> {
        if text.is_empty() {
            return None;
        }
        let earlier = self.0.entry(text).or_insert_with(|| (owner.clone(), line));
        (earlier.0 != *owner).then(|| earlier.clone())
    }
}

/// Whether the page uses a name for something of its own.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|reserved| fold(reserved) == fold(name))
}

/// Whether the page uses a name as a label of its own.
pub(super) fn is_label(name: &str) -> bool {
    LABELS.iter().any(|label| fold(label) == fold(name))
}

/// Whether a title ends as a number of contractors does: ` ( 2 Contractor )`.
pub(super) fn ends_like_a_number(title: &str) -> bool {
    let note = title
        .trim_end()
        .strip_suffix(')')
        .and_then(|title| title.rsplit_once('('));
    let first = note.and_then(|(_, note)| note.split_whitespace().next());
    first.is_some_and(|word| word.chars().all(|letter| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_owner_hears_of_the_first_and_the_first_may_repeat_itself() {
        let mut claims = Claims::new();
        assert_eq!(claims.claim(fold(" Admin "), &"a", 3), None);
        assert_eq!(claims.claim(fold("ADMIN"), &"a", 4), None);
        assert_eq!(claims.claim(fold("admin"), &"b", 5), Some(("a", 3)));
        assert_eq!(claims.claim(String::new(), &"a", 6), None);
        assert_eq!(claims.claim(String::new(), &"b", 7), None);
    }
}
