//! How numbers of an old workbook (XLS) are shown: the reader of such files gives the number alone, and would take `00042`
//! for `42`.
//!
//! Comes in: the file. Goes out: of each sheet, in the workbook's order, the cells whose number is shown as another text. The
//! records are those of Microsoft's Excel Binary File Format (`[MS-XLS]`, 2.4): a cell names an extended format (XF), and that
//! a number format (Format), which is built in or written in the file.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};
use std::iter;

use super::value::Shown;

/// What numbers of a sheet are shown as, by row and column from 0.
pub(super) type Shows = HashMap<(u32, u32), Shown>;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const FORMULA: u16 = 0x0006;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MUL_RK: u16 = 0x00BD;

/// The version of files since Excel 97.
const BIFF8: u16 = 0x0600;

/// What is shown as another text on each sheet; nothing where the file is damaged.
pub(super) fn shown(bytes: &[u8]) -> Option<Vec<Shows>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name))?;
    let mut book = Vec::new();
    file.open_stream(name).ok()?.read_to_end(&mut book).ok()?;
    let globals = || records(&book).take_while(|(id, _)| *id != EOF);
    let of = |wanted: u16| globals().filter(move |(id, _)| *id == wanted).map(|(_, data)| data);
    let is_new = number(of(BOF).next()?, 0)? == BIFF8;
    let codes: HashMap<u16, String> = of(FORMAT).map(|data| code(data, is_new)).collect::<Option<_>>()?;
    let format = |data: &[u8]| {
        let id = number(data, 2)?;
        Some(Shown::new(codes.get(&id).map_or_else(|| built_in(id), String::as_str)))
    };
    let formats: Vec<Option<Shown>> = of(XF).map(format).collect::<Option<_>>()?;
    let begins = of(BOUND_SHEET).map(|data| {
        let begin = data.first_chunk::<4>().copied().map(u32::from_le_bytes)?;
        usize::try_from(begin).ok()
    });
    begins.map(|begin| sheet(book.get(begin?..)?, &formats)).collect()
}

/// The same of one sheet, by its records and those of whatever stands below it.
fn sheet(bytes: &[u8], formats: &[Option<Shown>]) -> Option<Shows> {
    let mut shows = Shows::new();
    let mut depth = 0_u32;
    for (id, data) in records(bytes) {
        match id {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // What stands in a chart is no cell of the sheet.
            _ if depth > 1 => {}
            NUMBER | RK | FORMULA => note(
                &mut shows,
                formats,
                (number(data, 0)?, number(data, 2)?),
                number(data, 4)?,
            ),
            MUL_RK => {
                let (row, first) = (number(data, 0)?, number(data, 2)?);
                let cells = data.get(4..)?.chunks_exact(6);
                for (cell, column) in cells.zip(first..) {
                    note(&mut shows, formats, (row, column), number(cell, 0)?);
                }
            }
            _ => {}
        }
    }
    Some(shows)
}

fn note(shows: &mut Shows, formats: &[Option<Shown>], (row, column): (u16, u16), format: u16) {
    if let Some(Some(shown)) = formats.get(usize::from(format)) {
        shows.insert((row.into(), column.into()), shown.clone());
    }
}

/// The records of a stream, each with its number: two bytes for that, two for the length, then the data.
fn records(mut left: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    iter::from_fn(move || {
        let (id, length) = (number(left, 0)?, number(left, 2)?);
        let (data, after) = left.get(4..)?.split_at_checked(length.into())?;
        left = after;
        Some((id, data))
    })
}

/// A whole number of two bytes.
fn number(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk::<2>().copied().map(u16::from_le_bytes)
}

/// The number of a format, and its code: since Excel 97 with signs of two bytes where one is not enough.
fn code(data: &[u8], is_new: bool) -> Option<(u16, String)> {
    let id = number(data, 0)?;
    let narrow = |text: &[u8]| text.iter().copied().map(char::from).collect();
    if !is_new {
        let length = usize::from(*data.get(2)?);
        return Some((id, narrow(data.get(3..)?.get(..length)?)));
    }
    let (length, text) = (usize::from(number(data, 2)?), data.get(5..)?);
    let is_wide = data.get(4)? & 1 == 1;
    if !is_wide {
        return Some((id, narrow(text.get(..length)?)));
    }
    let signs = text.get(..length * 2)?.chunks_exact(2);
    let signs: Vec<u16> = signs.map(|sign| number(sign, 0)).collect::<Option<_>>()?;
    Some((id, String::from_utf16_lossy(&signs)))
}

