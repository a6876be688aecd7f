//! What must hold on every page: nothing leaves its cell, its column or the page; heads are repeated.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where its sample is not as written"
)]

mod breaks;

use super::{Artifact, Item, Laid, Owner, Page, lay_out, style};
use crate::{
    model::{
        block::{Block, Cell, Chart, ChartKind, Document, Front, Inline, Row, Scope, Table},
        look::Look,
    },
    render::{
        chart::{self, Shape},
        pdf::text::{Face, Paragraph, Shaper, ends},
    },
};

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Inline::Text(text.to_owned())])
}

fn cell(header: Option<Scope>, rowspan: u16, blocks: Vec<Block>) -> Cell {
    Cell {
        header,
        rowspan,
        colspan: 1,
        blocks,
    }
}

/// A table of several pages: a group over all rows, one row longer than a page, long words, no declared widths.
fn table(columns: usize) -> Block {
    let long = "x".repeat(300);
    let path = "a/very-long/path_with.many@parts/".repeat(6);
    let mut body = Vec::new();
    for row in 0..30_usize {
        let mut cells = Vec::new();
        if row == 0 {
            cells.push(cell(Some(Scope::RowGroup), 30, vec![paragraph("Group of thirty rows")]));
        }
        cells.push(cell(Some(Scope::Row), 1, vec![paragraph(&format!("Row {row}"))]));
        for column in 2..columns {
            let text = [long.as_str(), path.as_str(), "6 Software Developer ( 1 Contractor )"];
            let text = text.get((row + column) % 3).unwrap();
            let times = if row == 7 && column == 2 { 120 } else { 1 };
            let items = vec![vec![paragraph(text), Block::List(vec![vec![paragraph("nested")]])]; times];
            cells.push(cell(None, 1, vec![Block::List(items)]));
        }
        body.push(Row { cells });
    }
    let head = (0..columns).map(|column| cell(Some(Scope::Column), 1, vec![paragraph(&format!("Column{column}"))]));
    Block::Table(Table {
        widths: Vec::new(),
        head: vec![Row { cells: head.collect() }],
        body,
    })
}

fn laid(columns: usize) -> Laid {
    laid_in(columns, "en-GB")
}

/// The same in a document of a language.
fn laid_in(columns: usize, language: &str) -> Laid {
    let front = Front {
        title: "Title".to_owned(),
        organisation: "Example Ltd".to_owned(),
        date: "2021-10-06".to_owned(),
        period: String::new(),
        edition: "Public edition".to_owned(),
        classification: "Public".to_owned(),
        language: language.to_owned(),
        ..Front::default()
    };
    let document = Document {
        front,
        blocks: vec![table(columns)],
    };
    let mut shaper = Shaper::new(&[]).unwrap().of_language(language);
    lay_out(&document, &Look::default(), &mut shaper).unwrap()
}

/// The left and the right edge of what is drawn.
fn sides(item: &Item) -> (f32, f32) {
    match item {
        Item::Text { x, size, words, .. } => ends(words, *size, *x),
        Item::Fill {
            edges: [left, _, right, _],
            ..
        }
        | Item::Picture {
            edges: [left, _, right, _],
            ..
        } => (*left, *right),
        Item::Rule {
            ends: [(from, _), (to, _)],
            ..
        } => (from.min(*to), from.max(*to)),
    }
}

#[test]
fn a_document_written_from_right_to_left_is_seen_as_in_a_mirror() {
    for columns in [3, 8] {
        let (usual, other) = (laid_in(columns, "en"), laid_in(columns, "he"));
        assert_eq!(usual.pages.len(), other.pages.len());
        let width = usual.size.0;
        // Rules are drawn from left to right, whichever way a document is written.
        let edges = |page: &Page, mirrored: bool| {
            let mut all: Vec<(i64, i64)> = Vec::new();
            for (left, right) in page.items.iter().map(sides) {
                let (left, right) = if mirrored {
                    (width - right, width - left)
                } else {
                    (left, right)
                };
                #[expect(clippy::cast_possible_truncation, reason = "a page is some hundred points wide")]
                all.push(((left * 10.0).round() as i64, (right * 10.0).round() as i64));
            }
            all.sort_unstable();
            all
        };
        for (usual, other) in usual.pages.iter().zip(&other.pages) {
            let (usual, other) = (edges(usual, true), edges(other, false));
            assert_eq!(usual.len(), other.len());
            for (one, next) in usual.iter().zip(&other) {
                assert!(
                    (one.0 - next.0).abs() <= 1 && (one.1 - next.1).abs() <= 1,
                    "{one:?} {next:?}"
                );
            }
        }
    }
}

