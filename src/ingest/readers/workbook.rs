//! Workbooks to rows: the sheets of XLSX, XLSM, XLSB, XLS and ODS files, with the row numbers the program shows.
//!
//! A workbook keeps values, not texts: dates are written as ISO 8601, whole numbers without a decimal point, and a
//! value that is no fact (an error, a formula that was never calculated, a number with lost digits) is a [`Fault`].
//! Rows count from row 1 of the sheet to the last in use, wherever the first value stands. Only cells that hold
//! something are kept, so that one stray cell far off costs nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Cursor;

use calamine::{
    Data, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Sheets, Xls, XlsError, Xlsb, XlsbError,
    Xlsx, XlsxError,
};

use super::{Cells, Fault, Refusal, Row};

/// A workbook, opened.
pub(in crate::ingest) struct Workbook<'a> {
    sheets: Sheets<Cursor<&'a [u8]>>,
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
pub(in crate::ingest) struct Cell {
    row: u32,
    column: u32,
    value: Value,
}

/// What a cell holds.
#[derive(Debug)]
enum Value {
    /// A value.
    Known(Data),
    /// A formula of which the file keeps no value.
    Uncalculated,
    /// A number that is shown with leading zeros, with the zeros of its format.
    Padded(f64, usize),
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
        let sheets = if bytes.starts_with(&OLE) {
            old(bytes)
        } else {
            zipped(bytes)
        }?;
        Ok(Self { sheets })
    }

    /// All sheets that hold cells, in the workbook's order, hidden ones too.
    pub(in crate::ingest) fn sheets(mut self) -> Result<Vec<Sheet>, Refusal> {
        let all = self.sheets.sheets_metadata().iter();
        let names: Vec<(String, bool)> = all
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        let mut sheets = Vec::new();
        for (name, hidden) in names {
            let mut cells = self.cells(&name).map_err(|error| {
                let message = format!("the sheet `{name}` cannot be read ({error}); {AGAIN}");
                (None, message)
            })?;
            cells.sort_by_key(|cell| (cell.row, cell.column));
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
    let zeros: Vec<Option<usize>> = reader.styles().iter().map(zeros).collect();
    if zeros.iter().all(Option::is_none) {
        return Ok(cells);
    }
    let mut padded = HashMap::new();
    while let Some((row, column, style)) = reader.next_style_id()? {
        if let Some(Some(zeros)) = zeros.get(style) {
            padded.insert((row, column), *zeros);
        }
    }
    for cell in &mut cells {
        if let (Value::Known(Data::Float(number)), Some(zeros)) = (&cell.value, padded.get(&(cell.row, cell.column))) {
            cell.value = Value::Padded(*number, *zeros);
        }
    }
    Ok(cells)
}

/// How many zeros a number format such as `00000` consists of.
fn zeros(style: &calamine::Style) -> Option<usize> {
    let code = &style.number_format.as_ref()?.format_code;
    (code.len() > 1 && code.bytes().all(|letter| letter == b'0')).then_some(code.len())
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
    let value = match (value == Data::Empty, formula) {
        (true, true) => Value::Uncalculated,
        (true, false) => return None,
        (false, _) => Value::Known(value),
    };
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
        return Ok(Sheets::Xlsb(xlsb));
    }
    match Ods::new(Cursor::new(bytes)) {
        Ok(ods) => Ok(Sheets::Ods(ods)),
        Err(OdsError::Password) => Err((None, PASSWORD.to_owned())),
        Err(_) => Err(broken(&error)),
    }
}

const AGAIN: &str = "export it again, or open it in a spreadsheet program and save a copy as XLSX";
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
        self.cells.iter().all(|cell| match &cell.value {
            Value::Known(Data::String(text)) => text.trim().is_empty(),
            Value::Known(_) | Value::Uncalculated | Value::Padded(..) => false,
        })
    }

    /// The trimmed text of a cell; empty where there is none.
    pub(super) fn text(self, place: usize) -> Result<Cow<'a, str>, Fault> {
        let found = self.cells.binary_search_by_key(&place, |cell| cell.column as usize);
        let cell = found.ok().and_then(|at| self.cells.get(at));
        match cell.map(|cell| &cell.value) {
            None => Ok(Cow::Borrowed("")),
            Some(Value::Known(value)) => text(value),
            Some(Value::Uncalculated) => Err(Fault::Uncalculated),
            Some(Value::Padded(number, zeros)) => padded(*number, *zeros),
        }
    }
}

