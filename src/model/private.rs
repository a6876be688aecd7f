//! Strings that must not reach a public document: logins, names, addresses, resource names, file names.

use std::fmt;

/// A private string. It has no `Display` and no `Serialize`: whoever prints it calls [`Private::reveal`], in sight.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Private(String);

impl Private {
    /// Marks a string as private.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The string, for internal documents, messages to the officer, and comparison.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
