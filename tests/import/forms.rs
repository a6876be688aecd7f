//! A document in every form in which a page comes, as editors and exports leave it.

use std::fmt::Write;

use access_review::model::block::{Block, Cell, Document, Inline, Table};

/// How a form is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Storage format as it was sent.
    Storage,
    /// Storage format after somebody edited the page: local ids, measured columns, a numbered column, paragraphs in items.
    Edited,
    /// HTML as Confluence renders and exports it.
    Html,
}

/// Storage format, as it was sent.
pub(super) fn storage(document: &Document) -> String {
    tagged(document, Style::Storage)
}

/// Storage format, edited.
pub(super) fn edited(document: &Document) -> String {
    tagged(document, Style::Edited)
}

/// A page saved from a browser.
pub(super) fn html(document: &Document) -> String {
    format!(
        "<!DOCTYPE html>\n<html><head><title>3 Pages</title><style>p &gt; a {{}}</style><script>if (1 < 2) {{ '<td>'; }}</script></head>\n<body><h1>Audit</h1><div class=\"wiki-content\">\n{}</div><p>2 Likes<br>No labels</p></body></html>\n",
        tagged(document, Style::Html)
    )
}

/// A Word export.
pub(super) fn word(document: &Document) -> Vec<u8> {
    let mut message = String::from(
        "Date: Wed, 6 Oct 2021 10:00:00 +0000 (UTC)\r\nMessage-ID: <1.2.3@wiki.example.com>\r\nSubject: Exported From Confluence\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; \r\n\tboundary=\"----=_Part_1\"\r\n\r\n------=_Part_1\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: file:///C:/exported.html\r\n\r\n",
    );
    let mut column = 0;
    for byte in html(document).bytes() {
        if byte == b'\n' {
            message.push_str("\r\n");
            column = 0;
            continue;
        }
        if column > 70 {
            message.push_str("=\r\n");
            column = 0;
        }
        if byte == b'=' || !(b' '..=b'~').contains(&byte) {
            write!(message, "={byte:02X}").unwrap();
            column += 3;
        } else {
            message.push(char::from(byte));
            column += 1;
        }
    }
    message.push_str("\r\n------=_Part_1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------=_Part_1--\r\n");
    message.into_bytes()
}

/// The answer of the first REST interface.
pub(super) fn rest(storage: &str) -> String {
    serde_json::json!({"id": "1", "type": "page", "title": "3 Pages", "body": {"storage": {"value": storage, "representation": "storage"}}}).to_string()
}

/// The answer of the second to a search.
pub(super) fn results(storage: &str) -> String {
    serde_json::json!({"results": [{"id": "1", "status": "current", "body": {"storage": {"representation": "storage", "value": storage}}}], "_links": {}}).to_string()
}

/// Text copied from the page: rows between bars, lists run together, what covers several rows once.
pub(super) fn copied(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                for row in table.head.iter().chain(&table.body) {
                    for cell in &row.cells {
                        let mut words = Vec::new();
                        run_on(&cell.blocks, &mut words);
                        write!(text, "| {} ", words.join(" ")).unwrap();
                    }
                    text.push_str("|\n");
                }
            }
            other @ (Block::Heading { .. } | Block::Paragraph(_) | Block::List(_) | Block::Chart(_)) => {
                let mut words = Vec::new();
                run_on(std::slice::from_ref(other), &mut words);
                writeln!(text, "{}", words.join(" ")).unwrap();
            }
        }
    }
    text
}

/// A table of another tool's Markdown, with breaks in its cells.
pub(super) fn github(document: &Document) -> String {
    let mut text = format!("# {}\n\n", document.front.title);
    for block in &document.blocks {
        let Block::Table(table) = block else {
            writeln!(text, "{}\n", lines(std::slice::from_ref(block), 0).join("\n")).unwrap();
            continue;
        };
        let width = table.head[0].cells.len();
        let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let cells =
            |cells: &[Cell]| -> Vec<String> { cells.iter().map(|cell| lines(&cell.blocks, 0).join("<br>")).collect() };
        text.push_str(&row(&cells(&table.head[0].cells)));
        text.push_str(&row(&vec!["---".to_owned(); width]));
        for line in &table.body {
            // What covers several rows is left out below.
            let mut cells = cells(&line.cells);
            while cells.len() < width {
                cells.insert(0, String::new());
            }
            text.push_str(&row(&cells));
        }
        text.push('\n');
    }
    text
}

fn lines(blocks: &[Block], depth: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => {
                let bold = matches!(text.as_slice(), [Inline::Strong(_)]) && depth == 0;
                let text = plain(text);
                lines.push(if bold { format!("**{text}**") } else { text });
            }
            Block::List(items) => {
                for item in items {
                    let mut inner = self::lines(item, depth + 1);
                    inner[0] = format!("{}- {}", "&nbsp;".repeat(2 * depth), inner[0]);
                    lines.extend(inner);
                }
            }
            Block::Table(_) | Block::Chart(_) => unreachable!("no table stands in a cell"),
        }
    }
    lines
}

