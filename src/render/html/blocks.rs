//! What becomes of each kind of block.

use super::chart::chart;
use crate::model::block::{Block, Cell, Inline, Scope, Table};
use crate::render::columns::{self, Slot};
use crate::render::xml::Xml;

/// Writes the blocks of a document, with a section around each heading and what stands below it.
///
/// In a document written from right to left, drawings begin at the right.
pub(super) fn sections(mut blocks: &[Block], leftwards: bool, xml: &mut Xml) {
    while let Some((first, rest)) = blocks.split_first() {
        let Block::Heading { level, .. } = first else {
            block(first, leftwards, xml);
            xml.end_line();
            blocks = rest;
            continue;
        };
        let ends = |one: &Block| matches!(one, Block::Heading { level: other, .. } if other <= level);
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let (inner, after) = rest.split_at(length);
        xml.element("section", &[], |xml| {
            block(first, leftwards, xml);
            xml.end_line();
            sections(inner, leftwards, xml);
        });
        xml.end_line();
        blocks = after;
    }
}

/// Of how many letters a word is that a column may still have to be as wide as.
const LONG: usize = 22;

fn block(block: &Block, leftwards: bool, xml: &mut Xml) {
    match block {
        Block::Heading { level, id, text } => {
            let id = id.as_deref().map(|id| ("id", id));
            xml.element(heading(*level), id.as_slice(), |xml| inlines(text, xml));
        }
        Block::Paragraph(text) => xml.element("p", &[], |xml| inlines(text, xml)),
        Block::List(items) => xml.element("ul", &[], |xml| {
            for item in items {
                xml.end_line();
                xml.element("li", &[], |xml| all(item, leftwards, xml));
            }
        }),
        Block::Table(inner) => table(inner, leftwards, xml),
        Block::Chart(inner) => chart(inner, leftwards, xml),
    }
}

fn all(blocks: &[Block], leftwards: bool, xml: &mut Xml) {
    for one in blocks {
        block(one, leftwards, xml);
    }
}

/// Writes a table; columns of numbers are told by a class, so that they can stand at the end of theirs.
pub(super) fn table(table: &Table, leftwards: bool, xml: &mut Xml) {
    let numbers = columns::numbers(table, columns::columns(table));
    let is_number =
        |slot: &Slot<'_>| slot.columns.1 - slot.columns.0 == 1 && numbers.get(slot.columns.0) == Some(&true);
    xml.element("table", &[], |xml| {
        if !table.widths.is_empty() {
            xml.element("colgroup", &[], |xml| {
                for width in &table.widths {
                    xml.empty("col", &[("class", &class(*width))]);
                }
            });
        }
        for (part, rows) in [("thead", &table.head), ("tbody", &table.body)] {
            if !rows.is_empty() {
                xml.end_line();
                xml.element(part, &[], |xml| {
                    for row in columns::slots(rows) {
                        xml.end_line();
                        xml.element("tr", &[], |xml| {
                            for slot in &row {
                                cell(slot.cell, is_number(slot), leftwards, xml);
                            }
                        });
                    }
                });
            }
        }
    });
}

/// What the style sheet calls columns of so many per cent: the page's own policy allows no styles beside it.
pub(super) fn class(percent: u8) -> String {
    format!("w{percent}")
}

fn cell(cell: &Cell, is_number: bool, leftwards: bool, xml: &mut Xml) {
    let [rows, columns] = [cell.rowspan, cell.colspan].map(|span| span.to_string());
    let spans = [("rowspan", &*rows), ("colspan", &*columns)];
    let scope = cell.header.map(|scope| {
        let word = match scope {
            Scope::Column => "col",
            Scope::Row => "row",
            Scope::RowGroup => "rowgroup",
        };
        ("scope", word)
    });
    let spans = spans.into_iter().filter(|(_, span)| *span != "1");
    let attributes: Vec<(&str, &str)> = scope
        .into_iter()
        .chain(spans)
        .chain(is_number.then_some(("class", "number")))
        .collect();
    let name = if cell.header.is_some() { "th" } else { "td" };
    xml.element(name, &attributes, |xml| all(&cell.blocks, leftwards, xml));
}

pub(super) fn inlines(text: &[Inline], xml: &mut Xml) {
    for inline in text {
        match inline {
            Inline::Text(text) => words(text, xml),
            Inline::Strong(inner) => xml.element("strong", &[], |xml| inlines(inner, xml)),
            Inline::Link { to, text } => xml.element("a", &[("href", to)], |xml| inlines(text, xml)),
            Inline::Anchor(id) => xml.element("span", &[("id", id)], |_| {}),
            Inline::Break => {
                xml.empty("br", &[]);
                // So that what reads the text alone sees two words.
                xml.end_line();
            }
        }
    }
}

/// A text whose long words, such as hashes and keys of findings, may break anywhere: others are broken only between them.
fn words(text: &str, xml: &mut Xml) {
    let mut plain = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if word.chars().count() <= LONG {
            plain.push_str(piece);
            continue;
        }
        xml.text(&std::mem::take(&mut plain));
        xml.element("span", &[("class", "long")], |xml| xml.text(word));
        plain.push_str(piece.get(word.len()..).unwrap_or_default());
    }
    xml.text(&plain);
}

