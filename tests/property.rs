//! What must always hold, on generated files: every row is accounted for, and each format shows the numbers of a
//! naive recount.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use access_review::cli::{Command, Inputs};
use access_review::model::block::Document;
use access_review::model::printed::Printed;
use access_review::progress::Progress;
use access_review::render::{confluence, pdf};
use access_review::{check, command, config, document, ingest, tie_out};
use proptest::prelude::*;

const ROLES: [&str; 3] = ["Engineer", "Support Agent", "Technical Account"];

#[derive(Clone, Debug)]
struct Person {
    role: usize,
    contractor: bool,
    left: bool,
}

#[derive(Clone, Debug)]
enum Line {
    Blank,
    Grant {
        account: usize,
        resource: usize,
        level: &'static str,
        status: &'static str,
    },
    NoLevel {
        account: usize,
    },
    NoAccount,
    OddStatus {
        account: usize,
    },
    Repeated,
}

fn person() -> impl Strategy<Value = Person> {
    (0..ROLES.len(), any::<bool>(), prop::bool::weighted(0.2)).prop_map(|(role, contractor, left)| Person {
        role,
        contractor,
        left,
    })
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        1 => Just(Line::Blank),
        12 => (0..8_usize, 0..3_usize, prop::sample::select(vec!["Admin", "read", "Odd", " ADMIN "]))
            .prop_map(|(account, resource, level)| Line::Grant { account, resource, level, status: if account == 5 { "suspended" } else { "active" } }),
        1 => (0..8_usize).prop_map(|account| Line::NoLevel { account }),
        1 => Just(Line::NoAccount),
        1 => (0..8_usize).prop_map(|account| Line::OddStatus { account }),
        1 => Just(Line::Repeated),
    ]
}

/// Persons 0 to 5 have accounts 0 to 5; account 6 is a second one of person 0; account 7 is nobody's.
fn write_inputs(inputs: &Path, people: &[Person], lines: &[Line], delimiter: char) {
    fs::create_dir_all(inputs.join("exports")).unwrap();
    fs::write(inputs.join("review.toml"), REVIEW).unwrap();
    let mut roster = String::from("id,name,role,employment,email,end,owner,login store\n");
    for (number, person) in people.iter().enumerate() {
        let (employment, end) = (
            if person.contractor { "contractor" } else { "employee" },
            if person.left { "2024-02-29" } else { "2024-03-01" },
        );
        let second = if number == 0 { "second" } else { "" };
        let role = ROLES[person.role];
        writeln!(
            roster,
            "p{number},Name {number},{role},{employment},p{number}@example.com,{end},,{second}"
        )
        .unwrap();
    }
    fs::write(inputs.join("people.csv"), roster).unwrap();
    let mut export = String::from("Who,What,Right,State\n");
    for line in lines {
        match line {
            Line::Blank => export.push('\n'),
            Line::Grant {
                account,
                resource,
                level,
                status,
            } => {
                writeln!(export, "{},repo-{resource},{level},{status}", login(*account)).unwrap();
            }
            Line::NoLevel { account } => writeln!(export, "{},repo-0,,active", login(*account)).unwrap(),
            Line::NoAccount => export.push_str(",repo-0,Admin,active\n"),
            Line::OddStatus { account } => writeln!(export, "{},repo-0,Read,perhaps", login(*account)).unwrap(),
            Line::Repeated => export.push_str("Who,What,Right,State\n"),
        }
    }
    // One row that is always there: a file without rows is another story.
    export.push_str("p1@example.com,repo-1,Read,active\n");
    fs::write(
        inputs.join("exports/store.csv"),
        export.replace(',', &delimiter.to_string()),
    )
    .unwrap();
}

fn login(account: usize) -> String {
    match account {
        6 => "second".to_owned(),
        7 => "stranger@example.com".to_owned(),
        _ => format!("p{account}@example.com"),
    }
}

/// (resource, level, role) to people and contractors, counted the slow way.
fn recount(people: &[Person], lines: &[Line]) -> BTreeMap<(usize, String, String), (u64, u64)> {
    let mut sets: BTreeMap<(usize, String, String), BTreeSet<(usize, bool)>> = BTreeMap::new();
    let last = Line::Grant {
        account: 1,
        resource: 1,
        level: "Read",
        status: "active",
    };
    // A status that cannot be read is not collected: such an account is active unless another row says otherwise.
    let suspended = |account: usize| {
        let says_so =
            |line: &Line| matches!(line, Line::Grant { account: other, status: "suspended", .. } if *other == account);
        lines.iter().any(says_so)
    };
    for line in lines.iter().chain([&last]) {
        let (account, resource, level) = match line {
            Line::Grant {
                account,
                resource,
                level,
                status: "active",
            } => (account, resource, *level),
            Line::OddStatus { account } if !suspended(*account) => (account, &0, "Read"),
            Line::Blank
            | Line::Grant { .. }
            | Line::NoLevel { .. }
            | Line::NoAccount
            | Line::OddStatus { .. }
            | Line::Repeated => continue,
        };
        let level = match level.trim().to_lowercase().as_str() {
            "admin" => "Admin",
            "read" => "Read",
            _ => "Unmapped level",
        };
        let (who, role, contractor) = match account {
            7 => (100, "Unidentified Account", false),
            account => {
                let number = if *account == 6 { 0 } else { *account };
                let person = &people[number];
                if person.left {
                    (number, "Former Member", false)
                } else {
                    (number, ROLES[person.role], person.contractor)
                }
            }
        };
        sets.entry((*resource, level.to_owned(), role.to_owned()))
            .or_default()
            .insert((who, contractor));
    }
    let count = |set: BTreeSet<(usize, bool)>| (set.len() as u64, set.iter().filter(|(_, c)| *c).count() as u64);
    sets.into_iter().map(|(key, set)| (key, count(set))).collect()
}

