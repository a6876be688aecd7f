//! The body of a Confluence page: sound whatever the document holds, and read back as what it was made from.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use access_review::model::block::{Block, Cell, Document, Inline, Row, Table};
use access_review::model::page::PageCount;
use access_review::render::confluence::{read, render};
use access_review::{document, import};
use proptest::prelude::*;

use crate::import::counts;
use crate::pdf::any;
use crate::support::root;

/// What a reader sees of a body, without any parser of XML: what is not escaped begins or ends an element.
#[derive(Default)]
struct Scan {
    /// Letters outside properties and parameters, without white space.
    letters: String,
    anchors: BTreeSet<String>,
    links: BTreeSet<String>,
}

/// Scans a body; whatever is not sound, or stands where Confluence does not want it, fails the test.
fn scan(body: &str) -> Scan {
    let mut scan = Scan::default();
    let mut open: Vec<&str> = Vec::new();
    let mut in_details = 0;
    for (number, piece) in body.split('<').enumerate() {
        let (tag, text) = if number == 0 {
            ("", piece)
        } else {
            piece.split_once('>').unwrap()
        };
        let name = tag.split(' ').next().unwrap();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{body}");
            in_details = in_details.min(open.len());
        } else if number > 0 {
            let is_held = |name: &str| matches!(name, "td" | "th" | "li");
            assert!(
                name != "table" || !open.iter().any(|name| is_held(name)),
                "a table stands in a cell or an item: {body}"
            );
            let is_heading = name.starts_with('h') && name.len() == 2;
            assert!(
                !is_heading || !open.contains(&"li"),
                "a heading stands in an item: {body}"
            );
            let around = open.last().copied().unwrap_or_default();
            let wanted = match name {
                "li" => Some("ul"),
                "tr" => Some("tbody"),
                "td" | "th" => Some("tr"),
                "col" => Some("colgroup"),
                _ => None,
            };
            assert!(
                wanted.is_none_or(|wanted| wanted == around),
                "`{name}` stands in `{around}`: {body}"
            );
            if let Some((_, id)) = tag.split_once("ac:anchor=\"") {
                scan.links.insert(id.trim_end_matches('"').to_owned());
            }
            if tag.ends_with('/') {
                assert!(tag.ends_with(" /"), "{body}");
            } else {
                open.push(name);
            }
            if tag.contains("\"details\"") {
                in_details = open.len();
            }
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{body}");
        assert!(!text.contains('>'), "{body}");
        if open.last() == Some(&"ac:parameter") {
            scan.anchors.insert(text.to_owned());
        } else if in_details == 0 {
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            scan.letters
                .extend(text.chars().filter(|letter| !letter.is_whitespace()));
        }
    }
    assert!(open.is_empty(), "{body}");
    scan
}

/// A document with what [`any`] leaves out: ids that links lead to, tables within cells, and characters that XML forbids.
pub(crate) fn dressed(mut document: Document) -> Document {
    let mut ids = Vec::new();
    for block in &mut document.blocks {
        if let Block::Heading { id, .. } = block {
            let name = format!("part-{}", ids.len());
            ids.push(name.clone());
            *id = Some(name);
        }
        if let Block::Table(table) = block {
            let mut inner = table.clone();
            inner.body.truncate(1);
            if let Some(cell) = table.body.first_mut().and_then(|row| row.cells.first_mut()) {
                cell.blocks.push(Block::Table(inner.clone()));
                cell.blocks.push(Block::List(vec![vec![Block::Table(inner)]]));
            }
        }
    }
    let links = ids.into_iter().map(|id| Inline::Link {
        to: format!("#{id}"),
        text: vec![Inline::Text(
            "]]> a\u{0}\u{b}\u{1f}\u{fffe}\u{ffff}b &amp; &#60; <b>".to_owned(),
        )],
    });
    document.blocks.push(Block::Paragraph(links.collect()));
    document
}

pub(crate) fn is_allowed(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_is_a_sound_body_with_its_text(document in any::document().prop_map(dressed)) {
        let body = render(&document);
        prop_assert!(body.chars().all(is_allowed));
        prop_assert_eq!(&body, &render(&document.clone()));
        let expected: String = document.letters().chars().filter(|letter| is_allowed(*letter)).collect();
        let scan = scan(&body);
        prop_assert_eq!(&scan.letters, &expected);
        prop_assert!(scan.links.is_subset(&scan.anchors));
        let stored = read(&body).unwrap();
        prop_assert_eq!(stored.properties, ["Example Ltd", "2021-10-06", "2021 Q3", "Public edition", "Public"]);
        prop_assert_eq!(Document { blocks: stored.blocks, ..document }.letters(), expected);
    }
}

/// The public folders of all committed audits.
pub(crate) fn published() -> Vec<PathBuf> {
    let cases = fs::read_dir(root().join("tests/cases")).unwrap();
    let cases = cases.map(|case| case.unwrap().path().join("expected"));
    let audits = cases.chain([root().join("out")]).filter(|folder| folder.is_dir());
    let dated = audits.flat_map(|folder| fs::read_dir(folder).unwrap());
    let dated = dated.map(|folder| folder.unwrap().path().join("public"));
    dated.filter(|folder| folder.is_dir()).collect()
}

#[test]
fn every_published_body_is_imported_as_its_counts() {
    let folders = published();
    assert!(folders.len() >= 6, "{folders:?}");
    for folder in folders {
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let page = import::read(text("audit.confluence.xml").as_bytes(), None).unwrap();
        let expected: Vec<PageCount> = counts(&text("counts.csv"));
        assert_eq!(page.counts, expected, "{}", folder.display());
        let markdown = import::read(text("audit.md").as_bytes(), None).unwrap();
        let words = |page: &access_review::model::page::Page| {
            page.unplaced.iter().map(|one| one.text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(words(&page), words(&markdown), "{}", folder.display());
        assert!(page.audit_date.is_some() && page.audit_date == markdown.audit_date);
    }
}

/// A document without what a body does not keep: widths in per cent.
fn without_widths(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        if let Block::Table(table) = block {
            table.widths.clear();
        }
    }
    blocks
}

#[test]
fn every_published_body_is_read_back_block_by_block() {
    let mut seen = 0;
    for folder in published() {
        for name in ["audit", "procedure"] {
            let Ok(markdown) = fs::read_to_string(folder.join(name).with_extension("md")) else {
                continue;
            };
            let body = fs::read_to_string(folder.join(name).with_extension("confluence.xml")).unwrap();
            let document = document::parse(&markdown).unwrap();
            assert_eq!(body, render(&document), "{}", folder.display());
            scan(&body);
            assert_eq!(
                read(&body).unwrap().blocks,
                without_widths(document.blocks),
                "{}",
                folder.display()
            );
            seen += 1;
        }
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn a_large_document_is_written_in_time() {
    let cell = |words: &str| Cell {
        header: None,
        rowspan: 1,
        colspan: 1,
        blocks: vec![Block::Paragraph(vec![Inline::Text(words.to_owned())])],
    };
    let row = Row {
        cells: vec![cell("a"), cell("b & c")],
    };
    let mut document =
        document::parse(&fs::read_to_string(root().join("out/2021-10-06/public/audit.md")).unwrap()).unwrap();
    document.blocks = vec![Block::Table(Table {
        widths: vec![50, 50],
        head: vec![row.clone()],
        body: vec![row; 50_000],
    })];
    let begun = std::time::Instant::now();
    let body = render(&document);
    assert_eq!(read(&body).unwrap().blocks.len(), 1);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}