/// The title of the page is its only heading of the first level.
fn heading(level: u8) -> &'static str {
    match level {
        0..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::block::Row;

    fn text(words: &str) -> Vec<Inline> {
        vec![Inline::Text(words.to_owned())]
    }

    fn plain(words: &str) -> Block {
        Block::Paragraph(text(words))
    }

    fn head(level: u8, id: Option<&str>) -> Block {
        Block::Heading {
            level,
            id: id.map(str::to_owned),
            text: text("Threats"),
        }
    }

    fn written(blocks: &[Block]) -> String {
        let mut xml = Xml::default();
        sections(blocks, false, &mut xml);
        xml.finish().replace('\n', "")
    }

    #[test]
    fn a_section_ends_where_a_heading_of_its_level_begins() {
        let blocks = [
            plain("a"),
            head(2, Some("one")),
            plain("b"),
            head(4, None),
            plain("c"),
            head(2, None),
        ];
        assert_eq!(
            written(&blocks),
            "<p>a</p><section><h2 id=\"one\">Threats</h2><p>b</p><section><h4>Threats</h4><p>c</p></section></section>\
             <section><h2>Threats</h2></section>"
        );
        assert_eq!(
            written(&[head(1, None)]),
            "<section><h2>Threats</h2></section>",
            "the page has a title"
        );
    }

    #[test]
    fn tables_keep_scopes_spans_and_widths() {
        let cell = |header, rowspan, colspan, words: &str| Cell {
            header,
            rowspan,
            colspan,
            blocks: vec![plain(words)],
        };
        let head = vec![Row {
            cells: vec![
                cell(Some(Scope::Column), 1, 1, "A"),
                cell(Some(Scope::Column), 1, 1, "B"),
            ],
        }];
        let body = vec![
            Row {
                cells: vec![cell(Some(Scope::RowGroup), 2, 1, "x"), cell(None, 1, 1, "1 < 2")],
            },
            Row {
                cells: vec![cell(None, 1, 1, "z")],
            },
        ];
        let table = |widths, head| {
            Block::Table(Table {
                widths,
                head,
                body: body.clone(),
            })
        };
        let rows = "<tbody><tr><th scope=\"rowgroup\" rowspan=\"2\"><p>x</p></th><td><p>1 &lt; 2</p></td></tr>\
                    <tr><td><p>z</p></td></tr></tbody></table>";
        assert_eq!(
            written(&[table(vec![15, 85], head)]),
            format!(
                "<table><colgroup><col class=\"w15\" /><col class=\"w85\" /></colgroup><thead><tr><th scope=\"col\"><p>A</p>\
                 </th><th scope=\"col\"><p>B</p></th></tr></thead>{rows}"
            )
        );
        assert_eq!(written(&[table(Vec::new(), Vec::new())]), format!("<table>{rows}"));
    }

    #[test]
    fn columns_of_numbers_are_told_with_their_head() {
        let row = |texts: [&str; 4], header| Row {
            cells: texts
                .map(|words| Cell {
                    header,
                    rowspan: 1,
                    colspan: 1,
                    blocks: vec![plain(words)],
                })
                .into(),
        };
        let table = Block::Table(Table {
            widths: Vec::new(),
            head: vec![row(["Name", "People", "Share", "None"], Some(Scope::Column))],
            body: vec![
                row(["Admin", "1,274", "3 of 4", ""], None),
                row(["7", "", "2", ""], None),
            ],
        });
        let written = written(&[table]);
        for part in [
            "<th scope=\"col\"><p>Name</p></th><th scope=\"col\" class=\"number\"><p>People</p></th>",
            "<td><p>Admin</p></td><td class=\"number\"><p>1,274</p></td><td><p>3 of 4</p></td><td><p></p></td>",
            "<td><p>7</p></td><td class=\"number\"><p></p></td><td><p>2</p></td>",
        ] {
            assert!(written.contains(part), "{part}: {written}");
        }
    }

    #[test]
    fn only_long_words_may_break_inside() {
        let (hash, name) = ("0123456789abcdef0123456789abcdef", "Zugriffspruefung");
        assert_eq!(
            written(&[plain(&format!("{name} {hash}, & {name}\u{a0}{hash}"))]),
            format!(
                "<p>{name} <span class=\"long\">{hash},</span> &amp; {name}\u{a0}<span class=\"long\">{hash}</span></p>"
            )
        );
    }

    #[test]
    fn text_is_bold_linked_and_broken_and_lists_nest() {
        let link = Inline::Link {
            to: "https://example.com/?a=1&b=\"2\"".to_owned(),
            text: vec![Inline::Strong(text("x"))],
        };
        let first = Block::Paragraph(vec![link, Inline::Break]);
        assert_eq!(
            written(&[Block::List(vec![vec![first, Block::List(vec![vec![plain("y")]])]])]),
            "<ul><li><p><a href=\"https://example.com/?a=1&amp;b=&quot;2&quot;\"><strong>x</strong></a><br /></p>\
             <ul><li><p>y</p></li></ul></li></ul>"
        );
    }
}
