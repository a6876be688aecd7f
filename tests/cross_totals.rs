//! Every figure of the internal document that the tables beside it can tell: recomputed from `findings.csv` and
//! `grants.csv` alone, without the program's own types.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::root;

/// A table of the tables: its rows, each by header.
pub(crate) fn table(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let header = reader.headers().unwrap().clone();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.unwrap();
        let cells = header.iter().zip(row.iter());
        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(row).collect()
}

/// The rows of the first pipe table below a heading, as cells.
pub(crate) fn below<'a>(document: &'a str, heading: &str) -> Vec<Vec<&'a str>> {
    let lines = document.lines().skip_while(|line| !line.starts_with(heading));
    let rows = lines
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'));
    rows.skip(2)
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// Whether somebody has to do something about a finding.
pub(crate) fn is_open(finding: &BTreeMap<String, String>) -> bool {
    finding["exception"].is_empty() && finding["closure"] != "done"
}

pub(crate) fn number(text: &str) -> usize {
    text.parse().unwrap()
}

/// Everything that is compared, of one dated folder.
fn compare(folder: &Path) {
    let document = fs::read_to_string(folder.join("internal/internal.md")).unwrap();
    let findings = table(&folder.join("internal/findings.csv"));
    let grants = table(&folder.join("internal/grants.csv"));
    let open: Vec<_> = findings.iter().filter(|finding| is_open(finding)).collect();
    let count = |fits: &dyn Fn(&BTreeMap<String, String>) -> bool| open.iter().filter(|finding| fits(finding)).count();

    // The sentence at the top.
    if open.is_empty() {
        assert!(!document.contains("findings are open"));
    } else {
        let by = |severity: &str| count(&|finding| finding["severity"] == severity);
        let parts = format!("{} high, {} medium, {} low.", by("high"), by("medium"), by("low"));
        let said = document.lines().find(|line| line.contains(&parts)).unwrap();
        assert_eq!(number(said.split(' ').next().unwrap()), open.len(), "{said}");
    }
    // The rule of each permission, in the same words.
    let [shown, told] = allowed(&document, &grants);
    assert_eq!(shown, told, "{}", folder.display());
    // Findings by check.
    let checks = below(&document, "## Checks {#checks}");
    assert!(checks.len() > 40);
    for row in &checks {
        let of_check = findings.iter().filter(|finding| finding["check"] == row[0]).count();
        let said = row[2].split(' ').next().unwrap();
        let shown = if said == "no" { 0 } else { said.parse().unwrap_or(0) };
        assert_eq!(shown, of_check, "{row:?}");
    }
    // Open findings by control: a check gives evidence for the controls in whose row it stands.
    for row in below(&document, "## Controls {#controls}") {
        let checks: BTreeSet<&str> = row[1]
            .split(", ")
            .map(|check| check.split(' ').next().unwrap())
            .collect();
        let expected = count(&|finding| checks.contains(finding["check"].as_str()));
        if row[2] == "not judged" {
            let is_marked = |check: &str| check.ends_with("(not judged)") || check.ends_with("(switched off)");
            assert!(row[1].split(", ").all(is_marked), "{row:?}");
            assert_eq!(expected, 0, "{row:?}");
        } else {
            assert_eq!(number(row[2]), expected, "{row:?}");
        }
    }
    // Findings that name a system, in the table of the summary: those across systems come on top.
    let heads = document
        .lines()
        .filter_map(|line| line.strip_prefix("### ")?.split_once(" {#system-"));
    let ids: BTreeMap<&str, &str> = heads.map(|(name, id)| (name, id.trim_end_matches('}'))).collect();
    let rows = below(&document, "## Summary {#summary}");
    let shown = rows.iter().flat_map(|row| &row[2..5]).map(|cell| number(cell));
    assert!(shown.sum::<usize>() >= open.len(), "a finding is in no row");
    for row in rows {
        for (severity, cell) in ["high", "medium", "low"].iter().zip(&row[2..5]) {
            let is_of = |finding: &BTreeMap<String, String>| ids.get(row[0]).is_some_and(|id| finding["system"] == *id);
            let named = count(&|finding| is_of(finding) && finding["severity"] == *severity);
            let across = count(&|finding| finding["system"].is_empty() && finding["severity"] == *severity);
            assert!(
                (named..=named + across).contains(&number(cell)),
                "{row:?} {severity} {named} {across}"
            );
        }
    }
    // Distinct grants and the accounts that hold them.
    let figures: BTreeMap<&str, usize> = below(&document, "### Figures {#figures}")
        .iter()
        .map(|row| (row[0], number(row[1])))
        .collect();
    let key = |grant: &BTreeMap<String, String>, names: &[&str]| -> Vec<String> {
        names.iter().map(|name| grant[*name].clone()).collect()
    };
    let distinct = |names: &[&str]| {
        grants
            .iter()
            .map(|grant| key(grant, names))
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert_eq!(
        figures["Distinct grants"],
        distinct(&["system", "account", "resource", "level"])
    );
    assert_eq!(
        figures["Accounts that hold something"],
        distinct(&["system", "account"])
    );
    // Every permission stands once in the table of its system, as often as in the file.
    for (name, id) in &ids {
        let shown = below_exactly(&document, &format!("#### What the accounts hold {{#grants-{id}}}"));
        let of_system = grants.iter().filter(|grant| grant["system"] == *id).count();
        assert_eq!(shown, of_system, "{name}");
    }
}

/// The rule that allows each permission, as the document and as `grants.csv` tell it.
fn allowed(document: &str, grants: &[BTreeMap<String, String>]) -> [Vec<String>; 2] {
    let mut shown = Vec::new();
    let mut within = false;
    for line in document.lines() {
        within = line.starts_with('|') && (within || line.contains("| Allowed by "));
        if within && let Some(cell) = line.rsplit(" | ").map(str::trim).nth(1) {
            shown.push(cell.split(';').next().unwrap().to_owned());
        }
    }
    let named = |text: &&str| text.contains(", line ");
    let told = grants.iter().map(|grant| grant["allowed by"].as_str());
    let told = told.map(|text| text.split("; exception").next().unwrap());
    let told = told.filter(|text| named(text) && !text.starts_with("exception"));
    let mut both = [
        shown
            .iter()
            .map(String::as_str)
            .filter(named)
            .map(str::to_owned)
            .collect::<Vec<_>>(),
        told.map(str::to_owned).collect(),
    ];
    for rules in &mut both {
        rules.sort();
    }
    both
}

/// How many rows the table of a heading has; none where the document has no such heading.
pub(crate) fn below_exactly(document: &str, heading: &str) -> usize {
    if document.contains(heading) {
        below(document, heading).len()
    } else {
        0
    }
}

#[test]
fn the_internal_document_says_what_its_tables_say() {
    let cases = root().join("tests/cases");
    let mut folders: Vec<_> = fs::read_dir(cases)
        .unwrap()
        .map(|case| case.unwrap().path().join("expected"))
        .collect();
    folders.push(root().join("out"));
    let mut compared = 0;
    for folder in folders {
        for dated in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if dated.join("internal/internal.md").exists() {
                compare(&dated);
                compared += 1;
            }
        }
    }
    assert!(compared >= 6, "{compared}");
}
