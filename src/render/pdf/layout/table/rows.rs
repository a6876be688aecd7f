//! Rows to pages.

use super::{
    Ready,
    border::Border,
    cell::{Cell, height},
};
use crate::{
    model::block::Scope,
    render::pdf::layout::{
        Artifact, Owner, Place,
        item::{Item, Link},
        line::Mark,
        sheet::Sheets,
        style,
    },
};
use std::mem;

/// The lines of a cell that must stand above the break of its row; a cell of fewer is not broken there.
const LINES: usize = 8;
/// A row lower than this part of a page is not broken, but moved to the next.
const WHOLE: f32 = 0.3;

/// A table lower than this part of a page is not broken, but moved to the next, if less than the other part is left.
const SMALL: (f32, f32) = (0.7, 0.5);

impl Ready {
    /// The height its start needs below what stands on the page: all of a small table; of another its head, and the first lines
    /// of its first two rows, so that none stands alone.
    pub(in crate::render::pdf::layout) fn lead(&self, sheets: &Sheets) -> f32 {
        let (room, left) = (sheets.room(), sheets.bottom() - sheets.y);
        let whole = self.small(room * SMALL.0).filter(|_| left < room * SMALL.1);
        whole.unwrap_or_else(|| self.start())
    }

    /// The height of the table, where it is at most this and no cell spans rows.
    fn small(&self, most: f32) -> Option<f32> {
        let mut height = self.head_height();
        for row in &self.body {
            height += high(row)?;
            if height > most {
                return None;
            }
        }
        Some(height)
    }

    /// The height of its head and the first lines of its first two rows.
    fn start(&self) -> f32 {
        let start = |cell: &Cell| height(cell.lines.get(..4).unwrap_or(&cell.lines)) + 2.0 * cell.pad;
        let row = |row: &Vec<Cell>| row.iter().map(start).fold(0.0, f32::max);
        self.head_height() + self.body.iter().take(2).map(row).sum::<f32>()
    }

    /// The height of its head.
    fn head_height(&self) -> f32 {
        self.tops().last().copied().unwrap_or(0.0)
    }

    /// Where the rows of its head begin, and where the last ends.
    fn tops(&self) -> Vec<f32> {
        let mut tops = vec![0.0];
        for index in 0..self.head.len() {
            let ends = self.head.iter().flatten().filter(|cell| cell.rows.1 == index);
            let end = ends
                .map(|cell| tops.get(cell.rows.0).copied().unwrap_or(0.0) + cell.end())
                .fold(0.0, f32::max);
            tops.push(end);
        }
        tops
    }
}

/// The height of a row whose cells span no other.
fn high(row: &[Cell]) -> Option<f32> {
    let is_plain = row.iter().all(|cell| cell.rows.0 == cell.rows.1);
    let heights = row.iter().map(|cell| cell.end() - cell.top);
    is_plain.then(|| heights.fold(0.0, f32::max))
}

/// What the table puts on the page that is being filled.
#[derive(Default)]
struct Part {
    grounds: Vec<Item>,
    texts: Vec<((usize, usize), Vec<Item>)>,
    border: Border,
}

/// Places the rows of a table.
struct Rows<'a> {
    sheets: &'a mut Sheets,
    ready: Ready,
    tops: Vec<f32>,
    part: Part,
    /// Where the rows of this page begin.
    top: f32,
    /// Cells of the row that is being placed, and those of rows above that reach into it.
    active: Vec<Cell>,
    marks: Vec<((usize, usize), Mark, Place)>,
}

