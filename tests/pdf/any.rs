//! Any document: nested lists, spans, long words, several scripts.

use super::samples::front;
use access_review::model::block::{Block, Cell, Chart, ChartKind, Document, Inline, Row, Scope, Table};
use proptest::{collection::vec, prelude::*};

/// A word, short or very long, in one of the scripts that the fonts have.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9]{1,9}",
        1 => "[A-Za-z0-9_./@-]{30,160}",
        1 => "[ĄąŁłŻżŃńŐőŰűČčŘř]{1,12}",
        1 => "[ΑΩαωήώΠπ]{1,12}",
        1 => "[А-Яа-яЇї]{1,30}",
        1 => "[ếữọẫăđƠ]{1,8}",
        2 => "[א-ת]{1,9}",
        1 => "[א-ת][\u{5B0}-\u{5BC}\u{5C1}]{1,2}[א-ת]{0,20}",
        2 => "[ا-غف-ي\u{64B}-\u{652}٠-٩پچژگ]{1,9}",
        1 => "[א-ت0-9()\u{200F}\u{202E}\u{2067}.,-]{1,30}",
        1 => "[一-丕✔ก-ฮ\u{E000}]{1,40}",
        1 => "(fi|ffl|fj){1,4}",
        1 => "e\u{301}{1,3}[xn]\u{303}",
        1 => "[-(){}<>&|*\"'#%\\\\\u{A0}\u{AD}]{1,6}",
    ]
}

/// Inline text.
fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let text = vec(word(), 0..12).prop_map(|words| Inline::Text(words.join(" ")));
    let leaf = prop_oneof![6 => text, 1 => Just(Inline::Break)];
    let inline = leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Inline::Strong),
            vec(inner, 0..3).prop_map(|text| Inline::Link {
                to: "https://example.com/ł".to_owned(),
                text
            }),
        ]
    });
    vec(inline, 0..4)
}

/// Blocks without tables.
fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let block = prop_oneof![
        3 => inlines().prop_map(Block::Paragraph),
        1 => (1..7_u8, inlines()).prop_map(|(level, text)| Block::Heading { level, id: None, text }),
    ];
    let block = block.prop_recursive(4, 24, 4, |inner| vec(vec(inner, 0..4), 0..4).prop_map(Block::List));
    vec(block, 0..5)
}

/// A table of up to nine columns, with spans that keep within it.
fn table() -> impl Strategy<Value = Block> {
    let cell = (blocks(), 1..4_u16, 1..4_u16, 0..4_u8);
    (1..9_usize, vec(vec(cell, 9), 1..12), 0..3_usize, any::<bool>()).prop_map(|(columns, cells, heads, declared)| {
        let heads = heads.min(cells.len());
        let widths = if declared {
            vec![u8::try_from(100 / columns).unwrap(); columns]
        } else {
            Vec::new()
        };
        let (head, body) = cells.split_at(heads);
        Block::Table(Table {
            widths,
            head: rows(head, columns),
            body: rows(body, columns),
        })
    })
}

/// Content, rows spanned, columns spanned, kind of header.
type Draft = (Vec<Block>, u16, u16, u8);

/// Rows that cover each place of the table exactly once.
fn rows(drafts: &[Vec<Draft>], columns: usize) -> Vec<Row> {
    let mut free = vec![0; columns];
    let mut rows = Vec::new();
    for (index, drafts) in drafts.iter().enumerate() {
        let mut cells = Vec::new();
        let mut column = 0;
        while column < columns {
            if free[column] > index {
                column += 1;
                continue;
            }
            let (blocks, rowspan, colspan, header) = drafts[column].clone();
            let room = free[column..].iter().take_while(|from| **from <= index).count();
            let colspan = usize::from(colspan).min(room);
            let end = index + usize::from(rowspan);
            free[column..column + colspan].fill(end);
            column += colspan;
            let header = [None, Some(Scope::Column), Some(Scope::Row), Some(Scope::RowGroup)][usize::from(header)];
            cells.push(Cell {
                header,
                rowspan,
                colspan: u16::try_from(colspan).unwrap(),
                blocks,
            });
        }
        rows.push(Row { cells });
    }
    rows
}

/// A chart of a few words and numbers.
fn chart() -> impl Strategy<Value = Block> {
    let text = prop_oneof![2 => (0..999_u32).prop_map(|number| number.to_string()), 1 => word()];
    let kind = prop::sample::select(ChartKind::ALL.to_vec());
    (kind, inlines(), 1..9_usize, vec(vec(text, 9), 1..20)).prop_map(|(kind, caption, columns, texts)| {
        let row = |(index, texts): (usize, &Vec<String>)| {
            let cell = |text: &String| Cell {
                header: (index == 0).then_some(Scope::Column),
                rowspan: 1,
                colspan: 1,
                blocks: vec![Block::Paragraph(vec![Inline::Text(text.clone())])],
            };
            Row {
                cells: texts[..columns].iter().map(cell).collect(),
            }
        };
        let mut head: Vec<Row> = texts.iter().enumerate().map(row).collect();
        let body = head.split_off(1);
        let widths = Vec::new();
        let table = Table { widths, head, body };
        Block::Chart(Chart { kind, caption, table })
    })
}

/// A document.
pub(crate) fn document() -> impl Strategy<Value = Document> {
    let part = prop_oneof![2 => blocks(), 1 => table().prop_map(|table| vec![table]), 1 => chart().prop_map(|chart| vec![chart])];
    vec(part, 0..4).prop_map(|parts| Document {
        front: front("Title {author} & <more>", "Public edition", "Public"),
        blocks: parts.concat(),
    })
}
