//! The document from top to bottom: cover, contents, text, charts, tables.

use super::{
    NodeId, Role, chart,
    contents::{self, Listed},
    cover, keep,
    line::Line,
    measure::Measure,
    sheet::Sheets,
    style, table,
};
use crate::{
    model::block::{Block, Document, Table},
    model::look::Look,
    render::pdf::text::Shaper,
};
use anyhow::{Context, Result};

/// A document on pages.
pub(super) struct Flow {
    /// Its pages.
    pub(super) sheets: Sheets,
    /// The lines of its contents, which still lack their numbers.
    pub(super) listed: Vec<Listed>,
    /// Where the text of the last page ends.
    pub(super) end: f32,
}

/// Places a document on pages of a size; a heading of this id begins a page.
pub(super) fn place(
    document: &Document,
    look: &Look,
    size: (f32, f32),
    begins: Option<String>,
    shaper: &mut Shaper,
) -> Result<Flow> {
    let mut sheets = Sheets::new(size);
    sheets.begins = begins;
    let front = sheets.laid.tree.node(NodeId::ROOT, Role::Section);
    let logo = look.logo.as_ref();
    cover::place((&document.front, logo), front, &mut sheets, shaper).context("the front matter cannot be printed")?;
    let listed = contents::place(document, front, &mut sheets, shaper).context("the contents cannot be printed")?;
    let section = sheets.laid.tree.node(NodeId::ROOT, Role::Section);
    let mut level = 1;
    let mut lines: Vec<Line> = Vec::new();
    for blocks in document.blocks.chunk_by(|a, b| !is_alone(a) && !is_alone(b)) {
        match blocks {
            [Block::Table(inner)] => table((inner, section), &mut level, &mut lines, &mut sheets, shaper)?,
            [Block::Chart(inner)] => {
                let caption = [Block::Paragraph(inner.caption.clone())];
                let mut caption = text((&caption, section), &mut level, &mut sheets, shaper)?;
                // A heading has less white space below it than a paragraph.
                if lines.last().is_some_and(|line| line.mark.is_some()) {
                    caption.iter_mut().take(1).for_each(|line| line.above /= 2.0);
                }
                lines.extend(caption);
                let drawings = chart::drawings(inner, &sheets, shaper.is_leftwards());
                if !drawings.is_empty() {
                    lines.iter_mut().last().into_iter().for_each(|line| line.keep = true);
                    sheets.set(&lines, chart::lead(&drawings));
                    lines.clear();
                    chart::place((inner, &drawings), look.accent, section, &mut sheets, shaper)?;
                }
                table((&inner.table, section), &mut level, &mut lines, &mut sheets, shaper)?;
            }
            blocks => lines.extend(text((blocks, section), &mut level, &mut sheets, shaper)?),
        }
    }
    sheets.set(&lines, 0.0);
    let end = sheets.y;
    sheets.turn();
    Ok(Flow { sheets, listed, end })
}

/// The lines of text.
fn text(
    (blocks, section): (&[Block], NodeId),
    level: &mut u8,
    sheets: &mut Sheets,
    shaper: &mut Shaper,
) -> Result<Vec<Line>> {
    let width = sheets.width().min(style::MEASURE);
    let mut measure = Measure {
        shaper: &mut *shaper,
        tree: &mut sheets.laid.tree,
        kind: style::BODY,
        bold: false,
        level,
    };
    let mut lines = Vec::new();
    for piece in measure.blocks(blocks, section)? {
        lines.extend(piece.lines(width, shaper)?);
    }
    keep::together(&mut lines);
    Ok(lines)
}

/// Places the lines that wait, and a table below them.
fn table(
    (inner, section): (&Table, NodeId),
    level: &mut u8,
    lines: &mut Vec<Line>,
    sheets: &mut Sheets,
    shaper: &mut Shaper,
) -> Result<()> {
    let ready = table::prepare(inner, section, sheets.width(), &mut sheets.laid.tree, level, shaper)?;
    lines.iter_mut().last().into_iter().for_each(|line| line.keep = true);
    // What the table needs depends on the room that is left above the lines that stand with it.
    let kept = lines.chunk_by(|line, _| line.keep).last().map_or(0, <[Line]>::len);
    let (before, kept) = lines.split_at(lines.len() - kept);
    sheets.set(before, 0.0);
    let lead = ready.lead(sheets);
    sheets.set(kept, lead + style::BODY.above);
    lines.clear();
    if !sheets.is_fresh() {
        sheets.y += style::BODY.above;
    }
    table::place(ready, lead, sheets);
    Ok(())
}

/// Whether a block is a table or has one, and is placed alone.
fn is_alone(block: &Block) -> bool {
    match block {
        Block::Table(_) | Block::Chart(_) => true,
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => false,
    }
}
