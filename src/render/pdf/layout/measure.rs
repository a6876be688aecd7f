//! Blocks to pieces of text, pieces to lines of a width.
//!
//! A piece is a paragraph in its indent; making it also makes its nodes in the structure tree.

use super::{
    Role, Target, Tree,
    line::{Bullet, Line, Mark, Span},
    outline,
    style::{self, Colour, Type},
    tree::{Leaf, NodeId},
};
use crate::{
    model::block::{Block, Inline},
    render::pdf::text::{Face, Paragraph, Placed, Shaper},
};
use anyhow::{Result, bail};
use std::rc::Rc;

/// How far a list is indented, in parts of the type size.
const INDENT: f32 = 1.15;

/// A paragraph that waits for its width.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    text: Paragraph,
    spans: Rc<[Span]>,
    kind: Type,
    above: f32,
    indent: f32,
    keep: bool,
    /// Whether its lines stand at the edge at which text ends.
    pub(super) at_end: bool,
    bullets: Vec<Bullet>,
    mark: Option<Mark>,
    /// What links lead to, in it.
    anchors: Vec<String>,
}

/// Makes pieces of blocks.
pub(super) struct Measure<'a> {
    /// Shapes the words.
    pub(super) shaper: &'a mut Shaper,
    /// Takes the nodes.
    pub(super) tree: &'a mut Tree,
    /// Type of paragraphs.
    pub(super) kind: Type,
    /// Whether everything is bold, as in the head of a table.
    pub(super) bold: bool,
    /// Level of the last heading, as tagged.
    pub(super) level: &'a mut u8,
}

impl Measure<'_> {
    /// The pieces of blocks.
    pub(super) fn blocks(&mut self, blocks: &[Block], parent: NodeId) -> Result<Vec<Piece>> {
        let mut pieces = Vec::new();
        self.nested(blocks, parent, 0, &mut pieces)?;
        Ok(pieces)
    }

    /// Appends the pieces of blocks that stand in so many lists.
    fn nested(&mut self, blocks: &[Block], parent: NodeId, depth: u8, into: &mut Vec<Piece>) -> Result<()> {
        let mut after_heading = false;
        let mut after_label = false;
        for (index, block) in blocks.iter().enumerate() {
            let list_next = matches!(blocks.get(index + 1), Some(Block::List(_)));
            let above = if after_heading {
                self.kind.above / 2.0
            } else {
                self.kind.above
            };
            match block {
                Block::Heading { level, id, text } => {
                    let kind = if self.kind.size < style::BODY.size {
                        self.kind
                    } else {
                        style::heading(*level)
                    };
                    let tagged = (level.saturating_add(1)).min(self.level.saturating_add(1)).min(6);
                    *self.level = tagged;
                    let node = self.tree.node(parent, Role::Heading(tagged));
                    let above = if after_heading { kind.above / 2.5 } else { kind.above };
                    let title = outline::plain(text);
                    let mark = Mark {
                        title,
                        level: *level,
                        id: id.clone(),
                    };
                    let piece = self.piece(text, node, (kind, above), Face::Bold, style::STRONG)?;
                    into.push(Piece {
                        keep: true,
                        mark: Some(mark),
                        indent: self.indent(depth),
                        ..piece
                    });
                }
                Block::Paragraph(text) => {
                    let node = self.tree.node(parent, Role::Paragraph);
                    let label = is_label(text);
                    let above = if after_label {
                        2.5
                    } else if label {
                        above + 1.5
                    } else if depth > 0 {
                        above / 2.0
                    } else {
                        above
                    };
                    let face = if self.bold { Face::Bold } else { Face::Regular };
                    let piece = self.piece(text, node, (self.kind, above), face, style::INK)?;
                    if !piece.text.is_empty() {
                        let keep = label || (depth > 0 && list_next);
                        into.push(Piece {
                            keep,
                            indent: self.indent(depth),
                            ..piece
                        });
                    }
                }
                Block::List(items) => self.list(items, parent, depth, into)?,
                Block::Table(_) | Block::Chart(_) => {
                    bail!("a table stands inside a list or another table: place it on its own")
                }
            }
            after_heading = matches!(block, Block::Heading { .. });
            after_label = matches!(block, Block::Paragraph(text) if is_label(text));
        }
        Ok(())
    }

    /// Appends the pieces of a list.
    fn list(&mut self, items: &[Vec<Block>], parent: NodeId, depth: u8, into: &mut Vec<Piece>) -> Result<()> {
        let list = self.tree.node(parent, Role::List);
        for item in items {
            let node = self.tree.node(list, Role::Item);
            let label = self.tree.node(node, Role::Label);
            let leaf = self.tree.leaf(label);
            let word = self.shaper.word(
                Face::Regular,
                if depth.is_multiple_of(2) {
                    "\u{2022} "
                } else {
                    "\u{2013} "
                },
            )?;
            let bullet = Bullet {
                x: self.indent(depth),
                leaf,
                word,
            };
            let body = self.tree.node(node, Role::Body);
            let from = into.len();
            self.nested(item, body, depth.saturating_add(1), into)?;
            if let Some(first) = into.get_mut(from) {
                first.bullets.insert(0, bullet);
                first.above = 1.8;
            }
        }
        Ok(())
    }

    /// How far text in so many lists is indented.
    fn indent(&self, depth: u8) -> f32 {
        f32::from(depth) * INDENT * self.kind.size
    }

    /// A paragraph of inlines.
    pub(super) fn piece(
        &mut self,
        inlines: &[Inline],
        node: NodeId,
        (kind, above): (Type, f32),
        face: Face,
        colour: Colour,
    ) -> Result<Piece> {
        let mut texts = Vec::new();
        let mut spans = Vec::new();
        self.spans(
            inlines,
            node,
            face,
            &Span {
                leaf: Leaf::default(),
                colour,
                link: None,
            },
            &mut texts,
            &mut spans,
        );
        let text = Paragraph::compose(&texts, self.shaper)?;
        let spans = Rc::from(spans);
        Ok(Piece {
            text,
            spans,
            kind,
            above,
            indent: 0.0,
            keep: false,
            at_end: false,
            bullets: Vec::new(),
            mark: None,
            anchors: anchors(inlines),
        })
    }

    /// A short text that is no text of the document.
    pub(super) fn aside(&mut self, text: &str) -> Result<Piece> {
        let text = Paragraph::compose(&[(Face::Regular, text.to_owned())], self.shaper)?;
        let spans = Rc::from([Span {
            leaf: Leaf::default(),
            colour: style::MUTED,
            link: None,
        }]);
        Ok(Piece {
            text,
            spans,
            kind: self.kind,
            above: 0.0,
            indent: 0.0,
            keep: false,
            at_end: false,
            bullets: Vec::new(),
            mark: None,
            anchors: Vec::new(),
        })
    }

    /// Appends the spans of inlines.
    fn spans(
        &mut self,
        inlines: &[Inline],
        node: NodeId,
        face: Face,
        like: &Span,
        texts: &mut Vec<(Face, String)>,
        spans: &mut Vec<Span>,
    ) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    texts.push((face, text.replace(['\n', '\r'], " ")));
                    spans.push(Span {
                        leaf: self.tree.leaf(node),
                        ..like.clone()
                    });
                }
                Inline::Strong(inner) => self.spans(inner, node, Face::Bold, like, texts, spans),
                Inline::Link { to, text } => match target(to) {
                    Some(target) if like.link.is_none() => {
                        let node = self.tree.node(node, Role::Link);
                        let link = Some(Rc::new((node, target, outline::plain(text))));
                        self.spans(
                            text,
                            node,
                            face,
                            &Span {
                                colour: style::LINK,
                                link,
                                ..like.clone()
                            },
                            texts,
                            spans,
                        );
                    }
                    Some(_) | None => self.spans(text, node, face, like, texts, spans),
                },
                Inline::Break => {
                    if let Some((_, text)) = texts.last_mut() {
                        text.push('\n');
                    }
                }
                // Those of a piece stand where it begins.
                Inline::Anchor(_) => {}
            }
        }
    }
}

