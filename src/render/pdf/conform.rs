//! Conformance: what PDF/A-2a and PDF/UA-1 ask for and printpdf does not write.
//!
//! Tags, links, outline, metadata, colour profile and language are added to the file's objects; then it is compressed and
//! saved. Everything comes from the document: no clock, no random number.

mod annotations;
mod metadata;
mod outlines;
mod tags;

use super::{
    layout::{Laid, Page},
    write::Drawn,
};
use crate::model::block::Front;
use anyhow::{Context, Result};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

/// Completes a drawn file and saves it.
pub(crate) fn complete(drawn: Drawn, laid: &Laid, front: &Front) -> Result<Vec<u8>> {
    let Drawn { mut file, marked } = drawn;
    "1.7".clone_into(&mut file.version);
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let links = annotations::add(&mut file, laid, &pages)?;
    let tags = tags::add(&mut file, laid, &marked, &pages, &links);
    for (index, (id, page)) in pages.iter().zip(&laid.pages).enumerate() {
        finish_page(file.get_dictionary_mut(*id)?, index, page, laid.size, &links);
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
    file.trailer.set("Info", info);
    let catalog = file.catalog_mut().context("the drawn file has no catalog")?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![intent.into()]);
    catalog.set("Lang", text(&front.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", tags);
    // What a reader's window calls a page is what its foot and the contents call it.
    let decimal = dictionary! { "Type" => "PageLabel", "S" => "D", "St" => 1 };
    catalog.set("PageLabels", dictionary! { "Nums" => vec![0.into(), decimal.into()] });
    if let Some(outlines) = outlines {
        catalog.set("Outlines", outlines);
        catalog.set("PageMode", "UseOutlines");
    }
    save(file, xmp)
}

/// Sets what a page has beside its drawing.
fn finish_page(page: &mut Dictionary, index: usize, drawn: &Page, size: (f32, f32), links: &[annotations::Placed]) {
    page.set("StructParents", integer(index));
    page.set("Tabs", "S");
    page.set(
        "MediaBox",
        vec![0.into(), 0.into(), Object::Real(size.0), Object::Real(size.1)],
    );
    page.remove(b"TrimBox");
    page.remove(b"CropBox");
    if drawn.links.is_empty() {
        page.remove(b"Annots");
    } else {
        let own = links.iter().filter(|link| link.page == index);
        page.set("Annots", own.map(|link| link.id.into()).collect::<Vec<Object>>());
    }
}

/// Compresses all but the metadata, names the file after its contents, and saves it.
fn save(mut file: Document, metadata: ObjectId) -> Result<Vec<u8>> {
    let mut hash = Sha256::new();
    for (id, object) in &mut file.objects {
        if let Object::Stream(stream) = object {
            hash.update(&stream.content);
            if *id != metadata {
                stream.compress().context("the PDF cannot be compressed")?;
            }
        }
    }
    let name = Object::String(hash.finalize().to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![name.clone(), name]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).context("the PDF cannot be saved")?;
    Ok(bytes)
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
