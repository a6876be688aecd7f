//! Numbers in sentences that are no numbers of people: dates, and how many notebooks were looked at.

use super::words::{Span, Words};

/// Months, so that a day is not taken for a number of people.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What stands in a sentence about notebooks, which is no number of permissions.
const NOTEBOOKS: [&str; 4] = ["notebook", "workstation", "laptop", "computer"];

/// Whether a day and a month stand here.
pub(super) fn is_date(words: &Words<'_>, at: usize) -> bool {
    let month = words.text(at + 1).trim_end_matches([',', '.']);
    MONTHS.iter().any(|known| known.eq_ignore_ascii_case(month))
        && words.text(at + 2).trim_end_matches([',', '.', ')']).len() == 4
        && words.text(at + 2).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a sentence with a line of its own tells a number here, as the page in its older form tells who holds a level: before
/// the first of its numbers stands a small word (`Admin is held by 1 DevOps Engineer and 2 Product Owner.`).
pub(super) fn is_told(words: &Words<'_>, at: usize) -> bool {
    if words.line(at).is_none_or(|line| line.runs_on) {
        return false;
    }
    let line = words.line_begin(at)..words.line_end(at);
    let is_first = |at| words.is_digits(at) && at > line.start && words.is_small(at - 1);
    words.is_digits(at) && words.ends_sentence(line.end - 1) && (line.start..=at).any(is_first)
}

/// Whether a text speaks of notebooks.
pub(super) fn speaks_of_notebooks(text: &str) -> bool {
    let text = text.to_lowercase();
    NOTEBOOKS.iter().any(|word| text.contains(word))
}

/// Whether a sentence tells a number that a person should see.
pub(super) fn tells_number(words: &Words<'_>, sentence: Span) -> bool {
    if speaks_of_notebooks(&words.spelled(sentence.clone())) {
        return false;
    }
    let is_of_date = |at: usize| is_date(words, at) || at >= 2 && is_date(words, at - 2);
    sentence.into_iter().any(|at| words.is_digits(at) && !is_of_date(at))
}
