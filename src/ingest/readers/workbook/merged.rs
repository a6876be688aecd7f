//! Values that are shown over several rows, put into each of them, as a person reads them.
//!
//! Comes in: the cells of a sheet and the regions that are merged. Goes out: the cells, with copies of the first cell
//! of a region below it, in rows that hold something of their own. Across columns nothing is copied: it would be a
//! guess that a title over two columns is the value of both. Of ODS and XLSB files goes out only whether there are such regions.

use std::io::{Cursor, Read};

use calamine::Dimensions;
use memchr::memmem;
use zip::ZipArchive;

use super::Cell;

/// Puts the first value of each region into its column in all rows of the region; the cells are in order, and stay so.
pub(super) fn spread(cells: &mut Vec<Cell>, regions: &[Dimensions]) {
    let mut copies: Vec<Cell> = Vec::new();
    for region in regions.iter().filter(|region| region.end.0 > region.start.0) {
        let (row, column) = region.start;
        let place = |cell: &Cell| (cell.row, cell.column);
        let Ok(Some(first)) = cells
            .binary_search_by_key(&(row, column), place)
            .map(|at| cells.get(at))
        else {
            continue;
        };
        let begin = cells.partition_point(|cell| cell.row <= row);
        let end = cells.partition_point(|cell| cell.row <= region.end.0);
        let below = cells.get(begin..end).unwrap_or_default();
        let rows = below.chunk_by(|one, other| one.row == other.row);
        let bare = rows.filter(|cells| cells.iter().all(|cell| cell.column != column));
        copies.extend(bare.filter_map(|cells| {
            let row = cells.first()?.row;
            Some(Cell { row, ..first.clone() })
        }));
    }
    if !copies.is_empty() {
        cells.append(&mut copies);
        cells.sort_by_key(|cell| (cell.row, cell.column));
    }
}

/// The content of an ODS file, as XML; empty where it cannot be read.
pub(super) fn of_ods(bytes: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    let read = ZipArchive::new(Cursor::new(bytes)).is_ok_and(|mut archive| {
        let entry = archive.by_name("content.xml").ok();
        entry.is_some_and(|entry| entry.take(LIMIT).read_to_end(&mut content).is_ok())
    });
    if read { content } else { Vec::new() }
}

/// Whether a cell of the content of an ODS file is shown over several rows: `OpenDocument`, `table:number-rows-spanned`.
pub(super) fn is_merged_ods(content: &[u8]) -> bool {
    let several = |at: usize| {
        let number = content.get(at + SPANNED.len()..).unwrap_or_default();
        let digits = number.split(|byte| matches!(byte, b'"' | b'\'')).nth(1);
        digits.is_some_and(|digits| digits != b"1")
    };
    memmem::find_iter(content, SPANNED).any(several)
}

const SPANNED: &[u8] = b"number-rows-spanned=";

/// Whether a cell of an XLSB file is shown over several rows: records `BrtMergeCell`, which begin with the first and the
/// last row.
pub(super) fn is_merged_xlsb(bytes: &[u8]) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return false;
    };
    (0..archive.len()).any(|place| {
        let mut content = Vec::new();
        let read = archive.by_index(place).is_ok_and(|entry| {
            let name = entry.name().map(|name| name.to_lowercase()).unwrap_or_default();
            name.starts_with("xl/worksheets/") && entry.take(LIMIT).read_to_end(&mut content).is_ok()
        });
        read && merges_rows(&content)
    })
}

/// Whether any record merges rows.
fn merges_rows(mut rest: &[u8]) -> bool {
    while let Some((kind, after)) = number(rest, 2) {
        let Some((length, after)) = number(after, 4) else {
            return false;
        };
        let Some((data, after)) = after.split_at_checked(length) else {
            return false;
        };
        let rows = (data.get(..4), data.get(4..8));
        if kind == MERGED && matches!(rows, (Some(first), Some(last)) if first != last) {
            return true;
        }
        rest = after;
    }
    false
}

/// A number of seven bits a byte, of which every byte but the last begins with 1, and what follows it.
fn number(bytes: &[u8], longest: usize) -> Option<(usize, &[u8])> {
    let last = bytes.iter().take(longest).position(|byte| byte & 0x80 == 0);
    let length = last.map_or(longest, |last| last + 1);
    let (own, rest) = bytes.split_at_checked(length)?;
    let value = own
        .iter()
        .rev()
        .fold(0, |value, byte| (value << 7) | usize::from(byte & 0x7f));
    Some((value, rest))
}

/// The kind of a record that says which cells are merged.
const MERGED: usize = 176;

/// How many bytes may come out of a file.
const LIMIT: u64 = 1 << 30;

#[cfg(test)]
mod tests {
    use calamine::Data;

    use super::super::Value;
    use super::*;

    fn cell((row, column, text): (u32, u32, &str)) -> Cell {
        let value = Value::Known(Data::String(text.to_owned()));
        Cell { row, column, value }
    }

    fn spread_over(cells: &[(u32, u32, &str)], regions: &[[u32; 4]]) -> Vec<(u32, u32, String)> {
        let mut cells: Vec<Cell> = cells.iter().copied().map(cell).collect();
        let regions: Vec<Dimensions> = regions
            .iter()
            .map(|[top, left, bottom, right]| Dimensions::new((*top, *left), (*bottom, *right)))
            .collect();
        spread(&mut cells, &regions);
        let shown = |cell: Cell| {
            (
                cell.row,
                cell.column,
                cell.value.text().unwrap_or_default().into_owned(),
            )
        };
        cells.into_iter().map(shown).collect()
    }

    #[test]
    fn a_value_stands_in_all_rows_of_its_region_that_hold_something() {
        let cells = [
            (0, 0, "anna"),
            (0, 1, "a"),
            (1, 1, "b"),
            (3, 0, "own"),
            (3, 1, "c"),
            (4, 1, "d"),
        ];
        let expected = [
            (0, 0, "anna"),
            (0, 1, "a"),
            (1, 0, "anna"),
            (1, 1, "b"),
            (3, 0, "own"),
            (3, 1, "c"),
            (4, 1, "d"),
        ];
        let expected = expected.map(|(row, column, text)| (row, column, text.to_owned()));
        assert_eq!(spread_over(&cells, &[[0, 0, 3, 0], [9, 9, 12, 9]]), expected);
    }

    #[test]
    fn an_xlsb_file_tells_whether_rows_are_merged() {
        let record = |last: u8| [&[0xb0, 0x01, 16, 0, 0, 0, 0, last][..], &[0; 11]].concat();
        // a record of another kind, longer than 127 bytes, in front
        let long = [&[0x07, 0x81, 0x01][..], &[0xb0; 129]].concat();
        let none = [&[0xb1, 0x01, 4, 1, 0, 0, 0][..], &record(0), &[0xb2, 0x01, 0]].concat();
        assert!(!merges_rows(&[long.as_slice(), &none].concat()));
        assert!(merges_rows(&[long.as_slice(), &none, &record(2)].concat()));
        assert!(!merges_rows(record(2).split_at(9).0));
        assert!(!merges_rows(&[]));
    }

    #[test]
    fn across_columns_and_without_a_value_nothing_is_copied() {
        let cells = [(0, 0, "title"), (1, 1, "b")];
        let expected = cells.map(|(row, column, text)| (row, column, text.to_owned()));
        assert_eq!(spread_over(&cells, &[[0, 0, 0, 3], [0, 2, 1, 2]]), expected);
    }
}
