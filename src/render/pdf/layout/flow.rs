//! The document from top to bottom: cover, contents, text, tables.

use super::{
    NodeId, Role,
    contents::{self, Listed},
    cover,
    line::Line,
    measure::Measure,
    sheet::Sheets,
    style, table,
};
use crate::{
    model::block::{Block, Document},
    model::look::Logo,
    render::pdf::text::Shaper,
};
use anyhow::{Context, Result};

/// Places a document on pages of a size; gives the lines of its contents, which still lack their numbers.
pub(super) fn place(
    document: &Document,
    logo: Option<&Logo>,
    size: (f32, f32),
    shaper: &mut Shaper,
) -> Result<(Sheets, Vec<Listed>)> {
    let mut sheets = Sheets::new(size);
    let front = sheets.laid.tree.node(NodeId::ROOT, Role::Section);
    cover::place((&document.front, logo), front, &mut sheets, shaper).context("the front matter cannot be printed")?;
    let listed = contents::place(document, front, &mut sheets, shaper).context("the contents cannot be printed")?;
    let section = sheets.laid.tree.node(NodeId::ROOT, Role::Section);
    let mut level = 1;
    let mut lines: Vec<Line> = Vec::new();
    for blocks in document.blocks.chunk_by(|a, b| !is_table(a) && !is_table(b)) {
        if let [Block::Table(table)] = blocks {
            let ready = table::prepare(
                table,
                section,
                sheets.width(),
                &mut sheets.laid.tree,
                &mut level,
                shaper,
            )?;
            lines.iter_mut().last().into_iter().for_each(|line| line.keep = true);
            sheets.set(&lines, ready.lead() + style::BODY.above);
            lines.clear();
            if !sheets.is_fresh() {
                sheets.y += style::BODY.above;
            }
            table::place(ready, &mut sheets);
            continue;
        }
        let width = sheets.width().min(style::MEASURE);
        let tree = &mut sheets.laid.tree;
        let mut measure = Measure {
            shaper: &mut *shaper,
            tree,
            kind: style::BODY,
            bold: false,
            level: &mut level,
        };
        let pieces = measure.blocks(blocks, section)?;
        for piece in pieces {
            lines.extend(piece.lines(width, shaper)?);
        }
    }
    sheets.set(&lines, 0.0);
    sheets.turn();
    Ok((sheets, listed))
}

/// Whether a block is a table.
fn is_table(block: &Block) -> bool {
    match block {
        Block::Table(_) => true,
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => false,
    }
}
