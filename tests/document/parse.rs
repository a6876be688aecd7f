//! What the parser makes of each kind of block, and what it refuses, with the words it refuses it in.

use access_review::document::parse;
use access_review::model::block::{Block, Cell, ChartKind, Inline, Row, Scope, Table};

const FRONT: &str = "---\ntitle: \"A \\\"title\\\" \\\\\"\norganisation: \"O\"\ndate: \"2021-10-06\"\nperiod: \"2021 Q3\"\n\
                     edition: \"E\"\nclassification: \"C\"\nlanguage: \"en-GB\"\n---\n";

/// The blocks of a body; its first line is line 10.
fn blocks(body: &str) -> Vec<Block> {
    parse(&format!("{FRONT}{body}")).unwrap().blocks
}

/// Why a body is refused.
fn refusal(body: &str) -> String {
    parse(&format!("{FRONT}{body}")).unwrap_err().to_string()
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(text(words))
}

fn cell(header: Option<Scope>, rowspan: u16, colspan: u16, words: &str) -> Cell {
    Cell {
        header,
        rowspan,
        colspan,
        blocks: vec![paragraph(words)],
    }
}

#[test]
fn front_matter_is_read_and_unquoted() {
    let front = parse(FRONT).unwrap().front;
    assert_eq!(front.title, "A \"title\" \\");
    assert_eq!(front.language, "en-GB");
}

#[test]
fn text_blocks() {
    let body = "## Two {#two}\n\none\ntwo  \nthree **bold** [here](#two)\n\n- a\n  - b\n- c\n\n  d\n";
    let heading = Block::Heading {
        level: 2,
        id: Some("two".into()),
        text: text("Two"),
    };
    let words = Block::Paragraph(vec![
        Inline::Text("one two".into()),
        Inline::Break,
        Inline::Text("three ".into()),
        Inline::Strong(text("bold")),
        Inline::Text(" ".into()),
        Inline::Link {
            to: "#two".into(),
            text: text("here"),
        },
    ]);
    let list = Block::List(vec![
        vec![paragraph("a"), Block::List(vec![vec![paragraph("b")]])],
        vec![paragraph("c"), paragraph("d")],
    ]);
    assert_eq!(blocks(body), [heading, words, list]);
}

#[test]
fn pipe_tables() {
    let empty = Cell {
        header: None,
        rowspan: 1,
        colspan: 1,
        blocks: vec![],
    };
    let column = Some(Scope::Column);
    let table = Table {
        widths: vec![],
        head: vec![Row {
            cells: vec![cell(column, 1, 1, "A"), cell(column, 1, 1, "B")],
        }],
        body: vec![Row {
            cells: vec![cell(None, 1, 1, "x|y"), empty],
        }],
    };
    assert_eq!(
        blocks("| A | B |\n| --- | --- |\n| x\\|y |  |\n"),
        [Block::Table(table)]
    );
}

