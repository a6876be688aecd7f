//! Finding the header row and the columns under it.
//!
//! Comes in: what columns are wanted, each by any of several names, and the first rows of a table. Goes out: the
//! [`Header`], or a message that says which columns are missing and what stands in the row that comes nearest.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::compared::{folded, same_word};
use super::header_like::{Shown, shown};
use super::readers::{Cells, Fault, Refusal, Row};
use crate::model::likeness::{did_you_mean, nearest};

/// How many rows are searched.
pub(super) const SEARCHED: usize = 50;

/// How many cells of a title may hold something: names and values of what the list was made of.
const TITLE: usize = 4;

/// The same of a row that is not as wide as the header: what belongs to another list has more.
const OTHER: usize = 5;

/// What to do about a second header that is not the first once more.
pub(super) const RESHAPED: &str = "put the tables into files of their own, or export again";

/// A column that somebody wants to read.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Names it may have.
    pub(super) names: &'a [String],
    /// Whether a table without it is not the right one.
    pub(super) needed: bool,
}

/// A column that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its name, as the file has it.
    pub(super) name: String,
    place: usize,
}

/// The header row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Where it stands.
    pub(super) line: u64,
    /// Every cell of it.
    pub(super) texts: Vec<String>,
    /// The wanted columns, in the order in which they were wanted.
    pub(super) columns: Vec<Option<Column>>,
}

impl Column {
    /// A column that is called so and stands there.
    pub(super) fn new(name: impl Into<String>, place: usize) -> Self {
        let name = name.into();
        Self { name, place }
    }

    /// Whether a row reaches to its cell.
    pub(super) fn stands_in(&self, row: &Row<'_>) -> bool {
        self.place < row.cells.len()
    }

    /// The trimmed text of its cell in a row of a text file.
    pub(super) fn plain<'r>(&self, row: &Row<'r>) -> Option<&'r str> {
        row.cells.plain(self.place)
    }

    /// The trimmed text of its cell in a row, or why that is none.
    pub(super) fn text<'r>(&self, row: &Row<'r>) -> Result<Cow<'r, str>, String> {
        row.cells
            .text(self.place)
            .map_err(|fault| distrusted(fault, &self.name))
    }
}

/// Why the text of a cell cannot be trusted, and what to do; `name` is what the cell is called.
pub(super) fn distrusted(fault: Fault, name: &str) -> String {
    match fault {
        Fault::Formula(shown) => {
            format!("cell `{name}` holds the formula error `{shown}`; correct the formula, or put its value there")
        }
        Fault::TooLarge(number) => format!(
            "cell `{name}` holds the number {number}, of which a workbook keeps only the first digits; export the \
             column as text"
        ),
        Fault::Uncalculated => format!(
            "cell `{name}` holds a formula without a saved value; open the file in Excel or LibreOffice, let it \
             recalculate, save"
        ),
        Fault::Padded(number, zeros) => format!(
            "cell `{name}` holds the number {number}, which the sheet shows as `{number:0>zeros$}`; export the column \
             as text, so that it is plain which of the two is meant"
        ),
        Fault::Formatted(number, format) => format!(
            "cell `{name}` holds the number {number}, which the sheet shows in the form `{format}`; export the column \
             as text, so that it is plain which of the two is meant"
        ),
        Fault::Date(number) => format!(
            "cell `{name}` is formatted as a date but holds {number}, which is no day of the years 1900 to 9999; \
             correct it"
        ),
    }
}

impl Header {
    /// Whether a row is the header once more.
    pub(super) fn is_repeated(&self, cells: Cells<'_>) -> bool {
        let same = |(place, name): (usize, &String)| cells.text(place).is_ok_and(|text| same_word(&text, name));
        cells.len() == self.texts.len() && self.texts.iter().enumerate().all(same)
    }

