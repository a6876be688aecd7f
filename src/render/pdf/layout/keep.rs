//! Which lines of running text stand together on a page, beyond those of one paragraph.

use super::line::Line;

/// The most lines between a heading and the first item of a list that stand with both.
const LEAD: usize = 8;
/// The least lines that stand below a heading, where there are so many.
const BELOW: usize = 2;
/// A section of at most so many lines is not parted from the heading of the first section in it.
const SHORT: usize = 3;
/// An item of a list, with those in it, of at most so many lines is not broken.
const ITEM: usize = 4;

/// Keeps a heading with the beginning of what it is the heading of, and short items of lists whole.
pub(super) fn together(lines: &mut [Line]) {
    let marks: Vec<usize> = (lines.iter().enumerate())
        .filter(|(_, line)| line.mark.is_some())
        .map(|(at, _)| at)
        .collect();
    for (place, at) in marks.iter().enumerate() {
        let next = marks.get(place + 1).copied();
        let end = next.unwrap_or(lines.len());
        let length = end - at - 1;
        let is_item = |line: &Line| !line.bullets.is_empty();
        let list = (lines.iter().take(end).skip(at + 1)).position(is_item);
        let level = |at: usize| lines.get(at).and_then(|line| line.mark.as_ref()).map(|mark| mark.level);
        let is_outer = next.is_some_and(|next| level(next) > level(*at));
        let kept = if length <= SHORT && is_outer {
            length + 1
        } else {
            list.filter(|list| *list <= LEAD)
                .map_or(BELOW.min(length), |list| list + 1)
        };
        keep(lines, *at, kept);
    }
    let begins = |line: &Line| line.bullets.iter().any(|bullet| bullet.x <= 0.0);
    let items: Vec<usize> = (lines.iter().enumerate())
        .filter(|(_, line)| begins(line))
        .map(|(at, _)| at)
        .collect();
    for at in items {
        let rest = lines.iter().skip(at + 1);
        let others = rest.take_while(|line| line.x > 0.0 && !begins(line)).count();
        if others < ITEM {
            keep(lines, at, others);
        }
    }
}

/// Keeps so many lines each with the next.
fn keep(lines: &mut [Line], from: usize, count: usize) {
    lines
        .iter_mut()
        .skip(from)
        .take(count)
        .for_each(|line| line.keep = true);
}
