//! The contents: the sections that links can lead to, in two levels, each with the number of its page.
//!
//! They stand on pages of their own behind the title, so that nothing of the text moves when their numbers are put in,
//! which is done when all pages are known.

use super::{
    Item, NodeId, Owner, Role, Target,
    item::Link,
    line::{Line, Mark},
    measure::Measure,
    sheet::Sheets,
    style::{self, Type},
    tree::Leaf,
};
use crate::{
    model::block::{Document, Inline},
    render::{
        contents::sections,
        pdf::text::{Face, Paragraph, Shaper},
        words::Words,
    },
};
use anyhow::{Context, Result};
use std::ops::Range;

/// Of fewer sections and parts there are no contents: such a document is seen at a glance.
const LEAST: usize = 12;
/// White space between two columns.
const GAP: f32 = 30.0;
/// The least width of a column.
const COLUMN: f32 = 220.0;
/// Room for a page number and what parts it from the words.
const NUMBER: f32 = 30.0;
/// White space between words, the line that leads on from them, and the number.
const LEADER: f32 = 5.0;

/// A line of the contents that lacks its number.
pub(super) struct Listed {
    /// What it leads to.
    id: String,
    /// Its page, and the place among what is drawn there behind its words.
    at: (usize, usize),
    /// The end of its words, and the edge at which its number stands: left of it in a document written from right to left.
    ends: (f32, f32),
    baseline: f32,
    kind: Type,
    face: Face,
    number: Leaf,
}

/// A line of the contents that waits for its place; long ones take several.
struct Entry {
    id: String,
    lines: Vec<Line>,
    kind: Type,
    face: Face,
    link: NodeId,
    number: Leaf,
    label: String,
    /// Whether it must stand with the next.
    keep: bool,
}

/// Places the contents of a document that has many sections, and begins a page behind them.
pub(super) fn place(
    document: &Document,
    front: NodeId,
    sheets: &mut Sheets,
    shaper: &mut Shaper,
) -> Result<Vec<Listed>> {
    let sections = sections(&document.blocks);
    let count: usize = sections.iter().map(|section| 1 + section.parts.len()).sum();
    if count < LEAST {
        return Ok(Vec::new());
    }
    heading(front, sheets, shaper)?;
    let root = sheets.laid.tree.node(front, Role::Contents);
    // The lines are made once the width of a column is known, for the nodes must be made once.
    let most = ((sheets.width() + GAP) / (COLUMN + GAP)).floor().max(1.0);
    let few = if sheets.width() > style::MEASURE + GAP {
        2.0
    } else {
        1.0_f32
    };
    let columns = if fits_in(count, few, sheets) {
        few
    } else {
        most.max(few)
    };
    let width = (sheets.width() + GAP) / columns - GAP;
    let mut entries = Vec::with_capacity(count);
    for section in &sections {
        let node = sheets.laid.tree.node(root, Role::ContentsItem);
        let keep = !section.parts.is_empty();
        let entry = Draft {
            id: section.id,
            text: &section.text,
            deep: false,
            keep,
        };
        entries.push(entry.measure(node, width, sheets, shaper)?);
        if section.parts.is_empty() {
            continue;
        }
        let inner = sheets.laid.tree.node(node, Role::Contents);
        for part in &section.parts {
            let node = sheets.laid.tree.node(inner, Role::ContentsItem);
            let entry = Draft {
                id: part.id,
                text: &part.text,
                deep: true,
                keep: false,
            };
            entries.push(entry.measure(node, width, sheets, shaper)?);
        }
    }
    let mut listed = Vec::with_capacity(count);
    let mut rest = entries.as_slice();
    while !rest.is_empty() {
        let split = balanced(rest, columns, sheets.bottom() - sheets.y);
        let mut end = 0;
        for (column, range) in split.into_iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a page has a few columns")]
            let x = style::SIDE + (width + GAP) * column as f32;
            end = range.end;
            let sides = sheets.across((x, x + width), shaper.is_leftwards());
            draw(rest.get(range).unwrap_or_default(), sides, sheets, &mut listed);
        }
        rest = rest.get(end..).unwrap_or_default();
        sheets.turn();
    }
    Ok(listed)
}

