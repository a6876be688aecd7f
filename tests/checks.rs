//! What holds for the ids of checks: they are on a list that only grows, and the README has them all.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use access_review::check::CHECKS;
use access_review::document::Texts;
use access_review::model::finding::Why;
use access_review::model::wording::Wording;

use crate::support::root;

#[test]
fn no_id_is_renamed_or_used_again() {
    let listed = include_str!("check-ids.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let listed: Vec<&str> = listed.collect();
    let distinct: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(distinct.len(), listed.len(), "an id stands twice");
    let declared: BTreeSet<&str> = CHECKS.iter().map(|check| check.id.0).collect();
    let gone: Vec<_> = distinct.difference(&declared).collect();
    assert!(
        gone.is_empty(),
        "findings of other years have these ids, so they stay: {gone:?}"
    );
    let new: Vec<_> = declared.difference(&distinct).collect();
    assert!(new.is_empty(), "add to the end of tests/check-ids.txt: {new:?}");
}

#[test]
fn the_table_of_checks_stands_in_the_readme() {
    let readme = root().join("README.md");
    let text = fs::read_to_string(&readme).unwrap();
    let (begin, end) = ("<!-- checks: made from their texts -->\n", "<!-- end of checks -->");
    let (before, rest) = text.split_once(begin).unwrap();
    let (table, after) = rest.split_once(end).unwrap();
    let texts = Texts::load(&Wording::default()).unwrap();
    let mut made = String::from("| Check | What holds | Severity | Evidence for |\n| --- | --- | --- | --- |\n");
    for check in CHECKS {
        assert!(!check.controls.is_empty());
        let (id, severity, controls) = (check.id.0, check.severity.word(), check.controls.join(", "));
        let title = &texts.check(check.id).unwrap().title;
        writeln!(made, "| `{id}` | {title} | {severity} | {controls} |").unwrap();
    }
    if std::env::var_os("ACCEPT").is_some() {
        fs::write(&readme, format!("{before}{begin}\n{made}\n{end}{after}")).unwrap();
    } else {
        assert_eq!(
            table.trim(),
            made.trim(),
            "to accept: ACCEPT=1 cargo test --release --test all the_table_of_checks"
        );
    }
}

#[test]
fn every_reason_not_to_judge_has_its_words() {
    let systems = Vec::new;
    let whys = [
        Why::NoRoles,
        Why::NoSourcesSheet,
        Why::NoRules(systems()),
        Why::NoEmployment,
        Why::NoInventory,
        Why::NotComplete(systems()),
        Why::StaffList(systems()),
        Why::NoLimit(systems()),
        Why::NotCollected(systems()),
        Why::NoSeparation,
        Why::NoPrivilege,
        Why::NoHolders,
        Why::NoGroups,
        Why::NoListOfSystems,
        Why::NoProcedure,
        Why::NoCompanies,
        Why::NoProviders,
        Why::NoRecheck,
        Why::NoPrevious,
        Why::NoPreviousGrants,
        Why::NoDuties,
        Why::UnmatchedSide(Vec::new()),
    ];
    let keys: BTreeSet<&str> = whys.iter().map(Why::key).collect();
    let texts = Texts::load(&Wording::default()).unwrap();
    let worded: BTreeSet<&str> = texts.reasons().keys().map(String::as_str).collect();
    assert_eq!(keys, worded);
}

/// The row of a check in the internal document of the bad year.
fn in_the_bad_year(check: &str) -> String {
    let document = root().join("tests/cases/bad-year/expected/2022-10-05/internal/internal.md");
    let document = fs::read_to_string(document).unwrap();
    let checks = document.lines().skip_while(|line| !line.starts_with("## Checks"));
    let mut rows = checks.filter(|line| line.starts_with(&format!("| {check} ")));
    rows.next().unwrap().to_owned()
}

/// What of the bad year passes each check, and why some can never be unknown: written beside the case for whoever reads it.
#[derive(Debug)]
struct Passing {
    file: String,
    text: String,
    never_unknown: bool,
}

fn passing() -> BTreeMap<String, Passing> {
    let mut reader = csv::Reader::from_path(root().join("tests/cases/bad-year/rows.csv")).unwrap();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        let cell = |place: usize| row.get(place).unwrap().to_owned();
        assert!(!cell(3).is_empty(), "{row:?} says why");
        let passing = Passing {
            file: cell(1),
            text: cell(2),
            never_unknown: !cell(4).is_empty(),
        };
        (cell(0), passing)
    });
    rows.collect()
}

/// That a check which is switched off, and so its condition, fails the golden findings of the bad year is shown for every
/// check beside `command::judge`.
#[test]
fn in_the_bad_year_every_check_finds_something_lets_something_pass_and_tells_what_it_does_not_know() {
    let inputs = root().join("tests/cases/bad-year/inputs");
    let findings = root().join("tests/cases/bad-year/expected/2022-10-05/internal/findings.csv");
    let findings: Vec<csv::StringRecord> = csv::Reader::from_path(findings)
        .unwrap()
        .records()
        .map(Result::unwrap)
        .collect();
    let mut passing = passing();
    for check in CHECKS {
        let id = check.id.0;
        let row = in_the_bad_year(id);
        let found: Vec<&csv::StringRecord> = findings.iter().filter(|finding| &finding[1] == id).collect();
        assert_eq!(
            found.is_empty(),
            id == "no-policy",
            "there are roles, and all else is bad: {row}"
        );
        let passes = passing
            .remove(id)
            .unwrap_or_else(|| panic!("no row of {id} in rows.csv"));
        let text = fs::read_to_string(inputs.join(&passes.file)).unwrap();
        let lines: Vec<usize> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| line.contains(&passes.text))
            .map(|(number, _)| number)
            .collect();
        assert!(!lines.is_empty(), "{passes:?} is nowhere");
        // A quoted word where there is one, as it would stand in the key of a finding.
        let quoted = passes.text.split('"').nth(1);
        let word = quoted.unwrap_or_else(|| passes.text.split([',', ' ']).next().unwrap());
        for finding in found {
            for line in &lines {
                let place = format!("{}:{line}", passes.file);
                let mut evidence = finding[12].split(';');
                assert!(evidence.all(|at| at != place), "{passes:?} does not pass: {finding:?}");
            }
            let mut parts = finding[0].split(['/', ' ', '=']);
            assert!(parts.all(|part| part != word), "{passes:?} does not pass: {finding:?}");
        }
        assert_eq!(row.contains("not judged where"), !passes.never_unknown, "{row}");
    }
    assert!(passing.is_empty(), "no such checks: {passing:?}");
}
