//! A regular expression that knows its own text.

use std::fmt;
use std::sync::{Arc, OnceLock};

use memchr::memmem::find_iter;
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

mod literals;

/// How many letters and ranges of letters a pattern may stand for without being compiled to see how large it is: this
/// many take a few megabytes.
const SURELY_SMALL: u64 = 10_000;

/// How many bytes a compiled pattern may take.
const LARGEST: usize = 10 << 20;

/// Why a text is not used as a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is none, for this reason.
    Wrong(String),
    /// It is one, but repeats so much that it would take no end of memory.
    TooLarge,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrong(why) => f.write_str(why),
            Self::TooLarge => f.write_str("too large"),
        }
    }
}

/// A checked pattern. Compiled, and taken apart, when that is first needed: a run looks at few of the patterns of all
/// profiles.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    /// As it was written.
    text: String,
    /// Whether it fits from the beginning of a text to its end only.
    whole: bool,
    parts: OnceLock<Parts>,
    compiled: OnceLock<Regex>,
}

/// What a pattern is made of.
#[derive(Default)]
struct Parts {
    /// Texts of which one stands in whatever it fits, where that is known.
    needed: Option<Vec<String>>,
    /// Its captures in their order, by name where they have one.
    captures: Vec<Option<String>>,
}

impl Parts {
    fn of(parsed: &Hir) -> Self {
        let mut captures = Vec::new();
        note_captures(parsed, &mut captures);
        Self {
            needed: literals::needed(parsed),
            captures,
        }
    }
}

/// How the name of a capture begins.
const NAMED: [&str; 2] = ["(?<", "(?P<"];

impl Pattern {
    /// Checks a pattern.
    ///
    /// # Errors
    /// When it is not one, with what is wrong, or too large.
    pub fn new(text: &str) -> Result<Self, Unfit> {
        Self::checked(text, false)
    }

    /// The same, to fit from the beginning of a text to its end only.
    ///
    /// # Errors
    /// When it is not a pattern, with what is wrong, or too large.
    pub fn whole(text: &str) -> Result<Self, Unfit> {
        Self::checked(text, true)
    }

    /// The same of a pattern that the program carries, `whole` or not: tests saw that it is one and not too large, so that
    /// no run takes it apart or compiles it to learn that.
    pub fn carried(text: &str, whole: bool) -> Self {
        Self(Arc::new(Inner {
            text: text.to_owned(),
            whole,
            parts: OnceLock::new(),
            compiled: OnceLock::new(),
        }))
    }

    fn checked(text: &str, whole: bool) -> Result<Self, Unfit> {
        let parsed = parsed(text)?;
        let pattern = Self::carried(text, whole);
        // Just made, so that nothing is in it yet.
        let _ = pattern.0.parts.set(Parts::of(&parsed));
        if weight(&parsed) > SURELY_SMALL {
            let regex = compile(text, whole, LARGEST).map_err(|_| Unfit::TooLarge)?;
            let _ = pattern.0.compiled.set(regex);
        }
        Ok(pattern)
    }

    fn parts(&self) -> &Parts {
        let parts = || parsed(&self.0.text).map(|parsed| Parts::of(&parsed));
        self.0.parts.get_or_init(|| parts().unwrap_or_default())
    }

    /// Whether it fits any line of a text, without the white space at the line's end. Lines that cannot fit are not
    /// looked at.
    pub fn fits_a_line(&self, text: &str) -> bool {
        let fits = |line: &str| self.regex().is_match(line.trim_end());
        let Some(needed) = &self.parts().needed else {
            return text.lines().any(fits);
        };
        needed.iter().any(|needed| {
            // A line is looked at once, however often the text stands in it.
            let mut looked_at = 0;
            let mut places = find_iter(text.as_bytes(), needed.as_bytes());
            places.any(|at| {
                if at < looked_at {
                    return false;
                }
                let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
                let begin = before.rfind('\n').map_or(0, |end| end + 1);
                let end = after.find('\n').map_or(text.len(), |end| at + end);
                looked_at = end;
                text.get(begin..end).is_some_and(fits)
            })
        })
    }

    /// The pattern as it was written.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The names of its captures, in their order. Nothing is compiled to tell them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let any = NAMED.iter().any(|begin| self.0.text.contains(begin));
        let captures = any.then(|| &self.parts().captures);
        captures.into_iter().flatten().flatten().map(String::as_str)
    }

    /// How many captures it has, with a name or without one.
    pub fn captures(&self) -> usize {
        self.parts().captures.len()
    }

    /// The expression.
    ///
    /// # Panics
    /// Never: what parses also compiles where no size is too large, and what may be large was compiled already, when it
    /// was read or by the tests.
    pub fn regex(&self) -> &Regex {
        #[expect(
            clippy::expect_used,
            reason = "what parses also compiles, but for the limit of size, and what is left here is small"
        )]
        self.0.compiled.get_or_init(|| {
            let Inner { text, whole, .. } = &*self.0;
            compile(text, *whole, usize::MAX).expect("a pattern that was parsed")
        })
    }
}