/// Prints the heading.
fn heading(front: NodeId, sheets: &mut Sheets, shaper: &mut Shaper) -> Result<()> {
    let words = Words::load()?.contents;
    let node = sheets.laid.tree.node(front, Role::Heading(2));
    let kind = style::heading(2);
    let mut level = 1;
    let mut measure = Measure {
        shaper: &mut *shaper,
        tree: &mut sheets.laid.tree,
        kind,
        bold: false,
        level: &mut level,
    };
    let text = [Inline::Text(words.clone())];
    let piece = measure.piece(&text, node, (kind, style::BODY.above), Face::Bold, style::STRONG)?;
    let mut lines = piece.lines(sheets.width(), shaper)?;
    if let Some(first) = lines.first_mut() {
        first.mark = Some(Mark {
            title: words,
            level: 2,
            id: None,
        });
    }
    sheets.set(&lines, style::BODY.leading);
    sheets.y += 2.0;
    Ok(())
}

/// Whether so many lines are likely to fit onto the rest of the page in so many columns.
#[expect(clippy::cast_precision_loss, reason = "there are far fewer sections")]
fn fits_in(count: usize, columns: f32, sheets: &Sheets) -> bool {
    count as f32 * (style::LISTED.leading + 1.5) < columns * (sheets.bottom() - sheets.y)
}

/// What a line of the contents says.
struct Draft<'a> {
    id: &'a str,
    text: &'a str,
    deep: bool,
    keep: bool,
}

impl Draft<'_> {
    /// Breaks it into lines of a column, and makes its nodes.
    fn measure(self, node: NodeId, width: f32, sheets: &mut Sheets, shaper: &mut Shaper) -> Result<Entry> {
        let (face, indent, above) = if self.deep {
            (Face::Regular, 10.0, 0.0)
        } else {
            (Face::Bold, 0.0, 4.5)
        };
        let kind = style::LISTED;
        let tree = &mut sheets.laid.tree;
        let reference = tree.node(node, Role::Reference);
        let link = tree.node(reference, Role::Link);
        let mut level = 1;
        let mut measure = Measure {
            shaper: &mut *shaper,
            tree: &mut *tree,
            kind,
            bold: false,
            level: &mut level,
        };
        let text = [Inline::Text(self.text.to_owned())];
        let piece = measure.piece(&text, link, (kind, above), face, style::INK)?;
        let number = tree.leaf(link);
        let mut lines = piece.lines(width - NUMBER - indent, shaper)?;
        for line in &mut lines {
            line.x += indent;
        }
        Ok(Entry {
            id: self.id.to_owned(),
            lines,
            kind,
            face,
            link,
            number,
            label: self.text.to_owned(),
            keep: self.keep,
        })
    }
}

impl Entry {
    /// Its height, at the top of a column or below another.
    fn height(&self, top: bool) -> f32 {
        let above = self.lines.first().map_or(0.0, |line| line.above);
        let lines: f32 = self.lines.iter().map(|line| line.height).sum();
        lines + if top { 0.0 } else { above }
    }
}

/// As many entries as fit into the columns of a page, the columns about equally high; one at least.
fn balanced(entries: &[Entry], columns: f32, room: f32) -> Vec<Range<usize>> {
    let total: f32 = entries.iter().map(|entry| entry.height(false)).sum();
    let mut high = (total / columns).min(room);
    loop {
        let split = filled(entries, columns, high);
        if high >= room || split.last().is_some_and(|last| last.end == entries.len()) {
            return split;
        }
        high = (high + 3.0).min(room);
    }
}

