//! What charts draw, recomputed from the tables and the record beside the internal document; and that the drawing on a web
//! page shows no other figures than its table. That of a PDF is compared where it is laid out.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::confluence::published;
use crate::cross_totals::{below, below_exactly, is_open, number, table};

/// A row of a table, by its header.
type Row = BTreeMap<String, String>;

/// One audit as it was written.
struct Audit {
    folder: PathBuf,
    document: String,
    findings: Vec<Row>,
    grants: Vec<Row>,
    record: Value,
}

impl Audit {
    fn of(folder: PathBuf) -> Self {
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        Self {
            document: text("internal.md"),
            findings: table(&folder.join("findings.csv")),
            grants: table(&folder.join("grants.csv")),
            record: serde_json::from_str(&text("record.json")).unwrap(),
            folder,
        }
    }

    /// A list of the record, by what names each of it.
    fn list(&self, list: &str, by: &str) -> BTreeMap<&str, &Value> {
        let items = self.record[list].as_array().unwrap().iter();
        items.map(|one| (one[by].as_str().unwrap(), one)).collect()
    }

    /// The people of the record by their ids of the staff list, which the map of people has.
    fn people(&self) -> BTreeMap<String, &Value> {
        let map = fs::read_to_string(self.folder.join("people-map.json")).unwrap();
        let map: Value = serde_json::from_str(&map).unwrap();
        let called = |opaque: &str| map["people"][opaque]["id"].as_str().unwrap().to_owned();
        let identities = self.record["identities"].as_array().unwrap().iter();
        identities
            .map(|one| (called(one["id"].as_str().unwrap()), one))
            .collect()
    }

    fn distinct(&self, names: &[&str]) -> usize {
        let key = |grant: &Row| names.iter().map(|name| grant[*name].clone()).collect::<Vec<_>>();
        self.grants.iter().map(key).collect::<BTreeSet<_>>().len()
    }

    /// The accounts of a system that hold a privileged level, with whose they are; nothing where none is declared.
    fn privileged(&self, system: &Value) -> Option<BTreeMap<&str, &str>> {
        let levels = system["levels"].as_array().into_iter().flatten();
        let levels = levels.filter(|level| level["privileged"] == true);
        let levels: Vec<&str> = levels.map(|level| level["name"].as_str().unwrap()).collect();
        let held = self
            .grants
            .iter()
            .filter(|grant| grant["system"] == system["id"] && levels.contains(&grant["level"].as_str()));
        let accounts = held.map(|grant| (grant["account"].as_str(), grant["person"].as_str()));
        (!levels.is_empty()).then(|| accounts.collect())
    }
}

/// Every committed audit.
fn audits() -> Vec<Audit> {
    let folders = published().into_iter().map(|public| public.join("../internal"));
    let audits: Vec<Audit> = folders.map(Audit::of).collect();
    assert!(audits.len() >= 6);
    audits
}

#[test]
fn open_findings_are_those_of_the_table_of_findings() {
    let heading = "### Open findings by severity {#severities}";
    for audit in audits() {
        let systems = audit.list("systems", "name");
        let open: Vec<&Row> = audit.findings.iter().filter(|finding| is_open(finding)).collect();
        let about: BTreeSet<&str> = open.iter().map(|finding| finding["system"].as_str()).collect();
        let rows = below_exactly(&audit.document, heading);
        assert_eq!(
            rows,
            if about.len() > 1 { about.len() } else { 0 },
            "{:?}",
            audit.folder
        );
        let mut all = 0;
        for row in below(&audit.document, heading).iter().take(rows) {
            let id = systems.get(row[0]).map_or("", |system| system["id"].as_str().unwrap());
            for (severity, cell) in ["high", "medium", "low"].iter().zip(&row[1..]) {
                let here = open
                    .iter()
                    .filter(|finding| finding["system"] == id && finding["severity"] == *severity);
                assert_eq!(number(cell), here.count(), "{row:?} {severity}");
                all += number(cell);
            }
        }
        assert!(rows == 0 || all == open.len(), "{:?}", audit.folder);
    }
}

