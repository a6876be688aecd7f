//! What stands on a page. Lengths in points, from the page's left and upper edge.

use super::{Colour, NodeId, tree::Leaf};
use crate::render::pdf::text::Placed;

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The document's.
    Leaf(Leaf),
    /// The page's.
    Artifact(Artifact),
}

impl Owner {
    /// The page's, for what is ground or rule.
    pub(crate) const LAYOUT: Self = Self::Artifact(Artifact::Layout);
}

/// What is drawn and says nothing of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Artifact {
    /// The running head.
    Header,
    /// The running foot.
    Footer,
    /// A repeated label or table head.
    Repeated,
    /// Grounds and rules.
    Layout,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// Words on one baseline; each word's `x` is seen from `x`.
    Text {
        /// Whose it is.
        owner: Owner,
        /// Where the line starts.
        x: f32,
        /// Where the letters stand.
        baseline: f32,
        /// Type size.
        size: f32,
        /// Colour.
        colour: Colour,
        /// The words.
        words: Vec<Placed>,
    },
    /// A coloured rectangle.
    Fill {
        /// Whose it is.
        owner: Owner,
        /// Left, upper, right and lower edge.
        edges: [f32; 4],
        /// Colour.
        colour: Colour,
    },
    /// The logo.
    Picture {
        /// What it is in the structure tree.
        leaf: Leaf,
        /// Left, upper, right and lower edge.
        edges: [f32; 4],
    },
    /// A straight line.
    Rule {
        /// Whose it is.
        owner: Owner,
        /// Start and end.
        ends: [(f32, f32); 2],
        /// Thickness.
        thickness: f32,
        /// Colour.
        colour: Colour,
    },
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the heading of this id.
    Anchor(String),
    /// To an address.
    Address(String),
}

/// The part of a link on one line.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// The link.
    pub(crate) node: NodeId,
    /// Left, upper, right and lower edge.
    pub(crate) edges: [f32; 4],
    /// Where it leads.
    pub(crate) target: Target,
    /// What it shows.
    pub(crate) label: String,
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// What is drawn, in order.
    pub(crate) items: Vec<Item>,
    /// Its links, in order.
    pub(crate) links: Vec<Link>,
}