impl Piece {
    /// Its widest unbreakable part and its widest line, indent included.
    pub(super) fn widths(&self) -> (f32, f32) {
        let (widest, longest) = self.text.widths(self.kind.size);
        (self.indent + widest, self.indent + longest)
    }

    /// Its lines.
    pub(super) fn lines(&self, width: f32, shaper: &mut Shaper) -> Result<Vec<Line>> {
        let least = (self.kind.size * 4.0).min(width);
        let indent = self.indent.min(width - least);
        let set = self.text.lines(self.kind.size, width - indent, shaper)?;
        let count = set.len();
        let line = |(index, words): (usize, Vec<Placed>)| Line {
            above: if index == 0 { self.above } else { 0.0 },
            height: self.kind.leading,
            keep: (self.keep && index + 1 == count) || (count > 1 && (index == 0 || index + 2 == count)),
            mark: self.mark.clone().filter(|_| index == 0),
            x: indent,
            from_right: shaper.is_leftwards() != self.at_end,
            size: self.kind.size,
            words,
            spans: Rc::clone(&self.spans),
            bullets: if index == 0 { self.bullets.clone() } else { Vec::new() },
            anchors: if index == 0 { self.anchors.clone() } else { Vec::new() },
        };
        Ok(set.into_iter().enumerate().map(line).collect())
    }
}

/// The anchors in inlines.
fn anchors(inlines: &[Inline]) -> Vec<String> {
    let each = inlines.iter().flat_map(|inline| match inline {
        Inline::Anchor(id) => vec![id.clone()],
        Inline::Strong(inner) | Inline::Link { text: inner, .. } => anchors(inner),
        Inline::Text(_) | Inline::Break => Vec::new(),
    });
    each.collect()
}

/// Whether a paragraph is a label: all of it is important.
fn is_label(inlines: &[Inline]) -> bool {
    let mut strong = false;
    inlines.iter().all(|inline| match inline {
        Inline::Strong(_) => {
            strong = true;
            true
        }
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Link { text, .. } => is_label(text),
        Inline::Break | Inline::Anchor(_) => true,
    }) && strong
}

/// Where a link leads, if it is one that a document may have.
fn target(to: &str) -> Option<Target> {
    if let Some(id) = to.strip_prefix('#') {
        return Some(Target::Anchor(id.to_owned()));
    }
    let absolute = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| to.starts_with(scheme));
    absolute.then(|| Target::Address(to.to_owned()))
}
