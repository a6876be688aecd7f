//! Values of cells to texts, as a person who sees the sheet would write them down.
//!
//! Comes in: what a cell holds. Goes out: its text, or the [`Fault`] that makes it no fact.

use std::borrow::Cow;

use calamine::{Data, ExcelDateTime};

use crate::ingest::readers::Fault;

/// What a cell holds.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A value.
    Known(Data),
    /// A formula of which the file keeps no value.
    Uncalculated,
    /// A number that is shown as another text.
    Otherwise(f64, Shown),
}

/// How a number is shown, where that is not how it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// With as many zeros in front as are needed for this length.
    Padded(usize),
    /// With a format of this code.
    Format(String),
}

impl Shown {
    /// By the code of a number format; none where it changes no more than signs between thousands and decimals.
    pub(super) fn new(code: &str) -> Option<Self> {
        if code.len() > 1 && code.bytes().all(|letter| letter == b'0') {
            return Some(Self::Padded(code.len()));
        }
        let plain = code.split(';').next().unwrap_or_default().trim_end_matches("_)").trim();
        let (whole, rest) = plain.split_once('.').unwrap_or((plain, ""));
        let (decimals, power) = rest.split_once(['E', 'e']).unwrap_or((rest, ""));
        let general = ["", "@", "General", "Standard"].contains(&plain);
        let one = !whole.ends_with(',')
            && whole.bytes().all(|sign| matches!(sign, b'#' | b',' | b'0'))
            && whole.bytes().filter(|sign| *sign == b'0').count() <= 1
            && decimals.bytes().all(|sign| matches!(sign, b'#' | b'0' | b'?'))
            && power.bytes().all(|sign| matches!(sign, b'+' | b'-' | b'0'));
        (!general && !one).then(|| Self::Format(code.to_owned()))
    }
}

impl Value {
    /// A value, if there is any, of a cell that may hold a formula.
    pub(super) fn new(value: Data, formula: bool) -> Option<Self> {
        match (value == Data::Empty, formula) {
            (true, true) => Some(Self::Uncalculated),
            (true, false) => None,
            (false, _) => Some(Self::Known(value)),
        }
    }

    /// Whether it is white space.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Known(Data::String(text)) => text.trim().is_empty(),
            Self::Known(_) | Self::Uncalculated | Self::Otherwise(..) => false,
        }
    }

    /// Its trimmed text.
    pub(super) fn text(&self) -> Result<Cow<'_, str>, Fault> {
        match self {
            Self::Known(value) => text(value),
            Self::Uncalculated => Err(Fault::Uncalculated),
            Self::Otherwise(number, Shown::Padded(zeros)) => padded(*number, *zeros),
            Self::Otherwise(number, Shown::Format(code)) => Err(Fault::Formatted(decimal(*number)?, code.clone())),
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

/// The text of a value.
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
    fn a_format_that_shows_another_text_is_told() {
        for code in [
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00",
            "#",
            "@",
            "0.00E+00",
            "#,##0_);(#,##0)",
        ] {
            assert_eq!(Shown::new(code), None, "{code}");
        }
        assert_eq!(Shown::new("00000"), Some(Shown::Padded(5)));
        for code in [
            "\"E\"00000",
            "0000-0000",
            "0%",
            "0.00%",
            "0,000",
            "#,##0,",
            "000.0",
            "0\\x",
            "\"x\"",
        ] {
            assert_eq!(Shown::new(code), Some(Shown::Format(code.to_owned())), "{code}");
        }
        let shown = Value::Otherwise(12.0, Shown::Format("\"E\"00000".to_owned()));
        let fault = Fault::Formatted("12".to_owned(), "\"E\"00000".to_owned());
        assert_eq!(shown.text(), Err(fault));
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
