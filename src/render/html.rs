//! A document as a page of HTML: to be opened in a browser, copied whole, and pasted into an editor that takes no source.

use super::xml::Xml;
use crate::model::block::{Block, Cell, Document, Inline, Row, Scope, Table};

/// The page that shows a document; the same document gives the same text.
pub fn render(document: &Document) -> String {
    let mut xml = Xml::default();
    xml.element("html", &[("lang", &document.front.language)], |xml| {
        xml.element("head", &[], |xml| {
            xml.empty("meta", &[("charset", "utf-8")]);
            xml.element("title", &[], |xml| xml.text(&document.front.title));
        });
        xml.end_line();
        xml.element("body", &[], |xml| {
            for one in &document.blocks {
                xml.end_line();
                block(one, xml);
            }
        });
    });
    format!("<!DOCTYPE html>\n{}\n", xml.finish())
}

fn block(one: &Block, xml: &mut Xml) {
    match one {
        Block::Heading { level, id, text } => {
            let attributes: Vec<(&str, &str)> = id.iter().map(|id| ("id", id.as_str())).collect();
            xml.element(heading(*level), &attributes, |xml| inlines(text, xml));
        }
        Block::Paragraph(text) => xml.element("p", &[], |xml| inlines(text, xml)),
        Block::List(items) => xml.element("ul", &[], |xml| {
            for item in items {
                xml.element("li", &[], |xml| blocks(item, xml));
            }
        }),
        Block::Table(inner) => table(inner, xml),
    }
}

/// Blocks within another; a single paragraph needs no element of its own there.
fn blocks(inner: &[Block], xml: &mut Xml) {
    for (place, one) in inner.iter().enumerate() {
        match one {
            Block::Paragraph(text) if place == 0 => inlines(text, xml),
            Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Table(_) => block(one, xml),
        }
    }
}

fn table(table: &Table, xml: &mut Xml) {
    // Editors drop sheets of style on the way, and a table without lines is hard to check.
    xml.element("table", &[("border", "1")], |xml| {
        for (name, rows) in [("thead", &table.head), ("tbody", &table.body)] {
            if !rows.is_empty() {
                xml.element(name, &[], |xml| rows.iter().for_each(|one| row(one, xml)));
            }
        }
    });
}

fn row(row: &Row, xml: &mut Xml) {
    xml.end_line();
    xml.element("tr", &[], |xml| row.cells.iter().for_each(|one| cell(one, xml)));
}

fn cell(cell: &Cell, xml: &mut Xml) {
    let [rows, columns] = [cell.rowspan, cell.colspan].map(|span| span.to_string());
    let scope = match cell.header {
        None => "",
        Some(Scope::Column) => "col",
        Some(Scope::Row) => "row",
        Some(Scope::RowGroup) => "rowgroup",
    };
    let all = [("scope", scope), ("rowspan", &*rows), ("colspan", &*columns)];
    let said: Vec<(&str, &str)> = all
        .into_iter()
        .filter(|(_, value)| !matches!(*value, "" | "1"))
        .collect();
    let name = if cell.header.is_some() { "th" } else { "td" };
    xml.element(name, &said, |xml| blocks(&cell.blocks, xml));
}

fn inlines(text: &[Inline], xml: &mut Xml) {
    for inline in text {
        match inline {
            Inline::Text(text) => xml.text(text),
            Inline::Strong(inner) => xml.element("strong", &[], |xml| inlines(inner, xml)),
            Inline::Link { to, text } => xml.element("a", &[("href", to)], |xml| inlines(text, xml)),
            Inline::Break => xml.empty("br", &[]),
        }
    }
}

fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::document;

    #[test]
    fn a_page_has_the_structure_of_the_document() {
        let markdown = "---\ntitle: \"A & B\"\norganisation: \"Example\"\ndate: \"2021-10-06\"\nperiod: \"\"\nedition: \"\"\n\
                        classification: \"\"\nlanguage: \"en-GB\"\n---\n\n## Threats {#threats}\n\nText **bold**\\\nx \\< y\n\n\
                        <table>\n<thead>\n<tr>\n<th scope=\"col\">\n\nName\n\n</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
                        <td>\n\n- one\n  - two\n\n</td>\n</tr>\n</tbody>\n</table>\n";
        let html = render(&document::parse(markdown).unwrap());
        assert_eq!(
            html,
            "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\" /><title>A &amp; B</title></head>\n<body>\n\
             <h2 id=\"threats\">Threats</h2>\n<p>Text <strong>bold</strong><br />x &lt; y</p>\n\
             <table border=\"1\"><thead>\n<tr><th scope=\"col\">Name</th></tr></thead><tbody>\n\
             <tr><td><ul><li>one<ul><li>two</li></ul></li></ul></td></tr></tbody></table></body></html>\n"
        );
    }
}
