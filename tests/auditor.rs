//! Each question of an auditor is answered in a named place of the internal document, in a good year and in a bad one.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::root;

const YEARS: [&str; 2] = ["out/2021-10-06", "tests/cases/bad-year/expected/2022-10-05"];

/// What an auditor asks, as the document asks it, and the places in which every year answers it.
const QUESTIONS: [(&str, &[&str]); 5] = [
    (
        "Is every list complete, from that system and at that time?",
        &["provenance", "rows", "not-collected"],
    ),
    ("Who looked at each permission?", &["verdicts", "accounts"]),
    ("By what rule is it allowed?", &["roles", "accounts"]),
    ("What was wrong?", &["findings", "leavers", "checks", "checklist"]),
    (
        "What was done about it, and what was accepted?",
        &["findings", "exceptions"],
    ),
];

/// An internal document by the ids of its sections; a section goes on to the next heading of its depth.
struct Document {
    sections: BTreeMap<String, String>,
    findings: Vec<csv::StringRecord>,
    grants: Vec<csv::StringRecord>,
}

impl Document {
    fn of(year: &str) -> Self {
        let folder = root().join(year).join("internal");
        let text = fs::read_to_string(folder.join("internal.md")).unwrap();
        let mut sections: BTreeMap<String, String> = BTreeMap::new();
        let mut open: Vec<(usize, String)> = Vec::new();
        for line in text.lines() {
            let depth = line.bytes().take_while(|byte| *byte == b'#').count();
            if let Some((_, id)) = line.split_once(" {#").filter(|_| depth > 0) {
                let id = id.trim_end_matches('}').to_owned();
                open.retain(|(of, _)| *of < depth);
                open.push((depth, id.clone()));
                assert!(sections.insert(id, String::new()).is_none(), "{line} stands twice");
            }
            for (_, id) in &open {
                let section = sections.get_mut(id).unwrap();
                section.push_str(line);
                section.push('\n');
            }
        }
        Self {
            sections,
            findings: table(&folder.join("findings.csv")),
            grants: table(&folder.join("grants.csv")),
        }
    }

    fn section(&self, id: &str) -> &str {
        let section = self.sections.get(id).map_or("", String::as_str);
        assert!(
            section.lines().filter(|line| !line.is_empty()).count() > 1,
            "nothing stands under {id}"
        );
        section
    }
}

fn table(path: &Path) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(path)
        .unwrap()
        .records()
        .map(Result::unwrap)
        .collect()
}

/// The cells of the rows of a section's tables.
fn rows(section: &str) -> Vec<Vec<&str>> {
    let rows = section
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| -"));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn every_question_is_asked_and_leads_to_places_that_are_there() {
    for year in YEARS {
        let document = Document::of(year);
        let asked = rows(document.section("questions"));
        for (question, places) in QUESTIONS
            .iter()
            .chain(&[("Who signed?", ["verdicts", "declarations"].as_slice())])
        {
            let row = asked
                .iter()
                .find(|row| row[0] == *question)
                .unwrap_or_else(|| panic!("{year}: {question}"));
            let links: Vec<&str> = row[1]
                .split("](#")
                .skip(1)
                .map(|link| link.split(')').next().unwrap())
                .collect();
            for place in *places {
                assert!(links.contains(place), "{year}: {question} leads to {links:?}");
            }
            for link in links {
                document.section(link);
            }
            assert!(
                row[2].contains("ISO 27001:2022"),
                "{year}: {question} answers no control"
            );
        }
    }
}

#[test]
fn the_places_say_of_every_list_who_made_it_when_and_whether_it_is_whole() {
    for year in YEARS {
        let document = Document::of(year);
        let provenance = rows(document.section("provenance"));
        let files = rows(document.section("files"));
        let exports: BTreeSet<&str> = document.grants.iter().map(|grant| &grant[16]).collect();
        for export in &exports {
            let told = provenance
                .iter()
                .find(|row| row[0] == *export)
                .unwrap_or_else(|| panic!("{year}: {export}"));
            assert!(told[1..5].iter().all(|cell| !cell.is_empty()), "{year}: {told:?}");
            assert!(
                files
                    .iter()
                    .any(|row| row[0].contains(export) || row.iter().any(|cell| cell.contains(export))),
                "{year}: {export} is not among the files"
            );
        }
        assert!(exports.len() > 3, "{year}: {exports:?}");
        document.section("not-collected");
    }
}

#[test]
fn the_places_say_of_every_permission_who_looked_at_it_and_by_what_rule_it_is_held() {
    for year in YEARS {
        let document = Document::of(year);
        let verdicts = rows(document.section("verdicts"));
        let systems: BTreeSet<&str> = document.grants.iter().map(|grant| &grant[0]).collect();
        for system in systems {
            let section = document.section(&format!("system-{system}"));
            let heading = section.lines().next().unwrap();
            let name = heading.trim_start_matches('#').split(" {#").next().unwrap().trim();
            assert!(
                section.contains(" reviewed it on ") || section.contains("Nobody reviewed it yet."),
                "{year}: who looked at {name}?"
            );
            assert!(
                verdicts
                    .iter()
                    .any(|row| row[0] == name && row.len() == 4 && !row[2].is_empty()),
                "{year}: no verdict of {name} by anybody or nobody"
            );
            let held = rows(document.section(&format!("grants-{system}")));
            let of_system = document.grants.iter().filter(|grant| &grant[0] == system).count();
            assert_eq!(
                held.len(),
                of_system + 1,
                "{year}: a row for each permission of {name}, below the header"
            );
            for row in &held[1..] {
                assert!(!row[row.len() - 2].is_empty(), "{year}: by what rule? {row:?}");
            }
        }
        assert!(rows(document.section("rules")).len() > 5);
    }
}

#[test]
fn the_places_say_what_was_wrong_what_was_done_and_who_signed() {
    for year in YEARS {
        let document = Document::of(year);
        let checks = rows(document.section("checks"));
        let found: BTreeSet<&str> = document.findings.iter().map(|finding| &finding[1]).collect();
        for check in found {
            let row = checks.iter().find(|row| row[0] == check).unwrap();
            let number = document.findings.iter().filter(|finding| &finding[1] == check).count();
            assert!(row[2].starts_with(&format!("{number} finding")), "{year}: {row:?}");
        }
        let (findings, exceptions) = (document.section("findings"), document.section("exceptions"));
        let closures = [("done", "**Put right:**"), ("not done", "**Still so:**")];
        for finding in document.findings.iter().filter(|finding| !finding[13].is_empty()) {
            assert!(findings.contains("Accepted until "), "{year}: {finding:?}");
            assert!(exceptions.contains("| Check "), "{year}: who accepted it?");
        }
        for (closure, told) in closures {
            if document.findings.iter().any(|finding| &finding[14] == closure) {
                assert!(document.section("recheck").contains(told), "{year}: {closure}");
            }
        }
        assert!(
            document.section("verdicts").contains(" of the declared roles, which ")
                && document.section("verdicts").contains(" approved on "),
            "{year}: who approved the roles?"
        );
        assert!(
            document.section("declarations").contains("roles.toml"),
            "{year}: which roles?"
        );
    }
}
