//! The structure tree in the file: what each marked content and each link is.
//!
//! It has more objects than all the rest, so they are written as they are made and never held together.

use super::{
    annotations::Placed,
    file::{self, File},
    text,
};
use crate::{
    model::block::Scope,
    render::pdf::layout::{Kid, Laid, Node, Role},
};
use anyhow::Result;
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use std::{collections::BTreeMap, io::Write};

/// A piece of a leaf: the leaf, the page it stands on, the number of its marked content there.
type Piece = (usize, usize, usize);

/// The structure tree while it is written.
pub(super) struct Tags<'a> {
    laid: &'a Laid,
    /// For each page, the leaf of each marked content.
    marked: &'a [Vec<usize>],
    pages: &'a [ObjectId],
    placed: &'a [Placed],
    /// By leaf, those of a leaf in reading order.
    pieces: Vec<Piece>,
    /// For each node that is a link, its annotations.
    links: BTreeMap<usize, Vec<&'a Placed>>,
    root: ObjectId,
    /// The number of the first node's object; those of the others follow, then a list for each page, then the list of these.
    first: u32,
}

impl<'a> Tags<'a> {
    /// The tree whose root has this object, and whose other objects have numbers from `first` on.
    pub(super) fn new(
        laid: &'a Laid,
        marked: &'a [Vec<usize>],
        pages: &'a [ObjectId],
        placed: &'a [Placed],
        (root, first): (ObjectId, u32),
    ) -> Self {
        let leaves = marked.iter().enumerate().flat_map(|(page, leaves)| {
            let numbered = leaves.iter().enumerate();
            numbered.map(move |(number, leaf)| (*leaf, page, number))
        });
        let mut pieces: Vec<Piece> = leaves.collect();
        pieces.sort_unstable();
        let mut links: BTreeMap<usize, Vec<&Placed>> = BTreeMap::new();
        for link in placed {
            links.entry(link.node.index()).or_default().push(link);
        }
        Self {
            laid,
            marked,
            pages,
            placed,
            pieces,
            links,
            root,
            first,
        }
    }

    /// The number behind that of its last object.
    pub(super) fn end(&self) -> Result<u32> {
        Ok(self.list(self.pages.len())? + 1)
    }

    /// Writes it, and the way back from pages and annotations.
    pub(super) fn write(&self, file: &mut File) -> Result<()> {
        let mut kids = Vec::new();
        for (index, node) in self.laid.tree.nodes.iter().enumerate() {
            file.packed(self.node(index)?, |into| self.element(index, node, &mut kids, into))?;
        }
        for (page, leaves) in self.marked.iter().enumerate() {
            file.packed(self.list(page)?, |into| {
                into.push(b'[');
                for leaf in leaves {
                    let owner = self.laid.tree.leaves.get(*leaf).map_or(0, |node| node.index());
                    write!(into, "{} 0 R ", self.node(owner)?)?;
                }
                into.push(b']');
                Ok(())
            })?;
        }
        let lists = self.list(self.pages.len())?;
        file.packed(lists, |into| {
            into.extend_from_slice(b"<</Nums[");
            for page in 0..self.marked.len() {
                write!(into, "{page} {} 0 R ", self.list(page)?)?;
            }
            for (index, link) in self.placed.iter().enumerate() {
                write!(
                    into,
                    "{} {} 0 R ",
                    self.pages.len() + index,
                    self.node(link.node.index())?
                )?;
            }
            into.extend_from_slice(b"]>>");
            Ok(())
        })?;
        file.packed(self.root.0, |into| {
            let (document, next) = (self.node(0)?, self.pages.len() + self.placed.len());
            write!(
                into,
                "<</Type/StructTreeRoot/K {document} 0 R/ParentTree {lists} 0 R/ParentTreeNextKey {next}>>"
            )?;
            Ok(())
        })
    }

    /// The number of a node's object.
    fn node(&self, index: usize) -> Result<u32> {
        Ok(self.first + u32::try_from(index)?)
    }

    /// The number of the list of a page; the one behind the last is that of the list of lists.
    fn list(&self, page: usize) -> Result<u32> {
        self.node(self.laid.tree.nodes.len() + page)
    }

