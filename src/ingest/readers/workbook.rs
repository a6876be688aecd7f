//! Workbooks to rows: the sheets of XLSX, XLSM, XLSB, XLS and ODS files, with the row numbers the program shows.
//!
//! A workbook keeps values, not texts: dates are written as ISO 8601, whole numbers without a decimal point, and a
//! value that is no fact (an error, a formula that was never calculated, a number with lost digits) is a [`Fault`].
//! A value merged over several rows stands in each of them; an ODS or XLSB file with such values is refused.
//! Rows count from row 1 of the sheet to the last in use, wherever the first value stands. Only cells that hold
//! something are kept, so that one stray cell far off costs nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Cursor;

use calamine::{
    Data, Dimensions, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Sheets, Xls, XlsError, Xlsb, XlsbError,
    Xlsx, XlsxError,
};

use self::biff::Shows;
use self::value::{Shown, Value};
use super::{Cells, Fault, Refusal, Row};

mod biff;
mod merged;
mod padded;
mod value;

/// A workbook, opened.
pub(in crate::ingest) struct Workbook<'a> {
    sheets: Sheets<Cursor<&'a [u8]>>,
    /// Of an XLS file, what numbers of each sheet are shown as.
    shows: Vec<Shows>,
}

/// One sheet of a workbook.
pub(in crate::ingest) struct Sheet {
    pub(in crate::ingest) name: String,
    /// Whether people who open the workbook do not see it.
    pub(in crate::ingest) hidden: bool,
    /// Cells that hold something, by row, then column.
    cells: Vec<Cell>,
    /// Columns from the first of the sheet to the last in use.
    width: usize,
}

/// A cell that holds something; its row and column count from 0.
#[derive(Clone)]
pub(in crate::ingest) struct Cell {
    row: u32,
    column: u32,
    value: Value,
}

/// The cells of one row of a sheet.
#[derive(Clone, Copy)]
pub(in crate::ingest) struct SheetRow<'a> {
    cells: &'a [Cell],
    /// How many there are, with those that hold nothing.
    pub(super) width: usize,
}

/// Whether bytes are a workbook, or were one before they were cut: a ZIP or an OLE container.
pub(in crate::ingest) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&OLE)
}

const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

impl<'a> Workbook<'a> {
    /// Opens a workbook by its content, whatever its name ends in.
    pub(in crate::ingest) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if !bytes.starts_with(&OLE) {
            let shows = Vec::new();
            return zipped(bytes).map(|sheets| Self { sheets, shows });
        }
        let sheets = old(bytes)?;
        let shows =
            biff::shown(bytes).ok_or_else(|| (None, format!("the formats of its numbers cannot be read; {AGAIN}")))?;
        Ok(Self { sheets, shows })
    }

    /// All sheets that hold cells, in the workbook's order, hidden ones too.
    pub(in crate::ingest) fn sheets(mut self) -> Result<Vec<Sheet>, Refusal> {
        let all = self.sheets.sheets_metadata().iter();
        let names: Vec<(usize, String, bool)> = (all.enumerate())
            .filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet)
            .map(|(place, sheet)| (place, sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        let mut sheets = Vec::new();
        for (place, name, hidden) in names {
            let mut cells = self.cells(&name).map_err(|error| {
                let message = format!("the sheet `{name}` cannot be read ({error}); {AGAIN}");
                (None, message)
            })?;
            if let Some(shows) = self.shows.get(place) {
                show_otherwise(&mut cells, shows);
            }
            cells.sort_by_key(|cell| (cell.row, cell.column));
            merged::spread(&mut cells, &self.merged(&name));
            let width = cells
                .iter()
                .map(|cell| cell.column as usize + 1)
                .max()
                .unwrap_or_default();
            sheets.push(Sheet {
                name,
                hidden,
                cells,
                width,
            });
        }
        Ok(sheets)
    }

    /// The cells of a sheet that hold something.
    fn cells(&mut self, name: &str) -> Result<Vec<Cell>, calamine::Error> {
        Ok(match &mut self.sheets {
            Sheets::Xlsx(book) => of_xlsx(book, name)?,
            Sheets::Xlsb(book) => of_xlsb(book, name)?,
            Sheets::Xls(book) => of_range(&book.worksheet_range(name)?, &book.worksheet_formula(name)?),
            Sheets::Ods(book) => of_range(&book.worksheet_range(name)?, &book.worksheet_formula(name)?),
        })
    }

    /// Cells that are shown as one; ODS and XLSB files with any are refused.
    fn merged(&mut self, name: &str) -> Vec<Dimensions> {
        match &mut self.sheets {
            Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Sheets::Xlsb(_) | Sheets::Ods(_) => Vec::new(),
        }
    }
}

