//! Writing: pages of drawing items to printpdf's operations, and those to a PDF that still lacks what [`conform`] adds.
//!
//! Each run of text becomes marked content with a number, which the structure tree refers to; all else is an artifact.
//!
//! [`conform`]: super::conform

mod fonts;
mod page;
mod picture;

use super::{layout::Laid, text::Shaper};
use crate::model::look::Look;
use anyhow::{Result, bail};
use fonts::Fonts;
use page::Pen;
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions, Pt};

/// A drawn document, and where its text has got to.
pub(crate) struct Drawn {
    /// The file so far.
    pub(crate) file: lopdf::Document,
    /// For each page, the leaf of each marked content.
    pub(crate) marked: Vec<Vec<usize>>,
}

/// Draws a document.
pub(crate) fn draw(laid: &Laid, shaper: &Shaper, title: &str, look: &Look) -> Result<Drawn> {
    let fonts = Fonts::embed(&laid.pages, shaper)?;
    let mut pdf = PdfDocument::new(title);
    for (id, font) in &fonts.embedded {
        pdf.resources.fonts.map.insert(id.clone(), font.clone());
    }
    if let Some(logo) = &look.logo {
        pdf.resources
            .xobjects
            .map
            .insert(picture::id(), picture::embedded(logo));
    }
    let (width, height): (Mm, Mm) = (Pt(laid.size.0).into(), Pt(laid.size.1).into());
    let mut marked = Vec::with_capacity(laid.pages.len());
    for page in &laid.pages {
        let mut pen = Pen::new(laid.size.1, &fonts, look.accent);
        pen.draw(&page.items)?;
        let (operations, leaves) = pen.finish();
        pdf.pages.push(PdfPage::new(width, height, operations));
        marked.push(leaves);
    }
    let mut warnings = Vec::new();
    let file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.first() {
        bail!("the PDF writer refuses an operation: {}", warning.msg);
    }
    Ok(Drawn { file, marked })
}