    /// Writes a node as a structure element.
    fn element(&self, index: usize, node: &Node, kids: &mut Vec<u8>, into: &mut Vec<u8>) -> Result<()> {
        let parent = node
            .parent
            .map_or(Ok(self.root.0), |parent| self.node(parent.index()))?;
        write!(into, "<</S/{}/P {parent} 0 R", name(node.role))?;
        kids.clear();
        // Pieces on the page on which it begins are told by their number alone.
        let mut home = None;
        for kid in &node.kids {
            match kid {
                Kid::Node(kid) => write!(kids, "{} 0 R ", self.node(kid.index())?)?,
                Kid::Leaf(leaf) => {
                    for (_, page, number) in self.pieces(leaf.index()) {
                        if *home.get_or_insert(*page) == *page {
                            write!(kids, "{number} ")?;
                        } else {
                            write!(kids, "<</Type/MCR/Pg {} 0 R/MCID {number}>> ", self.page(*page))?;
                        }
                    }
                }
            }
        }
        for link in self.links.get(&index).map_or(&[][..], Vec::as_slice) {
            write!(
                kids,
                "<</Type/OBJR/Obj {} 0 R/Pg {} 0 R>> ",
                link.id.0,
                self.page(link.page)
            )?;
        }
        if let Some(page) = home {
            write!(into, "/Pg {} 0 R", self.page(page))?;
        }
        if !kids.is_empty() {
            into.extend_from_slice(b"/K[");
            into.extend_from_slice(kids);
            into.push(b']');
        }
        let picture = self.laid.tree.pictures.get(&index);
        let told = picture.map(|(words, [left, top, right, bottom])| {
            let height = self.laid.size.1;
            let edges = [*left, height - bottom, *right, height - top].map(Object::Real);
            let place = dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => edges.to_vec() };
            dictionary! { "Alt" => text(words), "A" => place }
        });
        if let Some(told) = told.or_else(|| Some(dictionary! { "A" => attributes(node.role)? })) {
            file::entries(&told, into)?;
        }
        into.extend_from_slice(b">>");
        Ok(())
    }

    /// The pieces of a leaf.
    fn pieces(&self, leaf: usize) -> &[Piece] {
        let from = self.pieces.partition_point(|(owner, ..)| *owner < leaf);
        let rest = self.pieces.get(from..).unwrap_or_default();
        rest.chunk_by(|one, next| one.0 == next.0)
            .next()
            .filter(|pieces| pieces.first().is_some_and(|(owner, ..)| *owner == leaf))
            .unwrap_or_default()
    }

    /// The number of a page's object.
    fn page(&self, page: usize) -> u32 {
        self.pages.get(page).map_or(0, |id| id.0)
    }
}

/// The standard structure type of a role.
fn name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(6..) => "H6",
        Role::Paragraph => "P",
        Role::Figure => "Figure",
        Role::List | Role::Facts => "L",
        Role::Item => "LI",
        Role::Label => "Lbl",
        Role::Body => "LBody",
        Role::Table => "Table",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::Row => "TR",
        Role::HeaderCell(..) => "TH",
        Role::Cell(..) => "TD",
        Role::Link => "Link",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
        Role::Reference => "Reference",
    }
}

/// The attributes of a role.
fn attributes(role: Role) -> Option<Dictionary> {
    let (scope, rows, columns) = match role {
        Role::HeaderCell(Scope::Column, rows, columns) => (Some("Column"), rows, columns),
        Role::HeaderCell(Scope::Row | Scope::RowGroup, rows, columns) => (Some("Row"), rows, columns),
        Role::Cell(rows, columns) => (None, rows, columns),
        Role::List => return Some(dictionary! { "O" => "List", "ListNumbering" => "Disc" }),
        Role::Document
        | Role::Section
        | Role::Facts
        | Role::Figure
        | Role::Heading(_)
        | Role::Paragraph
        | Role::Item
        | Role::Label
        | Role::Body
        | Role::Table
        | Role::TableHead
        | Role::TableBody
        | Role::Row
        | Role::Link
        | Role::Contents
        | Role::ContentsItem
        | Role::Reference => return None,
    };
    let mut attributes = dictionary! { "O" => "Table" };
    if let Some(scope) = scope {
        attributes.set("Scope", scope);
    }
    if rows > 1 {
        attributes.set("RowSpan", i64::from(rows));
    }
    if columns > 1 {
        attributes.set("ColSpan", i64::from(columns));
    }
    (attributes.len() > 1).then_some(attributes)
}
