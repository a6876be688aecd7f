//! Which sheet of a workbook is meant, and what is said where that cannot be told.
//!
//! Comes in: the header that was found and the other sheets. Goes out: a sheet that looks like the one that is read, what
//! is told of sheets of which nothing is read, and the messages.

use crate::ingest::compared::{listed, same_word};
use crate::ingest::header::{Header, SEARCHED};
use crate::ingest::readers::Row;
use crate::ingest::readers::workbook::Sheet;
use crate::model::likeness::did_you_mean;

/// A sheet that is not read, as it is compared with the one that is: its name, and its first rows.
pub(in crate::ingest) type Other<'a> = (&'a str, Vec<&'a [String]>);

/// Why it cannot be told which sheets are meant: another one has half of the columns of the one that is read, and more than
/// one, so that what stands there would be lost in silence.
pub(in crate::ingest) fn alike<'a>(
    (read, header): (&str, &[String]),
    others: impl IntoIterator<Item = Other<'a>>,
) -> Option<String> {
    let columns: Vec<&String> = header.iter().filter(|text| !text.is_empty()).collect();
    let shared = |row: &[String]| -> Vec<&String> {
        let stands = |column: &&&String| row.iter().any(|text| same_word(text, column));
        columns.iter().filter(stands).copied().collect()
    };
    others.into_iter().find_map(|(name, rows)| {
        let mut shared = rows.into_iter().map(shared);
        let shared = shared.find(|shared| shared.len() > 1 && shared.len() * 2 >= columns.len())?;
        let lost: Vec<&&String> = columns.iter().filter(|column| !shared.contains(column)).collect();
        let lost = match lost.as_slice() {
            [] => String::new(),
            lost => format!(" but not {}", listed(lost)),
        };
        Some(format!(
            "the sheet `{name}` has the columns {} of the sheet `{read}`{lost}, so that nobody can tell whether it is meant \
             too; if it is, put each sheet into a file of its own, with the same columns, if not, say in review.toml which \
             one is meant, with `sheet = \"{read}\"`",
            listed(shared)
        ))
    })
}

/// What is told of the sheets beside the one that is read, on which something stands and of which nobody said that they
/// are other lists; `remedy` makes of their names how that is said, after what else can be done where the list goes on.
pub(in crate::ingest) fn beside(
    sheets: &[Sheet],
    (read, header): (&str, &Header),
    is_other: impl Fn(&str) -> bool,
    remedy: impl Fn(&[&str]) -> (String, String),
) -> Option<String> {
    let others = sheets
        .iter()
        .filter(|sheet| sheet.name != read && !is_other(&sheet.name));
    let filled: Vec<(&Sheet, u64)> = others
        .map(|sheet| (sheet, sheet.rows().filter(|row| !row.cells.is_blank()).count() as u64))
        .filter(|(_, rows)| *rows > 0)
        .collect();
    let names: Vec<&str> = filled.iter().map(|(sheet, _)| sheet.name.as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let each: Vec<String> = filled
        .iter()
        .map(|(sheet, rows)| {
            let hidden = if sheet.hidden { "hidden, " } else { "" };
            let rows = if *rows == 1 {
                "1 row".to_owned()
            } else {
                format!("{rows} rows")
            };
            let on = if runs_on(sheet, header) {
                format!(", in the columns of the sheet `{read}`, so that they may run on from there")
            } else {
                String::new()
            };
            format!("`{}` ({hidden}{rows}{on})", sheet.name)
        })
        .collect();
    let (sheets, they) = match names.as_slice() {
        [_] => ("sheet", "it is another list"),
        _ => ("sheets", "they are other lists"),
    };
    let (or, other) = remedy(&names);
    Some(format!(
        "nothing is read of the {sheets} {}; if the list goes on there, put its rows below the others on the sheet \
         `{read}`{or}; if {they}, write {other} where review.toml names the file",
        each.join(", ")
    ))
}

/// Whether rows look like rows below a header that is not there: most hold several cells, all of them in its columns.
fn runs_on(sheet: &Sheet, header: &Header) -> bool {
    let named: Vec<bool> = header.texts.iter().map(|text| !text.is_empty()).collect();
    let least = named.iter().filter(|named| **named).count().min(2);
    let fits = |row: &Row<'_>| {
        let texts = row.cells.texts();
        let mut filled = texts.iter().enumerate().filter(|(_, text)| !text.is_empty());
        let several = filled.clone().count() >= least;
        several && filled.all(|(place, _)| named.get(place).copied().unwrap_or_default())
    };
    let rows = sheet.rows().filter(|row| !row.cells.is_blank()).take(SEARCHED);
    let (fitting, others): (Vec<bool>, Vec<bool>) = rows.map(|row| fits(&row)).partition(|fits| *fits);
    fitting.len() > others.len()
}

pub(in crate::ingest) fn no_such_sheet(name: &str, names: &[String]) -> String {
    let hint = did_you_mean(name, names.iter().map(String::as_str));
    let names = listed(names);
    format!("the workbook has no sheet `{name}`; its sheets are {names}{hint}; correct `sheet` in review.toml")
}

pub(super) fn hidden_sheet(name: &str) -> String {
    format!(
        "only the sheet `{name}` has the declared columns, and it is hidden; if it is meant, say so in review.toml with \
         `sheet = \"{name}\"`, else export again"
    )
}

pub(in crate::ingest) fn several_sheets<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names = listed(names);
    format!(
        "the sheets {names} all have the declared columns; say in review.toml which one is meant, with `sheet`; where several \
         are, repeat the stanza with the `sheet` of each"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_with_half_of_the_columns_is_alike() {
        let row = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<String>>();
        let header = row(&["account", "resource", "level", "typed by", ""]);
        let told = |cells: &[&str]| {
            let title = row(&["Our accounts"]);
            let cells = row(cells);
            alike(("Now", &header), [("More", vec![title.as_slice(), cells.as_slice()])])
        };
        let login = told(&["Login", "Level", "Typed by"]).unwrap_or_default();
        assert!(
            login.starts_with(
                "the sheet `More` has the columns `level`, `typed by` of the sheet `Now` but not `account`"
            ),
            "{login}"
        );
        assert_eq!(told(&["level", "meaning"]), None);
        assert_eq!(told(&[]), None);
    }
}