/// Read one by one: a range would hold every cell up to the farthest one.
fn of_xlsx(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Cell>, XlsxError> {
    let mut cells = Vec::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        cells.extend(held(cell.pos, cell.value.into(), cell.formula.is_some()));
    }
    drop(reader);
    let mut reader = book.worksheet_cells_reader(name)?;
    let format = |style: &calamine::Style| Shown::new(&style.number_format.as_ref()?.format_code);
    let formats: Vec<Option<Shown>> = reader.styles().iter().map(format).collect();
    if formats.iter().all(Option::is_none) {
        return Ok(cells);
    }
    let mut shown = HashMap::new();
    while let Some((row, column, style)) = reader.next_style_id()? {
        if let Some(Some(format)) = formats.get(style) {
            shown.insert((row, column), format.clone());
        }
    }
    show_otherwise(&mut cells, &shown);
    Ok(cells)
}

/// Notes which numbers are shown as another text.
fn show_otherwise(cells: &mut [Cell], shows: &Shows) {
    for cell in cells {
        let Value::Known(value) = &cell.value else {
            continue;
        };
        let number = match value {
            Data::Float(number) => Some(*number),
            // a whole number of an XLS file has 30 bits
            Data::Int(number) => i32::try_from(*number).ok().map(f64::from),
            Data::String(_)
            | Data::Bool(_)
            | Data::DateTime(_)
            | Data::DateTimeIso(_)
            | Data::DurationIso(_)
            | Data::Error(_)
            | Data::Empty => None,
        };
        if let (Some(number), Some(shown)) = (number, shows.get(&(cell.row, cell.column))) {
            cell.value = Value::Otherwise(number, shown.clone());
        }
    }
}

fn of_xlsb(book: &mut Xlsb<Cursor<&[u8]>>, name: &str) -> Result<Vec<Cell>, XlsbError> {
    let mut cells = Vec::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(cell) = reader.next_cell()? {
        cells.extend(held(cell.get_position(), cell.get_value().clone().into(), false));
    }
    Ok(cells)
}

fn of_range(values: &Range<Data>, formulas: &Range<String>) -> Vec<Cell> {
    let place = |start: Option<(u32, u32)>, (row, column): (usize, usize)| {
        let (first_row, first_column) = start.unwrap_or_default();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (
            first_row.saturating_add(count(row)),
            first_column.saturating_add(count(column)),
        )
    };
    let known = values.used_cells().filter_map(|(row, column, value)| {
        let place = place(values.start(), (row, column));
        held(place, value.clone(), false)
    });
    let uncalculated = formulas.used_cells().filter_map(|(row, column, _)| {
        let place = place(formulas.start(), (row, column));
        let empty = values.get_value(place).is_none_or(|value| *value == Data::Empty);
        empty.then(|| held(place, Data::Empty, true)).flatten()
    });
    known.chain(uncalculated).collect()
}

/// A cell, if it holds anything.
fn held((row, column): (u32, u32), value: Data, formula: bool) -> Option<Cell> {
    let value = Value::new(value, formula)?;
    Some(Cell { row, column, value })
}

