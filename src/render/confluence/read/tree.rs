//! XML without a root to a tree of elements and text; whatever is no sound XML is refused.

use anyhow::{Context, anyhow, bail, ensure};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A part of the body.
#[derive(Debug)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text between elements.
    Text(String),
}

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name, with its prefix.
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// What stands in it.
    pub(super) nodes: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The elements in it; between them nothing but white space may stand.
    pub(super) fn elements(&self) -> anyhow::Result<Vec<&Self>> {
        let mut elements = Vec::new();
        for node in &self.nodes {
            match node {
                Node::Element(element) => elements.push(element),
                Node::Text(text) => ensure!(
                    text.trim().is_empty(),
                    "the text `{}` stands in no paragraph",
                    text.trim()
                ),
            }
        }
        Ok(elements)
    }

    fn of(tag: &BytesStart<'_>) -> anyhow::Result<Self> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Self {
            name: tag.name().as_ref().to_owned(),
            attributes,
            nodes: Vec::new(),
        })
    }
}

/// Reads a body; the element that comes out stands for all of it.
pub(super) fn tree(body: &str) -> anyhow::Result<Element> {
    let mut reader = Reader::from_str(body);
    // Those around the present one.
    let mut open: Vec<Element> = Vec::new();
    let mut present = Element::default();
    fill(&mut reader, &mut open, &mut present).with_context(|| {
        let at = usize::try_from(reader.error_position().max(reader.buffer_position())).unwrap_or(body.len());
        let line = body.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        format!("line {line}")
    })?;
    ensure!(open.is_empty(), "it ends within the element `{}`", present.name);
    Ok(present)
}

fn fill(reader: &mut Reader<&[u8]>, open: &mut Vec<Element>, present: &mut Element) -> anyhow::Result<()> {
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(()),
            Event::Start(tag) => open.push(std::mem::replace(present, Element::of(&tag)?)),
            Event::Empty(tag) => present.nodes.push(Node::Element(Element::of(&tag)?)),
            Event::End(_) => {
                let around = open.pop().context("an element ends that did not begin")?;
                let ended = std::mem::replace(present, around);
                present.nodes.push(Node::Element(ended));
            }
            Event::Text(text) => write(present, &text.xml10_content()),
            Event::GeneralRef(reference) => write(present, &referred(&reference)?),
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                bail!("found something other than elements and text")
            }
        }
    }
}

/// Appends text, joined to text before it.
fn write(element: &mut Element, text: &str) {
    if let Some(Node::Text(before)) = element.nodes.last_mut() {
        before.push_str(text);
    } else {
        element.nodes.push(Node::Text(text.to_owned()));
    }
}

fn referred(reference: &BytesRef<'_>) -> anyhow::Result<String> {
    if let Some(letter) = reference.resolve_char_ref()? {
        return Ok(letter.to_string());
    }
    let name = reference.xml10_content();
    let known = resolve_predefined_entity(&name).map(str::to_owned);
    known.ok_or_else(|| anyhow!("the entity `&{name};` is not one that XML itself knows"))
}
