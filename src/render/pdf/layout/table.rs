//! Tables: cells are measured, then rows are placed, then the page's grid is ruled.
//!
//! A cell is drawn when its part of the page is closed: at its last row, or at the page's end. So rows break across pages,
//! cells span rows across pages, and a head that has been printed is repeated in grey where its rows go on.

mod border;
mod cell;
mod rows;

pub(super) use rows::place;

use super::{
    NodeId, Role, Tree,
    grid::{self, Wish},
    line::Mark,
    measure::{Measure, Piece},
    outline, style,
};
use crate::{
    model::block::{Row, Scope, Table},
    render::{
        columns::{self, Slot},
        pdf::text::Shaper,
    },
};
use anyhow::Result;
use cell::Cell;

/// White space above and below the text of a cell, in parts of the type size.
const PAD: f32 = 0.55;
/// The mark below a repeated head.
const CONTINUED: &str = "(continued)";
/// The widest part of an identifier that a column makes room for, in parts of the type size.
const UNBROKEN: f32 = 11.0;

/// A table that is measured.
pub(super) struct Ready {
    head: Vec<Vec<Cell>>,
    body: Vec<Vec<Cell>>,
}

/// The text of a cell that waits for its width.
struct Waiting<'a> {
    slot: Slot<'a>,
    pieces: Vec<Piece>,
}

/// Measures a table and makes its nodes.
pub(super) fn prepare(
    table: &Table,
    parent: NodeId,
    width: f32,
    tree: &mut Tree,
    level: &mut u8,
    shaper: &mut Shaper,
) -> Result<Ready> {
    let count = columns::columns(table);
    let kind = if count > style::PORTRAIT_COLUMNS {
        style::SMALL_CELL
    } else {
        style::CELL
    };
    let mut measure = Measure {
        shaper,
        tree,
        kind,
        bold: true,
        level,
    };
    let node = measure.tree.node(parent, Role::Table);
    let mut head = part(&table.head, Role::TableHead, node, &mut measure)?;
    measure.bold = false;
    let mut body = part(&table.body, Role::TableBody, node, &mut measure)?;
    let numbers = columns::numbers(table, count);
    for Waiting { slot, pieces } in head.iter_mut().chain(&mut body).flatten() {
        let at_end = slot.columns.1 - slot.columns.0 == 1 && numbers.get(slot.columns.0) == Some(&true);
        for piece in pieces {
            piece.at_end = at_end;
        }
    }
    let wishes: Vec<Wish> = head
        .iter()
        .chain(&body)
        .flatten()
        .map(|cell| wish(cell, kind.size))
        .collect();
    let widths = grid::widths(&table.widths, count, width, &wishes);
    let edges: Vec<f32> = std::iter::once(style::SIDE)
        .chain(widths.iter().scan(style::SIDE, |x, width| {
            *x += width;
            Some(*x)
        }))
        .collect();
    // In a document written from right to left the first column is the rightmost.
    let total = 2.0 * style::SIDE + width;
    let leftwards = measure.shaper.is_leftwards();
    let groups = table
        .body
        .iter()
        .flat_map(|row| &row.cells)
        .any(|cell| cell.header == Some(Scope::RowGroup));
    let continued = measure.aside(CONTINUED)?;
    let look = Look {
        edges: &edges,
        mirrored: leftwards.then_some(total),
        groups,
        pad: kind.size * PAD,
        continued: &continued,
    };
    let mut lines = |rows: Vec<Vec<Waiting<'_>>>| -> Result<Vec<Vec<Cell>>> {
        let mut done = Vec::with_capacity(rows.len());
        for row in rows {
            let cells = row.into_iter().map(|cell| finish(cell, &look, measure.shaper));
            done.push(cells.collect::<Result<_>>()?);
        }
        Ok(done)
    };
    let (mut head, body) = (lines(head)?, lines(body)?);
    for cell in head.iter_mut().flatten() {
        cell.is_head = true;
    }
    Ok(Ready { head, body })
}

/// The cells of the head or the body, with their nodes.
fn part<'a>(rows: &'a [Row], role: Role, table: NodeId, measure: &mut Measure<'_>) -> Result<Vec<Vec<Waiting<'a>>>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let part = measure.tree.node(table, role);
    let mut cells = Vec::with_capacity(rows.len());
    for line in columns::slots(rows) {
        let row = measure.tree.node(part, Role::Row);
        let mut waiting = Vec::with_capacity(line.len());
        for slot in line {
            let spans = (slot.cell.rowspan.max(1), slot.cell.colspan.max(1));
            let role = match slot.cell.header {
                Some(scope) => Role::HeaderCell(scope, spans.0, spans.1),
                None => Role::Cell(spans.0, spans.1),
            };
            let bold = measure.bold;
            measure.bold = bold || slot.cell.header == Some(Scope::RowGroup);
            let node = measure.tree.node(row, role);
            let pieces = measure.blocks(&slot.cell.blocks, node)?;
            measure.bold = bold;
            waiting.push(Waiting { slot, pieces });
        }
        cells.push(waiting);
    }
    Ok(cells)
}

/// What a cell asks of its columns.
fn wish(cell: &Waiting<'_>, size: f32) -> Wish {
    let mut wish = Wish {
        columns: cell.slot.columns,
        least: 0.0,
        most: 0.0,
    };
    for piece in &cell.pieces {
        let (least, most) = piece.widths();
        wish.least = wish.least.max(least.min(UNBROKEN * size));
        wish.most = wish.most.max(most);
    }
    wish.least += 2.0 * style::PAD + 0.5;
    wish.most += 2.0 * style::PAD + 0.5;
    wish
}

/// What the cells of a table have in common.
struct Look<'a> {
    /// The edges of its columns.
    edges: &'a [f32],
    /// The width of a page on which they are seen from the right.
    mirrored: Option<f32>,
    /// Whether some of its rows form groups.
    groups: bool,
    /// White space above and below the text of a cell.
    pad: f32,
    /// The mark below a repeated head.
    continued: &'a Piece,
}

/// Breaks the lines of a cell.
fn finish(cell: Waiting<'_>, look: &Look<'_>, shaper: &mut Shaper) -> Result<Cell> {
    let Waiting { slot, pieces } = cell;
    let edge = |column: usize| look.edges.get(column).copied().unwrap_or(style::SIDE);
    let (left, right) = (edge(slot.columns.0), edge(slot.columns.1));
    let (left, right) = look.mirrored.map_or((left, right), |page| (page - right, page - left));
    let width = right - left - 2.0 * style::PAD;
    let mut lines = Vec::new();
    for piece in pieces {
        lines.extend(piece.lines(width, shaper)?);
    }
    let continued = match slot.cell.header {
        Some(Scope::Row | Scope::RowGroup) => look.continued.lines(width, shaper)?,
        Some(Scope::Column) | None => Vec::new(),
    };
    let below = match slot.cell.header {
        Some(Scope::RowGroup) => Some(1),
        Some(Scope::Row) => Some(2),
        Some(Scope::Column) | None => None,
    };
    let title = outline::words(&slot.cell.blocks);
    let mark = below
        .filter(|_| look.groups && !title.is_empty())
        .map(|level| Mark { title, level, id: None });
    Ok(Cell::new(&slot, (left, right), (look.pad, lines, continued), mark))
}