fn old(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>, Refusal> {
    if let Err(XlsxError::Password) = Xlsx::new(Cursor::new(bytes)) {
        return Err((None, PASSWORD.to_owned()));
    }
    match Xls::new(Cursor::new(bytes)) {
        Ok(xls) => Ok(Sheets::Xls(xls)),
        Err(XlsError::Password) => Err((None, PASSWORD.to_owned())),
        Err(error) => Err(broken(&error)),
    }
}

fn zipped(bytes: &[u8]) -> Result<Sheets<Cursor<&[u8]>>, Refusal> {
    let error = match Xlsx::new(Cursor::new(bytes)) {
        Ok(xlsx) => return Ok(Sheets::Xlsx(xlsx)),
        Err(error) => error,
    };
    if let Ok(xlsb) = Xlsb::new(Cursor::new(bytes)) {
        if merged::is_merged_xlsb(bytes) {
            return Err((None, MERGED.to_owned()));
        }
        return Ok(Sheets::Xlsb(xlsb));
    }
    match Ods::new(Cursor::new(bytes)) {
        Ok(ods) => {
            let content = merged::of_ods(bytes);
            if merged::is_merged_ods(&content) {
                return Err((None, MERGED.to_owned()));
            }
            match padded::first(&content) {
                Some(shown) => Err((None, padded::refusal(&shown))),
                None => Ok(Sheets::Ods(ods)),
            }
        }
        Err(OdsError::Password) => Err((None, PASSWORD.to_owned())),
        Err(_) => Err(broken(&error)),
    }
}

const AGAIN: &str = "export it again, or open it in a spreadsheet program and save a copy as XLSX";
const MERGED: &str = "cells of the workbook are merged over several rows, and over which is not seen in an ODS or XLSB file, so that a \
                      value would count for the first of its rows alone; save a copy as XLSX, or undo the merging and fill \
                      the value into each row";
const PASSWORD: &str = "the workbook is protected by a password; save a copy without one";

fn broken(error: &dyn std::error::Error) -> Refusal {
    let message = format!("the file begins like a workbook but is damaged or cut off ({error}); {AGAIN}");
    (None, message)
}

impl Sheet {
    /// Rows from the first of the sheet to the last in use.
    pub(in crate::ingest) fn height(&self) -> u64 {
        self.cells.last().map_or(0, |cell| u64::from(cell.row) + 1)
    }

    /// The texts of all cells that hold something, as the sheet shows them.
    pub(in crate::ingest) fn texts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.cells
            .iter()
            .map(move |cell| cell.value.text().unwrap_or_else(|fault| Cow::Owned(fault.shown())))
    }

    /// Every row from the first of the sheet to the last in use.
    pub(in crate::ingest) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let mut left = self.cells.as_slice();
        (1..=self.height()).map(move |line| {
            let number = left.iter().take_while(|cell| u64::from(cell.row) < line).count();
            let (cells, after) = left.split_at_checked(number).unwrap_or_default();
            left = after;
            let width = self.width;
            let cells = Cells::Sheet(SheetRow { cells, width });
            Row { line, cells }
        })
    }
}

impl<'a> SheetRow<'a> {
    /// Whether nothing stands in any cell.
    pub(super) fn is_blank(self) -> bool {
        self.cells.iter().all(|cell| cell.value.is_blank())
    }

    /// The columns in which anything stands.
    pub(super) fn held(self) -> impl Iterator<Item = usize> + use<'a> {
        self.cells.iter().map(|cell| cell.column as usize)
    }

    /// The trimmed text of a cell; empty where there is none.
    pub(super) fn text(self, place: usize) -> Result<Cow<'a, str>, Fault> {
        let found = self.cells.binary_search_by_key(&place, |cell| cell.column as usize);
        let cell = found.ok().and_then(|at| self.cells.get(at));
        cell.map_or(Ok(Cow::Borrowed("")), |cell| cell.value.text())
    }
}
