//! The sections that links can lead to, in two levels: what the contents of a page and of a PDF list.

use serde::Serialize;

use crate::model::block::{Block, Inline};

/// A section of the document.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Section<'a> {
    /// What links lead to.
    pub(super) id: &'a str,
    /// Its words.
    pub(super) text: String,
    /// The sections in it.
    pub(super) parts: Vec<Part<'a>>,
}

/// A section of a section.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Part<'a> {
    /// What links lead to.
    pub(super) id: &'a str,
    /// Its words.
    pub(super) text: String,
}

/// The sections of the second level with those of the third in them; deeper ones are left out.
pub(super) fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for block in blocks {
        let Block::Heading {
            level,
            id: Some(id),
            text,
        } = block
        else {
            continue;
        };
        let words = words(text);
        match (level, sections.last_mut()) {
            (3, Some(section)) => section.parts.push(Part { id, text: words }),
            (0..=3, _) => sections.push(Section {
                id,
                text: words,
                parts: Vec::new(),
            }),
            _ => {}
        }
    }
    sections
}

/// The words of inlines, on one line.
pub(super) fn words(inlines: &[Inline]) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(inner) | Inline::Link { text: inner, .. } => words(inner),
        Inline::Break => " ".to_owned(),
        Inline::Anchor(_) => String::new(),
    };
    inlines.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_hold_their_parts_and_nothing_deeper() {
        let heading = |level, id: Option<&str>, text: &str| Block::Heading {
            level,
            id: id.map(str::to_owned),
            text: vec![Inline::Strong(vec![Inline::Text(text.to_owned())]), Inline::Break],
        };
        let blocks = [
            heading(3, Some("early"), "Early"),
            heading(2, Some("one"), "One"),
            heading(3, Some("part"), "Part"),
            heading(4, Some("deep"), "Deep"),
            heading(2, None, "Without"),
        ];
        let found = sections(&blocks);
        let told: Vec<(&str, &str, usize)> = (found.iter())
            .map(|section| (section.id, section.text.trim(), section.parts.len()))
            .collect();
        assert_eq!(told, [("early", "Early", 0), ("one", "One", 1)]);
    }
}
