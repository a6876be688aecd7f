//! A column under a name that nobody foresaw: of every table of every profile each column is called otherwise, one at a
//! time, and then nothing that is read is less, or the file is refused, or somebody is told. One more exception:
//! a line in [`MEANT`].

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use access_review::model::private::Private;
use access_review::model::profile::{SampleFacts, Trial};

use crate::profiles::{Fact, bytes, header_row, profiles, read, tables, text};
use crate::recognise;
use crate::support::{replace, run, said as output, small};

/// What columns are called instead, in turn; one of them as a person would in another country.
const ODD: [&str; 2] = ["Wunderliches Feld", "Rolle"];

/// What is less and yet not told: profile, column, and why.
const MEANT: [(&str, &str, &str); 0] = [];

/// What a file says of permissions and accounts, each thing as a text; without names that are only shown.
pub(crate) fn said(facts: &SampleFacts) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    let mut add = |kind: &str, list: &[Fact], without: &[&str]| {
        for fact in list {
            let mut fact = fact.clone();
            fact.retain(|key, _| !without.contains(&key.as_str()));
            said.insert(format!("{kind} {fact:?}"));
        }
    };
    // whose an account is, is told where nobody is found for it
    add("account", &facts.accounts, &["name", "email", "id"]);
    add("grant", &facts.grants, &[]);
    add("member", &facts.members, &[]);
    add("name", &facts.names, &[]);
    add("device", &facts.devices, &["name", "email", "id"]);
    said.extend(facts.groups.iter().map(|group| format!("group {group}")));
    said.extend(facts.resources.iter().map(|resource| format!("resource {resource}")));
    said
}

/// Whether a file is told to be read wrong, more than it was before.
pub(crate) fn is_told(before: &Trial, after: &Trial) -> bool {
    let rejected = |trial: &Trial| trial.rows.rejected.len();
    let cells = |trial: &Trial| trial.unclear.iter().map(|column| column.cells).sum::<u64>();
    rejected(after) > rejected(before)
        || cells(after) > cells(before)
        || (after.cut.is_some() && after.cut.as_ref().map(Private::reveal) != before.cut.as_ref().map(Private::reveal))
}

