//! The pages while they are filled.

use super::{
    Entry, Laid, Page, Place, Tree,
    line::{Line, Mark},
    style,
};
use std::{collections::BTreeMap, mem};

/// The pages so far, and where the next line goes.
pub(super) struct Sheets {
    /// What is laid out, full pages only.
    pub(super) laid: Laid,
    /// The page that is being filled, not yet among them.
    pub(super) page: Page,
    /// Where the next line goes.
    pub(super) y: f32,
    /// Level of the last heading, as the document says it.
    pub(super) level: u8,
    /// The id of a heading that begins a page.
    pub(super) begins: Option<String>,
}

impl Sheets {
    /// No full page.
    pub(super) fn new(size: (f32, f32)) -> Self {
        let tree = Tree::new();
        let laid = Laid {
            size,
            pages: Vec::new(),
            tree,
            outline: Vec::new(),
            anchors: BTreeMap::new(),
        };
        Self {
            laid,
            page: Page::default(),
            y: style::TOP,
            level: 0,
            begins: None,
        }
    }

    /// Where text ends.
    pub(super) fn bottom(&self) -> f32 {
        self.laid.size.1 - style::BOTTOM
    }

    /// The height between the margins.
    pub(super) fn room(&self) -> f32 {
        self.bottom() - style::TOP
    }

    /// The width between the margins.
    pub(super) fn width(&self) -> f32 {
        self.laid.size.0 - 2.0 * style::SIDE
    }

    /// A left and a right edge, seen from the other side of the page in a document written from right to left.
    pub(super) fn across(&self, (left, right): (f32, f32), leftwards: bool) -> (f32, f32) {
        if leftwards {
            (self.laid.size.0 - right, self.laid.size.0 - left)
        } else {
            (left, right)
        }
    }

    /// Whether nothing stands on the page yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.y <= style::TOP + 0.01
    }

    /// Begins a page.
    pub(super) fn turn(&mut self) {
        self.laid.pages.push(mem::take(&mut self.page));
        self.y = style::TOP;
    }

    /// The place at `y` on this page.
    pub(super) fn place(&self, y: f32) -> Place {
        Place {
            page: self.laid.pages.len(),
            y,
        }
    }

    /// Notes what links lead to at a place.
    pub(super) fn lead(&mut self, anchors: &[String], place: Place) {
        for id in anchors {
            self.laid.anchors.entry(id.clone()).or_insert(place);
        }
    }

    /// Notes a heading at a place.
    pub(super) fn note(&mut self, mark: &Mark, place: Place) {
        if let Some(id) = &mark.id {
            self.laid.anchors.entry(id.clone()).or_insert(place);
        }
        self.laid.outline.push(Entry {
            title: mark.title.clone(),
            level: mark.level,
            place,
        });
    }

    /// Sets lines one below the other; the last, if it is kept with what follows, finds `tail` below it.
    pub(super) fn set(&mut self, lines: &[Line], tail: f32) {
        let mut chunks = lines.chunk_by(|line, _| line.keep).peekable();
        while let Some(chunk) = chunks.next() {
            let last = chunks.peek().is_none() && chunk.last().is_some_and(|line| line.keep);
            if chunk.first().is_some_and(|line| self.is_begin(line)) && !self.is_fresh() {
                self.turn();
            }
            let height: f32 = chunk.iter().map(|line| line.above + line.height).sum();
            if self.y + height + if last { tail } else { 0.0 } > self.bottom() && !self.is_fresh() {
                self.turn();
            }
            for line in chunk {
                if self.y + line.height > self.bottom() && !self.is_fresh() {
                    self.turn();
                }
                self.line(line);
            }
        }
    }

    /// Whether a line is the heading that begins a page.
    fn is_begin(&self, line: &Line) -> bool {
        let id = line.mark.as_ref().and_then(|mark| mark.id.as_ref());
        id.is_some() && id == self.begins.as_ref()
    }

    /// Sets a line.
    fn line(&mut self, line: &Line) {
        if !self.is_fresh() {
            self.y += line.above;
        }
        let y = self.y;
        self.lead(&line.anchors, self.place(y));
        if let Some(mark) = &line.mark {
            self.level = mark.level;
            let place = self.place(y);
            self.note(mark, place);
        }
        let sides = (style::SIDE, self.laid.size.0 - style::SIDE);
        line.draw(sides, y, None, &mut self.page.items, &mut self.page.links);
        self.y += line.height;
    }
}
