//! The structure tree in the file: what each marked content and each link is.

use super::{annotations::Placed, integer, text};
use crate::{
    model::block::Scope,
    render::pdf::layout::{Kid, Laid, Node, Role},
};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// What the nodes need to know of the file.
struct File<'a> {
    /// The object of each node.
    ids: Vec<ObjectId>,
    pages: &'a [ObjectId],
    /// For each leaf, its pieces: page and number of marked content.
    pieces: Vec<Vec<(usize, usize)>>,
    /// For each node that is a link, its annotations.
    links: BTreeMap<usize, Vec<&'a Placed>>,
    root: ObjectId,
    /// What pictures show in words, and where they stand on the page.
    pictures: &'a BTreeMap<usize, (String, [f32; 4])>,
    height: f32,
}

/// Adds the structure tree and the way back from pages and annotations; gives its root.
pub(super) fn add(
    file: &mut Document,
    laid: &Laid,
    marked: &[Vec<usize>],
    pages: &[ObjectId],
    links: &[Placed],
) -> ObjectId {
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = laid.tree.nodes.iter().map(|_| file.new_object_id()).collect();
    let mut pieces = vec![Vec::new(); laid.tree.leaves.len()];
    for (page, leaves) in marked.iter().enumerate() {
        for (number, leaf) in leaves.iter().enumerate() {
            if let Some(pieces) = pieces.get_mut(*leaf) {
                pieces.push((page, number));
            }
        }
    }
    let mut by_node: BTreeMap<usize, Vec<&Placed>> = BTreeMap::new();
    for link in links {
        by_node.entry(link.node.index()).or_default().push(link);
    }
    let known = File {
        ids,
        pages,
        pieces,
        links: by_node,
        root,
        pictures: &laid.tree.pictures,
        height: laid.size.1,
    };
    for (index, node) in laid.tree.nodes.iter().enumerate() {
        if let Some(id) = known.ids.get(index) {
            file.objects.insert(*id, known.element(index, node).into());
        }
    }
    let mut parents = Vec::new();
    let object = |index: usize| known.ids.get(index).map_or(Object::Null, |id| Object::Reference(*id));
    for (page, leaves) in marked.iter().enumerate() {
        let owners = leaves
            .iter()
            .filter_map(|leaf| laid.tree.leaves.get(*leaf))
            .map(|node| object(node.index()));
        parents.extend([integer(page), Object::Array(owners.collect())]);
    }
    for (index, link) in links.iter().enumerate() {
        parents.extend([integer(pages.len() + index), object(link.node.index())]);
    }
    let parents = file.add_object(dictionary! { "Nums" => parents });
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => object(0),
        "ParentTree" => parents,
        "ParentTreeNextKey" => integer(pages.len() + links.len()),
    };
    file.objects.insert(root, tree.into());
    root
}

impl File<'_> {
    /// A node as a structure element.
    fn element(&self, index: usize, node: &Node) -> Dictionary {
        let object = |index: usize| self.ids.get(index).map_or(Object::Null, |id| Object::Reference(*id));
        let parent = node
            .parent
            .map_or(Object::Reference(self.root), |parent| object(parent.index()));
        let mut element = dictionary! { "Type" => "StructElem", "S" => name(node.role), "P" => parent };
        let mut kids = Vec::new();
        for kid in &node.kids {
            match kid {
                Kid::Node(kid) => kids.push(object(kid.index())),
                Kid::Leaf(leaf) => {
                    let pieces = self.pieces.get(leaf.index()).map_or(&[][..], Vec::as_slice);
                    kids.extend(pieces.iter().map(|(page, number)| self.content(*page, *number)));
                }
            }
        }
        for link in self.links.get(&index).map_or(&[][..], Vec::as_slice) {
            let page = self.page(link.page);
            kids.push(dictionary! { "Type" => "OBJR", "Obj" => link.id, "Pg" => page }.into());
        }
        if !kids.is_empty() {
            element.set("K", kids);
        }
        if let Some((words, [left, top, right, bottom])) = self.pictures.get(&index) {
            let edges = [*left, self.height - bottom, *right, self.height - top].map(Object::Real);
            element.set("Alt", text(words));
            element.set(
                "A",
                dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => edges.to_vec() },
            );
        }
        if let Some(attributes) = attributes(node.role) {
            element.set("A", attributes);
        }
        element
    }

    /// A reference to marked content.
    fn content(&self, page: usize, number: usize) -> Object {
        dictionary! { "Type" => "MCR", "Pg" => self.page(page), "MCID" => integer(number) }.into()
    }

    fn page(&self, page: usize) -> Object {
        self.pages.get(page).map_or(Object::Null, |id| Object::Reference(*id))
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
