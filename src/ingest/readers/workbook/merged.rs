//! Values that are shown over several rows, put into each of them, as a person reads them.
//!
//! Comes in: the cells of a sheet and the regions that are merged. Goes out: the cells, with copies of the first cell
//! of a region below it, in rows that hold something of their own. Across columns nothing is copied: it would be a
//! guess that a title over two columns is the value of both. Of an ODS file goes out only whether there are such regions.

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

/// Whether a cell of an ODS file is shown over several rows: `OpenDocument`, `table:number-rows-spanned`.
pub(super) fn is_merged_ods(bytes: &[u8]) -> bool {
    let mut content = Vec::new();
    let read = ZipArchive::new(Cursor::new(bytes)).is_ok_and(|mut archive| {
        let entry = archive.by_name("content.xml").ok();
        entry.is_some_and(|entry| entry.take(LIMIT).read_to_end(&mut content).is_ok())
    });
    let several = |at: usize| {
        let number = content.get(at + SPANNED.len()..).unwrap_or_default();
        let digits = number.split(|byte| matches!(byte, b'"' | b'\'')).nth(1);
        digits.is_some_and(|digits| digits != b"1")
    };
    read && memmem::find_iter(&content, SPANNED).any(several)
}

const SPANNED: &[u8] = b"number-rows-spanned=";

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
    fn across_columns_and_without_a_value_nothing_is_copied() {
        let cells = [(0, 0, "title"), (1, 1, "b")];
        let expected = cells.map(|(row, column, text)| (row, column, text.to_owned()));
        assert_eq!(spread_over(&cells, &[[0, 0, 0, 3], [0, 2, 1, 2]]), expected);
    }
}
