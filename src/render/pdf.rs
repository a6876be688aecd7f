//! A document as PDF: A4, tagged, made for PDF/A-2a and PDF/UA-1.
//!
//! Blocks come in, bytes go out, in four rooms that know only what stands before them: `text` turns words into glyphs and
//! paragraphs into lines, `layout` places them on pages and keeps the structure tree, `write` draws the pages with
//! printpdf, `conform` completes the file. `read` goes the other way, and shares no code with them.

mod conform;
mod layout;
mod read;
mod text;
mod write;

use crate::model::block::Document;
use crate::model::font::Font;
use crate::model::look::Look;
use anyhow::Result;
use std::sync::Arc;

/// The document as the bytes of a PDF file; the same document gives the same bytes.
///
/// A character that no embedded font has is shown as a replacement, and still says what it is when it is copied or read
/// aloud. Fails when a link leads to no heading, or when the date is none.
pub fn render(document: &Document) -> Result<Vec<u8>> {
    render_with(document, &Look::default())
}

/// The same, as somebody wants it to look, with fonts of their own for what the embedded ones lack.
pub fn render_with(document: &Document, look: &Look) -> Result<Vec<u8>> {
    let mut shaper = text::Shaper::new(&look.fonts)?.of_language(&document.front.language);
    let laid = layout::lay_out(document, look, &mut shaper)?;
    let drawn = write::draw(&laid, &shaper, &document.front.title, look)?;
    conform::complete(drawn, &laid, &document.front)
}

/// Opens a font file of somebody's own; of a collection its first font.
///
/// # Errors
/// When it is no font, or none that may and can stand in a PDF.
pub fn font(file: &str, bytes: Vec<u8>) -> Result<Font> {
    text::open(file, Arc::new(bytes))
}

/// The letters of the body text of a finished PDF, in the order of its structure tree.
///
/// Title block, list labels and artifacts (running heads, repeated table heads, "continued" marks) are left out, and so
/// is white space: what remains equals [`Document::letters`] of the document the file was made from.
pub fn letters(bytes: &[u8]) -> Result<String> {
    read::letters(bytes)
}