/// An HTML table of these rows under a head of three columns.
fn html(rows: &str) -> String {
    let head = ["20", "30", "50"].map(|width| format!("<th scope=\"col\" width=\"{width}%\">\n\nH\n\n</th>\n"));
    let head = head.concat();
    format!("<table>\n<thead>\n<tr>\n{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

/// A row of these cells: tag with attributes, and text.
fn html_row(cells: &[(&str, &str)]) -> String {
    let cell = |(tag, text): &(&str, &str)| format!("<{tag}>\n\n{text}\n\n</{}>\n", tag.split(' ').next().unwrap());
    format!("<tr>\n{}</tr>\n", cells.iter().map(cell).collect::<String>())
}

#[test]
fn html_tables() {
    let rows = html_row(&[
        ("th scope=\"rowgroup\" rowspan=\"2\"", "G"),
        ("th scope=\"row\"", "R"),
        ("td", "x"),
    ]) + &html_row(&[("td colspan=\"2\"", "y")]);
    let [Block::Table(table)] = &blocks(&html(&rows))[..] else {
        panic!("one table");
    };
    assert_eq!(table.widths, [20, 30, 50]);
    let first = vec![
        cell(Some(Scope::RowGroup), 2, 1, "G"),
        cell(Some(Scope::Row), 1, 1, "R"),
        cell(None, 1, 1, "x"),
    ];
    assert_eq!(
        table.body,
        [
            Row { cells: first },
            Row {
                cells: vec![cell(None, 1, 2, "y")]
            }
        ]
    );
}

#[test]
fn tables_that_are_not_rectangular_are_refused() {
    let uneven = "do not cover the table's 3 columns exactly once, spans counted";
    let td = |n: usize| html_row(&vec![("td", "x"); n]);
    let tall = html_row(&[("td rowspan=\"2\"", "x"), ("td", "x"), ("td", "x")]);
    let between = html_row(&[("td", "x"), ("td rowspan=\"2\"", "x"), ("td", "x")]);
    for (rows, line) in [
        (td(2), 31),
        (td(4), 31),
        (html_row(&[("td colspan=\"3\"", "x"), ("td", "x")]), 31),
        (html_row(&[("td", "x"), ("td colspan=\"3\"", "x")]), 31),
        (format!("{tall}{}", td(3)), 48),
        (between + &html_row(&[("td colspan=\"2\"", "x")]), 48),
    ] {
        assert_eq!(
            refusal(&html(&rows)),
            format!("line {line}: the row's cells {uneven}"),
            "{rows}"
        );
    }
    let message = "line 31: a rowspan reaches beyond the last row of its part of the table";
    assert_eq!(refusal(&html(&tall)), message);
    let message = refusal("| A | B |\n| --- | --- |\n| a | b | c |\n");
    assert!(
        message.starts_with("line 12: found a table row of 3 cells where the head has 2;"),
        "{message}"
    );
    let message = refusal("| A | B |\n| --- | --- |\n| a |\n");
    assert!(
        message.starts_with("line 12: found a table row of 1 cells where the head has 2;"),
        "{message}"
    );
}

#[test]
fn what_the_dialect_does_not_have_is_refused() {
    for (body, found) in [
        ("a `b`\n", "line 10: found the code span `b`"),
        ("```\nb\n```\n", "line 10: found a code block"),
        ("\n    b\n", "line 11: found a code block"),
        ("> b\n", "line 10: found a block quote"),
        ("a\n\n1. b\n", "line 12: found a numbered list"),
        ("a *b*\n", "line 10: found emphasis"),
        ("![b](c.png)\n", "line 10: found an image"),
        ("a\n\n---\n", "line 12: found a horizontal rule"),
        ("a <b>b</b>\n", "line 10: found the HTML `<b>` inside a paragraph"),
        ("<div>\n", "line 10: found the HTML `<div>`"),
        ("<!-- b -->\n", "line 10: found the HTML `<!-- b -->`"),
        ("<!-- chart: pie -->\n", "line 10: found the HTML `<!-- chart: pie -->`"),
        (
            "<table\n>\n",
            "line 10: found `<table`, which is no whole HTML tag on one line",
        ),
        ("<table>\ntext\n", "line 11: found the text `text` beside an HTML tag"),
        (
            "a <https://b.example>\n",
            "line 10: found a link that is not of the form",
        ),
        ("</td>\n", "line 10: found `</td>`"),
        ("- a\n\n  </td>\n", "line 12: found `</td>`"),
        ("| A |\n| :-- |\n| b |\n", "line 10: found a table with aligned columns"),
    ] {
        let message = refusal(body);
        assert!(message.starts_with(found), "{body}: {message}");
        assert!(message.ends_with("; a document may hold only headings with `{#id}`, paragraphs, bullet lists, pipe tables, bold, links, line breaks, anchors `<a id=\"id\"></a>`, charts `<!-- chart: bars -->` (or heat, or trend) and the HTML tags table, thead, tbody, tr, th and td"), "{message}");
    }
}

#[test]
fn a_chart_is_a_comment_a_caption_and_a_table() {
    let body = "a\n\n<!-- chart: trend -->\n\nBy **year**.\n\n| Year | People |\n| --- | --- |\n| 2021 | 7 |\n\nb\n";
    let found = blocks(body);
    let [Block::Paragraph(_), Block::Chart(chart), Block::Paragraph(_)] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(chart.kind, ChartKind::Trend);
    assert_eq!(chart.caption.len(), 3);
    let plain = body.replace("<!-- chart: trend -->\n\n", "");
    let tables = blocks(&plain);
    assert_eq!(tables[2], Block::Table(chart.table.clone()));
    for wrong in [
        "<!-- chart: heat -->\n\n| A | B |\n| --- | --- |\n| a | b |\n",
        "<!-- chart: heat -->\n\nBy year.\n\nBy month.\n",
        "<!-- chart: heat -->\n",
        "<!-- chart: heat -->\n\nBy year.\n\n<table>\n<thead>\n<tr>\n<th scope=\"col\">\n\na\n\n</th>\n</tr>\n</thead>\n<tbody>\n</tbody>\n</table>\n",
    ] {
        assert_eq!(
            refusal(wrong),
            "line 10: a chart is the comment `<!-- chart: heat -->`, a paragraph that says what it shows, and a pipe table with \
             its figures, in this order",
            "{wrong}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_tag_is_said() {
    let cell = |tag: &str| html(&html_row(&[(tag, "x"), ("td", "x"), ("td", "x")]));
    for (body, message) in [
        (cell("th"), "line 32: `<th>` does not say what it is the header of"),
        (
            cell("td scope=\"row\""),
            "line 32: `scope=\"row\"` is not allowed in `<td scope=\"row\">`",
        ),
        (cell("td rowspan=\"0\""), "line 32: `rowspan=\"0\"` is not allowed"),
        (
            cell("td rowspan=\"1\" rowspan=\"1\""),
            "line 32: `rowspan=\"1\"` is not allowed",
        ),
        (cell("td onclick=\"x\""), "line 32: `onclick=\"x\"` is not allowed"),
        (cell("td style"), "line 32: cannot read the attributes of `<td style>`"),
        (
            cell("td width=\"20%\""),
            "line 31: a width may stand in the table's first row only",
        ),
        (
            html("").replace("50%", "40%"),
            "line 12: the table declares 3 widths for 3 columns, 90 % together",
        ),
        (
            html("").replace(" width=\"50%\"", ""),
            "line 12: the table declares 2 widths for 3 columns",
        ),
        (
            html("").replace("<tbody>\n", ""),
            "line 30: found `</tbody>`, expected `<tbody>`",
        ),
        (
            html("").replace("</table>\n", ""),
            "line 31: the document ends, expected `</table>`",
        ),
        (
            "<table>\n<thead>\n</thead>\n<tbody>\n</tbody>\n</table>\n".into(),
            "line 10: the table has no header row",
        ),
    ] {
        let found = refusal(&body);
        assert!(found.starts_with(message), "{found}");
    }
}

#[test]
fn headings_and_links_must_lead_somewhere() {
    for (body, message) in [
        (
            "# A {#x}\n\n# B {#x}\n",
            "two headings or anchors have the id `x`; an id must be unique in the document",
        ),
        (
            "# A {#X_1}\n",
            "line 10: a heading may carry one id of lower-case letters, digits and hyphens, as in `{#id}`",
        ),
        (
            "# A {.x}\n",
            "line 10: a heading may carry one id of lower-case letters, digits and hyphens, as in `{#id}`",
        ),
        (
            "[a](#x)\n",
            "a link leads to `#x`, and no heading and no anchor has this id; correct the link or the heading",
        ),
        (
            "- [a](#x)\n",
            "a link leads to `#x`, and no heading and no anchor has this id; correct the link or the heading",
        ),
        (
            "# A {#x}\n\n<a id=\"x\"></a>b\n",
            "two headings or anchors have the id `x`; an id must be unique in the document",
        ),
        (
            "[a](javascript:b)\n",
            "line 10: the link to `javascript:b` may lead only to `#id`, https://, http:// or mailto:, without a title",
        ),
    ] {
        assert_eq!(refusal(body), message);
    }
}

#[test]
fn links_lead_to_anchors_which_show_nothing() {
    let document = parse(&format!(
        "{FRONT}\n[b](#row-2)\n\n| A |\n| --- |\n| <a id=\"row-2\"></a>b |\n"
    ));
    let document = document.unwrap();
    assert_eq!(document.letters(), "bAb");
    let Block::Table(table) = &document.blocks[1] else {
        panic!("a table");
    };
    let [Block::Paragraph(text)] = table.body[0].cells[0].blocks.as_slice() else {
        panic!("a paragraph");
    };
    assert_eq!(text[0], Inline::Anchor("row-2".to_owned()));
    for wrong in [
        "<a id=\"X\"></a>b",
        "<a id=\"x\">b</a>",
        "<a name=\"x\"></a>",
        "<a id=\"\"></a>",
        "b</a>",
    ] {
        let told = parse(&format!("{FRONT}\n{wrong}\n")).unwrap_err().to_string();
        assert!(told.contains("inside a paragraph; a document may hold only"), "{told}");
    }
}

#[test]
fn front_matter_that_is_not_whole_is_refused() {
    for (found, instead, message) in [
        (
            "---\ntitle",
            "title",
            "line 1: a document begins with its front matter, a line `---`",
        ),
        (
            "\n---\n",
            "\n",
            "line 9: the front matter does not end; it ends with a line `---`",
        ),
        (
            "date: \"2021-10-06\"\n",
            "",
            "line 8: the front matter ends without the key `date`",
        ),
        (
            "date:",
            "day:",
            "line 4: unknown key `day` in the front matter; the keys are title, organisation, date",
        ),
        (
            "date:",
            "period:",
            "line 5: key `period` stands twice in the front matter",
        ),
        (
            "\"2021-10-06\"",
            "2021-10-06",
            "line 4: found `date: 2021-10-06` in the front matter, expected `key: \"value\"`",
        ),
        (
            "\"O\"",
            "\"O\"O\"",
            "line 3: found `organisation: \"O\"O\"` in the front matter",
        ),
    ] {
        let text = FRONT.replacen(found, instead, 1);
        let message_found = parse(&text).unwrap_err().to_string();
        assert!(message_found.starts_with(message), "{message_found}");
    }
}
