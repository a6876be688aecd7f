//! Charts: a table of numbers comes in, rectangles, lines and words go out, in points from the upper left corner.
//!
//! Knows no format: a PDF and a web page draw the same shapes. What is drawn stands in the table below as well. Every
//! number stands in figures beside its bar or in its cell, so that nothing is told by colour alone. One more kind: a file
//! here beside [`bars`] and [`heat`], and a variant of the model.

mod bars;
mod fit;
mod heat;
mod paint;
#[cfg(test)]
mod tests;

pub(super) use paint::Paint;

#[cfg(test)]
pub(super) use fit::width;

use super::contents::words;
use crate::model::block::{Block, Cell, Chart, ChartKind, Row};

/// Size of all type.
const SIZE: f32 = 8.0;
/// From one baseline to the next.
const LEADING: f32 = 10.0;
/// White space between two things side by side.
const GAP: f32 = 8.0;
/// The most lines of the name of a row or a column; what is longer is cut, and stands whole in the table.
const LINES: usize = 3;

/// A chart, or the rows of it that fit where it is drawn.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// How wide it is.
    pub(super) width: f32,
    /// How high it is.
    pub(super) height: f32,
    /// What is drawn, in order.
    pub(super) shapes: Vec<Shape>,
}

/// Something drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A coloured rectangle.
    Area {
        /// Left, upper, right and lower edge.
        edges: [f32; 4],
        /// Colour.
        paint: Paint,
    },
    /// A straight line of half a point.
    Rule {
        /// Start and end.
        ends: [(f32, f32); 2],
    },
    /// A line of words.
    Words {
        /// Where the words start, end or have their middle.
        x: f32,
        /// Where the letters stand.
        baseline: f32,
        /// What stands at `x`.
        at: At,
        /// Whether they are bold.
        is_bold: bool,
        /// Colour.
        paint: Paint,
        /// The words.
        text: String,
    },
}

impl Drawing {
    /// The same, as a document written from right to left has it: what was at the left is at the right.
    fn mirrored(mut self) -> Self {
        let width = self.width;
        for shape in &mut self.shapes {
            match shape {
                Shape::Area { edges, .. } => {
                    let [left, _, right, _] = edges;
                    (*left, *right) = (width - *right, width - *left);
                }
                Shape::Rule { ends } => ends.iter_mut().for_each(|(x, _)| *x = width - *x),
                Shape::Words { x, at, .. } => {
                    *x = width - *x;
                    *at = match at {
                        At::Start => At::End,
                        At::Middle => At::Middle,
                        At::End => At::Start,
                    };
                }
            }
        }
        self
    }
}

/// Which part of words stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Their left end.
    Start,
    /// Their middle.
    Middle,
    /// Their right end.
    End,
}

/// How large the type of a chart is.
pub(super) fn size() -> f32 {
    SIZE
}

/// A chart of at most this width, in parts of at most this height, each with the names of the columns; nothing where no
/// number is in it, or the columns are too many for the width. In a document written from right to left it begins at the right.
pub(super) fn draw(chart: &Chart, leftwards: bool, width: f32, most: f32) -> Vec<Drawing> {
    let head = chart.table.head.first().map(texts).unwrap_or_default();
    let rows: Vec<Vec<String>> = chart.table.body.iter().map(texts).collect();
    let is_drawn = |text: &String| match chart.kind {
        ChartKind::Bars | ChartKind::Trend => number(text).is_some(),
        ChartKind::Heat => leading(text).is_some(),
    };
    let mut texts = rows.iter().filter_map(|row| row.get(1..)).flatten();
    if head.len() < 2 || !texts.any(is_drawn) {
        return Vec::new();
    }
    let drawings = match chart.kind {
        ChartKind::Bars | ChartKind::Trend => bars::draw(chart.kind, &head, &rows, (width, most)),
        ChartKind::Heat => heat::draw(&head, &rows, (width, most)),
    };
    if leftwards {
        drawings.into_iter().map(Drawing::mirrored).collect()
    } else {
        drawings
    }
}

/// What a chart shows, in the words of its caption.
pub(super) fn caption(chart: &Chart) -> String {
    words(&chart.caption)
}

/// The texts of a row.
fn texts(row: &Row) -> Vec<String> {
    let text = |cell: &Cell| {
        let blocks = cell.blocks.iter().map(|block| match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => words(text),
            Block::List(_) | Block::Table(_) | Block::Chart(_) => String::new(),
        });
        blocks.collect::<Vec<_>>().join(" ").trim().to_owned()
    };
    row.cells.iter().map(text).collect()
}

/// The number that a text is.
fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// The number with which a text begins.
fn leading(text: &str) -> Option<u32> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end).and_then(number)
}

/// A number as a length.
#[expect(clippy::cast_precision_loss, reason = "a length needs no more than 24 bits")]
fn length(number: u32) -> f32 {
    number as f32
}

/// How many there are, as a length.
fn count<T>(all: &[T]) -> f32 {
    length(u32::try_from(all.len()).unwrap_or(u32::MAX))
}

/// How high so many lines are.
fn high(lines: &[String]) -> f32 {
    count(lines) * LEADING
}

/// Lines of words one below the other, the middle of all of them at `middle`.
fn write(lines: &[String], (x, at): (f32, At), middle: f32, (is_bold, paint): (bool, Paint), into: &mut Vec<Shape>) {
    let mut baseline = middle - high(lines) / 2.0 + LEADING / 2.0 + SIZE * 0.36;
    for text in lines {
        into.push(Shape::Words {
            x,
            baseline,
            at,
            is_bold,
            paint,
            text: text.clone(),
        });
        baseline += LEADING;
    }
}

/// The names of rows, each in the lines it takes, and how much room they have with the white space behind them.
fn names(rows: &[Vec<String>], width: f32) -> (Vec<Vec<String>>, f32) {
    let name = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
    let widest = rows.iter().map(|row| fit::width(&name(row), false)).fold(0.0, f32::max);
    let room = widest.min(width * 0.3);
    let lines = rows.iter().map(|row| fit::wrap(&name(row), false, room, LINES));
    (lines.collect(), room + GAP)
}

/// How many of the first rows, given their heights, fit into a height; one at least.
fn fitting(heights: &[f32], most: f32) -> usize {
    let mut used = 0.0;
    let fits = heights.iter().take_while(|height| {
        used += **height;
        used <= most
    });
    fits.count().max(1)
}
