//! Three audits of one company: what changed from year to year, on the terminal, in the documents and in the record.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set itself up has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

mod away;
mod opaque;
mod proved;
mod resolved;
mod told;

use crate::support::{replace, report, root, run, said};

const REVIEW: &str = r#"
[review]
organisation = "Heron Works"
title = "Internal access audit"
date = 2020-03-31
period = "2020"

[[system]]
id = "git"
name = "Git"
description = "Keeps the source code."
resources = { label = "Repository" }
count-rule = "highest"

[[system.level]]
name = "Admin"
definition = "Changes everything."
rank = 3
privileged = true

[[system.level]]
name = "Write"
definition = "Changes files."
rank = 2

[[system.level]]
name = "Read"
definition = "Reads files."
rank = 1

[[system.export]]
file = "exports/git.csv"
coverage = "full"
columns = { account = "login", resource = "repository", level = "level" }

[[system]]
id = "cloud"
name = "Cloud"
description = "Runs everything."

[[system.level]]
name = "Deploy"
definition = "Rolls out."

[[system.level]]
name = "Look"
definition = "Sees what runs."

[[system.export]]
file = "exports/cloud.csv"
coverage = "full"
columns = { account = "login", level = "level" }

[[activity]]
category = "Development"
name = "Everything"
scope = ["No unauthorised access"]
systems = ["git", "cloud"]
"#;

const ROLES: &str = r#"
[[role]]
title = "Developer"
contractors = true
may = [
  { system = "git", levels = ["Admin", "Write", "Read"] },
  { system = "cloud", levels = ["Deploy", "Look"] },
]

[[role]]
title = "Manager"
contractors = true
may = [{ system = "git", levels = ["Read"] }, { system = "cloud", levels = ["Look"] }]
"#;

const PEOPLE: &str = "id,name,role,employment,email,start,end\n\
    H-1,Ada Fjeld,Developer,employee,ada@example.com,,\n\
    H-2,Bo Lind,Developer,employee,bo@example.com,,\n\
    H-3,Cara Moss,Developer,employee,cara@example.com,,\n\
    H-4,Dan Eide,Manager,employee,dan@example.com,,\n";

const GIT: &str = "login,repository,level\n\
    ada@example.com,zeta,Admin\n\
    bo@example.com,zeta,Write\n\
    cara@example.com,alpha,Write\n\
    dan@example.com,alpha,Read\n\
    old-bot,alpha,Read\n";

const CLOUD: &str = "login,level\nada@example.com,Deploy\nbo@example.com,Deploy\ncara@example.com,Look\n";

/// A company in a temporary folder.
struct Company {
    holder: TempDir,
}

impl Company {
    fn new() -> Self {
        let company = Self {
            holder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir_all(company.inputs().join("exports")).unwrap();
        for (file, text) in [
            ("review.toml", REVIEW),
            ("roles.toml", ROLES),
            ("people.csv", PEOPLE),
            ("exports/git.csv", GIT),
            ("exports/cloud.csv", CLOUD),
        ] {
            company.write(file, text);
        }
        company
    }

    fn inputs(&self) -> PathBuf {
        self.holder.path().join("inputs")
    }

    fn out(&self) -> PathBuf {
        self.holder.path().join("out")
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.inputs().join(file), text).unwrap();
    }

    fn edit(&self, file: &str, old: &str, new: &str) {
        replace(&self.inputs().join(file), old, new);
    }

    /// Runs the audit of the date in `review.toml`.
    fn audit(&self) -> (i32, String) {
        let (code, told, stderr) = said(&report(&self.inputs(), &self.out()));
        assert!(code < 2, "{stderr}");
        (code, told)
    }

    /// Goes on to the next year: the audit that was just made is the one before.
    fn next(&self, from: &str, to: &str) {
        let previous = self.inputs().join("previous");
        fs::create_dir_all(&previous).unwrap();
        for file in ["record.json", "grants.csv", "findings.csv", "people-map.json"] {
            fs::copy(self.internal(from, file), previous.join(file)).unwrap();
        }
        self.edit("review.toml", &format!("date = {from}"), &format!("date = {to}"));
        let review = fs::read_to_string(self.inputs().join("review.toml")).unwrap();
        if !review.contains("[previous]") {
            self.write(
                "review.toml",
                &format!("{review}\n[previous]\nrecord = \"previous/record.json\"\n"),
            );
        }
    }

    fn internal(&self, date: &str, file: &str) -> PathBuf {
        self.out().join(date).join("internal").join(file)
    }

    fn text(&self, date: &str, file: &str) -> String {
        fs::read_to_string(self.internal(date, file)).unwrap()
    }

