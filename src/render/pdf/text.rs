//! Text: from characters to glyphs, from paragraphs to lines. Knows no page and no writer.

mod face;
mod paragraph;
mod word;

pub(crate) use face::Face;
pub(crate) use paragraph::{Paragraph, Placed};
pub(crate) use word::{Glyph, Shaper, Word};
