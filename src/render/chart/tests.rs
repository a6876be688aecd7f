//! What must hold of every chart: nothing leaves it, no words stand on others, and its numbers are those of its table.
#![expect(clippy::unwrap_used, reason = "a test may stop where its sample is not as written")]

use proptest::prelude::*;

use super::paint::STEPS;
use super::{At, Drawing, LEADING, Paint, SIZE, Shape, draw, fit};
use crate::model::block::{Block, Cell, Chart, ChartKind, Inline, Row, Scope, Table};
use crate::model::look::{CONTRAST, WHITE, contrast};

fn row(texts: &[String], header: Option<Scope>) -> Row {
    let cell = |text: &String| Cell {
        header,
        rowspan: 1,
        colspan: 1,
        blocks: vec![Block::Paragraph(vec![Inline::Text(text.clone())])],
    };
    Row {
        cells: texts.iter().map(cell).collect(),
    }
}

/// A chart of a table whose first row is its head.
fn chart(kind: ChartKind, rows: &[Vec<String>]) -> Chart {
    let (head, body) = rows.split_first().unwrap();
    Chart {
        kind,
        caption: vec![Inline::Text("Numbers.".to_owned())],
        table: Table {
            widths: Vec::new(),
            head: vec![row(head, Some(Scope::Column))],
            body: body.iter().map(|texts| row(texts, None)).collect(),
        },
    }
}

/// The same of texts divided by bars.
fn plain(kind: ChartKind, rows: &[&str]) -> Chart {
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.split('|').map(str::to_owned).collect())
        .collect();
    chart(kind, &rows)
}

/// Left, upper, right and lower edge of words, and what they say.
fn boxes(drawing: &Drawing) -> Vec<([f32; 4], &str)> {
    let shown = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Words {
            x,
            baseline,
            at,
            is_bold,
            text,
            ..
        } => {
            let width = fit::width(text, *is_bold);
            let left = match at {
                At::Start => *x,
                At::Middle => x - width / 2.0,
                At::End => x - width,
            };
            let top = baseline - SIZE * 0.36 - LEADING / 2.0;
            Some(([left, top, left + width, top + LEADING], text.as_str()))
        }
        Shape::Area { .. } | Shape::Rule { .. } => None,
    });
    shown.collect()
}

fn texts(drawing: &Drawing) -> Vec<&str> {
    boxes(drawing).into_iter().map(|(_, text)| text).collect()
}

/// Areas, the colour of each.
fn areas(drawing: &Drawing) -> Vec<([f32; 4], Paint)> {
    let areas = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Area { edges, paint } => Some((*edges, *paint)),
        Shape::Rule { .. } | Shape::Words { .. } => None,
    });
    areas.collect()
}

/// Nothing leaves a drawing, and no words stand on others.
fn check(drawing: &Drawing, (width, most): (f32, f32)) {
    assert!(drawing.width <= width + 0.1, "{} of {width}", drawing.width);
    assert!(drawing.height <= most + 0.1, "{} of {most}", drawing.height);
    let inside = |[left, top, right, bottom]: [f32; 4]| {
        left >= -0.1 && top >= -0.1 && right <= drawing.width + 0.1 && bottom <= drawing.height + 0.1
    };
    let words = boxes(drawing);
    for (edges, text) in &words {
        assert!(
            inside(*edges),
            "`{text}` at {edges:?} of {} × {}",
            drawing.width,
            drawing.height
        );
    }
    for (edges, paint) in areas(drawing) {
        assert!(inside(edges), "{paint:?} at {edges:?}");
    }
    for (place, (one, text)) in words.iter().enumerate() {
        for (other, beside) in words.iter().skip(place + 1) {
            let apart = one[2] <= other[0] + 0.1
                || other[2] <= one[0] + 0.1
                || one[3] <= other[1] + 0.1
                || other[3] <= one[1] + 0.1;
            assert!(apart, "`{text}` stands on `{beside}`: {one:?} {other:?}");
        }
    }
}

fn kind() -> impl Strategy<Value = ChartKind> {
    prop::sample::select(ChartKind::ALL.to_vec())
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u32..200).prop_map(|number| number.to_string()),
        1 => any::<u32>().prop_map(|number| number.to_string()),
        1 => (0_u32..30).prop_map(|number| format!("{number} of 30, 2 without a rule")),
        1 => Just("not collected".to_owned()),
        1 => any::<String>(),
    ]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z]{1,12}( [A-Za-z]{1,12}){0,2}",
        "[WM@]{1,80}( [a-z]{1,80}){0,5}",
        any::<String>(),
    ]
}

