//! `src/profiles/README.md`, the reference of the profile language: it names every key that the parser asks for, every
//! choice, and no table that it does not.

use std::collections::BTreeSet;

use super::profile::{TABLE, TREE, problems};

/// Profiles of the other readers, with every key that only they have.
const OTHERS: [(&str, &str); 3] = [
    (
        "reader = \"delimited\"\ndelimiter = \":\"\ncolumns = \"a\"",
        "lines = 'x'",
    ),
    ("reader = \"lines\"\npatterns = '(?<a>.*)'", "lines = 'x'"),
    ("reader = \"fixed\"", "headers = \"a\""),
];

/// The names in back-ticks after "expected" of problems.
fn expected(problems: &[String], names: &mut BTreeSet<String>) {
    for problem in problems {
        assert!(problem.contains("zzz"), "{problem}");
        let (_, expected) = problem.split_once("expected ").unwrap();
        let expected = expected.split("; did you mean").next().unwrap();
        names.extend(expected.split('`').skip(1).step_by(2).map(str::to_owned));
    }
}

/// The profile with an unknown key in every table, those in braces too; tables whose keys are free have none.
fn unknown_everywhere(profile: &str) -> String {
    let free = ["values = {", "embedded = {", "pairs = {", "[levels]"];
    let mut text = String::from("zzz = 1\n");
    for line in profile.lines() {
        let mut line = line.to_owned();
        for (place, name) in free.iter().enumerate() {
            line = line.replace(name, &format!("free{place}"));
        }
        line = if line.starts_with('[') && line.ends_with(']') {
            format!("{line}\nzzz = 1")
        } else {
            line.replace("{ ", "{ zzz = 1, ")
        };
        for (place, name) in free.iter().enumerate() {
            line = line.replace(&format!("free{place}"), name);
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[test]
fn the_reference_names_every_key_and_every_choice() {
    let mut names = BTreeSet::new();
    expected(&problems("own-table", &unknown_everywhere(TABLE)), &mut names);
    expected(&problems("own-tree", &unknown_everywhere(TREE)), &mut names);
    for (input, mark) in OTHERS {
        let profile = format!(
            "id = \"own-x\"\nsystem = \"x\"\nformat = \"x\"\nverified = true\nsteps = \"x\"\n[match]\n{mark}\n[input]\n\
             zzz = 1\n{input}\n[[records]]\n[[records.emit]]\nkind = \"account\"\naccount = \"a\"\n"
        );
        expected(&problems("own-x", &profile), &mut names);
    }
    for wrong in [
        TABLE.replacen("reader = \"table\"", "reader = \"zzz\"", 1),
        TABLE.replacen("kind = \"grant\"\nevery", "kind = \"zzz\"\nevery", 1),
        TREE.replacen("\"yaml\"", "\"zzz\"", 1),
    ] {
        let id = wrong.split('"').nth(1).unwrap();
        expected(&problems(id, &wrong), &mut names);
    }
    assert!(names.len() > 100, "{names:?}");
    let reference = include_str!("../../src/profiles/README.md");
    let missing: Vec<&String> = names
        .iter()
        .filter(|name| !reference.contains(&format!("`{name}`")))
        .collect();
    assert!(missing.is_empty(), "src/profiles/README.md does not name {missing:?}");
}

#[test]
fn the_reference_names_every_field_of_a_fact_with_its_kinds() {
    let reference = include_str!("../../src/profiles/README.md");
    for (kind, fields) in [
        ("grant", "`account` or `group`, `level`"),
        ("account", "`account`"),
        ("member", "`group`, `account` or `member-group`"),
        ("group", "`group`"),
        ("name", "`of`, `id`, `name`"),
        ("resource", "`resource`"),
        ("device", "`device`"),
        ("person", "`id` or `email`, `name`"),
    ] {
        let row = reference
            .lines()
            .find(|line| line.starts_with(&format!("| `{kind}` |")));
        let row = row.unwrap_or_else(|| panic!("no row of `{kind}`"));
        let needs = row.split('|').nth(3).unwrap().trim();
        assert_eq!(needs, fields, "{kind}");
        let text = format!("kind = \"{kind}\"\nzzz = 1");
        let wrong = TREE.replacen("kind = \"member\"", &text, 1);
        let told = problems("own-tree", &wrong).join("\n");
        for field in ["account", "level", "device", "role"] {
            let refused = told.contains(&format!("`{field}` is no field"));
            assert!(!refused || !row.contains(&format!("`{field}`")), "{kind}: {field}");
        }
    }
}