    /// Keys of the sheet of changes with what explains each.
    fn changes(&self, date: &str) -> BTreeMap<String, String> {
        let mut table = csv::Reader::from_path(self.internal(date, "changes.csv")).unwrap();
        let rows = table.records().map(Result::unwrap);
        rows.map(|row| (row[0].to_owned(), row[8].to_owned())).collect()
    }

    fn diff(&self, from: &str, to: &str, more: &[&str]) -> (i32, String, String) {
        let [from, to] = [from, to].map(|date| self.out().join(date));
        let mut arguments = vec!["diff", from.to_str().unwrap(), to.to_str().unwrap()];
        arguments.extend(more);
        said(&run(&arguments))
    }
}

/// The second year: Bo left, Eve joined, Cara is raised to Admin, Dan gets Look,
/// the bot is gone; one repository more.
fn second(company: &Company) {
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    company.edit("people.csv", "bo@example.com,,\n", "bo@example.com,,2020-12-31\n");
    let people = fs::read_to_string(company.inputs().join("people.csv")).unwrap();
    company.write(
        "people.csv",
        &format!("{people}H-5,Eve Ro,Developer,contractor,eve@example.com,,\n"),
    );
    company.write(
        "exports/git.csv",
        "login,repository,level\n\
         eve@example.com,beta,Write\n\
         ada@example.com,zeta,Admin\n\
         cara@example.com,alpha,Admin\n\
         dan@example.com,alpha,Read\n",
    );
    company.write(
        "exports/cloud.csv",
        "login,level\nada@example.com,Deploy\ncara@example.com,Look\ndan@example.com,Look\n",
    );
}

