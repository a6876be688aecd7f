//! What becomes of each block and of text, and what of blocks that cannot stand where they do.

use super::macros::structured;
use super::table::table;
use crate::model::block::{Block, Inline, Table};
use crate::render::xml::Xml;

/// Writes a block of the page.
pub(super) fn block(block: &Block, xml: &mut Xml) {
    match block {
        Block::Heading { level, id, text } => {
            xml.element(heading(*level), &[], |xml| {
                anchor(id.as_deref(), xml);
                inlines(text, xml);
            });
        }
        Block::Paragraph(text) => paragraph(text, xml),
        Block::List(items) => list(items, xml),
        Block::Table(inner) => table(inner, xml),
        // The storage format draws nothing: the table says all that the chart shows.
        Block::Chart(chart) => {
            paragraph(&chart.caption, xml);
            table(&chart.table, xml);
        }
    }
}

/// Writes the blocks of a cell. The editor cannot change a table within another, so that one becomes a list.
pub(super) fn in_cell(blocks: &[Block], xml: &mut Xml) {
    if blocks.is_empty() {
        xml.empty("p", &[]);
    }
    for one in blocks {
        match one {
            Block::Table(table) => rows(table, xml),
            Block::Chart(chart) => {
                paragraph(&chart.caption, xml);
                rows(&chart.table, xml);
            }
            Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) => block(one, xml),
        }
    }
}

/// Writes the blocks of an item. Headings cannot stand in one, so that they become bold.
fn item<'a>(blocks: impl Iterator<Item = &'a Block>, xml: &mut Xml) {
    let mut blocks = blocks.peekable();
    if blocks.peek().is_none() {
        xml.empty("p", &[]);
    }
    for one in blocks {
        match one {
            Block::Heading { id, text, .. } => xml.element("p", &[], |xml| {
                anchor(id.as_deref(), xml);
                xml.element("strong", &[], |xml| inlines(text, xml));
            }),
            Block::Paragraph(text) => paragraph(text, xml),
            Block::List(items) => list(items, xml),
            Block::Table(table) => rows(table, xml),
            Block::Chart(chart) => {
                paragraph(&chart.caption, xml);
                rows(&chart.table, xml);
            }
        }
    }
}

fn list(items: &[Vec<Block>], xml: &mut Xml) {
    xml.element("ul", &[], |xml| {
        for item in items {
            xml.element("li", &[], |xml| self::item(item.iter(), xml));
        }
    });
}

/// Writes a table as a list of its rows.
fn rows(table: &Table, xml: &mut Xml) {
    xml.element("ul", &[], |xml| {
        for row in table.head.iter().chain(&table.body) {
            let blocks = row.cells.iter().flat_map(|cell| &cell.blocks);
            xml.element("li", &[], |xml| item(blocks, xml));
        }
    });
}

fn paragraph(text: &[Inline], xml: &mut Xml) {
    xml.element("p", &[], |xml| inlines(text, xml));
}

fn inlines(text: &[Inline], xml: &mut Xml) {
    for inline in text {
        match inline {
            Inline::Text(text) => xml.text(text),
            Inline::Strong(inner) => xml.element("strong", &[], |xml| inlines(inner, xml)),
            Inline::Link { to, text } => match to.strip_prefix('#') {
                Some(id) => xml.element("ac:link", &[("ac:anchor", id)], |xml| {
                    xml.element("ac:link-body", &[], |xml| inlines(text, xml));
                }),
                None => xml.element("a", &[("href", to)], |xml| inlines(text, xml)),
            },
            Inline::Break => xml.empty("br", &[]),
            Inline::Anchor(id) => anchor(Some(id), xml),
        }
    }
}

/// Writes the place that links to an id lead to. Confluence's own anchors of headings are made of their words.
fn anchor(id: Option<&str>, xml: &mut Xml) {
    if let Some(id) = id {
        structured(xml, "anchor", &[("", id)], |_| {});
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
mod tests {
    use super::*;
    use crate::model::block::{Cell, Row};

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.to_owned())]
    }

    fn plain(words: &str) -> Block {
        Block::Paragraph(text(words))
    }

    fn head(id: Option<&str>) -> Block {
        Block::Heading {
            level: 2,
            id: id.map(str::to_owned),
            text: text("Threats"),
        }
    }

    fn written(one: &Block) -> String {
        let mut xml = Xml::default();
        block(one, &mut xml);
        xml.finish()
    }

    /// A table of one row of two cells.
    fn small() -> Block {
        let cell = |blocks| Cell {
            header: None,
            rowspan: 1,
            colspan: 1,
            blocks,
        };
        Block::Table(Table {
            widths: Vec::new(),
            head: Vec::new(),
            body: vec![Row {
                cells: vec![cell(vec![plain("a")]), cell(vec![plain("b")])],
            }],
        })
    }

    #[test]
    fn headings_keep_their_level_and_are_anchors() {
        assert_eq!(written(&head(None)), "<h2>Threats</h2>");
        assert_eq!(
            written(&head(Some("threats"))),
            "<h2><ac:structured-macro ac:name=\"anchor\"><ac:parameter ac:name=\"\">threats</ac:parameter>\
             </ac:structured-macro>Threats</h2>"
        );
    }

    #[test]
    fn text_is_bold_linked_and_broken() {
        let link = |to: &str| Inline::Link {
            to: to.to_owned(),
            text: vec![Inline::Strong(text("x"))],
        };
        assert_eq!(
            written(&Block::Paragraph(vec![
                link("https://example.com/?a=1&b=\"2\""),
                Inline::Break,
                link("#threats")
            ])),
            "<p><a href=\"https://example.com/?a=1&amp;b=&quot;2&quot;\"><strong>x</strong></a><br />\
             <ac:link ac:anchor=\"threats\"><ac:link-body><strong>x</strong></ac:link-body></ac:link></p>"
        );
    }

    #[test]
    fn lists_nest_and_hold_no_headings_and_tables() {
        assert_eq!(
            written(&Block::List(vec![
                vec![plain("Admin"), Block::List(vec![vec![plain("6 Developer")]])],
                Vec::new(),
                vec![head(Some("here")), small()],
            ])),
            "<ul><li><p>Admin</p><ul><li><p>6 Developer</p></li></ul></li><li><p /></li>\
             <li><p><ac:structured-macro ac:name=\"anchor\"><ac:parameter ac:name=\"\">here</ac:parameter>\
             </ac:structured-macro><strong>Threats</strong></p><ul><li><p>a</p><p>b</p></li></ul></li></ul>"
        );
    }

    #[test]
    fn a_cell_is_never_empty_and_holds_no_table() {
        let cell = |blocks: &[Block]| {
            let mut xml = Xml::default();
            in_cell(blocks, &mut xml);
            xml.finish()
        };
        assert_eq!(cell(&[]), "<p />");
        assert_eq!(
            cell(&[head(None), small()]),
            "<h2>Threats</h2><ul><li><p>a</p><p>b</p></li></ul>"
        );
    }
}
