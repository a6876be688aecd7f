//! `roles.xlsx` in the place of `roles.toml`, `exceptions.xlsx` in that of `exceptions.toml`: their sheets in, the same tables out that TOML gives, so that what reads the
//! roles reads both by the same checks.
//!
//! A place in the workbook is a number, as a byte is one in a text: [`Book::place`] tells which cell it means. What a
//! sheet says in another way than TOML (a row for a rule, yes and no, several texts in a cell) is told here and nowhere
//! else. Columns may stand in any order, blank rows are passed over, and a sheet or a column `notes` is for people.

mod cells;
mod tables;

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::choice::one_of;
use super::claims::fold;
use crate::model::likeness::did_you_mean;
use crate::model::workbook::{Declares, RolesSheet, SheetTexts, letters};
use cells::Line;

/// The workbook as TOML's tables.
#[derive(Clone, Debug)]
pub(super) struct Book {
    /// What `roles.toml` would hold.
    pub(super) root: DeTable<'static>,
    columns: BTreeMap<(RolesSheet, &'static str), usize>,
    places: Vec<Place>,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The sheet.
    pub(super) sheet: RolesSheet,
    /// Its row, from 1.
    pub(super) row: u64,
    /// Its column, from 0.
    pub(super) column: usize,
}

/// What is wrong with a workbook before anybody asks what it says: where, and what.
pub(super) struct Wrong(pub(super) Option<Place>, pub(super) String);

/// The columns that are for people alone.
const NOTES: &str = "notes";

impl Book {
    /// The tables of the sheets, and what is wrong with their form.
    pub(super) fn of(sheets: &[SheetTexts], declares: Declares) -> (Self, Vec<Wrong>) {
        let mut book = Self {
            root: DeTable::new(),
            columns: BTreeMap::new(),
            places: Vec::new(),
        };
        let mut wrong = Vec::new();
        let mut lines: BTreeMap<RolesSheet, Vec<Line>> = BTreeMap::new();
        for sheet in sheets {
            let mut sheets = declares.sheets().iter().copied();
            let named = sheets.find(|known| fold(known.name()) == fold(&sheet.name));
            let Some(known) = named else {
                wrong.extend(unknown_sheet(sheet, declares));
                continue;
            };
            if sheet.hidden {
                let message = format!(
                    "the sheet `{}` is hidden, so that whoever opens the workbook does not see what holds; show it, or \
                     delete it",
                    sheet.name
                );
                wrong.push(Wrong(None, message));
            }
            if lines.contains_key(&known) {
                let message = format!(
                    "has two sheets `{}`, and only one can hold; put the rows together",
                    known.name()
                );
                wrong.push(Wrong(None, message));
                continue;
            }
            let read = book.lines(known, sheet, &mut wrong);
            lines.insert(known, read);
        }
        for needed in declares.needed() {
            if !lines.contains_key(needed) {
                let message = format!(
                    "has no sheet `{}`; add one with the columns {}",
                    needed.name(),
                    all_of(needed.columns())
                );
                wrong.push(Wrong(None, message));
            }
        }
        if wrong.is_empty() {
            let (root, told) = tables::root(&lines);
            book.root = root;
            wrong.extend(told.into_iter().map(|(place, message)| {
                let place = u64::try_from(place).unwrap_or_default();
                Wrong(book.place(place), message)
            }));
        }
        (book, wrong)
    }

    /// What a number that stands for a place means; none is the workbook as a whole.
    pub(super) fn place(&self, number: u64) -> Option<Place> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.places.get(index).copied()
    }

    /// The cell of a key, in the row of a place.
    pub(super) fn cell(&self, number: u64, key: &str) -> Option<Place> {
        let place = self.place(number)?;
        let name = column_of(key);
        let mut columns = self.columns.iter();
        let (_, column) = columns.find(|((sheet, column), _)| *sheet == place.sheet && *column == name)?;
        Some(Place {
            column: *column,
            ..place
        })
    }

    /// The rows below the header.
    fn lines(&mut self, known: RolesSheet, sheet: &SheetTexts, wrong: &mut Vec<Wrong>) -> Vec<Line> {
        let Some((header, rows)) = sheet.rows.split_first() else {
            return Vec::new();
        };
        let mut columns: BTreeMap<usize, &'static str> = BTreeMap::new();
        for (column, text) in &header.cells {
            let place = Place {
                sheet: known,
                row: header.row,
                column: *column,
            };
            let text = text.as_deref().unwrap_or_default();
            let names = known.columns();
            let meant = names
                .iter()
                .find(|name| fold(name) == fold(&text.replace(['_', '-'], " ")));
            let meant = meant.or_else(|| names.iter().find(|name| fold(name) == fold(text)));
            match meant {
                Some(name) if self.columns.insert((known, name), *column).is_some() => wrong.push(Wrong(
                    Some(place),
                    format!("the column `{name}` is there twice; keep one of them"),
                )),
                Some(name) => {
                    columns.insert(*column, name);
                }
                None if fold(text) == NOTES => {}
                None => wrong.push(Wrong(
                    Some(place),
                    format!(
                        "unknown column `{text}`, expected {}{}; what is for people alone stands under `{NOTES}`",
                        one_of(names),
                        did_you_mean(text, names)
                    ),
                )),
            }
        }
        let missing = known
            .columns()
            .iter()
            .filter(|name| !columns.values().any(|there| there == *name) && !known.may_lack(name));
        let missing: Vec<&str> = missing.copied().collect();
        if !missing.is_empty() {
            let place = Place {
                sheet: known,
                row: header.row,
                column: header.cells.first().map_or(0, |(column, _)| *column),
            };
            let message = format!(
                "the header lacks {}; each column is there, though its cells may be empty",
                all_of(&missing)
            );
            wrong.push(Wrong(Some(place), message));
        }
        let is_headed = |column: usize| header.cells.iter().any(|(headed, _)| *headed == column);
        for row in rows {
            for (column, _) in row.cells.iter().filter(|(column, _)| !is_headed(*column)) {
                let place = Place {
                    sheet: known,
                    row: row.row,
                    column: *column,
                };
                let message = format!(
                    "stands under no header, so that it says nothing; put it under the column that is meant (merged headers \
                     hold the first column alone), or under `{NOTES}`"
                );
                wrong.push(Wrong(Some(place), message));
            }
        }
        let rows = rows
            .iter()
            .filter_map(|row| Line::of(known, row, &columns, &mut self.places, wrong));
        rows.collect()
    }
}

impl Place {
    /// The letters of its column.
    pub(super) fn letters(self) -> String {
        letters(self.column)
    }
}

/// Names in back-ticks with commas and a last "and".
fn all_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}

/// What is wrong with a sheet that is none of those known; one of notes may be there.
fn unknown_sheet(sheet: &SheetTexts, declares: Declares) -> Option<Wrong> {
    let names: Vec<&str> = declares.sheets().iter().map(|sheet| sheet.name()).collect();
    (fold(&sheet.name) != NOTES).then(|| {
        let message = format!(
            "unknown sheet `{}`, expected {}{}; what is for people alone stands on a sheet `Notes`",
            sheet.name,
            one_of(&names),
            did_you_mean(&sheet.name, names)
        );
        Wrong(None, message)
    })
}

/// The column that says what a key of TOML says.
fn column_of(key: &str) -> String {
    match key {
        "levels" => "level".to_owned(),
        "resources" => "resource".to_owned(),
        "break-glass" => key.to_owned(),
        key => key.replace('-', " "),
    }
}