/// Places a table, whose start needs so much, below what stands on the page.
pub(in crate::render::pdf::layout) fn place(mut ready: Ready, lead: f32, sheets: &mut Sheets) {
    let (body, tops) = (mem::take(&mut ready.body), ready.tops());
    if sheets.y + lead > sheets.bottom() && !sheets.is_fresh() {
        sheets.turn();
    }
    let mut rows = Rows {
        sheets,
        ready,
        tops,
        part: Part::default(),
        top: 0.0,
        active: Vec::new(),
        marks: Vec::new(),
    };
    rows.head(false);
    let last = body.len().saturating_sub(1);
    let behind = body.last().and_then(|row| high(row)).filter(|_| last > 1);
    for (index, mut cells) in body.into_iter().enumerate() {
        if let Some(behind) = behind.filter(|_| index + 1 == last) {
            rows.accompany(&cells, behind);
        }
        for cell in &mut cells {
            cell.top = rows.sheets.y;
        }
        rows.active.extend(cells);
        rows.active.sort_by_key(|cell| cell.column);
        rows.row(index);
    }
    rows.flush();
    let Rows { sheets, mut marks, .. } = rows;
    marks.sort_by_key(|(key, ..)| *key);
    for (_, mark, place) in marks {
        sheets.note(&mark, place);
    }
    sheets.y += style::BODY.above;
}

