//! XML to trees.
//!
//! Comes in: a text. Goes out: its document, a map of the root element's name to it; several, where pages of one list stand
//! one after the other. An element is a map of its
//! attributes (`@name`), its children by name (several of a name are a list) and its text (`#text`); without
//! attributes and children it is its text, and without that nothing. Entities that a document declares are not known.

use quick_xml::escape::{EscapeError, resolve_predefined_entity};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{AGAIN, DEEPEST, Node, TEXT};
use crate::ingest::header_like::is_name;
use crate::ingest::readers::Refusal;

/// The document of a text, or its documents.
pub(in crate::ingest) fn read(text: &str) -> Result<Vec<Node>, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let read = fill(&mut reader, &mut open);
    let at = usize::try_from(reader.error_position().max(reader.buffer_position())).unwrap_or(text.len());
    let line = || text.bytes().take(at).filter(|byte| *byte == b'\n').count() as u64 + 1;
    read.map_err(|message| (Some(line()), message))?;
    match (open.pop(), open.is_empty()) {
        (Some(Element { entries, text, .. }), true) if entries.len() == 1 && text.trim().is_empty() => {
            Ok(entries.into_iter().flat_map(pages).collect())
        }
        (Some(_), true) => Err((
            None,
            format!("there is no XML document with one root element in it; {AGAIN}"),
        )),
        (element, _) => {
            let name = element.unwrap_or_default().name;
            let message = format!("the XML ends inside the element `{name}`; the file was cut off: {AGAIN}");
            Err((Some(line()), message))
        }
    }
}

/// A document of each root element of a name.
fn pages((name, roots): (String, Node)) -> Vec<Node> {
    let roots = match roots {
        Node::List(roots) => roots,
        root @ (Node::Null | Node::Text(_) | Node::Map(_)) => vec![root],
    };
    let page = |root| Node::Map(vec![(name.clone(), root)]);
    roots.into_iter().map(page).collect()
}

/// An element that has begun.
#[derive(Default)]
struct Element {
    name: String,
    entries: Vec<(String, Node)>,
    text: String,
}

impl Element {
    /// An element with its attributes.
    fn new(tag: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self {
            name: tag.name().as_ref().to_owned(),
            ..Self::default()
        };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| broken(&error))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| {
                let unknown = matches!(error, quick_xml::Error::Escape(EscapeError::UnrecognizedEntity(..)));
                if unknown {
                    broken(&UNKNOWN_ENTITY)
                } else {
                    broken(&error)
                }
            })?;
            let name = format!("@{}", attribute.key.as_ref());
            element.entries.push((name, Node::Text(value.into_owned())));
        }
        Ok(element)
    }

    /// Adds a child.
    fn add(&mut self, name: String, node: Node) {
        match self.entries.iter_mut().find(|(other, _)| *other == name) {
            None => self.entries.push((name, node)),
            Some((_, Node::List(nodes))) => nodes.push(node),
            Some((_, first)) => {
                let nodes = vec![std::mem::replace(first, Node::Null), node];
                *first = Node::List(nodes);
            }
        }
    }

    /// The element as a node.
    fn node(mut self) -> Node {
        let text = self.text.trim();
        match (text.is_empty(), self.entries.is_empty()) {
            (true, true) => Node::Null,
            (false, true) => Node::Text(text.to_owned()),
            (true, false) => Node::Map(self.entries),
            (false, false) => {
                self.entries.push((TEXT.to_owned(), Node::Text(text.to_owned())));
                Node::Map(self.entries)
            }
        }
    }
}

