//! A finished body back to blocks, by what its elements mean to a reader of the page, knowing nothing of how it is
//! written: header rows are rows of header cells, and of the header cells of another row the last heads the row, those
//! before it groups of rows.

mod tree;

use anyhow::{Context, bail, ensure};

use crate::model::block::{Block, Cell, Inline, Row, Scope, Table};
use crate::model::stored::Stored;
use tree::{Element, Node, tree};

/// Reads a body.
pub(super) fn read(body: &str) -> anyhow::Result<Stored> {
    let page = tree(body)?;
    let mut stored = Stored {
        properties: Vec::new(),
        blocks: Vec::new(),
    };
    for element in page.elements()? {
        match (element.name.as_str(), element.attribute("ac:name")) {
            ("ac:structured-macro", Some("details")) => stored.properties.extend(properties(element)?),
            ("ac:structured-macro", Some("toc")) => {}
            _ => stored.blocks.push(block(element)?),
        }
    }
    Ok(stored)
}

/// The values of properties: the text of each cell that is no header.
fn properties(details: &Element) -> anyhow::Result<Vec<String>> {
    let elements = details.elements()?;
    let body = elements.iter().find(|element| element.name == "ac:rich-text-body");
    let mut values = Vec::new();
    for table in body.context("the properties are empty")?.elements()? {
        let Block::Table(table) = block(table)? else {
            bail!("the properties are no table");
        };
        for cell in table.head.iter().chain(&table.body).flat_map(|row| &row.cells) {
            if let (None, [Block::Paragraph(text)]) = (cell.header, cell.blocks.as_slice()) {
                values.push(plain(text));
            }
        }
    }
    Ok(values)
}

fn plain(inlines: &[Inline]) -> String {
    let texts = inlines.iter().map(|inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(inner) | Inline::Link { text: inner, .. } => plain(inner),
        Inline::Break => " ".to_owned(),
        Inline::Anchor(_) => String::new(),
    });
    texts.collect()
}

/// The blocks in a cell or an item; an empty paragraph only keeps it from being empty.
fn blocks(element: &Element) -> anyhow::Result<Vec<Block>> {
    let elements = element.elements()?.into_iter();
    elements
        .filter(|element| element.name != "p" || !element.nodes.is_empty())
        .map(block)
        .collect()
}

fn block(element: &Element) -> anyhow::Result<Block> {
    let heading = |level| {
        let (anchors, text): (Vec<&Node>, Vec<&Node>) = element.nodes.iter().partition(|node| anchor(node).is_some());
        Ok(Block::Heading {
            level,
            id: anchors.into_iter().find_map(anchor),
            text: inlines(text)?,
        })
    };
    match element.name.as_str() {
        "h1" => heading(1),
        "h2" => heading(2),
        "h3" => heading(3),
        "h4" => heading(4),
        "h5" => heading(5),
        "h6" => heading(6),
        "p" => Ok(Block::Paragraph(inlines(
            element.nodes.iter().filter(|node| anchor(node).is_none()),
        )?)),
        "ul" => {
            let items = element.elements()?;
            Ok(Block::List(
                named(&items, "li")?.map(blocks).collect::<anyhow::Result<_>>()?,
            ))
        }
        "table" => table(element).map(Block::Table),
        other => bail!("the element `{other}` stands where a block was expected"),
    }
}

fn table(element: &Element) -> anyhow::Result<Table> {
    let mut rows = Vec::new();
    for part in element.elements()? {
        match part.name.as_str() {
            "colgroup" => {}
            "tbody" => {
                for row in named(&part.elements()?, "tr")? {
                    rows.push(self::row(row)?);
                }
            }
            other => bail!("the element `{other}` stands in a table"),
        }
    }
    let heads = rows
        .iter()
        .take_while(|row| row.cells.iter().all(|cell| cell.header.is_some()));
    let body = rows.split_off(heads.count());
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.header = Some(Scope::Column);
    }
    Ok(Table {
        widths: Vec::new(),
        head: rows,
        body,
    })
}

