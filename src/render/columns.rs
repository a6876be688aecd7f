//! The columns of a table: which of them a cell covers, and which hold nothing but numbers.

use super::contents::words;
use crate::model::block::{Block, Cell, Row, Table};

/// A cell in its place.
pub(in crate::render) struct Slot<'a> {
    /// The cell.
    pub(in crate::render) cell: &'a Cell,
    /// Its first row and its last.
    pub(in crate::render) rows: (usize, usize),
    /// Its first column and the one behind its last.
    pub(in crate::render) columns: (usize, usize),
}

/// The cells of rows, each in its place; a cell ends with the rows at the latest.
pub(in crate::render) fn slots(rows: &[Row]) -> Vec<Vec<Slot<'_>>> {
    let mut free: Vec<usize> = Vec::new();
    let mut slots = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let mut column = 0;
        let mut line = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            while free.get(column).is_some_and(|from| *from > index) {
                column += 1;
            }
            let end = column + usize::from(cell.colspan.max(1));
            let last = (index + usize::from(cell.rowspan.max(1)) - 1).min(rows.len() - 1);
            if free.len() < end {
                free.resize(end, 0);
            }
            free.iter_mut().take(end).skip(column).for_each(|from| *from = last + 1);
            line.push(Slot {
                cell,
                rows: (index, last),
                columns: (column, end),
            });
            column = end;
        }
        slots.push(line);
    }
    slots
}

/// How many columns a table has.
pub(in crate::render) fn columns(table: &Table) -> usize {
    let widest = |rows: &[Row]| slots(rows).iter().flatten().map(|slot| slot.columns.1).max();
    widest(&table.head).max(widest(&table.body)).unwrap_or(1)
}

/// For each column, whether all it holds below its head are numbers, which stand one below the other at its end; some cells
/// may be empty.
pub(in crate::render) fn numbers(table: &Table, count: usize) -> Vec<bool> {
    let mut numbers: Vec<Option<bool>> = vec![None; count];
    for slot in slots(&table.body)
        .iter()
        .flatten()
        .filter(|slot| !is_empty(&slot.cell.blocks))
    {
        let is_number =
            slot.columns.1 - slot.columns.0 == 1 && slot.cell.header.is_none() && is_number(&slot.cell.blocks);
        for known in numbers.iter_mut().take(slot.columns.1).skip(slot.columns.0) {
            *known = Some(known.unwrap_or(true) && is_number);
        }
    }
    numbers.into_iter().map(|known| known == Some(true)).collect()
}

/// Whether blocks say nothing.
fn is_empty(blocks: &[Block]) -> bool {
    blocks
        .iter()
        .all(|block| matches!(block, Block::Paragraph(text) if words(text).trim().is_empty()))
}

/// Whether blocks are one number.
fn is_number(blocks: &[Block]) -> bool {
    let [Block::Paragraph(text)] = blocks else { return false };
    let text = words(text);
    let is_sign = |letter: char| ",.\u{a0}\u{202f}".contains(letter);
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_digit() || is_sign(letter))
}