/// A number that the sheet shows with leading zeros: the zeros may be part of an id, or not.
fn padded(number: f64, zeros: usize) -> Result<Cow<'static, str>, Fault> {
    let text = decimal(number)?;
    if text.len() < zeros {
        return Err(Fault::Padded(text, zeros));
    }
    Ok(Cow::Owned(text))
}

/// The text of a cell.
fn text(cell: &Data) -> Result<Cow<'_, str>, Fault> {
    Ok(match cell {
        Data::Empty => Cow::Borrowed(""),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cow::Borrowed(text.trim()),
        Data::Bool(true) => Cow::Borrowed("TRUE"),
        Data::Bool(false) => Cow::Borrowed("FALSE"),
        Data::Int(number) if number.unsigned_abs() > LARGEST => return Err(Fault::TooLarge(number.to_string())),
        Data::Int(number) => Cow::Owned(number.to_string()),
        Data::Float(number) => Cow::Owned(decimal(*number)?),
        Data::DateTime(moment) => Cow::Owned(iso(moment)?),
        Data::Error(error) => return Err(Fault::Formula(error.to_string())),
    })
}

/// 2^53 - 1: above it a workbook no longer tells neighbouring whole numbers apart.
const LARGEST: u64 = (1 << 53) - 1;

#[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact in a float")]
fn decimal(number: f64) -> Result<String, Fault> {
    if number.abs() > LARGEST as f64 {
        return Err(Fault::TooLarge(number.to_string()));
    }
    Ok(number.to_string())
}

/// The number of the day after 9999-12-31.
const AFTER_LAST_DAY: f64 = 2_958_466.0;

/// A date, a date with a time, or a time alone.
fn iso(moment: &ExcelDateTime) -> Result<String, Fault> {
    if moment.is_duration() {
        return decimal(moment.as_f64());
    }
    if !(0.0..AFTER_LAST_DAY).contains(&moment.as_f64()) {
        return Err(Fault::Date(moment.as_f64().to_string()));
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    Ok(match (moment.as_f64() < 1.0, time.as_str()) {
        (true, _) => time,
        (false, "00:00:00") => date,
        (false, _) => format!("{date} {time}"),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn moment(serial: f64) -> Data {
        Data::DateTime(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false))
    }

    #[test]
    fn numbers_that_are_whole_have_no_decimal_point() {
        assert_eq!(text(&Data::Float(1_042.0)).unwrap(), "1042");
        assert_eq!(text(&Data::Float(-3.0)).unwrap(), "-3");
        assert_eq!(text(&Data::Float(1.5)).unwrap(), "1.5");
        assert_eq!(text(&Data::Int(7)).unwrap(), "7");
    }

    #[test]
    fn a_number_with_lost_digits_is_a_fault() {
        assert_eq!(text(&Data::Float(9_007_199_254_740_991.0)).unwrap(), "9007199254740991");
        let lost = text(&Data::Float(12_345_678_901_234_567_000.0)).unwrap_err();
        assert_eq!(lost, Fault::TooLarge("12345678901234567000".to_owned()));
        assert!(text(&Data::Int(9_007_199_254_740_992)).is_err());
    }

    #[test]
    fn dates_are_written_as_iso_8601() {
        assert_eq!(text(&moment(44_469.0)).unwrap(), "2021-09-30");
        assert_eq!(text(&moment(44_469.75)).unwrap(), "2021-09-30 18:00:00");
        assert_eq!(text(&moment(0.5)).unwrap(), "12:00:00");
        let length = Data::DateTime(ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false));
        assert_eq!(text(&length).unwrap(), "1.5");
    }

    #[test]
    fn a_number_that_is_no_day_is_a_fault() {
        assert_eq!(text(&moment(2_958_465.0)).unwrap(), "9999-12-31");
        for serial in [-1.0, 2_958_466.0, 1e12] {
            let fault = text(&moment(serial)).unwrap_err();
            assert_eq!(fault, Fault::Date(serial.to_string()));
        }
    }

    #[test]
    fn an_error_is_a_fault_and_truth_is_a_word() {
        let error = text(&Data::Error(CellErrorType::NA)).unwrap_err();
        assert_eq!(error, Fault::Formula("#N/A".to_owned()));
        assert_eq!(text(&Data::Bool(true)).unwrap(), "TRUE");
        assert_eq!(text(&Data::Bool(false)).unwrap(), "FALSE");
    }
}