impl Rows<'_> {
    /// Draws the head; a repeated one is no text of the document.
    fn head(&mut self, repeated: bool) {
        let high = self.tops.last().copied().unwrap_or(0.0);
        if repeated && high > (self.sheets.bottom() - style::TOP) / 3.0 {
            self.top = self.sheets.y;
            return;
        }
        let y = self.sheets.y;
        for cell in self.ready.head.iter_mut().flatten() {
            let edge = |row: usize| y + self.tops.get(row).copied().unwrap_or(0.0);
            (cell.top, cell.next) = (edge(cell.rows.0), 0);
            let bottom = edge(cell.rows.1 + 1);
            let edges = [cell.sides.0, cell.top, cell.sides.1, bottom];
            self.part.grounds.push(Item::Fill {
                owner: Owner::LAYOUT,
                edges,
                colour: style::HEAD,
            });
            self.part.border.cell(cell.sides, (cell.top, bottom));
            let mut items = Vec::new();
            let mut links = Vec::new();
            cell.draw(cell.lines.len(), &mut items, &mut links);
            if repeated {
                items.iter_mut().for_each(own);
            } else {
                self.sheets.page.links.append(&mut links);
            }
            self.part.grounds.append(&mut items);
        }
        self.sheets.y += high;
        self.top = self.sheets.y;
    }

    /// Goes on with the next page where the last row, which is so high, would stand there without these before it.
    fn accompany(&mut self, cells: &[Cell], behind: f32) {
        let (y, bottom) = (self.sheets.y, self.sheets.bottom());
        let Some(height) = high(cells) else { return };
        let is_fresh = y <= self.top + 0.01;
        let is_low = height + behind < self.sheets.room() * WHOLE;
        let is_parted = y + height <= bottom && y + height + behind > bottom;
        if self.active.is_empty() && !is_fresh && is_low && is_parted {
            self.leave(y);
        }
    }

    /// Places a row, on as many pages as it takes.
    fn row(&mut self, index: usize) {
        let mut broken = false;
        loop {
            let ends = self.active.iter().filter(|cell| cell.rows.1 == index);
            let end = ends.map(Cell::end).fold(self.sheets.y, f32::max);
            let bottom = self.sheets.bottom();
            if end <= bottom + 0.01 {
                self.close(index, end);
                self.sheets.y = end;
                return;
            }
            let fresh = self.sheets.y <= self.top + 0.01;
            let low = end - self.sheets.y < (bottom - style::TOP) * WHOLE;
            if !fresh && !broken && (low || !self.breaks_well(index, bottom)) {
                self.leave(self.sheets.y);
            } else {
                let fits = self.active.iter().map(|cell| cell.fit(bottom));
                let stuck = self
                    .active
                    .iter()
                    .all(|cell| cell.rest().is_empty() || cell.fit(bottom).0 == 0);
                let cut = if stuck {
                    self.active
                        .iter()
                        .map(|cell| cell.force(bottom).1)
                        .fold(self.sheets.y, f32::max)
                } else {
                    fits.map(|fit| fit.1).fold(self.sheets.y, f32::max)
                };
                self.leave(if stuck { cut } else { cut.min(bottom) });
                broken = true;
            }
        }
    }

    /// Whether each cell of the row gets enough lines above `bottom`.
    fn breaks_well(&self, index: usize, bottom: f32) -> bool {
        let mut cells = self
            .active
            .iter()
            .filter(|cell| cell.rows.0 == index && !cell.rest().is_empty());
        cells.all(|cell| cell.fit(bottom).0 >= cell.rest().len().min(LINES))
    }

    /// Closes the cells that end with a row.
    fn close(&mut self, index: usize, end: f32) {
        let (ending, going): (Vec<Cell>, Vec<Cell>) = mem::take(&mut self.active)
            .into_iter()
            .partition(|cell| cell.rows.1 == index);
        self.active = going;
        for mut cell in ending {
            let count = cell.rest().len();
            self.draw(&mut cell, count, end);
        }
    }

    /// Closes the page at `cut` and goes on with the next.
    fn leave(&mut self, cut: f32) {
        let mut active = mem::take(&mut self.active);
        let stuck = active.iter().all(|cell| cell.rest().is_empty() || cell.fit(cut).0 == 0);
        let fresh = self.sheets.y <= self.top + 0.01;
        for cell in active.iter_mut().filter(|cell| cell.top < cut - 0.01) {
            let count = if stuck && fresh {
                cell.force(cut).0
            } else {
                cell.fit(cut).0
            };
            self.draw(cell, count, cut);
        }
        self.flush();
        self.sheets.turn();
        self.head(true);
        for cell in &mut active {
            cell.top = self.top;
        }
        self.active = active;
    }

    /// Draws the next lines of a cell, and its part of the grid.
    fn draw(&mut self, cell: &mut Cell, count: usize, bottom: f32) {
        let side = matches!(cell.header, Some(Scope::Row | Scope::RowGroup));
        if side {
            let edges = [cell.sides.0, cell.top, cell.sides.1, bottom];
            self.part.grounds.push(Item::Fill {
                owner: Owner::LAYOUT,
                edges,
                colour: style::SIDE_HEAD,
            });
        }
        self.part.border.cell(cell.sides, (cell.top, bottom));
        self.note(cell, count);
        let mut items = Vec::new();
        let mut links: Vec<Link> = Vec::new();
        if cell.repeated().is_some() {
            cell.repeat(bottom, &mut items);
        } else {
            cell.draw(count, &mut items, &mut links);
        }
        self.sheets.page.links.append(&mut links);
        self.part.texts.push(((cell.rows.0, cell.column), items));
    }

    /// Notes where the head of a row or a group, and the headings in a cell, are about to be drawn.
    fn note(&mut self, cell: &Cell, count: usize) {
        let key = (cell.rows.0, cell.column);
        let place = self.sheets.place(cell.top);
        if let (0, 1.., Some(mark)) = (cell.next, count, &cell.mark) {
            let level = self.sheets.level.saturating_add(mark.level);
            self.marks.push((key, Mark { level, ..mark.clone() }, place));
        }
        for line in cell.rest().iter().take(count) {
            self.sheets.lead(&line.anchors, place);
        }
        for mark in cell.rest().iter().take(count).filter_map(|line| line.mark.as_ref()) {
            self.marks.push((key, mark.clone(), place));
        }
    }

    /// Puts this page's part on the page, cells in reading order.
    fn flush(&mut self) {
        let Part {
            grounds,
            mut texts,
            border,
        } = mem::take(&mut self.part);
        texts.sort_by_key(|(key, _)| *key);
        let items = &mut self.sheets.page.items;
        items.extend(grounds);
        items.extend(texts.into_iter().flat_map(|(_, items)| items));
        border.draw(items);
    }
}

/// Makes drawn text the page's own.
fn own(item: &mut Item) {
    match item {
        Item::Text { owner, .. } => *owner = Owner::Artifact(Artifact::Repeated),
        Item::Fill { .. } | Item::Rule { .. } | Item::Picture { .. } => {}
    }
}
