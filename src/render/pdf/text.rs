//! Text: from characters to glyphs, from paragraphs to lines. Knows no page and no writer.
//!
//! [`face`] has the font files, [`open`](mod@open) looks at somebody's own, [`word`] shapes a word in one of them, [`shaper`] chooses which, [`bidi`] knows what runs
//! from right to left, [`paragraph`] breaks lines.

mod bidi;
mod face;
mod open;
mod paragraph;
mod shaper;
mod word;

pub(crate) use face::{Cut, Face, File};
pub(crate) use open::open;
pub(crate) use paragraph::{Paragraph, Placed, ends};
pub(crate) use shaper::Shaper;
pub(crate) use word::{Glyph, Word};
