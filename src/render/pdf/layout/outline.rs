//! The outline: headings, and the heads of groups and rows in tables that have groups.

use crate::model::block::{Block, Inline};

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    /// Number of the page, from 0.
    pub(crate) page: usize,
    /// Distance from its upper edge.
    pub(crate) y: f32,
}

/// A line of the outline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Its words.
    pub(crate) title: String,
    /// 1 is the highest.
    pub(crate) level: u8,
    /// Where it leads.
    pub(crate) place: Place,
}

/// The words of blocks, on one line.
pub(super) fn words(blocks: &[Block]) -> String {
    let mut words = String::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => push(text, &mut words),
            Block::List(items) => items.iter().for_each(|item| push_words(&self::words(item), &mut words)),
            Block::Table(_) | Block::Chart(_) => {}
        }
    }
    words
}

/// The words of inlines, on one line.
pub(super) fn plain(inlines: &[Inline]) -> String {
    let mut words = String::new();
    push(inlines, &mut words);
    words
}

/// Appends inlines after a space.
fn push(inlines: &[Inline], into: &mut String) {
    let mut text = String::new();
    spell(inlines, &mut text);
    push_words(&text, into);
}

/// Appends words after a space, white space made plain.
fn push_words(text: &str, into: &mut String) {
    for word in text.split_whitespace() {
        if !into.is_empty() {
            into.push(' ');
        }
        into.push_str(word);
    }
}

/// Appends the characters of inlines.
fn spell(inlines: &[Inline], into: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => into.push_str(text),
            Inline::Strong(inner) | Inline::Link { text: inner, .. } => spell(inner, into),
            Inline::Break => into.push(' '),
            Inline::Anchor(_) => {}
        }
    }
}