fn run_on(blocks: &[Block], words: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => words.push(plain(text)),
            Block::List(items) => {
                for item in items {
                    // As browsers copy them: a mark before levels and definitions, none before roles.
                    let is_role = matches!(item.first(), Some(Block::Paragraph(text)) if plain(text).starts_with(|c: char| c.is_ascii_digit()));
                    if !is_role {
                        words.push("-".to_owned());
                    }
                    run_on(item, words);
                }
            }
            Block::Table(_) | Block::Chart(_) => unreachable!("no table stands in a cell"),
        }
    }
}

fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(inner) => text.push_str(inner),
            Inline::Strong(inner) | Inline::Link { text: inner, .. } => text.push_str(&plain(inner)),
            Inline::Break => text.push(' '),
            Inline::Anchor(_) => {}
        }
    }
    text
}

fn tagged(document: &Document, style: Style) -> String {
    let mut out = String::new();
    match style {
        Style::Html => {}
        Style::Storage => out.push_str("<ac:structured-macro ac:name=\"toc\"><ac:parameter ac:name=\"maxLevel\">3</ac:parameter></ac:structured-macro>"),
        Style::Edited => out.push_str("<ac:structured-macro ac:name=\"toc\" ac:schema-version=\"1\" data-layout=\"default\" ac:local-id=\"a1\" ac:macro-id=\"b2\"><ac:parameter ac:name=\"maxLevel\">3</ac:parameter></ac:structured-macro><p local-id=\"c3\" />"),
    }
    blocks(&document.blocks, style, &mut out);
    out
}

fn blocks(blocks: &[Block], style: Style, out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { level, text, .. } => {
                write!(out, "<h{level}>").unwrap();
                inlines(text, style, out);
                write!(out, "</h{level}>").unwrap();
            }
            Block::Paragraph(text) => {
                out.push_str(if style == Style::Edited {
                    "<p local-id=\"d4\">"
                } else {
                    "<p>"
                });
                inlines(text, style, out);
                out.push_str("</p>");
            }
            Block::List(items) => {
                out.push_str(if style == Style::Edited {
                    "<ul local-id=\"e5\">"
                } else {
                    "<ul>"
                });
                for item in items {
                    out.push_str("<li>");
                    match item.as_slice() {
                        [Block::Paragraph(text), rest @ ..] if style != Style::Edited => {
                            inlines(text, style, out);
                            self::blocks(rest, style, out);
                        }
                        all => self::blocks(all, style, out),
                    }
                    // HTML leaves the end of an item out where it likes.
                    if style != Style::Html {
                        out.push_str("</li>");
                    }
                }
                out.push_str("</ul>");
            }
            Block::Table(inner) => table(inner, style, out),
            Block::Chart(_) => unreachable!("no chart stands in a published page"),
        }
    }
}

fn table(table: &Table, style: Style, out: &mut String) {
    out.push_str(match style {
        Style::Storage => "<table data-layout=\"full-width\"><tbody>",
        Style::Edited => "<table ac:local-id=\"f6\" data-table-width=\"1110\" data-layout=\"full-width\" data-table-display-mode=\"default\"><colgroup><col style=\"width: 42.0px;\" /><col style=\"width: 160.5px;\" /></colgroup><tbody>",
        Style::Html => "<div class=\"table-wrap\"><table class=\"confluenceTable\" data-layout=\"full-width\"><colgroup><col><col></colgroup><tbody>",
    });
    for (number, row) in table.head.iter().chain(&table.body).enumerate() {
        out.push_str(if style == Style::Edited {
            "<tr ac:local-id=\"g7\">"
        } else {
            "<tr>"
        });
        if style == Style::Edited {
            write!(out, "<td class=\"numberingColumn\">{number}</td>").unwrap();
        }
        for cell in &row.cells {
            let name = if cell.header.is_some() { "th" } else { "td" };
            write!(out, "<{name} rowspan=\"{}\" colspan=\"{}\"", cell.rowspan, cell.colspan).unwrap();
            out.push_str(match style {
                Style::Storage => ">",
                Style::Edited => " ac:local-id=\"h8\" data-highlight-colour=\"#ffebe6\">",
                Style::Html => " class=\"confluenceTd\">",
            });
            blocks(&cell.blocks, style, out);
            write!(out, "</{name}>").unwrap();
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
    if style == Style::Html {
        out.push_str("</div>");
    }
}

fn inlines(text: &[Inline], style: Style, out: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) if style == Style::Edited => {
                // A comment in the middle of it, and entities of HTML.
                let (before, after) = text.split_once(' ').unwrap_or((text, ""));
                let space = if text.contains(' ') { "&nbsp;" } else { "" };
                write!(
                    out,
                    "{}<ac:inline-comment-marker ac:ref=\"i9\">{space}{}</ac:inline-comment-marker>",
                    escaped(before),
                    escaped(after)
                )
                .unwrap();
            }
            Inline::Text(text) => out.push_str(&escaped(text)),
            Inline::Strong(inner) => {
                // An editor leaves bold type in pieces.
                out.push_str("<strong>");
                inlines(inner, style, out);
                out.push_str("</strong>");
            }
            Inline::Link { text, .. } => inlines(text, style, out),
            Inline::Anchor(_) => {}
            Inline::Break => out.push_str(if style == Style::Html { "<br>" } else { "<br />" }),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('é', "&eacute;")
}
