//! Markdown to blocks: a document in the closed dialect comes in, the tree that every format is made from goes out.
//! Anything that a format could not show is refused, with its line and what is allowed.
//!
//! One more kind of block: its events in `tree`, its tag in `tags`, and a variant of the model.

mod front;
mod table;
mod tags;
mod tokens;
mod tree;

use std::collections::BTreeSet;

use anyhow::{anyhow, bail};

use crate::model::block::{Block, Document, Inline, Table};

/// What the dialect has.
const ALLOWED: &str = "headings with `{#id}`, paragraphs, bullet lists, pipe tables, bold, links, line breaks, anchors \
                       `<a id=\"id\"></a>`, charts `<!-- chart: bars -->` (or heat, or trend) and the HTML tags table, thead, tbody, tr, th and td";

/// Reads a document.
///
/// # Errors
/// When it uses anything outside the dialect, a table is not rectangular, a heading's id stands twice, or a link leads
/// nowhere.
pub fn parse(markdown: &str) -> anyhow::Result<Document> {
    let (front, body, body_line) = front::front(markdown)?;
    let blocks = tree::Tree::new(tokens::tokens(body, body_line)?).document()?;
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for block in &blocks {
        anchors(block, &mut ids, &mut links)?;
    }
    for link in links {
        let Some(id) = link.strip_prefix('#') else { continue };
        if !ids.contains(id) {
            bail!("a link leads to `#{id}`, and no heading and no anchor has this id; correct the link or the heading");
        }
    }
    Ok(Document { front, blocks })
}

/// The error for something that the dialect does not have.
fn refused(line: u64, found: &str) -> anyhow::Error {
    anyhow!("line {line}: found {found}; a document may hold only {ALLOWED}")
}

/// Collects the ids of headings and anchors and the targets of links.
fn anchors<'a>(block: &'a Block, ids: &mut BTreeSet<&'a str>, links: &mut Vec<&'a str>) -> anyhow::Result<()> {
    match block {
        Block::Heading { id, text, .. } => {
            if let Some(id) = id {
                insert(id, ids)?;
            }
            targets(text, ids, links)?;
        }
        Block::Paragraph(text) => targets(text, ids, links)?,
        Block::List(items) => {
            for block in items.iter().flatten() {
                anchors(block, ids, links)?;
            }
        }
        Block::Table(table) => in_table(table, ids, links)?,
        Block::Chart(chart) => {
            targets(&chart.caption, ids, links)?;
            in_table(&chart.table, ids, links)?;
        }
    }
    Ok(())
}

/// Collects those of the cells of a table.
fn in_table<'a>(table: &'a Table, ids: &mut BTreeSet<&'a str>, links: &mut Vec<&'a str>) -> anyhow::Result<()> {
    let cells = table.head.iter().chain(&table.body).flat_map(|row| &row.cells);
    for block in cells.flat_map(|cell| &cell.blocks) {
        anchors(block, ids, links)?;
    }
    Ok(())
}

/// Collects the targets of links, and the ids of anchors.
fn targets<'a>(inlines: &'a [Inline], ids: &mut BTreeSet<&'a str>, links: &mut Vec<&'a str>) -> anyhow::Result<()> {
    for inline in inlines {
        match inline {
            Inline::Link { to, text } => {
                links.push(to);
                targets(text, ids, links)?;
            }
            Inline::Strong(text) => targets(text, ids, links)?,
            Inline::Anchor(id) => insert(id, ids)?,
            Inline::Text(_) | Inline::Break => {}
        }
    }
    Ok(())
}

/// Takes an id, which must be a new one.
fn insert<'a>(id: &'a str, ids: &mut BTreeSet<&'a str>) -> anyhow::Result<()> {
    if !ids.insert(id) {
        bail!("two headings or anchors have the id `{id}`; an id must be unique in the document");
    }
    Ok(())
}
