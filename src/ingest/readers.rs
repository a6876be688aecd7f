//! Files to rows and trees: bytes to text, text or workbook to rows with real line numbers and raw cells, text to nodes.
//!
//! Comes in: the bytes of a file, perhaps in an [`archive`]. Goes out: [`Row`]s, or the nodes of a [`tree`]. Nothing here
//! knows what a system, a person or a level is. One more table format: a reader beside [`delimited`] and [`workbook`], a
//! variant of [`Cells`], and a way into it in the sibling module `table`. One more format of texts or trees: a child of
//! [`text_rows`] or [`tree`], and a way into it in the sibling module `profile`.

use std::borrow::Cow;
use std::ops::Range;

pub(super) mod archive;
pub(super) mod delimited;
pub(super) mod disguised;
pub(super) mod text;
pub(super) mod text_rows;
pub(super) mod tree;
pub(super) mod workbook;

/// One row as a reader met it.
pub(super) struct Row<'a> {
    /// Line of a text file or row of a sheet, from 1.
    pub(super) line: u64,
    /// What stands in it.
    pub(super) cells: Cells<'a>,
}

/// Why a file cannot be read: the line, where one is to blame, and what was found, expected and to be done.
pub(super) type Refusal = (Option<u64>, String);

/// The cells of a row.
#[derive(Clone, Copy)]
pub(super) enum Cells<'a> {
    /// Of a text file.
    Text(Record<'a>),
    /// Of a sheet.
    Sheet(workbook::SheetRow<'a>),
    /// Computed from a record.
    Record(&'a [String]),
}

/// The cells of a record of a text file.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// As they are written, without quotation marks.
    cells: &'a [Cow<'a, str>],
    /// Whether it stands on several lines.
    spans_lines: bool,
}

impl<'a> Record<'a> {
    fn cell(self, place: usize) -> Option<&'a str> {
        self.cells.get(place).map(AsRef::as_ref)
    }
}

/// Why the text of a cell cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A formula that gave an error, as the sheet shows it.
    Formula(String),
    /// A whole number with more digits than a workbook keeps.
    TooLarge(String),
    /// A formula of which the file keeps no value.
    Uncalculated,
    /// A number that is shown with leading zeros, with the length of its format.
    Padded(String, usize),
    /// A number that is shown as another text, with the format.
    Formatted(String, String),
    /// A date that is none, as its number.
    Date(String),
}

/// Places of cells.
enum Places<F> {
    All(Range<usize>),
    Few(F),
}

impl<F: Iterator<Item = usize>> Iterator for Places<F> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::All(places) => places.next(),
            Self::Few(places) => places.next(),
        }
    }
}

impl<'a> Cells<'a> {
    /// How many there are.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Text(record) => record.cells.len(),
            Self::Record(cells) => cells.len(),
            Self::Sheet(row) => row.width,
        }
    }

    /// Those in which anything may stand: of a sheet as wide as a stray cell makes it, a few.
    pub(super) fn held(self) -> impl Iterator<Item = usize> + use<'a> {
        match self {
            Self::Text(_) | Self::Record(_) => Places::All(0..self.len()),
            Self::Sheet(row) => Places::Few(row.held()),
        }
    }

    /// Whether nothing stands in any of them.
    pub(super) fn is_blank(self) -> bool {
        match self {
            Self::Text(record) => record.cells.iter().all(|cell| delimited::plain(cell).is_empty()),
            Self::Record(cells) => cells.iter().all(|cell| cell.trim().is_empty()),
            Self::Sheet(row) => row.is_blank(),
        }
    }

    /// Whether it may be that a cell holds a line break.
    pub(super) fn may_span_lines(self) -> bool {
        match self {
            Self::Text(record) => record.spans_lines,
            Self::Sheet(_) | Self::Record(_) => true,
        }
    }

    /// The first byte of a cell of a text file, as it is written.
    pub(super) fn begin(self, place: usize) -> Option<u8> {
        match self {
            Self::Text(record) => record.cell(place)?.bytes().next(),
            Self::Sheet(_) | Self::Record(_) => None,
        }
    }

    /// The trimmed text of a cell of a text file.
    pub(super) fn plain(self, place: usize) -> Option<&'a str> {
        match self {
            Self::Text(record) => record.cell(place).map(delimited::plain),
            Self::Sheet(_) | Self::Record(_) => None,
        }
    }

    /// The trimmed text of a cell; empty where there is none.
    pub(super) fn text(self, place: usize) -> Result<Cow<'a, str>, Fault> {
        match self {
            Self::Text(record) => Ok(Cow::Borrowed(delimited::plain(record.cell(place).unwrap_or_default()))),
            Self::Sheet(row) => row.text(place),
            Self::Record(cells) => Ok(Cow::Borrowed(cells.get(place).map_or("", |cell| cell.trim()))),
        }
    }

    /// The trimmed text of a cell, to be shown or searched; an error reads as the sheet shows it.
    pub(super) fn shown(self, place: usize) -> Cow<'a, str> {
        self.text(place).unwrap_or_else(|fault| Cow::Owned(fault.shown()))
    }

    /// The trimmed texts of all cells, to be shown or compared with header names; an error reads as the sheet shows it.
    pub(super) fn texts(self) -> Vec<String> {
        (0..self.len()).map(|place| self.shown(place).into_owned()).collect()
    }
}

impl Fault {
    /// What the sheet shows in the cell.
    pub(super) fn shown(self) -> String {
        match self {
            Self::Formula(shown)
            | Self::TooLarge(shown)
            | Self::Padded(shown, _)
            | Self::Formatted(shown, _)
            | Self::Date(shown) => shown,
            Self::Uncalculated => String::new(),
        }
    }
}
