//! A regular expression that knows its own text.

use std::fmt;
use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};

/// A checked pattern. Compiled when it is first used: a run looks at few of the patterns of all profiles.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    /// As it was written.
    text: String,
    /// Whether it fits from the beginning of a text to its end only.
    whole: bool,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// Checks a pattern.
    ///
    /// # Errors
    /// When it is not one, with what is wrong.
    pub fn new(text: &str) -> Result<Self, String> {
        Self::checked(text, false)
    }

    /// The same, to fit from the beginning of a text to its end only.
    ///
    /// # Errors
    /// When it is not a pattern, with what is wrong.
    pub fn whole(text: &str) -> Result<Self, String> {
        Self::checked(text, true)
    }

    fn checked(text: &str, whole: bool) -> Result<Self, String> {
        regex_syntax::parse(text).map_err(|error| error.to_string())?;
        Ok(Self(Arc::new(Inner {
            text: text.to_owned(),
            whole,
            compiled: OnceLock::new(),
        })))
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The expression.
    ///
    /// # Panics
    /// Never: what parses also compiles where no size is too large.
    pub fn regex(&self) -> &Regex {
        #[expect(
            clippy::expect_used,
            reason = "what parses also compiles, but for the limit of size, and there is none"
        )]
        self.0.compiled.get_or_init(|| {
            let Inner { text, whole, .. } = &*self.0;
            let meant = if *whole {
                format!(r"\A(?:{text})\z")
            } else {
                text.clone()
            };
            let mut builder = RegexBuilder::new(&meant);
            builder
                .size_limit(usize::MAX)
                .build()
                .expect("a pattern that was parsed")
        })
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.0.text)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_wrong_pattern_is_told_without_compiling_any() {
        assert!(Pattern::new("(a").unwrap_err().contains("unclosed group"));
        assert!(Pattern::whole("a)|(b").is_err(), "each part stands alone");
        assert!(Pattern::whole("a|b").unwrap().regex().is_match("b"));
        assert!(!Pattern::whole("a|b").unwrap().regex().is_match("ab"));
    }
}