#[test]
fn numbers_stand_at_the_end_of_their_column_and_short_cells_do_not_break() {
    let row = |name: &str, number: &str, prose: &str| Row {
        cells: [name, number, prose]
            .iter()
            .map(|text| cell(None, 1, vec![paragraph(text)]))
            .collect(),
    };
    let prose = "A sentence that is longer than any line and goes on, ".repeat(8);
    let body = vec![
        row("Infrastructure Engineer", "7", &prose),
        row("Tester", "1,274", &prose),
    ];
    let document = Document {
        front: Front {
            date: "2021-10-06".to_owned(),
            ..Front::default()
        },
        blocks: vec![Block::Table(Table {
            widths: Vec::new(),
            head: vec![row("Role", "Number", "Why")],
            body,
        })],
    };
    let laid = lay_out(&document, &Look::default(), &mut Shaper::new(&[]).unwrap()).unwrap();
    let words = words(&laid.pages.first().unwrap().items);
    let find = |text: &str| words.iter().find(|word| word.3.trim() == text).unwrap();
    let ends = ["Number", "7", "1,274"].map(|text| find(text).1);
    assert!(ends.iter().all(|end| (end - ends[0]).abs() < 0.01), "{ends:?}");
    assert!((find("Infrastructure").2 - find("Engineer").2).abs() < 0.01, "one line");
    assert!((find("Role").0 - find("Tester").0).abs() < 0.01);
}

/// Left, right and baseline of each word on a page, its words and whose it is.
fn words(items: &[Item]) -> Vec<(f32, f32, f32, String, Owner)> {
    let mut words = Vec::new();
    for item in items {
        match item {
            Item::Text {
                owner,
                x,
                baseline,
                size,
                words: set,
                ..
            } => words.extend(set.iter().map(|word| {
                let left = x + word.x;
                (
                    left,
                    left + word.word.width * size / 1000.0,
                    *baseline,
                    word.word.text.clone(),
                    *owner,
                )
            })),
            Item::Fill { .. } | Item::Rule { .. } | Item::Picture { .. } => {}
        }
    }
    words
}

#[test]
fn no_word_crosses_a_border_or_leaves_the_page() {
    for columns in [3, 4, 8] {
        let laid = laid(columns);
        assert!(laid.pages.len() > 5);
        let mut near = 0;
        for page in &laid.pages {
            for (left, right, baseline, text, _) in words(&page.items) {
                assert!(
                    left >= style::SIDE - 0.1 && right <= laid.size.0 - style::SIDE + 0.1,
                    "`{text}` at {left}"
                );
                assert!(baseline > 0.0 && baseline < laid.size.1, "`{text}`");
                for item in &page.items {
                    let Item::Rule {
                        ends: [(x, top), (other, bottom)],
                        ..
                    } = item
                    else {
                        continue;
                    };
                    if x.total_cmp(other).is_eq() && *top < baseline && baseline < *bottom {
                        assert!(right <= *x || left >= *x, "`{text}` crosses the border at {x}");
                        near += 1;
                    }
                }
            }
        }
        assert!(near > 500, "borders stand beside the words");
    }
}

#[test]
fn text_keeps_above_the_foot_and_lines_do_not_overlap() {
    for page in laid(4).pages {
        let mut body: Vec<_> = words(&page.items)
            .into_iter()
            .filter(|word| matches!(word.4, Owner::Leaf(_)))
            .collect();
        body.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.total_cmp(&b.2)));
        for pair in body.windows(2) {
            let [above, below] = pair else { continue };
            let same = (above.0 - below.0).abs() < 0.01;
            assert!(!same || below.2 - above.2 > 8.0, "`{}` lies on `{}`", below.3, above.3);
        }
        assert!(body.iter().all(|word| word.2 < style::A4.1 - style::BOTTOM));
    }
}