/// Rows met, used, rejected, repeated headers and blanks, counted the slow way.
fn rows(lines: &[Line]) -> (u64, u64, u64, u64) {
    let (mut used, mut rejected, mut aside) = (1, 0, 0);
    for line in lines {
        match line {
            Line::Grant { .. } | Line::OddStatus { .. } => used += 1,
            Line::NoLevel { .. } | Line::NoAccount => rejected += 1,
            Line::Blank | Line::Repeated => aside += 1,
        }
    }
    (used + rejected + aside, used, aside, rejected)
}

fn shown(counts: &[Printed]) -> BTreeMap<(usize, String, String), (u64, u64)> {
    let mut shown = BTreeMap::new();
    for printed in counts {
        // Labels are given in declared order: repo-2 is declared first.
        let resource = match printed.resource.as_str() {
            "Store1" => 2,
            "Store2" => 0,
            "Store3" => 1,
            other => other.len() + 100,
        };
        let key = (resource, printed.level.clone(), printed.role.clone());
        assert!(
            shown.insert(key, (printed.people, printed.contractors)).is_none(),
            "shown twice: {printed:?}"
        );
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_shows_the_recount(
        people in prop::collection::vec(person(), 6),
        lines in prop::collection::vec(line(), 0..40),
        delimiter in prop::sample::select(vec![',', ';', '\t']),
    ) {
        let holder = tempfile::tempdir().unwrap();
        let (inputs, out): (PathBuf, PathBuf) = (holder.path().join("inputs"), holder.path().join("out"));
        write_inputs(&inputs, &people, &lines, delimiter);
        let arguments = Inputs { folder: inputs.clone(), date: None, quiet: true };
        command::run(Command::Report { inputs: arguments, out: out.clone(), only: Vec::new() }).unwrap();

        let settings = config::load(&inputs, None, &check::ids(), ingest::workbook).unwrap().settings;
        let snapshot = ingest::run(&inputs, &settings, ingest::Declared::default(), &Progress::new(true)).unwrap();
        let (_, source) = snapshot.sources.iter().find(|(_, source)| source.file.reveal() == "exports/store.csv").unwrap();
        let (total, used, aside, rejected) = rows(&lines);
        prop_assert!(source.rows.tie_out());
        prop_assert_eq!(
            (source.rows.total, source.rows.used, source.rows.set_aside_total(), source.rows.rejected.len() as u64),
            (total, used, aside, rejected)
        );

        let expected = recount(&people, &lines);
        let public = out.join("2024-03-01/public");
        let csv: Vec<Printed> =
            csv::Reader::from_path(public.join("counts.csv")).unwrap().deserialize().map(Result::unwrap).collect();
        prop_assert_eq!(shown(&csv), expected.clone());
        let markdown = fs::read_to_string(public.join("audit.md")).unwrap();
        let document = document::parse(&markdown).unwrap();
        prop_assert_eq!(shown(&tie_out::printed_on_page(&document, &settings).unwrap().counts), expected.clone());
        let body = fs::read_to_string(public.join("audit.confluence.xml")).unwrap();
        let stored = Document { blocks: confluence::read(&body).unwrap().blocks, ..document };
        prop_assert_eq!(shown(&tie_out::printed_on_page(&stored, &settings).unwrap().counts), expected.clone());
        // The PDF has no structure to read counts by but its text: each number must stand there, in order.
        let letters = pdf::letters(&fs::read(public.join("audit.pdf")).unwrap()).unwrap();
        let mut rest = letters.as_str();
        for printed in &csv {
            let note = if printed.contractors > 0 { format!("({}Contractor)", printed.contractors) } else { String::new() };
            let number = format!("{}{}{note}", printed.people, printed.role.replace(' ', ""));
            let at = rest.find(&number);
            prop_assert!(at.is_some(), "`{}` is not in the PDF", number);
            rest = rest.get(at.unwrap() + number.len()..).unwrap();
        }
        prop_assert_eq!(letters.contains("Incomplete"), rejected > 0);
    }
}

const REVIEW: &str = r#"[review]
organisation = "Example Ltd"
title = "Access audit"
date = 2024-03-01
period = "2024 Q1"
language = "en-GB"

[[system]]
id = "store"
name = "The Store"
description = "Where the code is."
resources = { label = "Store", declared = ["repo-2", "repo-0", "repo-1"] }
[[system.level]]
name = "Admin"
definition = "Can do everything."
[[system.level]]
name = "Read"
definition = "Can look."
[[system.export]]
file = "exports/store.csv"
coverage = "full"
columns = { account = "Who", resource = "What", level = "Right", status = "State" }

[[activity]]
category = "Development"
name = "Code"
scope = ["Only named people have access"]
systems = ["store"]
"#;
