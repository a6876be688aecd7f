//! A line of text, and how it is drawn.

use super::{
    Owner, Target,
    item::{Item, Link},
    style::{self, Colour},
    tree::{Leaf, NodeId},
};
use crate::render::pdf::text::{Placed, Word, ends};
use std::{mem, rc::Rc};

/// Part of a piece: text of one leaf.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// Its text in the structure tree.
    pub(super) leaf: Leaf,
    /// Its colour.
    pub(super) colour: Colour,
    /// The link it belongs to: node, target and label.
    pub(super) link: Option<Rc<(NodeId, Target, String)>>,
}

/// A heading's entry in the outline and its anchor.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Its words.
    pub(super) title: String,
    /// Its level in the document.
    pub(super) level: u8,
    /// Its anchor.
    pub(super) id: Option<String>,
}

/// The bullet of a list's item.
#[derive(Clone, Debug)]
pub(super) struct Bullet {
    /// Distance from the edge at which the text begins.
    pub(super) x: f32,
    /// Its text in the structure tree.
    pub(super) leaf: Leaf,
    /// The bullet itself.
    pub(super) word: Rc<Word>,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// White space above, unless it stands at a top.
    pub(super) above: f32,
    /// Its height.
    pub(super) height: f32,
    /// Whether it must stand with the next.
    pub(super) keep: bool,
    /// The heading it begins.
    pub(super) mark: Option<Mark>,
    /// Distance from the edge at which the text begins.
    pub(super) x: f32,
    /// Whether that is the right edge.
    pub(super) from_right: bool,
    /// Type size.
    pub(super) size: f32,
    /// Its words.
    pub(super) words: Vec<Placed>,
    /// What the words belong to.
    pub(super) spans: Rc<[Span]>,
    /// The bullets that stand before it.
    pub(super) bullets: Vec<Bullet>,
    /// What links lead to, on it.
    pub(super) anchors: Vec<String>,
}

impl Line {
    /// Draws it between a left and a right edge with its upper edge at `y`; repeated text belongs to the page and is grey.
    pub(super) fn draw(
        &self,
        sides: (f32, f32),
        y: f32,
        repeated: Option<Colour>,
        items: &mut Vec<Item>,
        links: &mut Vec<Link>,
    ) {
        self.show(self.words.clone(), (sides, y), repeated, items, links);
    }

    /// Draws it for the only time: its words are not copied, which in a long table is most of the memory.
    pub(super) fn spend(&mut self, sides: (f32, f32), y: f32, items: &mut Vec<Item>, links: &mut Vec<Link>) {
        let words = mem::take(&mut self.words);
        self.show(words, (sides, y), None, items, links);
    }

    /// Draws these words as its own.
    fn show(
        &self,
        mut words: Vec<Placed>,
        (sides, y): ((f32, f32), f32),
        repeated: Option<Colour>,
        items: &mut Vec<Item>,
        links: &mut Vec<Link>,
    ) {
        let start = self.start(&words, sides);
        let baseline = y + self.height / 2.0 + self.size * 0.36;
        for bullet in self.bullets.iter().filter(|_| repeated.is_none()) {
            let words = vec![Placed {
                x: 0.0,
                word: Rc::clone(&bullet.word),
                span: 0,
            }];
            let x = bullet.x.min(self.x);
            let x = if self.from_right {
                sides.1 - x - ends(&words, self.size, 0.0).1
            } else {
                sides.0 + x
            };
            let owner = Owner::Leaf(bullet.leaf);
            items.push(Item::Text {
                owner,
                x,
                baseline,
                size: self.size,
                colour: style::MUTED,
                words,
            });
        }
        while let Some(span) = words.first().map(|first| first.span) {
            let own = words.iter().take_while(|word| word.span == span).count();
            let rest = words.split_off(own);
            let words = mem::replace(&mut words, rest);
            let Some(span) = self.spans.get(span) else {
                continue;
            };
            let (owner, colour) = match repeated {
                Some(colour) => (Owner::Artifact(super::Artifact::Repeated), colour),
                None => (Owner::Leaf(span.leaf), span.colour),
            };
            let size = self.size;
            let (left, right) = ends(&words, size, start);
            items.push(Item::Text {
                owner,
                x: start,
                baseline,
                size,
                colour,
                words,
            });
            let (Some((node, target, label)), None) = (span.link.as_deref(), repeated) else {
                continue;
            };
            let ends = [(left, baseline + 1.2), (right, baseline + 1.2)];
            items.push(Item::Rule {
                owner: Owner::LAYOUT,
                ends,
                thickness: 0.5,
                colour,
            });
            let edges = [left, y, right, y + self.height];
            links.push(Link {
                node: *node,
                edges,
                target: target.clone(),
                label: label.clone(),
            });
        }
    }

    /// Where words of its own stand between a left and a right edge.
    fn start(&self, words: &[Placed], (left, right): (f32, f32)) -> f32 {
        if self.from_right {
            right - self.x - ends(words, self.size, 0.0).1
        } else {
            left + self.x
        }
    }

    /// Where its words end, on the side to which they are read.
    pub(super) fn end(&self, sides: (f32, f32)) -> f32 {
        let start = self.start(&self.words, sides);
        if self.from_right {
            start
        } else {
            ends(&self.words, self.size, start).1
        }
    }
}
