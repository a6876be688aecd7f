//! Lists that run on elsewhere lose nothing in silence: of every table of every profile the second half of the rows is
//! put on another sheet of a workbook, or below blank lines of a text, with its header, without, or below another one.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use access_review::model::private::Private;
use access_review::model::profile::{Profile, Trial};

use crate::profiles::{bytes, header_row, profiles, read, tables, text};
use crate::renamed_columns::{is_told, said};
use crate::support::{replace, report, said as output, small};

type Cells = Vec<Vec<String>>;

/// Everything that a file says, people too.
fn all(trial: &Trial) -> BTreeSet<String> {
    let mut all = said(&trial.facts);
    all.extend(trial.facts.people.iter().map(|person| format!("person {person:?}")));
    all
}

/// A workbook with these sheets, of which some are hidden.
fn workbook(sheets: &[(&str, &Cells, bool)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows, hidden) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        sheet.set_hidden(*hidden);
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let place = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                sheet.write_string(place.0, place.1, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A table cut in two, each time: its name, and what is made of header, first and second rows.
type Change<'c> = (&'c str, &'c dyn Fn(&Cells, &[String], &Cells) -> Vec<u8>);

/// What a change loses in silence, in words; and how many tables it was tried with.
fn lost(profiles: &[Profile], (what, change): Change<'_>) -> (String, usize) {
    let (mut wrong, mut tried) = (String::new(), 0);
    for (case, rows) in tables(profiles) {
        let before = read(&case.sample.file, &bytes(&case.sample), profiles).unwrap();
        let header = header_row(&rows);
        let half = usize::midpoint(rows.len(), header + 1);
        if before.facts.refused || half >= rows.len() || half <= header {
            continue;
        }
        let (first, second) = rows.split_at(half);
        tried += 1;
        let Ok(after) = read(
            &case.sample.file,
            &change(&first.to_vec(), rows.get(header).unwrap(), &second.to_vec()),
            profiles,
        ) else {
            continue;
        };
        if !all(&before).is_subset(&all(&after)) && !is_told(&before, &after) {
            writeln!(wrong, "  {}: {what}", case.whence).unwrap();
        }
    }
    (wrong, tried)
}

fn headed(header: &[String], rows: &Cells) -> Cells {
    [vec![header.to_vec()], rows.clone()].concat()
}

fn below(first: &Cells, rows: Cells) -> Vec<u8> {
    let width = first.first().map_or(0, Vec::len);
    let blank = vec![String::new(); width];
    text(&[first.clone(), vec![blank], rows].concat(), b',')
}

#[test]
fn rows_on_another_sheet_are_read_or_told() {
    let profiles = profiles();
    let changes: [Change<'_>; 5] = [
        ("without header", &|first, _, second| {
            workbook(&[("Export", first, false), ("Export (2)", second, false)])
        }),
        ("without header, in front", &|first, _, second| {
            workbook(&[("Rest", second, false), ("Export", first, false)])
        }),
        ("without header, hidden", &|first, _, second| {
            workbook(&[("Export", first, false), ("Export (2)", second, true)])
        }),
        ("with header", &|first, header, second| {
            workbook(&[("Export", first, false), ("Export (2)", &headed(header, second), false)])
        }),
        ("with header, hidden", &|first, header, second| {
            workbook(&[("Export", first, false), ("Export (2)", &headed(header, second), true)])
        }),
    ];
    for change in changes {
        let (wrong, tried) = lost(&profiles, change);
        assert!(wrong.is_empty(), "lost in silence:\n{wrong}");
        assert!(tried > 80, "only {tried}");
    }
}

#[test]
fn rows_above_the_header_are_told() {
    let profiles = profiles();
    let above = |first: &Cells, header: &[String], second: &Cells| {
        let first: Cells = first.iter().filter(|row| row.as_slice() != header).cloned().collect();
        [first, headed(header, second)].concat()
    };
    let changes: [Change<'_>; 2] = [
        ("sorted with its header, a text", &|first, header, second| {
            text(&above(first, header, second), b',')
        }),
        ("sorted with its header, a sheet", &|first, header, second| {
            workbook(&[("Export", &above(first, header, second), false)])
        }),
    ];
    for change in changes {
        let (wrong, tried) = lost(&profiles, change);
        assert!(wrong.is_empty(), "lost in silence:\n{wrong}");
        assert!(tried > 80, "only {tried}");
    }
}

#[test]
fn rows_below_blank_lines_are_read_or_told() {
    let profiles = profiles();
    let changes: [Change<'_>; 4] = [
        ("without header", &|first, _, second| below(first, second.clone())),
        ("with header", &|first, header, second| {
            below(first, headed(header, second))
        }),
        ("below a header of fewer columns", &|first, header, second| {
            let narrow = |row: &Vec<String>| row.iter().take(header.len() - 1).cloned().collect();
            below(first, headed(header, second).iter().map(narrow).collect())
        }),
        ("below a header of other names", &|first, header, second| {
            let called = |place: usize| format!("Spalte {}", ["A", "B"].get(place).copied().unwrap_or("Z"));
            let mut names: Vec<String> = (0..header.len()).map(called).collect();
            names.truncate(2);
            let narrow = |row: &Vec<String>| row.iter().take(2).cloned().collect();
            let rows: Cells = second.iter().map(narrow).collect();
            if header.len() < 3 {
                return below(first, headed(header, second));
            }
            below(first, headed(&names, &rows))
        }),
    ];
    for change in changes {
        let (wrong, tried) = lost(&profiles, change);
        assert!(wrong.is_empty(), "lost in silence:\n{wrong}");
        assert!(tried > 80, "only {tried}");
    }
}

/// Findings and internal document of a review with this export, of which `review.toml` declares these lines.
fn findings(export: &[u8], lines: &str) -> String {
    let (holder, inputs) = small();
    fs::write(inputs.join("exports/vault.csv"), export).unwrap();
    let mapped = "columns = { account = \"User\", level = \"Permission\" }";
    replace(&inputs.join("review.toml"), mapped, lines);
    let out = holder.path().join("out");
    let (code, _, error) = output(&report(&inputs, &out));
    assert!(code < 2, "{error}");
    let internal = out.join("2024-03-01/internal");
    let read = |name: &str| fs::read_to_string(internal.join(name)).unwrap();
    (read("findings.csv") + &read("internal.md")).replace('\\', "")
}

/// A list of Slack as rows.
fn slack(rows: &[[&str; 5]]) -> Cells {
    let header = ["username", "status", "billing-active", "has-2fa", "userid"];
    let all = std::iter::once(&header).chain(rows);
    all.map(|row| row.map(str::to_owned).to_vec()).collect()
}

#[test]
fn sheets_that_are_not_read_are_told_with_what_to_do_until_somebody_says_that_they_are_other_lists() {
    let first = slack(&[["ana", "Member", "1", "1", "U1"]]);
    let rest: Cells = slack(&[["bo", "Admin", "1", "0", "U2"], ["cy", "Member", "1", "1", "U3"]])
        .drain(1..)
        .collect();
    let notes: Cells = vec![vec!["Asked Dana on Monday".to_owned()]];
    let book = workbook(&[
        ("Members", &first, false),
        ("Members (2)", &rest, true),
        ("Notes", &notes, false),
        ("Empty", &Vec::new(), false),
    ]);
    let before = findings(&book, "");
    let after = findings(&book, "ignore = [\"members (2)\", \"Notes\"]");
    for part in [
        "nothing is read of the sheets `Members (2)` (hidden, 2 rows, in the columns of the sheet `Members`, so that \
         they may run on from there), `Notes` (1 row)",
        "put its rows below the others on the sheet `Members`",
        "write `ignore = [\"Members (2)\", \"Notes\"]` where review.toml names the file",
        "incomplete-export/",
    ] {
        assert!(before.contains(part), "`{part}` is not in:\n{before}");
    }
    assert!(
        !after.contains("nothing is read of") && !after.contains("incomplete-export/"),
        "{after}"
    );
    let after = findings(&book, "ignore = [\"Notes\"]");
    assert!(after.contains("of the sheet `Members (2)` (hidden"), "{after}");
    let after = findings(&book, "sheet = \"Members\"");
    assert!(!after.contains("nothing is read of"), "{after}");
}

#[test]
fn what_profiles_test_says_of_a_sheet_that_is_not_read() {
    let rows = slack(&[["ana", "Member", "1", "1", "U1"]]);
    let rest: Cells = rows.iter().skip(1).cloned().collect();
    let trial = read(
        "x",
        &workbook(&[("One", &rows, false), ("Two", &rest, false)]),
        &profiles(),
    )
    .unwrap();
    assert!(trial.facts.partial);
    let cut = trial.cut.as_ref().map(Private::reveal).unwrap();
    assert!(
        cut.starts_with("nothing is read of the sheet `Two` (1 row, in the columns of"),
        "{cut}"
    );
}

#[test]
fn another_sheet_of_the_same_format_is_told_though_one_is_named_until_it_is_ignored_or_read() {
    let first = slack(&[["ana", "Member", "1", "1", "U1"]]);
    let more = slack(&[["bo", "Admin", "1", "0", "U2"]]);
    let legend: Cells = vec![vec!["Asked Dana on Monday".to_owned()]];
    let book = workbook(&[
        ("Members", &first, false),
        ("Guests", &more, false),
        ("Empty", &slack(&[]), false),
        ("Notes", &legend, false),
    ]);
    let before = findings(&book, "sheet = \"Members\"");
    for part in [
        "nothing is read of the sheet `Guests` (2 rows",
        "or repeat the stanza of the file with `sheet = \"Guests\"`",
        "write `ignore = [\"Guests\"]` where review.toml names the file",
        "incomplete-export/",
    ] {
        assert!(before.contains(part), "`{part}` is not in:\n{before}");
    }
    let ignored = findings(&book, "sheet = \"Members\"\nignore = [\"guests\"]");
    let both =
        "sheet = \"Members\"\n[[system.export]]\nfile = \"exports/vault.csv\"\ncoverage = \"full\"\nsheet = \"Guests\"";
    let both = findings(&book, both);
    for after in [ignored, both] {
        assert!(
            !after.contains("nothing is read of") && !after.contains("incomplete-export/"),
            "{after}"
        );
    }
}

#[test]
fn the_error_that_asks_for_a_sheet_says_how_several_are_read() {
    let rows = slack(&[["ana", "Member", "1", "1", "U1"]]);
    let book = workbook(&[("One", &rows, false), ("Two", &rows, false)]);
    let error = read("x", &book, &profiles()).unwrap_err();
    assert!(
        error.contains("`One`, `Two` all have the declared columns")
            && error.contains("where several are, repeat the stanza with the `sheet` of each"),
        "{error}"
    );
}