/// A table of so many columns and rows, its head first.
fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    (1..9_usize, 1..40_usize).prop_flat_map(|(columns, rows)| {
        let head = prop::collection::vec(name(), columns + 1);
        let line = (name(), prop::collection::vec(cell(), columns)).prop_map(|(name, mut cells)| {
            cells.insert(0, name);
            cells
        });
        (head, prop::collection::vec(line, rows)).prop_map(|(head, mut all)| {
            all.insert(0, head);
            all
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_leaves_a_chart_and_no_words_stand_on_others(
        kind in kind(), rows in rows(), width in 440.0..760.0_f32, most in 200.0..900.0_f32,
    ) {
        for drawing in draw(&chart(kind, &rows), false, width, most) {
            check(&drawing, (width, most));
        }
    }
}

#[test]
fn a_bar_is_as_long_as_its_number_and_the_number_stands_behind_it() {
    let chart = plain(
        ChartKind::Bars,
        &["System|High|Low", "Code|2|4", "Cloud|0|1", "Mail|not collected|3 or so"],
    );
    let drawings = draw(&chart, false, 500.0, 400.0);
    assert_eq!(drawings.len(), 1);
    let drawing = drawings.first().unwrap();
    assert_eq!(
        texts(drawing),
        [
            "High",
            "Low",
            "Code",
            "2",
            "4",
            "Cloud",
            "0",
            "1",
            "Mail",
            "not collected",
            "3 or so"
        ]
    );
    let long: Vec<f32> = areas(drawing)
        .iter()
        .map(|([left, _, right, _], _)| right - left)
        .collect();
    let parts = |count: f32| {
        long.iter()
            .any(|one| (one - count * long.iter().copied().fold(f32::MAX, f32::min)).abs() < 0.01)
    };
    assert!(long.len() == 3 && parts(1.0) && parts(2.0) && parts(4.0), "{long:?}");
    let ends: Vec<f32> = areas(drawing).iter().map(|(edges, _)| edges[2]).collect();
    let behind = |text: &str| boxes(drawing).iter().find(|(_, shown)| *shown == text).unwrap().0[0];
    assert_eq!([behind("2"), behind("4"), behind("1")].map(|x| x - 3.0).to_vec(), ends);
}

#[test]
fn a_trend_has_a_scale_for_each_column_and_tells_the_last_row_from_those_before() {
    let chart = plain(
        ChartKind::Trend,
        &["Audit|People|Permissions", "2021|10|1000", "2022|5|500"],
    );
    let drawings = draw(&chart, false, 500.0, 400.0);
    let areas = areas(drawings.first().unwrap());
    let long = |place: usize| areas.get(place).map(|(edges, _)| edges[2] - edges[0]).unwrap();
    assert!((long(0) - long(1)).abs() < 0.01 && (long(2) - long(3)).abs() < 0.01);
    assert!((long(0) - 2.0 * long(2)).abs() < 0.01);
    let paints: Vec<Paint> = areas.iter().map(|(_, paint)| *paint).collect();
    assert_eq!(paints, [Paint::Past, Paint::Past, Paint::Accent, Paint::Accent]);
}

#[test]
fn a_cell_of_a_grid_shows_the_number_it_begins_with_or_its_words() {
    let chart = plain(
        ChartKind::Heat,
        &[
            "Role|Code|Cloud",
            "Developer|4 of 6, 1 without a rule|0 of 6",
            "Robot|no rule|1 of 3",
        ],
    );
    let drawings = draw(&chart, false, 500.0, 400.0);
    let drawing = drawings.first().unwrap();
    let shown = [
        "Code",
        "Cloud",
        "Developer",
        "4",
        "0",
        "Robot",
        "no rule",
        "1",
        "1",
        "2\u{2013}4",
    ];
    assert_eq!(texts(drawing), shown);
    let paints: Vec<Paint> = areas(drawing).iter().map(|(_, paint)| *paint).collect();
    let [one, few] = [Paint::Shade(0), Paint::Shade(1)];
    assert_eq!(paints, [few, Paint::Blank, Paint::Blank, one, one, few]);
}

#[test]
fn what_is_higher_than_its_room_goes_on_below_the_same_heads() {
    for kind in ChartKind::ALL {
        let mut rows = vec!["Name|Number".to_owned()];
        rows.extend((0..100).map(|row| format!("Row {row}|{row}")));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let drawings = draw(&plain(kind, &rows), false, 500.0, 300.0);
        assert!(drawings.len() > 3, "{kind:?}");
        let shown: Vec<&str> = drawings.iter().flat_map(texts).collect();
        for row in 0..100 {
            let name = format!("Row {row}");
            assert_eq!(shown.iter().filter(|text| **text == name).count(), 1, "{kind:?} {row}");
        }
        for drawing in &drawings {
            assert_eq!(texts(drawing).first(), Some(&"Number"));
            check(drawing, (500.0, 300.0));
        }
    }
}

#[test]
fn where_no_number_is_or_no_room_nothing_is_drawn() {
    for kind in ChartKind::ALL {
        assert!(draw(&plain(kind, &["A|B", "c|unknown"]), false, 500.0, 400.0).is_empty());
        assert!(draw(&plain(kind, &["A|B"]), false, 500.0, 400.0).is_empty());
        assert!(draw(&plain(kind, &["A", "1"]), false, 500.0, 400.0).is_empty());
        let many = "|7".repeat(60);
        let rows = [format!("A{many}"), format!("b{many}")];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert!(draw(&plain(kind, &rows), false, 500.0, 400.0).is_empty());
    }
}

#[test]
fn long_names_are_broken_then_cut() {
    let wrap = |text: &str, room| fit::wrap(text, false, room, 2);
    assert_eq!(wrap("Staging Bastion", 200.0), ["Staging Bastion"]);
    assert_eq!(wrap("Staging Bastion", 45.0), ["Staging", "Bastion"]);
    assert_eq!(wrap("abcdefghijklmnop", 30.0), ["abcdef", "ghij\u{2026}"]);
    assert_eq!(wrap("e\u{301}e\u{301}e\u{301}", 26.0), ["e\u{301}", "e\u{301}\u{2026}"]);
    assert!(wrap("", 45.0).is_empty());
}

#[test]
fn every_text_can_be_read_on_its_ground_and_darker_is_more_in_grey_too() {
    for accent in [
        None,
        Some([0, 0, 0]),
        Some([179, 0, 27]),
        Some([0, 96, 100]),
        Some([92, 60, 128]),
    ] {
        let rgb = |paint: Paint| paint.rgb(accent);
        for paint in [Paint::Ink, Paint::Quiet] {
            for ground in [WHITE, rgb(Paint::Blank)] {
                assert!(contrast(rgb(paint), ground) >= CONTRAST, "{paint:?}");
            }
        }
        // https://www.w3.org/TR/WCAG21/#non-text-contrast
        assert!(contrast(rgb(Paint::Accent), WHITE) >= 3.0 && contrast(rgb(Paint::Past), WHITE) >= 3.0);
        let mut before = 1.0;
        for step in 0..STEPS.len() {
            let ground = rgb(Paint::Shade(step));
            assert!(contrast(rgb(Paint::On(step)), ground) >= CONTRAST, "{accent:?} {step}");
            assert!(contrast(ground, WHITE) > before * 1.1, "{accent:?} {step}");
            before = contrast(ground, WHITE);
        }
    }
}

#[test]
fn a_chart_written_from_right_to_left_is_seen_as_in_a_mirror() {
    for kind in ChartKind::ALL {
        let chart = plain(
            kind,
            &["|People|Accounts", "Code|3|12", "A longer name|0|unknown", "Chat|5|7"],
        );
        let (usual, other) = (draw(&chart, false, 500.0, 400.0), draw(&chart, true, 500.0, 400.0));
        assert_eq!(usual.len(), other.len());
        for (usual, other) in usual.iter().zip(&other) {
            let seen = |edges: &[f32; 4]| {
                let [left, top, right, bottom] = *edges;
                [usual.width - right, top, usual.width - left, bottom]
            };
            let near =
                |one: &[f32; 4], next: &[f32; 4]| one.iter().zip(next).all(|(one, next)| (one - next).abs() < 0.01);
            for ((one, text), (next, same)) in boxes(usual).iter().zip(&boxes(other)) {
                assert_eq!(text, same);
                assert!(near(&seen(one), next), "{text}: {one:?} {next:?}");
            }
            for ((one, _), (next, _)) in areas(usual).iter().zip(&areas(other)) {
                assert!(near(&seen(one), next), "{one:?} {next:?}");
            }
        }
    }
}
