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
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::ZlibEncoder};
use fonts::Fonts;
use lopdf::{Object, ObjectId};
use page::Pen;
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions, Pt};
use std::io::Write;

/// How many pages are turned into operations together.
const TOGETHER: usize = 40;

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
    let (width, height): (Mm, Mm) = (Pt(laid.size.0).into(), Pt(laid.size.1).into());
    let page = |operations| PdfPage::new(width, height, operations);
    // Operations take ten times the room of what they become, so that a few pages are turned at a time.
    let mut marked = Vec::with_capacity(laid.pages.len());
    let mut contents = Vec::with_capacity(laid.pages.len());
    for pages in laid.pages.chunks(TOGETHER) {
        for drawn in pages {
            let mut pen = Pen::new(laid.size.1, &fonts, look.accent);
            pen.draw(&drawn.items);
            let (operations, leaves) = pen.finish();
            pdf.pages.push(page(operations));
            marked.push(leaves);
        }
        let mut part = written(&mut pdf)?;
        for id in part.get_pages().into_values() {
            let content = content(&part, id)?;
            let content = part.objects.remove(&content).context("a page has no content")?;
            contents.push(compressed(content)?);
        }
    }
    // The file itself: pages that show nothing yet, but the first all that any shows, for which fonts are embedded.
    pdf.pages.push(page(fonts.shown()));
    pdf.pages.extend(laid.pages.iter().skip(1).map(|_| page(Vec::new())));
    if let Some(logo) = &look.logo {
        let objects = &mut pdf.resources.xobjects.map;
        objects.insert(picture::id(), picture::embedded(logo));
    }
    let mut file = written(&mut pdf)?;
    for (id, drawn) in file.get_pages().into_values().zip(contents) {
        let content = content(&file, id)?;
        file.objects.insert(content, drawn);
    }
    Ok(Drawn { file, marked })
}

/// What printpdf makes of the pages, which are taken out.
fn written(pdf: &mut PdfDocument) -> Result<lopdf::Document> {
    let mut warnings = Vec::new();
    let file = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    pdf.pages.clear();
    if let Some(warning) = warnings.first() {
        bail!("the PDF writer refuses an operation: {}", warning.msg);
    }
    Ok(file)
}

/// The content of a page.
fn content(file: &lopdf::Document, page: ObjectId) -> Result<ObjectId> {
    let content = file.get_page_contents(page).first().copied();
    content.context("a page has no content")
}

/// A stream, compressed.
fn compressed(object: Object) -> Result<Object> {
    let Object::Stream(mut stream) = object else {
        bail!("the content of a page is no stream");
    };
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&stream.content)?;
    stream.set_content(encoder.finish()?);
    stream.dict.set("Filter", "FlateDecode");
    Ok(stream.into())
}