#[test]
fn heads_are_repeated_on_every_page() {
    let laid = laid(4);
    for (number, page) in laid.pages.iter().enumerate() {
        let words = words(&page.items);
        let count = |text: &str, own: bool| {
            let mine = |owner: Owner| matches!(owner, Owner::Artifact(Artifact::Repeated)) == own;
            words
                .iter()
                .filter(|word| word.3.trim() == text && mine(word.4))
                .count()
        };
        let again = number > 0;
        assert_eq!(count("Column3", again), 1, "page {number}");
        assert_eq!(count("Column3", !again), 0, "page {number}");
        assert_eq!(count("thirty", again), 1, "page {number}");
        assert!(!again || count("(continued)", true) >= 1, "page {number}");
    }
}

/// A chart of each kind, the rows of which take several pages.
fn charts() -> Document {
    let row = |header: Option<Scope>, texts: [String; 3]| Row {
        cells: texts.map(|text| cell(header, 1, vec![paragraph(&text)])).into(),
    };
    let mut blocks = Vec::new();
    for kind in ChartKind::ALL {
        let head = ["System", "Écrans Широкий", "WWW MMM"].map(str::to_owned);
        let body = (1..60).map(|number| {
            row(
                None,
                [format!("Row {number}"), (number * 3).to_string(), "none".to_owned()],
            )
        });
        blocks.push(Block::Chart(Chart {
            kind,
            caption: vec![Inline::Text("Numbers of rows.".to_owned())],
            table: Table {
                widths: Vec::new(),
                head: vec![row(Some(Scope::Column), head)],
                body: body.collect(),
            },
        }));
    }
    Document {
        front: Front {
            date: "2021-10-06".to_owned(),
            language: "en-GB".to_owned(),
            ..Front::default()
        },
        blocks,
    }
}

#[test]
fn a_chart_is_a_figure_whose_words_are_those_that_were_laid_out() {
    let document = charts();
    let mut shaper = Shaper::new(&[]).unwrap();
    let laid = lay_out(&document, &Look::default(), &mut shaper).unwrap();
    let width = style::A4.0 - 2.0 * style::SIDE;
    let high = (style::A4.1 - style::TOP - style::BOTTOM) * 0.7;
    let mut expected = Vec::new();
    for block in &document.blocks {
        let Block::Chart(chart) = block else { continue };
        for drawing in chart::draw(chart, false, width, high) {
            for shape in drawing.shapes {
                if let Shape::Words { text, .. } = shape {
                    expected.push(text);
                }
            }
        }
    }
    let is_drawn = |owner: &Owner| match owner {
        Owner::Leaf(leaf) => laid
            .tree
            .pictures
            .contains_key(&laid.tree.leaves.get(leaf.index()).unwrap().index()),
        Owner::Artifact(_) => false,
    };
    let mut found = Vec::new();
    let mut areas = 0;
    for item in laid.pages.iter().flat_map(|page| &page.items) {
        match item {
            Item::Text { owner, words, .. } if is_drawn(owner) => {
                found.push(words.iter().map(|placed| placed.word.text.as_str()).collect::<String>());
            }
            Item::Fill { owner, .. } if is_drawn(owner) => areas += 1,
            Item::Text { .. } | Item::Fill { .. } | Item::Rule { .. } | Item::Picture { .. } => {}
        }
    }
    assert_eq!(found, expected);
    assert!(areas > 3 * 59, "{areas}");
    let said = laid.tree.pictures.values().map(|(words, _)| words.as_str());
    assert!(said.clone().count() > 3);
    for words in said {
        assert_eq!(words, "Chart: Numbers of rows. Its figures are in the table below.");
    }
    for (_, edges) in laid.tree.pictures.values() {
        assert!(edges[3] <= style::A4.1 - style::BOTTOM + 0.01, "{edges:?}");
    }
}

#[test]
fn words_of_charts_are_no_wider_in_the_fonts_of_a_pdf_than_was_reckoned() {
    let mut shaper = Shaper::new(&[]).unwrap();
    let letters = ('!'..='~').chain('\u{a1}'..='\u{17f}').chain('\u{370}'..='\u{45f}');
    let letters = letters.filter(|letter| letter.is_alphanumeric() || letter.is_ascii());
    for letter in letters.chain(['\u{2013}', '\u{2026}', '\u{2265}', ' ']) {
        for (face, is_bold) in [(Face::Regular, false), (Face::Bold, true)] {
            let text = format!("{letter}{letter}");
            let words = Paragraph::compose(&[(face, text.clone())], &mut shaper).unwrap();
            let width = words.widths(chart::size()).1;
            assert!(
                width <= chart::width(&text, is_bold) + 0.01,
                "{letter:?} {is_bold} {width}"
            );
        }
    }
}
