//! The structure tree: what each piece of text is.

use crate::model::block::Scope;
use std::collections::BTreeMap;

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(usize);

/// A run of text of one node, drawn in one piece or several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Leaf(usize);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The document: a section that holds the title, and one that holds the text.
    Document,
    /// A section.
    Section,
    /// A heading, level 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// A picture.
    Figure,
    /// A list of facts, the labels of which say what each is.
    Facts,
    /// An item of it.
    Item,
    /// The bullet of an item.
    Label,
    /// What stands behind the bullet.
    Body,
    /// A table.
    Table,
    /// Its header rows.
    TableHead,
    /// Its other rows.
    TableBody,
    /// A row.
    Row,
    /// A cell that heads others, the rows and the columns it spans.
    HeaderCell(Scope, u16, u16),
    /// Another cell, the rows and the columns it spans.
    Cell(u16, u16),
    /// A link.
    Link,
    /// The contents, or those of a section in them.
    Contents,
    /// A line of the contents, with those of its section below it.
    ContentsItem,
    /// What a line of the contents says of another place.
    Reference,
}

/// What stands in a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kid {
    /// Another node.
    Node(NodeId),
    /// Text.
    Leaf(Leaf),
}

/// A node.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) role: Role,
    /// In what it stands.
    pub(crate) parent: Option<NodeId>,
    /// What stands in it, in reading order.
    pub(crate) kids: Vec<Kid>,
}

/// The structure of a document; its first node is the root.
#[derive(Debug)]
pub(crate) struct Tree {
    /// All nodes, parents before their kids.
    pub(crate) nodes: Vec<Node>,
    /// The node each leaf stands in.
    pub(crate) leaves: Vec<NodeId>,
    /// What each picture shows in words, and its left, upper, right and lower edge.
    pub(crate) pictures: BTreeMap<usize, (String, [f32; 4])>,
}

impl NodeId {
    /// The document.
    pub(crate) const ROOT: Self = Self(0);

    /// Its place in [`Tree::nodes`].
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl Leaf {
    /// Its place in [`Tree::leaves`].
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl Tree {
    /// A tree of the root alone.
    pub(super) fn new() -> Self {
        Self {
            nodes: vec![Node {
                role: Role::Document,
                parent: None,
                kids: Vec::new(),
            }],
            leaves: Vec::new(),
            pictures: BTreeMap::new(),
        }
    }

    /// A new node, last in `parent`.
    pub(super) fn node(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node {
            role,
            parent: Some(parent),
            kids: Vec::new(),
        });
        if let Some(parent) = self.nodes.get_mut(parent.0) {
            parent.kids.push(Kid::Node(id));
        }
        id
    }

    /// A new picture, last in `parent`, with what it shows in words.
    pub(super) fn picture(&mut self, parent: NodeId, words: String, edges: [f32; 4]) -> Leaf {
        let node = self.node(parent, Role::Figure);
        self.pictures.insert(node.0, (words, edges));
        self.leaf(node)
    }

    /// New text, last in `parent`.
    pub(super) fn leaf(&mut self, parent: NodeId) -> Leaf {
        let leaf = Leaf(self.leaves.len());
        self.leaves.push(parent);
        if let Some(parent) = self.nodes.get_mut(parent.0) {
            parent.kids.push(Kid::Leaf(leaf));
        }
        leaf
    }
}
