//! Columns, words and sheets under other names than a profile knows: each is read right or told, never lost in silence.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::collections::BTreeSet;
use std::fs;

use access_review::model::profile::Trial;

use crate::profiles::{profiles, read};
use crate::recognise;
use crate::support::{replace, report, said, small};

/// A file alone, as `profiles test` reads it.
fn trial(text: &str) -> Trial {
    read("file", text.as_bytes(), &profiles()).unwrap()
}

/// The grants of a file in order: account, resource and level.
fn grants(trial: &Trial) -> Vec<String> {
    let grants = trial.facts.grants.iter().map(|grant| {
        let text = |key: &str| grant.get(key).map_or("", String::as_str);
        format!("{} {} {}", text("account"), text("resource"), text("level"))
    });
    grants.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Findings and internal document of a review with these files, as they read.
fn findings(first: &str, others: &[(&str, &str)]) -> String {
    recognise::findings(first, others).replace('\\', "")
}

/// The reasons for which rows of a file are rejected.
fn rejected(trial: &Trial) -> Vec<&str> {
    let rows = trial.rows.rejected.iter();
    rows.map(|row| row.reason.reveal()).collect()
}

/// Whether all of these stand in a text.
fn has(told: &str, parts: &[&str]) {
    for part in parts {
        assert!(told.contains(part), "`{part}` is not in:\n{told}");
    }
}

#[test]
fn an_enterprise_of_github_with_dots_in_its_headers_is_read() {
    let text = "GitHub com login,GitHub com name,GitHub.com member roles,GitHub.com enterprise roles\n\
                ana,Ana,\"acme:Owner, acme/app:Collaborator\",Owner\n";
    let grants = grants(&trial(text));
    assert_eq!(
        grants,
        ["ana acme Owner", "ana acme/app Collaborator", "ana enterprise Owner"]
    );
}

#[test]
fn a_column_of_permissions_under_another_name_makes_the_file_partial() {
    for header in [
        "GitHub-com enterprise roles",
        "GitHub com enterprise role",
        "GitHub com enterpise roles",
    ] {
        let text = format!("GitHub com login,GitHub com name,{header}\nana,Ana,Owner\n");
        let told = findings(&text, &[]);
        has(
            &told,
            &[
                "incomplete-export/",
                &format!("column `{header}` is read by nothing, though it looks like `GitHub com enterprise roles`"),
                "give it that name back in the file",
            ],
        );
    }
    let member = "GitHub com login,GitHub com name,GitHub com member role\nana,Ana,acme:Owner\n";
    has(
        &findings(member, &[]),
        &["incomplete-export/", "it looks like `GitHub com member roles`"],
    );
    let other = "GitHub com login,GitHub com name,GitHub com profile\nana,Ana,https://github.com/ana\n";
    assert!(!findings(other, &[]).contains("read by nothing"));
}

#[test]
fn a_column_of_what_is_said_beside_is_told_and_does_not_make_the_file_partial() {
    let read =
        trial("account,resource,level,typed by,status,mfa,last_login\nana,alpha,Admin,dana,active,yes,2024-01-02\n");
    assert!(!read.facts.partial);
    let told: Vec<&str> = read.unclear.iter().map(|column| column.name.reveal()).collect();
    assert_eq!(told, ["last_login"]);
    has(
        read.unclear.first().unwrap().first.first().unwrap().reason.reveal(),
        &["column `last_login` is read by nothing, though it looks like `last login`"],
    );
}

#[test]
fn a_role_of_which_nobody_can_tell_the_place_rejects_its_row() {
    let text =
        "GitHub com login,GitHub com name,GitHub com member roles\nana,Ana,\"acme:Owner, acme Member\"\nbo,Bo,\n";
    let read = trial(text);
    assert_eq!(
        rejected(&read),
        [
            "cell `GitHub com member roles` holds `acme Member`, in which `resource`, `role` cannot be told apart; export \
             again, or say in a copy of the profile in inputs/profiles what such cells look like"
        ]
    );
}

#[test]
fn a_word_that_is_neither_yes_nor_no_rejects_its_row() {
    let header = "group_name,username,full_name,email,active,last_session,Confluence\n";
    for word in ["Ja", "X"] {
        let read = trial(&format!(
            "{header}users,ana,Ana,ana@example.com,Yes,,{word}\nusers,bo,Bo,,Yes,,No\n"
        ));
        let told = rejected(&read);
        assert_eq!(told.len(), 1, "{told:?}");
        has(
            told.first().unwrap(),
            &[
                &format!("cell `Confluence` holds `{word}`, expected one of `yes`"),
                &format!("`words = {{ yes = [\"{word}\"] }}`"),
            ],
        );
    }
    let organisation = "GitHub com login,GitHub com name,acme owner\nana,Ana,oui\n";
    has(
        rejected(&trial(organisation)).first().unwrap(),
        &["cell `acme owner` holds `oui`"],
    );
}

#[test]
fn atlassian_columns_are_read_under_their_other_names() {
    let text = "User id,User name,email,User status,Added to org,Organization role,Bitbucket \u{2013} acme,Last seen in \
                Bitbucket \u{2013} acme\n1,Ana,ana@example.com,Active,3 Jan 2024,Organization admin,User,12 May 2026\n";
    let read = trial(text);
    assert_eq!(
        grants(&read),
        ["1 Bitbucket:acme User", "1 organisation Organization admin"]
    );
    let managed = |header: &str| format!("Name,Atlassian ID,Last active date,{header}\nAna,1,2026-05-12,acme\n");
    assert_eq!(
        grants(&trial(&managed("Product Bitbucket"))),
        ["1 Bitbucket:acme access"]
    );
    let told = findings(&managed("Site Bitbucket"), &[]);
    has(
        &told,
        &[
            "incomplete-export/",
            "`Site Bitbucket` is read by nothing, though it looks like `Bitbucket`",
        ],
    );
}

/// A workbook with the sheets `Now` and `More`, of these rows each.
fn two_sheets(now: &[[&str; 3]], more: &[[&str; 3]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [("Now", now), ("More", more)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (place, row) in (0..).zip(rows) {
            sheet.write_row(place, 0, *row).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_with_a_renamed_column_is_not_passed_over() {
    let now = [["account", "level", "typed by"], ["ana", "Admin", "dana"]];
    let more = [["Login", "level", "typed by"], ["bo", "Admin", "dana"]];
    let error = read("file.xlsx", &two_sheets(&now, &more), &profiles()).unwrap_err();
    has(
        &error,
        &[
            "the sheet `More` has the columns `level`, `typed by` of the sheet `Now` but not `account`",
            "`sheet = \"Now\"`",
        ],
    );
    let legend = [["level", "meaning", ""], ["Admin", "everything", ""]];
    assert!(read("file.xlsx", &two_sheets(&now, &legend), &profiles()).is_ok());
}

#[test]
fn nor_is_it_where_columns_are_mapped_by_hand() {
    let (holder, inputs) = small();
    let now = [["User", "Permission", "Seen"], ["ana@example.com", "Admin", ""]];
    let more = [["Login", "Permission", "Seen"], ["bo@example.com", "Admin", ""]];
    fs::write(inputs.join("exports/vault.xlsx"), two_sheets(&now, &more)).unwrap();
    replace(&inputs.join("review.toml"), "exports/vault.csv", "exports/vault.xlsx");
    fs::remove_file(inputs.join("exports/vault.csv")).unwrap();
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert_eq!(code, 2);
    has(
        &error,
        &["the sheet `More` has the columns `Permission`, `Seen` of the sheet `Now` but not `User`"],
    );
    replace(
        &inputs.join("review.toml"),
        "file = \"exports/vault.xlsx\"",
        "file = \"exports/vault.xlsx\"\nsheet = \"Now\"",
    );
    let (code, _, error) = said(&report(&inputs, &holder.path().join("out")));
    assert!(code < 2, "{error}");
}

#[test]
fn several_logins_in_one_cell_are_told() {
    let told = rejected(&trial("root:x:0:\nops:x:10:carl;dora\n")).join("\n");
    has(
        &told,
        &["holds `carl;dora`, which seem to be several accounts; export again with one on each row"],
    );
    let told = rejected(&trial("account,level,typed by\n\"carl, dora\",Admin,ana\n")).join("\n");
    has(
        &told,
        &["cell `account` holds `carl, dora`, which seem to be several accounts"],
    );
}
