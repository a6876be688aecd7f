//! The audit date that a page states.

use jiff::civil::Date;

use super::shape::{Cell, Line, Shape};
use crate::model::word::folded;

/// Months, by their first letters.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What stands before the date.
const LABEL: &str = "audit date";

/// The date behind the words “Audit date”, in a text or in a row of a table; else none. One that could be read in two
/// ways is none.
pub(super) fn date(shape: &Shape) -> Option<Date> {
    let around = shape.around.iter().map(|line: &Line| line.text.clone());
    let rows = shape.tables.iter().flat_map(|table| &table.rows);
    let rows = rows.map(|row| row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" "));
    let mut stated = around.chain(rows).filter_map(|text| stated(&text));
    let first = stated.next()?;
    stated.all(|other| other == first).then_some(first)
}

/// The date that a text states.
fn stated(text: &str) -> Option<Date> {
    let text = folded(text);
    let (_, behind) = text.split_once(LABEL)?;
    let words: Vec<&str> = behind
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty() && *word != "of")
        .take(3)
        .collect();
    if let Some(date) = words.first().and_then(|word| word.parse().ok()) {
        return Some(date);
    }
    let &[first, second, year] = words.as_slice() else {
        return None;
    };
    let (day, month) = if first.starts_with(|c: char| c.is_ascii_digit()) {
        (first, second)
    } else {
        (second, first)
    };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let month = (1..)
        .zip(MONTHS)
        .find(|(_, name)| month.len() >= 3 && month.starts_with(name))?
        .0;
    Date::new(year.parse().ok().filter(|_| year.len() == 4)?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_where_there_is_one_way_to_read_it() {
        for text in [
            "Audit date: 06 October 2021",
            "Audit date : 6 Oct 2021.",
            "AUDIT DATE October 6th, 2021",
            "This page. Audit date 2021-10-06 Period 2021 Q3",
            "Audit date: 6th of October 2021",
        ] {
            assert_eq!(
                stated(text).map(|date| date.to_string()),
                Some("2021-10-06".to_owned()),
                "{text}"
            );
        }
        for text in [
            "Audit date: 06/10/2021",
            "06 October 2021",
            "Audit date: 31 February 2021",
            "Audit date:",
            "Audit date 1 2 3",
        ] {
            assert_eq!(stated(text), None, "{text}");
        }
    }
}
