//! Conformance: what PDF/A-2a and PDF/UA-1 ask for and printpdf does not write.
//!
//! Links, outline, metadata, colour profile and language are added to the file's objects; then they are written, and the tags
//! behind them. Everything comes from the document: no clock, no random number.

mod annotations;
mod file;
mod metadata;
mod outlines;
mod tags;

use super::{layout::Laid, write::Drawn};
use crate::model::block::Front;
use anyhow::{Context, Result};
use file::File;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use tags::Tags;

/// Completes a drawn file and saves it.
pub(crate) fn complete(drawn: Drawn, laid: &Laid, front: &Front) -> Result<Vec<u8>> {
    let Drawn { mut file, marked } = drawn;
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let links = annotations::add(&mut file, laid, &pages)?;
    let mut on_pages = links.chunk_by(|one, next| one.page == next.page).peekable();
    for (index, id) in pages.iter().enumerate() {
        let own = on_pages.next_if(|links| links.first().is_some_and(|link| link.page == index));
        finish_page(file.get_dictionary_mut(*id)?, index, laid.size, own.unwrap_or_default());
    }
    let outlines = outlines::add(&mut file, laid, &pages);
    let dates = metadata::dates(&front.date)?;
    let info = metadata::info(front, &dates);
    let info = file.add_object(info);
    let xmp = file.add_object(metadata::xmp(front, &dates));
    let profile = Stream::new(
        dictionary! { "N" => 3 },
        include_bytes!("../../../templates/srgb.icc").to_vec(),
    );
    let profile = file.add_object(profile);
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB"),
        "DestOutputProfile" => profile,
    };
    let (tree, root) = (
        file.new_object_id(),
        file.trailer.get(b"Root").and_then(Object::as_reference)?,
    );
    let catalog = file.catalog_mut().context("the drawn file has no catalog")?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![intent.into()]);
    catalog.set("Lang", text(&front.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", tree);
    // What a reader's window calls a page is what its foot and the contents call it.
    let decimal = dictionary! { "Type" => "PageLabel", "S" => "D", "St" => 1 };
    catalog.set("PageLabels", dictionary! { "Nums" => vec![0.into(), decimal.into()] });
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
    let tags = Tags::new(laid, &marked, &pages, &links, (tree, file.max_id + 1));
    let mut saved = File::new(tags.end()?);
    // In the order of their numbers, each given back when it is written.
    for ((number, _), mut object) in file.objects {
        if let Object::Stream(stream) = &mut object
            && number != xmp.0
            && !stream.dict.has(b"Filter")
        {
            stream.set_content(file::deflated(&stream.content)?);
            stream.dict.set("Filter", "FlateDecode");
        }
        saved.add(number, &object)?;
    }
    tags.write(&mut saved)?;
    saved.finish(root, info)
}

/// Sets what a page has beside its drawing.
fn finish_page(page: &mut Dictionary, index: usize, size: (f32, f32), links: &[annotations::Placed]) {
    page.set("StructParents", integer(index));
    page.set("Tabs", "S");
    page.set(
        "MediaBox",
        vec![0.into(), 0.into(), Object::Real(size.0), Object::Real(size.1)],
    );
    page.remove(b"TrimBox");
    page.remove(b"CropBox");
    if links.is_empty() {
        page.remove(b"Annots");
    } else {
        page.set(
            "Annots",
            links.iter().map(|link| link.id.into()).collect::<Vec<Object>>(),
        );
    }
}

/// Text in a form for any letters.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// A count as a PDF number.
fn integer(count: usize) -> Object {
    Object::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}
