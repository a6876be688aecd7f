//! Tables: header cells, spans, and the widths that a document declares.

use super::blocks;
use crate::model::block::{Cell, Table};
use crate::render::xml::Xml;

/// How wide a table with declared widths is, in pixels: Confluence keeps widths in per cent only beside such a number,
/// and measures in pixels itself.
const WIDTH: u32 = 1110;

/// Writes a table. Without declared widths it is as wide as the text, with columns alike.
pub(super) fn table(table: &Table, xml: &mut Xml) {
    let width = WIDTH.to_string();
    let layout: &[(&str, &str)] = if table.widths.is_empty() {
        &[("data-layout", "default")]
    } else {
        &[("data-layout", "full-width"), ("data-table-width", &width)]
    };
    xml.element("table", layout, |xml| {
        if !table.widths.is_empty() {
            xml.element("colgroup", &[], |xml| {
                for width in &table.widths {
                    xml.empty("col", &[("style", &style(*width))]);
                }
            });
        }
        // Header rows are rows of header cells; the editor knows no other.
        xml.element("tbody", &[], |xml| {
            for row in table.head.iter().chain(&table.body) {
                xml.end_line();
                xml.element("tr", &[], |xml| row.cells.iter().for_each(|one| cell(one, xml)));
            }
        });
    });
}

fn cell(cell: &Cell, xml: &mut Xml) {
    let [rows, columns] = [cell.rowspan, cell.colspan].map(|span| span.to_string());
    let spans = [("rowspan", &*rows), ("colspan", &*columns)];
    let spans: Vec<(&str, &str)> = spans.into_iter().filter(|(_, span)| *span != "1").collect();
    let name = if cell.header.is_some() { "th" } else { "td" };
    xml.element(name, &spans, |xml| blocks::in_cell(&cell.blocks, xml));
}

/// The width of a column of so many per cent; tenths of pixels, so that all columns together are exact.
fn style(percent: u8) -> String {
    let tenths = WIDTH / 10 * u32::from(percent);
    format!("width: {}.{}px;", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::block::{Block, Inline, Row, Scope};

    fn cell(header: Option<Scope>, rowspan: u16, colspan: u16, words: &str) -> Cell {
        Cell {
            header,
            rowspan,
            colspan,
            blocks: vec![Block::Paragraph(vec![Inline::Text(words.to_owned())])],
        }
    }

    fn written(widths: Vec<u8>) -> String {
        let head = vec![Row {
            cells: vec![
                cell(Some(Scope::Column), 1, 1, "Activity"),
                cell(Some(Scope::Column), 1, 2, "Status"),
            ],
        }];
        let body = vec![
            Row {
                cells: vec![
                    cell(Some(Scope::RowGroup), 2, 1, "Build"),
                    cell(None, 1, 1, "a"),
                    cell(None, 1, 1, "b"),
                ],
            },
            Row {
                cells: vec![cell(None, 1, 2, "c")],
            },
        ];
        let mut xml = Xml::default();
        table(&Table { widths, head, body }, &mut xml);
        xml.finish()
    }

    const ROWS: &str = "<tbody>\n<tr><th><p>Activity</p></th><th colspan=\"2\"><p>Status</p></th></tr>\
                        \n<tr><th rowspan=\"2\"><p>Build</p></th><td><p>a</p></td><td><p>b</p></td></tr>\
                        \n<tr><td colspan=\"2\"><p>c</p></td></tr></tbody></table>";

    #[test]
    fn header_cells_and_spans_are_kept() {
        assert_eq!(written(Vec::new()), format!("<table data-layout=\"default\">{ROWS}"));
    }

    #[test]
    fn declared_widths_are_pixels_that_fill_the_table() {
        let columns =
            "<col style=\"width: 166.5px;\" /><col style=\"width: 388.5px;\" /><col style=\"width: 555.0px;\" />";
        assert_eq!(
            written(vec![15, 35, 50]),
            format!("<table data-layout=\"full-width\" data-table-width=\"1110\"><colgroup>{columns}</colgroup>{ROWS}")
        );
    }
}
