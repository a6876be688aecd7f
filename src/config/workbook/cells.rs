//! Rows of the roles' sheets, and what their cells say, as TOML has it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

use super::{Place, Wrong};
use crate::model::workbook::{RolesSheet, RowTexts};

/// A row that says something.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The number of its place.
    pub(super) at: usize,
    cells: BTreeMap<&'static str, (usize, String)>,
}

/// How a cell is meant.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meant {
    /// A text.
    Text,
    /// Several texts, divided by `;`.
    List,
    /// A date.
    Day,
    /// Yes or no.
    Flag,
}

/// A value of TOML that stands at a place.
pub(super) type Value = Spanned<DeValue<'static>>;

impl Line {
    /// A row whose columns are known; none where nothing stands under them.
    pub(super) fn of(
        sheet: RolesSheet,
        row: &RowTexts,
        columns: &BTreeMap<usize, &'static str>,
        places: &mut Vec<Place>,
        wrong: &mut Vec<Wrong>,
    ) -> Option<Self> {
        let mut cells = BTreeMap::new();
        let first = columns.keys().next().copied().unwrap_or_default();
        let mut number = |column: usize| {
            places.push(Place {
                sheet,
                row: row.row,
                column,
            });
            places.len()
        };
        let at = number(first);
        for (column, text) in &row.cells {
            let Some(name) = columns.get(column) else { continue };
            match text {
                Ok(text) => {
                    cells.insert(*name, (number(*column), text.clone()));
                }
                Err(why) => {
                    let column = *column;
                    let place = Place {
                        sheet,
                        row: row.row,
                        column,
                    };
                    wrong.push(Wrong(Some(place), why.clone()));
                }
            }
        }
        (!cells.is_empty()).then_some(Self { at, cells })
    }

    /// The text of a cell, and the number of its place.
    pub(super) fn text(&self, column: &str) -> Option<(usize, &str)> {
        let (place, text) = self.cells.get(column)?;
        Some((*place, text))
    }

    /// What a cell says, if it says anything.
    pub(super) fn value(&self, column: &str, meant: Meant) -> Option<Value> {
        let (place, text) = self.text(column)?;
        let whole = || string(text);
        let value = match meant {
            Meant::Text => whole(),
            Meant::List => {
                let mut list = DeArray::new();
                for part in parts(text) {
                    list.push(spanned(place, string(&part)));
                }
                // Signs without a text between them are no empty cell, which would mean everything.
                if list.is_empty() {
                    list.push(spanned(place, string("")));
                }
                DeValue::Array(list)
            }
            Meant::Day => day(text).map_or_else(whole, DeValue::Datetime),
            Meant::Flag => match text.to_lowercase().as_str() {
                "yes" | "true" => DeValue::Boolean(true),
                "no" | "false" => DeValue::Boolean(false),
                _ => whole(),
            },
        };
        Some(spanned(place, value))
    }

    /// A table of some cells, each with its key of TOML.
    pub(super) fn table(&self, keys: &[(&'static str, &str, Meant)]) -> DeTable<'static> {
        let mut table = DeTable::new();
        for (key, column, meant) in keys {
            if let Some(value) = self.value(column, *meant) {
                insert(&mut table, key, value);
            }
        }
        table
    }
}

/// A value at a place.
pub(super) fn spanned(place: usize, value: DeValue<'static>) -> Value {
    Spanned::new(place..place, value)
}

/// A text.
pub(super) fn string(text: &str) -> DeValue<'static> {
    DeValue::String(Cow::Owned(text.to_owned()))
}

/// Puts a value under a key.
pub(super) fn insert(table: &mut DeTable<'static>, key: &'static str, value: Value) {
    table.insert(Spanned::new(value.span(), Cow::Borrowed(key)), value);
}

/// A day as year-month-day, which is also how the cell of a date reads.
fn day(text: &str) -> Option<Datetime> {
    let day: Date = (text.len() == 10).then(|| text.parse().ok())??;
    day.to_string().parse().ok()
}

/// The texts of a cell that holds several: divided by `;` or on lines of their own, in double quotes where they hold such a
/// sign.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut left = text.trim();
    while !left.is_empty() {
        let (part, rest) = quoted(left).unwrap_or_else(|| {
            let (part, rest) = left.split_once([';', '\n']).unwrap_or((left, ""));
            (part.trim().to_owned(), rest)
        });
        if !part.is_empty() {
            parts.push(part);
        }
        left = rest.trim_start();
    }
    parts
}

/// The text in the double quotes that stand first, two of them for one of its own, and what stands behind the divider.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut left = text.strip_prefix('"')?;
    let mut part = String::new();
    loop {
        let (piece, rest) = left.split_once('"')?;
        part.push_str(piece);
        if let Some(rest) = rest.strip_prefix('"') {
            part.push('"');
            left = rest;
            continue;
        }
        let rest = rest.trim_start_matches([' ', '\t', '\r']);
        if rest.is_empty() {
            return Some((part, rest));
        }
        return Some((part, rest.strip_prefix([';', '\n'])?));
    }
}

#[cfg(test)]
mod tests {
    use super::{day, parts};

    #[test]
    fn a_cell_holds_several_texts_between_semicolons_or_on_lines() {
        assert_eq!(parts("Admin"), ["Admin"]);
        assert_eq!(parts("Admin; Write ;"), ["Admin", "Write"]);
        assert_eq!(parts("Admin\nWrite"), ["Admin", "Write"]);
        assert_eq!(parts("\"a;b\";c"), ["a;b", "c"]);
        assert_eq!(parts("c; \"a;b\" ; d"), ["c", "a;b", "d"]);
        assert_eq!(parts("\"a\" and \"b\"; c"), ["\"a\" and \"b\"", "c"]);
        assert_eq!(parts("say \"yes\""), ["say \"yes\""]);
        assert_eq!(parts("\"say \"\"yes\"\"\""), ["say \"yes\""]);
        assert_eq!(parts(" ; "), Vec::<String>::new());
    }

    #[test]
    fn a_day_is_written_in_one_way() {
        assert!(day("2021-10-06").is_some());
        for text in [
            "6.10.2021",
            "10/06/2021",
            "2021-10-06 09:30:00",
            "2021-13-01",
            "20211006",
        ] {
            assert!(day(text).is_none(), "{text}");
        }
    }
}
