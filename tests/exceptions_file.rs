//! Exceptions in a file of their own: they accept alike, change no rules, and stand in one place alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{run, said, small};

const ROLES: &str = "[policy]\nversion = \"1\"\napproved-by = \"1\"\napproved-on = 2024-01-02\n\
    [[role]]\ntitle = \"Engineer\"\ncontractors = true\n[[role.may]]\nsystem = \"vault\"\nlevels = \"Read\"\n\
    [[role]]\ntitle = \"Lead\"\n[[role.may]]\nsystem = \"vault\"\nlevels = \"Admin\"\n";

const EXCEPTION: &str = "[[exception]]\ncheck = \"excess-grant\"\nidentity = \"3\"\nreason = \"moves to the team in April\"\n\
    approved-by = \"1\"\ngranted = 2024-02-01\nexpires = 2024-04-30\n";

/// Cy is an administrator, whose role may not be; nothing else is wrong.
fn review() -> (tempfile::TempDir, PathBuf) {
    let (holder, inputs) = small();
    fs::write(inputs.join("roles.toml"), ROLES).unwrap();
    let people = fs::read_to_string(inputs.join("people.csv")).unwrap();
    fs::write(inputs.join("people.csv"), people.replace("Lind,Engineer", "Lind,Lead")).unwrap();
    let export = fs::read_to_string(inputs.join("exports/vault.csv")).unwrap();
    let export = export.replace("cy@example.com,Read", "cy@example.com,Admin");
    fs::write(inputs.join("exports/vault.csv"), export).unwrap();
    (holder, inputs)
}

fn told(inputs: &Path, command: &[&str]) -> (i32, String) {
    let arguments = [command, &["--inputs", inputs.to_str().unwrap()]].concat();
    let (code, stdout, stderr) = said(&run(&arguments));
    (code, stdout + &stderr)
}

