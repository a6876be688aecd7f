//! A document as the body of a Confluence page, in storage format: XML without a root, as the REST interface and the
//! editor's source view take it.
//!
//! Blocks come in, text goes out: `blocks` and `table` say what becomes of each kind of block, `xml` beside this room
//! writes it, so that what is opened is closed and text stays text. `read` goes the other way, and shares no code with them. The title is no
//! part of the body, and nothing is written that Confluence itself puts there (ids of elements and macros). One more
//! kind of block: a branch in `blocks`, and one in `read`.

mod blocks;
mod macros;
mod read;
mod table;

use crate::model::block::{Block, Document, Front};
use crate::model::stored::Stored;
use crate::render::words::facts;
use crate::render::xml::Xml;
use macros::structured;

/// Under this name other pages gather the properties of audits.
const PROPERTIES: &str = "access-review";

/// The body of the page that shows a document; the same document gives the same text.
pub fn render(document: &Document) -> String {
    let mut xml = Xml::default();
    properties(&document.front, &mut xml);
    contents(&document.blocks, &mut xml);
    for block in &document.blocks {
        blocks::block(block, &mut xml);
        xml.end_line();
    }
    xml.finish()
}

/// The text of a body that [`render`] made, as blocks again, and what its properties say.
///
/// # Errors
/// When it is no XML, or holds what no body holds.
pub fn read(body: &str) -> anyhow::Result<Stored> {
    read::read(body)
}

/// The front matter as properties of the page; what a document does not state is left out.
fn properties(front: &Front, xml: &mut Xml) {
    let write_rows = |xml: &mut Xml| {
        for fact in facts(front) {
            xml.end_line();
            xml.element("tr", &[], |xml| {
                xml.element("th", &[], |xml| xml.element("p", &[], |xml| xml.text(&fact.label)));
                xml.element("td", &[], |xml| {
                    xml.element("p", &[], |xml| match fact.day {
                        Some(_) => xml.empty("time", &[("datetime", fact.value)]),
                        None => xml.text(fact.value),
                    });
                });
            });
        }
    };
    structured(xml, "details", &[("id", PROPERTIES)], |xml| {
        xml.element("ac:rich-text-body", &[], |xml| {
            xml.element("table", &[("data-layout", "default")], |xml| {
                xml.element("tbody", &[], write_rows);
            });
        });
    });
    xml.end_line();
}

/// A table of contents, where links lead to more than one heading.
fn contents(blocks: &[Block], xml: &mut Xml) {
    let level = |block: &Block| match block {
        Block::Heading { level, id: Some(_), .. } => Some(*level),
        Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Table(_) | Block::Chart(_) => None,
    };
    let levels: Vec<u8> = blocks.iter().filter_map(level).collect();
    let (Some(highest), Some(lowest)) = (levels.iter().min(), levels.iter().max()) else {
        return;
    };
    if levels.len() < 2 {
        return;
    }
    let (highest, lowest) = (highest.to_string(), lowest.to_string());
    structured(xml, "toc", &[("minLevel", &highest), ("maxLevel", &lowest)], |_| {});
    xml.end_line();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::block::Inline;

    fn document(blocks: Vec<Block>) -> Document {
        let front = Front {
            title: "Access & audit".to_owned(),
            organisation: "Reed & <Sons>".to_owned(),
            date: "2021-10-06".to_owned(),
            period: String::new(),
            edition: "Public edition".to_owned(),
            classification: "Public".to_owned(),
            language: "en-GB".to_owned(),
            ..Front::default()
        };
        Document { front, blocks }
    }

    fn heading(level: u8, id: Option<&str>) -> Block {
        Block::Heading {
            level,
            id: id.map(str::to_owned),
            text: vec![Inline::Text("Threats".to_owned())],
        }
    }

    #[test]
    fn the_front_matter_becomes_properties_without_the_empty_ones() {
        let row = |name: &str, value: &str| format!("\n<tr><th><p>{name}</p></th><td><p>{value}</p></td></tr>");
        let rows = [
            row("Organisation", "Reed &amp; &lt;Sons&gt;"),
            row("Audit date", "<time datetime=\"2021-10-06\" />"),
            row("Edition", "Public edition"),
            row("Classification", "Public"),
        ];
        assert_eq!(
            render(&document(Vec::new())),
            format!(
                "<ac:structured-macro ac:name=\"details\"><ac:parameter ac:name=\"id\">access-review</ac:parameter>\
                 <ac:rich-text-body><table data-layout=\"default\"><tbody>{}</tbody></table></ac:rich-text-body>\
                 </ac:structured-macro>\n",
                rows.concat()
            )
        );
    }

    #[test]
    fn sections_that_links_lead_to_make_a_table_of_contents() {
        let toc = |blocks| {
            let body = render(&document(blocks));
            let second = body.lines().find(|line| line.contains("\"toc\""));
            second.map(str::to_owned)
        };
        assert_eq!(
            toc(vec![heading(2, Some("one")), heading(3, Some("two")), heading(5, None)]).as_deref(),
            Some(
                "<ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"minLevel\">2</ac:parameter>\
                 <ac:parameter ac:name=\"maxLevel\">3</ac:parameter></ac:structured-macro>"
            )
        );
        assert_eq!(toc(vec![heading(2, Some("one")), heading(2, None)]), None);
    }
}
