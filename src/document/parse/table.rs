//! Rows to a table: widths, spans, and the check that every row covers the same columns.

use anyhow::bail;

use super::tags::Attributes;
use crate::model::block::{Block, Cell, Inline, Row, Scope, Table};

/// A row with its line.
pub(super) struct RowAt {
    /// Its line.
    pub(super) line: u64,
    /// Its cells.
    pub(super) cells: Vec<CellAt>,
}

/// A cell as written.
pub(super) struct CellAt {
    /// What its tag says.
    pub(super) attributes: Attributes,
    /// What stands in it.
    pub(super) blocks: Vec<Block>,
}

/// A cell of a pipe table.
pub(super) fn pipe_cell(text: Vec<Inline>, is_head: bool) -> CellAt {
    CellAt {
        attributes: Attributes {
            scope: is_head.then_some(Scope::Column),
            ..Attributes::default()
        },
        blocks: if text.is_empty() {
            Vec::new()
        } else {
            vec![Block::Paragraph(text)]
        },
    }
}

/// Checks the rows and makes a table of them.
pub(super) fn table(line: u64, head: Vec<RowAt>, body: Vec<RowAt>) -> anyhow::Result<Table> {
    let Some(first) = head.first() else {
        bail!("line {line}: the table has no header row");
    };
    let columns = first
        .cells
        .iter()
        .map(|cell| usize::from(cell.attributes.colspan.unwrap_or(1)))
        .sum();
    let widths: Vec<u8> = first.cells.iter().filter_map(|cell| cell.attributes.width).collect();
    let sum: u32 = widths.iter().map(|width| u32::from(*width)).sum();
    if !widths.is_empty() && (widths.len() != columns || sum != 100) {
        bail!(
            "line {}: the table declares {} widths for {columns} columns, {sum} % together; expected one for each \
             column, 100 % together, or none",
            first.line,
            widths.len()
        );
    }
    let others = head.iter().skip(1).chain(&body);
    for row in others {
        if row.cells.iter().any(|cell| cell.attributes.width.is_some()) {
            bail!("line {}: a width may stand in the table's first row only", row.line);
        }
    }
    rectangular(&head, columns)?;
    rectangular(&body, columns)?;
    Ok(Table {
        widths,
        head: head.into_iter().map(row).collect(),
        body: body.into_iter().map(row).collect(),
    })
}

/// A row of the model.
fn row(row: RowAt) -> Row {
    let cell = |CellAt { attributes, blocks }| Cell {
        header: attributes.scope,
        rowspan: attributes.rowspan.unwrap_or(1),
        colspan: attributes.colspan.unwrap_or(1),
        blocks,
    };
    Row {
        cells: row.cells.into_iter().map(cell).collect(),
    }
}

/// Checks that every row covers exactly the columns, with spans from above and from the left.
fn rectangular(rows: &[RowAt], columns: usize) -> anyhow::Result<()> {
    // For each column, how many further rows the cell above covers.
    let mut covered: Vec<u16> = vec![0; columns];
    for row in rows {
        let mut cells = row.cells.iter();
        let (mut span_left, mut rowspan) = (0, 1);
        let mut fits = true;
        for column in &mut covered {
            if *column > 0 {
                fits &= span_left == 0;
                *column -= 1;
                continue;
            }
            if span_left == 0 {
                let Some(cell) = cells.next() else {
                    fits = false;
                    continue;
                };
                span_left = cell.attributes.colspan.unwrap_or(1);
                rowspan = cell.attributes.rowspan.unwrap_or(1);
            }
            span_left -= 1;
            *column = rowspan - 1;
        }
        if !fits || span_left > 0 || cells.next().is_some() {
            bail!(
                "line {}: the row's cells do not cover the table's {columns} columns exactly once, spans counted",
                row.line
            );
        }
    }
    if let Some(last) = rows.last()
        && covered.iter().any(|rows| *rows > 0)
    {
        bail!(
            "line {}: a rowspan reaches beyond the last row of its part of the table",
            last.line
        );
    }
    Ok(())
}