/// The sheet that an officer would fill in, as a workbook with these rows below its header.
fn sheet(name: &str, rows: &[[&str; 7]]) -> Vec<u8> {
    let header = [
        "check",
        "identity",
        "reason",
        "approved by",
        "granted",
        "expires",
        "notes",
    ];
    let more = ["account", "system", "level", "resource", "file", "ticket"];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name(name).unwrap();
    for (column, text) in (0..).zip(header.iter().chain(&more)) {
        sheet.write_string(0, column, *text).unwrap();
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

const ROW: [&str; 7] = [
    "excess-grant",
    "3",
    "moves to the team",
    "1",
    "2024-02-01",
    "2024-04-30",
    "asked twice",
];

#[test]
fn an_exception_of_its_own_file_accepts_and_says_where_it_stands() {
    let as_text = |inputs: &Path| fs::write(inputs.join("exceptions.toml"), EXCEPTION).unwrap();
    let as_sheet = |inputs: &Path| {
        let bytes = sheet("Exceptions", &[ROW]);
        fs::write(inputs.join("exceptions.xlsx"), bytes).unwrap();
    };
    for (write, place) in [
        (&as_text as &dyn Fn(&Path), "(exceptions.toml, line 1)"),
        (&as_sheet, "(exceptions.xlsx, sheet Exceptions, row 2)"),
    ] {
        let (_holder, inputs) = review();
        let (code, before) = told(&inputs, &["check"]);
        assert!(code == 1 && before.contains("excess-grant"), "{before}");
        write(&inputs);
        let (code, after) = told(&inputs, &["check"]);
        let file = place.split([',', '(']).nth(1).unwrap();
        assert!(after.contains("accepted") && after.contains(file), "{code} {after}");
        let (_, explained) = told(&inputs, &["explain", "cy@example.com"]);
        assert!(
            explained
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .contains(place),
            "{explained}"
        );
    }
}

#[test]
fn a_new_exception_leaves_the_approval_of_the_rules_as_it_was() {
    let (_holder, inputs) = review();
    let (_, init) = told(&inputs, &["sources", "init"]);
    assert!(inputs.join("sources.csv").is_file(), "{init}");
    let is_bound = |wanted: &[&str]| {
        let (_, text) = told(&inputs, &["check"]);
        for file in ["roles.toml", "exceptions.toml"] {
            let mut found = text
                .split("\n\n")
                .filter_map(|block| block.split_once("unbound-document\n"));
            let found = found.any(|(_, sentence)| sentence.contains(file));
            assert_eq!(found, wanted.contains(&file), "{file}: {text}");
        }
    };
    is_bound(&[]);
    fs::write(inputs.join("exceptions.toml"), EXCEPTION).unwrap();
    is_bound(&["exceptions.toml"]);
    told(&inputs, &["sources", "init"]);
    let sources = fs::read_to_string(inputs.join("sources.csv")).unwrap();
    let row = sources
        .lines()
        .find(|line| line.starts_with("exceptions.toml,"))
        .unwrap();
    assert!(row.contains(",exceptions,"), "{row}");
    is_bound(&[]);
    fs::write(inputs.join("exceptions.toml"), EXCEPTION.replace("April", "May")).unwrap();
    is_bound(&["exceptions.toml"]);
    let within = inputs.join("roles.toml");
    fs::remove_file(inputs.join("exceptions.toml")).unwrap();
    let sources = sources.lines().filter(|line| !line.starts_with("exceptions.toml,"));
    fs::write(inputs.join("sources.csv"), sources.collect::<Vec<_>>().join("\n")).unwrap();
    fs::write(within, format!("{ROLES}{EXCEPTION}")).unwrap();
    is_bound(&["roles.toml"]);
}

#[test]
fn exceptions_stand_in_one_place() {
    let (_holder, inputs) = review();
    fs::write(inputs.join("exceptions.toml"), EXCEPTION).unwrap();
    fs::write(inputs.join("roles.toml"), format!("{ROLES}{EXCEPTION}")).unwrap();
    let (code, text) = told(&inputs, &["check"]);
    let message = "exceptions.toml: `roles.toml` has exceptions as well (the first on line 16), and they stand in one file \
        alone; move them all into `exceptions.toml`, or remove `exceptions.toml`";
    assert!(code == 2 && text.contains(message), "{text}");
    // One that holds none is in nobody's way.
    fs::write(inputs.join("exceptions.toml"), "# none yet\n").unwrap();
    let (_, text) = told(&inputs, &["check"]);
    assert!(
        text.contains("accepted until 2024-04-30") && text.contains("roles.toml"),
        "{text}"
    );
    fs::write(inputs.join("roles.toml"), ROLES).unwrap();
    fs::write(inputs.join("exceptions.toml"), EXCEPTION).unwrap();
    fs::write(inputs.join("exceptions.xlsx"), sheet("Exceptions", &[ROW])).unwrap();
    let (code, text) = told(&inputs, &["check"]);
    let message = "exceptions.toml: `exceptions.xlsx` is there as well, and only one of the two can hold";
    assert!(code == 2 && text.contains(message), "{text}");
}

#[test]
fn what_is_wrong_with_them_is_told_by_line_and_cell() {
    let wrong = |name: &str, bytes: &[u8], message: &str| {
        let (_holder, inputs) = review();
        fs::write(inputs.join(name), bytes).unwrap();
        let (code, text) = told(&inputs, &["check"]);
        assert!(code == 2 && text.contains(message), "{message}: {text}");
    };
    wrong(
        "exceptions.toml",
        EXCEPTION.replace("[[exception]]", "[[exceptions]]").as_bytes(),
        "exceptions.toml:1: unknown key `exceptions` in `exceptions.toml`, expected `exception`",
    );
    wrong(
        "exceptions.toml",
        EXCEPTION.replace("\"1\"", "\"11\"").as_bytes(),
        "exceptions.toml:1: `approved-by` of this `[[exception]]` is `11`, which is the id of nobody",
    );
    wrong(
        "exceptions.xlsx",
        &sheet("Accepted", &[ROW]),
        "exceptions.xlsx: unknown sheet `Accepted`, expected `Exceptions`",
    );
    let mut row = ROW;
    row[0] = "excess-grants";
    wrong(
        "exceptions.xlsx",
        &sheet("Exceptions", &[row]),
        "exceptions.xlsx, sheet `Exceptions`, A2",
    );
    row = ROW;
    row[1] = "33";
    wrong(
        "exceptions.xlsx",
        &sheet("Exceptions", &[row]),
        "exceptions.xlsx, sheet Exceptions, row 2: `identity` of this row is `33`",
    );
}

#[test]
fn exceptions_need_no_roles_and_are_not_converted_with_them() {
    let (_holder, inputs) = review();
    fs::write(inputs.join("exceptions.toml"), EXCEPTION).unwrap();
    let book = inputs.join("../roles.xlsx");
    let (code, text) = told(&inputs, &["policy", "export", book.to_str().unwrap()]);
    assert!(code == 0 && text.contains("0 exceptions"), "{code} {text}");
    fs::remove_file(inputs.join("roles.toml")).unwrap();
    fs::write(
        inputs.join("exceptions.toml"),
        EXCEPTION
            .replace("excess-grant", "no-policy")
            .replace("identity = \"3\"\n", ""),
    )
    .unwrap();
    let (_, text) = told(&inputs, &["check"]);
    assert!(text.contains("no-policy") && text.contains("accepted"), "{text}");
}
