//! Opaque ids: what the record calls people, resources, accounts, permissions and findings, so that the record names
//! nobody and next year still knows which is which.
//!
//! An id is a pseudonym, no secret: whoever guesses a name can compute its id.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::hash::Hasher;

/// How many hexadecimal digits an id has: two of ten million things share one with a chance of less than one in a
/// hundred thousand.
const DIGITS: usize = 16;

/// What stands for a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Opaque(String);

impl Opaque {
    /// The id of whatever these texts together name; each kind of thing has ids of its own.
    pub fn of(kind: &str, parts: &[&str]) -> Self {
        let mut hasher = Hasher::default();
        hasher.add(kind.as_bytes());
        for part in parts {
            // A zero byte stands in no name, so that parts cannot run into one another.
            hasher.add(b"\0");
            hasher.add(part.as_bytes());
        }
        Self(hasher.finish().chars().take(DIGITS).collect())
    }

    /// A resource: by its name alone, so that it stays itself when its system is renamed.
    pub fn resource(name: &str) -> Self {
        Self::of("resource", &[name])
    }

    /// Somebody of the staff list, by the id there.
    pub fn identity(id: &str) -> Self {
        Self::of("identity", &[id])
    }

    /// An account of a system.
    pub fn account(system: &str, login: &str) -> Self {
        Self::of("account", &[system, login])
    }

    /// The text of a cell; without regard to case, as cells are compared.
    pub fn cell(text: &str) -> Self {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        Self::of("cell", &[&words.join(" ")])
    }

    /// A finding, by its key.
    pub fn finding(key: &str) -> Self {
        Self::of("finding", &[key])
    }
}

impl fmt::Display for Opaque {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Opaque;

    #[test]
    fn parts_cannot_run_into_one_another_and_kinds_have_ids_of_their_own() {
        assert_ne!(Opaque::account("a", "bc"), Opaque::account("ab", "c"));
        assert_ne!(Opaque::resource("x"), Opaque::finding("x"));
        assert_eq!(Opaque::resource("x").to_string().len(), 16);
    }
}
