//! Columns in which something stands and whose header is blank: nobody knows what they say, and nothing reads them.
//!
//! Comes in: a table. Goes out: what is told of such columns. The rows are only looked at where a header is blank.

use super::Table;
use super::total::total;
use crate::ingest::compared::listed;
use crate::model::word::same_word;

/// A column without a header: its place, the first line on which something stands in it, and on how many.
struct Nameless {
    place: usize,
    first: u64,
    rows: u64,
}

impl Table<'_> {
    /// What is told of columns without a header, but for those that `review.toml` says hold nothing of use.
    pub(in crate::ingest) fn nameless(&self, ignored: &[String]) -> Option<String> {
        let is_ignored = |place: usize| ignored.iter().any(|name| same_word(name, &called(place)));
        let found = self.filled(|place| !is_ignored(place));
        let names: Vec<String> = found.iter().map(|column| called(column.place)).collect();
        Some(format!(
            "{}; if one of them is a column that is read, put its name above it and export or save the file again (a header \
             that is merged over several columns names the first of them only); if nothing of it is needed, write \
             `ignore = {names:?}` where review.toml names the file",
            told(&found)?
        ))
    }

    /// The same where `review.toml` maps the columns: of those that stand right of a mapped one, whose header may have
    /// been merged over both.
    pub(in crate::ingest) fn nameless_beside_mapped(&self) -> Option<String> {
        let texts = &self.header.texts;
        let mapped = |name: &String| self.header.columns.iter().flatten().any(|column| column.name == *name);
        let found = self.filled(|place| {
            let mut before = texts.iter().take(place).rev();
            before.find(|text| !text.is_empty()).is_some_and(mapped)
        });
        Some(format!(
            "{}; a header that is merged over several columns names the first of them only: put a name above each, and, if \
             it is read, add that name to `columns` in review.toml",
            told(&found)?
        ))
    }

    fn filled(&self, meant: impl Fn(usize) -> bool) -> Vec<Nameless> {
        let places = self.header.texts.iter().enumerate();
        let blank = places.filter(|(place, text)| text.trim().is_empty() && meant(*place));
        let blank = blank.map(|(place, _)| Nameless {
            place,
            first: 0,
            rows: 0,
        });
        let mut columns: Vec<Nameless> = blank.collect();
        if !columns.is_empty() {
            self.look(|row| {
                for column in &mut columns {
                    if row.cells.shown(column.place).is_empty() || total(row.cells).is_some() {
                        continue;
                    }
                    if column.rows == 0 {
                        column.first = row.line;
                    }
                    column.rows += 1;
                }
            });
        }
        columns.retain(|column| column.rows > 0);
        columns
    }
}

/// What stands in them.
fn told(found: &[Nameless]) -> Option<String> {
    let first = found.first()?;
    let names = listed(found.iter().map(|column| called(column.place)));
    let (columns, have) = match found {
        [_] => ("column", "has"),
        _ => ("columns", "have"),
    };
    let rows = match first.rows {
        1 => format!("on line {}", first.first),
        rows => format!("in {rows} rows, first on line {}", first.first),
    };
    let names = names.replace("column ", "");
    Some(format!(
        "{columns} {names} {have} values ({rows}) and no header, so that nobody knows what they say, and nothing reads them"
    ))
}

/// What a column without a header is called: by its letter, as spreadsheets show it.
fn called(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.iter().rev().collect();
    format!("column {letters}")
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn a_column_is_called_as_spreadsheets_do() {
        for (place, name) in [
            (0, "column A"),
            (25, "column Z"),
            (26, "column AA"),
            (701, "column ZZ"),
            (702, "column AAA"),
        ] {
            assert_eq!(called(place), name);
        }
    }
}
