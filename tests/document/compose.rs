//! Whole documents against golden files beside this one, and each sentence that depends on the figures.

use access_review::document::{internal, parse, public};
use access_review::model::block::{Block, Inline, Scope, Table};

use super::world;

/// Compares with a golden file; `ACCEPT=1 cargo test --test document` accepts what is new.
fn golden(file: &str, text: &str) {
    let path = format!("{}/tests/document/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("ACCEPT").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{file} differs; look at it and accept with `ACCEPT=1 cargo test --test document`\n{text}"
    );
}

#[test]
fn the_public_edition_is_the_golden_one() {
    let review = world::review();
    let text = public(&review).unwrap();
    golden("audit.md", &text);
    parse(&text).unwrap();
}

#[test]
fn the_internal_edition_is_the_golden_one() {
    let review = world::review();
    let text = internal(&review, None).unwrap();
    golden("internal.md", &text);
    parse(&text).unwrap();
}

#[test]
fn the_public_edition_becomes_the_published_table() {
    let document = parse(&public(&world::review()).unwrap()).unwrap();
    assert_eq!(document.front.title, "Internal \"access\" audit");
    assert_eq!(document.front.classification, "Public");
    let text = |text: &str| vec![Inline::Text(text.into())];
    let paragraph = |words: &str| Block::Paragraph(text(words));
    let bold = |words: &str| Block::Paragraph(vec![Inline::Strong(text(words))]);
    let [first, Block::Table(Table { widths, head, body })] = &document.blocks[..] else {
        panic!("a paragraph and a table");
    };
    assert_eq!(*first, paragraph("Audit date: 06 October 2021"));
    assert_eq!(*widths, [15, 15, 20, 50]);
    assert_eq!(head[0].cells.len(), 4);
    let categories = body
        .iter()
        .map(|row| &row.cells[0])
        .filter(|cell| cell.header == Some(Scope::RowGroup));
    let categories: Vec<_> = categories.map(|cell| (cell.rowspan, cell.blocks.clone())).collect();
    assert_eq!(
        categories,
        [(3, vec![paragraph("Development")]), (1, vec![paragraph("Production")])]
    );
    let item = |words: &str| vec![paragraph(words)];
    let level = |name: &str, count: &str| vec![paragraph(name), Block::List(vec![item(count)])];
    let status = [
        bold("Bitbucket Cloud"),
        paragraph("Keeps our source code and builds it."),
        bold("Permissions"),
        Block::List(vec![
            item("Admin : Can create and delete repositories."),
            item("Write : Can push & merge."),
            item("Read : Can pull."),
        ]),
        bold("Access"),
        bold("Repository1"),
        Block::List(vec![
            level("Admin", "1 DevOps Engineer"),
            level("Write", "2 Software Developer ( 1 Contractor )"),
        ]),
        bold("Repository2"),
        Block::List(vec![
            level("Write", "1 Former Member"),
            level("Unmapped level", "1 Unidentified Account"),
        ]),
        bold("Repository3"),
        paragraph("Former Member: somebody who left before the system was exported, and whose account is still there."),
        paragraph("Unidentified Account: an account of which nobody knows for certain whose it is."),
    ];
    assert_eq!(body[1].cells[2].blocks, status);
}
