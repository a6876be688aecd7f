//! Reads the marks off the procedure as a reader would: the column in which each row of the checklist has one.

use anyhow::{Context, ensure};

use crate::model::block::{Block, Cell, Document, Table};
use crate::model::procedure::{Audited, Mark};

/// The columns of marks, from the left.
const COLUMNS: [Mark; 3] = [Mark::Passed, Mark::NeedsRevision, Mark::NotPassed];

/// Compares the marks of the page with what came of the checklist.
///
/// # Errors
/// When a row has none or several, or another one than it should.
pub(super) fn check(path: &str, document: &Document, audited: &Audited) -> anyhow::Result<()> {
    // The last table of the page.
    let mut tables = document.blocks.iter().rev().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Chart(_) => None,
    });
    let found: Option<Vec<Mark>> = tables.next().and_then(marks);
    let found = found.with_context(|| format!("`{path}` has no checklist with one mark a row"))?;
    let expected: Vec<Mark> = audited.rows.iter().map(|row| row.mark).collect();
    ensure!(
        found == expected,
        "`{path}` marks the rows {found:?} where {expected:?} was expected"
    );
    Ok(())
}

/// One mark of each row; nothing where a row has another number of them.
fn marks(table: &Table) -> Option<Vec<Mark>> {
    let rows = table.body.iter().map(|row| {
        let cells = row.cells.get(1..)?;
        let is_marked = |cell: &Cell| !cell.blocks.is_empty();
        let mut marked = COLUMNS.into_iter().zip(cells).filter(|(_, cell)| is_marked(cell));
        let (mark, _) = marked.next()?;
        (cells.len() == COLUMNS.len() && marked.next().is_none()).then_some(mark)
    });
    rows.collect()
}