/// Fills columns of a height one after the other.
fn filled(entries: &[Entry], columns: f32, room: f32) -> Vec<Range<usize>> {
    let mut split: Vec<Range<usize>> = Vec::new();
    let (mut begin, mut end, mut used) = (0, 0, 0.0);
    for group in entries.chunk_by(|entry, _| entry.keep) {
        let more = |top: bool| -> f32 {
            let each = group.iter().enumerate();
            each.map(|(index, entry)| entry.height(top && index == 0)).sum()
        };
        if end > begin && used + more(false) > room {
            split.push(begin..end);
            #[expect(clippy::cast_precision_loss, reason = "a page has a few columns")]
            if split.len() as f32 >= columns {
                return split;
            }
            (begin, used) = (end, 0.0);
        }
        used += more(end == begin);
        end += group.len();
    }
    split.push(begin..end);
    split
}

/// Draws a column below where the page is filled to.
fn draw(entries: &[Entry], sides: (f32, f32), sheets: &mut Sheets, listed: &mut Vec<Listed>) {
    let mut y = sheets.y;
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            y += entry.lines.first().map_or(0.0, |line| line.above);
        }
        let top = y;
        for line in &entry.lines {
            line.draw(sides, y, None, &mut sheets.page.items, &mut sheets.page.links);
            y += line.height;
        }
        let end = entry.lines.last().map_or(sides.0, |line| line.end(sides));
        let from_right = entry.lines.last().is_some_and(|line| line.from_right);
        let last = entry.lines.last().map_or(top, |line| y - line.height);
        listed.push(Listed {
            id: entry.id.clone(),
            at: (sheets.laid.pages.len(), sheets.page.items.len()),
            ends: (end, if from_right { sides.0 } else { sides.1 }),
            baseline: last + entry.kind.leading / 2.0 + entry.kind.size * 0.36,
            kind: entry.kind,
            face: entry.face,
            number: entry.number,
        });
        sheets.page.links.push(Link {
            node: entry.link,
            edges: [sides.0, top, sides.1, y],
            target: Target::Anchor(entry.id.clone()),
            label: entry.label.clone(),
        });
    }
}

/// Puts the numbers in, each with a line that leads to it.
pub(super) fn number(listed: Vec<Listed>, sheets: &mut Sheets, shaper: &mut Shaper) -> Result<()> {
    // From the last to the first, so that the places of those before stay what they are.
    for entry in listed.into_iter().rev() {
        let place = sheets.laid.anchors.get(&entry.id);
        let page = place
            .with_context(|| format!("the section `{}` stands on no page", entry.id))?
            .page;
        let text = Paragraph::compose(&[(entry.face, (page + 1).to_string())], shaper)?;
        let lines = text.lines(entry.kind.size, NUMBER, shaper)?;
        let words = lines.into_iter().next().unwrap_or_default();
        let width = words
            .last()
            .map_or(0.0, |last| last.x + last.word.width * entry.kind.size / 1000.0);
        let leftwards = shaper.is_leftwards();
        let x = if leftwards { entry.ends.1 } else { entry.ends.1 - width };
        let number = Item::Text {
            owner: Owner::Leaf(entry.number),
            x,
            baseline: entry.baseline,
            size: entry.kind.size,
            colour: style::INK,
            words,
        };
        let (from, to) = if leftwards {
            (x + width + LEADER, entry.ends.0 - LEADER)
        } else {
            (entry.ends.0 + LEADER, x - LEADER)
        };
        let leader = Item::Rule {
            owner: Owner::LAYOUT,
            ends: [(from, entry.baseline), (to, entry.baseline)],
            thickness: 0.3,
            colour: style::BORDER,
        };
        let Some(page) = sheets.laid.pages.get_mut(entry.at.0) else {
            continue;
        };
        let drawn = std::iter::once(number).chain((to > from).then_some(leader));
        page.items.splice(entry.at.1..entry.at.1, drawn);
    }
    Ok(())
}
