//! Layout: blocks to pages of drawing items and a structure tree. Knows no writer.
//!
//! [`measure`] makes lines of blocks, [`flow`], [`chart`] and [`table`] place them on [`sheet`]s, [`contents`] lists the sections
//! before them with the numbers of their pages, [`frame`] adds the running heads.

mod chart;
mod contents;
mod cover;
mod flow;
mod frame;
mod grid;
mod item;
mod line;
mod measure;
mod outline;
mod sheet;
mod style;
mod table;
mod tree;

pub(crate) use item::{Artifact, Item, Owner, Page, Target};
pub(crate) use outline::{Entry, Place};
pub(crate) use style::{Colour, accented};
pub(crate) use tree::{Kid, Node, NodeId, Role, Tree};

use super::text::Shaper;
use crate::model::block::{Block, Chart, Document};
use crate::model::look::Look;
use anyhow::Result;
use std::collections::BTreeMap;

/// A document laid out.
#[derive(Debug)]
pub(crate) struct Laid {
    /// Width and height of every page, in points.
    pub(crate) size: (f32, f32),
    /// The pages.
    pub(crate) pages: Vec<Page>,
    /// What the items on them mean.
    pub(crate) tree: Tree,
    /// The document's outline, in reading order.
    pub(crate) outline: Vec<Entry>,
    /// Where the headings and anchors stand that links lead to.
    pub(crate) anchors: BTreeMap<String, Place>,
}

/// Lays a document out on A4: landscape if a table has many columns, else portrait.
pub(crate) fn lay_out(document: &Document, look: &Look, shaper: &mut Shaper) -> Result<Laid> {
    let wide = document.blocks.iter().any(|block| match block {
        Block::Table(table) | Block::Chart(Chart { table, .. }) => grid::columns(table) > style::PORTRAIT_COLUMNS,
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => false,
    });
    let size = if wide { (style::A4.1, style::A4.0) } else { style::A4 };
    let (mut sheets, listed) = flow::place(document, look, size, shaper)?;
    contents::number(listed, &mut sheets, shaper)?;
    frame::draw(&mut sheets, &document.front, shaper)?;
    Ok(sheets.laid)
}

#[cfg(test)]
mod tests;
