//! Names with a number at their end, as public labels of resources are (`Repository3`).

use super::words::{Span, Words};

/// Whether a name is one.
pub(super) fn is_numbered(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_digit()) && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// A name without the number at its end.
pub(super) fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Where those of one stem begin with which a span ends; its end where it ends with none.
pub(super) fn numbered_from(words: &Words<'_>, span: &Span) -> usize {
    let last = stem(words.text(span.end.saturating_sub(1)));
    let is_other = |at: &usize| !is_numbered(words.text(*at)) || stem(words.text(*at)) != last;
    let other = span.clone().rev().find(is_other);
    other.map_or(span.start, |other| other + 1)
}
