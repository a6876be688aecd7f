//! The head of a document: its title, and below it what it says of itself, each fact under its label.

use super::{
    NodeId, Owner, Role,
    item::Item,
    line::Line,
    measure::Measure,
    sheet::Sheets,
    style::{self, Colour, Type},
};
use crate::{
    model::block::{Front, Inline},
    model::look::Logo,
    render::{
        pdf::text::{Face, Shaper},
        words::{Words, facts},
    },
};
use anyhow::Result;

/// The least width of a column of facts.
const COLUMN: f32 = 112.0;
/// White space between two columns.
const GAP: f32 = 14.0;
/// The most room that a logo takes.
const LOGO: (f32, f32) = (150.0, 44.0);
/// White space between two rows of facts.
const BETWEEN: f32 = 6.0;

/// Prints it in a section of its own, with a rule below.
pub(super) fn place(
    (front, logo): (&Front, Option<&Logo>),
    section: NodeId,
    sheets: &mut Sheets,
    shaper: &mut Shaper,
) -> Result<()> {
    sheets.y = style::SIDE;
    let node = sheets.laid.tree.node(section, Role::Heading(1));
    let (taken, below) = logo.map_or(Ok((0.0, 0.0)), |logo| {
        picture((front, logo), section, shaper.is_leftwards(), sheets)
    })?;
    let width = sheets.width() - taken;
    let title = (style::TITLE, Face::Bold, style::STRONG);
    let lines = lines(&front.title, node, title, width, sheets, shaper)?;
    sheets.set(&lines, 0.0);
    sheets.y = sheets.y.max(below);
    stated(front, section, sheets, shaper)?;
    let y = sheets.y + 9.0;
    let ends = [(style::SIDE, y), (sheets.laid.size.0 - style::SIDE, y)];
    sheets.page.items.push(Item::Rule {
        owner: Owner::LAYOUT,
        ends,
        thickness: 1.2,
        colour: style::STRONG,
    });
    sheets.y = y + 7.0;
    Ok(())
}

/// Draws the logo where lines end, and tells how much of the width it takes and where it ends. It is never larger than a pixel
/// a point, so that it does not blur.
fn picture(
    (front, logo): (&Front, &Logo),
    section: NodeId,
    leftwards: bool,
    sheets: &mut Sheets,
) -> Result<(f32, f32)> {
    #[expect(clippy::cast_precision_loss, reason = "a logo has few pixels")]
    let (width, height) = (logo.width as f32, logo.height as f32);
    let scale = (LOGO.0 / width).min(LOGO.1 / height).min(1.0);
    let (width, height) = (width * scale, height * scale);
    let right = sheets.laid.size.0 - style::SIDE;
    let left = if leftwards { style::SIDE } else { right - width };
    let edges = [left, sheets.y, left + width, sheets.y + height];
    let words = Words::load()?.logo(front);
    let leaf = sheets.laid.tree.picture(section, words, edges);
    sheets.page.items.push(Item::Picture { leaf, edges });
    Ok((width + GAP, sheets.y + height))
}

/// Prints the facts in columns, row by row.
fn stated(front: &Front, section: NodeId, sheets: &mut Sheets, shaper: &mut Shaper) -> Result<()> {
    let facts = facts(front);
    if facts.is_empty() {
        return Ok(());
    }
    #[expect(clippy::cast_precision_loss, reason = "there are a few facts")]
    let count = facts.len() as f32;
    let most = ((sheets.width() + GAP) / (COLUMN + GAP)).floor().max(1.0);
    let columns = (count / (count / most).ceil()).ceil();
    let width = (sheets.width() + GAP) / columns - GAP;
    let list = sheets.laid.tree.node(section, Role::Facts);
    let (mut x, mut below) = (style::SIDE, sheets.y + style::BODY.above);
    sheets.y = below;
    for fact in facts {
        if x + width > sheets.laid.size.0 - style::SIDE + 0.5 {
            (x, sheets.y) = (style::SIDE, below + BETWEEN);
        }
        let item = sheets.laid.tree.node(list, Role::Item);
        let label = sheets.laid.tree.node(item, Role::Label);
        let body = sheets.laid.tree.node(item, Role::Body);
        let muted = (style::LABEL, Face::Regular, style::MUTED);
        let ink = (style::COVER, Face::Regular, style::INK);
        let mut y = sheets.y;
        let sides = sheets.across((x, x + width), shaper.is_leftwards());
        let mut all = lines(&fact.label, label, muted, width, sheets, shaper)?;
        all.extend(lines(&fact.words(), body, ink, width, sheets, shaper)?);
        for line in all {
            line.draw(sides, y, None, &mut sheets.page.items, &mut sheets.page.links);
            y += line.height;
        }
        below = below.max(y);
        x += width + GAP;
    }
    sheets.y = below;
    Ok(())
}

/// The lines of a text in a node.
fn lines(
    text: &str,
    node: NodeId,
    (kind, face, colour): (Type, Face, Colour),
    width: f32,
    sheets: &mut Sheets,
    shaper: &mut Shaper,
) -> Result<Vec<Line>> {
    let mut level = 1;
    let mut measure = Measure {
        shaper: &mut *shaper,
        tree: &mut sheets.laid.tree,
        kind,
        bold: false,
        level: &mut level,
    };
    let text = [Inline::Text(text.to_owned())];
    measure
        .piece(&text, node, (kind, 0.0), face, colour)?
        .lines(width, shaper)
}