    /// Why a row above the header is no title, if it is none: more of its cells hold something than titles have, or more
    /// than half of as many as the header has.
    pub(super) fn above(&self, row: &Row<'_>) -> Option<String> {
        let filled = |texts: &[String]| texts.iter().filter(|text| !text.is_empty()).count();
        let (own, named) = (filled(&row.cells.texts()), filled(&self.texts));
        let as_wide = row.cells.len() == self.texts.len();
        if own > OTHER && !as_wide {
            return Some(format!(
                "it stands above the header on line {}, and looks like a row of another list, of which nothing is read; put \
                 each list into a file of its own, or take the row out if it is none",
                self.line
            ));
        }
        let is_row = as_wide && (own > TITLE || (own > 1 && own * 2 > named));
        is_row.then(|| {
            format!(
                "it stands above the header on line {}, and looks like one of its rows; put the header above all rows, as \
                 it is exported (sorting may have moved it), or take the row out if it is none",
                self.line
            )
        })
    }

    /// Why a row below the header is not read, if it is a header of fewer columns or in another order, or stands below one;
    /// `above` notes where the last such header stands.
    pub(super) fn reshaped(&self, row: &Row<'_>, above: &mut Option<u64>) -> Option<String> {
        if self.is_reshaped(row.cells) {
            *above = Some(row.line);
            return Some(format!(
                "it is a header with fewer columns than the first, or in another order; {RESHAPED}"
            ));
        }
        let header = (*above)?;
        if self.is_repeated(row.cells) {
            *above = None;
        }
        if above.is_none() || row.cells.is_blank() {
            return None;
        }
        Some(below(header))
    }

    /// Whether a row that is not the header once more is one of the same columns, but fewer or in another order: all that
    /// stands in it are names of the header.
    fn is_reshaped(&self, cells: Cells<'_>) -> bool {
        let at = |place: usize| cells.text(place).unwrap_or_default();
        let Some(first) = cells.held().find(|place| !at(*place).is_empty()) else {
            return false;
        };
        let held = at(first);
        let is_name = |text: &str| self.texts.iter().any(|name| same_word(text, name));
        let as_wide = cells.len() == self.texts.len();
        // nearly every row ends here
        if as_wide && !is_name(&held) {
            return false;
        }
        let texts: Vec<String> = cells.texts().into_iter().filter(|text| !text.is_empty()).collect();
        if texts.len() < 2 || !texts.iter().all(|text| is_name(text)) || self.is_repeated(cells) {
            return false;
        }
        // two cells of a row may well be called like columns; all columns in another order are no row
        let begins = self.texts.get(first).is_some_and(|name| same_word(&held, name));
        let stands = |name: &String| name.is_empty() || texts.iter().any(|text| same_word(text, name));
        begins || !as_wide || texts.len() > 2 || self.texts.iter().all(stands)
    }
}

/// Why a row below a header of other columns is not read.
pub(super) fn below(header: u64) -> String {
    format!("it stands below the header on line {header}, which has other columns than the first; {RESHAPED}")
}

/// A search through the first rows of a table.
pub(super) struct Search<'a> {
    wanted: &'a [Wanted<'a>],
    nearest: Option<Nearest>,
}

/// A row that is not the header, with the reason.
struct Nearest {
    line: u64,
    texts: Vec<String>,
    /// How many of its cells hold text.
    cells: usize,
    missing: Vec<usize>,
}

/// How near a row comes to a header: fewer columns missing, then more cells with text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Nearness {
    missing: Reverse<usize>,
    /// Cells with text.
    pub(super) cells: usize,
}

impl Nearest {
    fn nearness(&self) -> Nearness {
        Nearness {
            missing: Reverse(self.missing.len()),
            cells: self.cells,
        }
    }
}