#[test]
fn a_column_under_any_other_name_loses_nothing_in_silence() {
    let profiles = profiles();
    let mut wrong = String::new();
    let mut met = BTreeSet::new();
    let mut tried = 0;
    for (case, rows) in tables(&profiles) {
        let before = read(&case.sample.file, &bytes(&case.sample), &profiles).unwrap();
        if before.facts.refused || !before.facts.people.is_empty() {
            continue;
        }
        let header = header_row(&rows);
        for (place, name) in rows.get(header).unwrap().iter().enumerate() {
            let odd = ODD.get(place % 2).unwrap();
            tried += 1;
            let mut rows = rows.clone();
            *rows.get_mut(header).unwrap().get_mut(place).unwrap() = (*odd).to_owned();
            let Ok(after) = read(&case.sample.file, &text(&rows, b','), &profiles) else {
                continue;
            };
            if said(&before.facts).is_subset(&said(&after.facts)) || is_told(&before, &after) {
                continue;
            }
            let meant = MEANT.iter().find(|(id, column, _)| *id == case.id && column == name);
            if let Some(meant) = meant {
                met.insert(*meant);
                continue;
            }
            let lost: Vec<String> = said(&before.facts)
                .difference(&said(&after.facts))
                .take(2)
                .cloned()
                .collect();
            writeln!(
                wrong,
                "  {}: `{name}` as `{odd}`, read as `{}`: {lost:?}",
                case.whence, after.profile
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "lost in silence:\n{wrong}");
    assert_eq!(met.len(), MEANT.len(), "some exceptions are none");
    assert!(tried > 400, "only {tried} columns");
}

/// A file with a column of its permissions under another name, what is missing and what is not known.
const CASES: [(&str, &str, &str, &str); 7] = [
    (
        "User id,User name,email,User status,Added to org,Organisationsrolle\n1,Ana,ana@example.com,Active,3 Jan 2024,Admin\n",
        "Organisationsrolle",
        "the file lacks `Org role`, `Group name`",
        "who may do what",
    ),
    (
        "User id,User name,email,User status,Added to org,Org role,Group name,Group id,Jira,Bitbucket - acme\n\
         1,Ana,ana@example.com,Active,3 Jan 2024,,devs,7,Product admin,User\n",
        "Jira",
        "each column whose header looks like `APP - SITE`, `Last seen in …` counts",
        "who may do what",
    ),
    (
        "User id,User name,email,User status,Added to org,Org role,Gruppenname\n1,Ana,ana@example.com,Active,3 Jan 2024,,devs\n",
        "Gruppenname",
        "the file lacks `Group name`",
        "who may do what",
    ),
    (
        "GitHub com login,GitHub com name,GitHub com profile,Rollen im Unternehmen\nana,Ana,https://github.com/ana,Owner\n",
        "Rollen im Unternehmen",
        "the file lacks `GitHub com enterprise roles`",
        "who may do what",
    ),
    (
        "created_at,id,login,Funktion,last_logged_ip,2fa_enabled?\n2021-03-26 04:11:02 -0400,101,ana,admin,,true\n",
        "Funktion",
        "the file lacks `role`",
        "who may do what",
    ),
    (
        "account,level,typed by,Bereich\nana,Admin,dana,alpha\n",
        "Bereich",
        "the file lacks `resource`",
        "who may do what, which accounts are active, who has a second factor, when accounts were last used",
    ),
    (
        "username,email,status,billing-active,has-2fa,Anmeldung,userid\nana,ana@example.com,Member,1,0,1,U1\n",
        "Anmeldung",
        "the file lacks `has-sso`",
        "who has a second factor",
    ),
];

#[test]
fn a_column_that_may_be_one_the_file_lacks_is_told_with_what_is_not_known_and_how_to_say_that_it_is_none() {
    for (text, unread, lacks, unknown) in CASES {
        let told = recognise::findings(text, &[]).replace('\\', "");
        for part in [
            "incomplete-export/",
            &format!("column `{unread}` is read by nothing"),
            lacks,
            &format!("then it is not known {unknown}"),
            "if so, give it its name back in the file",
            &format!("if not, write `ignore = [\"{unread}\"]` where review.toml names the file"),
        ] {
            assert!(told.contains(part), "`{part}` is not in:\n{told}");
        }
    }
}

#[test]
fn review_toml_says_that_a_column_is_none_that_the_profile_reads() {
    let (_holder, inputs) = small();
    let review = inputs.join("review.toml");
    let sheet =
        "account,level,typed by,Bereich,2-factor\nana@example.com,Admin,dana,alpha,yes\nbo@example.com,Read,dana,,no\n";
    fs::write(inputs.join("exports/vault.csv"), sheet).unwrap();
    replace(
        &review,
        "columns = { account = \"User\", level = \"Permission\" }\n",
        "",
    );
    let told = || output(&run(&["check", "--inputs", inputs.to_str().unwrap()])).1;
    let before = told();
    assert!(
        before.contains("columns `Bereich`, `2-factor` are read by nothing"),
        "{before}"
    );
    assert!(
        before.contains("write `ignore = [\"Bereich\", \"2-factor\"]`"),
        "{before}"
    );
    replace(
        &review,
        "file = \"exports/vault.csv\"",
        "file = \"exports/vault.csv\"\nignore = [\"bereich\", \"2-factor\"]",
    );
    let after = told();
    assert!(
        !after.contains("read by nothing") && !after.contains("incomplete-export"),
        "{after}"
    );
}

#[test]
fn profiles_test_says_why_a_file_is_partial() {
    let holder = tempfile::tempdir().unwrap();
    let file = holder.path().join("typed.csv");
    fs::write(&file, "account,level,typed by,Bereich\nana,Admin,dana,alpha\n").unwrap();
    let (code, stdout, stderr) = output(&run(&["profiles", "test", file.to_str().unwrap()]));
    assert_eq!((code, stderr.as_str()), (1, ""), "{stdout}");
    assert!(
        stdout.contains("it counts as partial, whatever review.toml says.\n  column `Bereich` is read by nothing"),
        "{stdout}"
    );
}
