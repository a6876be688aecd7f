//! Links: an annotation for each line a link stands on.

use super::text;
use crate::render::pdf::layout::{Laid, NodeId, Place, Target};
use anyhow::{Result, bail};
use lopdf::{Document, Object, ObjectId, dictionary};

/// A link in the file.
pub(super) struct Placed {
    /// Its page, from 0.
    pub(super) page: usize,
    /// Its object.
    pub(super) id: ObjectId,
    /// Its node in the structure tree.
    pub(super) node: NodeId,
}

/// Adds the annotations of all pages, in order; fails when a link leads to no heading.
pub(super) fn add(file: &mut Document, laid: &Laid, pages: &[ObjectId]) -> Result<Vec<Placed>> {
    let mut placed = Vec::new();
    for (index, (page, id)) in laid.pages.iter().zip(pages).enumerate() {
        for link in &page.links {
            let [left, top, right, bottom] = link.edges;
            let height = laid.size.1;
            let edges = [left, height - bottom, right, height - top].map(Object::Real);
            let mut annotation = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => edges.to_vec(),
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "F" => 4,
                "P" => *id,
                "StructParent" => super::integer(pages.len() + placed.len()),
            };
            match &link.target {
                Target::Address(to) => {
                    annotation.set("Contents", text(&format!("{} ({to})", link.label)));
                    let to = Object::string_literal(address(to));
                    annotation.set("A", dictionary! { "S" => "URI", "URI" => to });
                }
                Target::Anchor(to) => {
                    let Some(place) = laid.anchors.get(to) else {
                        bail!(
                            "the link `{}` leads to `#{to}`, which no heading has: correct the link",
                            link.label
                        );
                    };
                    annotation.set("Contents", text(&link.label));
                    annotation.set("Dest", destination(*place, laid, pages));
                }
            }
            placed.push(Placed {
                page: index,
                id: file.add_object(annotation),
                node: link.node,
            });
        }
    }
    Ok(placed)
}

/// A place as a destination.
pub(super) fn destination(place: Place, laid: &Laid, pages: &[ObjectId]) -> Object {
    let page = pages.get(place.page).map_or(Object::Null, |id| Object::Reference(*id));
    let top = Object::Real(laid.size.1 - place.y + 6.0);
    Object::Array(vec![page, "XYZ".into(), Object::Null, top, Object::Null])
}

/// An address with everything but ASCII percent-encoded.
fn address(to: &str) -> String {
    let mut address = String::new();
    for byte in to.bytes() {
        if byte.is_ascii_graphic() {
            address.push(char::from(byte));
        } else {
            address.extend(['%', hex(byte >> 4), hex(byte & 15)]);
        }
    }
    address
}

/// A hexadecimal digit.
fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16)
        .unwrap_or('0')
        .to_ascii_uppercase()
}
