//! Rows that tell how many rows stand above them: a footer, and never an account.
//!
//! Comes in: the cells of a row. Goes out: the number that it tells. One more word for it: in [`WORDS`].

use crate::ingest::readers::Cells;
use crate::model::source::Reason;

/// Why a row is a footer, and who says so.
pub(in crate::ingest) type Footer<'a> = (&'a Reason, By);

/// Who says that a row is a footer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum By {
    /// `review.toml`, whatever stands in it.
    Review,
    /// The profile: where it tells a number of rows, that has to be true.
    Profile,
}

/// How such a row begins.
const WORDS: [&str; 13] = [
    "total",
    "totals",
    "totale",
    "grand total",
    "sum",
    "summe",
    "somme",
    "suma",
    "gesamt",
    "gesamtzahl",
    "insgesamt",
    "anzahl",
    "count",
];

/// The number that a row tells, if nothing else stands in it than such a word and the number.
pub(super) fn total(cells: Cells<'_>) -> Option<u64> {
    let mut filled = cells.held().filter(|place| !cells.shown(*place).is_empty());
    let first = cells.shown(filled.next()?);
    let rest = behind_word(&first)?;
    let known = |letter: char| letter.is_alphanumeric() || letter.is_whitespace() || ":=()".contains(letter);
    if !rest.chars().all(known) {
        return None;
    }
    let mut numbers = rest
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty());
    match (numbers.next(), numbers.next(), filled.next(), filled.next()) {
        (Some(number), None, None, None) => number.parse().ok(),
        (None, None, Some(place), None) => cells.shown(place).parse().ok(),
        _ => None,
    }
}

fn behind_word(text: &str) -> Option<&str> {
    WORDS.iter().find_map(|word| {
        let (begin, rest) = text.split_at_checked(word.len())?;
        (begin.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
    })
}

/// What is said of a row that tells another number than stand above it.
pub(super) fn differs(told: u64, above: u64) -> String {
    format!(
        "it tells that there are {told}, and {above} rows stand above it; export the list again without a filter, or, if it \
         counts something else, take the row out or set it aside in review.toml"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_and_a_number_are_a_total_and_nothing_else_is() {
        let told = |cells: &[&str]| {
            let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
            total(Cells::Record(&cells))
        };
        for cells in [
            &["Total", "3"][..],
            &["Total: 3"],
            &["", "TOTAL USERS:", "", "3"],
            &["Gesamt (Konten): 3", ""],
            &["Total 3 users"],
        ] {
            assert_eq!(told(cells), Some(3), "{cells:?}");
        }
        for cells in [
            &["total", "admin"][..],
            &["total.3@example.com"],
            &["Totalis", "3"],
            &["Total"],
            &["Total: 3", "4"],
            &["Total", "3", "4"],
            &["ana", "3"],
            &[],
        ] {
            assert_eq!(told(cells), None, "{cells:?}");
        }
    }
}
