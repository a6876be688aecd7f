//! A body in Confluence's storage format, read back.

use super::block::Block;

/// What a reader of the page sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The values of the page's properties, in their order.
    pub properties: Vec<String>,
    /// The text, without contents and properties.
    pub blocks: Vec<Block>,
}
