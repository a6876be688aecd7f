//! Bars: for each column a panel beside the next, in it for each row a bar with its number behind it.

use super::{At, Drawing, GAP, LEADING, LINES, Paint, Shape, count, fit, fitting, high, length, names, number, write};
use crate::model::block::ChartKind;

/// How thick a bar is.
const THICK: f32 = 9.0;
/// White space between two rows.
const BETWEEN: f32 = 5.0;
/// White space between a bar and its number.
const BEHIND: f32 = 3.0;
/// The least length of the longest bar.
const LEAST: f32 = 12.0;

/// One column.
struct Panel<'a> {
    /// Its left edge.
    x: f32,
    head: Vec<String>,
    /// What stands in each row.
    texts: Vec<&'a str>,
    /// The number that the longest bar is for.
    largest: u32,
}

/// Draws them.
pub(super) fn draw(kind: ChartKind, head: &[String], rows: &[Vec<String>], (width, most): (f32, f32)) -> Vec<Drawing> {
    let (names, begin) = names(rows, width);
    let columns = head.get(1..).unwrap_or_default();
    let step = (width - begin) / count(columns);
    let room = step - GAP;
    let numbers = rows.iter().filter_map(|row| row.get(1..)).flatten();
    let figures = numbers.filter(|text| number(text).is_some());
    let behind = figures.map(|text| fit::width(text, false)).fold(0.0, f32::max) + BEHIND;
    let longest = room - behind;
    if longest < LEAST {
        return Vec::new();
    }
    let mut x = begin;
    let mut panels: Vec<Panel<'_>> = Vec::with_capacity(columns.len());
    for (column, name) in columns.iter().enumerate() {
        let texts: Vec<&str> = rows
            .iter()
            .map(|row| row.get(column + 1).map_or("", String::as_str))
            .collect();
        panels.push(Panel {
            x,
            head: fit::wrap(name, true, room, LINES),
            largest: texts.iter().filter_map(|text| number(text)).max().unwrap_or(0),
            texts,
        });
        x += step;
    }
    if kind == ChartKind::Bars {
        let largest = panels.iter().map(|panel| panel.largest).max().unwrap_or(0);
        for panel in &mut panels {
            panel.largest = largest;
        }
    }
    let above = panels.iter().map(|panel| high(&panel.head)).fold(0.0, f32::max) + BETWEEN;
    let heights: Vec<f32> = names.iter().map(|name| high(name).max(LEADING) + BETWEEN).collect();
    let mut drawings = Vec::new();
    let mut from = 0;
    while let Some(rest) = heights.get(from..).filter(|rest| !rest.is_empty()) {
        let to = from + fitting(rest, most - above);
        let mut drawing = Drawing {
            width,
            height: above,
            shapes: Vec::new(),
        };
        for panel in &panels {
            let middle = above - BETWEEN / 2.0 - high(&panel.head) / 2.0;
            write(
                &panel.head,
                (panel.x, At::Start),
                middle,
                (true, Paint::Ink),
                &mut drawing.shapes,
            );
        }
        for row in from..to {
            let height = heights.get(row).copied().unwrap_or(LEADING);
            let middle = drawing.height + height / 2.0;
            let name = names.get(row).map_or(&[][..], Vec::as_slice);
            write(name, (0.0, At::Start), middle, (false, Paint::Ink), &mut drawing.shapes);
            let is_past = kind == ChartKind::Trend && row + 1 < heights.len();
            for panel in &panels {
                panel.bar(row, middle, (room, longest), is_past, &mut drawing.shapes);
            }
            drawing.height += height;
        }
        for panel in &panels {
            let ends = [(panel.x, above - BETWEEN / 2.0), (panel.x, drawing.height)];
            drawing.shapes.push(Shape::Rule { ends });
        }
        drawings.push(drawing);
        from = to;
    }
    drawings
}

impl Panel<'_> {
    /// The bar of a row with its number behind it, or the words that stand there instead.
    fn bar(&self, row: usize, middle: f32, (room, longest): (f32, f32), is_past: bool, into: &mut Vec<Shape>) {
        let text = self.texts.get(row).copied().unwrap_or_default();
        let Some(number) = number(text) else {
            let words = fit::wrap(text, false, room - BEHIND, 1);
            write(
                &words,
                (self.x + BEHIND, At::Start),
                middle,
                (false, Paint::Quiet),
                into,
            );
            return;
        };
        let long = longest * length(number) / length(self.largest.max(1));
        if number > 0 {
            let edges = [self.x, middle - THICK / 2.0, self.x + long, middle + THICK / 2.0];
            let paint = if is_past { Paint::Past } else { Paint::Accent };
            into.push(Shape::Area { edges, paint });
        }
        let words = [text.to_owned()];
        write(
            &words,
            (self.x + long + BEHIND, At::Start),
            middle,
            (false, Paint::Ink),
            into,
        );
    }
}
