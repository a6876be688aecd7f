//! Regular expressions of a profile.

use super::super::choice::one_of;
use super::super::file::File;
use super::super::stanza::Stanza;
use super::super::value::At;
use super::scope::captures;
use crate::model::pattern::{Pattern, Unfit};

/// An optional pattern that fits a text from its beginning to its end.
pub(in crate::config) fn whole(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<At<Pattern>> {
    let text = verbatim(stanza, key, example)?;
    checked(stanza.file, key, &text)
}

/// As [`whole`], but the key must be there.
pub(super) fn required(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<At<Pattern>> {
    needed(stanza, key, example);
    whole(stanza, key, example)
}

/// As [`whole`], for headers, whose case tells nothing.
pub(super) fn of_headers(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<At<Pattern>> {
    let text = verbatim(stanza, key, example)?;
    let written = checked(stanza.file, key, &text)?;
    if text.value.starts_with("(?i)") {
        return Some(written);
    }
    let value = format!("(?i){}", text.value);
    checked(stanza.file, key, &At { value, ..text })
}

/// As [`of_headers`], but the key must be there.
pub(super) fn required_of_headers(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<At<Pattern>> {
    needed(stanza, key, example);
    of_headers(stanza, key, example)
}

fn needed(stanza: &mut Stanza<'_>, key: &str, example: &str) {
    if !stanza.holds(key) {
        stanza.missing(key, &format!("'{example}'"));
    }
}

/// An optional pattern that may fit anywhere in a text.
pub(super) fn anywhere(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<Pattern> {
    let text = verbatim(stanza, key, example)?;
    noted(stanza.file, key, &text, false).map(|pattern| pattern.value)
}

/// A pattern whose text was read elsewhere.
pub(super) fn checked(file: &File, key: &str, text: &At<String>) -> Option<At<Pattern>> {
    noted(file, key, text, true)
}

/// Notes captures with other names than these.
pub(in crate::config) fn captures_are(file: &File, key: &str, pattern: &At<Pattern>, names: &[&str]) {
    let there = captures(&pattern.value);
    if !there.iter().any(|capture| names.contains(&capture.as_str())) {
        file.problem(
            pattern.line,
            format!(
                "`{key}` has no capture {}; put what is meant into one, for example `(?<{}>.+)`",
                one_of(names),
                names.first().copied().unwrap_or_default()
            ),
        );
    }
}

fn verbatim(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<At<String>> {
    stanza.verbatim(key, "a regular expression in single quotes", &format!("'{example}'"))
}

/// The pattern, or why it is none.
fn noted(file: &File, key: &str, text: &At<String>, whole: bool) -> Option<At<Pattern>> {
    let read = match (file.is_carried(), whole) {
        (true, whole) => Ok(Pattern::carried(&text.value, whole)),
        (false, true) => Pattern::whole(&text.value),
        (false, false) => Pattern::new(&text.value),
    };
    match read {
        Ok(value) => Some(At { line: text.line, value }),
        Err(Unfit::TooLarge) => {
            file.problem(
                text.line,
                format!(
                    "`{key}` is `{}`, which repeats so much that it would take too much memory; write smaller numbers \
                     in the braces, or `+` or `*` in their place",
                    text.value
                ),
            );
            None
        }
        Err(Unfit::Wrong(why)) => {
            // What stands above the last line is a drawing.
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
            file.problem(
                text.line,
                format!(
                    "`{key}` is `{}`, which is no regular expression: {why}; a sign that stands for itself needs a \
                     backslash before it",
                    text.value
                ),
            );
            None
        }
    }
}
