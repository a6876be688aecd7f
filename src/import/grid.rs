//! Rows of cells to a grid: what covers several rows or columns stands in each of them.

use super::shape::{Cell, Table};

/// So many columns no page has.
const WIDEST: usize = 200;

/// A place of the grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<'a> {
    /// What stands there.
    pub(super) cell: &'a Cell,
    /// Whether it begins here, rather than further up or to the left.
    pub(super) begins: bool,
}

/// The rows of a table, every one with the places that are filled, without the editor's own numbers.
pub(super) fn grid(table: &Table) -> Vec<Vec<Slot<'_>>> {
    let mut rows = Vec::new();
    // What covers each column from above, and for how many more rows.
    let mut above: Vec<Option<(&Cell, usize)>> = Vec::new();
    for row in &table.rows {
        let mut slots = Vec::new();
        let mut below: Vec<Option<(&Cell, usize)>> = Vec::new();
        let mut cells = row.cells.iter().filter(|cell| !cell.numbers);
        let mut column = 0;
        while column < WIDEST {
            if let Some((cell, left)) = above.get(column).copied().flatten() {
                slots.push(Slot { cell, begins: false });
                below.push((left > 1).then_some((cell, left - 1)));
                column += 1;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            for place in 0..cell.colspan.clamp(1, WIDEST) {
                slots.push(Slot {
                    cell,
                    begins: place == 0,
                });
                below.push((cell.rowspan > 1).then_some((cell, cell.rowspan - 1)));
                column += 1;
            }
        }
        // A cell from above that stands right of the end of a short row.
        for covered in above.iter().skip(column) {
            below.push(covered.and_then(|(cell, left)| (left > 1).then_some((cell, left - 1))));
        }
        above = below;
        rows.push(slots);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::html;

    fn texts(html: &str) -> Vec<String> {
        let shape = html::read(html);
        let tables = shape.tables.iter().flat_map(grid);
        tables
            .map(|row| row.iter().map(|slot| slot.cell.text()).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn what_covers_several_places_stands_in_each() {
        assert_eq!(
            texts("<table><tr><td rowspan=2>a<td>b<td rowspan=3>c<tr><td>d<tr><td colspan=2>e</table>"),
            ["a|b|c", "a|d|c", "e|e|c"]
        );
        assert_eq!(
            texts("<table><tr><td class='x numberingColumn'>1<td>a<td>b<tr><td class=numberingColumn>2<td>c</table>"),
            ["a|b", "c"]
        );
        assert_eq!(
            texts("<table><tr><td rowspan=0>a<td rowspan=x>b<tr><td>c</table>"),
            ["a|b", "c"]
        );
    }
}