fn row(element: &Element) -> anyhow::Result<Row> {
    let mut cells = Vec::new();
    for cell in element.elements()? {
        let header = match cell.name.as_str() {
            "th" => Some(Scope::RowGroup),
            "td" => None,
            other => bail!("the element `{other}` stands in a row"),
        };
        let span = |name: &str| {
            let span = cell.attribute(name).map_or(Ok(1), str::parse);
            span.with_context(|| format!("`{name}` of a cell is no number"))
        };
        cells.push(Cell {
            header,
            rowspan: span("rowspan")?,
            colspan: span("colspan")?,
            blocks: blocks(cell)?,
        });
    }
    let last = cells.iter_mut().rev().find(|cell| cell.header.is_some());
    if let Some(cell) = last {
        cell.header = Some(Scope::Row);
    }
    Ok(Row { cells })
}

fn inlines<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> anyhow::Result<Vec<Inline>> {
    let mut inlines = Vec::new();
    for node in nodes.into_iter().filter(|node| anchor(node).is_none()) {
        let element = match node {
            Node::Text(text) => {
                inlines.push(Inline::Text(text.clone()));
                continue;
            }
            Node::Element(element) => element,
        };
        inlines.push(match element.name.as_str() {
            "strong" => Inline::Strong(self::inlines(&element.nodes)?),
            "a" => Inline::Link {
                to: element.attribute("href").context("a link leads nowhere")?.to_owned(),
                text: self::inlines(&element.nodes)?,
            },
            "ac:link" => {
                let parts = element.elements()?;
                let texts = named(&parts, "ac:link-body")?.map(|body| self::inlines(&body.nodes));
                let anchor = element.attribute("ac:anchor").context("a link leads nowhere")?;
                Inline::Link {
                    to: format!("#{anchor}"),
                    text: texts.collect::<anyhow::Result<Vec<_>>>()?.concat(),
                }
            }
            "br" => Inline::Break,
            "time" => Inline::Text(element.attribute("datetime").context("a date is missing")?.to_owned()),
            other => bail!("the element `{other}` stands in a text"),
        });
    }
    Ok(inlines)
}

/// The name of the place that links lead to, if a node is one.
fn anchor(node: &Node) -> Option<String> {
    let Node::Element(element) = node else { return None };
    let is_anchor = element.name == "ac:structured-macro" && element.attribute("ac:name") == Some("anchor");
    let Some(Node::Element(name)) = element.nodes.first().filter(|_| is_anchor) else {
        return None;
    };
    let texts = name.nodes.iter().map(|node| match node {
        Node::Text(text) => text.as_str(),
        Node::Element(_) => "",
    });
    Some(texts.collect())
}

