//! Confluence's storage format: XML without a root, with prefixes that nothing declares and entities of HTML.

use html5ever::data::NAMED_ENTITIES;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::markup::Markup;
use super::shape::Shape;

/// Reads it; `Err` says on which line what is wrong.
pub(super) fn read(text: &str) -> Result<Shape, String> {
    let mut reader = Reader::from_str(text);
    let mut markup = Markup::default();
    fill(&mut reader, &mut markup).map_err(|message| {
        let at = usize::try_from(reader.error_position().max(reader.buffer_position())).unwrap_or(text.len());
        let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        format!("line {line}: {message}")
    })?;
    Ok(markup.finish())
}

fn fill(reader: &mut Reader<&[u8]>, markup: &mut Markup) -> Result<(), String> {
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Eof => return Ok(()),
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                markup.open(&name, &attributes(&tag)?);
            }
            Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                markup.open(&name, &attributes(&tag)?);
                markup.close(&name);
            }
            Event::End(tag) => {
                let name = tag.name().as_ref().to_owned();
                markup.close(&name);
            }
            Event::Text(text) => markup.text(&text.xml10_content()),
            Event::CData(text) => markup.text(&text.xml10_content()),
            Event::GeneralRef(reference) => markup.text(&referred(&reference)?),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        // No attribute that is read here holds an entity; one that does is of no account.
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(attributes)
}

/// What a reference stands for. An unknown one stays as it is written, for a person to see.
fn referred(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(letter.to_string());
    }
    let name = reference.xml10_content();
    let letters = NAMED_ENTITIES.get(format!("{name};").as_str());
    let Some((first, second)) = letters else {
        return Ok(format!("&{name};"));
    };
    let letters = [*first, *second].into_iter().filter(|code| *code != 0);
    Ok(letters.filter_map(char::from_u32).collect())
}
