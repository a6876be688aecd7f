//! Reads the figures off the internal document: the column of numbers below the heading `figures`.

use anyhow::{Context, ensure};

use crate::model::block::{Block, Document, Inline};
use crate::model::review::Review;

/// Compares the figures with the review's, in their order in the document.
///
/// # Errors
/// When a figure is missing, is no number, or differs.
pub(super) fn check_figures(path: &str, document: &Document, review: &Review) -> anyhow::Result<()> {
    let figures = &review.figures;
    let mut expected = vec![figures.people, figures.technical];
    expected.extend(Some(figures.shared).filter(|shared| *shared > 0));
    expected.extend([
        figures.systems,
        figures.accounts,
        figures.holding,
        figures.inactive,
        figures.grants,
        figures.devices,
        figures.rows,
        figures.used,
        figures.set_aside,
        figures.rejected,
    ]);
    let mut blocks = document.blocks.iter().skip_while(|block| !is_heading(block, "figures"));
    let table = blocks.find_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Chart(_) => None,
    });
    let table = table.with_context(|| format!("`{path}` has no table of figures"))?;
    let last_cells = table.body.iter().filter_map(|row| row.cells.last());
    let found: Option<Vec<u64>> = last_cells.map(|cell| number(&cell.blocks)).collect();
    ensure!(
        found.as_ref() == Some(&expected),
        "`{path}` shows the figures {found:?} where {expected:?} were expected"
    );
    Ok(())
}

fn is_heading(block: &Block, wanted: &str) -> bool {
    matches!(block, Block::Heading { id: Some(id), .. } if id == wanted)
}

fn number(blocks: &[Block]) -> Option<u64> {
    match blocks {
        [Block::Paragraph(text)] => match text.as_slice() {
            [Inline::Text(text)] => text.trim().parse().ok(),
            _ => None,
        },
        _ => None,
    }
}
