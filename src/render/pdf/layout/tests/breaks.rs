//! Where pages end: what belongs together is not parted, wherever on a page it begins.

use super::{cell, paragraph, words};
use crate::{
    model::{
        block::{Block, Document, Front, Inline, Row, Scope, Table},
        look::Look,
    },
    render::pdf::{
        layout::{Laid, lay_out},
        text::Shaper,
    },
};

fn laid(blocks: Vec<Block>) -> Laid {
    let front = Front {
        date: "2021-10-06".to_owned(),
        ..Front::default()
    };
    lay_out(
        &Document { front, blocks },
        &Look::default(),
        &mut Shaper::new(&[]).unwrap(),
    )
    .unwrap()
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        id: Some(text.to_lowercase()),
        text: vec![Inline::Text(text.to_owned())],
    }
}

/// So many lines of text.
fn lines(count: usize) -> Vec<Block> {
    vec![paragraph("Filler"); count]
}

/// A table of so many rows.
fn table(rows: usize) -> Block {
    let row = |header, text: &str| Row {
        cells: vec![
            cell(header, 1, vec![paragraph(text)]),
            cell(header, 1, vec![paragraph("other")]),
        ],
    };
    Block::Table(Table {
        widths: Vec::new(),
        head: vec![row(Some(Scope::Column), "Head")],
        body: vec![row(None, "Body"); rows],
    })
}

/// How often a word stands on each page.
fn counted(laid: &Laid, text: &str) -> Vec<usize> {
    let count = |items| words(items).iter().filter(|word| word.3.trim() == text).count();
    laid.pages.iter().map(|page| count(&page.items)).collect()
}

/// The pages on which a word stands.
fn pages(laid: &Laid, text: &str) -> Vec<usize> {
    let counts = counted(laid, text).into_iter().enumerate();
    counts.filter(|(_, count)| *count > 0).map(|(page, _)| page).collect()
}

#[test]
fn a_small_table_stands_on_one_page_with_its_heading() {
    for count in 0..40 {
        let mut blocks = lines(count);
        blocks.extend([heading(3, "Figures"), table(8)]);
        let laid = laid(blocks);
        let found = pages(&laid, "Body");
        assert_eq!(found.len(), 1, "{count}");
        assert_eq!(pages(&laid, "Figures"), found, "{count}");
    }
}

#[test]
fn no_row_of_a_long_table_stands_alone() {
    for count in 0..40 {
        let mut blocks = lines(count);
        blocks.push(table(60));
        let rows = counted(&laid(blocks), "Body");
        assert!(rows.iter().all(|rows| *rows != 1), "{count}: {rows:?}");
        assert_eq!(rows.iter().sum::<usize>(), 60);
    }
}

#[test]
fn a_heading_stands_with_the_first_item_below_it_and_a_short_item_is_whole() {
    let item = || vec![paragraph("Item"), Block::List(vec![vec![paragraph("Evidence")]])];
    for count in 0..40 {
        let mut blocks = lines(count);
        blocks.extend([heading(4, "Finding"), paragraph("Why"), paragraph("Remedy")]);
        blocks.push(Block::List(vec![item(); 3]));
        let laid = laid(blocks);
        let (first, items) = (pages(&laid, "Finding"), counted(&laid, "Item"));
        assert!(items[first[0]] > 0 && pages(&laid, "Remedy") == first, "{count}");
        assert_eq!(items, counted(&laid, "Evidence"), "{count}");
    }
}

#[test]
fn a_short_section_is_not_parted_from_the_first_section_in_it() {
    for count in 0..40 {
        let mut blocks = lines(count);
        blocks.extend([heading(3, "Outer"), paragraph("Short"), heading(4, "Inner"), table(30)]);
        let laid = laid(blocks);
        let outer = pages(&laid, "Outer");
        assert_eq!(
            (pages(&laid, "Short"), pages(&laid, "Inner")),
            (outer.clone(), outer),
            "{count}"
        );
    }
}

#[test]
fn a_last_page_is_not_left_nearly_empty() {
    let mut balanced = 0;
    for count in 10..30 {
        let mut blocks = vec![heading(2, "First")];
        blocks.extend(lines(18));
        blocks.push(heading(2, "Second"));
        blocks.extend(lines(count));
        let laid = laid(blocks);
        let fillers = counted(&laid, "Filler");
        assert_eq!(fillers.iter().sum::<usize>(), 18 + count);
        if let [_, last] = fillers.as_slice() {
            assert!(*last > 6, "{count}: {fillers:?}");
            balanced += usize::from(pages(&laid, "Second") == [1]);
        }
    }
    assert!(balanced > 3, "{balanced}");
}