/// The code of a format that stands in no file, where it shows another text.
fn built_in(id: u16) -> &'static str {
    match id {
        9 => "0%",
        10 => "0.00%",
        12 => "# ?/?",
        13 => "# ??/??",
        _ => "General",
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::io::Write as _;

    use super::super::{Sheet, Workbook};
    use super::*;
    use crate::ingest::readers::Fault;

    fn record(id: u16, parts: &[&[u8]]) -> Vec<u8> {
        let data = parts.concat();
        let length = u16::try_from(data.len()).unwrap();
        [&id.to_le_bytes()[..], &length.to_le_bytes(), &data].concat()
    }

    fn word(number: u16) -> [u8; 2] {
        number.to_le_bytes()
    }

    /// A number of a cell with an extended format.
    fn cell(row: u16, column: u16, format: u16, value: f64) -> Vec<u8> {
        record(
            NUMBER,
            &[&word(row), &word(column), &word(format), &value.to_le_bytes()],
        )
    }

    /// A file of one sheet with these records, and of extended formats with these number formats.
    fn book(codes: &[(u16, &str)], formats: &[u16], sheet: &[Vec<u8>]) -> Vec<u8> {
        let bof = |kind: u16| record(BOF, &[&word(BIFF8), &word(kind), &[0; 12]]);
        let code = |(id, code): &(u16, &str)| {
            let length = word(u16::try_from(code.chars().count()).unwrap());
            if code.is_ascii() {
                return record(FORMAT, &[&word(*id), &length, &[0], code.as_bytes()]);
            }
            let wide: Vec<u8> = code.encode_utf16().flat_map(u16::to_le_bytes).collect();
            record(FORMAT, &[&word(*id), &length, &[1], &wide])
        };
        let xf = |format: &u16| record(XF, &[&word(0), &word(*format), &[0; 16]]);
        let parts = [
            bof(5),
            codes.iter().flat_map(code).collect(),
            formats.iter().flat_map(xf).collect(),
        ]
        .concat();
        let name = [&[5, 0][..], b"Sheet"].concat();
        let bound = |begin: u32| record(BOUND_SHEET, &[&begin.to_le_bytes(), &[0, 0], &name]);
        let end = record(EOF, &[]);
        let begin = parts.len() + bound(0).len() + end.len();
        let globals = [parts, bound(u32::try_from(begin).unwrap()), end.clone()].concat();
        let stream = [globals, bof(0x10), sheet.concat(), end].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    fn sheets(bytes: &[u8]) -> Vec<Sheet> {
        Workbook::open(bytes).unwrap().sheets().unwrap()
    }

    #[test]
    fn numbers_with_zeros_in_front_or_signs_around_are_told_cell_by_cell() {
        let small = |number: u32| (number << 2 | 2).to_le_bytes();
        let many = record(
            MUL_RK,
            &[
                &word(1),
                &word(0),
                &word(0),
                &small(7),
                &word(1),
                &small(42),
                &word(2),
                &small(9),
                &word(2),
            ],
        );
        let bytes = book(
            &[(164, "00000"), (165, "\"№\"0")],
            &[0, 164, 165, 9],
            &[
                cell(0, 0, 0, 42.0),
                cell(0, 1, 1, 42.0),
                cell(0, 2, 3, 0.5),
                many,
                record(RK, &[&word(2), &word(0), &word(1), &small(123_456)]),
            ],
        );
        let sheets = sheets(&bytes);
        let sheet = sheets.first().unwrap();
        let rows: Vec<Vec<Result<String, Fault>>> = (sheet.rows())
            .map(|row| (0..3).map(|place| row.cells.text(place).map(Into::into)).collect())
            .collect();
        let padded = || Err(Fault::Padded("42".to_owned(), 5));
        let formatted = |number: &str, code: &str| Err(Fault::Formatted(number.to_owned(), code.to_owned()));
        let text = |text: &str| Ok(text.to_owned());
        assert_eq!(
            rows,
            [
                [text("42"), padded(), formatted("0.5", "0%")],
                [text("7"), padded(), formatted("9", "\"№\"0")],
                [text("123456"), text(""), text("")],
            ]
        );
    }

    #[test]
    fn a_chart_below_a_sheet_has_no_cells_of_it() {
        let chart = [
            record(BOF, &[&word(BIFF8), &word(0x20), &[0; 12]]),
            cell(0, 0, 1, 3.0),
            record(EOF, &[]),
        ]
        .concat();
        let bytes = book(&[(164, "00000")], &[0, 164], &[chart, cell(1, 0, 1, 4.0)]);
        let shows = shown(&bytes).unwrap();
        assert_eq!(shows, [Shows::from([((1, 0), Shown::Padded(5))])]);
    }

    #[test]
    fn a_damaged_file_tells_nothing() {
        assert_eq!(shown(b"no file"), None);
        let format = record(FORMAT, &[&word(164), &word(9), &[0], b"00"]);
        let bytes = book(&[], &[], &[format]);
        assert!(shown(&bytes).is_some(), "a format below is none");
        assert_eq!(code(&[164, 0, 9, 0, 0, b'0'], true), None);
        assert_eq!(code(&[5, 0, 2, b'0', b'0'], false), Some((5, "00".to_owned())));
    }
}
