//! Charts on pages: drawn as one figure, or as several where one would be too high.

use super::{
    NodeId,
    item::{Item, Owner},
    sheet::Sheets,
    style,
};
use crate::{
    model::{block::Chart, look::Rgb},
    render::{
        chart::{self, At, Drawing, Shape},
        pdf::text::{Face, Paragraph, Shaper, ends},
        words::Words,
    },
};
use anyhow::Result;

/// The part of a page that a figure may be high, so that what it shows stands above it.
const HIGH: f32 = 0.7;
/// White space above and below a figure.
const AIR: f32 = 4.0;
/// How thick lines are.
const THIN: f32 = 0.5;

/// What is drawn of a chart on pages of this size.
pub(super) fn drawings(chart: &Chart, sheets: &Sheets, leftwards: bool) -> Vec<Drawing> {
    chart::draw(chart, leftwards, sheets.width(), (sheets.bottom() - style::TOP) * HIGH)
}

/// The room that the first figure needs.
pub(super) fn lead(drawings: &[Drawing]) -> f32 {
    drawings.first().map_or(0.0, |first| AIR + first.height)
}

/// Places figures, one below the other.
pub(super) fn place(
    (chart, drawings): (&Chart, &[Drawing]),
    accent: Option<Rgb>,
    section: NodeId,
    sheets: &mut Sheets,
    shaper: &mut Shaper,
) -> Result<()> {
    let said = Words::load()?.chart(&chart::caption(chart));
    for drawing in drawings {
        if sheets.y + AIR + drawing.height > sheets.bottom() && !sheets.is_fresh() {
            sheets.turn();
        }
        if !sheets.is_fresh() {
            sheets.y += AIR;
        }
        let sides = (style::SIDE, style::SIDE + drawing.width);
        let (x, y) = (sheets.across(sides, shaper.is_leftwards()).0, sheets.y);
        let edges = [x, y, x + drawing.width, y + drawing.height];
        let owner = Owner::Leaf(sheets.laid.tree.picture(section, said.clone(), edges));
        for shape in &drawing.shapes {
            sheets.page.items.extend(item(shape, (x, y), owner, accent, shaper)?);
        }
        sheets.y += drawing.height + AIR;
    }
    Ok(())
}

/// A shape on the page, the corner of its figure being at a place.
fn item(
    shape: &Shape,
    (left, top): (f32, f32),
    owner: Owner,
    accent: Option<Rgb>,
    shaper: &mut Shaper,
) -> Result<Option<Item>> {
    Ok(match shape {
        Shape::Area { edges, paint } => {
            let [from, upper, to, lower] = *edges;
            Some(Item::Fill {
                owner,
                edges: [left + from, top + upper, left + to, top + lower],
                colour: paint.rgb(accent),
            })
        }
        Shape::Rule { ends } => Some(Item::Rule {
            owner,
            ends: ends.map(|(x, y)| (left + x, top + y)),
            thickness: THIN,
            colour: chart::Paint::Line.rgb(accent),
        }),
        Shape::Words {
            x,
            baseline,
            at,
            is_bold,
            paint,
            text,
        } => {
            let face = if *is_bold { Face::Bold } else { Face::Regular };
            let words = Paragraph::compose(&[(face, text.clone())], shaper)?;
            let words = words.lines(chart::size(), f32::MAX, shaper)?.into_iter().next();
            words.map(|words| {
                let (first, last) = ends(&words, chart::size(), 0.0);
                let before = match at {
                    At::Start => 0.0,
                    At::Middle => f32::midpoint(first, last),
                    At::End => last,
                };
                Item::Text {
                    owner,
                    x: left + x - before,
                    baseline: top + baseline,
                    size: chart::size(),
                    colour: paint.rgb(accent),
                    words,
                }
            })
        }
    })
}