/// The same elements, all of which must have this name.
fn named<'a>(elements: &[&'a Element], name: &str) -> anyhow::Result<impl Iterator<Item = &'a Element>> {
    for element in elements {
        ensure!(
            element.name == name,
            "found the element `{}`, expected `{name}`",
            element.name
        );
    }
    Ok(elements.iter().copied())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_it_is_seen() {
        let body = "<ac:structured-macro ac:name=\"details\"><ac:parameter ac:name=\"id\">x</ac:parameter>\
                    <ac:rich-text-body><table><tbody><tr><th><p>Audit date</p></th>\
                    <td><p><time datetime=\"2021-10-06\" /></p></td></tr></tbody></table></ac:rich-text-body>\
                    </ac:structured-macro>\n<ac:structured-macro ac:name=\"toc\" />\n\
                    <h2><ac:structured-macro ac:name=\"anchor\"><ac:parameter ac:name=\"\">a</ac:parameter>\
                    </ac:structured-macro>R&amp;D &#233;</h2>\n\
                    <table><tbody>\n<tr><th><p>h</p></th><th><p /></th></tr>\n\
                    <tr><th rowspan=\"2\"><p>g</p></th><th><p>r</p></th><td><ul><li><p>i</p></li></ul></td></tr>\n\
                    <tr><th><p>s</p></th><td colspan=\"3\"><p><a href=\"https://example.com\">x</a><br />\
                    <ac:link ac:anchor=\"a\"><ac:link-body>y</ac:link-body></ac:link></p></td></tr>\
                    </tbody></table>";
        let plain = |words: &str| Block::Paragraph(vec![Inline::Text(words.to_owned())]);
        let cell = |header, blocks| Cell {
            header,
            rowspan: 1,
            colspan: 1,
            blocks,
        };
        let link = |to: &str, words: &str| Inline::Link {
            to: to.to_owned(),
            text: vec![Inline::Text(words.to_owned())],
        };
        let group = Cell {
            rowspan: 2,
            ..cell(Some(Scope::RowGroup), vec![plain("g")])
        };
        let links = Cell {
            colspan: 3,
            ..cell(
                None,
                vec![Block::Paragraph(vec![
                    link("https://example.com", "x"),
                    Inline::Break,
                    link("#a", "y"),
                ])],
            )
        };
        let head = |blocks| cell(Some(Scope::Column), blocks);
        let row = |words| cell(Some(Scope::Row), vec![plain(words)]);
        let list = cell(None, vec![Block::List(vec![vec![plain("i")]])]);
        let blocks = vec![
            Block::Heading {
                level: 2,
                id: Some("a".to_owned()),
                text: vec![Inline::Text("R&D é".to_owned())],
            },
            Block::Table(Table {
                widths: Vec::new(),
                head: vec![Row {
                    cells: vec![head(vec![plain("h")]), head(Vec::new())],
                }],
                body: vec![
                    Row {
                        cells: vec![group, row("r"), list],
                    },
                    Row {
                        cells: vec![row("s"), links],
                    },
                ],
            }),
        ];
        assert_eq!(
            read(body).unwrap(),
            Stored {
                properties: vec!["2021-10-06".to_owned()],
                blocks
            }
        );
    }

    #[test]
    fn what_no_body_holds_is_refused() {
        for (body, saying) in [
            ("<p>a", "it ends within the element `p`"),
            ("<p>a</p>\n<p>b</ul>", "line 2: "),
            ("<p>a</p></p>", "line 1: "),
            ("<p>&nbsp;</p>", "the entity `&nbsp;` is not one that XML itself knows"),
            ("<p><!-- a --></p>", "found something other than elements and text"),
            ("<p a=\"1\" a=\"2\" />", "line 1: "),
            ("a <p />", "the text `a` stands in no paragraph"),
            ("<ul>a</ul>", "the text `a` stands in no paragraph"),
            ("<div />", "the element `div` stands where a block was expected"),
            ("<ul><p /></ul>", "found the element `p`, expected `li`"),
            ("<table><tr /></table>", "the element `tr` stands in a table"),
            (
                "<table><tbody><td /></tbody></table>",
                "found the element `td`, expected `tr`",
            ),
            (
                "<table><tbody><tr><p /></tr></tbody></table>",
                "the element `p` stands in a row",
            ),
            (
                "<table><tbody><tr><td rowspan=\"x\" /></tr></tbody></table>",
                "`rowspan` of a cell is no number",
            ),
            ("<p><em>a</em></p>", "the element `em` stands in a text"),
            ("<p><a>a</a></p>", "a link leads nowhere"),
            (
                "<p><ac:link><ac:link-body>a</ac:link-body></ac:link></p>",
                "a link leads nowhere",
            ),
            ("<p><time /></p>", "a date is missing"),
            (
                "<ac:structured-macro ac:name=\"details\" />",
                "the properties are empty",
            ),
            (
                "<ac:structured-macro ac:name=\"details\"><ac:rich-text-body><p /></ac:rich-text-body></ac:structured-macro>",
                "the properties are no table",
            ),
        ] {
            let error = format!("{:#}", read(body).unwrap_err());
            assert!(error.contains(saying), "{body}: {error}");
        }
    }
}