#[test]
fn every_change_of_a_year_is_told_with_what_explains_it() {
    let company = Company::new();
    second(&company);
    company.audit();
    let expected: BTreeMap<String, String> = [
        ("person/joined/H-5//Developer", "staff-list"),
        ("person/left/H-2/Developer", "staff-list"),
        ("permission/appeared/cloud/H-4///Look", ""),
        ("permission/removed/cloud/H-2//Deploy", "left"),
        ("permission/appeared/git/H-5/beta//Write", "joined"),
        ("permission/raised/git/H-3/alpha/Write/Admin", ""),
        ("permission/removed/git/H-2/zeta/Write", "left"),
        ("account/removed/git/old-bot/alpha/Read", ""),
    ]
    .into_iter()
    .map(|(key, why)| (key.to_owned(), why.to_owned()))
    .collect();
    assert_eq!(company.changes("2021-03-31"), expected);
    let (code, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert_eq!(code, 1);
    for line in [
        "  joined: H-5 (Eve Ro): Developer [the staff list says so]\n",
        "  raised: Git, alpha: H-3 (Cara Moss): Write -> Admin\n",
        "  removed: Git, zeta: H-2 (Bo Lind): Write [left]\n",
        "  appeared: Git: Repository3 (beta), 1 permission on it\n",
        "  resolved: Git: orphan-account/git/old-bot: first found 2020-03-31\n",
        "  Git, Repository2, Admin, Developer: none -> 1\n",
        "to explain     3 changes of what people hold: `-o changes.csv` writes a sheet to say why\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
}

#[test]
fn changes_stand_in_the_order_of_the_page() {
    let company = Company::new();
    second(&company);
    company.audit();
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    let in_order = |text: &str, lines: &[&str]| {
        let places: Vec<usize> = (lines.iter())
            .map(|line| text.find(line).unwrap_or_else(|| panic!("{line}: {text}")))
            .collect();
        assert!(places.is_sorted(), "{places:?}: {text}");
    };
    in_order(
        &told,
        &[
            "removed: Git, zeta: H-2",
            "raised: Git, alpha: H-3",
            "removed: Git, alpha: old-bot",
            "appeared: Git, beta: H-5",
            "removed: Cloud: H-2",
            "appeared: Cloud: H-4",
        ],
    );
    // A number that became none stands with its resource.
    in_order(
        &told,
        &[
            "  Git, Repository1, Write, Developer: 1 -> none\n",
            "  Git, Repository2, Admin, Developer: none -> 1\n",
            "  Git, Repository2, Write, Developer: 1 -> none\n",
            "  Git, Repository3, Write, Developer: none -> 1",
            "  Cloud, Deploy, Developer: 2 -> 1\n",
        ],
    );
    let sheet = company.text("2021-03-31", "changes.csv");
    in_order(
        &sheet,
        &["git/H-2/zeta/", "git/H-3/alpha/", "git/H-5/beta/", "cloud/H-2/"],
    );
    let document = company.text("2021-03-31", "internal.md");
    in_order(
        &document,
        &[
            "| Git    | zeta  | Bo Lind",
            "| Git    | alpha | Cara Moss",
            "| Git    | beta  | Eve Ro",
            "| Cloud  |       | Bo Lind",
        ],
    );
}

#[test]
fn a_list_that_is_not_whole_proves_no_removal() {
    let company = Company::new();
    second(&company);
    company.edit("review.toml", "coverage = \"full\"", "coverage = \"partial\"");
    company.audit();
    let changes = company.changes("2021-03-31");
    assert!(
        changes.contains_key("permission/not-seen/git/H-2/zeta/Write"),
        "{changes:?}"
    );
    assert!(!changes.keys().any(|key| key.contains("removed/git")), "{changes:?}");
    let (_, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    for line in [
        "  not seen: Git: orphan-account/git/old-bot: first found 2020-03-31\n",
        "  Git, Repository2, Write, Developer: 1 -> unknown\n",
        "  Cloud, Look, Manager: none -> 1\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    let document = company.text("2021-03-31", "internal.md");
    let numbers = document.split_once("Numbers of the page").unwrap().1;
    let mut lines = numbers.lines();
    let unknown = lines.find(|line| line.contains("Repository2 | Write")).unwrap();
    assert!(unknown.contains("| 1      | unknown "), "{unknown}");
    // And a list that was not whole proves nothing new.
    company.next("2021-03-31", "2022-03-31");
    company.edit("review.toml", "coverage = \"partial\"", "coverage = \"full\"");
    company.edit(
        "exports/git.csv",
        "dan@example.com,alpha,Read",
        "dan@example.com,zeta,Read",
    );
    company.audit();
    let changes = company.changes("2022-03-31");
    assert!(
        changes.contains_key("permission/seen/git/H-4/zeta//Read"),
        "{changes:?}"
    );
    assert!(
        changes.contains_key("permission/removed/git/H-4/alpha/Read"),
        "{changes:?}"
    );
}

#[test]
fn findings_and_exceptions_are_told_to_a_person() {
    let company = Company::new();
    company.edit(
        "roles.toml",
        "[[role]]",
        "[[exception]]\ncheck = \"orphan-account\"\naccount = \"old-bot\"\nsystem = \"git\"\nreason = \"runs the builds\"\n\
         approved-by = \"H-4\"\ngranted = 2020-01-01\nexpires = 2020-12-31\nticket = \"OPS-1\"\n\n[[role]]",
    );
    let git = fs::read_to_string(company.inputs().join("exports/git.csv")).unwrap();
    company.write("exports/git.csv", &format!("{git}dan@example.com,zeta,Write\n"));
    second(&company);
    company.audit();
    let document = company.text("2021-03-31", "internal.md");
    let changes = document.split_once("## Changes since").unwrap().1;
    let changes = changes.split_once("\n## ").unwrap().0;
    let row = |words: &[&str]| {
        let mut lines = changes.lines();
        let found = lines.find(|line| words.iter().all(|word| line.contains(word)));
        assert!(found.is_some(), "{words:?}: {changes}");
    };
    row(&[
        "Git",
        "Every account belongs to somebody in the roster",
        "| old-bot ",
        "resolved",
    ]);
    row(&[
        "Git",
        "Nobody holds more than their roles allow",
        "dan@example.com, Dan Eide (H-4), zeta, Write",
        "first found 31 March 2020",
    ]);
    row(&[
        "Git",
        "Every account belongs to somebody in the roster",
        "old-bot",
        "OPS-1",
        "31 December 2020",
    ]);
    for code in ["orphan-account/", "excess-grant", "2020-12-31"] {
        assert!(!changes.contains(code), "{code}: {changes}");
    }
}

#[test]
fn whoever_left_long_ago_is_why_what_they_held_is_gone() {
    let company = Company::new();
    company.edit("people.csv", "bo@example.com,,\n", "bo@example.com,,2020-01-31\n");
    company.edit("people.csv", "dan@example.com,,\n", "dan@example.com,2022-01-01,\n");
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    company.edit("exports/git.csv", "bo@example.com,zeta,Write\n", "");
    company.edit("exports/cloud.csv", "bo@example.com,Deploy\n", "");
    company.edit("exports/git.csv", "dan@example.com,alpha,Read\n", "");
    company.audit();
    let changes = company.changes("2021-03-31");
    let expected: BTreeMap<String, String> = [
        ("permission/removed/cloud/H-2//Deploy", "left"),
        ("permission/removed/git/H-2/zeta/Write", "left"),
        // Who is still to come has not left.
        ("permission/removed/git/H-4/alpha/Read", ""),
    ]
    .into_iter()
    .map(|(key, why)| (key.to_owned(), why.to_owned()))
    .collect();
    assert_eq!(changes, expected);
    let document = company.text("2021-03-31", "internal.md");
    let trend = document
        .lines()
        .find(|line| line.starts_with("| 31 March 2021 "))
        .unwrap();
    assert!(
        trend.starts_with("| 31 March 2021 | 2 "),
        "leavers are not counted: {trend}"
    );
}

#[test]
fn both_sides_tell_what_could_not_be_placed() {
    let company = Company::new();
    company.audit();
    let page = fs::read_to_string(company.out().join("2020-03-31/public/audit.md")).unwrap();
    let page = page.replace(
        "- Look : Sees what runs.",
        "- Look : Sees what runs.\n- 9 Somebody in a list of levels",
    );
    let file = company.holder.path().join("page.md");
    fs::write(&file, page).unwrap();
    let (page, folder) = (
        file.display().to_string(),
        company.out().join("2020-03-31").display().to_string(),
    );
    let document = company.holder.path().join("d.md").display().to_string();
    let places = |told: &str| {
        let line = told
            .lines()
            .find(|line| line.starts_with("not placed     "))
            .map(str::to_owned);
        line.unwrap_or_else(|| panic!("{told}"))
    };
    let (_, one, _) = said(&run(&["diff", &page, &folder]));
    let (_, other, stderr) = said(&run(&["diff", &folder, &page, "-o", &document]));
    assert_eq!(places(&one), places(&other), "{stderr}");
    let document = fs::read_to_string(document).unwrap();
    assert!(
        document.contains("of the page ") && document.contains("could not be read as a number"),
        "{document}"
    );
}

#[test]
fn a_record_that_was_edited_is_known_by_the_manifest_beside_it() {
    let company = Company::new();
    second(&company);
    company.audit();
    for file in ["record.json", "findings.csv", "people-map.json"] {
        let path = company.internal("2020-03-31", file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(
            &path,
            text.replace("orphan-account", "orphan-konto")
                .replace("Ada Fjeld", "Ida Fjeld"),
        )
        .unwrap();
        let (code, _, stderr) = company.diff("2020-03-31", "2021-03-31", &[]);
        assert_eq!(code, 2, "{file}");
        for part in [
            file,
            "was changed after it was written",
            "manifest.json` lists it with SHA-256",
        ] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
        fs::write(&path, text).unwrap();
    }
    // So it is in the inputs folder, where nothing but the manifest can tell.
    let previous = company.inputs().join("previous");
    fs::copy(
        company.internal("2020-03-31", "manifest.json"),
        previous.join("manifest.json"),
    )
    .unwrap();
    let (_, told) = company.audit();
    assert!(!told.contains("not read"), "{told}");
    replace(&previous.join("record.json"), "\"people\": 4", "\"people\": 5");
    let (code, _, stderr) = said(&report(&company.inputs(), &company.out()));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("`previous/record.json` was changed after it was written"),
        "{stderr}"
    );
    fs::remove_file(previous.join("manifest.json")).unwrap();
    company.audit();
}

#[test]
fn reasons_are_filled_in_and_kept() {
    let company = Company::new();
    second(&company);
    company.audit();
    let sheet = company.text("2021-03-31", "changes.csv");
    let filled: Vec<String> = (sheet.lines())
        .map(|line| {
            if line.contains("permission/raised") {
                format!("{},leads the team now,OPS-7", line.trim_end_matches(",,"))
            } else {
                line.to_owned()
            }
        })
        .collect();
    let stale = "permission/removed/git/H-9/zeta/Write,removed,,,,,,,,long ago,";
    // As a spreadsheet of another country saves it.
    let text = format!("{}\n{stale}\n", filled.join("\n")).replace(',', ";");
    company.write("changes.csv", &text);
    company.audit();
    let document = company.text("2021-03-31", "internal.md");
    assert!(document.contains("leads the team now (OPS-7)"), "{document}");
    assert!(document.contains("8 changes of people and of what they hold; 2 of them without a reason."));
    assert!(
        document.contains("- permission/removed/git/H-9/zeta/Write"),
        "an unused reason is told"
    );
    assert!(
        company
            .text("2021-03-31", "changes.csv")
            .contains("leads the team now,OPS-7")
    );
    company.write("changes.csv", "key,reason,ticket\nx,,OPS-9\n");
    let (code, _, stderr) = said(&report(&company.inputs(), &company.out()));
    assert_eq!(code, 2);
    assert!(
        stderr.contains("changes.csv:2: cell `reason` is empty and `ticket` is not; say in a word or two"),
        "{stderr}"
    );
    company.write("changes.csv", "change,why\nx,y\n");
    let (_, _, stderr) = said(&report(&company.inputs(), &company.out()));
    assert!(
        stderr.contains("the sheet has the columns key, what, system"),
        "{stderr}"
    );
}

#[test]
fn what_was_taken_away_and_is_back_is_found_in_the_third_year() {
    let company = Company::new();
    second(&company);
    company.audit();
    company.next("2021-03-31", "2022-03-31");
    let git = fs::read_to_string(company.inputs().join("exports/git.csv")).unwrap();
    company.write("exports/git.csv", &format!("{git}old-bot,alpha,Read\n"));
    company.audit();
    let findings = company.text("2022-03-31", "findings.csv");
    assert!(
        findings.contains("reappeared-access/git/old-bot/alpha/Read"),
        "{findings}"
    );
    assert!(
        findings.contains("reused-export/cloud"),
        "the list of the cloud is last year's: {findings}"
    );
    assert!(!findings.contains("reused-export/git"), "{findings}");
    let (_, told, _) = company.diff("2021-03-31", "2022-03-31", &[]);
    assert!(
        told.contains("  back: Git: orphan-account/git/old-bot: resolved 2021-03-31\n"),
        "{told}"
    );
    let document = company.text("2022-03-31", "internal.md");
    for year in ["31 March 2020", "31 March 2021", "31 March 2022"] {
        assert!(document.contains(&format!("| {year} ")), "the trend has {year}");
    }
}

#[test]
fn labels_keep_their_numbers_and_a_number_is_given_once() {
    let company = Company::new();
    second(&company);
    company.audit();
    let labels = |date: &str| -> BTreeMap<String, (String, bool)> {
        let record: Value = serde_json::from_str(&company.text(date, "record.json")).unwrap();
        let resources = record["systems"][0]["resources"].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        resources
            .iter()
            .map(|one| {
                (
                    text(&one["label"]),
                    (text(&one["id"]), one["gone"] == Value::Bool(true)),
                )
            })
            .collect()
    };
    let (first, second) = (labels("2020-03-31"), labels("2021-03-31"));
    for label in ["Repository1", "Repository2"] {
        assert_eq!(first[label], second[label]);
    }
    assert!(second.contains_key("Repository3"), "{second:?}");
    company.next("2021-03-31", "2022-03-31");
    company.write(
        "exports/git.csv",
        "login,repository,level\nada@example.com,omega,Admin\ncara@example.com,beta,Write\n",
    );
    company.audit();
    let third = labels("2022-03-31");
    assert_eq!(third["Repository3"], second["Repository3"], "{third:?}");
    assert!(third["Repository1"].1 && third["Repository2"].1, "{third:?}");
    assert!(!third["Repository4"].1, "{third:?}");
    let page = fs::read_to_string(company.out().join("2022-03-31/public/counts.csv")).unwrap();
    assert!(
        page.contains("Repository3,Write") && page.contains("Repository4,Admin"),
        "{page}"
    );
    assert!(!page.contains("Repository1"), "{page}");
}

#[test]
fn what_is_declared_to_be_renamed_is_the_same() {
    let company = Company::new();
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    company.edit(
        "review.toml",
        "id = \"git\"\nname = \"Git\"",
        "id = \"code\"\nname = \"Code\"\nformerly = [\"git\"]",
    );
    company.edit("review.toml", "systems = [\"git\"", "systems = [\"code\"");
    company.edit(
        "review.toml",
        "{ label = \"Repository\" }",
        "{ label = \"Repository\", formerly = { \"omega\" = [\"zeta\"] } }",
    );
    company.edit(
        "review.toml",
        "name = \"Write\"",
        "name = \"Push\"\nformerly = [\"Write\"]",
    );
    company.edit(
        "roles.toml",
        "title = \"Developer\"",
        "title = \"Engineer\"\nformerly = [\"Developer\"]",
    );
    for (file, old, new) in [
        ("roles.toml", "\"git\"", "\"code\""),
        ("roles.toml", "\"Write\"", "\"Push\""),
        ("people.csv", "Developer", "Engineer"),
        ("exports/git.csv", "Write", "Push"),
        ("exports/git.csv", "zeta", "omega"),
    ] {
        let text = fs::read_to_string(company.inputs().join(file)).unwrap();
        company.write(file, &text.replace(old, new));
    }
    company.audit();
    assert_eq!(company.changes("2021-03-31"), BTreeMap::new());
    let (code, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert_eq!(code, 0, "{told}");
    for line in [
        "  renamed: Code: Git\n",
        "  renamed: Code: Push: Write\n",
        "  renamed: Code: Repository1 (omega): Repository1 (zeta)\n",
        "  renamed: Engineer: Developer\n",
        "same           7 numbers of the page\n",
        "to explain     nothing\n",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
}

#[test]
fn a_system_may_be_called_by_its_name_as_it_was_by_its_id() {
    let company = Company::new();
    company.audit();
    company.next("2020-03-31", "2021-03-31");
    company.edit("review.toml", "id = \"git\"\n", "id = \"code\"\nformerly = [\"git\"]\n");
    company.edit("review.toml", "systems = [\"git\"", "systems = [\"code\"");
    let roles = fs::read_to_string(company.inputs().join("roles.toml")).unwrap();
    company.write("roles.toml", &roles.replace("\"git\"", "\"code\""));
    company.audit();
    assert_eq!(company.changes("2021-03-31"), BTreeMap::new());
    let (code, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn without_the_tables_records_are_compared() {
    let company = Company::new();
    second(&company);
    company.audit();
    for file in ["grants.csv", "people-map.json", "findings.csv"] {
        fs::remove_file(company.internal("2020-03-31", file)).unwrap();
    }
    let (code, told, _) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert_eq!(code, 0, "{told}");
    for line in [
        "compared       the records; who held what is no longer kept",
        "  joined: H-5 (Eve Ro): Developer",
        "  left: H-2 (Bo Lind): Developer",
    ] {
        assert!(told.contains(line), "{line}{told}");
    }
    assert!(!told.contains("zeta: H-2"), "{told}");
}

#[test]
fn the_changes_are_written_in_every_form() {
    let company = Company::new();
    second(&company);
    company.audit();
    let file = |name: &str| company.holder.path().join(name);
    let names = ["a.md", "a.pdf", "a.html", "a.json", "a.csv"].map(|name| file(name).display().to_string());
    let mut arguments = Vec::new();
    for name in &names {
        arguments.extend(["-o", name.as_str()]);
    }
    let (_, told, stderr) = company.diff("2020-03-31", "2021-03-31", &arguments);
    assert!(told.contains("written        "), "{told}{stderr}");
    let changes: Value = serde_json::from_slice(&fs::read(file("a.json")).unwrap()).unwrap();
    assert_eq!(changes["version"], 1);
    assert_eq!(changes["permissions"].as_array().unwrap().len(), 6);
    let csv = fs::read_to_string(file("a.csv")).unwrap();
    assert_eq!(
        csv,
        company.text("2021-03-31", "changes.csv"),
        "the sheet of the report is the same"
    );
    let document = fs::read_to_string(file("a.md")).unwrap();
    for part in [
        "title: \"Access audit: changes from 31 March 2020 to 31 March 2021\"\norganisation: \"Heron Works\"\n",
        "## Changes since 31 March 2020",
        "The same command writes a sheet to fill them into (-o changes.csv)",
        "Every account belongs to somebody in the roster",
        "first found 31 March 2020",
    ] {
        assert!(document.contains(part), "{part}: {document}");
    }
    for part in ["orphan-account", "stands beside this document", "\nperiod:"] {
        assert!(!document.contains(part), "{part}: {document}");
    }
    assert!(fs::read(file("a.pdf")).unwrap().starts_with(b"%PDF"));
    let page = fs::read_to_string(file("a.html")).unwrap();
    assert_eq!(
        access_review::render::html::letters(&page).unwrap(),
        access_review::document::parse(&document).unwrap().letters()
    );
    let (code, _, stderr) = company.diff("2020-03-31", "2021-03-31", &["-o", &names[0]]);
    assert_eq!(code, 2);
    assert!(stderr.contains("is there already"), "{stderr}");
    let (_, _, stderr) = company.diff("2020-03-31", "2021-03-31", &["-o", "x.doc"]);
    assert!(
        stderr.contains("ends otherwise than in `.md`, `.pdf`, `.html`, `.json` or `.csv`"),
        "{stderr}"
    );
}

#[test]
fn a_published_page_stands_for_the_audit_before() {
    let company = Company::new();
    company.audit();
    let page = fs::read_to_string(company.out().join("2020-03-31/public/audit.md")).unwrap();
    fs::create_dir_all(company.inputs().join("previous")).unwrap();
    company.write("previous/page.md", &page.replace("Git", "Git Server"));
    company.edit("review.toml", "date = 2020-03-31", "date = 2021-03-31");
    let review = fs::read_to_string(company.inputs().join("review.toml")).unwrap();
    company.write(
        "review.toml",
        &format!("{review}\n[previous]\nrecord = \"previous/page.md\"\n"),
    );
    company.edit("exports/cloud.csv", "bo@example.com,Deploy\n", "");
    company.audit();
    let document = company.text("2021-03-31", "internal.md");
    for part in [
        "## Changes since 31 March 2020",
        "One of the two audits is known by its page alone",
        "The page has systems by whose names this audit knows none: Git Server.",
        "| Cloud      |             | Deploy | Developer            | 2       | 1       |",
    ] {
        assert!(document.contains(part), "{part}: {document}");
    }
    let page = company.inputs().join("previous/page.md");
    let new = company.out().join("2021-03-31");
    let diff = || said(&run(&["diff", page.to_str().unwrap(), new.to_str().unwrap()]));
    let (code, told, _) = diff();
    assert_eq!(code, 0);
    assert!(told.contains("not matched    Git Server of "), "{told}");
    company.edit(
        "review.toml",
        "name = \"Git\"",
        "name = \"Git\"\nformerly = [\"Git Server\"]",
    );
    company.audit();
    let (_, told, _) = diff();
    assert!(
        !told.contains("not matched") && told.contains("same           6 numbers"),
        "{told}"
    );
    company.write("previous/page.md", "Nothing of an audit.");
    let (code, _, stderr) = diff();
    assert_eq!(code, 2);
    assert!(stderr.contains("as a page"), "{stderr}");
}

#[test]
fn an_audit_is_kept_for_so_many_years_and_then_due() {
    let company = Company::new();
    let out = company.out();
    let prune = |date: &str| said(&run(&["prune", "--out", out.to_str().unwrap(), "--date", date]));
    let (code, _, stderr) = prune("2021-01-01");
    assert_eq!(code, 2);
    assert!(stderr.contains("give the folder that `report` writes into"), "{stderr}");
    company.audit();
    let (code, told, _) = prune("2021-01-01");
    assert_eq!(code, 0);
    assert!(told.starts_with("not told       "), "{told}");
    company.edit(
        "review.toml",
        "period = \"2020\"",
        "period = \"2020\"\nretain-years = 3",
    );
    company.audit();
    let document = company.text("2020-03-31", "internal.md");
    assert!(document.contains("To be kept until 31 March 2023."), "{document}");
    let (code, told, _) = prune("2023-03-31");
    assert_eq!(
        (code, told.contains("has to be kept until 2023-03-31")),
        (0, true),
        "{told}"
    );
    let (code, told, _) = prune("2023-04-01");
    assert_eq!(code, 1);
    assert!(
        told.contains("due            ") && told.contains("people-map.json\n"),
        "{told}"
    );
    for line in told.lines().filter(|line| line.starts_with("  ")) {
        fs::remove_file(line.trim()).unwrap();
    }
    let record = company.text("2020-03-31", "record.json");
    let left = fs::read_dir(company.internal("2020-03-31", "")).unwrap();
    for file in left {
        let text = fs::read(file.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&text).contains("Fjeld"));
    }
    assert!(record.contains("\"keep-until\": \"2023-03-31\""), "{record}");
    let (code, told, _) = prune("2023-04-01");
    assert_eq!((code, told.starts_with("pseudonymous   ")), (0, true), "{told}");
    company.edit("review.toml", "retain-years = 3", "retain-years = 0");
    let (_, _, stderr) = said(&report(&company.inputs(), &out));
    assert!(
        stderr.contains("`retain-years` is 0, expected how many years"),
        "{stderr}"
    );
}

#[test]
fn what_cannot_be_compared_says_why() {
    let company = Company::new();
    second(&company);
    company.audit();
    let (code, _, stderr) = company.diff("2021-03-31", "2020-03-31", &[]);
    assert_eq!(code, 2);
    assert!(stderr.contains("give the earlier audit first"), "{stderr}");
    let (_, _, stderr) = company.diff("2019-03-31", "2020-03-31", &[]);
    assert!(stderr.contains("give the folder of an audit"), "{stderr}");
    fs::create_dir_all(company.out().join("empty")).unwrap();
    let (_, _, stderr) = company.diff("empty", "2020-03-31", &[]);
    assert!(stderr.contains("holds no `record.json`"), "{stderr}");
    let grants = company.text("2020-03-31", "grants.csv");
    fs::write(
        company.internal("2020-03-31", "grants.csv"),
        grants.replace("Admin", "Read"),
    )
    .unwrap();
    let (_, _, stderr) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert!(stderr.contains("is not the table that"), "{stderr}");
    fs::write(company.internal("2020-03-31", "grants.csv"), grants).unwrap();
    fs::write(company.internal("2020-03-31", "people-map.json"), "{}").unwrap();
    let (_, _, stderr) = company.diff("2020-03-31", "2021-03-31", &[]);
    assert!(
        stderr.contains("people-map.json` was changed after it was written"),
        "{stderr}"
    );
    company.edit("review.toml", "previous/record.json", "previous/none.json");
    let (_, _, stderr) = said(&report(&company.inputs(), &company.out()));
    assert!(stderr.contains("`record` of `[previous]`"), "{stderr}");
}

#[test]
fn names_that_were_borne_before_are_borne_by_one() {
    let company = Company::new();
    for (file, old, new, fragment) in [
        (
            "review.toml",
            "name = \"Git\"",
            "name = \"Git\"\nformerly = [\"GIT\"]",
            "which is the present name",
        ),
        (
            "review.toml",
            "name = \"Write\"\ndefinition = \"Changes files.\"\nrank = 2\n\n[[system.level]]\nname = \"Read\"",
            "name = \"Write\"\nformerly = [\"x\"]\ndefinition = \"Changes files.\"\nrank = 2\n\n[[system.level]]\nname = \"Read\"\nformerly = [\"X\"]",
            "which is said of",
        ),
        (
            "review.toml",
            "{ label = \"Repository\" }",
            "{ label = \"Repository\", formerly = { a = [\"b\"], c = [\"b\"] } }",
            "only one can be",
        ),
        (
            "review.toml",
            "{ label = \"Repository\" }",
            "{ label = \"Repository\", formerly = { a = [\"a\"] } }",
            "take it out",
        ),
    ] {
        let text = fs::read_to_string(company.inputs().join(file)).unwrap();
        company.edit(file, old, new);
        let (code, _, stderr) = said(&report(&company.inputs(), &company.out()));
        assert_eq!(code, 2, "{new}");
        assert!(stderr.contains(fragment), "{new}: {stderr}");
        company.write(file, &text);
    }
}

/// Every committed record, and those of every version that was ever written.
fn records() -> Vec<PathBuf> {
    let mut records = vec![root().join("out/2021-10-06/internal/record.json")];
    for folder in [root().join("tests/cases"), root().join("tests/records")] {
        collect(&folder, &mut records);
    }
    assert!(records.len() >= 7, "{records:?}");
    records
}

fn collect(folder: &Path, records: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            collect(&path, records);
        } else if name.starts_with("record") && path.extension().is_some_and(|end| end == "json") {
            records.push(path);
        }
    }
}

#[test]
fn every_record_is_as_its_schema_says() {
    let mut versions = BTreeSet::new();
    for path in records() {
        let record: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let version = record["version"].as_u64().unwrap();
        versions.insert(version);
        let schema = fs::read(root().join(format!("schemas/record-{version}.json"))).unwrap();
        let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&record).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", path.display());
        // Nothing in it may be left out, and nothing may be added.
        for key in record.as_object().unwrap().keys() {
            let mut less = record.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(!schema.is_valid(&less), "without {key}");
        }
        let mut more = record;
        more["name"] = "Ada".into();
        assert!(!schema.is_valid(&more));
    }
    assert_eq!(versions, BTreeSet::from([1, 2]));
}

#[test]
fn every_version_of_the_record_is_read() {
    let folder = root().join("tests/records");
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let path = path.to_str().unwrap();
        let (code, told, stderr) = said(&run(&["diff", path, path]));
        assert_eq!(code, 0, "{stderr}");
        assert!(told.contains("same "), "{told}");
    }
}

#[test]
fn no_record_names_anybody() {
    let company = Company::new();
    second(&company);
    company.audit();
    let record = company.text("2021-03-31", "record.json");
    for name in ["Ada", "Fjeld", "@example.com", "H-1", "old-bot", "zeta", "exports/"] {
        assert!(!record.contains(name), "{name}: {record}");
    }
}

#[test]
fn the_second_example_goes_on_where_the_first_ended() {
    for file in ["record.json", "grants.csv", "findings.csv", "people-map.json"] {
        let first = fs::read(root().join("out/2021-10-06/internal").join(file)).unwrap();
        let kept = fs::read(root().join("tests/cases/second-year/inputs/previous").join(file)).unwrap();
        assert!(
            first == kept,
            "copy {file} of out/2021-10-06/internal into tests/cases/second-year/inputs/previous"
        );
    }
}

#[test]
fn what_lies_beside_the_record_of_the_audit_before_is_no_file_that_was_forgotten() {
    let (_holder, inputs) = crate::support::copy_of("tests/cases/second-year/inputs");
    for name in ["audit.pdf", "counts.json", "page.confluence.xml", "notes.txt"] {
        fs::write(inputs.join("previous").join(name), name).unwrap();
    }
    for record in ["previous/record.json", "previous"] {
        let review = fs::read_to_string(inputs.join("review.toml")).unwrap();
        let written = review.replace("record = \"previous/record.json\"", &format!("record = \"{record}\""));
        fs::write(inputs.join("review.toml"), written).unwrap();
        let (code, told, stderr) = said(&run(&["check", "--inputs", inputs.to_str().unwrap()]));
        assert_eq!(code, 1, "{stderr}");
        let unread: Vec<&str> = told.lines().filter(|line| line.starts_with("not read ")).collect();
        assert_eq!(
            unread,
            ["not read       previous/notes.txt: nothing in review.toml names it"]
        );
    }
}
