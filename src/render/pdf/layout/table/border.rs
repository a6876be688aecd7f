//! The ruled grid of a page's part of a table: the edges of its cells, each drawn once.

use crate::render::pdf::layout::{Owner, item::Item, style};

/// Edges closer than this are the same.
const SAME: f32 = 0.05;

/// A straight edge: where it lies across its direction, and from where to where it runs.
type Edge = (f32, f32, f32);

/// The edges of cells.
#[derive(Default)]
pub(super) struct Border {
    level: Vec<Edge>,
    upright: Vec<Edge>,
}

impl Border {
    /// Adds the edges of a cell: its sides, its top and its bottom.
    pub(super) fn cell(&mut self, (left, right): (f32, f32), (top, bottom): (f32, f32)) {
        self.level.extend([(top, left, right), (bottom, left, right)]);
        self.upright.extend([(left, top, bottom), (right, top, bottom)]);
    }

    /// Draws all edges, those in one line as one.
    pub(super) fn draw(self, items: &mut Vec<Item>) {
        let thickness = 0.5;
        let colour = style::BORDER;
        for (y, from, to) in merged(self.level) {
            let ends = [(from - thickness / 2.0, y), (to + thickness / 2.0, y)];
            items.push(Item::Rule {
                owner: Owner::LAYOUT,
                ends,
                thickness,
                colour,
            });
        }
        for (x, from, to) in merged(self.upright) {
            items.push(Item::Rule {
                owner: Owner::LAYOUT,
                ends: [(x, from), (x, to)],
                thickness,
                colour,
            });
        }
    }
}

/// Edges that touch in one line become one.
fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut lines: Vec<Edge> = Vec::new();
    for group in edges.chunk_by_mut(|a, b| b.0 - a.0 < SAME) {
        group.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut last: Option<Edge> = None;
        for edge in group {
            match &mut last {
                Some(line) if edge.1 <= line.2 + SAME => line.2 = line.2.max(edge.2),
                _ => lines.extend(last.replace(*edge)),
            }
        }
        lines.extend(last);
    }
    lines
}
