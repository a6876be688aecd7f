//! A cell while its rows are placed.

use crate::{
    model::block::Scope,
    render::{
        columns::Slot,
        pdf::layout::{
            item::{Item, Link},
            line::{Line, Mark},
            style,
        },
    },
};

/// A head that is higher than this is not repeated, so that rows still have room.
const REPEATED: f32 = 150.0;

/// A cell, and how far it is drawn.
pub(super) struct Cell {
    /// Its first row and its last.
    pub(super) rows: (usize, usize),
    /// Its first column.
    pub(super) column: usize,
    /// Its left and its right edge.
    pub(super) sides: (f32, f32),
    /// What it is the head of.
    pub(super) header: Option<Scope>,
    /// Whether its text may be repeated.
    pub(super) is_head: bool,
    /// Its line in the outline, the level seen from the heading above the table.
    pub(super) mark: Option<Mark>,
    /// White space above and below its text.
    pub(super) pad: f32,
    /// The mark below its text where that is repeated, empty in a cell that is no head.
    continued: Vec<Line>,
    /// Where its part of the page begins.
    pub(super) top: f32,
    /// Its text.
    pub(super) lines: Vec<Line>,
    /// The first line that is not drawn.
    pub(super) next: usize,
}

impl Cell {
    /// A cell of which nothing is drawn.
    pub(super) fn new(
        slot: &Slot<'_>,
        sides: (f32, f32),
        (pad, lines, continued): (f32, Vec<Line>, Vec<Line>),
        mark: Option<Mark>,
    ) -> Self {
        let header = slot.cell.header;
        Self {
            rows: slot.rows,
            column: slot.columns.0,
            sides,
            header,
            is_head: header.is_some(),
            mark,
            pad,
            continued,
            top: 0.0,
            lines,
            next: 0,
        }
    }

    /// The lines that are not drawn.
    pub(super) fn rest(&self) -> &[Line] {
        self.lines.get(self.next..).unwrap_or_default()
    }

    /// Where its part of the page must end to hold all of its text.
    pub(super) fn end(&self) -> f32 {
        self.top + 2.0 * self.pad + self.repeated().unwrap_or_else(|| height(self.rest()))
    }

    /// The height of its text where that is repeated: it is a head, and all of it has been drawn.
    pub(super) fn repeated(&self) -> Option<f32> {
        let drawn = self.next > 0 && self.rest().is_empty() && !self.continued.is_empty();
        drawn
            .then(|| height(&self.lines) + height(&self.continued))
            .filter(|height| *height < REPEATED)
    }

    /// How many lines fit above `bottom`, lines that belong together not parted, and where they end.
    pub(super) fn fit(&self, bottom: f32) -> (usize, f32) {
        let room = bottom - self.top - 2.0 * self.pad + 0.01;
        let (mut count, mut used) = (0, 0.0);
        for chunk in self.rest().chunk_by(|line, _| line.keep) {
            let above = if count == 0 {
                chunk.first().map_or(0.0, |line| line.above)
            } else {
                0.0
            };
            let more: f32 = chunk.iter().map(|line| line.above + line.height).sum::<f32>() - above;
            if used + more > room {
                break;
            }
            used += more;
            count += chunk.len();
        }
        (count, self.top + 2.0 * self.pad + used)
    }

    /// How many lines fit above `bottom` when they may be parted anywhere, one at least.
    pub(super) fn force(&self, bottom: f32) -> (usize, f32) {
        let rest = self.rest();
        let fits = |count: usize| height(rest.get(..count).unwrap_or_default());
        let room = bottom - self.top - 2.0 * self.pad;
        let mut count = rest.len().min(1);
        let mut used = fits(count);
        for line in rest.iter().skip(1) {
            if used + line.above + line.height > room {
                break;
            }
            used += line.above + line.height;
            count += 1;
        }
        (count, self.top + 2.0 * self.pad + used)
    }

    /// Draws the next `count` lines; those of a head may be drawn again.
    pub(super) fn draw(&mut self, count: usize, items: &mut Vec<Item>, links: &mut Vec<Link>) {
        let (sides, mut y) = (self.inside(), self.top + self.pad);
        for (index, line) in self.lines.iter_mut().skip(self.next).take(count).enumerate() {
            if index > 0 {
                y += line.above;
            }
            if self.is_head {
                line.draw(sides, y, None, items, links);
            } else {
                line.spend(sides, y, items, links);
            }
            y += line.height;
        }
        self.next += count;
    }

    /// The edges of its text.
    fn inside(&self) -> (f32, f32) {
        (self.sides.0 + style::PAD, self.sides.1 - style::PAD)
    }

    /// Repeats its text in grey above `bottom`, marked as continued, if all of that has room.
    pub(super) fn repeat(&self, bottom: f32, items: &mut Vec<Item>) {
        let mut y = self.top + self.pad;
        if self
            .repeated()
            .is_none_or(|height| y + height + self.pad > bottom + 0.01)
        {
            return;
        }
        let mut links = Vec::new();
        for (index, line) in self.lines.iter().chain(&self.continued).enumerate() {
            if index > 0 && index < self.lines.len() {
                y += line.above;
            }
            line.draw(self.inside(), y, Some(style::MUTED), items, &mut links);
            y += line.height;
        }
    }
}

/// The height of lines, without the white space above the first.
pub(super) fn height(lines: &[Line]) -> f32 {
    let above = lines.first().map_or(0.0, |line| line.above);
    lines.iter().map(|line| line.above + line.height).sum::<f32>() - above
}