#[test]
fn whoever_holds_something_in_a_role_is_in_the_table_of_permissions() {
    let mut seen = 0;
    for audit in audits() {
        let systems = audit.list("systems", "name");
        let people = audit.people();
        for table in between(&audit.document, "### Roles and systems {#matrix}", "###") {
            for row in &table[1..] {
                for (name, cell) in table[0].iter().zip(row).skip(1) {
                    let active = audit.grants.iter().filter(|grant| {
                        grant["system"] == systems[name]["id"]
                            && ["active", "unknown"].contains(&grant["status"].as_str())
                    });
                    let holders: BTreeSet<&str> = active
                        .map(|grant| grant["person"].as_str())
                        .filter(|id| {
                            people
                                .get(*id)
                                .is_some_and(|one| one["present"] == true && has(one, row[0]))
                        })
                        .collect();
                    let shown = cell.split(' ').next().unwrap().parse().unwrap_or(0);
                    assert_eq!(shown, holders.len(), "{:?} {name} {row:?}", audit.folder);
                    seen += shown;
                }
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Whether somebody has a role.
fn has(identity: &Value, role: &str) -> bool {
    identity["roles"].as_array().unwrap().iter().any(|one| one == role)
}

#[test]
fn privileged_accounts_are_those_of_the_table_of_permissions() {
    let heading = "### Privileged accounts {#privileged}";
    let mut seen = 0;
    for audit in audits() {
        let systems = audit.list("systems", "name");
        let people = audit.people();
        let declared = systems.values().filter(|system| audit.privileged(system).is_some());
        let rows = below_exactly(&audit.document, heading);
        assert_eq!(rows, declared.count(), "{:?}", audit.folder);
        for row in below(&audit.document, heading).iter().take(rows) {
            let mut expected = [0, 0, 0, 0];
            for holder in audit.privileged(systems[row[0]]).unwrap().values() {
                expected[match people.get(*holder) {
                    None => 3,
                    Some(one) if one["kind"] != "person" => 2,
                    Some(one) if one["contractor"] == true => 1,
                    Some(_) => 0,
                }] += 1;
                seen += 1;
            }
            let shown: Vec<usize> = row[1..].iter().map(|cell| cell.parse().unwrap_or(0)).collect();
            assert_eq!(shown, expected, "{:?} {row:?}", audit.folder);
        }
    }
    assert!(seen > 10, "{seen}");
}

#[test]
fn the_totals_of_the_last_audit_are_those_of_its_tables() {
    let heading = "### Over the audits {#trend}";
    let mut seen = 0;
    for audit in audits() {
        let history = audit.record["history"].as_array().unwrap();
        let rows = below_exactly(&audit.document, heading);
        assert_eq!(
            rows,
            if history.len() > 1 { history.len() } else { 0 },
            "{:?}",
            audit.folder
        );
        if rows == 0 {
            continue;
        }
        let trend = below(&audit.document, heading);
        let systems = audit.list("systems", "name");
        let privileged: Vec<usize> = systems
            .values()
            .filter_map(|system| Some(audit.privileged(system)?.len()))
            .collect();
        let privileged = if privileged.is_empty() {
            "not declared".to_owned()
        } else {
            privileged.iter().sum::<usize>().to_string()
        };
        let accepted = audit.findings.iter().filter(|finding| !finding["exception"].is_empty());
        let expected = [
            audit.distinct(&["system", "account"]).to_string(),
            privileged,
            audit.distinct(&["system", "account", "resource", "level"]).to_string(),
            audit.findings.len().to_string(),
            accepted.count().to_string(),
        ];
        assert_eq!(trend.last().unwrap()[3..], expected, "{:?}", audit.folder);
        let keys = ["accounts", "holding", "privileged", "grants", "findings", "accepted"];
        for (row, totals) in trend.iter().zip(history) {
            for (cell, key) in row[2..].iter().zip(keys) {
                assert_eq!(cell.parse::<u64>().ok(), totals[key].as_u64(), "{row:?} {key}");
            }
        }
        seen += 1;
    }
    assert!(seen >= 2, "{seen}");
}

/// The pipe tables between a heading and the next, each with its head.
fn between<'a>(document: &'a str, heading: &str, next: &str) -> Vec<Vec<Vec<&'a str>>> {
    let lines: Vec<&str> = document
        .lines()
        .skip_while(|line| !line.starts_with(heading))
        .skip(1)
        .take_while(|line| !line.starts_with(next))
        .collect();
    let tables = lines
        .split(|line| !line.starts_with('|'))
        .filter(|lines| lines.len() > 2);
    let cells = |line: &&'a str| line.trim_matches('|').split(" | ").map(str::trim).collect();
    tables
        .map(|lines| [&lines[..1], &lines[2..]].concat().iter().map(cells).collect())
        .collect()
}

/// The texts of the elements of these names, without the tags within them.
fn texts(page: &str, names: &[&str]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut open = None;
    for piece in page.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag.split(' ').next().unwrap();
        if names.contains(&name) {
            open = Some(name);
            texts.push(String::new());
        } else if open.is_some_and(|open| tag.strip_prefix('/') == Some(open)) {
            open = None;
        }
        if open.is_some() {
            texts.last_mut().unwrap().push_str(text);
        }
    }
    texts
}

#[test]
fn every_drawing_on_a_page_shows_the_figures_of_its_table() {
    let mut seen = 0;
    for audit in audits() {
        let page = fs::read_to_string(audit.folder.join("internal.html")).unwrap();
        assert_eq!(
            page.matches("<figure>").count(),
            audit.document.matches("<!-- chart: ").count()
        );
        for figure in page.split("<figure>").skip(1) {
            let figure = figure.split("</figure>").next().unwrap();
            let (drawing, table) = figure.split_once("</svg>").unwrap();
            assert!(drawing.contains("<svg role=\"img\" aria-label=\"Chart: "), "{drawing}");
            let shown = texts(drawing, &["text"]).concat().replace(' ', "");
            let is_grid = drawing.contains("text-anchor");
            // The drawing has no name of the first column, and a cell of a grid shows the number with which it begins.
            let cells = texts(table, &["th", "td"]).into_iter().skip(1);
            let figures = cells.map(|cell| match cell.split_once(' ') {
                Some((number, _)) if is_grid && number.parse::<u32>().is_ok() => number.to_owned(),
                _ => cell.trim().replace(' ', ""),
            });
            let figures = figures.collect::<String>();
            // Below a grid stands which colour is which number.
            let rest = shown.strip_prefix(&figures);
            assert!(
                rest.is_some_and(|rest| rest.is_empty() != is_grid),
                "{shown}\n{figures}"
            );
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}
