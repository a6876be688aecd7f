//! What holds for the ids of checks: they are on a list that only grows, and the README has them all.
#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use access_review::check::CHECKS;
use access_review::document::Texts;
use access_review::model::finding::Why;

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
    let texts = Texts::load().unwrap();
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
    ];
    let keys: BTreeSet<&str> = whys.iter().map(Why::key).collect();
    let texts = Texts::load().unwrap();
    let worded: BTreeSet<&str> = texts.reasons().keys().map(String::as_str).collect();
    assert_eq!(keys, worded);
}

/// Checks of declarations and of files: they judge what is written, and nothing of it can be unknown. Of a recheck it can;
/// the case `recheck` shows it.
const ALWAYS_KNOWN: [&str; 28] = [
    "agreement-ended",
    "broad-exception",
    "contract-expiring",
    "count-mismatch",
    "duplicate-file",
    "expired-exception",
    "expiring-exception",
    "future-export",
    "incomplete-export",
    "missing-export",
    "missing-workstation",
    "no-policy",
    "not-remediated",
    "outdated-report",
    "owner-left",
    "partial-export",
    "perimeter-gap",
    "reused-export",
    "self-approved-exception",
    "stale-export",
    "unapproved-privilege",
    "unattested-export",
    "unexplained-change",
    "unknown-role",
    "unlisted-system",
    "unmatched-pattern",
    "unowned-technical-account",
    "void-review",
];

/// The row of a check in the internal document of the bad year.
fn in_the_bad_year(check: &str) -> String {
    let document = root().join("tests/cases/bad-year/expected/2022-10-05/internal/internal.md");
    let document = fs::read_to_string(document).unwrap();
    let checks = document.lines().skip_while(|line| !line.starts_with("## Checks"));
    let mut rows = checks.filter(|line| line.starts_with(&format!("| {check} ")));
    rows.next().unwrap().to_owned()
}

/// The golden documents of the bad year are compared by `golden`, so that a check whose condition is taken away fails there.
#[test]
fn in_the_bad_year_every_check_finds_something_and_tells_what_it_does_not_know() {
    for check in CHECKS {
        let row = in_the_bad_year(check.id.0);
        let fails = row.contains(" finding") && !row.contains("no finding");
        assert_eq!(
            fails,
            check.id.0 != "no-policy",
            "there are roles, and all else is bad: {row}"
        );
        let is_unknown = row.contains("not judged where");
        assert_eq!(is_unknown, !ALWAYS_KNOWN.contains(&check.id.0), "{row}");
    }
}