/// Reads to the end; what is open then is left.
fn fill(reader: &mut Reader<&[u8]>, open: &mut Vec<Element>) -> Result<(), String> {
    loop {
        match reader.read_event().map_err(|error| broken(&error))? {
            Event::Eof => return Ok(()),
            Event::Start(tag) if open.len() > DEEPEST => {
                let name = tag.name().as_ref().to_owned();
                return Err(format!(
                    "the element `{name}` is nested deeper than {DEEPEST} levels, which is in no export; {AGAIN}"
                ));
            }
            Event::Start(tag) => open.push(Element::new(&tag)?),
            Event::Empty(tag) => {
                open.push(Element::new(&tag)?);
                close(open);
            }
            Event::End(_) => close(open),
            Event::Text(text) => write(open, &text.xml10_content()),
            Event::CData(text) => write(open, &text.xml10_content()),
            Event::GeneralRef(reference) => write(open, &referred(&reference)?),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// Puts the innermost element into the one around it.
fn close(open: &mut Vec<Element>) {
    let child = open.pop().unwrap_or_default();
    if let Some(parent) = open.last_mut() {
        parent.add(child.name.clone(), child.node());
    }
}

fn write(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

/// What a reference (`&amp;`, `&#10;`) stands for.
fn referred(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(letter) = reference.resolve_char_ref().map_err(|error| broken(&error))? {
        return Ok(letter.to_string());
    }
    let name = reference.xml10_content();
    let known = resolve_predefined_entity(&name).map(str::to_owned);
    known.ok_or_else(|| {
        let entity = if is_name(&name) {
            format!("the entity `&{name};`")
        } else {
            "an entity".to_owned()
        };
        format!("{entity} is not one that XML itself knows, and declared ones are not followed; {AGAIN}")
    })
}

/// Why an attribute cannot be read, without the name of the entity: in a text that is none, that is part of a value.
const UNKNOWN_ENTITY: &str = "an attribute names an entity that XML itself does not know";

fn broken(error: &dyn std::fmt::Display) -> String {
    format!("this is no XML ({error}); {AGAIN}")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::super::json;
    use super::*;

    /// Reads the same as the JSON.
    fn same(xml: &str, json: &str) {
        assert_eq!(read(xml).unwrap(), json::read(json).unwrap(), "{xml}");
    }

    fn refused(xml: &str) -> (u64, String) {
        let (line, message) = read(xml).unwrap_err();
        (line.unwrap(), message)
    }

    #[test]
    fn elements_are_maps_lists_texts_or_nothing() {
        same(
            "<?xml version=\"1.0\"?>\n<!-- a page -->\n<results size='2'>\n <user id=\"1\">anna</user>\n <note/>\n <user><name> bo </name></user>\n</results>\n",
            r##"{"results":{"@size":"2","user":[{"@id":"1","#text":"anna"},{"name":"bo"}],"note":null}}"##,
        );
        same("<a><b>1</b><b/><b>007</b></a>", r#"{"a":{"b":["1",null,"007"]}}"#);
        same("<x:a xmlns:x='urn:x'/>", r#"{"x:a":{"@xmlns:x":"urn:x"}}"#);
    }

    #[test]
    fn references_and_sections_are_text() {
        same(
            "<a t='&lt;&#x41;'>x &amp; y<![CDATA[ <b> & ]]>&#252;</a>",
            r##"{"a":{"@t":"<A","#text":"x & y <b> & ü"}}"##,
        );
    }

    #[test]
    fn declared_entities_are_not_followed() {
        let declared = "<!DOCTYPE a [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]>\n<a>&secret;</a>";
        let (line, message) = refused(declared);
        assert_eq!(line, 2);
        assert!(
            message.contains("the entity `&secret;` is not one that XML itself knows"),
            "{message}"
        );
        let (_, message) = refused(&declared.replace("<a>&secret;</a>", "<a t='&secret;'/>"));
        assert!(message.starts_with("this is no XML ("), "{message}");
        for text in ["<a>no&hunter2;x</a>", "<a t='no&hunter2;x'/>"] {
            let (_, message) = refused(text);
            assert!(message.contains("entity") && !message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn what_is_no_xml_is_refused_with_its_line() {
        let (line, message) = refused("<a>\n<b>\n</a>");
        assert_eq!(line, 3);
        assert!(message.starts_with("this is no XML ("), "{message}");
        let (line, message) = refused("<a>\n<b>1</b>\n");
        assert_eq!(line, 3);
        assert!(message.contains("the XML ends inside the element `a`"), "{message}");
        assert!(refused("<a x='1' x='2'/>").1.starts_with("this is no XML ("));
        for none in ["", "user,level\nanna,admin\n", "<a/><b/>", "<a/>rest"] {
            let (_, message) = read(none).unwrap_err();
            assert!(
                message.starts_with("there is no XML document with one root element"),
                "{none}: {message}"
            );
        }
    }

    #[test]
    fn a_document_that_is_nested_too_deep_is_refused() {
        let (_, message) = refused(&"<a>".repeat(100_000));
        assert!(message.contains("nested deeper than 128 levels"), "{message}");
    }
}