impl<'a> Search<'a> {
    /// A search for these columns.
    pub(super) fn new(wanted: &'a [Wanted<'a>]) -> Self {
        Self { wanted, nearest: None }
    }

    /// A search for the same columns that has seen nothing yet.
    pub(super) fn again(&self) -> Self {
        Self::new(self.wanted)
    }

    /// Looks at a row: the header if it is it.
    pub(super) fn look_at(&mut self, row: &Row<'_>) -> Result<Option<Header>, Refusal> {
        if row.cells.is_blank() {
            return Ok(None);
        }
        let texts = row.cells.texts();
        let keys: Vec<String> = texts.iter().map(|text| folded(text)).collect();
        let mut columns = Vec::new();
        let mut missing = Vec::new();
        let mut twice = None;
        for (place, wanted) in self.wanted.iter().enumerate() {
            let found = found(wanted, &keys);
            if let [first, second, ..] = *found.as_slice() {
                twice = twice.or(Some((first, second)));
            }
            if found.is_empty() && wanted.needed {
                missing.push(place);
            }
            let first = found
                .first()
                .and_then(|place| Some((*place, texts.get(*place)?.clone())));
            columns.push(first.map(|(place, name)| Column { name, place }));
        }
        let line = row.line;
        match twice {
            _ if !missing.is_empty() => self.remember(line, texts, missing),
            Some((first, second)) => return Err((Some(line), both(&texts, first, second))),
            None => return Ok(Some(Header { line, texts, columns })),
        }
        Ok(None)
    }

    fn remember(&mut self, line: u64, texts: Vec<String>, missing: Vec<usize>) {
        let row = Nearest {
            line,
            cells: texts.iter().filter(|text| !text.is_empty()).count(),
            texts,
            missing,
        };
        if Some(row.nearness()) > self.nearness() {
            self.nearest = Some(row);
        }
    }

    /// How near it came.
    pub(super) fn nearness(&self) -> Option<Nearness> {
        self.nearest.as_ref().map(Nearest::nearness)
    }

    /// The one of two searches that came nearer, the first if both did alike.
    pub(super) fn nearer(self, other: Self) -> Self {
        if other.nearness() > self.nearness() {
            other
        } else {
            self
        }
    }

    /// What may be shown of a row to say what was found instead of the header.
    fn shown(&self, texts: &[String]) -> Option<Shown> {
        let names = || self.wanted.iter().flat_map(|wanted| wanted.names);
        shown(texts, |text| nearest(text, names().map(String::as_str)).is_some())
    }

    /// Why there is no header.
    pub(super) fn failure(&self) -> Refusal {
        let Some(Nearest {
            line,
            texts,
            cells,
            missing,
        }) = &self.nearest
        else {
            let message = "there is nothing in its first rows; export it again with its header row".to_owned();
            return (None, message);
        };
        let shown = self.shown(texts);
        let names = missing
            .iter()
            .filter_map(|place| self.wanted.get(*place))
            .map(|wanted| wanted.names);
        let mut hint = String::new();
        let mut lost = Vec::new();
        for names in names {
            lost.push(
                names
                    .iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(" or "),
            );
            if let Some(shown) = &shown
                && hint.is_empty()
            {
                let near = names
                    .iter()
                    .map(|name| did_you_mean(name, shown.names.iter().map(String::as_str)));
                hint = near.into_iter().find(|near| !near.is_empty()).unwrap_or_default();
            }
        }
        let shown = if let Some(shown) = shown {
            shown.listed()
        } else {
            let cells = if *cells == 1 {
                "one cell".to_owned()
            } else {
                format!("{cells} cells")
            };
            format!("{cells} that look like data and are not shown")
        };
        let message = format!(
            "no header row in the first {SEARCHED} rows: missing is a column {}; the row that comes nearest holds \
             {shown}{hint}; correct the column names in review.toml or the header of the file",
            lost.join(", a column ")
        );
        (Some(*line), message)
    }
}

/// The places of the cells that bear any of the names.
fn found(wanted: &Wanted<'_>, keys: &[String]) -> Vec<usize> {
    let names: Vec<String> = wanted.names.iter().map(|name| folded(name)).collect();
    let places = keys.iter().enumerate();
    places
        .filter(|(_, key)| names.contains(key))
        .map(|(place, _)| place)
        .collect()
}

fn both(texts: &[String], first: usize, second: usize) -> String {
    let name = |place: usize| texts.get(place).map_or("", String::as_str);
    format!(
        "column {} (`{}`) and column {} (`{}`) both fit the same declared column; name only one of them in \
         review.toml, or rename one in the file",
        first + 1,
        name(first),
        second + 1,
        name(second)
    )
}
