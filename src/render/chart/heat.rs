//! A grid: the darker a cell, the larger its number, by steps that are the same in every chart, so that two can be compared.

use super::paint::STEPS;
use super::{At, Drawing, GAP, LEADING, LINES, Paint, Shape, count, fit, fitting, high, leading, names, write};

/// The most that a cell is wide, and the least.
const CELL: (f32, f32) = (104.0, 26.0);
/// White space between two cells.
const GRID: f32 = 1.5;
/// The least height of a row.
const ROW: f32 = 17.0;
/// White space above and below the steps.
const ABOVE: f32 = 6.0;
/// How wide a step is, with the white space behind it, apart from its words.
const SWATCH: (f32, f32) = (14.0, 4.0);

/// Draws it.
pub(super) fn draw(head: &[String], rows: &[Vec<String>], (width, most): (f32, f32)) -> Vec<Drawing> {
    let (names, begin) = names(rows, width);
    let columns = head.get(1..).unwrap_or_default();
    let cell = ((width - begin) / count(columns)).min(CELL.0);
    let largest = rows
        .iter()
        .filter_map(|row| row.get(1..))
        .flatten()
        .filter_map(|text| leading(text))
        .max();
    let room = cell - GRID - 4.0;
    let widest = rows
        .iter()
        .filter_map(|row| row.get(1..))
        .flatten()
        .filter_map(|text| leading(text));
    let widest = widest
        .map(|number| fit::width(&number.to_string(), true))
        .fold(0.0, f32::max);
    if cell < CELL.1 || widest > room {
        return Vec::new();
    }
    let heads: Vec<Vec<String>> = columns.iter().map(|name| fit::wrap(name, true, room, LINES)).collect();
    let above = heads.iter().map(|head| high(head)).fold(0.0, f32::max) + 4.0;
    let heights: Vec<f32> = names.iter().map(|name| (high(name) + 4.0).max(ROW)).collect();
    let below = ABOVE + LEADING;
    let mut drawings = Vec::new();
    let mut from = 0;
    while let Some(rest) = heights.get(from..).filter(|rest| !rest.is_empty()) {
        let to = from + fitting(rest, most - above - below);
        let mut drawing = Drawing {
            width: begin + cell * count(columns),
            height: above,
            shapes: Vec::new(),
        };
        let mut x = begin;
        for head in &heads {
            let middle = above - 2.0 - high(head) / 2.0;
            write(
                head,
                (x + cell / 2.0, At::Middle),
                middle,
                (true, Paint::Ink),
                &mut drawing.shapes,
            );
            x += cell;
        }
        for row in from..to {
            let height = heights.get(row).copied().unwrap_or(ROW);
            let (top, bottom) = (drawing.height, drawing.height + height);
            let name = names.get(row).map_or(&[][..], Vec::as_slice);
            write(
                name,
                (0.0, At::Start),
                f32::midpoint(top, bottom),
                (false, Paint::Ink),
                &mut drawing.shapes,
            );
            let mut x = begin;
            for text in rows.get(row).and_then(|row| row.get(1..)).unwrap_or_default() {
                place(text, [x, top, x + cell, bottom], room, &mut drawing.shapes);
                x += cell;
            }
            drawing.height = bottom;
        }
        legend(largest.unwrap_or(0), begin, &mut drawing);
        drawings.push(drawing);
        from = to;
    }
    drawings
}

/// A cell: its number on its step, or the words that stand there instead.
fn place(text: &str, [left, top, right, bottom]: [f32; 4], room: f32, into: &mut Vec<Shape>) {
    let number = leading(text);
    let step = number.and_then(step);
    let edges = [
        left + GRID / 2.0,
        top + GRID / 2.0,
        right - GRID / 2.0,
        bottom - GRID / 2.0,
    ];
    let paint = step.map_or(Paint::Blank, Paint::Shade);
    into.push(Shape::Area { edges, paint });
    let (words, is_bold, paint) = match number {
        Some(number) => (vec![number.to_string()], true, step.map_or(Paint::Ink, Paint::On)),
        None => (fit::wrap(text, false, room, 1), false, Paint::Quiet),
    };
    let middle = (f32::midpoint(left, right), At::Middle);
    write(&words, middle, f32::midpoint(top, bottom), (is_bold, paint), into);
}

/// The step of a number, none of 0.
fn step(number: u32) -> Option<usize> {
    STEPS.iter().rposition(|(from, _)| number >= *from)
}

/// Below the grid the steps that occur, each with the numbers it is for.
fn legend(largest: u32, mut x: f32, drawing: &mut Drawing) {
    let top = drawing.height + ABOVE;
    for (step, (from, _)) in STEPS.iter().enumerate().filter(|(_, (from, _))| *from <= largest) {
        let last = STEPS.get(step + 1).map(|(next, _)| next - 1);
        let text = match last {
            Some(last) if last == *from => from.to_string(),
            Some(last) => format!("{from}\u{2013}{last}"),
            None => format!("\u{2265} {from}"),
        };
        let end = x + SWATCH.0 + SWATCH.1 + fit::width(&text, false);
        drawing.width = drawing.width.max(end);
        let edges = [x, top + 1.0, x + SWATCH.0, top + LEADING - 1.0];
        drawing.shapes.push(Shape::Area {
            edges,
            paint: Paint::Shade(step),
        });
        let words = [text];
        let start = (x + SWATCH.0 + SWATCH.1, At::Start);
        write(
            &words,
            start,
            top + LEADING / 2.0,
            (false, Paint::Ink),
            &mut drawing.shapes,
        );
        x = end + GAP;
    }
    drawing.height = top + LEADING;
}
