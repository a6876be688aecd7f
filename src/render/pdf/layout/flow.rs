//! The document from top to bottom: title block, text, tables.

use super::{
    NodeId, Role,
    item::Item,
    line::Line,
    measure::Measure,
    sheet::Sheets,
    style::{self, Type},
    table,
};
use crate::{
    model::block::{Block, Document, Front, Inline},
    render::pdf::text::{Face, Shaper},
};
use anyhow::{Context, Result};

/// Places a document on pages of a size.
pub(super) fn place(document: &Document, size: (f32, f32), shaper: &mut Shaper) -> Result<Sheets> {
    let mut sheets = Sheets::new(size);
    title(&document.front, &mut sheets, shaper).context("the front matter cannot be printed")?;
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
    Ok(sheets)
}

/// Whether a block is a table.
fn is_table(block: &Block) -> bool {
    match block {
        Block::Table(_) => true,
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => false,
    }
}

/// Prints the title, and below it who audited what for whom, as a section of their own.
fn title(front: &Front, sheets: &mut Sheets, shaper: &mut Shaper) -> Result<()> {
    sheets.y = style::SIDE;
    let section = sheets.laid.tree.node(NodeId::ROOT, Role::Section);
    let facts: Vec<&str> = [&front.organisation, &front.period, &front.edition]
        .map(|fact| fact.trim())
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
    let parts: [(&str, Role, Type, Face, style::Colour); 2] = [
        (&front.title, Role::Heading(1), style::TITLE, Face::Bold, style::STRONG),
        (
            &facts.join("  \u{b7}  "),
            Role::Paragraph,
            style::COVER,
            Face::Regular,
            style::MUTED,
        ),
    ];
    for (text, role, kind, face, colour) in parts {
        let tree = &mut sheets.laid.tree;
        let node = tree.node(section, role);
        let mut level = 1;
        let mut measure = Measure {
            shaper: &mut *shaper,
            tree,
            kind,
            bold: false,
            level: &mut level,
        };
        let piece = measure.piece(&[Inline::Text(text.to_owned())], node, (kind, kind.above), face, colour)?;
        sheets.set(&piece.lines(sheets.width(), shaper)?, 0.0);
    }
    let y = sheets.y + 9.0;
    let ends = [(style::SIDE, y), (sheets.laid.size.0 - style::SIDE, y)];
    sheets.page.items.push(Item::Rule {
        ends,
        thickness: 1.2,
        colour: style::STRONG,
    });
    sheets.y = y + 7.0;
    Ok(())
}
