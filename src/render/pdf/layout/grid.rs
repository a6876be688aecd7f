//! The grid of a table: which columns a cell covers, and how wide they are.

use super::outline;
use crate::model::block::{Block, Cell, Row, Table};

/// A cell in its place.
pub(super) struct Slot<'a> {
    /// The cell.
    pub(super) cell: &'a Cell,
    /// Its first row and its last.
    pub(super) rows: (usize, usize),
    /// Its first column and the one behind its last.
    pub(super) columns: (usize, usize),
}

/// The cells of rows, each in its place; a cell ends with the rows at the latest.
pub(super) fn slots(rows: &[Row]) -> Vec<Vec<Slot<'_>>> {
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
pub(super) fn columns(table: &Table) -> usize {
    let widest = |rows: &[Row]| slots(rows).iter().flatten().map(|slot| slot.columns.1).max();
    widest(&table.head).max(widest(&table.body)).unwrap_or(1)
}

/// What a cell asks of the columns it covers.
pub(super) struct Wish {
    /// Its first column and the one behind its last.
    pub(super) columns: (usize, usize),
    /// Width of its widest unbreakable part.
    pub(super) least: f32,
    /// Width of its longest line.
    pub(super) most: f32,
}

/// How much wider than its text a small table is.
const AIR: f32 = 1.25;
/// The part of the page's width that a small table takes at the most.
const SMALL: f32 = 0.6;

/// The widths of `count` columns in `total`: as declared, else by what the cells ask.
pub(super) fn widths(declared: &[u8], count: usize, total: f32, wishes: &[Wish]) -> Vec<f32> {
    let sum: f32 = declared.iter().map(|part| f32::from(*part)).sum();
    if declared.len() == count && declared.iter().all(|part| *part > 0) {
        return declared.iter().map(|part| total * f32::from(*part) / sum).collect();
    }
    let mut least = vec![0.0_f32; count];
    let mut most = vec![0.0_f32; count];
    for span in 1..=count {
        for wish in wishes.iter().filter(|wish| wish.columns.1 - wish.columns.0 == span) {
            widen(&mut least, wish.columns, wish.least);
            widen(&mut most, wish.columns, wish.most);
        }
    }
    // A line of prose asks for more than it needs; its square root still tells it from a word.
    for (most, least) in most.iter_mut().zip(&least) {
        let easy = total / 5.0;
        *most = if *most > easy {
            (easy + (easy * (*most - easy)).sqrt()).min(*most)
        } else {
            *most
        }
        .max(*least);
    }
    let (floor, wanted): (f32, f32) = (least.iter().sum(), most.iter().sum());
    if floor >= total {
        return least.iter().map(|width| width * total / floor).collect();
    }
    if wanted <= total {
        // A small table stays small: figures stand beside what they are the figures of.
        let scale = if wanted * AIR <= total * SMALL {
            AIR
        } else {
            total / wanted
        };
        return most.iter().map(|width| width * scale).collect();
    }
    shared(total, &least, &most)
}

/// Widths in less than all columns ask for: one that asks for no more than its even share gets that, so that what is short
/// is not broken, and the others divide the rest.
fn shared(total: f32, least: &[f32], most: &[f32]) -> Vec<f32> {
    let mut columns: Vec<(usize, f32, f32)> = least
        .iter()
        .zip(most)
        .enumerate()
        .map(|(column, (least, most))| (column, *least, *most))
        .collect();
    columns.sort_by(|one, next| one.2.total_cmp(&next.2));
    let mut widths = most.to_vec();
    let (mut rest, mut open) = (total, columns.as_slice());
    while let [(_, _, most), others @ ..] = open {
        let even = rest / open.iter().map(|_| 1.0).sum::<f32>();
        let needed: f32 = others.iter().map(|(_, least, _)| *least).sum();
        if *most > even || rest - most < needed {
            break;
        }
        (rest, open) = (rest - most, others);
    }
    let (floor, wanted): (f32, f32) = (
        open.iter().map(|(_, least, _)| *least).sum(),
        open.iter().map(|(_, _, most)| *most).sum(),
    );
    let share = (rest - floor) / (wanted - floor).max(f32::EPSILON);
    for (column, least, most) in open {
        if let Some(width) = widths.get_mut(*column) {
            *width = least + (most - least) * share;
        }
    }
    widths
}

/// For each column, whether all it holds below its head are numbers, which stand one below the other at its end.
pub(super) fn numbers(table: &Table, count: usize) -> Vec<bool> {
    let mut numbers = vec![None; count];
    for slot in slots(&table.body).iter().flatten() {
        let is_number =
            slot.columns.1 - slot.columns.0 == 1 && slot.cell.header.is_none() && is_number(&slot.cell.blocks);
        for known in numbers.iter_mut().take(slot.columns.1).skip(slot.columns.0) {
            *known = Some(known.unwrap_or(true) && is_number);
        }
    }
    numbers.into_iter().map(|known| known == Some(true)).collect()
}

/// Whether blocks are one number.
fn is_number(blocks: &[Block]) -> bool {
    let [Block::Paragraph(text)] = blocks else { return false };
    let text = outline::plain(text);
    let is_sign = |letter: char| ",.\u{a0}\u{202f}".contains(letter);
    text.starts_with(|first: char| first.is_ascii_digit())
        && text.ends_with(|last: char| last.is_ascii_digit())
        && text.chars().all(|letter| letter.is_ascii_digit() || is_sign(letter))
}

/// Widens the columns of a cell, each by the same, until they have room for `width`.
fn widen(columns: &mut [f32], (first, end): (usize, usize), width: f32) {
    let Some(columns) = columns.get_mut(first..end) else {
        return;
    };
    let have: f32 = columns.iter().sum();
    let count = columns.iter().map(|_| 1.0).sum::<f32>();
    if width > have {
        for column in columns {
            *column += (width - have) / count;
        }
    }
}
