//! Workbooks to rows: the sheets of XLSX, XLSM, XLSB, XLS and ODS files, with the row numbers the program shows.
//!
//! A workbook keeps values, not texts: dates are written as ISO 8601, whole numbers without a decimal point, and a
//! value that is no fact (an error, a number with lost digits) is a [`Fault`]. Rows count from row 1 of the sheet to
//! the last in use, wherever the first value stands.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{
    Data, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType, Sheets, Xls, XlsError, Xlsb, Xlsx, XlsxError,
};

use super::{Cells, Fault, Refusal, Row};

/// A workbook, opened.
pub(in crate::ingest) struct Workbook<'a> {
    sheets: Sheets<Cursor<&'a [u8]>>,
}

/// One sheet of a workbook.
pub(in crate::ingest) struct Sheet {
    pub(in crate::ingest) name: String,
    range: Range<Data>,
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
        let names: Vec<String> = all
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        let mut sheets = Vec::new();
        for name in names {
            let range = self.sheets.worksheet_range(&name).map_err(|error| {
                let message = format!("the sheet `{name}` cannot be read ({error}); {AGAIN}");
                (None, message)
            })?;
            sheets.push(Sheet { name, range });
        }
        Ok(sheets)
    }
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
        self.range.end().map_or(0, |(row, _)| u64::from(row) + 1)
    }

    /// Every row from the first of the sheet to the last in use.
    pub(in crate::ingest) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let first = self.range.start().map_or(0, |(row, _)| u64::from(row));
        let unused = (0..first).map(|_| [].as_slice());
        (1..).zip(unused.chain(self.range.rows())).map(|(line, cells)| {
            let cells = Cells::Sheet(cells);
            Row { line, cells }
        })
    }
}

/// Whether nothing stands in a cell.
pub(super) fn is_blank(cell: &Data) -> bool {
    match cell {
        Data::Empty => true,
        Data::String(text) => text.trim().is_empty(),
        Data::Int(_)
        | Data::Float(_)
        | Data::Bool(_)
        | Data::DateTime(_)
        | Data::DateTimeIso(_)
        | Data::DurationIso(_)
        | Data::Error(_) => false,
    }
}

/// The text of a cell.
pub(super) fn text(cell: &Data) -> Result<Cow<'_, str>, Fault> {
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

/// A date, a date with a time, or a time alone.
fn iso(moment: &ExcelDateTime) -> Result<String, Fault> {
    if moment.is_duration() {
        return decimal(moment.as_f64());
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
    fn an_error_is_a_fault_and_truth_is_a_word() {
        let error = text(&Data::Error(CellErrorType::NA)).unwrap_err();
        assert_eq!(error, Fault::Formula("#N/A".to_owned()));
        assert_eq!(text(&Data::Bool(true)).unwrap(), "TRUE");
        assert_eq!(text(&Data::Bool(false)).unwrap(), "FALSE");
    }
}
