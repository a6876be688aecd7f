//! Layout: blocks to pages of drawing items and a structure tree. Knows no writer.
//!
//! [`measure`] makes lines of blocks, [`flow`], [`chart`] and [`table`] place them on [`sheet`]s, [`contents`] lists the sections
//! before them with the numbers of their pages, [`keep`] says which lines stand together, [`frame`] adds the running heads.

mod chart;
mod contents;
mod cover;
mod flow;
mod frame;
mod grid;
mod item;
mod keep;
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
use crate::render::columns;
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
        Block::Table(table) | Block::Chart(Chart { table, .. }) => columns::columns(table) > style::PORTRAIT_COLUMNS,
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => false,
    });
    let size = if wide { (style::A4.1, style::A4.0) } else { style::A4 };
    let mut flow = flow::place(document, look, size, None, shaper)?;
    if let Some(heading) = balance(document, &flow) {
        let other = flow::place(document, look, size, Some(heading), shaper)?;
        if other.sheets.laid.pages.len() == flow.sheets.laid.pages.len() {
            flow = other;
        }
    }
    let flow::Flow { mut sheets, listed, .. } = flow;
    contents::number(listed, &mut sheets, shaper)?;
    frame::draw(&mut sheets, &document.front, shaper)?;
    Ok(sheets.laid)
}

/// The most pages of a document that is balanced.
const FEW: usize = 8;
/// A last page that is filled to less than this part is nearly empty; so is one before it that is left so.
const EMPTY: f32 = 0.25;

/// The heading of the last section on the page before a last one that is nearly empty: if it begins that page, both are filled
/// about as well.
fn balance(document: &Document, flow: &flow::Flow) -> Option<String> {
    let (sheets, room) = (&flow.sheets, flow.sheets.room());
    let before = sheets.laid.pages.len().checked_sub(2)?;
    let filled = flow.end - style::TOP;
    if before + 2 > FEW || filled > room * EMPTY {
        return None;
    }
    let ids = document.blocks.iter().rev().filter_map(|block| match block {
        Block::Heading { level: 0..=2, id, .. } => id.as_ref(),
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Chart(_) => None,
    });
    let mut places = ids.filter_map(|id| Some((id, sheets.laid.anchors.get(id)?)));
    let (id, place) = places.find(|(_, place)| place.page == before)?;
    let fits = sheets.bottom() - place.y + filled < room;
    (fits && place.y - style::TOP > room * EMPTY).then(|| id.clone())
}

#[cfg(test)]
mod tests;