fn parsed(text: &str) -> Result<Hir, Unfit> {
    regex_syntax::parse(text).map_err(|error| Unfit::Wrong(error.to_string()))
}

/// Notes the captures of a pattern, in the order in which they begin.
fn note_captures(pattern: &Hir, into: &mut Vec<Option<String>>) {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => {}
        HirKind::Capture(capture) => {
            into.push(capture.name.as_deref().map(str::to_owned));
            note_captures(&capture.sub, into);
        }
        HirKind::Repetition(repeated) => note_captures(&repeated.sub, into),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            for part in parts {
                note_captures(part, into);
            }
        }
    }
}

fn compile(text: &str, whole: bool, largest: usize) -> Result<Regex, regex::Error> {
    let meant = if whole {
        format!(r"\A(?:{text})\z")
    } else {
        text.to_owned()
    };
    RegexBuilder::new(&meant).size_limit(largest).build()
}

/// How many letters and ranges of letters a pattern stands for when every repetition is written out.
fn weight(pattern: &Hir) -> u64 {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) => class.ranges().len() as u64,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Capture(capture) => weight(&capture.sub).saturating_add(1),
        HirKind::Repetition(repeated) => {
            let times = u64::from(repeated.max.unwrap_or(repeated.min)).saturating_add(1);
            weight(&repeated.sub).saturating_mul(times)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().fold(1, |sum, part| sum.saturating_add(weight(part)))
        }
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
        assert!(Pattern::new("(a").unwrap_err().to_string().contains("unclosed group"));
        assert!(Pattern::whole("a)|(b").is_err(), "each part stands alone");
        assert!(Pattern::whole("a|b").unwrap().regex().is_match("b"));
        assert!(!Pattern::whole("a|b").unwrap().regex().is_match("ab"));
    }

    #[test]
    fn a_line_is_found_with_and_without_a_text_that_it_needs() {
        for (pattern, lines, fits) in [
            (r"x\$[0-9]", "a\nx$y\r\nx$1  \n", true),
            (r"x\$[0-9]", "x\n$1", false),
            (r"[0-9]", "a\n1\n", true),
            (r"[0-9]", "", false),
        ] {
            assert_eq!(
                Pattern::whole(pattern).unwrap().fits_a_line(lines),
                fits,
                "{pattern} {lines:?}"
            );
        }
    }

    #[test]
    fn a_long_line_is_looked_at_once() {
        let line = "$x ".repeat(200_000);
        let pattern = Pattern::new(r"\$[0-9]").unwrap();
        assert!(!pattern.fits_a_line(&line));
        assert!(pattern.fits_a_line(&format!("{line}\n{line}$1")));
    }

    #[test]
    fn captures_are_told_without_compiling() {
        let pattern = Pattern::whole(r"(?<a>x(?<b>y)?)+|(z)(?<c>[0-9]{2})").unwrap();
        assert!(pattern.names().eq(["a", "b", "c"]));
        assert_eq!(pattern.captures(), 4);
        assert!(pattern.0.compiled.get().is_none());
        assert!(pattern.regex().capture_names().flatten().eq(pattern.names()));
        assert_eq!(pattern.regex().captures_len(), pattern.captures() + 1);
    }

    #[test]
    fn a_pattern_that_would_take_no_end_of_memory_is_told_at_once() {
        for text in [
            r"((a{1000}){1000}){1000}",
            r"(\w{1,255}\.){1,255}",
            r"(x{0,65535}){0,65535}",
        ] {
            assert_eq!(Pattern::whole(text).unwrap_err(), Unfit::TooLarge, "{text}");
        }
        let compiled = |text| Pattern::whole(text).unwrap().0.compiled.get().is_some();
        assert!(
            compiled(r"\w{1,32}"),
            "one that may be large is compiled when it is read"
        );
        assert!(!compiled(r"[a-z]{1,32}"));
        assert!(Pattern::whole(r"\w{1,32}").unwrap().regex().is_match("abc"));

        let carried = Pattern::carried(r"\w{1,32}", true);
        assert!(carried.0.compiled.get().is_none(), "one of the program's own is not");
        assert!(carried.regex().is_match("abc") && !carried.regex().is_match("a b"));
    }
}
