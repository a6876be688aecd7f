//! A regular expression that knows its own text.

use std::fmt;

use regex::Regex;

/// A checked pattern.
#[derive(Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Checks a pattern.
    ///
    /// # Errors
    /// When it is not one, with what is wrong.
    pub fn new(text: &str) -> Result<Self, String> {
        Regex::new(text).map(Self).map_err(|error| error.to_string())
    }

    /// The same, to fit from the beginning of a text to its end only.
    ///
    /// # Errors
    /// When it is not a pattern, with what is wrong.
    pub fn whole(text: &str) -> Result<Self, String> {
        Self::new(text)?;
        Self::new(&format!(r"\A(?:{text})\z"))
    }

    /// The expression.
    pub fn regex(&self) -> &Regex {
        &self.0
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.0.as_str())
    }
}
